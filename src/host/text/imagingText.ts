import { assertNever } from '../../core/assertNever';
import type { ImagingErrorReason } from '../../core/imaging/imagingPort';
import type { Translate } from '../../core/translate';

/** Why an image cannot be used, one sentence. */
export function imagingSentence(t: Translate, reason: ImagingErrorReason): string {
  switch (reason) {
    case 'not-an-image':
      return t('This file is not an image.');
    case 'corrupt':
      return t('This image is damaged: it can’t be decoded.');
    case 'empty':
      return t('This file is empty.');
    case 'too-large':
      return t('This image is too large to open safely.');
    case 'unsupported':
      return t('Images of this kind can’t be used here. Convert it to PNG, JPEG or WebP first.');
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
