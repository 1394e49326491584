import type { Rgb } from '../bitmap';
import { linearOf } from './oklab';

type Lab = readonly [l: number, a: number, b: number];

/** CIE L*a*b* of an sRGB colour, D65. Source: CIE 15; matrix of IEC 61966-2-1. */
export function cielab({ r, g, b }: Rgb): Lab {
  const [lr, lg, lb] = [linear(r), linear(g), linear(b)];
  const x = root((0.4124564 * lr + 0.3575761 * lg + 0.1804375 * lb) / 0.95047);
  const y = root(0.2126729 * lr + 0.7151522 * lg + 0.072175 * lb);
  const z = root((0.0193339 * lr + 0.119192 * lg + 0.9503041 * lb) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function linear(channel: number): number {
  return linearOf[Math.min(255, Math.max(0, Math.round(channel)))] as number;
}

function root(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116;
}

const degrees = Math.PI / 180;

/** CIEDE2000 (CIE 142-2001) of two CIE L*a*b* colours; 1 is just seen. Angles in radians. */
export function deltaE2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const meanChroma7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const stretch = 1.5 - 0.5 * Math.sqrt(meanChroma7 / (meanChroma7 + 25 ** 7));
  const c1 = Math.hypot(a1 * stretch, b1);
  const c2 = Math.hypot(a2 * stretch, b2);
  const h1 = angle(a1 * stretch, b1);
  const h2 = angle(a2 * stretch, b2);
  const grey = c1 * c2 === 0;
  let turn = grey ? 0 : h2 - h1;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  let hue = h1 + h2;
  if (!grey) hue = (Math.abs(h1 - h2) > Math.PI ? hue + (hue < 2 * Math.PI ? 1 : -1) * 2 * Math.PI : hue) / 2;
  const light = (l1 + l2) / 2;
  const chroma = (c1 + c2) / 2;
  const t =
    1 -
    0.17 * Math.cos(hue - 30 * degrees) +
    0.24 * Math.cos(2 * hue) +
    0.32 * Math.cos(3 * hue + 6 * degrees) -
    0.2 * Math.cos(4 * hue - 63 * degrees);
  const dl = (l2 - l1) / (1 + (0.015 * (light - 50) ** 2) / Math.sqrt(20 + (light - 50) ** 2));
  const dc = (c2 - c1) / (1 + 0.045 * chroma);
  const dh = (2 * Math.sqrt(c1 * c2) * Math.sin(turn / 2)) / (1 + 0.015 * chroma * t);
  const twist = 60 * degrees * Math.exp(-(((hue / degrees - 275) / 25) ** 2));
  const rotation = -2 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)) * Math.sin(twist);
  return Math.sqrt(dl * dl + dc * dc + dh * dh + rotation * dc * dh);
}

function angle(a: number, b: number): number {
  const hue = Math.atan2(b, a);
  return hue < 0 ? hue + 2 * Math.PI : hue;
}
