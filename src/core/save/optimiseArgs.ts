import { givenOf, mustBe } from '../run/argumentObject';
import { isFile, type FileArgument } from '../run/automationArgs';
import type { Translate } from '../translate';
import type { OptimiseMode } from './optimise';

/** The argument object of `inlineAssets.optimise`, checked. */
export interface OptimiseArgs {
  /** Files and folders. */
  images: readonly FileArgument[];
  mode: OptimiseMode;
  /** Only says what would become smaller. */
  dryRun: boolean;
  /** Files with Content Credentials, too: their old bytes stay beside. */
  keepOriginals: boolean;
}

const known = ['images', 'mode', 'dryRun', 'keepOriginals'];

export function parseOptimise(
  value: Readonly<Record<string, unknown>>,
  t: Translate,
): { args: OptimiseArgs } | { refused: string } {
  const wrong = (part: string, wanted: string) => mustBe(t, part, wanted);
  const found = givenOf(value, known, t);
  if ('refused' in found) return found;
  const { images, mode = 'lossless', dryRun = false, keepOriginals = false } = found.given;
  if (!Array.isArray(images) || images.length === 0 || !images.every(isFile)) {
    return wrong('images', t('a list of files and folders'));
  }
  if (mode !== 'lossless' && mode !== 'lossy') return wrong('mode', 'lossless, lossy');
  if (typeof dryRun !== 'boolean') return wrong('dryRun', 'true, false');
  if (typeof keepOriginals !== 'boolean') return wrong('keepOriginals', 'true, false');
  return { args: { images, mode, dryRun, keepOriginals } };
}
