import { estimateCost } from '../cost/cost';
import type { AspectRatio, ModelId, ModelInfo, PixelSize } from '../model/modelInfo';
import type { Adaptation, RunSettings } from '../model/run';
import { adaptSettings, countAdapted, requestsOf, variationsOf } from '../run/adapt';
import { asksForTransparency } from '../transparency/asksForTransparency';
import { transparencyOf } from '../transparency/transparencyOf';
import { aspectRatioChoices, mergeOrdered, sizeChoices, tierPixels, type SizeChoice } from './choices';
import { settingsOf, type ComposerValues } from '../model/composerValues';

export interface ComposeInput {
  values: ComposerValues;
  /** All models that are known, chosen or not. */
  models: readonly ModelInfo[];
  /** Reference images in the composer, masks counted by themselves, and the name of the first that cannot be used. */
  references: { count: number; masks?: number; unusable?: string };
  maxRequests: number;
  trusted: boolean;
}

/** What is worth saying about the choice, as data; `host/text` makes sentences of it. */
export type ComposeNote =
  | { kind: 'pixels'; pixels: PixelSize }
  | { kind: 'adapted'; model: ModelInfo; adaptation: Adaptation }
  /** They are asked for a flat colour behind the subject, which is removed on this machine. */
  | { kind: 'keyed'; models: readonly ModelInfo[] }
  /** What is shown as their price is the list of the service that is resold. */
  | { kind: 'list-price'; models: readonly ModelInfo[] }
  | { kind: 'deprecated'; model: ModelInfo; replacement: ModelInfo | undefined };

/** Why nothing can be generated as it stands. */
export type Blocked =
  | { kind: 'untrusted' }
  | { kind: 'no-model' }
  | { kind: 'unknown-model'; id: ModelId }
  | { kind: 'retired-model'; model: ModelInfo; replacement: ModelInfo | undefined }
  | { kind: 'needs-reference'; model: ModelInfo }
  | { kind: 'takes-no-reference'; model: ModelInfo }
  | { kind: 'too-many-references'; model: ModelInfo; count: number; max: number }
  | { kind: 'unusable-reference'; name: string }
  | { kind: 'takes-no-mask'; model: ModelInfo }
  /** There are several, or none of the other images is what it lies on. */
  | { kind: 'mask-alone' }
  | { kind: 'too-many-masks' }
  /** Only one of width and height is filled in: any size would be another one than was meant. */
  | { kind: 'half-size' }
  | { kind: 'too-many-requests'; count: number; max: number };

export interface Derived {
  aspectRatios: readonly AspectRatio[];
  sizes: readonly SizeChoice[];
  exactSize: boolean;
  thinkingLevels: readonly string[];
  seed: boolean;
  systemInstruction: boolean;
  /** Cheap to dear. */
  qualities: readonly string[];
  /** A chosen model can look things up. */
  search: boolean;
  /** A transparent background can be asked for. */
  transparency: boolean;
  /** The prompt asks for it in words, which a chosen model would answer with a painted checkerboard. */
  offersTransparency: boolean;
  maxReferences: number;
  notes: readonly ComposeNote[];
  requests: number;
  estimateUsd?: number;
  /** It is not known before, and each answer will say it. */
  pricedAfter?: true;
  blocked?: Blocked;
}

/**
 * What follows from the filled-in values. Choices are the union of what the chosen models can do, because comparing
 * models with different abilities is the point; what one of them cannot do is a note. Exact pixels are offered only
 * where every chosen model takes them: nothing stands in for them.
 */
