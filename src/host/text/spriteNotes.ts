import { assertNever } from '../../core/assertNever';
import type { ImagingError } from '../../core/imaging/imagingPort';
import type { SpriteNote } from '../../core/imaging/sprites';
import type { Translate } from '../../core/translate';
import { imagingProblem } from './imagingText';

/** What came out otherwise than one may think, a sentence. */
export function spriteNote(t: Translate, note: SpriteNote): string {
  switch (note.kind) {
    case 'uneven':
      return t('The image does not divide evenly: frames differ by a pixel, or a rest is left over.');
    case 'empty-cells':
      return note.count === 1
        ? t('One empty cell is left out.')
        : t('{0} empty cells are left out.', note.count);
    case 'specks':
      return note.count === 1 ? t('One speck is left out.') : t('{0} specks are left out.', note.count);
    case 'stand-still':
      return t(
        'Aligned, {0} frames became the same picture: they differed only by their place in the cell. Align “None” keeps it.',
        note.count,
      );
    case 'no-ground':
      return t(
        'The background is neither transparent nor of one color, so nothing is proposed. Say how many frames there are.',
      );
    case 'background-kept':
      return t('The background is not of one color, so it stays.');
    case 'first-frame':
      return t('Of {0} only the first frame is taken: of animations only GIF is taken apart.', note.name);
    case 'transparent':
      return note.count === 1
        ? t('One frame is wholly transparent.')
        : t('{0} frames are wholly transparent.', note.count);
    default:
      return assertNever(note);
  }
}

/** Where nothing else names the image: of several, the error itself says which one it was. */
export function spriteProblem(
  t: Translate,
  error: ImagingError,
  images: readonly { shown: string }[],
): string {
  const [only, ...more] = images;
  const problem = imagingProblem(t, error);
  return only && more.length === 0 ? t('{0}: {1}', only.shown, problem) : problem;
}

/** Frames of an earlier cut in the same folder; at least one name. */
export function staysText(t: Translate, names: readonly string[]): string {
  const [first = '', second = '', ...more] = names;
  if (second === '') return t('{0} of before stays there.', first);
  if (more.length === 0) return t('{0} and {1} of before stay there.', first, second);
  return t('{0}, {1} and {2} more of before stay there.', first, second, more.length);
}
