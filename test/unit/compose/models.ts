import type { ModelCapabilities, ModelInfo } from '../../../src/core/model/modelInfo';

const capabilities: ModelCapabilities = {
  generate: true,
  edit: true,
  multiTurn: true,
  maxReferences: 14,
  aspectRatios: ['1:1', '16:9', '9:16'],
  sizes: [
    { name: '1K', pixels: { '1:1': { width: 1024, height: 1024 }, '16:9': { width: 1376, height: 768 } } },
    { name: '2K', pixels: { '1:1': { width: 2048, height: 2048 }, '16:9': { width: 2752, height: 1536 } } },
  ],
  defaultSize: '1K',
  exactSize: false,
  thinkingLevels: ['minimal', 'high'],
  seed: true,
  systemInstruction: true,
  alpha: false,
  inputTypes: ['image/png'],
  maxInputPixels: 16_000_000,
};

export function model(
  id: string,
  change: Partial<ModelCapabilities> = {},
  info: Partial<ModelInfo> = {},
): ModelInfo {
  return {
    id,
    provider: id.slice(0, id.indexOf('/')),
    label: id.slice(id.indexOf('/') + 1),
    status: 'stable',
    local: false,
    capabilities: { ...capabilities, ...change },
    price: {
      inputPerMillion: 0,
      textOutputPerMillion: 0,
      imageOutputPerMillion: 10,
      imageTokens: { '1K': 4000, '2K': 8000 },
      inputImageTokens: 0,
      per: 'image',
      source: 'test',
    },
    ...info,
  };
}

/** Everything but exact pixels, like a service. */
export const cloud = model('cloud/a');
/** Other ratios, another tier, few references. */
export const small = model('cloud/b', {
  aspectRatios: ['4:3', '1:1'],
  sizes: [{ name: '512', pixels: { '1:1': { width: 512, height: 512 } } }],
  defaultSize: '512',
  maxReferences: 3,
  thinkingLevels: ['low', 'high'],
  seed: false,
  systemInstruction: false,
});
/** Generates only, at any size, on this machine. */
export const placeholder = model(
  'local/placeholder',
  {
    edit: false,
    maxReferences: 0,
    aspectRatios: [],
    sizes: [],
    exactSize: true,
    thinkingLevels: [],
    seed: true,
  },
  { local: true },
);
/** Edits only. */
export const retouch = model(
  'local/retouch',
  { generate: false, maxReferences: 8, aspectRatios: [], sizes: [], thinkingLevels: [], seed: false },
  { local: true },
);
/** Its price is not known. */
export const unpriced: ModelInfo = { ...model('cloud/new'), ...{ price: undefined as never } };
