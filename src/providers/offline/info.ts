import type { AspectRatio, ModelCapabilities, PixelSize, SizeTier } from '../../core/model/modelInfo';
import type { ProviderInfo } from '../../core/provider';

/** Sizes at 1K: usual ones that meet the ratio to the pixel, with about a million pixels; all sides are even. */
const sizes1K: Readonly<Record<AspectRatio, readonly [number, number]>> = {
  '1:1': [1024, 1024],
  '2:3': [800, 1200],
  '3:2': [1200, 800],
  '3:4': [900, 1200],
  '4:3': [1200, 900],
  '4:5': [960, 1200],
  '5:4': [1200, 960],
  '9:16': [720, 1280],
  '16:9': [1280, 720],
  '21:9': [1568, 672],
  '2:1': [1440, 720],
  '3:1': [1800, 600],
};
const ratios: readonly AspectRatio[] = Object.keys(sizes1K);

function tier(name: string, scale: number): SizeTier {
  const pixels: Record<AspectRatio, PixelSize> = {};
  for (const [ratio, [width, height]] of Object.entries(sizes1K)) {
    pixels[ratio] = { width: width * scale, height: height * scale };
  }
  return { name, pixels };
}

const common: Omit<
  ModelCapabilities,
  'generate' | 'edit' | 'maxReferences' | 'aspectRatios' | 'sizes' | 'seed'
> = {
  multiTurn: false,
  exactSize: true,
  thinkingLevels: [],
  systemInstruction: false,
  alpha: true,
  inputTypes: ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif', 'image/bmp'],
  maxInputPixels: 64_000_000,
};

/** Models that run on this machine. They say what they are: neither of them is AI. */
export const offlineInfo: ProviderInfo = {
  id: 'offline',
  label: 'On this machine',
  local: true,
  api: 'offline',
  models: [
    {
      id: 'offline/placeholder',
      provider: 'offline',
      label: 'Placeholder (no AI)',
      description: 'Draws labelled placeholder art at the size you ask for. Free, works without a network.',
      status: 'stable',
      local: true,
      capabilities: {
        ...common,
        generate: true,
        edit: false,
        maxReferences: 0,
        aspectRatios: ratios,
        sizes: [tier('512', 0.5), tier('1K', 1), tier('2K', 2), tier('4K', 4)],
        defaultSize: '1K',
        seed: true,
      },
    },
    {
      id: 'offline/retouch',
      provider: 'offline',
      label: 'Local edits (free)',
      description:
        'Crops, turns, resizes, blurs, recolors and combines images by classic methods. Free, works without a network.',
      status: 'stable',
      local: true,
      capabilities: {
        ...common,
        generate: false,
        edit: true,
        maxReferences: 8,
        aspectRatios: [],
        sizes: [],
        seed: false,
        deterministic: true,
      },
    },
  ],
};
