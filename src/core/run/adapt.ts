import type { AspectRatio, ModelInfo, PixelRule, PixelSize, SizeTier } from '../model/modelInfo';
import type { Adaptation, RunSettings } from '../model/run';
import { transparencyOf } from '../transparency/transparencyOf';

export interface Adapted {
  /** What this model can be asked for. */
  settings: RunSettings;
  /** What is asked for differently, or left out. */
  adapted: readonly Adaptation[];
}

/** The nearest that a model can do to what was asked of all models of a run. */
export function adaptSettings(model: ModelInfo, asked: RunSettings): Adapted {
  const can = model.capabilities;
  const adapted: Adaptation[] = [];
  const settings: RunSettings = {};
  const drop = (setting: Adaptation['setting'], value: string): void =>
    void adapted.push({ setting, asked: value });
  const exact =
    asked.width !== undefined && asked.height !== undefined
      ? { width: asked.width, height: asked.height }
      : undefined;

  if (exact && can.exactSize) adaptToRule(can.pixelRule, exact, settings, adapted);
  else if (exact) adaptPixels(model, exact, settings, adapted);
  else {
    if (asked.aspectRatio !== undefined) adaptRatio(model, asked.aspectRatio, settings, adapted);
    if (asked.imageSize !== undefined) adaptSize(model, asked.imageSize, settings, adapted);
  }

  if (asked.thinking !== undefined) {
    const level = can.thinkingLevels.find(level => level.toLowerCase() === asked.thinking?.toLowerCase());
    if (level === undefined) drop('thinking', asked.thinking);
    else settings.thinking = level;
  }
  if (asked.seed !== undefined) {
    if (can.seed) settings.seed = asked.seed;
    else drop('seed', String(asked.seed));
  }
  if (asked.systemInstruction !== undefined && asked.systemInstruction.trim() !== '') {
    if (can.systemInstruction) settings.systemInstruction = asked.systemInstruction;
    else drop('systemInstruction', asked.systemInstruction.slice(0, 80));
  }
  if (asked.quality !== undefined) adaptQuality(can.qualities ?? [], asked.quality, settings, adapted);
  if (settings.quality === undefined && can.defaultQuality !== undefined)
    settings.quality = can.defaultQuality;
  if (asked.search === true) {
    if (can.search) settings.search = true;
    else drop('search', '');
  }
  // A model without alpha is asked for a key colour, in the prompt: it would paint a checkerboard.
  if (asked.background !== undefined && transparencyOf(model) !== 'key')
    settings.background = asked.background;
  return { settings, adapted };
}

/** How many requests `count` variations of this model are: more of what does not vary would be the same again. */
export function variationsOf({ capabilities }: ModelInfo, count: number): number {
  return capabilities.deterministic === true ? Math.min(1, count) : count;
}

/** Of all the models of a run. */
export function requestsOf(models: readonly ModelInfo[], count: number): number {
  return models.reduce((sum, model) => sum + variationsOf(model, count), 0);
}

export function countAdapted(model: ModelInfo, count: number): readonly Adaptation[] {
  const used = variationsOf(model, count);
  return used === count ? [] : [{ setting: 'count', asked: String(count), used: String(used) }];
}

/** Of equally far ratios the first. `undefined` when there is none to choose from. */
export function nearestRatio(asked: number, ratios: readonly AspectRatio[]): AspectRatio | undefined {
  return nearest(ratios, ratio => Math.abs(Math.log(ratioOf(ratio) / asked)));
}

function adaptRatio(
  model: ModelInfo,
  asked: AspectRatio,
  settings: RunSettings,
  adapted: Adaptation[],
): void {
  const ratios = model.capabilities.aspectRatios;
  if (ratios.includes(asked)) settings.aspectRatio = asked;
  else {
    const used = nearestRatio(ratioOf(asked), ratios);
    if (used !== undefined) settings.aspectRatio = used;
    adapted.push({ setting: 'aspectRatio', asked, ...(used !== undefined && { used }) });
  }
}

function adaptSize(model: ModelInfo, asked: string, settings: RunSettings, adapted: Adaptation[]): void {
  const { sizes } = model.capabilities;
  const same = sizes.find(size => size.name.toLowerCase() === asked.toLowerCase());
  const used = same ?? nearest(sizes, size => Math.abs(Math.log2(edgeOf(size.name) / edgeOf(asked))));
  if (used !== undefined) settings.imageSize = used.name;
  if (!same) adapted.push({ setting: 'imageSize', asked, ...(used && { used: used.name }) });
}

