import type { ModelInfo, ModelPrice } from '../model/modelInfo';
import type { Usage } from '../model/outcome';
import type { RunSettings } from '../model/run';

/** What is about to be sent, as far as money is concerned. Settings are already adapted to the model. */
export interface Priced {
  settings: RunSettings;
  /** Images that go in, earlier turns included. */
  inputImages: number;
  /** Characters that go in: prompt, system instruction, earlier prompts. */
  characters: number;
}

const perMillion = 1_000_000;
/** A rule of thumb of the service's documentation; text is a rounding error beside an image. */
const charactersPerToken = 4;

/** US dollars for one request, 0 for local models, `undefined` where the table does not say. */
export function estimateCost(
  model: ModelInfo,
  { settings, inputImages, characters }: Priced,
): number | undefined {
  if (model.local) return 0;
  if (!model.price) return undefined;
  const output = imageTokens(model, model.price, settings);
  if (output === undefined) return undefined;
  return (
    inputCost(model.price, inputImages, characters) +
    (output * model.price.imageOutputPerMillion) / perMillion
  );
}

/**
 * US dollars for what a service did. Exact when its count covers the images; the table fills in what the count leaves
 * out, and `estimate` says so. `undefined`: neither count nor table.
 */
export function costOf(
  model: ModelInfo,
  usage: Usage | undefined,
  images: number,
  asked: Priced,
): { usd: number; estimate: boolean } | undefined {
  if (model.local) return { usd: 0, estimate: false };
  const price = model.price;
  if (!price) return undefined;
  const input =
    usage?.inputTokens === undefined
      ? inputCost(price, asked.inputImages, asked.characters)
      : (usage.inputTokens * price.inputPerMillion) / perMillion;
  // An image that took no tokens was not counted.
  const counted = images === 0 || (usage?.imageOutputTokens ?? 0) > 0;
  const each = counted ? 0 : imageTokens(model, price, asked.settings);
  if (each === undefined) return undefined;
  const image = counted ? (usage?.imageOutputTokens ?? 0) : images * each;
  const text = Math.max(0, (usage?.outputTokens ?? image) - image) + (usage?.thoughtTokens ?? 0);
  const output = (text * price.textOutputPerMillion + image * price.imageOutputPerMillion) / perMillion;
  return { usd: input + output, estimate: usage?.inputTokens === undefined || !counted };
}

/** US dollars for one image at the model's default size with a short prompt: what lists of models show. */
export function priceOfOneImage(model: ModelInfo): number | undefined {
  return estimateCost(model, { settings: {}, inputImages: 0, characters: 0 });
}

function inputCost(price: ModelPrice, images: number, characters: number): number {
  const tokens = images * price.inputImageTokens + Math.ceil(characters / charactersPerToken);
  return (tokens * price.inputPerMillion) / perMillion;
}

function imageTokens(model: ModelInfo, price: ModelPrice, settings: RunSettings): number | undefined {
  const size = settings.imageSize ?? model.capabilities.defaultSize;
  if (size !== undefined && Object.hasOwn(price.imageTokens, size)) return price.imageTokens[size];
  const known = Object.values(price.imageTokens);
  // An unnamed size of a model with one price; else the dearest, so that no limit is passed by surprise.
  return known.length === 0 ? undefined : Math.max(...known);
}
