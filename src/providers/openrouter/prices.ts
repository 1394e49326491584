import type { ImagePrice, ModelCapabilities } from '../../core/model/modelInfo';
import { dollars } from '../wire/counts';
import { isRecord, pickList, pickString, type Json } from '../wire/json';

const source = 'openrouter.ai/api/v1/images/models';

/**
 * A price of the records of a model (`…/endpoints`): for images and for megapixels; the dearest of the vendors that
 * serve it, because nobody knows which one will. Of models that are paid by tokens nothing says how many an image takes:
 * `undefined`, and what was charged is in the answer.
 */
export function priceOf(json: unknown, can: ModelCapabilities): ImagePrice | undefined {
  const lines = pickList(json, 'endpoints')
    .filter(isRecord)
    .flatMap(endpoint => pickList(endpoint, 'pricing').filter(isRecord));
  const output = lines.filter(line => pickString(line, 'billable') === 'output_image');
  const units = new Set(output.map(line => pickString(line, 'unit')));
  const per = units.has('image') ? 'image' : units.has('megapixel') ? 'megapixel' : undefined;
  // Paid by tokens at one vendor, by image at another: neither is an upper bound.
  if (per === undefined || units.size > 1) return undefined;
  // Names are the service's: of an object, some of them would be there before.
  const perImage = new Map<string, number>();
  for (const line of output) {
    const usd = dollars(line, 'cost_usd');
    if (usd === undefined) continue;
    for (const name of namesOf(pickString(line, 'variant'), can))
      perImage.set(name, Math.max(perImage.get(name) ?? 0, usd));
  }
  if (perImage.size === 0) return undefined;
  return { per, perImage: Object.fromEntries(perImage), perInputImage: inputPrice(lines), source };
}

/** `2k`, `low`, `low_1k`: each part that is a size or a quality of the model. */
function namesOf(
  variant: string | undefined,
  { sizes, qualities = [] }: ModelCapabilities,
): readonly string[] {
  const parts = (variant ?? '').toLowerCase().split(/[_\s-]/);
  const known = [...sizes.map(({ name }) => name), ...qualities];
  const names = known.filter(name => parts.includes(name.toLowerCase()));
  return names.length > 0 ? names : ['any'];
}

function inputPrice(lines: readonly Json[]): number {
  const prices = lines
    .filter(line => /^input_(image|reference)$/.test(pickString(line, 'billable') ?? ''))
    .filter(line => pickString(line, 'unit') === 'image')
    .map(line => dollars(line, 'cost_usd') ?? 0);
  return Math.max(0, ...prices);
}
