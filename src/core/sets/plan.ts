import { boxOf } from '../imaging/fit';
import type { ConvertOptions, IconLook } from '../imaging/imagingPort';
import { kilobyte } from '../model/format';
import { extensionOf, formatOfExtension, mimeTypeOf } from '../model/imageFormat';
import { isEncodable, qualityOf } from '../model/output';
import type { ImageFormat } from '../model/run';
import { placeKey } from '../save/placeKey';
import { idOf, widthOf, type FileDescription, type Lines, type SetDescription } from './description';
import type { PlannedFile, PlannedSnippet, SetAsk, SetFacts } from './planned';
import { focusOf } from '../model/position';
import { pathProblem, type PathProblem } from './setPath';
import { warningsOf, type SetWarning } from './setWarnings';
import { expand, expandJson, type Variable } from './template';

export interface SetPlan {
  files: readonly PlannedFile[];
  snippets: readonly PlannedSnippet[];
  warnings: readonly SetWarning[];
}

export type SetProblem =
  | { kind: 'needs-dark' }
  | { kind: 'bad-name'; name: string; pattern: string }
  | { kind: 'bad-path'; path: string; why: PathProblem }
  /** Two files of the set would be one. */
  | { kind: 'same-path'; path: string }
  /** It would take the place of the image that the set is made of. */
  | { kind: 'own-source'; path: string }
  /** Its platform takes one file of a name, and `by` has that name and cannot be replaced in its own format. */
  | { kind: 'name-taken'; path: string; by: string }
  /** A format that cannot be written, of the name of a file. */
  | { kind: 'bad-format'; path: string }
  | { kind: 'empty' };

/** What is laid behind transparency while nobody has chosen a colour. */
export const defaultGround = '#ffffff';

/** Known only where the snippet goes. */
const late = new Set(['href', 'url', 'alt']);

/** The files that a set makes of an image. Pure: nothing is read, nothing exists yet. */
export function planSet(set: SetDescription, ask: SetAsk): { plan: SetPlan } | { problem: SetProblem } {
  if (set.needsDark && !ask.dark) return { problem: { kind: 'needs-dark' } };
  const pattern = set.name?.pattern;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(ask.name)) {
    return { problem: { kind: 'bad-name', name: ask.name, pattern } };
  }
  const holds = conditionsOf(set, ask);
  const kept = set.files
    .map((file, index) => ({ file, id: idOf(file, index) }))
    .filter(({ file }) => holds(file.if));
  const paths = new Map(
    kept.map(({ file, id }) => {
      const path = ownPath(file, ask);
      return [id, (isOnePerName(file) ? ask.there?.get(path) : undefined) ?? path];
    }),
  );
  const sizes = new Map(kept.flatMap(({ file, id }) => sizeOf(set, file, ask, id)));
  const seen = new Set<string>();
  for (const path of paths.values()) {
    const why = pathProblem(path);
    if (why) return { problem: { kind: 'bad-path', path, why } };
    const key = placeKey(path);
    if (seen.has(key)) return { problem: { kind: 'same-path', path } };
    seen.add(key);
  }
  const context: Context = { set, ask, holds, paths, sizes };
  const files: PlannedFile[] = [];
  for (const { file, id } of kept) {
    const planned = planFile(file, id, context);
    if ('problem' in planned) return planned;
    files.push(planned);
  }
  if (files.length === 0) return { problem: { kind: 'empty' } };
  const snippets = (set.snippets ?? [])
    .filter(each => holds(each.if))
    .map(({ id, title, languages, text }) => ({
      id,
      title,
      languages,
      text: expand(textOf(text, holds), variable =>
        late.has(variable.name) ? undefined : valueIn(context, '')(variable),
      ),
    }));
  return { plan: { files, snippets, warnings: warningsOf(set, ask, files) } };
}

interface Context {
  set: SetDescription;
  ask: SetAsk;
  holds(condition: string | undefined): boolean;
  paths: ReadonlyMap<string, string>;
  sizes: ReadonlyMap<string, { width: number; height: number }>;
}

