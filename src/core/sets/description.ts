import * as z from 'zod/mini';
import { encodableFormats } from '../model/output';
import { type DescriptionProblem, problemsOf } from './schemaProblem';
import { unknownVariables } from './template';

/** Longest list of files that somebody looks through before they write it. */
const maxFiles = 200;
const maxSide = 8192;

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));
const word = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,59}$/));
const colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/i));
const url = z.string().check(z.regex(/^https:\/\/\S{4,500}$/));
const side = z.int().check(z.gte(1), z.lte(maxSide));
const share = z.number().check(z.gt(0), z.lte(1));

/** A line, or one that is there only under a condition. */
const lines = z.union([
  z.string(),
  z.array(z.union([z.string(), z.strictObject({ if: z.string(), text: z.string() })])),
]);

/** What stays visible, or should hold everything that matters: a share of width and height around the middle. */
const zone = z.strictObject({
  shape: z.enum(['circle', 'rect', 'rounded']),
  width: share,
  height: share,
  title: text(120),
});

const common = {
  /** From the base folder, `/` between the parts, with variables. */
  path: text(300),
  /** What snippets and other files call it; default: its place in the list. */
  id: z.optional(word),
  /** What it is for, a few words. */
  about: z.optional(text(200)),
  /** Only then; `!` in front: only if not. */
  if: z.optional(z.string()),
  source: z.optional(url),
};

const pixels = {
  /** Which image it is made of. Default `image`. */
  of: z.optional(z.enum(['image', 'dark'])),
  /** Room that the platform wants around the image, a share of the shorter side at each edge. */
  padding: z.optional(z.number().check(z.gte(0), z.lte(0.45))),
  /**
   * `keep`: transparency stays. `fill`: opaque, on the colour that the user chose. `ifChosen`: the same where there is one,
   * else transparency stays. Default `keep`.
   */
  background: z.optional(z.union([z.enum(['keep', 'fill', 'ifChosen']), colour])),
  /** Transparent outside of the largest circle. */
  cut: z.optional(z.enum(['circle'])),
  /** `silhouette`: the shape in one colour. `gray`: without colour. */
  tone: z.optional(z.enum(['silhouette', 'gray'])),
  /** Of a silhouette; default black. */
  colour: z.optional(colour),
  /** The platform wants transparency around the subject. */
  wantsAlpha: z.optional(z.boolean()),
  zones: z.optional(z.array(zone).check(z.maxLength(4))),
};

const file = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    ...pixels,
    kind: z.literal('image'),
    width: z.optional(side),
    height: z.optional(side),
    /** Of the size at 1×, in place of a width and height. */
    scale: z.optional(z.number().check(z.gt(0), z.lte(8))),
    /** Default: the one of the set. */
    fit: z.optional(z.enum(['contain', 'cover'])),
    /**
     * The platform takes one file of a name in a folder, whatever its extension: one that is there in another format is
     * replaced, in that format.
     */
    onePerName: z.optional(z.boolean()),
    quality: z.optional(z.int().check(z.gte(1), z.lte(100))),
    /** Of 1024 bytes. */
    maxKilobytes: z.optional(z.int().check(z.gte(1), z.lte(100_000))),
  }),
  z.strictObject({
    ...common,
    ...pixels,
    /** Several sizes in one file: `.ico` or `.icns`. */
    kind: z.literal('icon'),
    sizes: z.array(z.int().check(z.gte(8), z.lte(1024))).check(z.minLength(1), z.maxLength(16)),
    /** `.ico`: sizes below 256 as bitmaps, for programs older than PNG in it. */
    bmp: z.optional(z.boolean()),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('copy'),
    of: z.enum(['image', 'dark', 'svg']),
  }),
  z.strictObject({ ...common, kind: z.literal('text'), text: lines }),
  z.strictObject({
    ...common,
    kind: z.literal('json'),
    /** What the file has to say. */
    json: z.record(z.string(), z.unknown()),
    /** Only where the file does not say it yet. */
    defaults: z.optional(z.record(z.string(), z.unknown())),
    /** Which property tells the items of a list apart, by the name of the list: `{ "icons": "src" }`. */
    keys: z.optional(z.record(z.string(), z.string())),
    /** `merge` into the file that is there, `replace` it, or only merge into one `ifThere`. Default `merge`. */
    existing: z.optional(z.enum(['merge', 'replace', 'ifThere'])),
  }),
]);

