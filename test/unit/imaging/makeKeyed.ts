import { type Bitmap, createBitmap, type Rgb } from '../../../src/core/imaging/bitmap';
import { clamp01, smoothstep } from '../../../src/core/imaging/maths';
import { seededRandom } from '../../../src/core/imaging/random';
import { cielab, deltaE2000 } from '../../../src/core/imaging/keying/deltaE2000';

export interface Keyed {
  /** Opaque: the subject on the key. */
  image: Bitmap;
  /** The subject as it really is, straight alpha. */
  truth: Bitmap;
  key: Rgb;
}

/** Premultiplied layers in floating point, so that the truth has no rounding in it. */
class Layers {
  readonly data: Float64Array;
  constructor(readonly size: number) {
    this.data = new Float64Array(size * size * 4);
  }
  draw(paint: (x: number, y: number) => { colour: Rgb; alpha: number } | undefined): void {
    for (let y = 0, at = 0; y < this.size; y++) {
      for (let x = 0; x < this.size; x++, at += 4) {
        const layer = paint(x + 0.5, y + 0.5);
        if (!layer || layer.alpha <= 0) continue;
        const { colour, alpha } = layer;
        for (const [c, value] of [colour.r, colour.g, colour.b, 255].entries()) {
          this.data[at + c] = value * alpha + this.data[at + c]! * (1 - alpha);
        }
      }
    }
  }
}

type Palette = { skin: Rgb; hair: readonly Rgb[] };
const rgb = (r: number, g: number, b: number): Rgb => ({ r, g, b });
const warm: Palette = {
  skin: rgb(214, 160, 128),
  hair: [rgb(70, 42, 24), rgb(96, 58, 34), rgb(52, 34, 26), rgb(140, 96, 60)],
};
const cool: Palette = {
  skin: rgb(120, 150, 176),
  hair: [rgb(30, 44, 74), rgb(58, 72, 104), rgb(24, 30, 40), rgb(96, 116, 140)],
};
const red: Palette = {
  skin: rgb(200, 40, 44),
  hair: [rgb(150, 24, 30), rgb(90, 20, 22), rgb(210, 150, 40), rgb(60, 20, 20)],
};

/** Each with subjects that do not hold its hue. */
export const keyed8: readonly { name: string; key: Rgb; palette: Palette }[] = [
  { name: 'green', key: rgb(0, 255, 0), palette: warm },
  { name: 'green, red subject', key: rgb(0, 255, 0), palette: red },
  { name: 'studio green', key: rgb(0, 177, 64), palette: warm },
  { name: 'blue', key: rgb(0, 0, 255), palette: warm },
  { name: 'studio blue', key: rgb(0, 71, 187), palette: red },
  { name: 'magenta', key: rgb(255, 0, 255), palette: warm },
  { name: 'cyan', key: rgb(0, 255, 255), palette: red },
  { name: 'yellow', key: rgb(255, 255, 0), palette: cool },
  { name: 'red', key: rgb(255, 0, 0), palette: cool },
];

/** A head with strands of hair, a glass and a soft shadow. `noise`: deviation of each channel. */
export function makeKeyed(key: Rgb, palette: Palette, seed = 1, size = 256, noise = 0): Keyed {
  const random = seededRandom(seed);
  const layers = new Layers(size);
  const unit = size / 256;
  layers.draw((x, y) => ({
    colour: rgb(0, 0, 0),
    alpha: 0.55 * (1 - smoothstep(0, 1, Math.hypot((x / unit - 128) / 100, (y / unit - 215) / 26))),
  }));
  const tint = rgb(214 + random() * 6, 216 + random() * 6, 218 + random() * 6);
  layers.draw((x, y) => {
    const inset = Math.max(Math.abs(x / unit - 218) - 16, Math.abs(y / unit - 170) - 34);
    if (inset > 1) return undefined;
    const shine = 1 - smoothstep(1, 5, Math.abs(x / unit - 209));
    return {
      colour: tint,
      alpha: clamp01(0.5 - inset * unit) * (0.25 + 0.15 * Math.abs(inset / 16) + 0.5 * shine),
    };
  });
  layers.draw((x, y) => {
    const distance = Math.hypot(x / unit - 118, (y / unit - 132) * 0.85);
    const light = 0.85 + 0.3 * Math.sin(x / 23) * Math.cos(y / 31) - distance / 400;
    const { r, g, b } = palette.skin;
    return { colour: rgb(r * light, g * light, b * light), alpha: clamp01(0.5 + (62 - distance) * unit) };
  });
  for (let strand = 0; strand < 70; strand++) drawStrand(layers, palette, random, unit);
  return finish(layers, key, random, noise);
}

