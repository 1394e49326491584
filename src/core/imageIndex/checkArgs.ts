import { givenOf, mustBe } from '../run/argumentObject';
import { isFile, type FileArgument } from '../run/automationArgs';
import type { Translate } from '../translate';
import { problemKinds, type ProblemKind } from './problems';

/** The argument object of `inlineAssets.checkImages`, checked. */
export interface CheckArgs {
  /** Resolve to what was found, and show nothing. */
  wait: boolean;
  /** Absent: those of the settings. */
  kinds?: readonly ProblemKind[];
  /** Only what is in this folder. */
  folder?: FileArgument;
}

export function parseCheck(
  value: Readonly<Record<string, unknown>>,
  t: Translate,
): { args: CheckArgs } | { refused: string } {
  const found = givenOf(value, ['wait', 'kinds', 'folder'], t);
  if ('refused' in found) return found;
  const { wait = false, kinds, folder } = found.given;
  if (typeof wait !== 'boolean') return mustBe(t, 'wait', 'true, false');
  const args: CheckArgs = { wait };
  if (kinds !== undefined) {
    if (!Array.isArray(kinds) || kinds.length === 0 || !kinds.every(isProblemKind)) {
      return mustBe(t, 'kinds', t('a list of {0}', problemKinds.join(', ')));
    }
    args.kinds = kinds;
  }
  if (folder !== undefined) {
    if (!isFile(folder)) return mustBe(t, 'folder', t('a Uri or a path'));
    args.folder = folder;
  }
  return { args };
}

export function isProblemKind(value: unknown): value is ProblemKind {
  return problemKinds.some(kind => kind === value);
}
