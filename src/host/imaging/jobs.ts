import { readFile, stat } from 'node:fs/promises';
import type { CutChecks } from '../../core/model/cutout';
import type { Cutout, Focus } from '../../core/model/output';
import { assertNever } from '../../core/assertNever';
import {
  type Bitmap,
  copyOf,
  type Rgb,
  createBitmap,
  crop,
  drawOver,
  flatten,
  hasTransparency,
  parseHex,
} from '../../core/imaging/bitmap';
import { sharedProfile } from '../../core/imaging/colourProfile';
import { cutCircle } from '../../core/imaging/cutCircle';
import { factsOf, type ImageLimits } from '../../core/imaging/facts';
import { boxOf, isCut, planInset } from '../../core/imaging/fit';
import type { ImageHeader } from '../../core/imaging/header/imageHeader';
import { readHeader } from '../../core/imaging/header/readHeader';
import {
  type Converted,
  type ConvertOptions,
  imagingError,
  type InputTraits,
  isImagingError,
} from '../../core/imaging/imagingPort';
import { applyStrokes } from '../../core/imaging/keying/brush';
import { hasPaintedCheckerboard } from '../../core/imaging/keying/checkerboard';
import { checkCutout } from '../../core/imaging/keying/checkCutout';
import { heldKeys, keyRgb } from '../../core/imaging/keying/chooseKey';
import { cutKey } from '../../core/imaging/keying/cutKey';
import { findRights, type Rights, rightsItems } from '../../core/imaging/metadata/rights';
import { isStrippable, stripMetadata, withoutPngCredentials } from '../../core/imaging/metadata/strip';
import { drawPlaceholder } from '../../core/imaging/placeholder/drawPlaceholder';
import { shrinkBy } from '../../core/imaging/shrink';
import { measureSeams } from '../../core/imaging/seams';
import { applyTone } from '../../core/imaging/tone';
import { removeBackground } from '../../core/imaging/retouch/background';
import { applyRetouch } from '../../core/imaging/retouch/apply';
import type { ImageFacts, ImageFormat } from '../../core/model/run';
import type { Codecs } from './codecs';
import { cleanDrawing } from './cleanSvgJob';
import { compareFiles } from './compareJob';
import { decodeFile } from './decode';
import { encodeTo, writeImage } from './encode';
import { proposeFocus } from './focus';
import { withFile } from './fileSource';
import { drawPixels } from './pixelArtJob';
import { makeSprites } from './spriteJob';
import { withFittingProfile } from './pngGray';
import { render } from './render';
import { runLayersJob } from './layersJob';
import { sliceImage } from './sliceJob';
import type { TextEngine } from './text/textEngine';
import type { Job, JobOf, JobResult } from './workerProtocol';

/** High enough that a local edit of a JPEG is not seen to be encoded again. */
const retouchQuality = 92;
const defaultQuality = 85;
const thumbnailQuality = 78;
/** Of an icon: few pixels, shown as they are. */
const losslessPixels = 96 * 96;
/** As much as is needed to find what matters in a picture. */
const focusEdge = 256;