function drawStrand(layers: Layers, palette: Palette, random: () => number, unit: number): void {
  const at = Math.PI * (1 + random() * 1.1 - 0.05);
  const bend = (random() - 0.5) * 1.2;
  const length = 18 + random() * 46;
  const width = 0.5 + random() * 2.2;
  const shade = 0.85 + random() * 0.3;
  const base = palette.hair[Math.floor(random() * palette.hair.length)]!;
  const colour = rgb(base.r * shade, base.g * shade, base.b * shade);
  const points = Array.from({ length: 24 }, (_, i) => {
    const out = 52 + (length * i) / 23;
    const angle = at + (bend * (i / 23) ** 2) / 2;
    return [(118 + out * Math.cos(angle)) * unit, (132 + (out * Math.sin(angle)) / 0.85) * unit] as const;
  });
  const far = Math.max(...points.map(p => p[0])) + 3;
  const low = Math.min(...points.map(p => p[0])) - 3;
  const top = Math.min(...points.map(p => p[1])) - 3;
  const bottom = Math.max(...points.map(p => p[1])) + 3;
  layers.draw((x, y) => {
    if (x < low || x > far || y < top || y > bottom) return undefined;
    let nearest = Infinity;
    let along = 0;
    for (let i = 1; i < points.length; i++) {
      const [ax, ay] = points[i - 1]!;
      const [bx, by] = points[i]!;
      const t = clamp01(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2));
      const distance = Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
      if (distance >= nearest) continue;
      nearest = distance;
      along = (i - 1 + t) / (points.length - 1);
    }
    const thick = width * (1 - along * 0.6);
    // Coverage of a pixel by a line, as by a box filter across it.
    const alpha = clamp01(nearest + 0.5 < thick / 2 ? 1 : thick / 2 + 0.5 - nearest) * Math.min(1, thick);
    return { colour, alpha };
  });
}

function finish({ data, size }: Layers, key: Rgb, random: () => number, noise: number): Keyed {
  const image = createBitmap(size, size);
  const truth = createBitmap(size, size);
  const ground = [key.r, key.g, key.b];
  const normal = () => (random() + random() + random() + random() - 2) * 1.73 * noise;
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3]! / 255;
    for (let c = 0; c < 3; c++) {
      image.data[at + c] = data[at + c]! + ground[c]! * (1 - alpha) + normal();
      truth.data[at + c] = alpha > 0 ? data[at + c]! / alpha : 0;
    }
    image.data[at + 3] = 255;
    truth.data[at + 3] = alpha * 255;
  }
  return { image, truth, key };
}

/** Over the pixels that are partly transparent in truth: mean |Δα| (0–1), and mean ΔE2000 of the colour, weighed by α. */
export function errorsOf(cut: Bitmap, truth: Bitmap, inside?: (x: number, y: number) => boolean) {
  let [count, alpha, weight, colour] = [0, 0, 0, 0];
  for (let at = 0; at < truth.data.length; at += 4) {
    const a = truth.data[at + 3]!;
    if (a === 0 || a === 255) continue;
    if (inside && !inside((at / 4) % truth.width, Math.floor(at / 4 / truth.width))) continue;
    count++;
    alpha += Math.abs(a - cut.data[at + 3]!) / 255;
    if (cut.data[at + 3] === 0) continue;
    weight += a;
    colour += a * deltaE2000(cielab(colourAt(cut, at)), cielab(colourAt(truth, at)));
  }
  return { alpha: alpha / count, colour: colour / weight, count };
}

function colourAt({ data }: Bitmap, at: number): Rgb {
  return { r: data[at]!, g: data[at + 1]!, b: data[at + 2]! };
}