/** The nearest ratio, and the smallest tier that has enough pixels: the rest is cut and scaled when it is saved. */
function adaptPixels(model: ModelInfo, asked: PixelSize, settings: RunSettings, adapted: Adaptation[]): void {
  const { aspectRatios, sizes } = model.capabilities;
  const ratio = nearestRatio(asked.width / asked.height, aspectRatios);
  if (ratio !== undefined) settings.aspectRatio = ratio;
  const tier =
    ratio === undefined ? undefined : (sizes.find(size => covers(size, ratio, asked)) ?? sizes.at(-1));
  if (tier !== undefined) settings.imageSize = tier.name;
  const pixels = tier && ratio !== undefined ? tier.pixels[ratio] : undefined;
  const used = pixels ? `${pixels.width} × ${pixels.height}` : ratio;
  adapted.push({
    setting: 'width',
    asked: `${asked.width} × ${asked.height}`,
    ...(used !== undefined && { used }),
  });
}

/** The nearest size that the model takes: scaled into its limits, edges rounded to what it counts in. */
function adaptToRule(
  rule: PixelRule | undefined,
  asked: PixelSize,
  settings: RunSettings,
  adapted: Adaptation[],
): void {
  const used = rule === undefined ? asked : withinRule(rule, asked);
  Object.assign(settings, used);
  if (used.width === asked.width && used.height === asked.height) return;
  const text = (size: PixelSize): string => `${size.width} × ${size.height}`;
  adapted.push({ setting: 'width', asked: text(asked), used: text(used) });
}

/** Never smaller than asked where the limits allow it: the rest is cut or scaled when it is saved. */
export function withinRule(rule: PixelRule, { width, height }: PixelSize): PixelSize {
  const { multipleOf, maxEdge, maxRatio, minPixels, maxPixels } = rule;
  // Too long for its width: the short edge grows.
  const wide = Math.max(width, height / maxRatio);
  const tall = Math.max(height, width / maxRatio);
  const grow = Math.max(1, Math.sqrt(minPixels / (wide * tall)));
  const scale = Math.min(grow, Math.sqrt(maxPixels / (wide * tall)), maxEdge / Math.max(wide, tall));
  const down = (edge: number): number => Math.max(multipleOf, Math.floor(edge / multipleOf) * multipleOf);
  const up = (edge: number): number => Math.ceil(edge / multipleOf - 1e-9) * multipleOf;
  const size = { width: up(wide * scale), height: up(tall * scale) };
  if (fitsRule(rule, size)) return size;
  const smaller = { width: down(wide * scale), height: down(tall * scale) };
  if (fitsRule(rule, smaller)) return smaller;
  // Between the two: one edge up and one down.
  const mixed = { width: down(wide * scale), height: up(tall * scale) };
  return fitsRule(rule, mixed) ? mixed : { width: up(wide * scale), height: down(tall * scale) };
}

function fitsRule(rule: PixelRule, { width, height }: PixelSize): boolean {
  const pixels = width * height;
  return (
    Math.max(width, height) <= rule.maxEdge &&
    Math.max(width, height) / Math.min(width, height) <= rule.maxRatio &&
    pixels >= rule.minPixels &&
    pixels <= rule.maxPixels
  );
}

function adaptQuality(
  qualities: readonly string[],
  asked: string,
  settings: RunSettings,
  adapted: Adaptation[],
): void {
  const same = qualities.find(each => each.toLowerCase() === asked.toLowerCase());
  if (same !== undefined) settings.quality = same;
  else adapted.push({ setting: 'quality', asked });
}

function covers(size: SizeTier, ratio: AspectRatio, asked: PixelSize): boolean {
  const pixels = size.pixels[ratio];
  return pixels !== undefined && pixels.width >= asked.width && pixels.height >= asked.height;
}

function ratioOf(ratio: AspectRatio): number {
  const [width = NaN, height = NaN] = ratio.split(':').map(Number);
  return width / height;
}

/** `2K` → 2048, `512` → 512: services name tiers by their edge. */
function edgeOf(name: string): number {
  const number = parseFloat(name);
  return /k$/i.test(name) ? number * 1024 : number;
}

function nearest<T>(items: readonly T[], distance: (item: T) => number): T | undefined {
  let best: T | undefined;
  let least = Infinity;
  for (const item of items) {
    const far = distance(item);
    if (far < least) [best, least] = [item, far];
  }
  return best;
}
