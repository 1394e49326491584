import type { AspectRatio, ModelCapabilities, PixelSize, SizeTier } from '../../core/model/modelInfo';
import type { ProviderInfo } from '../../core/provider';

const ratios = [
  '1:1',
  '2:3',
  '3:2',
  '3:4',
  '4:3',
  '4:5',
  '5:4',
  '9:16',
  '16:9',
  '21:9',
  '2:1',
  '3:1',
] as const;

/** About `edge`² pixels in every ratio, each side a multiple of 8. */
function tier(name: string, edge: number): SizeTier {
  const pixels: Record<AspectRatio, PixelSize> = {};
  for (const ratio of ratios) {
    const [w = 1, h = 1] = ratio.split(':').map(Number);
    const scale = edge / Math.sqrt(w * h);
    pixels[ratio] = { width: Math.round((w * scale) / 8) * 8, height: Math.round((h * scale) / 8) * 8 };
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
        sizes: [tier('512', 512), tier('1K', 1024), tier('2K', 2048), tier('4K', 4096)],
        defaultSize: '1K',
        seed: true,
      },
    },
    {
      id: 'offline/retouch',
      provider: 'offline',
      label: 'Local edits (free)',
      description:
        'Crops, turns, resizes, blurs, recolours and combines images by classic methods. Free, works without a network.',
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
