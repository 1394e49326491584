import type { PixelSize } from '../model/modelInfo';
import { crossed, sliceEdges, sliceFills, type SliceSettings, type Slices } from '../model/slices';
import { godotStretch } from './sliceText';

/** Longer ones are sheets of many frames, and not guides of one image. */
export const maxSliceJsonBytes = 100_000;

/**
 * Guides as `sliceJson` wrote them, or another tool in TexturePacker's form: of the one frame that is the whole image.
 * Undefined: it says something else, or of an image of another size.
 */
export function readSlices(text: string, size: PixelSize): SliceSettings | undefined {
  const json = parsed(text);
  const frames = Object.values(part(json, 'frames'));
  const [frame] = frames;
  if (frames.length !== 1) return undefined;
  const place = part(frame, 'frame');
  const whole = place['x'] === 0 && place['y'] === 0 && place['w'] === size.width;
  if (!whole || place['h'] !== size.height) return undefined;
  const slices = bordersOf(frame) ?? middleOf(frame, size);
  if (!slices || crossed(slices, size)) return undefined;
  const axis = part(part(part(json, 'meta'), 'nineSlice'), 'godot')['axis_stretch_horizontal'];
  return { slices, fill: sliceFills.find(fill => godotStretch[fill].value === axis) ?? 'stretch' };
}

function bordersOf(frame: unknown): Slices | undefined {
  const borders = part(frame, 'borders');
  const slices = Object.fromEntries(sliceEdges.map(edge => [edge, borders[edge]]));
  return isSlices(slices) ? slices : undefined;
}

function middleOf(frame: unknown, { width, height }: PixelSize): Slices | undefined {
  const { x, y, w, h } = part(frame, 'scale9Borders') as Record<string, number>;
  const [left = NaN, top = NaN] = [x, y];
  const slices = { left, top, right: width - left - (w ?? NaN), bottom: height - top - (h ?? NaN) };
  return isSlices(slices) ? slices : undefined;
}

function isSlices(value: object): value is Slices {
  return Object.values(value).every(pixels => Number.isInteger(pixels) && pixels >= 0);
}

function parsed(text: string): unknown {
  try {
    // A byte order mark is no JSON.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}

/** Empty for what is not there, so that one may go on asking. */
function part(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const inner: unknown =
    typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? (value as Record<string, unknown>)[name]
      : undefined;
  return typeof inner === 'object' && inner !== null ? (inner as Readonly<Record<string, unknown>>) : {};
}
