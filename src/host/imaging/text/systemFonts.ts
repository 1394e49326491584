import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import {
  type FontInfo,
  readCharacters,
  readFontInfos,
  type ReadBytes,
} from '../../../core/layers/text/fontTables';

/** A face in a file of this machine. */
export interface FoundFont extends FontInfo {
  file: string;
  characters(): Uint32Array;
}

/** Beyond this, something is wrong with the folder. */
const maxFiles = 6000;
const maxDepth = 6;
/** The largest that ship with systems (emoji, Chinese collections) have about 200 MB. */
export const maxFontBytes = 260_000_000;

/** Where the platforms keep fonts: Microsoft's and Apple's documents, and the font directories of fontconfig. */
export function fontFolders(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home = homedir(),
): string[] {
  switch (platform) {
    case 'win32':
      return [
        path.join(environment['WINDIR'] ?? 'C:\\Windows', 'Fonts'),
        path.join(
          environment['LOCALAPPDATA'] ?? path.join(home, 'AppData\\Local'),
          'Microsoft\\Windows\\Fonts',
        ),
      ];
    case 'darwin':
      return ['/System/Library/Fonts', '/Library/Fonts', path.join(home, 'Library/Fonts')];
    default: {
      const data = environment['XDG_DATA_HOME'] ?? path.join(home, '.local/share');
      return [
        '/usr/share/fonts',
        '/usr/local/share/fonts',
        path.join(data, 'fonts'),
        path.join(home, '.fonts'),
      ];
    }
  }
}

/** Reads the headers of every font file; for the worker thread. What cannot be read is left out. */
export function findFonts(folders: readonly string[]): FoundFont[] {
  const files = new Set<string>();
  for (const folder of folders) collect(folder, files, 0);
  return [...files].flatMap(file => {
    try {
      return withFile(file, (read, bytes) =>
        bytes > maxFontBytes ? [] : readFontInfos(read, bytes).map(info => found(file, info)),
      );
    } catch {
      return [];
    }
  });
}

function found(file: string, info: FontInfo): FoundFont {
  let characters: Uint32Array | undefined;
  return {
    ...info,
    file,
    characters() {
      try {
        characters ??= withFile(file, read => readCharacters(read, info.cmap));
      } catch {
        characters = new Uint32Array();
      }
      return characters;
    },
  };
}

function collect(folder: string, files: Set<string>, depth: number): void {
  if (depth > maxDepth) return;
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // Not every system has every folder.
    return;
  }
  for (const entry of entries) {
    if (files.size >= maxFiles) return;
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) collect(place, files, depth + 1);
    else if (/\.(ttf|otf|ttc|otc)$/i.test(entry.name)) files.add(place);
  }
}

function withFile<T>(file: string, work: (read: ReadBytes, bytes: number) => T): T {
  const handle = openSync(file, 'r');
  try {
    const stat = fstatSync(handle);
    // A pipe would never end.
    if (!stat.isFile()) throw new Error('Not a file.');
    return work((offset, length) => {
      const wanted = Math.max(0, Math.min(length, stat.size - offset));
      const bytes = new Uint8Array(wanted);
      return bytes.subarray(0, wanted === 0 ? 0 : readSync(handle, bytes, 0, wanted, offset));
    }, stat.size);
  } finally {
    closeSync(handle);
  }
}
