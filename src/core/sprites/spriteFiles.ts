import type { SpriteSettings } from '../model/sprites';
import { byName, frameNames, unique } from './frameNames';

/**
 * Files and what their frames are called, in the order in which they follow each other. `shown`: the path that people
 * know it by.
 */
export function namedInputs(
  files: readonly { path: string; shown: string }[],
  sort: boolean,
): { path: string; name: string }[] {
  const names = frameNames(files.map(({ shown }) => shown));
  const inputs = files.map(({ path }, i) => ({ path, name: names[i] ?? path }));
  return sort ? inputs.sort((a, b) => byName(a.name, b.name)) : inputs;
}

/** Where the parts of an output go. Paths as the one that was given; `/` separates what is added. */
export interface SpriteTargets {
  stem: string;
  format: 'png' | 'webp';
  sheet?: string;
  atlas?: string;
  /** Holds the frames. */
  folder?: string;
}

/**
 * `target`: the sheet's file, whose name without its extension is that of the atlas and of the folder for frames; of
 * frames alone their folder. Undefined: of a sheet the extension is neither PNG's nor WebP's, or there is no name.
 */
export function spriteTargets(
  target: string,
  { output, sheet }: Pick<SpriteSettings, 'output' | 'sheet'>,
): SpriteTargets | undefined {
  const [, base = '', extension = ''] = /^(.*?[^\\/.][^\\/]*?)(?:\.([a-z0-9]+))?[\\/]*$/i.exec(target) ?? [];
  const stem = base.split(/[\\/]/).at(-1) ?? '';
  if (stem === '') return undefined;
  const lower = extension.toLowerCase();
  const known = lower === 'png' || lower === 'webp';
  if (output === 'files') {
    // A folder may have a dot in its name.
    const folder = known || lower === '' ? base : `${base}.${extension}`;
    return { stem: folder.split(/[\\/]/).at(-1) ?? stem, format: 'png', folder };
  }
  if (!known && lower !== '') return undefined;
  const format = lower === 'webp' ? 'webp' : 'png';
  return {
    stem,
    format,
    sheet: `${base}.${lower === '' ? format : extension}`,
    ...(sheet.atlas !== 'none' && { atlas: `${base}.json` }),
    ...(output === 'both' && { folder: base }),
  };
}

/** File names for frames: a name may have a folder in it, and what no file system takes. */
export function frameFileNames(names: readonly string[]): string[] {
  const plain = names.map(
    name => name.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '-').replace(/^\.+|[. ]+$/g, '') || 'frame',
  );
  // Many disks do not tell upper from lower case.
  const free = unique(plain.map(name => name.toLowerCase()));
  return plain.map((name, i) => `${name}${free[i]?.slice(name.length) ?? ''}.png`);
}

/** Numbered files of the folder that look like frames of an earlier cut: `walk-4.png` where `walk-0` to `walk-3` come. */
export function framesOfBefore(there: readonly string[], written: readonly string[]): readonly string[] {
  const stemOf = (name: string): string | undefined => /^(.*?)\d+\.png$/i.exec(name)?.[1]?.toLowerCase();
  const stems = new Set(written.map(stemOf).filter(stem => stem !== undefined));
  const names = new Set(written.map(name => name.toLowerCase()));
  return there.filter(name => !names.has(name.toLowerCase()) && stems.has(stemOf(name) ?? '\0')).sort(byName);
}