function planFile(
  file: FileDescription,
  id: string,
  context: Context,
): PlannedFile | { problem: SetProblem } {
  const { ask, paths, sizes, holds } = context;
  const path = paths.get(id) ?? '';
  const common = { id, path, ...(file.about !== undefined && { about: file.about }) };
  const value = valueIn(context, path);
  switch (file.kind) {
    case 'image': {
      const format = formatOfExtension(extensionIn(path));
      if (!format || !isEncodable(format)) return { problem: { kind: 'bad-format', path } };
      const size = sizes.get(id) ?? { width: 1, height: 1 };
      const options: ConvertOptions = {
        format,
        ...size,
        ...lookOf(file, context),
        quality: file.quality ?? qualityOf(format, ask.quality),
        ...(losesNothing(file, format, ask) && { lossless: true }),
        ...(format === 'png' && { optimise: worthOptimising(size) }),
        ...(format === 'jpeg' && { matte: ask.background ?? defaultGround }),
        ...(file.maxKilobytes !== undefined && { maxBytes: file.maxKilobytes * kilobyte }),
      };
      return {
        ...{ ...common, kind: 'image', of: file.of ?? 'image', ...size },
        ...{ onePerName: isOnePerName(file), zones: file.zones ?? [], options },
      };
    }
    case 'icon': {
      const largest = Math.max(...file.sizes);
      return {
        ...common,
        kind: 'icon',
        of: file.of ?? 'image',
        container: /\.icns$/i.test(path) ? 'icns' : 'ico',
        sizes: [...new Set(file.sizes)].sort((a, b) => a - b),
        bmp: file.bmp === true,
        width: largest,
        height: largest,
        zones: file.zones ?? [],
        options: lookOf(file, context),
      };
    }
    case 'copy':
      return { ...common, kind: 'copy', of: file.of, ...sizes.get(id) };
    case 'text':
      return { ...common, kind: 'text', text: expand(textOf(file.text, holds), value) };
    case 'json': {
      const filled = (part: Record<string, unknown>) =>
        expandJson(part, each => expand(each, value), holds) as Record<string, unknown>;
      return {
        ...common,
        kind: 'json',
        json: filled(file.json),
        defaults: filled(file.defaults ?? {}),
        keys: file.keys ?? {},
        existing: file.existing ?? 'merge',
      };
    }
  }
}

/** As the set has it, whatever is there. */
function ownPath(file: FileDescription, ask: SetAsk): string {
  return expand(file.path, plainValue(ask, copied(file, ask)));
}

function isOnePerName(file: FileDescription): boolean {
  return file.kind === 'image' && file.onePerName === true;
}

/** A PNG that the set or the user wants is as good in the format that is there. */
function losesNothing(file: FileDescription, format: ImageFormat, ask: SetAsk): boolean {
  if (format !== 'webp' && format !== 'avif') return false;
  if (file.path.includes('{ext}') && ask.format === 'keep') return false;
  return extensionIn(ownPath(file, ask)) === 'png';
}

/** Beyond this, searching for a smaller PNG takes longer than all the rest, for a twentieth of the bytes. */
const optimisedPixels = 128 * 128;

/** Whether a picture of this size is made as small as it gets without loss. */
export function worthOptimising({ width, height }: { width: number; height: number }): boolean {
  return width * height <= optimisedPixels;
}

type PixelFile = Extract<FileDescription, { kind: 'image' | 'icon' }>;

function lookOf(file: PixelFile, { ask }: Context): IconLook {
  const covers = fitOf(file, ask) === 'cover';
  // The whole image keeps inside what the platform leaves visible, and the user's own room inside that.
  const own = covers ? 0 : (file.padding ?? 0);
  const inset = own + (1 - 2 * own) * ask.padding;
  const ground = groundOf(file, ask);
  return {
    fit: covers ? 'cover' : 'pad',
    ...(covers && { focus: focusOf(ask.position) }),
    srgb: 'where-possible',
    ...(inset > 0 && { inset }),
    ...(ground !== undefined && { ground }),
    ...(file.cut && { cut: file.cut }),
    ...(file.tone === 'gray' && { tone: 'gray' as const }),
    ...(file.tone === 'silhouette' && { tone: { silhouette: file.colour ?? '#000000' } }),
  };
}

/** How the image comes into the files where the user has not said it: artwork without transparency fills an icon. */
export function defaultFit(set: SetDescription, image: SetFacts): 'contain' | 'cover' {
  return set.fit ?? (set.shape === 'square' && !image.hasAlpha ? 'cover' : 'contain');
}

function fitOf(file: PixelFile, ask: SetAsk): 'contain' | 'cover' {
  return (file.kind === 'image' ? file.fit : undefined) ?? ask.fit;
}

