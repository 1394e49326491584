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
    for (const part of wanted) {
      const index = there.findIndex(
        old => isRecord(old) && isRecord(part) && same(nameOf(old, key), nameOf(part, key)),
      );
      const old = there[index];
      if (index < 0) set([...path, count++], part);
      else if (isRecord(old) && isRecord(part)) visit([...path, index], old, part);
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
