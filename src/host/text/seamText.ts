import { isImagingError } from '../../core/imaging/imagingPort';
import type { Seam, Seams } from '../../core/imaging/seams';
import type { SeamsView } from '../../protocol/views';
import { imagingProblem } from './imagingText';
import type { Translate } from '../../core/translate';

/** How the edges of an image meet, or why that cannot be said. */
export async function seamsView(t: Translate, measured: Promise<Seams>): Promise<SeamsView> {
  try {
    const { sides, ends } = await measured;
    return {
      verdict: sides.shows || ends.shows ? 'shows' : 'meets',
      lines: [
        sides.shows
          ? t('A seam shows at left and right: {0}.', howMuch(t, sides))
          : t('Left and right meet without a seam.'),
        ends.shows
          ? t('A seam shows at top and bottom: {0}.', howMuch(t, ends))
          : t('Top and bottom meet without a seam.'),
      ],
    };
  } catch (error) {
    if (!isImagingError(error)) throw error;
    return { verdict: 'unknown', lines: [imagingProblem(t, error)] };
  }
}

/** Beyond it a number says nothing more. */
const mostTimes = 20;

function howMuch(t: Translate, { step, usual }: Seam): string {
  const times = Math.round(step / Math.max(usual, 0.5));
  // Below twice, the number says less than the eye.
  return times < 2
    ? t('the edges differ more than neighbors inside')
    : t(
        'the edges differ {0} times as much as neighbors inside',
        times > mostTimes ? `${mostTimes}+` : times,
      );
}
