import * as z from 'zod/mini';

/** What a `*.layers.json` holds: pixels of the canvas, x to the right and y down from its top left corner. */
const pixels = z.number().check(z.gte(-100_000), z.lte(100_000));
const length = z.number().check(z.gt(0), z.lte(40_000));
const side = z.int().check(z.gte(1), z.lte(20_000));
const share = z.number().check(z.gte(0), z.lte(1));
const colour = z.string().check(z.regex(/^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i));
const words = z.string().check(z.maxLength(20_000));

const common = {
  id: z.string().check(z.minLength(1), z.maxLength(60)),
  /** What the list of layers calls it. */
  name: z.optional(z.string().check(z.maxLength(120))),
  hidden: z.optional(z.boolean()),
  opacity: z.optional(share),
};
const box = { x: pixels, y: pixels, width: length, height: length };
const stroke = z.strictObject({ color: colour, width: length });
const line = { x1: pixels, y1: pixels, x2: pixels, y2: pixels, color: colour, width: length };

const textLayer = z.strictObject({
  type: z.literal('text'),
  ...common,
  ...box,
  text: words,
  font: z.optional(z.string().check(z.maxLength(120))),
  weight: z.optional(z.int().check(z.gte(1), z.lte(1000))),
  italic: z.optional(z.boolean()),
  /** Of the letters. */
  size: z.number().check(z.gte(1), z.lte(4000)),
  /** The text may shrink so far to stay in its box; without it, it keeps its size. */
  minSize: z.optional(z.number().check(z.gte(1), z.lte(4000))),
  /** Times the size. */
  lineHeight: z.optional(z.number().check(z.gte(0.5), z.lte(5))),
  /** Between letters, in times the size. */
  letterSpacing: z.optional(z.number().check(z.gte(-0.5), z.lte(5))),
  /** `start` is right where text runs from right to left. */
  align: z.optional(z.enum(['start', 'center', 'end', 'left', 'right'])),
  valign: z.optional(z.enum(['top', 'middle', 'bottom'])),
  direction: z.optional(z.enum(['auto', 'ltr', 'rtl'])),
  /** BCP 47: some letters have other shapes in other languages. */
  language: z.optional(z.string().check(z.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/), z.maxLength(40))),
  color: colour,
  shadow: z.optional(
    z.strictObject({ color: colour, blur: z.number().check(z.gte(0), z.lte(400)), x: pixels, y: pixels }),
  ),
  outline: z.optional(z.strictObject({ color: colour, width: z.number().check(z.gt(0), z.lte(200)) })),
  plate: z.optional(
    z.strictObject({
      color: colour,
      padding: z.optional(z.number().check(z.gte(0), z.lte(2000))),
      radius: z.optional(z.number().check(z.gte(0), z.lte(2000))),
      /** The lines of text, or the whole box. */
      behind: z.optional(z.enum(['text', 'box'])),
    }),
  ),
});

const boxLayer = z.strictObject({
  type: z.literal('box'),
  ...common,
  ...box,
  radius: z.optional(z.number().check(z.gte(0), z.lte(20_000))),
  stroke: z.optional(stroke),
  fill: z.optional(colour),
});
const ellipseLayer = z.strictObject({
  type: z.literal('ellipse'),
  ...common,
  ...box,
  stroke: z.optional(stroke),
  fill: z.optional(colour),
});
const lineLayer = z.strictObject({ type: z.literal('line'), ...common, ...line });
const arrowLayer = z.strictObject({ type: z.literal('arrow'), ...common, ...line });
const stepLayer = z.strictObject({
  type: z.literal('step'),
  ...common,
  /** The middle of the disc. */
  x: pixels,
  y: pixels,
  /** Its diameter. */
  size: length,
  text: z.string().check(z.maxLength(12)),
  color: colour,
  textColor: colour,
});
const highlightLayer = z.strictObject({ type: z.literal('highlight'), ...common, ...box, color: colour });
const redactLayer = z.strictObject({
  type: z.literal('redact'),
  ...common,
  ...box,
  mode: z.enum(['solid', 'pixelate', 'blur']),
  color: z.optional(colour),
});

export const layerSchema = z.discriminatedUnion('type', [
  textLayer,
  boxLayer,
  ellipseLayer,
  lineLayer,
  arrowLayer,
  stepLayer,
  highlightLayer,
  redactLayer,
]);

const gradient = z.strictObject({
  from: colour,
  to: colour,
  /** Degrees, as in CSS: 0 is upwards, 90 to the right. */
  angle: z.optional(z.number()),
});

export const descriptionSchema = z.strictObject({
  $schema: z.optional(z.string()),
  version: z.literal(1),
  /** Left out: the size of the image. */
  canvas: z.optional(
    z.strictObject({ width: side, height: side, background: z.optional(z.union([colour, gradient])) }),
  ),
  /** Path of the image below the layers, from the folder of this file. */
  image: z.optional(z.string().check(z.minLength(1), z.maxLength(1000))),
  /** What the image had when the layers were placed. */
  imageSize: z.optional(z.strictObject({ width: side, height: side })),
  /** How the image comes into a canvas of another ratio. */
  imageFit: z.optional(z.enum(['cover', 'contain'])),
  /** Where it was drawn to last, from the folder of this file; may hold variables. */
  output: z.optional(z.string().check(z.minLength(1), z.maxLength(1000))),
  /** Pixels along each edge that text should stay out of. */
  safeArea: z.optional(z.number().check(z.gte(0), z.lte(10_000))),
  /** What `{{name}}` stands for where nothing else says so. */
  variables: z.optional(z.record(z.string().check(z.maxLength(100)), words)),
  layers: z.array(layerSchema).check(z.maxLength(500)),
});

export type Layer = z.infer<typeof layerSchema>;
export type LayerType = Layer['type'];
export type LayerOf<T extends LayerType> = Extract<Layer, { type: T }>;
export type TextLayer = LayerOf<'text'>;
export type Description = z.infer<typeof descriptionSchema>;
export type Background = string | z.infer<typeof gradient>;

export const descriptionSuffix = '.layers.json';

/** Something that lies below is hidden for good in what is drawn. */
export function redacts({ layers }: Pick<Description, 'layers'>): boolean {
  return layers.some(({ type, hidden }) => type === 'redact' && hidden !== true);
}

/** Where the image below goes that is in no file yet, so that the layers of `target` stay editable. `extension` with its dot. */
export function sourceBeside(target: string, extension: string): string {
  return `${target.replace(/(?<=[^/\\])\.[^./\\]*$/, '')}.source${extension}`;
}

/** What somebody should know about a layer as it was drawn. */
export type Finding = { layer: string } &
  /** Letters that no font here has; they are left out. */
  (
    | { kind: 'missing-letters'; letters: readonly string[] }
    /** Emoji have no colours here: drawn in one, or (`drawn` false) left out. */
    | { kind: 'emoji'; letters: readonly string[]; drawn: boolean }
    /** `wanted` is not on this machine. */
    | { kind: 'no-such-font'; wanted: string; used: string }
    | { kind: 'shrunk'; from: number; to: number }
    /** Even at its smallest the text does not stay in its box. */
    | { kind: 'overflow'; size: number }
    | { kind: 'empty' }
    | { kind: 'outside-safe-area' }
    /** Nothing of it is on the canvas. */
    | { kind: 'off-canvas' }
    /** WCAG 2.2 against the pixels behind the letters. */
    | { kind: 'contrast'; ratio: number; needed: number }
  );
