import type { AspectRatio, PixelSize, SizeTier } from '../../core/model/modelInfo';

type Pixels = readonly [width: number, height: number];

/**
 * Pixels of the 1K tier of Gemini 3 image models, landscape and square; portrait is the transpose. `2K` and `4K` are
 * 2 and 4 times that, `512` half. Google's image guide and Vertex model pages, read November 2026. What comes back
 * may differ by a few percent: the bytes decide.
 */
const gemini3 = {
  '1:1': [1024, 1024],
  '3:2': [1264, 848],
  '4:3': [1200, 896],
  '5:4': [1152, 928],
  '16:9': [1376, 768],
  '21:9': [1584, 672],
} as const satisfies Record<AspectRatio, Pixels>;

/** The four extreme ratios of the Flash models of Gemini 3.1 and later. Same source. */
const extreme = { '4:1': [2048, 512], '8:1': [3072, 384] } as const satisfies Record<AspectRatio, Pixels>;

/** Gemini 2.5 Flash Image has one tier. Google's image guide, read November 2026. */
const gemini25 = {
  '1:1': [1024, 1024],
  '3:2': [1248, 832],
  '4:3': [1184, 864],
  '5:4': [1152, 896],
  '16:9': [1344, 768],
  '21:9': [1536, 672],
} as const satisfies Record<AspectRatio, Pixels>;

/** 21:9 has no portrait counterpart in the API. */
const landscapeOnly = new Set(['1:1', '21:9']);

function tier(name: string, base: Readonly<Record<AspectRatio, Pixels>>, scale: number): SizeTier {
  const pixels: Record<AspectRatio, PixelSize> = {};
  for (const [ratio, [width, height]] of Object.entries(base)) {
    pixels[ratio] = { width: width * scale, height: height * scale };
    if (landscapeOnly.has(ratio)) continue;
    pixels[ratio.split(':').reverse().join(':')] = { width: height * scale, height: width * scale };
  }
  return { name, pixels };
}

/** Square first, then wide to tall: the order in which they are offered. */
function ordered(base: Readonly<Record<AspectRatio, Pixels>>): readonly AspectRatio[] {
  const value = (ratio: AspectRatio): number => {
    const [width = 1, height = 1] = ratio.split(':').map(Number);
    return width / height;
  };
  return Object.keys(tier('', base, 1).pixels).sort((a, b) =>
    a === '1:1' ? -1 : b === '1:1' ? 1 : value(b) - value(a),
  );
}

const scales: Readonly<Record<string, number>> = { '512': 0.5, '1K': 1, '2K': 2, '4K': 4 };

export const ratios10 = ordered(gemini3);
export const ratios14 = ordered({ ...gemini3, ...extreme });

/** Tiers of a Gemini 3 model, small to large, e.g. `gemini3Sizes(['1K', '2K'], ratios10)`. */
export function gemini3Sizes(names: readonly string[], ratios: readonly AspectRatio[]): readonly SizeTier[] {
  const base = ratios.length > ratios10.length ? { ...gemini3, ...extreme } : gemini3;
  return names.map(name => tier(name, base, scales[name] ?? 1));
}

export const gemini25Sizes: readonly SizeTier[] = [tier('1K', gemini25, 1)];