function groundOf({ background = 'keep' }: PixelFile, ask: SetAsk): string | undefined {
  if (background === 'keep') return undefined;
  if (background === 'ifChosen') return ask.background ?? undefined;
  return background === 'fill' ? (ask.background ?? defaultGround) : background;
}

function sizeOf(
  set: SetDescription,
  file: FileDescription,
  ask: SetAsk,
  id: string,
): [string, { width: number; height: number }][] {
  const source = 'of' in file && file.of === 'dark' ? (ask.dark ?? ask.image) : ask.image;
  switch (file.kind) {
    case 'image': {
      if (file.scale === undefined) {
        const { width, height } = file;
        return [[id, boxOf(source, { ...(width && { width }), ...(height && { height }) })]];
      }
      const base = ask.width ?? source.width / (set.imageScale ?? 1);
      return [[id, boxOf(source, { width: Math.max(1, Math.round(base * file.scale)) })]];
    }
    case 'icon': {
      const largest = Math.max(...file.sizes);
      return [[id, { width: largest, height: largest }]];
    }
    case 'copy':
      return file.of === 'svg' ? [] : [[id, { width: source.width, height: source.height }]];
    default:
      return [];
  }
}

/** `a`, `!a`, `a & b`, `width>=1280`. */
function conditionsOf(set: SetDescription, ask: SetAsk): (condition: string | undefined) => boolean {
  const facts: Record<string, boolean> = {
    ...Object.fromEntries((set.options ?? []).map(each => [each.id, each.default === true])),
    ...ask.options,
    alpha: ask.image.hasAlpha,
    svg: ask.svg,
    dark: ask.dark !== undefined,
    background: ask.background !== null,
  };
  return condition =>
    (condition ?? '').split('&').every(each => {
      const name = each.trim();
      if (name === '') return true;
      const least = widthOf(name);
      if (least !== undefined) return ask.image.width >= least;
      return name.startsWith('!') ? facts[name.slice(1)] !== true : facts[name] === true;
    });
}

/** A copy keeps the format of what is copied. */
function copied(file: FileDescription, ask: SetAsk): ImageFormat | undefined {
  if (file.kind !== 'copy') return undefined;
  return file.of === 'svg' ? 'svg' : ((file.of === 'dark' ? ask.dark : undefined) ?? ask.image).format;
}

function plainValue(ask: SetAsk, format = formatFor(ask)): (variable: Variable) => string | undefined {
  return ({ name }) => {
    switch (name) {
      case 'name':
        return ask.name;
      case 'folder':
        return ask.folder;
      case 'project':
        return ask.project;
      case 'ext':
        return extensionOf(format);
      case 'background':
        return ask.background ?? defaultGround;
      default:
        return undefined;
    }
  };
}

/** What is not written here keeps its pixels as PNG. */
function formatFor({ format, image }: SetAsk): ImageFormat {
  if (format !== 'keep') return format;
  return isEncodable(image.format) ? image.format : 'png';
}

/** `from`: the file that the text is in; paths are as its neighbour would write them. */
function valueIn({ ask, paths, sizes }: Context, from: string): (variable: Variable) => string | undefined {
  const plain = plainValue(ask);
  return variable => {
    const { name, file } = variable;
    if (file === undefined) return plain(variable);
    const path = paths.get(file);
    const size = sizes.get(file);
    switch (name) {
      case 'path':
      case 'href':
        return path === undefined ? '' : relativeTo(from, path);
      case 'width':
        return String(size?.width ?? '');
      case 'height':
        return String(size?.height ?? '');
      case 'size':
        return size ? `${size.width}x${size.height}` : 'any';
      case 'type': {
        const format = formatOfExtension(extensionIn(path ?? ''));
        return format ? mimeTypeOf(format) : '';
      }
      default:
        return undefined;
    }
  };
}

function relativeTo(from: string, path: string): string {
  const here = from.split('/').slice(0, -1);
  const there = path.split('/');
  while (here.length > 0 && there.length > 1 && here[0] === there[0]) {
    here.shift();
    there.shift();
  }
  return [...here.map(() => '..'), ...there].join('/');
}

function textOf(lines: Lines, holds: (condition: string | undefined) => boolean): string {
  if (typeof lines === 'string') return lines;
  return lines
    .flatMap(line => (typeof line === 'string' ? [line] : holds(line.if) ? [line.text] : []))
    .join('\n');
}

function extensionIn(path: string): string {
  return /\.([^./]+)$/.exec(path)?.[1] ?? '';
}
