import { extensionOf, formatOfExtension } from '../model/imageFormat';
import { readLength } from '../references/makeReference';
import { showsImage } from '../references/showsImage';
import { isInside } from '../references/paths';
import { isTakenByPlace } from './conventions';
import type { IndexedImage, IndexedReference, Place } from './imageIndex';

/** In the order in which they are told. */
export const problemKinds = [
  'missing',
  'unreadable',
  'unused',
  'too-big',
  'wrong-extension',
  'wrong-size',
  'no-alt',
  'duplicates',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

interface InDocument {
  document: string;
  /** Of the path in the text. */
  range: { start: Place; end: Place };
}

/** What is wrong with an image, or with a place that names one. Paths as in the index. */
export type ImageProblem =
  /** `target`: where the file belongs. */
  | ({ kind: 'missing'; name: string; target: string } & InDocument)
  /** Bytes that are no image, or end before they say how large it is. */
  | { kind: 'unreadable'; image: string; bytes: number }
  | { kind: 'unused'; image: string }
  /** More bytes than `mostBytes`; or more pixels than are of use where it is `shown` largest (CSS pixels, one side or both). */
  | { kind: 'too-big'; image: string; bytes: number; mostBytes: number }
  | ({ kind: 'too-big'; image: string; width: number; height: number; shown: Size } & InDocument)
  /** The bytes are of the format of `extension`. */
  | { kind: 'wrong-extension'; image: string; extension: string }
  | ({
      kind: 'wrong-size';
      image: string;
      width: number;
      height: number;
      written: Required<Size>;
    } & InDocument)
  | ({ kind: 'no-alt'; name: string; image?: string } & InDocument)
  /** `others` have the same bytes. */
  | { kind: 'duplicates'; image: string; others: readonly string[] };

interface Size {
  width?: number;
  height?: number;
}

/** What the index finds, where the index is. */
export interface ProblemFinder {
  problems(options: ProblemOptions): Promise<readonly ImageProblem[]>;
  /** `take` gets them in parts, and nothing keeps all of them. */
  eachProblem(options: ProblemOptions, take: (problems: readonly ImageProblem[]) => void): Promise<void>;
}

export interface ProblemOptions {
  kinds: readonly ProblemKind[];
  mostBytes: number;
  /** Only what is in this folder. */
  folder?: string;
}

/** Screens have two or three pixels for one of CSS, and a little more does no harm. */
const mostDensity = 4;
/** Fewer bytes are not worth a word about pixels. */
const leastBytes = 20_000;
/** Of the ratio of width to height. */
const tolerance = 0.02;

/**
 * @param complete false: there are files that were not read, which may use what seems unused
 * @returns in the order of kinds, then of paths and places
 */
export function findProblems(
  images: readonly IndexedImage[],
  references: readonly IndexedReference[],
  { kinds, mostBytes, folder }: ProblemOptions,
  complete: boolean,
): ImageProblem[] {
  const byPath = new Map(images.map(image => [image.path, image]));
  const finders: Readonly<Record<ProblemKind, () => ImageProblem[]>> = {
    missing: () => references.flatMap(missing),
    unreadable: () => images.flatMap(unreadable),
    unused: () =>
      complete ? images.filter(isUnused).map(({ path }) => ({ kind: 'unused', image: path })) : [],
    'too-big': () => [
      ...images.flatMap(image => tooManyBytes(image, mostBytes)),
      ...tooManyPixels(references, byPath),
    ],
    'wrong-extension': () => images.flatMap(wrongExtension),
    'wrong-size': () => onceAnElement(references).flatMap(reference => wrongSize(reference, byPath)),
    'no-alt': () => onceAnElement(references).flatMap(noAlt),
    duplicates: () => duplicates(images),
  };
  const found = problemKinds.filter(kind => kinds.includes(kind)).flatMap(kind => finders[kind]());
  if (folder === undefined) return found;
  return found.filter(problem => isInside(folder, placeOf(problem)));
}

/** The file in which a problem is mended. */
export function placeOf(problem: ImageProblem): string {
  return 'document' in problem ? problem.document : problem.image;
}

function missing({ reference, target, document, range }: IndexedReference): ImageProblem[] {
  return target === undefined ? [] : [{ kind: 'missing', name: reference.path, target, document, range }];
}

function unreadable({ path, bytes, format }: IndexedImage): ImageProblem[] {
  return format === undefined ? [{ kind: 'unreadable', image: path, bytes }] : [];
}

/** Nothing leads to it, and nothing says its name. */
export function isUnused({ references, mentioned }: IndexedImage): boolean {
  return references === 0 && !mentioned;
}

function tooManyBytes({ path, bytes }: IndexedImage, mostBytes: number): ImageProblem[] {
  return bytes > mostBytes ? [{ kind: 'too-big', image: path, bytes, mostBytes }] : [];
}

/** Only of images of which every use says how large it is. */
function tooManyPixels(
  references: readonly IndexedReference[],
  images: ReadonlyMap<string, IndexedImage>,
): ImageProblem[] {
  const uses = new Map<string, IndexedReference[]>();
  for (const each of references) {
    if (each.image === undefined) continue;
    const others = uses.get(each.image);
    if (others) others.push(each);
    else uses.set(each.image, [each]);
  }
  return [...uses].flatMap(([path, all]): ImageProblem[] => {
    const image = images.get(path);
    if (image?.width === undefined || image.height === undefined) return [];
    if (image.format === 'svg' || image.bytes < leastBytes || all.some(isResponsive)) return [];
    const { width, height } = image;
    // Cut to fit, it needs the pixels of the side that is shown whole.
    const spare = ({ reference }: IndexedReference): number =>
      Math.min(
        reference.width === undefined ? Infinity : width / reference.width,
        reference.height === undefined ? Infinity : height / reference.height,
      );
    const largest = all.reduce((a, b) => (spare(b) < spare(a) ? b : a));
    if (all.some(each => spare(each) === Infinity) || spare(largest) <= mostDensity) return [];
    const { reference, document, range } = largest;
    const shown: Size = {};
    if (reference.width !== undefined) shown.width = reference.width;
    if (reference.height !== undefined) shown.height = reference.height;
    return [{ kind: 'too-big', image: path, width, height, shown, document, range }];
  });
}

/** The browser chooses among several files: the largest one is for the largest screen. */
function isResponsive({ reference: { density, markup } }: IndexedReference): boolean {
  return (density ?? 1) > mostDensity || markup?.srcset !== undefined || markup?.sizes !== undefined;
}

function wrongExtension({ path, format }: IndexedImage): ImageProblem[] {
  const named = formatOfExtension(path.slice(path.lastIndexOf('.') + 1));
  if (format === undefined || named === format) return [];
  return [{ kind: 'wrong-extension', image: path, extension: extensionOf(format) }];
}

/** Attributes that contradict the shape of the file: it is drawn out of shape, or the page jumps when it arrives. */
function wrongSize(
  { reference: { markup }, image, document, range }: IndexedReference,
  images: ReadonlyMap<string, IndexedImage>,
): ImageProblem[] {
  const file = image === undefined ? undefined : images.get(image);
  if (file?.width === undefined || file.height === undefined || file.format === 'svg') return [];
  if (markup === undefined || !showsImage(markup.element)) return [];
  const width = readLength(markup.width?.text);
  const height = readLength(markup.height?.text);
  if (width === undefined || height === undefined) return [];
  const expected = (width * file.height) / file.width;
  // Both are whole numbers, and may have been rounded.
  const slack = Math.max(expected * tolerance, 1, file.height / file.width);
  if (Math.abs(height - expected) <= slack) return [];
  const written = { width, height };
  return [
    {
      kind: 'wrong-size',
      image: file.path,
      width: file.width,
      height: file.height,
      written,
      document,
      range,
    },
  ];
}

function noAlt({ reference, image, document, range }: IndexedReference): ImageProblem[] {
  const { markup } = reference;
  if (markup === undefined || markup.more) return [];
  const said =
    markup.syntax === 'markdown'
      ? markup.alt !== undefined && markup.alt.text?.trim() !== ''
      : markup.alt !== undefined || !showsImage(markup.element);
  return said ? [] : [{ kind: 'no-alt', name: reference.path, ...(image && { image }), document, range }];
}

/** A `srcset` has several references in one element. The first one is the `src` or comes before it. */
function onceAnElement(references: readonly IndexedReference[]): IndexedReference[] {
  let last: IndexedReference | undefined;
  const seen = new Set<number>();
  return references.filter(each => {
    if (each.document !== last?.document) seen.clear();
    last = each;
    const start = each.reference.markup?.start;
    if (start === undefined) return false;
    const isFirst = !seen.has(start);
    seen.add(start);
    return isFirst;
  });
}

function duplicates(images: readonly IndexedImage[]): ImageProblem[] {
  const same = new Map<string, string[]>();
  for (const { path, sha256, bytes } of images) {
    // Android and iOS want some files in several places. Empty files are told as what they are.
    if (sha256 === undefined || bytes === 0 || isTakenByPlace(path)) continue;
    const others = same.get(sha256);
    if (others) others.push(path);
    else same.set(sha256, [path]);
  }
  return [...same.values()]
    .filter(paths => paths.length > 1)
    .flatMap(([image = '', ...others]): ImageProblem[] => [{ kind: 'duplicates', image, others }]);
}