/** Rejects with an `ImagingError`, or with another error when a codec broke. */
export async function runJob(
  job: Job,
  codecs: Codecs,
  limits: ImageLimits,
  text: TextEngine,
): Promise<JobResult> {
  const decode = (path: string) => decodeFile(path, codecs, limits);
  switch (job.kind) {
    case 'inspect': {
      const { bitmap, header } = await decode(job.input);
      return factsOf(header, (await stat(job.input)).size, hasTransparency(bitmap));
    }
    case 'convert': {
      const { bitmap, profile, metadata, header, hasProfile } = await decode(job.input);
      const checks = job.options.cutout && cutOut(bitmap, job.options.cutout, job.options.page);
      const { fitted, ...found } = await fitTo(bitmap, job.options, codecs, limits);
      const quality = job.options.quality ?? defaultQuality;
      const rights = await rightsOf(job, header.format);
      const made = await encodeTo(fitted, { ...job.options, quality, profile, rights }, job.output, codecs);
      const kept = rights ? rightsItems(rights) : [];
      const left = metadata.filter(({ item }) => !kept.includes(item));
      const was = traitsOf(header, hasProfile && (profile ? 'whole' : 'damaged'), job.options);
      return {
        ...made,
        ...found,
        ...(checks && { checks }),
        ...(left.length > 0 && { left }),
        ...(Object.keys(was).length > 0 && { was }),
      };
    }
    case 'renderAll': {
      const { bitmap, profile } = await decode(job.input);
      const proposals: Proposals = new Map();
      return sequence(job.outputs, output =>
        render(bitmap, output, {
          codecs,
          fit: (of, options) => fitTo(of, options, codecs, limits, proposals).then(({ fitted }) => fitted),
          quality: defaultQuality,
          profile,
        }),
      );
    }
    case 'optimisePng': {
      const facts = await runJob({ kind: 'inspect', input: job.input }, codecs, limits, text);
      const png = withoutPngCredentials(await readFile(job.input));
      const bytes = withFittingProfile(await codecs.optimisePng(png), () => png);
      return writeImage(bytes, (facts as ImageFacts).hasAlpha, job.output);
    }
    case 'cleanSvg':
      return cleanDrawing(job, limits);
    case 'strip':
      return strip(job, codecs, limits);
    case 'warmUp':
      await codecs.warmUp();
      return undefined;
    case 'thumbnail': {
      const { bitmap, profile } = await decode(job.input);
      const small = await thumbnailOf(bitmap, job.edge, codecs);
      const lossless = small === bitmap && bitmap.width * bitmap.height <= losslessPixels;
      const target = { format: 'webp', quality: thumbnailQuality, lossless, profile } as const;
      return (await encodeTo(small, target, job.output, codecs)).facts;
    }
    case 'placeholder': {
      const { width, height, format } = job.spec;
      checkSize(width, height, limits);
      const bitmap = drawPlaceholder(job.spec, await text.glyphs());
      return (await encodeTo(bitmap, { format, quality: retouchQuality }, job.output, codecs)).facts;
    }
    case 'retouch': {
      const inputs = await sequence(job.inputs, decode);
      const first = inputs[0]?.header.format;
      const profile = sharedProfile(inputs.map(input => input.profile));
      const bitmap = await applyRetouch(
        inputs.map(input => input.bitmap),
        job.steps,
        { resize: codecs.resize, maxPixels: limits.maxPixels },
      );
      const keeps = first === 'webp' || (first === 'jpeg' && !hasTransparency(bitmap));
      const format = keeps ? first : 'png';
      return (await encodeTo(bitmap, { format, quality: retouchQuality, profile }, job.output, codecs)).facts;
    }
    case 'paintedCheckerboard':
      return hasPaintedCheckerboard((await decode(job.input)).bitmap);
    case 'compare':
      return compareFiles(job, codecs, limits);
    case 'seams':
      return measureSeams((await decode(job.input)).bitmap);
    case 'heldKeys':
      return heldKeys((await decode(job.input)).bitmap);
    case 'cutKey': {
      const { bitmap, profile } = await decode(job.input);
      const cut = cutKey(bitmap, keyRgb(job.key), job);
      if ('kept' in cut) return cut;
      const target = { format: 'png', quality: defaultQuality, profile } as const;
      return { ...cut, facts: (await encodeTo(bitmap, target, job.output, codecs)).facts };
    }
    case 'sprites':
      return makeSprites(job.request, job.folder, codecs, limits);
    case 'nineSlice':
      return sliceImage(job, codecs, limits);
    case 'layers':
      return runLayersJob(job.spec, job.output, {
        ...{ codecs, text, decode },
        fit: async (bitmap, options) => (await fitTo(bitmap, options, codecs, limits)).fitted,
        checkSize: (width, height) => checkSize(width, height, limits),
      });
    case 'fontFamilies':
      return (await text.fonts()).families();
    default:
      return assertNever(job);
  }
}

async function strip(
  { input, output }: JobOf<'strip'>,
  codecs: Codecs,
  limits: ImageLimits,
): Promise<Converted> {
  const { format, canHoldAlpha } = await withFile(input, readHeader);
  if (!isStrippable(format)) {
    throw imagingError('unsupported', 'Metadata can be taken out of PNG, JPEG and WebP files only.');
  }
  const stripped = stripMetadata(await readFile(input), format);
  if (!stripped) throw imagingError('corrupt', 'The file is damaged: its parts do not fit together.');
  const hasAlpha = canHoldAlpha && hasTransparency((await decodeFile(input, codecs, limits)).bitmap);
  const { bytes, left } = stripped;
  return { facts: await writeImage(bytes, hasAlpha, output), ...(left.length > 0 && { left }) };
}

async function rightsOf(
  { input, options }: JobOf<'convert'>,
  format: ImageFormat,
): Promise<Rights | undefined> {
  return options.keepRights && format === options.format
    ? findRights(await readFile(input), format)
    : undefined;
}

function traitsOf(
  { deep, cmyk, orientation }: ImageHeader,
  profile: 'whole' | 'damaged' | false,
  { srgb, format }: ConvertOptions,
): InputTraits {
  const became = profile === 'damaged' ? profile : srgb || format === 'avif' ? 'srgb' : 'kept';
  return {
    ...(deep && { deep: true as const }),
    ...(cmyk && { cmyk: true as const }),
    ...(orientation !== 1 && { turned: true as const }),
    // One for inks says nothing of the pixels that they were turned into.
    ...(profile !== false && !cmyk && { profile: became }),
  };
}

