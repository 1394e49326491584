/** Extensions of the images that users pick, edit and refer to. */
const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif'] as const;

const imagePath = new RegExp(`\\.(${imageExtensions.join('|')})$`, 'i');

export function isImagePath(path: string): boolean {
  return imagePath.test(path);
}

const extensions = imageExtensions.map(anyCase);

/** All images. VS Code's globs are case-sensitive on Linux, and `UPPER.PNG` is an image too. */
export const allImages = `**/*.{${extensions.join(',')}}`;

/** Extensions of all that a reference can show: drawings, too. */
const shownExtensions = [...extensions, anyCase('svg')];

const shownPath = new RegExp(`\\.(${imageExtensions.join('|')}|svg)$`, 'i');

/** True for what a reference can lead to: images, and drawings that are not edited here. */
export function isShownPath(path: string): boolean {
  return shownPath.test(path);
}

/** All that a reference can lead to. */
export const allShown = `**/*.{${shownExtensions.join(',')}}`;

/** At least the images whose names, without the extension, are this one in any case. */
export function imagesNamed(stem: string): string {
  return `**/${anyCase(stem)}.{${shownExtensions.join(',')}}`;
}

/** More words than these would only narrow a search that is narrow by then. */
const globWords = 3;

/**
 * A glob for at least the images that `matchesWords` wants, and few others.
 * A character that means something in a glob stands for any one character. `shown`: of all that a reference can lead to.
 */
export function imagesMatching(text: string, shown = false): string {
  // Every image has an extension: typed as a part of the name it would be looked for before the real one.
  const words = wordsOf(text.replace(/\.\w*$/, end => (isExtensionPart(end.slice(1)) ? '' : end)))
    .slice(0, globWords)
    .map(anyCase);
  if (words.length === 0) return shown ? allShown : allImages;
  // The next word stands in the same name or folder, or in one further down.
  const paths = words.reduce<string[]>(
    (all, word) =>
      all.length === 0 ? [word] : all.flatMap(path => [`${path}*${word}`, `${path}*/**/*${word}`]),
    [],
  );
  // VS Code knows no braces inside braces, and takes what does not begin with `**` from the root only.
  const globs = paths.flatMap(path =>
    (shown ? shownExtensions : extensions).flatMap(extension => [
      `*${path}*.${extension}`,
      `*${path}*/**/*.${extension}`,
    ]),
  );
  return `**/{${globs.join(',')}}`;
}

/** Whether the words stand in a path (relative to the workspace) in this order, in any case. */
export function matchesWords(path: string, text: string): boolean {
  const lower = path.toLowerCase();
  let from = 0;
  for (const word of wordsOf(text.toLowerCase())) {
    const at = lower.indexOf(word, from);
    if (at < 0) return false;
    from = at + word.length;
  }
  return true;
}

function wordsOf(text: string): string[] {
  return text.split(/[\s/\\]+/).filter(Boolean);
}

function isExtensionPart(text: string): boolean {
  return imageExtensions.some(extension => extension.startsWith(text.toLowerCase()));
}

/**
 * One glob for all that the user hides from the Explorer and from search; `undefined` when nothing is hidden.
 * Entries with a `when` clause depend on sibling files, which a glob can't say: they are left out.
 */
export function excludeGlob(
  ...settings: readonly (Readonly<Record<string, unknown>> | undefined)[]
): string | undefined {
  const globs = new Set(
    settings.flatMap(setting =>
      Object.entries(setting ?? {}).flatMap(([glob, on]) => (on === true ? [glob] : [])),
    ),
  );
  if (globs.size === 0) return undefined;
  return globs.size === 1 ? [...globs][0] : `{${[...globs].join(',')}}`;
}

/** VS Code's globs are case-sensitive on Linux. */
export function anyCase(text: string): string {
  return [...text]
    .map(char => {
      const lower = char.toLowerCase();
      const upper = char.toUpperCase();
      if (lower !== upper && lower.length === 1 && upper.length === 1) return `[${lower}${upper}]`;
      // Brackets would confuse the splitting of the braces around this.
      return /[[\]{}*?!,]/.test(char) ? '?' : char;
    })
    .join('');
}