const snippet = z.strictObject({
  id: word,
  title: text(60),
  /** Of VS Code: which documents it is for; the first one is for all others. None: only where it is chosen. */
  languages: z.array(z.string()).check(z.maxLength(30)),
  if: z.optional(z.string()),
  text: lines,
});

const description = z.strictObject({
  $schema: z.optional(z.string()),
  id: word,
  title: text(60),
  about: text(300),
  /** The platform's document that says these sizes. */
  source: url,
  /** Icons are square: another shape is worth a warning. Default `any`. */
  shape: z.optional(z.enum(['square', 'any'])),
  /** How the image comes into a file of another ratio. Default `contain`. */
  fit: z.optional(z.enum(['contain', 'cover'])),
  /** Two images, for light and for dark: the second one is needed. */
  needsDark: z.optional(z.boolean()),
  name: z.optional(
    z.strictObject({
      /** Default: the name of the image. */
      default: z.optional(text(60)),
      /** What the platform allows, a regular expression for the whole name. */
      pattern: z.optional(text(200)),
    }),
  ),
  /**
   * Where projects keep it, best first: the first one that exists is proposed, nearest to the image. `*` is any one
   * folder, `**` at the beginning any few.
   */
  folders: z.optional(z.array(text(200)).check(z.maxLength(20))),
  /** Proposed where none of `folders` exists. Default: the folder of the project. */
  otherwise: z.optional(text(200)),
  /** Paths may have `{ext}`: the formats to choose from. */
  formats: z.optional(z.array(z.enum(['keep', ...encodableFormats])).check(z.minLength(1), z.maxLength(5))),
  /** How many times the size at 1× the image is, where nothing else was asked. */
  imageScale: z.optional(z.number().check(z.gt(0), z.lte(8))),
  options: z.optional(
    z
      .array(z.strictObject({ id: word, title: text(120), default: z.optional(z.boolean()) }))
      .check(z.maxLength(10)),
  ),
  files: z.array(file).check(z.minLength(1), z.maxLength(maxFiles)),
  snippets: z.optional(z.array(snippet).check(z.maxLength(12))),
});

/** One set of files that a platform wants of an image, as data. */
export type SetDescription = z.infer<typeof description>;
export type FileDescription = SetDescription['files'][number];
export type SnippetDescription = NonNullable<SetDescription['snippets']>[number];
export type SetZone = z.infer<typeof zone>;
export type Lines = z.infer<typeof lines>;

export type ParsedDescription = { set: SetDescription } | { problems: readonly DescriptionProblem[] };

/** Conditions that every set knows: is there transparency, an SVG, a second image. */
const ownConditions = ['alpha', 'svg', 'dark', 'background'];

/** Reads the text of a description. Never throws. */
export function parseDescription(json: string): ParsedDescription {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { problems: [{ field: '', problem: `not valid JSON: ${problem}` }] };
  }
  if (deeperThan(value, mostDeep)) return { problems: [{ field: '', problem: 'is nested too deep' }] };
  const parsed = z.safeParse(description, value, { reportInput: true });
  if (!parsed.success) {
    const { issues } = parsed.error;
    const rest = withoutUnknown(value, issues);
    const further = rest === undefined ? undefined : z.safeParse(description, rest);
    return {
      problems: [
        ...issues.flatMap(issue => problemsOf(issue, fieldNames())),
        // A misspelt field is also one that is missing.
        ...(further?.success ? inconsistencies(further.data) : []),
      ],
    };
  }
  const problems = inconsistencies(parsed.data);
  return problems.length > 0 ? { problems } : { set: parsed.data };
}

/** What people write, with room; far below what the stack takes. */
const mostDeep = 50;

function deeperThan(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return most === 0 || Object.values(value).some(part => deeperThan(part, most - 1));
}

