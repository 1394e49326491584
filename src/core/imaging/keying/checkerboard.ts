import { type Bitmap, hasTransparency, type Rect } from '../bitmap';
import { labelled, type TwoColours, twoColours } from './twoColours';

export interface Checkerboard extends TwoColours {
  /** Side of a square in pixels, to the nearest whole one. */
  square: number;
  /** How well the squares alternate, 0–1. */
  certainty: number;
}

const smallest = 3;
const largest = 160;
/** Lines that are looked at for each size; the sizes are many. */
const lines = 40;
/** How well squares have to alternate, 0–1. At 0.5, crops of photographs raise alarms, and no more grids are found. */
const certain = 0.6;

/**
 * A checkerboard that is painted where transparency should be: image models draw what editors show. Squares of two flat
 * colours that reach the image's edges, of any usual size, also scaled, shifted, blurred a little or with JPEG's noise.
 */
export function findPaintedCheckerboard(bitmap: Bitmap): Checkerboard | undefined {
  if (bitmap.width < 4 * smallest || bitmap.height < 4 * smallest || hasTransparency(bitmap))
    return undefined;
  for (const colours of twoColours(bitmap, rim(bitmap))) {
    const found = gridOf(bitmap, colours);
    if (found) return found;
  }
  return undefined;
}

function gridOf(bitmap: Bitmap, colours: TwoColours): Checkerboard | undefined {
  const { width, height } = bitmap;
  const labels = labelled(bitmap, colours);
  const most = Math.min(largest, Math.floor(Math.min(width, height) / 2));
  const views = viewsOf(width, height);
  let found: Checkerboard | undefined;
  for (let square = smallest; square <= most; square++) {
    const certainty = Math.max(...views.map(view => alternation(labels, width, view, square)));
    if (certainty > (found?.certainty ?? 0)) found = { ...colours, square, certainty };
    // Three squares on, it alternates again, but never better than here.
    if (found && square > found.square * 1.6 + 2 && found.certainty > 0.85) break;
  }
  return found && found.certainty >= certain ? found : undefined;
}

export function hasPaintedCheckerboard(bitmap: Bitmap): boolean {
  return findPaintedCheckerboard(bitmap) !== undefined;
}

/** Byte offsets of pixels along the edges, about a sixteenth of the shorter side deep; at most some 20 000. */
function rim({ width, height }: Bitmap): number[] {
  const depth = Math.max(4, Math.round(Math.min(width, height) / 16));
  const area = 2 * depth * (width + height);
  const every = Math.max(1, Math.floor(area / 20_000));
  const offsets: number[] = [];
  let count = 0;
  for (let y = 0; y < height; y++) {
    const inside = y >= depth && y < height - depth;
    for (let x = 0; x < width; x++) {
      if (inside && x === depth) x = Math.max(x, width - depth);
      if (count++ % every === 0) offsets.push((y * width + x) * 4);
    }
  }
  return offsets;
}

/** The whole and its four sides: a subject in the middle may have the grid's colours, too. */
function viewsOf(width: number, height: number): Rect[] {
  const [w, h] = [Math.ceil(width * 0.3), Math.ceil(height * 0.3)];
  return [
    { x: 0, y: 0, width, height },
    { x: 0, y: 0, width, height: h },
    { x: 0, y: height - h, width, height: h },
    { x: 0, y: 0, width: w, height },
    { x: width - w, y: 0, width: w, height },
  ];
}

/**
 * The least of four agreements, 0–1: one square to the right and one down it is the other colour, diagonally both ways the
 * same. Stripes fail one of the first, areas of one colour both; noise fails all. 0 where too little is of both colours.
 */
function alternation(labels: Int8Array, stride: number, view: Rect, square: number): number {
  if (Math.min(view.width, view.height) < square * 2) return 0;
  const right = agreement(labels, stride, view, square, 0);
  if (right > -certain) return 0;
  const down = agreement(labels, stride, view, 0, square);
  if (down > -certain) return 0;
  const falling = agreement(labels, stride, view, square, square);
  const rising = agreement(labels, stride, view, -square, square);
  return Math.max(0, Math.min(-right, -down, falling, rising));
}

/** Mean of the products of labels `dx`, `dy` apart: 1 all the same, -1 all different. 0 when too few are labelled. */
function agreement(labels: Int8Array, stride: number, view: Rect, dx: number, dy: number): number {
  // Odd, so that the lines do not fall on the same part of all squares.
  const every = Math.max(1, Math.floor((view.height - dy) / lines)) | 1;
  let [sum, pairs, all] = [0, 0, 0];
  const from = view.x + Math.max(0, -dx);
  const to = view.x + view.width - Math.max(0, dx);
  for (let y = view.y; y + dy < view.y + view.height; y += every) {
    const row = y * stride;
    const other = (y + dy) * stride + dx;
    all += to - from;
    for (let x = from; x < to; x++) {
      const product = (labels[row + x] as number) * (labels[other + x] as number);
      if (product === 0) continue;
      pairs++;
      sum += product;
    }
  }
  return pairs < all * 0.2 ? 0 : sum / pairs;
}
