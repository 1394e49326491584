import { givenOf, mustBe } from './argumentObject';
import { formatOfExtension } from '../model/imageFormat';
import { encodableFormats, isEncodable, type EncodableFormat } from '../model/output';
import { referenceRoles, type ReferenceRole } from '../model/run';
import type { Translate } from '../translate';

/** A file as automation names it: a Uri, its JSON form, or a path. */
export type FileArgument = string | UriParts;

/** `Uri.toJSON()`, or a live `Uri`. */
export interface UriParts {
  scheme: string;
  path: string;
  authority?: string;
  query?: string;
  fragment?: string;
}

/** The argument object of `inlineAssets.generate` and `inlineAssets.edit`, checked. */
export interface AutomationArgs {
  prompt: string;
  images: readonly { file: FileArgument; role?: ReferenceRole }[];
  models?: readonly string[];
  count: number;
  aspectRatio?: string;
  imageSize?: string;
  width?: number;
  height?: number;
  format?: EncodableFormat;
  background?: 'transparent';
  quality?: string;
  search?: true;
  saveTo?: FileArgument;
  overwrite: boolean;
  maxCostUsd?: number;
  wait: boolean;
}

export type Parsed = { args: AutomationArgs } | { refused: string };

const known = [
  'prompt',
  'images',
  'models',
  'count',
  'aspectRatio',
  'imageSize',
  'width',
  'height',
  'format',
  'background',
  'quality',
  'search',
  'saveTo',
  'overwrite',
  'maxCostUsd',
  'wait',
] as const;
type Part = (typeof known)[number];

/** What no setting allows more of in a run, whatever the count. */
const maxModels = 64;

/** Checks every part; what is unknown, of a wrong type or not built is refused by name. */
export function parseAutomation(value: Readonly<Record<string, unknown>>, t: Translate): Parsed {
  const wrong = (part: string, wanted: string): Parsed => mustBe(t, part, wanted);
  const found = givenOf(value, known, t);
  if ('refused' in found) return found;
  const get = (part: Part): unknown => found.given[part];

  const prompt = get('prompt');
  if (typeof prompt !== 'string') return wrong('prompt', t('a text'));
  const images = parseImages(get('images'));
  if (images === undefined) {
    return wrong('images', t('a list of files, or of {0}', '{ uri, role? }'));
  }
  if (typeof images === 'string') return wrong('images[].role', referenceRoles.join(', '));
  const models = get('models');
  if (
    models !== undefined &&
    !(Array.isArray(models) && models.length > 0 && models.length <= maxModels && models.every(isText))
  ) {
    return wrong('models', t('a list of model ids like {0}', 'gemini/gemini-3-pro-image'));
  }
  const { count = 1 } = found.given;
  if (!isWhole(count, 1, 64)) return wrong('count', t('a whole number of 1 or more'));
  const aspectRatio = get('aspectRatio');
  if (
    aspectRatio !== undefined &&
    !(isText(aspectRatio) && /^[1-9]\d{0,2}:[1-9]\d{0,2}$/.test(aspectRatio))
  ) {
    return wrong('aspectRatio', t('a ratio like {0}', '16:9'));
  }
  const imageSize = get('imageSize');
  if (imageSize !== undefined && !(isText(imageSize) && /^\d+k?$/i.test(imageSize))) {
    return wrong('imageSize', t('a size like {0}', '1K, 2K, 4K'));
  }
  for (const edge of ['width', 'height'] as const) {
    if (get(edge) !== undefined && !isWhole(get(edge), 1, 16384)) {
      return wrong(edge, t('a whole number of pixels from 1 to 16384'));
    }
  }
  if ((get('width') === undefined) !== (get('height') === undefined)) {
    return { refused: t('“width” and “height” are only known together.') };
  }
  const format = get('format');
  const formatName = isText(format) ? formatOf(format) : undefined;
  if (format !== undefined && formatName === undefined) return wrong('format', encodableFormats.join(', '));
  const background = get('background');
  if (background !== undefined && background !== 'transparent') return wrong('background', '“transparent”');
  const quality = get('quality');
  if (quality !== undefined && !(isText(quality) && /^[a-z]{1,20}$/.test(quality))) {
    return wrong('quality', t('a level like {0}', 'low, medium, high'));
  }
  const saveTo = get('saveTo');
  if (saveTo !== undefined && !isFile(saveTo)) return wrong('saveTo', t('a Uri or a path'));
  for (const flag of ['overwrite', 'search', 'wait'] as const) {
    if (get(flag) !== undefined && typeof get(flag) !== 'boolean') return wrong(flag, 'true, false');
  }
  const maxCostUsd = get('maxCostUsd');
  if (
    maxCostUsd !== undefined &&
    !(typeof maxCostUsd === 'number' && maxCostUsd >= 0 && Number.isFinite(maxCostUsd))
  ) {
    return wrong('maxCostUsd', t('a number of US dollars'));
  }
  return {
    args: {
      prompt,
      images,
      count: count as number,
      overwrite: get('overwrite') === true,
      wait: get('wait') === true,
      ...(models !== undefined && { models: models as string[] }),
      ...(aspectRatio !== undefined && { aspectRatio: aspectRatio as string }),
      ...(imageSize !== undefined && { imageSize: imageSize as string }),
      ...(get('width') !== undefined && { width: get('width') as number, height: get('height') as number }),
      ...(formatName && { format: formatName }),
      ...(background !== undefined && { background: 'transparent' as const }),
      ...(quality !== undefined && { quality: quality as string }),
      ...(get('search') === true && { search: true as const }),
      ...(saveTo !== undefined && { saveTo }),
      ...(maxCostUsd !== undefined && { maxCostUsd: maxCostUsd as number }),
    },
  };
}

function formatOf(name: string): EncodableFormat | undefined {
  const format = formatOfExtension(name);
  return format && isEncodable(format) ? format : undefined;
}

/** `undefined`: wrong; a text: the role that is wrong. */
function parseImages(value: unknown): AutomationArgs['images'] | string | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const images: { file: FileArgument; role?: ReferenceRole }[] = [];
  for (const item of value as unknown[]) {
    if (isFile(item)) images.push({ file: item });
    else if (
      isRecord(item) &&
      isFile(item['uri']) &&
      Object.keys(item).every(key => key === 'uri' || key === 'role')
    ) {
      const role = item['role'];
      if (role === undefined) images.push({ file: item['uri'] });
      else if ((referenceRoles as readonly unknown[]).includes(role)) {
        images.push({ file: item['uri'], role: role as ReferenceRole });
      } else return String(role);
    } else return undefined;
  }
  return images;
}

export function isFile(value: unknown): value is FileArgument {
  if (isText(value)) return value !== '';
  return isRecord(value) && isText(value['scheme']) && isText(value['path']) && value['path'] !== '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
