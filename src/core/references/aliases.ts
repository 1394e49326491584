import { normalize } from './paths';

/** What a name stands for that is no path by itself: `@/*` → `/w/src/*`. */
export interface AliasRule {
  /** As in `paths` of a tsconfig: at most one `*`. */
  pattern: string;
  /** Absolute, `*` is what it stood for in the name. The first is where a new file belongs. Empty: nobody can read it. */
  targets: readonly string[];
  /** The first parts of names that are meant, for a pattern that would take the name of any package. */
  only?: readonly string[];
}

/** The rules of one configuration file. */
export interface AliasTable {
  /** Of the file; absolute. */
  folder: string;
  rules: readonly AliasRule[];
}

/** Of one rule. Each is looked up on disk for every name that it explains. */
const mostTargets = 50;

/**
 * The rule for a name, as TypeScript chooses it (`matchPatternOrExact`): the name itself, else the longest text before
 * the `*`, else the first. Webpack, Vite and Node agree wherever one alias does not hide another.
 */
export function bestRule(
  rules: readonly AliasRule[],
  name: string,
): { rule: AliasRule; star: string } | undefined {
  let best: { rule: AliasRule; star: string; length: number } | undefined;
  const first = name.slice(0, Math.max(name.indexOf('/'), 0));
  for (const rule of rules) {
    if (rule.only !== undefined && !rule.only.includes(first)) continue;
    const { pattern } = rule;
    const at = pattern.indexOf('*');
    if (at < 0) {
      if (pattern === name) return { rule, star: '' };
      continue;
    }
    const after = pattern.slice(at + 1);
    const fits = name.length >= at + after.length && name.startsWith(pattern.slice(0, at));
    if (!fits || !name.endsWith(after) || after.includes('*')) continue;
    const star = name.slice(at, name.length - after.length);
    if (best === undefined || at > best.length) best = { rule, star, length: at };
  }
  return best;
}

/**
 * Where a name may lead: by every table of the nearest folder that explains it. None: no table does.
 * @param tables nearest folder first
 */
export function expandAlias(tables: readonly AliasTable[], name: string): string[] {
  const places = new Set<string>();
  let explained: string | undefined;
  for (const { folder, rules } of tables) {
    if (explained !== undefined && folder !== explained) break;
    const best = bestRule(rules, name);
    if (best === undefined || best.rule.targets.length === 0) continue;
    explained = folder;
    for (const target of best.rule.targets.slice(0, mostTargets)) places.add(fill(target, best.star));
  }
  return [...places];
}

/** The other way round: the name of a file by a rule; undefined for a file that the rule does not reach. */
export function aliasName(rule: AliasRule, path: string): string | undefined {
  const [target] = rule.targets;
  if (target === undefined) return undefined;
  const at = target.indexOf('*');
  if (at < 0 || !rule.pattern.includes('*')) return path === target ? rule.pattern : undefined;
  const [before, after] = [target.slice(0, at), target.slice(at + 1)];
  const fits = path.length > before.length + after.length && path.startsWith(before) && path.endsWith(after);
  if (!fits) return undefined;
  const star = path.slice(at, path.length - after.length);
  return rule.pattern.replace('*', () => star);
}

function fill(target: string, star: string): string {
  const at = target.indexOf('*');
  return at < 0 ? target : normalize(target.slice(0, at) + star + target.slice(at + 1));
}