export function derive(input: ComposeInput): Derived {
  const { values, references } = input;
  const chosen = values.models.flatMap(id => input.models.find(model => model.id === id) ?? []);
  const abilities = chosen.map(model => model.capabilities);
  const settings = askedSettings(values, chosen);
  const ratio = settings.aspectRatio ?? (references.count === 0 ? '1:1' : undefined);
  const characters = values.prompt.length + values.systemInstruction.length;
  const estimateUsd = sum(
    chosen.map(model => {
      const usd = estimateCost(model, {
        settings: adaptSettings(model, settings).settings,
        inputImages: references.count,
        characters,
      });
      return usd === undefined ? undefined : usd * variationsOf(model, values.count);
    }),
  );
  const blocked = whyBlocked(input, chosen);
  return {
    aspectRatios: aspectRatioChoices(chosen),
    sizes: sizeChoices(chosen, ratio),
    exactSize: takesPixels(chosen),
    thinkingLevels: mergeOrdered(abilities.map(ability => ability.thinkingLevels)),
    seed: abilities.some(ability => ability.seed),
    systemInstruction: abilities.some(ability => ability.systemInstruction),
    qualities: mergeOrdered(abilities.map(ability => ability.qualities ?? [])),
    search: abilities.some(ability => ability.search !== undefined),
    transparency: chosen.some(model => transparencyOf(model) !== 'none'),
    offersTransparency:
      values.background === null &&
      chosen.some(model => transparencyOf(model) === 'key') &&
      asksForTransparency(values.prompt),
    maxReferences: referenceLimit(chosen, input.models),
    notes: notes(input, chosen, settings, ratio),
    requests: requestsOf(chosen, values.count),
    ...(estimateUsd !== undefined && { estimateUsd }),
    ...(estimateUsd === undefined && isPricedAfter(chosen) && { pricedAfter: true as const }),
    ...(blocked && { blocked }),
  };
}

/**
 * What is asked of the chosen models. A value that none of them can do anything with is of models chosen before: its
 * control is not shown, so it is neither sent nor mentioned. A ratio and a tier stand in for exact pixels.
 */
export function askedSettings(values: ComposerValues, chosen: readonly ModelInfo[]): RunSettings {
  const some = (can: (ability: Abilities) => boolean): boolean =>
    chosen.some(model => can(model.capabilities));
  const ratio = some(ability => ability.aspectRatios.length > 0);
  const size = some(ability => ability.sizes.length > 0);
  const pixels = ratio || size || some(ability => ability.exactSize);
  return settingsOf({
    ...values,
    ...(!ratio && { aspectRatio: null }),
    ...(!size && { imageSize: null }),
    ...(!pixels && { width: null, height: null }),
    ...(!some(ability => ability.thinkingLevels.length > 0) && { thinking: null }),
    ...(!some(ability => ability.seed) && { seed: null }),
    ...(!some(ability => ability.systemInstruction) && { systemInstruction: '' }),
    ...(!some(ability => ability.qualities !== undefined) && { quality: null }),
    ...(!some(ability => ability.search !== undefined) && { search: false }),
    ...(chosen.every(model => transparencyOf(model) === 'none') && { background: null }),
  });
}

function isPricedAfter(chosen: readonly ModelInfo[]): boolean {
  return chosen.every(
    ({ local, price, pricedAfter }) => local || price !== undefined || pricedAfter === true,
  );
}

/** Exact pixels are offered. */
function takesPixels(chosen: readonly ModelInfo[]): boolean {
  return chosen.length > 0 && chosen.every(model => model.capabilities.exactSize);
}

type Abilities = ModelInfo['capabilities'];

function takesReferences(ability: Abilities): boolean {
  return ability.edit && ability.maxReferences > 0;
}

/** What every chosen model that takes reference images takes; with none chosen, what any model takes. */
function referenceLimit(chosen: readonly ModelInfo[], models: readonly ModelInfo[]): number {
  const limits = (list: readonly ModelInfo[]): number[] =>
    list.filter(model => takesReferences(model.capabilities)).map(model => model.capabilities.maxReferences);
  if (chosen.length === 0) return Math.max(0, ...limits(models));
  const chosenLimits = limits(chosen);
  return chosenLimits.length === 0 ? 0 : Math.min(...chosenLimits);
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    total += value;
  }
  return total;
}