/** `page`: what is left is measured, on that colour too. */
function cutOut(
  bitmap: Bitmap,
  { tolerance, everywhere, feather, strokes }: Cutout,
  page: string | undefined,
): CutChecks | undefined {
  const needed = page !== undefined || strokes.length > 0;
  const before = needed ? { ...bitmap, data: bitmap.data.slice() } : bitmap;
  let removed: Rgb | undefined;
  try {
    removed = removeBackground(bitmap, {
      everywhere,
      ...(tolerance !== null && { tolerance }),
      ...(feather > 0 && { feather }),
    });
  } catch (error) {
    // By hand anything can be cut out.
    if (strokes.length === 0 || !isImagingError(error) || error.reason !== 'unsupported') throw error;
    bitmap.data.set(before.data);
  }
  applyStrokes(bitmap, before, strokes);
  return page !== undefined && removed ? checkCutout(bitmap, before, removed, parseHex(page)) : undefined;
}

/** What matters in one picture, by the shape of the window; found once for all files that are made of it. */
type Proposals = Map<string, Focus>;

async function fitTo(
  bitmap: Bitmap,
  options: ConvertOptions,
  codecs: Codecs,
  limits: ImageLimits,
  proposals: Proposals = new Map(),
): Promise<{ fitted: Bitmap; focus?: Focus } & Pick<Converted, 'drawing'>> {
  if (options.pixelArt) return drawPixels(bitmap, options.pixelArt, options, limits);
  const { width, height, maxPixels, fit = 'cover', format, bars } = options;
  let out = bitmap;
  let found: Focus | undefined;
  if (width !== undefined || height !== undefined) {
    const box = boxOf(bitmap, {
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
    });
    checkSize(box.width, box.height, limits);
    if (options.focus === 'auto' && isCut(bitmap, box, fit)) {
      const shape = (box.width / box.height).toFixed(3);
      found = proposals.get(shape) ?? (await proposeFocus(await smallEnough(bitmap, focusEdge, codecs), box));
      proposals.set(shape, found);
    }
    const focus = options.focus === 'auto' ? found : options.focus;
    const { source, scaled, canvas, at } = planInset(bitmap, box, fit, focus, options.inset);
    out = await codecs.resize(crop(bitmap, source), scaled.width, scaled.height);
    if (scaled.width !== canvas.width || scaled.height !== canvas.height) {
      const drawn = createBitmap(canvas.width, canvas.height);
      const colour = parseHex(bars ?? (format === 'jpeg' ? (options.matte ?? '') : ''));
      if (colour) flatten(drawn, colour);
      drawOver(drawn, out, at.x, at.y);
      out = drawn;
    }
  }
  const scale = maxPixels === undefined ? 1 : Math.sqrt(maxPixels / (out.width * out.height));
  if (scale < 1) {
    const side = (of: number) => Math.max(1, Math.floor(of * scale));
    out = await codecs.resize(out, side(out.width), side(out.height));
  }
  if (options.tone || options.ground !== undefined || options.cut) {
    // The bitmap may be that of other files, too.
    if (out === bitmap) out = copyOf(bitmap);
    if (options.tone) applyTone(out, options.tone);
    const ground = parseHex(options.ground ?? '');
    if (ground) flatten(out, ground);
    if (options.cut) cutCircle(out);
  }
  return { fitted: out, ...(found && { focus: found }) };
}

function smallEnough(bitmap: Bitmap, edge: number, codecs: Codecs, from = bitmap): Promise<Bitmap> {
  const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
  return codecs.resize(from, sideAt(bitmap.width, scale), sideAt(bitmap.height, scale));
}

/** By a whole number first, as far as that goes: the fine filter's time goes by what it is given, and here it has little left to do. */
function thumbnailOf(bitmap: Bitmap, edge: number, codecs: Codecs): Promise<Bitmap> {
  const factor = Math.floor(Math.max(bitmap.width, bitmap.height) / edge);
  return smallEnough(bitmap, edge, codecs, shrinkBy(bitmap, factor));
}

function checkSize(width: number, height: number, limits: ImageLimits): void {
  const whole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!whole) throw imagingError('unsupported', `${width} × ${height} is not a size in pixels.`);
  if (width * height > limits.maxPixels) {
    const most = Math.round(limits.maxPixels / 1e6);
    throw imagingError(
      'too-large',
      `${width} × ${height} pixels are too many; at most ${most} megapixels are made.`,
    );
  }
}

function sideAt(side: number, scale: number): number {
  return Math.max(1, Math.round(side * scale));
}

/** One at a time: each takes hundreds of megabytes when it is large. */
async function sequence<A, B>(items: readonly A[], each: (item: A) => Promise<B>): Promise<B[]> {
  const out: B[] = [];
  for (const item of items) out.push(await each(item));
  return out;
}
