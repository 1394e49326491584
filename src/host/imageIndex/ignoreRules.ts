import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ignore from 'ignore';
import picomatch from 'picomatch';
import { askDisk } from './diskWatch';

/** Decides on paths below one folder: `rel` has `/` between its parts and none at its ends. undefined: says nothing. */
export type Rules = (rel: string, name: string, isFolder: boolean) => boolean | undefined;

/** The rules of a folder, for all that is below. */
export interface RuleLevel {
  /** Characters of the folder's path and its slash. */
  from: number;
  rules: Rules;
}

const anyCase = process.platform === 'win32' || process.platform === 'darwin';
const fold = (text: string): string => (anyCase ? text.toLowerCase() : text);
/** Nobody writes longer ones; a file of somebody else's may try to keep a thread busy with them. */
const longest = 256 * 1024;
const longestLine = 500;
const mostStars = 8;
/** In one name of a glob: picomatch tries all ways to share a name out among them. */
const mostStarsOfName = 3;
/** Of stars for any folders: each multiplies what a path costs by the number of its folders. */
const mostDeep = 2;

/** True when the deepest folder that says something says so. */
export function isHidden(levels: readonly RuleLevel[], at: string, name: string, isFolder: boolean): boolean {
  for (let i = levels.length - 1; i >= 0; i--) {
    const level = levels[i];
    const hidden = level?.rules(at.slice(level.from), name, isFolder);
    if (hidden !== undefined) return hidden;
  }
  return false;
}

/**
 * Those of a `.gitignore` (path on this system); undefined when it has none. One that is a link is left alone, as by Git:
 * it may lead to a device that has no end.
 */
export function readIgnoreFile(file: string, look = lstatSync): Rules | undefined {
  try {
    const text = askDisk(path.dirname(file), () => {
      const stat = look(file);
      return stat.isFile() && stat.size <= longest ? readFileSync(file, 'utf8') : undefined;
    });
    return text === undefined ? undefined : ignoreRules(text);
  } catch {
    return undefined;
  }
}

/** @see https://git-scm.com/docs/gitignore */
export function ignoreRules(text: string): Rules | undefined {
  const lines = text
    .split(/\r?\n/)
    .filter(line => line.trim() !== '' && !line.startsWith('#'))
    .filter(line => line.length <= longestLine && timesIn(line, '*') <= mostStars)
    .filter(line => timesIn(line, '**/') <= mostDeep);
  if (lines.length === 0) return undefined;
  // Most lines are names, which a set answers in a hundredth of the time. Only where none takes back another.
  const names = new Set<string>();
  const folderNames = new Set<string>();
  const endings = new Set<string>();
  const others: string[] = [];
  const takesBack = lines.some(line => line.startsWith('!'));
  for (const line of lines) {
    const simple = takesBack ? undefined : simpleRule.exec(line.trimEnd());
    if (simple?.groups?.['ending'] !== undefined) endings.add(fold(simple.groups['ending']));
    else if (simple?.groups?.['name'] === undefined) others.push(line);
    else (simple.groups['folder'] === '/' ? folderNames : names).add(fold(simple.groups['name']));
  }
  const rest = others.length === 0 ? undefined : ignore({ ignorecase: anyCase }).add(others);
  const mayMatch = anyOf(others.map(literalOf));
  return (rel, name, isFolder) => {
    const folded = fold(name);
    if (names.has(folded) || (isFolder && folderNames.has(folded)) || hasEnding(endings, folded)) return true;
    if (rest === undefined || !mayMatch(fold(rel))) return undefined;
    const { ignored, unignored } = rest.test(isFolder ? `${rel}/` : rel);
    return ignored ? true : unignored ? false : undefined;
  };
}

function timesIn(line: string, what: string): number {
  return line.split(what).length - 1;
}

/** `node_modules/`, `dist`, `*.log` */
const simpleRule = /^(?:\*(?<ending>\.[\w-]+)|(?<name>[\w.-]+)(?<folder>\/?))$/;

/** The longest run of letters that is in every path which a line matches; may be empty. */
function literalOf(line: string): string {
  // What stands behind a bracket may belong to its class.
  const runs = line
    .replace(/\[.*/, '')
    .trimEnd()
    .split(/[*?\\/!]/);
  return fold(runs.reduce((longest, run) => (run.length > longest.length ? run : longest), ''));
}

/** Few paths hold one of these words, and the others need not be matched with care. */
function anyOf(words: readonly string[]): (text: string) => boolean {
  if (words.includes('')) return () => true;
  const escaped = words.map(word => word.replace(/[.+^${}()|]/g, '\\$&'));
  const pattern = new RegExp(escaped.join('|'));
  return text => pattern.test(text);
}

function hasEnding(endings: ReadonlySet<string>, name: string): boolean {
  if (endings.size === 0) return false;
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    if (endings.has(name.slice(dot))) return true;
  }
  return false;
}

/** Those of VS Code's `files.exclude` and `search.exclude`, as globs from the workspace folder. */
export function excludeRules(globs: readonly string[]): Rules | undefined {
  const names = new Set<string>();
  const endings = new Set<string>();
  const others: string[] = [];
  for (const glob of globs) {
    const simple = /^\*\*\/(?:\*(?<ending>\.[\w-]+)|(?<name>[\w.-]+))$/.exec(glob)?.groups;
    if (simple?.['ending'] !== undefined) endings.add(fold(simple['ending']));
    else if (simple?.['name'] !== undefined) names.add(fold(simple['name']));
    else if (
      glob.length <= longestLine &&
      glob.split('/').every(part => timesIn(part, '*') <= mostStarsOfName)
    )
      others.push(glob.replace(/^\.?\/|\/$/g, ''));
  }
  if (names.size + endings.size + others.length === 0) return undefined;
  const rest = others.length === 0 ? undefined : picomatch(others, { dot: true, nocase: anyCase });
  return (rel, name) => {
    const folded = fold(name);
    return names.has(folded) || hasEnding(endings, folded) || rest?.(rel) === true ? true : undefined;
  };
}

/** What the `.gitignore`s above a workspace folder say of what is in it, up to where its repository begins. */
export function rulesAbove(folder: string, uriPath: string): RuleLevel[] {
  const levels: RuleLevel[] = [];
  let at = folder;
  let length = uriPath.length;
  for (;;) {
    if (exists(path.join(at, '.git'))) {
      const own = readIgnoreFile(path.join(at, '.git', 'info', 'exclude'), statSync);
      if (own) levels.unshift({ from: length + 1, rules: own });
      return levels;
    }
    const above = path.dirname(at);
    // No repository: what lies about in folders above is nobody's rule.
    if (above === at) return levels.filter(({ from }) => from > uriPath.length);
    length -= path.basename(at).length + 1;
    at = above;
    const rules = readIgnoreFile(path.join(at, '.gitignore'));
    // Who opens a folder that is ignored wants to see what is in it.
    const rel = uriPath.slice(length + 1);
    if (rules && rules(rel, path.basename(folder), true) !== true)
      levels.unshift({ from: length + 1, rules });
  }
}

function exists(file: string): boolean {
  try {
    return askDisk(path.dirname(file), () => statSync(file, { throwIfNoEntry: false })) !== undefined;
  } catch {
    return false;
  }
}
