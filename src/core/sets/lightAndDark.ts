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
