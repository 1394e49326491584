import * as path from 'node:path';

/** By their names alone, both absolute: resolve symlinks before, where they matter. A folder is not inside itself. */
export function isInside(folder: string, place: string): boolean {
  const relative = path.relative(folder, place);
  return (
    relative !== '' &&
    relative !== '..' &&
    !relative.startsWith(`..${path.sep}`) &&
    !path.isAbsolute(relative)
  );
}

/** `hero.png` as `hero.webp`. `extension` without the dot. */
export function replaceExtension(file: string, extension: string): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, `${name}.${extension}`);
}
