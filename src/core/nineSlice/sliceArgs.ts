import { givenOf, mustBe } from '../run/argumentObject';
import { type FileArgument, isFile } from '../run/automationArgs';
import type { Translate } from '../translate';
import { sliceEdges, type SliceFill, sliceFills, type Slices } from '../model/slices';

/** The argument object of `inlineAssets.nineSlice`, checked. */
export interface SliceArgs {
  image: FileArgument;
  saveTo: readonly FileArgument[];
  overwrite: boolean;
  fill: SliceFill;
  /** Guides that are left out are proposed. */
  slices: Partial<Slices>;
}

const known = ['image', 'saveTo', 'overwrite', 'fill', ...sliceEdges] as const;
const maxFiles = 10;

/** What is unknown or of a wrong type is refused by name. */
export function parseSlices(
  value: Readonly<Record<string, unknown>>,
  t: Translate,
): { args: SliceArgs } | { refused: string } {
  const wrong = (part: string, wanted: string) => mustBe(t, part, wanted);
  const found = givenOf(value, known, t);
  if ('refused' in found) return found;
  const { image, saveTo = [], overwrite = false, fill = 'stretch' } = found.given;
  if (!isFile(image)) return wrong('image', t('a Uri or a path'));
  const targets: unknown[] = Array.isArray(saveTo) ? saveTo : [saveTo];
  if (!targets.every(isFile)) return wrong('saveTo', t('a Uri or a path'));
  if (targets.length > maxFiles) return wrong('saveTo', `≤ ${maxFiles}`);
  if (typeof overwrite !== 'boolean') return wrong('overwrite', 'true, false');
  if (!isFill(fill)) return wrong('fill', sliceFills.join(', '));
  const slices: Partial<Slices> = {};
  for (const edge of sliceEdges) {
    const pixels = found.given[edge];
    if (pixels === undefined) continue;
    if (!isPixels(pixels)) return wrong(edge, '0, 1, 2, …');
    slices[edge] = pixels;
  }
  return { args: { image, saveTo: targets, overwrite, fill, slices } };
}

function isFill(value: unknown): value is SliceFill {
  return (sliceFills as readonly unknown[]).includes(value);
}

function isPixels(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 100_000;
}
