import { type Bitmap, parseHex, white } from '../bitmap';
import { clamp01 } from '../maths';

/** All change the bitmap in place and leave its alpha alone, unless they say otherwise. */
type Channel = (value: number) => number;

/** Rec. 709 weights, as CSS filters use them. */
const red = 0.2126;
const green = 0.7152;
const blue = 0.0722;

function eachChannel({ data }: Bitmap, map: Channel): void {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, value) => map(value));
  for (let i = 0; i < data.length; i += 4) {
    data[i] = table[data[i] as number] as number;
    data[i + 1] = table[data[i + 1] as number] as number;
    data[i + 2] = table[data[i + 2] as number] as number;
  }
}

/** Row-major 3 × 3. */
function eachColour({ data }: Bitmap, m: readonly number[]): void {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, k = 0] = m;
  for (let i = 0; i < data.length; i += 4) {
    const r = data[i] as number;
    const gr = data[i + 1] as number;
    const bl = data[i + 2] as number;
    data[i] = a * r + b * gr + c * bl;
    data[i + 1] = d * r + e * gr + f * bl;
    data[i + 2] = g * r + h * gr + k * bl;
  }
}

export function grayscale(bitmap: Bitmap): void {
  eachColour(bitmap, [red, green, blue, red, green, blue, red, green, blue]);
}

/** The matrix of CSS `sepia(1)`. */
export function sepia(bitmap: Bitmap): void {
  eachColour(bitmap, [0.393, 0.769, 0.189, 0.349, 0.686, 0.168, 0.272, 0.534, 0.131]);
}

export function invert(bitmap: Bitmap): void {
  eachChannel(bitmap, value => 255 - value);
}

/** A curve that keeps black and white where they are, so that a bright sky does not burn out. */
export function brightness(bitmap: Bitmap, percent: number): void {
  const gamma = percent >= 0 ? 1 / (1 + percent / 60) : 1 + -percent / 60;
  if (percent <= -100) eachChannel(bitmap, () => 0);
  else eachChannel(bitmap, value => 255 * (value / 255) ** gamma);
}

export function contrast(bitmap: Bitmap, percent: number): void {
  const factor = Math.max(0, 1 + percent / 100);
  eachChannel(bitmap, value => (value - 127.5) * factor + 127.5);
}

export function saturation(bitmap: Bitmap, percent: number): void {
  const s = Math.max(0, 1 + percent / 100);
  const [r, g, b] = [red * (1 - s), green * (1 - s), blue * (1 - s)];
  eachColour(bitmap, [r + s, g, b, r, g + s, b, r, g, b + s]);
}

export function warmth(bitmap: Bitmap, percent: number): void {
  const shift = percent / 200;
  eachColour(bitmap, [1 + shift, 0, 0, 0, 1 + shift * 0.15, 0, 0, 0, 1 - shift]);
}

/** The matrix of CSS `hue-rotate()`. */
export function hue(bitmap: Bitmap, degrees: number): void {
  const c = Math.cos((degrees * Math.PI) / 180);
  const s = Math.sin((degrees * Math.PI) / 180);
  eachColour(bitmap, [
    0.213 + c * 0.787 - s * 0.213,
    0.715 - c * 0.715 - s * 0.715,
    0.072 - c * 0.072 + s * 0.928,
    0.213 - c * 0.213 + s * 0.143,
    0.715 + c * 0.285 + s * 0.14,
    0.072 - c * 0.072 - s * 0.283,
    0.213 - c * 0.213 - s * 0.787,
    0.715 - c * 0.715 + s * 0.715,
    0.072 + c * 0.928 + s * 0.072,
  ]);
}

/** Shades of one colour, black and white kept, mixed in by `percent`. */
export function tint(bitmap: Bitmap, hex: string, percent: number): void {
  const colour = parseHex(hex) ?? white;
  const amount = clamp01(percent / 100);
  const light = (red * colour.r + green * colour.g + blue * colour.b) / 255;
  const pivot = Math.min(0.85, Math.max(0.15, light));
  const shade = (target: number, at: number) =>
    at < pivot ? (target * at) / pivot : target + ((255 - target) * (at - pivot)) / (1 - pivot);
  const table = Array.from({ length: 256 }, (_, i) => [
    shade(colour.r, i / 255),
    shade(colour.g, i / 255),
    shade(colour.b, i / 255),
  ]) as [number, number, number][];
  const { data } = bitmap;
  for (let i = 0; i < data.length; i += 4) {
    const r = data[i] as number;
    const g = data[i + 1] as number;
    const b = data[i + 2] as number;
    const to = table[Math.round(red * r + green * g + blue * b)] ?? [255, 255, 255];
    data[i] = r + (to[0] - r) * amount;
    data[i + 1] = g + (to[1] - g) * amount;
    data[i + 2] = b + (to[2] - b) * amount;
  }
}

/** Changes alpha only. */
export function opacity({ data }: Bitmap, percent: number): void {
  const factor = clamp01(percent / 100);
  for (let i = 3; i < data.length; i += 4) data[i] = (data[i] as number) * factor;
}
