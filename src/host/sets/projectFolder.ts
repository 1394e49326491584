import * as fs from 'node:fs/promises';
import * as path from 'node:path';

/** Enough for a repository of many apps; a project lies no deeper. */
const maxFolders = 1000;
const maxDepth = 5;
/** What was fetched or made, and is made again. */
const notOurs = /^(?:\..*|node_modules|Pods|DerivedData|build|dist|out|target|vendor|bin|obj)$/;

/**
 * The first folder that exists of those where projects keep something, absolute: upwards from `home`, then, for what
 * begins with `**`, anywhere below `root`. In a pattern `*` is any one folder.
 */
export async function findProjectFolder(
  patterns: readonly string[],
  { root, home }: { root: string; home: string },
): Promise<string | undefined> {
  const near = patterns.filter(pattern => !pattern.startsWith('**/'));
  for (const base of upwards(home, root)) {
    for (const pattern of near) {
      const found = await findIn(base, pattern.split('/'));
      if (found !== undefined) return found;
    }
  }
  const far = patterns
    .filter(pattern => pattern.startsWith('**/'))
    .map(pattern => pattern.split('/').slice(1));
  return far.length > 0 ? findBelow(root, far) : undefined;
}

/** `home` and what it lies in, up to and with `root`. */
function upwards(home: string, root: string): string[] {
  const within = path.relative(root, home);
  if (within.startsWith('..') || path.isAbsolute(within)) return [root];
  const parts = within.split(path.sep).filter(Boolean);
  return parts.reduceRight((found, _, i) => [...found, path.join(root, ...parts.slice(0, i))], [home]);
}

async function findIn(base: string, [first, ...rest]: readonly string[]): Promise<string | undefined> {
  if (first === undefined) return base;
  if (first !== '*') {
    const place = path.join(base, first);
    return (await isFolder(place)) ? findIn(place, rest) : undefined;
  }
  for (const name of await foldersIn(base)) {
    const found = await findIn(path.join(base, name), rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Level by level, so that what lies higher comes first. */
async function findBelow(
  root: string,
  patterns: readonly (readonly string[])[],
): Promise<string | undefined> {
  let level = [root];
  let looked = 0;
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (++looked > maxFolders) return undefined;
      for (const pattern of patterns) {
        const found = await findIn(folder, pattern);
        if (found !== undefined) return found;
      }
      next.push(...(await foldersIn(folder)).map(name => path.join(folder, name)));
    }
    level = next;
  }
  return undefined;
}

/** By name; links are not followed. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(entry => entry.isDirectory() && !notOurs.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .slice(0, maxFolders);
}

async function isFolder(place: string): Promise<boolean> {
  const there = await fs.stat(place).catch(() => undefined);
  return there?.isDirectory() === true;
}
