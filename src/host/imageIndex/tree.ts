import { readdirSync } from 'node:fs';
import path from 'node:path';
import { giveWay } from '../../core/giveWay';
import { fileKindOf, isImageName } from '../../core/imageIndex/fileKinds';
import { dirname } from '../../core/references/paths';
import { askDisk } from './diskWatch';
import {
  excludeRules,
  isHidden,
  readIgnoreFile,
  rulesAbove,
  type RuleLevel,
  type Rules,
} from './ignoreRules';
import type { IndexedFolder } from './indexMessages';

/** A workspace folder as it is walked. */
export interface Root {
  /** `uri.path`, without a slash at its end (but for `/`). */
  path: string;
  /** On this system. */
  file: string;
  /** What the user hides. */
  excludes: Rules | undefined;
  useIgnoreFiles: boolean;
}

export interface Folder {
  path: string;
  file: string;
  root: Root;
  /** What the `.gitignore`s above say of what is in it, and its own. */
  above: readonly RuleLevel[];
  own: RuleLevel | undefined;
  /** Names of the files that are read. */
  files: readonly string[];
  folders: readonly string[];
}

export type Folders = Map<string, Folder>;

/** How long the walk keeps its thread at a time. */
const sliceMs = 8;
const never = new Set(['node_modules', '.git', '.hg', '.svn', '.yarn', '.pnpm-store']);

/** The folder a workspace folder begins with; not listed yet. */
export function topOf({ path: at, file, excludes, useIgnoreFiles }: IndexedFolder): Folder {
  const root: Root = { path: at, file, excludes: excludeRules(excludes), useIgnoreFiles };
  const above = useIgnoreFiles ? rulesAbove(file, at) : [];
  return { path: at, file, root, above, own: undefined, files: [], folders: [] };
}

/** Reads a folder anew. None when it is not there or cannot be read. Links are left alone: what they lead to is found elsewhere. */
export function list(folder: Folder, others: ReadonlySet<string>): Folder | undefined {
  let entries;
  try {
    entries = askDisk(folder.file, () => readdirSync(folder.file, { withFileTypes: true }));
  } catch {
    return undefined;
  }
  const hasIgnoreFile = folder.root.useIgnoreFiles && entries.some(({ name }) => name === '.gitignore');
  const rules = hasIgnoreFile ? readIgnoreFile(path.join(folder.file, '.gitignore')) : undefined;
  const own = rules && { from: childPath(folder.path, '').length, rules };
  const levels = levelsBelow({ above: folder.above, own });
  const { excludes } = folder.root;
  const from = childPath(folder.root.path, '').length;
  const hides = (at: string, name: string, isFolder: boolean): boolean =>
    excludes?.(at.slice(from), name, isFolder) === true || isHidden(levels, at, name, isFolder);
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of entries) {
    const { name } = entry;
    if (entry.isFile()) {
      if (fileKindOf(name) === undefined) continue;
      if (!hides(childPath(folder.path, name), name, false)) files.push(name);
    } else if (entry.isDirectory()) {
      const at = childPath(folder.path, name);
      // A workspace folder in another one is walked by its own rules.
      if (never.has(name) || others.has(at) || hides(at, name, true)) continue;
      folders.push(name);
    }
  }
  return { ...folder, own, files, folders };
}

/** All below `tops`, nearest first. Gives the thread back every few milliseconds; ends when `goOn` says so. */
export async function walk(
  tops: readonly Folder[],
  others: ReadonlySet<string>,
  found: (folder: Folder) => void,
  goOn: () => boolean,
): Promise<void> {
  const waiting = [...tops].reverse();
  let until = performance.now() + sliceMs;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!goOn()) return;
    const folder = list(next, others);
    if (folder === undefined) continue;
    found(folder);
    for (let i = folder.folders.length - 1; i >= 0; i--) {
      waiting.push(below(folder, folder.folders[i] ?? ''));
    }
    if (performance.now() < until) continue;
    await giveWay();
    until = performance.now() + sliceMs;
  }
}

/** A folder in another one; not listed yet. */
export function below(folder: Folder, name: string): Folder {
  const { path: at, file, root } = folder;
  return {
    path: childPath(at, name),
    file: file.endsWith(path.sep) ? file + name : file + path.sep + name,
    root,
    above: levelsBelow(folder),
    own: undefined,
    files: [],
    folders: [],
  };
}

/** A folder and all that are known below it. By their listings: to go through all of a huge tree for each change takes long. */
export function foldersFrom(tree: Folders, path: string): string[] {
  const found: string[] = [];
  const waiting = [path];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const folder = tree.get(at);
    if (folder === undefined) continue;
    found.push(at);
    for (const name of folder.folders) waiting.push(childPath(at, name));
  }
  return found;
}

export function isBelowAny(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = path; at !== dirname(at);) {
    at = dirname(at);
    if (folders.has(at)) return true;
  }
  return false;
}

function levelsBelow({ above, own }: Pick<Folder, 'above' | 'own'>): readonly RuleLevel[] {
  return own ? [...above, own] : above;
}

export function childPath(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** The innermost folder of the tree that is above a path. */
export function nearest(tree: Folders, path: string): string | undefined {
  for (let at = dirname(path); ; at = dirname(at)) {
    if (tree.has(at)) return at;
    if (at === dirname(at)) return undefined;
  }
}

/** Where the folders of the workspace begin. */
export function topsOf(folders: readonly IndexedFolder[]): ReadonlySet<string> {
  return new Set(folders.map(({ path: at }) => at));
}

/** Paths of all images, in their order. */
export function imagesIn(tree: Folders): string[] {
  return [...tree.values()]
    .flatMap(({ path: at, files }) => files.filter(isImageName).map(name => childPath(at, name)))
    .sort();
}
