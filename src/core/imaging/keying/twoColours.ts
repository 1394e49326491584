import type { Bitmap, Rgb } from '../bitmap';

/** The two colours that prevail among some pixels. */
export interface TwoColours {
  a: Rgb;
  b: Rgb;
}

const step = 8;
const bins = 256 / step;
/** RGB distances: noise of one colour, and the least that two of a grid differ by. */
const oneColour = 14;
const apart = 9;
/** Colours that are tried with each other. */
const most = 4;

/** `offsets`: byte offsets of the pixels. The pairs of colours that prevail among them, the most frequent first. */
export function twoColours({ data }: Bitmap, offsets: readonly number[]): TwoColours[] {
  const counts = new Uint32Array(bins ** 3);
  const binOf = (at: number) =>
    (Math.floor((data[at] as number) / step) * bins + Math.floor((data[at + 1] as number) / step)) * bins +
    Math.floor((data[at + 2] as number) / step);
  for (const at of offsets) {
    const bin = binOf(at);
    counts[bin] = (counts[bin] as number) + 1;
  }
  const order = [...counts.keys()].filter(bin => (counts[bin] as number) > 0);
  order.sort((p, q) => (counts[q] as number) - (counts[p] as number));
  const modes: { colour: Rgb; share: number }[] = [];
  // A subject at the edge may have a colour that is more frequent there than one of the grid's.
  for (const bin of order.slice(0, 64)) {
    if (modes.length === most) break;
    if (modes.some(({ colour }) => far(middle(bin), colour) <= apart)) continue;
    const colour = settle(data, offsets, middle(bin), apart / 2 + step / 2);
    if (modes.some(mode => far(mode.colour, colour) < apart)) continue;
    modes.push({ colour, share: offsets.filter(at => far(colourAt(data, at), colour) < oneColour).length });
  }
  const pairs: TwoColours[] = [];
  for (const [i, p] of modes.entries()) {
    for (const q of modes.slice(i + 1)) {
      // In a grid either has about half of what is not subject; blur takes some from both.
      const [less, more] = [Math.min(p.share, q.share), Math.max(p.share, q.share)];
      if (less >= more * 0.25 && less + more >= offsets.length * 0.15)
        pairs.push({ a: p.colour, b: q.colour });
    }
  }
  return pairs;
}

/** 1 nearer to `a`, -1 nearer to `b`, 0 neither: off the line between them. One a pixel, rows from the top. */
export function labelled({ data, width, height }: Bitmap, { a, b }: TwoColours): Int8Array {
  const labels = new Int8Array(width * height);
  const [dr, dg, db] = [b.r - a.r, b.g - a.g, b.b - a.b];
  const length = dr * dr + dg * dg + db * db;
  // Ringing of JPEG overshoots; both colours of a weak grid must still not take in each other's noise.
  // JPEG blurs hue more than lightness, so that coloured grids leave the line.
  const slack = Math.max(20 ** 2, length * 0.35 ** 2);
  for (let i = 0, at = 0; i < labels.length; i++, at += 4) {
    const [r, g, bl] = [
      (data[at] as number) - a.r,
      (data[at + 1] as number) - a.g,
      (data[at + 2] as number) - a.b,
    ];
    const t = (r * dr + g * dg + bl * db) / length;
    const over = Math.max(0, -t, t - 1);
    const off = r * r + g * g + bl * bl - t * t * length + over * over * length;
    if (off <= slack) labels[i] = t < 0.5 ? 1 : -1;
  }
  return labels;
}

function settle(data: Uint8ClampedArray, offsets: readonly number[], start: Rgb, reach: number): Rgb {
  let centre = start;
  for (let round = 0; round < 2; round++) {
    let [count, r, g, b] = [0, 0, 0, 0];
    for (const at of offsets) {
      const here = colourAt(data, at);
      if (far(here, centre) > reach) continue;
      count++;
      r += here.r;
      g += here.g;
      b += here.b;
    }
    if (count > 0) centre = { r: r / count, g: g / count, b: b / count };
  }
  return centre;
}

function middle(bin: number): Rgb {
  const channel = (value: number) => (value + 0.5) * step;
  return {
    r: channel(Math.floor(bin / bins / bins)),
    g: channel(Math.floor(bin / bins) % bins),
    b: channel(bin % bins),
  };
}

function colourAt(data: Uint8ClampedArray, at: number): Rgb {
  return { r: data[at] as number, g: data[at + 1] as number, b: data[at + 2] as number };
}

function far(p: Rgb, q: Rgb): number {
  return Math.sqrt((p.r - q.r) ** 2 + (p.g - q.g) ** 2 + (p.b - q.b) ** 2);
}