function notes(
  input: ComposeInput,
  chosen: readonly ModelInfo[],
  settings: RunSettings,
  ratio: AspectRatio | undefined,
): ComposeNote[] {
  const list: ComposeNote[] = [];
  const pixels = chosen[0] && expectedPixels(chosen[0], settings, ratio);
  if (pixels) list.push({ kind: 'pixels', pixels });
  const keyed = chosen.filter(model => transparencyOf(model) === 'key');
  if (settings.background !== undefined && keyed.length > 0) list.push({ kind: 'keyed', models: keyed });
  const resold = chosen.filter(model => model.price?.resold === true);
  if (resold.length > 0) list.push({ kind: 'list-price', models: resold });
  for (const model of chosen) {
    const adapted = [...adaptSettings(model, settings).adapted, ...countAdapted(model, input.values.count)];
    for (const adaptation of adapted) {
      list.push({ kind: 'adapted', model, adaptation });
    }
    if (model.status === 'deprecated') {
      list.push({ kind: 'deprecated', model, replacement: replacementOf(model, input.models) });
    }
  }
  return list;
}

/** The pixels that a model gives for what is asked of all, as far as its table says. */
export function expectedPixels(
  model: ModelInfo,
  asked: RunSettings,
  ratio: AspectRatio | undefined = asked.aspectRatio,
): PixelSize | undefined {
  const { settings } = adaptSettings(model, { ...asked, ...(ratio !== undefined && { aspectRatio: ratio }) });
  if (settings.width !== undefined && settings.height !== undefined) {
    return { width: settings.width, height: settings.height };
  }
  return tierPixels(model, settings.imageSize ?? model.capabilities.defaultSize, settings.aspectRatio);
}

function replacementOf(model: ModelInfo, models: readonly ModelInfo[]): ModelInfo | undefined {
  return models.find(other => other.id === model.replacement);
}

/** The first thing to put right, in the order in which a user would. */
function whyBlocked(input: ComposeInput, chosen: readonly ModelInfo[]): Blocked | undefined {
  const { values, references, models } = input;
  if (!input.trusted) return { kind: 'untrusted' };
  if (values.models.length === 0) return { kind: 'no-model' };
  const unknown = values.models.find(id => !models.some(model => model.id === id));
  if (unknown !== undefined) return { kind: 'unknown-model', id: unknown };
  for (const model of chosen) {
    if (model.status === 'retired') {
      return { kind: 'retired-model', model, replacement: replacementOf(model, models) };
    }
    const reason = referenceTrouble(model, references.count) ?? maskTrouble(model, references);
    if (reason) return reason;
  }
  if (references.unusable !== undefined) return { kind: 'unusable-reference', name: references.unusable };
  if (takesPixels(chosen) && (values.width === null) !== (values.height === null))
    return { kind: 'half-size' };
  const count = requestsOf(chosen, values.count);
  if (count > input.maxRequests) return { kind: 'too-many-requests', count, max: input.maxRequests };
  return undefined;
}

function maskTrouble(
  model: ModelInfo,
  { count, masks = 0 }: ComposeInput['references'],
): Blocked | undefined {
  if (masks === 0) return undefined;
  if (masks > 1) return { kind: 'too-many-masks' };
  if (model.capabilities.mask !== true) return { kind: 'takes-no-mask', model };
  return count === 0 ? { kind: 'mask-alone' } : undefined;
}

/** How many reference images `model` works with, both ends included. */
export function referenceRange({ capabilities }: ModelInfo): { min: number; max: number } {
  return {
    min: capabilities.generate ? 0 : 1,
    max: takesReferences(capabilities) ? capabilities.maxReferences : 0,
  };
}

/** Why `model` cannot work with this number of reference images. */
export function referenceTrouble(model: ModelInfo, count: number): Blocked | undefined {
  const ability = model.capabilities;
  if (count === 0) return ability.generate ? undefined : { kind: 'needs-reference', model };
  if (!takesReferences(ability)) return { kind: 'takes-no-reference', model };
  if (count <= ability.maxReferences) return undefined;
  return { kind: 'too-many-references', model, count, max: ability.maxReferences };
}
