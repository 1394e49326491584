import type { ImagePrice, ModelInfo, ModelPrice, TokenPrice } from '../model/modelInfo';
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
const megapixel = 1024 * 1024;

/** US dollars for one request, 0 for local models, `undefined` where the table does not say. */
export function estimateCost(model: ModelInfo, asked: Priced): number | undefined {
  if (model.local) return 0;
  if (!model.price) return undefined;
  return priceOf(model, model.price, undefined, 1, asked)?.usd;
}

/**
 * US dollars for what a service did. Exact when its count covers the images, or when it says what it charged; the table
 * fills in what the count leaves out, and `estimate` says so. `undefined`: neither count nor table.
 */
export function costOf(
  model: ModelInfo,
  usage: Usage | undefined,
  images: number,
  asked: Priced,
): { usd: number; estimate: boolean } | undefined {
  if (model.local) return { usd: 0, estimate: false };
  if (usage?.costUsd !== undefined) return { usd: usage.costUsd, estimate: false };
  const { price } = model;
  if (!price) return undefined;
  const cost = priceOf(model, price, usage, images, asked);
  return cost && { ...cost, estimate: cost.estimate || price.resold === true };
}

/** US dollars for one image at the model's default size with a short prompt: what lists of models show. */
export function priceOfOneImage(model: ModelInfo): number | undefined {
  return estimateCost(model, { settings: {}, inputImages: 0, characters: 0 });
}

type Cost = { usd: number; estimate: boolean } | undefined;

function priceOf(
  model: ModelInfo,
  price: ModelPrice,
  usage: Usage | undefined,
  images: number,
  asked: Priced,
): Cost {
  return 'perImage' in price
    ? imagePrice(model, price, images, asked)
    : tokenPrice(model, price, usage, images, asked);
}

/** What such a service bills for an image that did not come nobody can say: as far as is known, nothing. */
function imagePrice(model: ModelInfo, price: ImagePrice, images: number, asked: Priced): Cost {
  if (images === 0) return { usd: 0, estimate: true };
  const each = ofOneImage(model, price, price.perImage, asked.settings);
  if (each === undefined) return undefined;
  return { usd: images * each + asked.inputImages * price.perInputImage, estimate: true };
}

function tokenPrice(
  model: ModelInfo,
  price: TokenPrice,
  usage: Usage | undefined,
  images: number,
  asked: Priced,
): Cost {
  const input =
    usage?.inputTokens === undefined
      ? inputCost(price, asked.inputImages, asked.characters)
      : (usage.inputTokens * price.inputPerMillion) / perMillion;
  // An image that took no tokens was not counted.
  const counted = images === 0 || (usage?.imageOutputTokens ?? 0) > 0;
  const each = counted ? 0 : ofOneImage(model, price, price.imageTokens, asked.settings);
  if (each === undefined) return undefined;
  const image = counted ? (usage?.imageOutputTokens ?? 0) : images * each;
  const text = Math.max(0, (usage?.outputTokens ?? image) - image) + (usage?.thoughtTokens ?? 0);
  const output = (text * price.textOutputPerMillion + image * price.imageOutputPerMillion) / perMillion;
  return { usd: input + output, estimate: usage?.inputTokens === undefined || !counted };
}

function inputCost(price: TokenPrice, images: number, characters: number): number {
  const tokens = images * price.inputImageTokens + Math.ceil(characters / charactersPerToken);
  return (tokens * price.inputPerMillion) / perMillion;
}

/** Tokens or dollars, by quality and size as they are asked for. */
function ofOneImage(
  model: ModelInfo,
  price: ModelPrice,
  by: Readonly<Record<string, number>>,
  settings: RunSettings,
): number | undefined {
  const quality = settings.quality ?? model.capabilities.defaultQuality;
  const names = [quality, settings.imageSize ?? tierOf(model, settings)];
  const name = names.find(each => each !== undefined && Object.hasOwn(by, each));
  const known = Object.values(by);
  // An unnamed size of a model with one price; else the dearest, so that no limit is passed by surprise.
  const one = name !== undefined ? by[name] : known.length === 0 ? undefined : Math.max(...known);
  if (one === undefined || price.per === 'image') return one;
  const offset = 'megapixelOffset' in price ? (price.megapixelOffset ?? 0) : 0;
  return (one * (megapixelsOf(model, settings) + offset)) / (1 + offset);
}

/** The smallest tier that is as large as exact pixels, and the usual one where there are none. */
function tierOf({ capabilities }: ModelInfo, { width, height }: RunSettings): string | undefined {
  const { sizes, defaultSize } = capabilities;
  if (width === undefined || height === undefined) return defaultSize;
  const areas = sizes.map(({ name, pixels }) => ({
    name,
    area: Math.max(0, ...Object.values(pixels).map(size => size.width * size.height)),
  }));
  return (areas.find(({ area }) => area >= width * height) ?? areas.at(-1))?.name ?? defaultSize;
}

function megapixelsOf({ capabilities }: ModelInfo, settings: RunSettings): number {
  const { width, height, imageSize = capabilities.defaultSize, aspectRatio = '1:1' } = settings;
  const pixels =
    width !== undefined && height !== undefined
      ? { width, height }
      : capabilities.sizes.find(({ name }) => name === imageSize)?.pixels[aspectRatio];
  return pixels === undefined ? 1 : (pixels.width * pixels.height) / megapixel;
}
