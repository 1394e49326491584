/**
 * The same for two names that may be one file: many disks do not tell upper from lower case, and macOS writes an accent
 * as part of its letter or as a mark behind it. Of paths, normalise `..` before.
 */
export function placeKey(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

export function mayBeSame(a: string, b: string): boolean {
  return placeKey(a) === placeKey(b);
}
