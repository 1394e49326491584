import type { PixelSize } from '../../core/model/modelInfo';
import type { Translate } from '../../core/translate';

export function crossedSentence(t: Translate, { width, height }: PixelSize): string {
  return t('The guides meet or cross: of {0} × {1} pixels nothing is left between them.', width, height);
}

export function nothingKeptSentence(t: Translate): string {
  return t('There is nothing to keep at the edges: the whole image is stretched.');
}

export function unknownKindSentence(t: Translate, name: string): string {
  return t('Nine-slice guides are written as .9.png, .json or .css, not as {0}.', name);
}

/** Of a `.9.png`. */
export function guidesInItSentence(t: Translate, name: string): string {
  return t('{0} has its guides in it already.', name);
}

export function tooSmallSentence(t: Translate, name: string, { width, height }: PixelSize): string {
  return t(
    '{0} has {1} × {2} pixels: there is no room for corners and something between them.',
    name,
    width,
    height,
  );
}
