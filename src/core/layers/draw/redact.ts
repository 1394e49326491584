import type { Bitmap, Rect } from '../../imaging/bitmap';
import { seededRandom } from '../../imaging/random';
import { parseColour } from './colour';
import { clipped } from './mask';

const cellsAcross = 14;

/**
 * Destroys the pixels of a rectangle. `pixelate` and `blur` look like what their names say, but are drawn from nothing
 * more than the mean and the spread of the area's colours: a real mosaic or blur of text can be undone by trying letters
 * (Hill et al., "On the (In)effectiveness of Mosaicing and Blurring as Tools for Document Redaction", 2016).
 */
export function redact(
  bitmap: Bitmap,
  area: Rect,
  mode: 'solid' | 'pixelate' | 'blur',
  colour: string,
): void {
  const place = clipped(area, 0, { x: 0, y: 0, width: bitmap.width, height: bitmap.height });
  if (!place) return;
  if (mode === 'solid') {
    const { r, g, b } = parseColour(colour);
    each(bitmap, place, () => [r, g, b]);
    return;
  }
  const { mean, spread } = look(bitmap, place);
  const cell = Math.max(4, Math.ceil(Math.max(place.width, place.height) / cellsAcross));
  const columns = Math.ceil(place.width / cell) + 1;
  const rows = Math.ceil(place.height / cell) + 1;
  // Of the place alone: the same drawing for the same layer, whatever was there.
  const random = seededRandom((place.x * 73_856_093) ^ (place.y * 19_349_663) ^ (place.width * 83_492_791));
  const lights = Float32Array.from({ length: columns * rows }, () => random() * 2 - 1);
  const light = (column: number, row: number) => lights[row * columns + column] ?? 0;
  each(bitmap, place, (x, y) => {
    let amount = light(Math.floor(x / cell), Math.floor(y / cell));
    if (mode === 'blur') {
      const [left, top] = [Math.floor(x / cell), Math.floor(y / cell)];
      const [fx, fy] = [ease(x / cell - left), ease(y / cell - top)];
      const upper = light(left, top) * (1 - fx) + light(left + 1, top) * fx;
      const lower = light(left, top + 1) * (1 - fx) + light(left + 1, top + 1) * fx;
      amount = upper * (1 - fy) + lower * fy;
    }
    return [mean[0] + amount * spread[0], mean[1] + amount * spread[1], mean[2] + amount * spread[2]];
  });
}

type Channels = [number, number, number];

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}

function look({ data, width }: Bitmap, place: Rect): { mean: Channels; spread: Channels } {
  const sums: Channels = [0, 0, 0];
  const squares: Channels = [0, 0, 0];
  let count = 0;
  for (let y = place.y; y < place.y + place.height; y++) {
    for (let x = place.x; x < place.x + place.width; x++) {
      const at = (y * width + x) * 4;
      if (data[at + 3] === 0) continue;
      count++;
      for (const channel of [0, 1, 2] as const) {
        const value = data[at + channel] ?? 0;
        sums[channel] += value;
        squares[channel] += value * value;
      }
    }
  }
  // In coarse steps: exact numbers would say something about a few letters.
  const coarse = (value: number) => Math.round(value / 16) * 16;
  if (count === 0) return { mean: [128, 128, 128], spread: [16, 16, 16] };
  const of = (channel: 0 | 1 | 2) => sums[channel] / count;
  const deviation = (channel: 0 | 1 | 2) =>
    Math.sqrt(Math.max(0, squares[channel] / count - of(channel) * of(channel)));
  return {
    mean: [coarse(of(0)), coarse(of(1)), coarse(of(2))],
    // Enough to be seen as what it is on a plain ground.
    spread: [0, 1, 2].map(channel => Math.max(16, coarse(deviation(channel as 0 | 1 | 2)))) as Channels,
  };
}

/** Opaque from edge to edge: a pixel that is covered in part keeps nothing either. */
function each(bitmap: Bitmap, place: Rect, colour: (x: number, y: number) => Channels): void {
  const { data, width } = bitmap;
  for (let y = 0; y < place.height; y++) {
    for (let x = 0; x < place.width; x++) {
      const at = ((place.y + y) * width + place.x + x) * 4;
      [data[at], data[at + 1], data[at + 2]] = colour(x, y);
      data[at + 3] = 255;
    }
  }
}