/** The value without fields that are not known, where nothing else is wrong with it. */
function withoutUnknown(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const rest = structuredClone(value);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const part = issue.path.reduce<unknown>((at, name) => (at as Record<PropertyKey, unknown>)[name], rest);
    for (const key of issue.keys) Reflect.deleteProperty(part as object, key);
  }
  return rest;
}

/** Of all parts of a description. */
function fieldNames(): readonly string[] {
  const names = new Set<string>();
  const visit = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [name, part] of Object.entries(schema)) {
      if (name === 'properties') for (const field of Object.keys(part as object)) names.add(field);
      visit(part);
    }
  };
  visit(descriptionSchema());
  return [...names];
}

/** `id` of a file that was not given one. */
export function idOf(file: FileDescription, index: number): string {
  return file.id ?? `file-${index + 1}`;
}

/** The condition that the image is at least so many pixels wide. */
export function widthOf(condition: string): number | undefined {
  const digits = /^width>=(\d{1,5})$/.exec(condition)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function inconsistencies(set: SetDescription): DescriptionProblem[] {
  const problems: DescriptionProblem[] = [];
  const add = (field: string, problem: string) => problems.push({ field, problem });
  const conditions = new Set([...ownConditions, ...(set.options ?? []).map(({ id }) => id)]);
  const ids = new Set<string>();
  const check = (field: string, condition: string | undefined) => {
    for (const each of condition?.split('&') ?? []) {
      const name = each.trim().replace(/^!/, '');
      if (widthOf(name) === undefined && !conditions.has(name))
        add(field, `“${name}” is not one of ${[...conditions].join(', ')}`);
    }
  };
  for (const [index, each] of set.files.entries()) {
    const at = `files[${index}]`;
    const id = idOf(each, index);
    if (ids.has(id)) add(`${at}.id`, `“${id}” is there twice`);
    ids.add(id);
    check(`${at}.if`, each.if);
    if (each.kind === 'image') {
      const sized = each.width !== undefined || each.height !== undefined;
      if (sized === (each.scale !== undefined)) add(at, 'needs a width or height, or a scale');
    }
    if (each.kind === 'icon' && !/\.(ico|icns)$/i.test(each.path)) {
      add(`${at}.path`, 'must end in .ico or .icns');
    }
    if (each.kind === 'image' && each.path.includes('{ext}') && !set.formats)
      add(`${at}.path`, '{ext} needs “formats”');
  }
  const checkText = (field: string, value: unknown) => {
    for (const name of unknownVariables(value, ids)) add(field, `{${name}} is not known`);
  };
  for (const [index, each] of set.files.entries()) {
    const at = `files[${index}]`;
    checkText(`${at}.path`, each.path);
    if (each.kind === 'text') checkText(`${at}.text`, each.text);
    if (each.kind === 'json') checkText(`${at}.json`, [each.json, each.defaults]);
  }
  for (const [index, each] of (set.snippets ?? []).entries()) {
    check(`snippets[${index}].if`, each.if);
    checkText(`snippets[${index}].text`, each.text);
  }
  if (set.name?.pattern !== undefined) {
    try {
      new RegExp(set.name.pattern, 'u');
      // Either can take longer than anybody waits, on a name of thirty letters.
      if (/\)\s*[*+{]/.test(set.name.pattern)) add('name.pattern', 'must not repeat a group');
      if (repeats(set.name.pattern) > mostRepeats)
        add('name.pattern', `must not repeat more than ${mostRepeats} times`);
    } catch {
      add('name.pattern', 'is not a regular expression');
    }
  }
  return problems;
}

/** Each may try every length: with three, a name of 255 letters takes some milliseconds. */
const mostRepeats = 3;

/** How many `*`, `+`, `?` and `{…}` a regular expression has, outside classes and escapes. */
function repeats(pattern: string): number {
  return pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gsu, 'x').match(/[*+?{]/g)?.length ?? 0;
}

/** For editors that check the user's own sets while they are written. */
export function descriptionSchema(): object {
  return z.toJSONSchema(description);
}

/** Whether a second image, for dark themes, is part of it. */
export function darkOf({ needsDark, files }: SetDescription): 'needed' | 'possible' | undefined {
  if (needsDark) return 'needed';
  return files.some(each => 'of' in each && each.of === 'dark') ? 'possible' : undefined;
}
