import { parse, parseTree, type JSONPath, type Node, type ParseError } from 'jsonc-parser';
import { setJson } from './jsonEdit';

export interface JsonMerge {
  /** What the file has to say. Objects are gone into, lists grow or change by their keys, everything else is set. */
  json: Readonly<Record<string, unknown>>;
  /** Only where the file does not say it yet. */
  defaults: Readonly<Record<string, unknown>>;
  /** Which property tells the items of a list apart, by the name of the list. A list without is set whole. */
  keys: Readonly<Record<string, string>>;
}

/** A new file: two spaces, as web manifests and `Contents.json` have them. */
export function newJson({ json, defaults }: Pick<JsonMerge, 'json' | 'defaults'>): string {
  return `${JSON.stringify({ ...defaults, ...json }, null, 2)}\n`;
}

/**
 * Why a file is left alone: it is no JSON object, not in UTF-8, too long or locked, or says one of the names twice, so that
 * nobody knows which one holds.
 */
export type Unmergeable = 'not-json' | 'not-utf8' | 'unreadable' | { twice: string };

/** Puts values into a JSON file that somebody wrote; what is not touched keeps every space. */
export function mergeJson(
  text: string,
  { json, defaults, keys }: JsonMerge,
): { text: string } | { kept: Unmergeable } {
  const errors: ParseError[] = [];
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  let out = text.slice(bom.length);
  const value: unknown = parse(out, errors, { disallowComments: true, allowTrailingComma: false });
  if (errors.length > 0 || !isRecord(value)) return { kept: 'not-json' };
  const twice = namedTwice(parseTree(out), new Set([...namesIn([json, defaults]), ...Object.values(keys)]));
  if (twice !== undefined) return { kept: { twice } };
  const set = (path: JSONPath, part: unknown): void => {
    out = setJson(out, path, part);
  };
  const visit = (
    path: JSONPath,
    there: Record<string, unknown>,
    wanted: Readonly<Record<string, unknown>>,
  ): void => {
    for (const [name, part] of Object.entries(wanted)) {
      const old = Object.hasOwn(there, name) ? there[name] : undefined;
      const key = keys[name];
      const at = [...path, name];
      if (isRecord(part) && isRecord(old)) visit(at, old, part);
      else if (key !== undefined && Array.isArray(part) && Array.isArray(old)) mergeList(at, old, part, key);
      else if (!same(old, part)) set(at, part);
    }
  };
  const mergeList = (
    path: JSONPath,
    there: readonly unknown[],
    wanted: readonly unknown[],
    key: string,
  ): void => {
    let count = there.length;
    const changed = new Set<number>();
    for (const part of wanted) {
      const index = isRecord(part) ? itemFor(part, there, key, changed) : -1;
      const old = there[index];
      if (index < 0) set([...path, count++], part);
      else if (isRecord(old) && isRecord(part)) {
        changed.add(index);
        visit([...path, index], old, withoutRoles(part, key));
      }
    }
  };
  visit([], value, json);
  const missing = Object.entries(defaults).filter(
    ([name]) => !Object.hasOwn(value, name) && !Object.hasOwn(json, name),
  );
  visit([], value, Object.fromEntries(missing));
  return { text: bom + out };
}

/** All names that a merge looks at. Others may be there twice: `"//"` is a comment to many. */
function namesIn(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(namesIn);
  if (!isRecord(part)) return [];
  return Object.entries(part).flatMap(([name, value]) => [name, ...namesIn(value)]);
}

function namedTwice(node: Node | undefined, names: ReadonlySet<string>): string | undefined {
  const seen = new Set<unknown>();
  for (const child of node?.children ?? []) {
    const name: unknown = child.type === 'property' ? child.children?.[0]?.value : undefined;
    if (typeof name === 'string' && names.has(name) && seen.has(name)) return name;
    seen.add(name);
    const inside = namedTwice(child, names);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** What an image of a web app manifest, told apart by `src`, is for: a set of words, none for `any`. https://www.w3.org/TR/appmanifest/#purpose-member */
const roles = { key: 'src', property: 'purpose' } as const;

/**
 * Which item of the list says the same; -1 for none. A file may be there several times, in other sizes or for other roles:
 * the most alike is taken, one in another role never. One that was changed already is taken only where nothing is to change.
 */
function itemFor(
  wanted: Record<string, unknown>,
  there: readonly unknown[],
  key: string,
  changed: ReadonlySet<number>,
): number {
  const names = Object.keys(withoutRoles(wanted, key)).filter(name => name !== key);
  let best = { index: -1, alike: -1 };
  for (const [index, old] of there.entries()) {
    if (!isRecord(old) || !same(nameOf(old, key), nameOf(wanted, key))) continue;
    if (key === roles.key && !hasRoles(old, wanted)) continue;
    const equal = names.filter(name => same(old[name], wanted[name])).length;
    if (changed.has(index) && equal < names.length) continue;
    // Of those with the same properties, the one with no other role.
    const alike = equal + (same(rolesOf(old), rolesOf(wanted)) ? 0.5 : 0);
    if (alike > best.alike) best = { index, alike };
  }
  return best.index;
}

function withoutRoles(item: Record<string, unknown>, key: string): Record<string, unknown> {
  if (key !== roles.key) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== roles.property));
}

function hasRoles(item: Record<string, unknown>, wanted: Record<string, unknown>): boolean {
  const has = rolesOf(item);
  return rolesOf(wanted).every(role => has.includes(role));
}

function rolesOf(item: Record<string, unknown>): readonly string[] {
  const value = item[roles.property];
  const words = typeof value === 'string' ? value.toLowerCase().split(/\s+/).filter(Boolean) : [];
  return words.length === 0 ? ['any'] : [...new Set(words)].sort();
}

/** `./icon.png` and `icon.png` are one place. */
function nameOf(item: Record<string, unknown>, key: string): unknown {
  const value = item[key];
  return typeof value === 'string' ? value.replace(/^\.?\//, '') : value;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
