import { type KeyName, keyColours, keyNames } from '../../model/cutout';
import { type Bitmap, parseHex, type Rgb, white } from '../bitmap';
import { keyShare } from './keyShare';
import { distanceFrom } from './oklab';

/** How much of each key something holds: shares of an image, or marks of a prompt. */
export type HeldKeys = Readonly<Partial<Record<KeyName, number>>>;

/** Of the reference's pixels so many are looked at. */
const samples = 40_000;
/** A few stray pixels are no reason to leave the first colours, which models paint best. */
const steps = 200;

/**
 * The colour that the reference images contain least of (`held`, a share of 0–1 each) and the prompt speaks least of
 * (`marks`, 1 as much as a tenth of an image); of equals the first.
 */
export function chooseKey(held: readonly HeldKeys[] = [], marks: HeldKeys = {}): KeyName {
  const rank = (name: KeyName) =>
    Math.round(Math.max(0, ...held.map(image => image[name] ?? 0)) * steps) +
    ((marks[name] ?? 0) * steps) / 10;
  return keyNames.reduce((best, next) => (rank(next) < rank(best) ? next : best));
}

export function keyRgb(name: KeyName): Rgb {
  return parseHex(keyColours[name]) ?? white;
}

/** Of each key the share of the visible pixels that would become see-through, each counted by how much. */
export function heldKeys(bitmap: Bitmap): Record<KeyName, number> {
  const shares = keyNames.map(name => [name, heldOf(bitmap, keyRgb(name))] as const);
  return Object.fromEntries(shares) as Record<KeyName, number>;
}

function heldOf({ data }: Bitmap, key: Rgb): number {
  const share = keyShare(key, true, 0);
  const distance = distanceFrom(key);
  const step = 4 * Math.max(1, Math.floor(data.length / 4 / samples));
  let [visible, held] = [0, 0];
  for (let at = 0; at < data.length; at += step) {
    const alpha = (data[at + 3] as number) / 255;
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    visible += alpha;
    held += alpha * (distance(r, g, b) < 10 ? 1 : share.least(r, g, b));
  }
  return visible > 0 ? held / visible : 0;
}
