import type { Rgb } from '../bitmap';

/** How much of a saturated key a colour holds at least and at most, 0–1. */
export interface KeyShare {
  /**
   * What a subject free of the key leaves: the rest after taking out this share has no more of the key's hue. It is exact
   * for grey subjects of any transparency (glass, shadows), and a lower bound for others. After P. Vlahos' colour
   * difference matte (US patent 3,595,987, expired), for any hue: of each pair of channels the key sets apart.
   */
  least(r: number, g: number, b: number): number;
  /** Beyond it the rest would be no colour: a channel below 0 or above 255. */
  most(r: number, g: number, b: number): number;
}

/** The largest difference of two channels, 0–255: how well a colour can be told from greys. */
export function saturationOf({ r, g, b }: Rgb): number {
  return Math.max(r, g, b) - Math.min(r, g, b);
}

/** Below it a key says nothing about transparency by its hue. */
const leastSaturation = 60;

/** `byHue` false: `least` is always 0, for keys that a subject may hold, too. `slack`: noise of a channel, 0–255. */
export function keyShare(key: Rgb, byHue: boolean, slack: number): KeyShare {
  const k = [key.r, key.g, key.b];
  const most = saturationOf(key);
  const pairs: (readonly [number, number, number])[] = [];
  if (byHue && most >= leastSaturation) {
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const apart = (k[i] as number) - (k[j] as number);
        // Lesser differences amplify noise, and warm and cool greys would be taken for the key's absence.
        if (apart >= most * 0.6) pairs.push([i, j, apart]);
      }
    }
  }
  const rgb = [0, 0, 0];
  return {
    least(r, g, b) {
      rgb[0] = r;
      rgb[1] = g;
      rgb[2] = b;
      let share = pairs.length === 0 ? 0 : 1;
      for (const [i, j, apart] of pairs) {
        share = Math.min(share, ((rgb[i] as number) - (rgb[j] as number)) / apart);
      }
      return Math.max(0, share);
    },
    most: (r, g, b) => Math.min(1, limit(r, key.r, slack), limit(g, key.g, slack), limit(b, key.b, slack)),
  };
}

function limit(value: number, key: number, slack: number): number {
  const below = key > 0 ? (value + slack) / key : 1;
  const above = key < 255 ? (255 - value + slack) / (255 - key) : 1;
  return Math.min(below, above);
}
