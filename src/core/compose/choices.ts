import type { AspectRatio, ModelInfo, PixelSize } from '../model/modelInfo';

/** `16:9` → 1.777…; NaN for anything that is no ratio. */
export function ratioValue(ratio: AspectRatio): number {
  const [width, height] = ratio.split(':').map(Number);
  return width && height ? width / height : NaN;
}

/** Every ratio that one of the models takes, tall to wide. */
export function aspectRatioChoices(models: readonly ModelInfo[]): AspectRatio[] {
  const all = new Set(models.flatMap(model => model.capabilities.aspectRatios));
  return [...all].sort((a, b) => ratioValue(a) - ratioValue(b));
}

export interface SizeChoice {
  name: string;
  pixels?: PixelSize;
}

/** Every tier that one of the models has, small to large, with the pixels that the first of them gives at `ratio`. */
export function sizeChoices(models: readonly ModelInfo[], ratio: AspectRatio | undefined): SizeChoice[] {
  const names = mergeOrdered(models.map(model => model.capabilities.sizes.map(size => size.name)));
  return names.map(name => {
    const owner = models.find(model => tierPixels(model, name, ratio));
    const pixels = owner && tierPixels(owner, name, ratio);
    return pixels ? { name, pixels } : { name };
  });
}

/** What `model` gives for a tier and ratio, or `undefined` where the table does not say. */
export function tierPixels(
  model: ModelInfo,
  name: string | undefined,
  ratio: AspectRatio | undefined,
): PixelSize | undefined {
  if (name === undefined || ratio === undefined) return undefined;
  const tier = model.capabilities.sizes.find(size => size.name === name);
  return tier && Object.hasOwn(tier.pixels, ratio) ? tier.pixels[ratio] : undefined;
}

/** One list that keeps the order of each: an element comes after those that precede it in the list it is from. */
export function mergeOrdered(lists: readonly (readonly string[])[]): string[] {
  const merged: string[] = [];
  for (const list of lists) {
    let at = 0;
    for (const element of list) {
      const found = merged.indexOf(element);
      if (found >= 0) at = found + 1;
      else merged.splice(at++, 0, element);
    }
  }
  return merged;
}
