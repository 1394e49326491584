import { type Bitmap, parseHex, type Rgb } from '../bitmap';
import { oklab } from '../keying/oklab';

/** Every visible pixel becomes the nearest of the colours (`#rrggbb`, one at least). `dither`: mixed in a pattern of 4 × 4. */
export function toPalette(bitmap: Bitmap, palette: readonly string[], dither: boolean): void {
  const colours = palette.flatMap(hex => parseHex(hex) ?? []);
  const labs = colours.map(({ r, g, b }) => oklab(r, g, b));
  const known = new Map<number, Rgb>();
  const nearest = (r: number, g: number, b: number): Rgb | undefined => {
    const key = (r << 16) | (g << 8) | b;
    let found = known.get(key);
    if (found) return found;
    const [l, a, bb] = oklab(r, g, b);
    let least = Infinity;
    labs.forEach((lab, i) => {
      const far = (lab[0] - l) ** 2 + (lab[1] - a) ** 2 + (lab[2] - bb) ** 2;
      if (far < least) [least, found] = [far, colours[i]];
    });
    if (found) known.set(key, found);
    return found;
  };
  const spread = dither ? spreadOf(colours) : 0;
  const { width, data } = bitmap;
  for (let i = 0, at = 0; at < data.length; i++, at += 4) {
    if (data[at + 3] === 0) continue;
    const shift =
      spread * ((bayer[((Math.floor(i / width) & 3) << 2) | ((i % width) & 3)] as number) / 16 - 15 / 32);
    const moved = (c: number): number =>
      Math.min(255, Math.max(0, Math.round((data[at + c] as number) + shift)));
    const colour = nearest(moved(0), moved(1), moved(2));
    if (colour) data.set([colour.r, colour.g, colour.b], at);
  }
}

const bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

/** How far a colour is from the next one, on average: what dithering has to bridge. */
function spreadOf(colours: readonly Rgb[]): number {
  if (colours.length < 2) return 0;
  const gaps = colours.map(a =>
    Math.min(
      ...colours
        .filter(b => b !== a)
        .map(b => Math.max(Math.abs(a.r - b.r), Math.abs(a.g - b.g), Math.abs(a.b - b.b))),
    ),
  );
  return gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
}

/** How many different visible colours there are, counted no further than `most` + 1. */
export function countColours({ data }: Bitmap, most: number): number {
  const seen = new Set<number>();
  for (let at = 0; at < data.length && seen.size <= most; at += 4) {
    const alpha = data[at + 3] as number;
    seen.add(
      alpha === 0
        ? -1
        : (data[at] as number) * 0x1000000 +
            ((data[at + 1] as number) << 16) +
            ((data[at + 2] as number) << 8) +
            alpha,
    );
  }
  return seen.size;
}

export function hardenAlpha({ data }: Bitmap): void {
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at + 3] as number) >= 128) data[at + 3] = 255;
    else data.fill(0, at, at + 4);
  }
}
