import { givenOf, mustBe } from '../run/argumentObject';
import { type FileArgument, isFile } from '../run/automationArgs';
import type { Translate } from '../translate';

/** The argument object of `inlineAssets.inspect`, checked. */
export interface InspectArgs {
  image: FileArgument;
  /** Measure how its edges meet when it is repeated. */
  seams: boolean;
  /** Look for a checkerboard painted where transparency should be. */
  checkerboard: boolean;
}

export function parseInspect(
  value: Readonly<Record<string, unknown>>,
  t: Translate,
): { args: InspectArgs } | { refused: string } {
  const found = givenOf(value, ['image', 'seams', 'checkerboard'], t);
  if ('refused' in found) return found;
  const { image, seams = false, checkerboard = false } = found.given;
  if (!isFile(image)) return mustBe(t, 'image', t('a Uri or a path'));
  if (typeof seams !== 'boolean') return mustBe(t, 'seams', 'true, false');
  if (typeof checkerboard !== 'boolean') return mustBe(t, 'checkerboard', 'true, false');
  return { args: { image, seams, checkerboard } };
}
