import { type Bitmap, createBitmap, drawOver, hasTransparency } from '../../core/imaging/bitmap';
import {
  type ConvertOptions,
  type DrawnFile,
  imagingError,
  type LayersSpec,
} from '../../core/imaging/imagingPort';
import { toSrgb } from '../../core/imaging/toSrgb';
import { drawBackground, drawLayers } from '../../core/layers/draw/drawLayers';
import { writeSvg } from '../../core/layers/svg';
import type { Codecs } from './codecs';
import type { DecodedFile } from './decode';
import { encodeTo, type OutputPath, writeImage } from './encode';
import { encodePng } from './pngEncoder';
import type { TextEngine } from './text/textEngine';

export interface LayersTools {
  codecs: Codecs;
  text: TextEngine;
  decode(path: string): Promise<DecodedFile>;
  /** Scales and cuts as `convert` does. */
  fit(bitmap: Bitmap, options: ConvertOptions): Promise<Bitmap>;
  checkSize(width: number, height: number): void;
}

const defaultQuality = 90;
/** Of an image in an SVG. */
const embeddedQuality = 92;

/** Draws a description on its image and writes the result. */
export async function runLayersJob(
  { description, image, output: options }: LayersSpec,
  output: OutputPath,
  { codecs, text, decode, fit, checkSize }: LayersTools,
): Promise<DrawnFile> {
  const { canvas, imageSize, imageFit, layers, safeArea } = description;
  const base = image === undefined ? undefined : await decode(image);
  const found = base && { width: base.bitmap.width, height: base.bitmap.height };
  const size = canvas ?? imageSize ?? found;
  if (!size) throw imagingError('unsupported', 'The description has neither a canvas nor an image.');
  const { width, height } = size;
  checkSize(width, height);
  const bitmap = createBitmap(width, height);
  const background = canvas?.background;
  const fonts = await text.fonts();
  const drawing = { fonts, ...(safeArea !== undefined && { safeArea }) };
  if (background !== undefined) drawBackground(bitmap, background);
  if (base) {
    // Layers are in sRGB, so what they lie on has to be.
    if (base.profile) toSrgb(base.bitmap, base.profile);
    const fitted = await fit(base.bitmap, {
      ...{ format: 'png', width, height, focus: { x: 0.5, y: 0.5 } },
      fit: imageFit === 'contain' ? 'pad' : 'cover',
    });
    drawOver(bitmap, fitted, 0, 0);
  }
  const about = {
    ...(found && { imageSize: found }),
    ...(base?.header.animated === true && { animated: true as const }),
    ...{ width, height },
  };

  if (options.format === 'svg') {
    // What a redaction covers must not be in the file, whatever lies above it: all up to the last one becomes pixels.
    const last = layers.findLastIndex(layer => layer.type === 'redact' && layer.hidden !== true);
    const below = layers.slice(0, last + 1);
    const shown = createCopy(bitmap);
    const findings = drawLayers(shown, layers, drawing);
    const flat = base !== undefined || last >= 0;
    if (flat) drawLayers(bitmap, below, drawing);
    const lossless = last >= 0 || base?.header.format !== 'jpeg';
    const svg = writeSvg(
      {
        ...{ width, height, layers: layers.slice(last + 1), text: options.text ?? 'paths' },
        ...(background !== undefined && !flat && { background }),
        ...(flat && { image: await dataUrl(bitmap, lossless, codecs) }),
      },
      fonts,
    );
    const facts = await writeImage(new TextEncoder().encode(svg), hasTransparency(shown), output);
    return { facts, findings, ...about };
  }
  const findings = drawLayers(bitmap, layers, drawing);
  const { maxEdge, ...encoding } = options;
  const shrink = maxEdge === undefined ? 1 : Math.min(1, maxEdge / Math.max(width, height));
  const side = (of: number) => Math.max(1, Math.round(of * shrink));
  const shown = shrink < 1 ? await codecs.resize(bitmap, side(width), side(height)) : bitmap;
  const { format, quality = defaultQuality } = encoding;
  const made = await encodeTo(shown, { ...encoding, format, quality }, output, codecs);
  return { ...made, findings, ...about };
}

function createCopy({ width, height, data }: Bitmap): Bitmap {
  return { width, height, data: data.slice() };
}

async function dataUrl(bitmap: Bitmap, lossless: boolean, codecs: Codecs): Promise<string> {
  const png = lossless || hasTransparency(bitmap);
  const bytes = png ? encodePng(bitmap, undefined) : await codecs.encodeJpeg(bitmap, embeddedQuality);
  return `data:image/${png ? 'png' : 'jpeg'};base64,${Buffer.from(bytes).toString('base64')}`;
}
