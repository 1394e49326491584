import { assertNever } from '../../core/assertNever';
import type { Translate } from '../../core/translate';
import type { Optimised } from '../save/optimiser';

type Left = Pick<Optimised, 'skipped' | 'failed'>;

/** So many files are named; of more it is said how many of each kind. */
const mostNamed = 3;

/** What is not made smaller, and why, one sentence; empty: there is nothing. `nameOf`: as the user knows a file. */
export function leftText(t: Translate, left: Left, nameOf: (file: string) => string): string {
  const count = left.skipped.length + left.failed.length;
  if (count === 0) return '';
  if (count === 1) return t('Left as it is: {0}.', leftLines(t, left, nameOf).join('; '));
  const said = count > mostNamed ? counted(t, left) : leftLines(t, left, nameOf);
  return t('{0} left as they are: {1}.', count, said.join('; '));
}

/** Each file and why, what is wrong with it first. */
export function leftLines(
  t: Translate,
  { skipped, failed }: Left,
  nameOf: (file: string) => string,
): readonly string[] {
  return [
    ...failed.map(({ file, reason }) => failedText(t, nameOf(file), reason)),
    ...skipped.map(({ file, why }) => skippedText(t, nameOf(file), why)),
  ];
}

/** Whether the sentence does not name them all. */
export function hasMoreToShow({ skipped, failed }: Left): boolean {
  return skipped.length + failed.length > mostNamed;
}

function counted(t: Translate, { skipped, failed }: Left): readonly string[] {
  const count = (why: Left['skipped'][number]['why']): number =>
    skipped.filter(each => each.why === why).length;
  const kinds: readonly (readonly [number, (n: number) => string])[] = [
    [failed.length, n => t('not readable: {0}', n)],
    [count('animated'), n => t('animated: {0}', n)],
    [count('credentials'), n => t('with Content Credentials: {0}', n)],
    [count('format'), n => t('of a format that is not made smaller this way: {0}', n)],
    [count('no-gain'), n => t('as small as they get here: {0}', n)],
  ];
  return kinds.flatMap(([n, say]) => (n > 0 ? [say(n)] : []));
}

function failedText(t: Translate, name: string, reason: Left['failed'][number]['reason']): string {
  switch (reason) {
    case 'corrupt':
      return t('{0} is damaged', name);
    case 'empty':
      return t('{0} is empty', name);
    case 'not-an-image':
      return t('{0} is not an image', name);
    case 'too-large':
      return t('{0} has too many pixels', name);
    default:
      return t('{0} cannot be read', name);
  }
}

function skippedText(t: Translate, name: string, why: Left['skipped'][number]['why']): string {
  switch (why) {
    case 'animated':
      return t('{0} is animated', name);
    case 'format':
      return t('{0} is of a format that is not made smaller this way', name);
    case 'credentials':
      return t('{0} would lose its Content Credentials', name);
    case 'no-gain':
      return t('{0} is as small as it gets here', name);
    default:
      return assertNever(why);
  }
}
