import * as path from 'node:path';
import { fileNameProblem } from '../../core/save/fileName';
import type { SaveFailure } from '../../core/save/saveResult';
import { diskFailure, errorCode, isMissing, type Disk } from './disk';
import { isInside } from './pathRules';

/** Workspace folders that a save has to stay in. `anywhere` only when none is open and the user picked the path. */
export type Roots = readonly string[] | 'anywhere';

/** A place that may be written to. */
export interface Destination {
  /** As it was named. */
  path: string;
  /** Where the bytes go: every symlink resolved. */
  real: string;
  /** Permission bits of the file that is there now. */
  existing?: { mode: number };
  /** Folders that have to be made, outermost first. */
  newFolders: readonly string[];
}

/** Decides where `target` (absolute) really is and whether it may be written. Changes nothing. */
export async function resolveDestination(
  target: string,
  roots: Roots,
  disk: Disk,
): Promise<Destination | { failure: SaveFailure }> {
  const named = path.resolve(target);
  const problem = fileNameProblem(path.basename(named), process.platform === 'win32');
  if (problem) return { failure: { kind: 'bad-name', path: named, problem } };
  try {
    const found = await locate(named, disk);
    if ('failure' in found) return found;
    if (roots !== 'anywhere' && !(await isInsideAny(found.real, roots, disk))) {
      return { failure: { kind: 'outside', path: named, truePlace: found.real } };
    }
    if (found.existing) return await checkExisting(found, disk);
    return found;
  } catch (error) {
    return { failure: diskFailure(error, named) };
  }
}

/** `made`: folders that were made for this file already, outermost first. They are as new as those still to be made. */
export function withFoldersMade(destination: Destination, made: readonly string[] = []): Destination {
  const above = made.filter(folder => isInside(folder, destination.real));
  return { ...destination, newFolders: [...above, ...destination.newFolders] };
}

async function locate(named: string, disk: Disk): Promise<Destination | { failure: SaveFailure }> {
  const missing: string[] = [];
  for (let place = named; ; place = path.dirname(place)) {
    try {
      const real = await disk.realpath(place);
      if (place !== named && !(await disk.stat(real)).isDirectory()) {
        return { failure: { kind: 'not-a-file', path: named } };
      }
      const target = path.join(real, ...missing);
      const newFolders = missing
        .slice(0, -1)
        .map((_, index) => path.join(real, ...missing.slice(0, index + 1)));
      const existing = place === named ? { existing: { mode: (await disk.stat(real)).mode } } : {};
      return { path: named, real: target, newFolders, ...existing };
    } catch (error) {
      if (!isMissing(error)) throw error;
      // A link that leads nowhere is no free place: writing would create what it points at.
      if (await isLink(place, disk)) return { failure: { kind: 'dangling-link', path: place } };
      if (path.dirname(place) === place) throw error;
      missing.unshift(path.basename(place));
    }
  }
}

async function isLink(place: string, disk: Disk): Promise<boolean> {
  try {
    return (await disk.lstat(place)).isSymbolicLink();
  } catch {
    return false;
  }
}

async function isInsideAny(real: string, roots: readonly string[], disk: Disk): Promise<boolean> {
  for (const root of roots) {
    if (isInside(await disk.realpath(root).catch(() => root), real)) return true;
  }
  return false;
}

async function checkExisting(
  found: Destination,
  disk: Disk,
): Promise<Destination | { failure: SaveFailure }> {
  const stat = await disk.stat(found.real);
  if (!stat.isFile()) return { failure: { kind: 'not-a-file', path: found.path } };
  try {
    // Renaming over a file asks only the folder; a file that its owner made read-only is still not ours to replace.
    if ((stat.mode & 0o222) === 0) throw Object.assign(new Error('read-only'), { code: 'EACCES' });
    await disk.access(found.real, 2);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') return { failure: diskFailure(error, found.path) };
  }
  return found;
}
