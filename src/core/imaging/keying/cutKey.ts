import type { CutChecks, KeptReason } from '../../model/cutout';
import type { Bitmap, Rgb } from '../bitmap';
import { type Background, findBackground } from './flatColour';
import { checkCutout } from './checkCutout';
import { distanceFrom, type Lab, oklab } from './oklab';
import { removeKey } from './removeKey';

type FlatBackground = Extract<Background, { kind: 'flat' }>;

/** Of the border; a subject may touch the edges, but a colour that is on less of them is no background. */
const leastBorder = 0.25;
/** OKLab × 100: farther from the key, a model has painted another colour. Pure keys come out darker and paler than asked. */
const stillKey = 30;
/** Of the image: a subject that is smaller is dirt. */
const leastSubject = 0.002;
/** Of the subject: more that is see-through without reason was eaten, because it held the key. */
const mostEaten = 0.25;

/**
 * Cuts out what a model painted before a key colour: everything that holds the key's hue becomes as transparent as it holds
 * it. Changes the bitmap; what cannot be cut out stays as it was. `seeThrough`: the subject may be glass or smoke.
 */
export function cutKey(
  bitmap: Bitmap,
  key: Rgb,
  { seeThrough = false, page }: { seeThrough?: boolean; page?: Rgb } = {},
): { checks: CutChecks } | { kept: KeptReason } {
  // As it prevails on the border, else what is nearest to the key there: a subject may touch the edges.
  const whole = findBackground(bitmap);
  const found = [whole, findBackground(bitmap, key)].find(
    (ground): ground is FlatBackground =>
      ground.kind === 'flat' && ground.share >= leastBorder && isKey(ground.colour, key),
  );
  if (whole.kind === 'gradient' && ofHue(whole.from, key) && ofHue(whole.to, key))
    return { kept: 'gradient' };
  if (!found) return { kept: 'no-key' };
  const before = bitmap.data.slice();
  const { colour, noise } = found;
  removeKey(bitmap, colour, { noise, translucent: true });
  const checks = checkCutout(bitmap, { ...bitmap, data: before }, colour, page);
  const kept = whyNot(checks, visible(bitmap), seeThrough);
  if (kept) bitmap.data.set(before);
  return kept ? { kept } : { checks };
}

function whyNot(checks: CutChecks, subject: number, seeThrough: boolean): KeptReason | undefined {
  if (subject < leastSubject) return 'all-background';
  return !seeThrough && checks.seeThrough > mostEaten ? 'key-in-subject' : undefined;
}

/** By hue and, roughly, lightness: `colour` is what was found near the key. */
function isKey(colour: Rgb, key: Rgb): boolean {
  return distanceFrom(key)(Math.round(colour.r), Math.round(colour.g), Math.round(colour.b)) <= stillKey;
}

/** Some shade of it. */
function ofHue(colour: Rgb, key: Rgb): boolean {
  const [, a, b] = labOf(colour);
  const [, keyA, keyB] = labOf(key);
  const chroma = Math.hypot(a, b);
  return chroma > 4 && a * keyA + b * keyB > 0.9 * chroma * Math.hypot(keyA, keyB);
}

function labOf({ r, g, b }: Rgb): Lab {
  return oklab(Math.round(r), Math.round(g), Math.round(b));
}

function visible({ data }: Bitmap): number {
  let sum = 0;
  for (let at = 3; at < data.length; at += 4) sum += data[at] as number;
  return sum / 255 / (data.length / 4);
}
