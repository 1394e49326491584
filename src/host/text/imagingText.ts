import { assertNever } from '../../core/assertNever';
import type { ImagingError, ImagingErrorReason } from '../../core/imaging/imagingPort';
import type { Translate } from '../../core/translate';

/** Why an image cannot be used, one or two sentences: what the decoder found, where that says more than the reason. */
export function imagingProblem(t: Translate, { reason, message }: ImagingError): string {
  switch (reason) {
    case 'too-large':
      return `${message} ${t('Make it smaller first.')}`;
    case 'corrupt':
    case 'unsupported':
    case 'over-budget':
    case 'io':
    case 'not-an-image':
      return message;
    case 'empty':
    case 'disk-full':
    case 'cancelled':
      return imagingSentence(t, reason);
    default:
      return assertNever(reason);
  }
}

/** Why an image cannot be used, one sentence, where the reason says it all. */
export function imagingSentence(
  t: Translate,
  reason: Exclude<ImagingErrorReason, 'too-large' | 'corrupt' | 'unsupported' | 'over-budget'>,
): string {
  switch (reason) {
    case 'not-an-image':
      return t('This file is not an image.');
    case 'empty':
      return t('This file is empty.');
    case 'io':
      return t('This file can’t be read.');
    case 'disk-full':
      return t('The disk is full.');
    case 'cancelled':
      return t('Reading this image was stopped.');
    default:
      return assertNever(reason);
  }
}

export function missingSentence(t: Translate): string {
  return t('This file is no longer there.');
}

export function svgSentence(t: Translate): string {
  return t('SVG is a drawing without pixels. Export it as PNG first.');
}
