import type { ModelCapabilities, ModelId, ModelInfo, ModelPrice } from '../../core/model/modelInfo';
import type { ProviderInfo } from '../../core/provider';
import { gemini25Sizes, gemini3Sizes, ratios10, ratios14 } from './sizes';

/** Google's image guide (inputs: PNG, JPEG, WebP, HEIC, HEIF). HEIC goes as it is, because nothing here decodes it. */
const inputTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif'];

/** The service scales larger images down by itself; sending more than its own largest output is upload for nothing. */
const maxInputPixels = 4096 * 4096;

const common = {
  generate: true,
  edit: true,
  multiTurn: true,
  exactSize: false,
  seed: true,
  systemInstruction: true,
  alpha: false,
  inputTypes,
  maxInputPixels,
} as const satisfies Partial<ModelCapabilities>;

const priceSource = 'ai.google.dev/gemini-api/docs/pricing, read 2026-10-07';

function price(
  [inputPerMillion, textOutputPerMillion, imageOutputPerMillion]: readonly [number, number, number],
  imageTokens: Readonly<Record<string, number>>,
  inputImageTokens: number,
): ModelPrice {
  return {
    inputPerMillion,
    textOutputPerMillion,
    imageOutputPerMillion,
    imageTokens,
    inputImageTokens,
    source: priceSource,
  };
}

const defaultModel: ModelId = 'gemini/gemini-nano-banana-2.1';
const lite: ModelId = 'gemini/gemini-3.1-flash-lite-image';
const pro: ModelId = 'gemini/gemini-3-pro-image';

/**
 * Capabilities, prices and ends of Google's image models on the Developer API, November 2026.
 * Sources: ai.google.dev image guide, changelog, deprecations and pricing pages; Vertex model pages.
 */
const models: readonly ModelInfo[] = [
  {
    id: defaultModel,
    provider: 'gemini',
    label: 'Nano Banana 2.1',
    description: 'The recommended model: fast, up to 4K, edits and combines up to 14 images.',
    status: 'stable',
    local: false,
    capabilities: {
      ...common,
      maxReferences: 14,
      aspectRatios: ratios14,
      // 512 is not offered: two of three sources say the service answers it with 400.
      sizes: gemini3Sizes(['1K', '2K', '4K'], ratios14),
      defaultSize: '1K',
      thinkingLevels: ['minimal', 'medium', 'high'],
    },
    // 4K is derived from its price; input images are counted as for the model before it.
    price: price([1.5, 7.5, 30], { '1K': 1120, '2K': 1680, '4K': 3780 }, 1120),
  },
  {
    id: pro,
    provider: 'gemini',
    label: 'Nano Banana Pro',
    description: 'The most careful model, best with text in images. Slow and costly.',
    status: 'stable',
    local: false,
    capabilities: {
      ...common,
      maxReferences: 14,
      aspectRatios: ratios10,
      sizes: gemini3Sizes(['1K', '2K', '4K'], ratios10),
      defaultSize: '1K',
      // It always thinks, and refuses a level.
      thinkingLevels: [],
    },
    price: price([2, 12, 120], { '1K': 1120, '2K': 1120, '4K': 2000 }, 560),
  },
  {
    id: lite,
    provider: 'gemini',
    label: 'Nano Banana 2 Lite',
    description: 'The quickest model, up to 1K.',
    status: 'stable',
    local: false,
    capabilities: {
      ...common,
      // Sources differ (3 or 14 images, 10 or 14 ratios, 512 or not): the smaller promise.
      maxReferences: 3,
      aspectRatios: ratios10,
      sizes: gemini3Sizes(['1K'], ratios10),
      defaultSize: '1K',
      thinkingLevels: ['minimal', 'high'],
    },
    price: price([0.25, 1.5, 30], { '1K': 1120 }, 1120),
  },
  {
    id: 'gemini/gemini-3.1-flash-image',
    provider: 'gemini',
    label: 'Nano Banana 2',
    status: 'deprecated',
    // Deprecated on 2026-10-06; not every source has this day.
    lastDay: '2026-10-29',
    replacement: defaultModel,
    local: false,
    capabilities: {
      ...common,
      maxReferences: 14,
      aspectRatios: ratios14,
      sizes: gemini3Sizes(['512', '1K', '2K', '4K'], ratios14),
      defaultSize: '1K',
      thinkingLevels: ['minimal', 'high'],
    },
    price: price([0.5, 3, 60], { '512': 747, '1K': 1120, '2K': 1680, '4K': 2520 }, 1120),
  },
  {
    id: 'gemini/gemini-2.5-flash-image',
    provider: 'gemini',
    label: 'Nano Banana',
    status: 'deprecated',
    // Some sources say that it runs until 2027-03-15.
    lastDay: '2026-10-02',
    replacement: lite,
    local: false,
    capabilities: {
      ...common,
      maxReferences: 3,
      aspectRatios: ratios10,
      sizes: gemini25Sizes,
      defaultSize: '1K',
      thinkingLevels: [],
    },
    price: price([0.3, 2.5, 30], { '1K': 1290 }, 1290),
  },
];

/** Ids that Google shut down, with the model to use instead. ai.google.dev changelog and deprecations page. */
const retired: Readonly<Record<ModelId, ModelId>> = {
  'gemini/gemini-3.1-flash-image-preview': defaultModel,
  'gemini/gemini-3-pro-image-preview': pro,
  'gemini/gemini-2.5-flash-image-preview': defaultModel,
  'gemini/gemini-2.0-flash-image': defaultModel,
  'gemini/gemini-2.0-flash-exp': defaultModel,
  'gemini/gemini-2.0-flash-exp-image-generation': defaultModel,
  'gemini/gemini-2.0-flash-preview-image-generation': defaultModel,
  'gemini/imagen-3.0-generate-001': defaultModel,
  'gemini/imagen-3.0-generate-002': defaultModel,
  'gemini/imagen-3.0-fast-generate-001': lite,
  'gemini/imagen-4.0-generate-preview-06-06': defaultModel,
  'gemini/imagen-4.0-ultra-generate-preview-06-06': pro,
  'gemini/imagen-4.0-generate-001': defaultModel,
  'gemini/imagen-4.0-fast-generate-001': lite,
  'gemini/imagen-4.0-ultra-generate-001': pro,
};

export const geminiInfo: ProviderInfo = {
  id: 'gemini',
  label: 'Google Gemini',
  local: false,
  models,
  retired,
  key: {
    createUrl: 'https://aistudio.google.com/apikey',
    billingUrl: 'https://aistudio.google.com/usage?tab=billing',
    looksLike: 'AIza…',
  },
};

/** True for models that take `imageConfig.imageSize`; with one tier there is nothing to choose, and 2.5 refuses it. */
export function takesImageSize(model: ModelInfo): boolean {
  return model.capabilities.sizes.length > 1;
}

/** Gemini 3 answers 400 when an image of an earlier turn comes without its signature; 2.x knows no signatures. */
export function needsSignatures(model: ModelInfo): boolean {
  return !/\/gemini-[12]\./.test(model.id);
}
