import { ascii, u16be, u32be, u8 } from './binary';
import type { Bitmap } from './bitmap';

/** Value of the profile's channel (0–255) to linear light (0–1). */
type Curve = Float32Array;

/** Columns are the linear primaries of the profile, in XYZ with the white D50 of all ICC profiles. */
interface MatrixProfile {
  curves: readonly [Curve, Curve, Curve];
  /** Row by row, from the profile's linear RGB to linear sRGB. */
  matrix: readonly number[];
}

/** XYZ (D50) to linear sRGB, Bradford-adapted: the inverse of the primaries in the sRGB profile of ICC. */
const xyzToSrgb = [
  3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.033454, 0.0719453, -0.2289914, 1.4052427,
];
const steps = 16_384;
const encodeTable = Uint8ClampedArray.from({ length: steps + 1 }, (_, i) => {
  const value = i / steps;
  return 255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);
});

/**
 * Turns pixels of an RGB profile made of curves and primaries (Display P3, Adobe RGB and every camera's own) into sRGB;
 * colours that sRGB has not become the nearest it has in each channel. Changes the bitmap. False: the profile is of
 * another kind (tables), and nothing was changed. Source: ICC.1:2022, annex F.3.
 */
export function toSrgb({ data }: Bitmap, profile: Uint8Array): boolean {
  const parsed = parse(profile);
  if (!parsed) return false;
  const [red, green, blue] = parsed.curves;
  const [a, b, c, d, e, f, g, h, i] = parsed.matrix as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let at = 0; at < data.length; at += 4) {
    const r = red[data[at] as number] as number;
    const gr = green[data[at + 1] as number] as number;
    const bl = blue[data[at + 2] as number] as number;
    data[at] = encode(a * r + b * gr + c * bl);
    data[at + 1] = encode(d * r + e * gr + f * bl);
    data[at + 2] = encode(g * r + h * gr + i * bl);
  }
  return true;
}

function encode(linear: number): number {
  const clipped = linear < 0 ? 0 : linear > 1 ? 1 : linear;
  return encodeTable[Math.round(clipped * steps)] as number;
}

function parse(profile: Uint8Array): MatrixProfile | undefined {
  const tags = tagsOf(profile);
  // A table is the maker's better word on the same device.
  if (tags.has('A2B0') || tags.has('A2B1')) return undefined;
  const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map(name => xyzOf(tags.get(name)));
  const curves = ['rTRC', 'gTRC', 'bTRC'].map(name => curveOf(tags.get(name)));
  const [r, g, b] = columns;
  const [red, green, blue] = curves;
  if (!r || !g || !b || !red || !green || !blue) return undefined;
  const matrix = [0, 3, 6].flatMap(row =>
    [r, g, b].map(column =>
      [0, 1, 2].reduce((sum, i) => sum + (xyzToSrgb[row + i] as number) * (column[i] as number), 0),
    ),
  );
  return { curves: [red, green, blue], matrix };
}

function tagsOf(profile: Uint8Array): Map<string, Uint8Array> {
  const tags = new Map<string, Uint8Array>();
  const count = Math.min(u32be(profile, 128), 100);
  for (let at = 132, i = 0; i < count; i++, at += 12) {
    const offset = u32be(profile, at + 4);
    tags.set(ascii(profile, at, 4), profile.subarray(offset, offset + u32be(profile, at + 8)));
  }
  return tags;
}

function xyzOf(tag: Uint8Array | undefined): number[] | undefined {
  if (!tag || tag.length < 20 || ascii(tag, 0, 4) !== 'XYZ ') return undefined;
  return [8, 12, 16].map(at => fixed(tag, at));
}

/** s15Fixed16Number. */
function fixed(bytes: Uint8Array, at: number): number {
  return (u32be(bytes, at) | 0) / 65_536;
}

function curveOf(tag: Uint8Array | undefined): Curve | undefined {
  if (!tag || tag.length < 12) return undefined;
  const value = ascii(tag, 0, 4) === 'curv' ? sampled(tag) : parametric(tag);
  return value && Float32Array.from({ length: 256 }, (_, i) => value(i / 255));
}

/** `curv`: none is the identity, one a gamma, more are samples at equal distances. */
function sampled(tag: Uint8Array): ((x: number) => number) | undefined {
  const count = u32be(tag, 8);
  if (count === 0) return x => x;
  if (tag.length < 12 + count * 2) return undefined;
  if (count === 1) {
    const gamma = u16be(tag, 12) / 256;
    return x => x ** gamma;
  }
  return x => {
    const place = x * (count - 1);
    const low = Math.floor(place);
    const at = (index: number) => u16be(tag, 12 + Math.min(count - 1, index) * 2) / 65_535;
    return at(low) + (at(low + 1) - at(low)) * (place - low);
  };
}

/** `para`, functions 0–4. */
function parametric(tag: Uint8Array): ((x: number) => number) | undefined {
  if (ascii(tag, 0, 4) !== 'para') return undefined;
  const kind = (u8(tag, 8) << 8) | u8(tag, 9);
  const counts = [1, 3, 4, 5, 7];
  const count = counts[kind];
  if (count === undefined || tag.length < 12 + count * 4) return undefined;
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: count }, (_, i) =>
    fixed(tag, 12 + i * 4),
  );
  switch (kind) {
    case 0:
      return x => x ** g;
    case 1:
      return x => (x >= -b / a ? (a * x + b) ** g : 0);
    case 2:
      return x => (x >= -b / a ? (a * x + b) ** g + c : c);
    case 3:
      return x => (x >= d ? (a * x + b) ** g : c * x);
    default:
      return x => (x >= d ? (a * x + b) ** g + e : c * x + f);
  }
}
