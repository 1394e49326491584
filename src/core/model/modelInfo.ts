/** A model as users and settings write it: `provider/model-id`, e.g. `gemini/gemini-3-pro-image`. */
export type ModelId = string;

/** `width:height`, e.g. `16:9`. */
export type AspectRatio = string;

/** Width and height in pixels. */
export interface PixelSize {
  width: number;
  height: number;
}

/** A named size tier of a service (`512`, `1K`, `2K`, `4K`) and the true pixels it gives for each ratio. */
export interface SizeTier {
  name: string;
  pixels: Readonly<Record<AspectRatio, PixelSize>>;
}

export interface ModelCapabilities {
  /** Makes an image from a prompt alone. */
  generate: boolean;
  /** Changes reference images. A model with `edit` and without `generate` needs at least one. */
  edit: boolean;
  /** Keeps a thread: the service's own earlier answers can be sent back to it. */
  multiTurn: boolean;
  maxReferences: number;
  /** Empty: the ratio follows the reference image or the exact size. */
  aspectRatios: readonly AspectRatio[];
  /** Ordered small to large. Empty: no tiers. */
  sizes: readonly SizeTier[];
  /** The tier used when none is asked for. */
  defaultSize?: string;
  /** Takes any width × height in pixels, within `pixelRule` where there is one. */
  exactSize: boolean;
  /** What exact sizes have to meet. */
  pixelRule?: PixelRule;
  /** Ordered cheap to dear. Absent: cannot be chosen. */
  qualities?: readonly string[];
  /** Asked for where nobody says one: a service that chooses by itself has a price that nobody knows before. */
  defaultQuality?: string;
  /** Ordered weak to strong. Empty: cannot be chosen. */
  thinkingLevels: readonly string[];
  seed: boolean;
  /** The same request gives the same image: one is made, whatever the count. */
  deterministic?: true;
  systemInstruction: boolean;
  /** Can answer with a real alpha channel. */
  alpha: boolean;
  /** Takes a mask: what is transparent in it is to be painted anew, and nothing else. */
  mask?: true;
  /** What it can look up before it draws. */
  search?: readonly ('web' | 'images')[];
  /** MIME types it answers with, the usual one first. Absent: not known; the bytes decide anyway. */
  outputTypes?: readonly string[];
  /** Can answer bit by bit. */
  streaming?: true;
  /** MIME types a reference image may have; anything else is converted on this machine first. */
  inputTypes: readonly string[];
  /** Largest reference image, in pixels; larger ones are scaled on this machine first. */
  maxInputPixels: number;
}

export interface PixelRule {
  /** Both edges are multiples of it. */
  multipleOf: number;
  maxEdge: number;
  /** Long edge over short edge. */
  maxRatio: number;
  minPixels: number;
  maxPixels: number;
}

/** US dollars. */
export type ModelPrice = TokenPrice | ImagePrice;

interface PriceBase {
  /** Of what `imageTokens` and `perImage` are: of an image of any size, or of 1024 × 1024 pixels of it. */
  per: 'image' | 'megapixel';
  /** Where the numbers come from and when they were read. */
  source: string;
  /** The service's own list, of somebody who resells it: what is billed may differ. */
  resold?: true;
}

/** Token prices are per million tokens. */
export interface TokenPrice extends PriceBase {
  inputPerMillion: number;
  textOutputPerMillion: number;
  imageOutputPerMillion: number;
  /** Output tokens by quality or by name of the size tier. */
  imageTokens: Readonly<Record<string, number>>;
  /** With `per: 'megapixel'`: an image takes what one of that many megapixels more than it has would take. */
  megapixelOffset?: number | undefined;
  /** Tokens of one reference image; an estimate where the service does not say. */
  inputImageTokens: number;
}

/** A price for what comes out, whatever it took. */
export interface ImagePrice extends PriceBase {
  /** By quality or by name of the size tier; one entry of any name where it is always the same. */
  perImage: Readonly<Record<string, number>>;
  /** Of one reference image. */
  perInputImage: number;
}

export type ModelStatus = 'stable' | 'preview' | 'deprecated' | 'retired' | 'unknown';

export interface ModelInfo {
  id: ModelId;
  /** `gemini`, `offline`, … */
  provider: string;
  label: string;
  description?: string;
  status: ModelStatus;
  /** Shown with `deprecated` and `retired`: what is known about the end, in the service's words. */
  statusNote?: string;
  /** The last day the service announced, `2026-10-29`. Said in words only when it is shown: it may have passed. */
  lastDay?: string;
  /** The day it came out, or was first seen in a live list: `2026-11-02`. Absent: not known. */
  released?: string;
  replacement?: ModelId;
  /** Runs on this machine: no key, no network, no cost. */
  local: boolean;
  /** Spoken to by Google's Interactions API; absent: as all others of its service. */
  interactions?: true;
  capabilities: ModelCapabilities;
  /** Absent: the price is not known. Local models have none and cost nothing. */
  price?: ModelPrice;
  /** It has none that is known before, and each answer says what was charged. */
  pricedAfter?: true;
}

export function providerOf(model: ModelId): string {
  const slash = model.indexOf('/');
  return slash < 0 ? model : model.slice(0, slash);
}

/** The id the service itself uses. */
export function serviceModelId(model: ModelId): string {
  return model.slice(model.indexOf('/') + 1);
}

export const svgType = 'image/svg+xml';

/** It answers with drawings (SVG) and never with pixels. */
export function makesDrawings({ capabilities }: Pick<ModelInfo, 'capabilities'>): boolean {
  const { outputTypes = [] } = capabilities;
  return outputTypes.length > 0 && outputTypes.every(type => type === svgType);
}

/** What is safe to assume of an image model that no table knows: one size, nothing to choose. */
export const unknownCapabilities: ModelCapabilities = {
  generate: true,
  edit: true,
  multiTurn: true,
  maxReferences: 3,
  aspectRatios: [],
  sizes: [],
  exactSize: false,
  thinkingLevels: [],
  seed: false,
  systemInstruction: false,
  alpha: false,
  inputTypes: ['image/png', 'image/jpeg', 'image/webp'],
  maxInputPixels: 4096 * 4096,
};
