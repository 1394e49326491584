/** Extensions of the images that users pick, edit and refer to. */
export const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif'] as const;

const imagePath = new RegExp(`\\.(${imageExtensions.join('|')})$`, 'i');

export function isImagePath(path: string): boolean {
  return imagePath.test(path);
}

const extensions = `{${imageExtensions.map(anyCase).join(',')}}`;

/** All images. VS Code's globs are case-sensitive on Linux, and `UPPER.PNG` is an image too. */
export const allImages = `**/*.${extensions}`;

/**
 * Images whose name, or a folder above them, contains the words in their order.
 * A character that means something in a glob stands for any one character.
 */
export function imagesMatching(text: string): string {
  const words = text
    .trim()
    .split(/[\s/\\]+/)
    .filter(Boolean)
    .map(anyCase);
  if (words.length === 0) return allImages;
  const part = `*${words.join('*')}*`;
  return `{**/${part}.${extensions},**/${part}/**/*.${extensions}}`;
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

function anyCase(text: string): string {
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
