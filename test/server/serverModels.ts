/** What the server knows of models, written down apart from the extension's own table so that mistakes show. */
export interface ServerModel {
  id: string;
  displayName: string;
  description: string;
  methods: readonly string[];
  output: 'image/png' | 'image/jpeg';
  ratios: readonly string[];
  /** Empty: `imageSize` is refused. */
  sizes: readonly string[];
  /** Empty: `thinkingLevel` is refused. */
  thinking: readonly string[];
  maxImages: number;
  /** What it can search; empty: `googleSearch` is refused. */
  search: readonly ('webSearch' | 'imageSearch')[];
  signatures: boolean;
  /** Width and height of the 1K tier in pixels. */
  pixels: Readonly<Record<string, readonly [number, number]>>;
  tokens: Readonly<Record<string, number>>;
}

const pixels3 = {
  '1:1': [1024, 1024],
  '2:3': [848, 1264],
  '3:2': [1264, 848],
  '3:4': [896, 1200],
  '4:3': [1200, 896],
  '4:5': [928, 1152],
  '5:4': [1152, 928],
  '9:16': [768, 1376],
  '16:9': [1376, 768],
  '21:9': [1584, 672],
} as const;
const pixelsExtreme = {
  '1:4': [512, 2048],
  '4:1': [2048, 512],
  '1:8': [384, 3072],
  '8:1': [3072, 384],
} as const;
const pixels25 = {
  '1:1': [1024, 1024],
  '2:3': [832, 1248],
  '3:2': [1248, 832],
  '3:4': [864, 1184],
  '4:3': [1184, 864],
  '4:5': [896, 1152],
  '5:4': [1152, 896],
  '9:16': [768, 1344],
  '16:9': [1344, 768],
  '21:9': [1536, 672],
} as const;
const ratios10 = Object.keys(pixels3);
const ratios14 = [...ratios10, ...Object.keys(pixelsExtreme)];

export const serverModels: readonly ServerModel[] = [
  {
    id: 'gemini-nano-banana-2.1',
    displayName: 'Nano Banana 2.1',
    description: 'Fast image generation and editing.',
    methods: ['generateContent', 'countTokens'],
    output: 'image/jpeg',
    ratios: ratios14,
    sizes: ['1K', '2K', '4K'],
    thinking: ['MINIMAL', 'MEDIUM', 'HIGH'],
    maxImages: 14,
    search: ['webSearch', 'imageSearch'],
    signatures: true,
    pixels: { ...pixels3, ...pixelsExtreme },
    tokens: { '1K': 1120, '2K': 1680, '4K': 3780 },
  },
  {
    id: 'gemini-3-pro-image',
    displayName: 'Nano Banana Pro',
    description: 'Gemini 3 Pro Image.',
    methods: ['generateContent', 'countTokens'],
    output: 'image/jpeg',
    ratios: ratios10,
    sizes: ['1K', '2K', '4K'],
    thinking: [],
    maxImages: 14,
    search: ['webSearch'],
    signatures: true,
    pixels: pixels3,
    tokens: { '1K': 1120, '2K': 1120, '4K': 2000 },
  },
  {
    id: 'gemini-3.1-flash-image',
    displayName: 'Nano Banana 2',
    description: 'Gemini 3.1 Flash Image.',
    methods: ['generateContent', 'countTokens'],
    output: 'image/jpeg',
    ratios: ratios14,
    sizes: ['512', '1K', '2K', '4K'],
    thinking: ['MINIMAL', 'HIGH'],
    maxImages: 14,
    search: ['webSearch', 'imageSearch'],
    signatures: true,
    pixels: { ...pixels3, ...pixelsExtreme },
    tokens: { '512': 747, '1K': 1120, '2K': 1680, '4K': 2520 },
  },
  {
    id: 'gemini-3.1-flash-lite-image',
    displayName: 'Nano Banana 2 Lite',
    description: 'Gemini 3.1 Flash Lite Image.',
    methods: ['generateContent', 'countTokens'],
    output: 'image/jpeg',
    ratios: ratios10,
    sizes: ['1K'],
    thinking: ['MINIMAL', 'HIGH'],
    maxImages: 3,
    search: [],
    signatures: true,
    pixels: pixels3,
    tokens: { '1K': 1120 },
  },
  {
    id: 'gemini-2.5-flash-image',
    displayName: 'Nano Banana',
    description: 'Gemini 2.5 Flash Image.',
    methods: ['generateContent', 'countTokens'],
    output: 'image/png',
    ratios: ratios10,
    sizes: [],
    thinking: [],
    maxImages: 3,
    search: [],
    signatures: false,
    pixels: pixels25,
    tokens: { '1K': 1290 },
  },
  {
    // Unknown to every table: the next model, whose name does not say "image".
    id: 'gemini-nano-banana-3-preview',
    displayName: 'Nano Banana 3 Preview',
    description: 'The next model for image generation and editing.',
    methods: ['generateContent'],
    output: 'image/png',
    ratios: ratios10,
    sizes: ['1K', '2K'],
    thinking: [],
    maxImages: 8,
    search: [],
    signatures: true,
    pixels: pixels3,
    tokens: { '1K': 1000, '2K': 2000 },
  },
];

/** Listed, but no image models. */
export const otherModels: readonly {
  id: string;
  displayName: string;
  description: string;
  methods: readonly string[];
}[] = [
  {
    id: 'gemini-3.8-flash',
    displayName: 'Gemini 3.8 Flash',
    description: 'Understands text, images and video.',
    methods: ['generateContent', 'countTokens'],
  },
  {
    id: 'gemini-embedding-001',
    displayName: 'Embedding',
    description: 'Embeds text.',
    methods: ['embedContent'],
  },
  { id: 'veo-3.1-generate', displayName: 'Veo 3.1', description: 'Video.', methods: ['predictLongRunning'] },
  {
    id: 'gemini-3.1-flash-tts',
    displayName: 'Flash TTS',
    description: 'Speech.',
    methods: ['generateContent'],
  },
];

export function pixelsOf(model: ServerModel, ratio: string, size: string): readonly [number, number] {
  const [width, height] = model.pixels[ratio] ?? [1024, 1024];
  const scale = { '512': 0.5, '1K': 1, '2K': 2, '4K': 4 }[size] ?? 1;
  return [width * scale, height * scale];
}
