import type { PixelSize } from '../model/modelInfo';
import { basename } from './paths';
import type { ImageReference } from './reference';

export interface AskedSize extends PixelSize {
  /** True when the code says both sides, false when a side or both follow from the name. */
  exact: boolean;
  /** What says so: the code, one side in it (the other by the usual shape), the numbers in the name, a word of it, nothing. */
  from: 'code' | 'side' | 'name' | 'word' | 'usual';
}

/** What a name says about the picture, first match wins. */
const sizesByName: readonly { words: RegExp; size: PixelSize }[] = [
  // What Open Graph and Twitter recommend for large cards.
  { words: /^(?:og|opengraph|twitter|social|share|card)$/, size: { width: 1200, height: 630 } },
  // Home screens and stores start from 512; smaller ones are scaled from it.
  { words: /^(?:icon|favicon|logo|app|badge|emoji|sticker|sprite)s?$/, size: { width: 512, height: 512 } },
  // Shown small, as a circle or square; 400 is sharp at 200 CSS pixels.
  { words: /^(?:avatar|thumb|thumbnail|profile|user|author)s?$/, size: { width: 400, height: 400 } },
  // The width of a page, low enough to leave the text in view.
  {
    words: /^(?:hero|banner|cover|header|background|bg|splash|wallpaper)s?$/,
    size: { width: 1600, height: 900 },
  },
];

/** A figure in a text: 3:2 at the width of most content columns, sharp on dense screens. */
const usualSize: PixelSize = { width: 1200, height: 800 };

/** Below, there is nothing to see; above, codecs and services end. */
const [smallest, largest] = [16, 4096];

/** Pixels for the file that a reference is missing: what the code says, else what the name says. */
export function askedSize(
  reference: Pick<ImageReference, 'path' | 'width' | 'height' | 'density'>,
): AskedSize {
  const name = basename(reference.path).replace(/\.[^.]+$/, '');
  const named = /(?:^|[^\d])(\d{2,4})x(\d{2,4})(?!\d)/i.exec(name);
  const density = reference.density ?? Number(/@([1-4])x$/i.exec(name)?.[1] ?? 1);
  const usual = named === null ? sizeByName(name) : { width: Number(named[1]), height: Number(named[2]) };
  const { width, height } = reference;
  if (width !== undefined && height !== undefined) return bounded(width * density, height * density, 'code');
  if (width !== undefined)
    return bounded(width * density, (width * density * usual.height) / usual.width, 'side');
  if (height !== undefined)
    return bounded((height * density * usual.width) / usual.height, height * density, 'side');
  return bounded(usual.width, usual.height, named ? 'name' : usual === usualSize ? 'usual' : 'word');
}

function sizeByName(name: string): PixelSize {
  const words = wordsOf(name);
  return sizesByName.find(entry => words.some(word => entry.words.test(word)))?.size ?? usualSize;
}

/** `loginFlow_2-dark` → `login`, `flow`, `2`, `dark` */
export function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(word => word !== '');
}

/** Keeps the ratio as far as the bounds let it. */
function bounded(width: number, height: number, from: AskedSize['from']): AskedSize {
  const exact = from === 'code' || from === 'name';
  const scale = Math.min(1, largest / Math.max(width, height));
  const side = (pixels: number) => Math.max(smallest, Math.round(pixels * scale));
  return { width: side(width), height: side(height), exact: exact && scale === 1, from };
}
