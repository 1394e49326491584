import { maxPalette, type PixelArt, pixelArtRanges, plainPixelArt } from '../model/pixelArt';

/** `true`: as by default. Undefined: a part is unknown, or its value is not. */
export function readPixelArt(value: unknown): PixelArt | undefined {
  if (value === true) return plainPixelArt;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const parts: Record<string, unknown> = { ...plainPixelArt };
  for (const [name, part] of Object.entries(value)) {
    if (part === undefined) continue;
    const check = Object.hasOwn(checks, name) ? checks[name as keyof PixelArt] : undefined;
    if (!check?.(part)) return undefined;
    parts[name] = part;
  }
  return parts as unknown as PixelArt;
}

const flag = (value: unknown): boolean => typeof value === 'boolean';
const within =
  ([low, high]: readonly [number, number], whole = true) =>
  (value: unknown): boolean =>
    value === null ||
    (typeof value === 'number' && value >= low && value <= high && (!whole || Number.isInteger(value)));

const checks: Readonly<Record<keyof PixelArt, (value: unknown) => boolean>> = {
  cell: within(pixelArtRanges.cell, false),
  sample: value => value === 'median' || value === 'dominant',
  colours: within(pixelArtRanges.colours),
  palette: value =>
    value === null ||
    (Array.isArray(value) &&
      value.length > 0 &&
      value.length <= maxPalette &&
      value.every(each => typeof each === 'string' && /^#[0-9a-f]{6}$/i.test(each))),
  dither: flag,
  hardAlpha: flag,
  scale: within(pixelArtRanges.scale),
};
