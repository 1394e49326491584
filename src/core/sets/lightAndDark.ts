/** Of two files, the one for light themes first; the names decide where they say it, else their order. */
export function lightAndDark<T extends { path: string }>(first: T, second: T): readonly [T, T] {
  return isDark(first) && !isDark(second) ? [second, first] : [first, second];
}

/** `logo-dark.png`, `night.svg`, `logo.dark@2x.png`; not `darkroom.png`. */
function isDark({ path }: { path: string }): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    /(^|[^\p{L}])(dark|night)([^\p{L}]|$)/iu.test(name) || /[\p{Ll}\d](Dark|Night)([^\p{Ll}]|$)/u.test(name)
  );
}

/** Formats that a page may have of one picture, what is likeliest first. */
const extensions = ['png', 'webp', 'jpg', 'jpeg', 'avif', 'gif'] as const;

/**
 * Where the same image for dark themes may be, from the folder of `name`, likeliest first: for `logo.png`
 * `logo-dark.png`, `logo.dark.png`, `logo_dark.png`, `dark/logo.png`, then the same in other formats.
 */
export function darkNeighbours(name: string): readonly string[] {
  const [, whole = '', scale = '', own = ''] = /^(.*?)(@\d(?:\.\d)?x)?\.([^.]*)$/.exec(name) ?? [];
  // Of a dark one there is no darker one.
  if (whole === '' || isDark({ path: name })) return [];
  const stem = whole.replace(/[-_.]light$/i, '');
  return [own, ...extensions.filter(each => each !== own.toLowerCase())].flatMap(extension =>
    [`${stem}-dark`, `${stem}.dark`, `${stem}_dark`, `dark/${stem}`].map(
      each => `${each}${scale}.${extension}`,
    ),
  );
}
