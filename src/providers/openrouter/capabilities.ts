import {
  unknownCapabilities,
  type AspectRatio,
  type ModelCapabilities,
  type PixelSize,
  type SizeTier,
  svgType,
} from '../../core/model/modelInfo';
import { isRecord, pick, pickList, pickNumber, pickString } from '../wire/json';

/** What OpenRouter's words for a resolution are in pixels along the edge of a square. */
const edges: Readonly<Record<string, number>> = { '512': 512, '1K': 1024, '2K': 2048, '4K': 4096 };
const mostReferences = 16;
const mostValues = 40;

/** What a model of the list can do, by the descriptors of its `supported_parameters`. */
export function capabilitiesOf(model: unknown): ModelCapabilities {
  const parameters = pick(model, 'supportedParameters');
  const inputs = pickList(pick(model, 'architecture'), 'inputModalities');
  const ratios = valuesOf(parameters, 'aspect_ratio').filter(ratio =>
    /^[1-9]\d{0,2}:[1-9]\d{0,2}$/.test(ratio),
  );
  const sizes = valuesOf(parameters, 'resolution').flatMap(name => tier(name, ratios));
  const qualities = valuesOf(parameters, 'quality').filter(quality => quality !== 'auto');
  const references = referencesOf(parameters, inputs.includes('image'));
  const types = valuesOf(parameters, 'output_format').map(format =>
    format === 'svg' ? svgType : `image/${format}`,
  );
  const [first] = sizes;
  return {
    ...unknownCapabilities,
    edit: references > 0,
    // An answer can't be sent back: the next step begins with its image.
    multiTurn: false,
    maxReferences: references,
    aspectRatios: ratios,
    sizes,
    ...(first && { defaultSize: (sizes.find(({ name }) => name === '1K') ?? first).name }),
    ...(qualities.length > 0 && { qualities }),
    seed: has(parameters, 'seed'),
    ...(types.length > 0 && { outputTypes: types }),
    alpha: valuesOf(parameters, 'background').includes('transparent'),
  };
}

function has(parameters: unknown, name: string): boolean {
  return isRecord(parameters) && Object.hasOwn(parameters, name);
}

function valuesOf(parameters: unknown, name: string): readonly string[] {
  const values = pickList(isRecord(parameters) ? parameters[name] : undefined, 'values')
    .filter(value => typeof value === 'string')
    .filter(value => value !== '' && value.length <= 20);
  return [...new Set(values)].slice(0, mostValues);
}

function referencesOf(parameters: unknown, takesImages: boolean): number {
  const descriptor = isRecord(parameters) ? parameters['input_references'] : undefined;
  if (descriptor === undefined) return takesImages ? 1 : 0;
  if (pickString(descriptor, 'type') === 'range') {
    const most = pickNumber(descriptor, 'max') ?? 1;
    return Math.max(0, Math.min(mostReferences, Math.floor(most)));
  }
  return 1;
}

/**
 * Each vendor has pixels of its own for a resolution, which the list does not name: those of a picture with as many as
 * the square has. They serve to choose a resolution; what really comes is measured.
 */
function tier(name: string, ratios: readonly AspectRatio[]): readonly SizeTier[] {
  // A service may name anything, `constructor` too.
  const edge = Object.hasOwn(edges, name) ? edges[name] : undefined;
  if (edge === undefined) return [];
  return [{ name, pixels: Object.fromEntries(ratios.map(ratio => [ratio, nominal(edge, ratio)])) }];
}

function nominal(edge: number, ratio: AspectRatio): PixelSize {
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  const scale = Math.sqrt(width / height);
  const round = (pixels: number): number => Math.round(pixels / 16) * 16;
  return { width: round(edge * scale), height: round(edge / scale) };
}
