import type { Converted, InputTraits } from '../../core/imaging/imagingPort';
import { formatBytes } from '../../core/model/format';
import type { OutputSettings } from '../../core/model/output';
import type { ImageFacts } from '../../core/model/run';
import type { Translate } from '../../core/translate';
import { leftOutText } from './metadataText';

/** What a file loses beside the image it is made from, or what is worth a word, a sentence each. */
export function outputNotes(
  t: Translate,
  before: ImageFacts,
  after: ImageFacts,
  settings: OutputSettings,
  { left = [], was = {} }: Pick<Converted, 'left' | 'was'> = {},
): readonly string[] {
  const leftOut = leftOutText(t, before, after, left);
  // Pixels that are enlarged as squares stay sharp.
  const scale = settings.pixelArt ? 1 : enlargement(before, after, settings);
  return [
    ...(scale > 1.01 ? [t('Enlarged {0}×: it will look soft.', scale.toFixed(1))] : []),
    ...((before.hasAlpha || settings.cutout) && !after.hasAlpha
      ? [t('The transparent parts are filled with {0}.', settings.background ?? t('white'))]
      : []),
    ...(before.animated && !after.animated ? [firstFrameNote(t)] : []),
    ...traitNotes(t, was),
    ...(leftOut === '' ? [] : [t('In the original and not in this file: {0}.', leftOut)]),
    ...(after.bytes > before.bytes && after.width * after.height <= before.width * before.height
      ? [t('Bigger than the image it is made from, which has {0}.', formatBytes(before.bytes))]
      : []),
  ];
}

/** Of an animation that becomes a still picture. */
export function firstFrameNote(t: Translate): string {
  return t('Only the first frame of the animation is kept.');
}

function traitNotes(t: Translate, { deep, cmyk, turned, profile }: InputTraits): readonly string[] {
  return [
    ...(deep ? [t('The original has more than 8 bits a channel; this file has 8.')] : []),
    ...(cmyk
      ? [
          t(
            'Turned from the inks of a printing press (CMYK) into screen colors, without its profile: look at them.',
          ),
        ]
      : []),
    ...(turned ? [t('Turned upright, as the metadata of the original says.')] : []),
    ...(profile === 'kept' ? [t('The color profile is kept.')] : []),
    ...(profile === 'srgb' ? [t('The colors were converted from the color profile to sRGB.')] : []),
    ...(profile === 'damaged'
      ? [t('The color profile of the original is damaged or not for screens, and was left out.')]
      : []),
  ];
}

/** How much larger the picture is drawn; above 1 it has fewer pixels than the file pretends. */
function enlargement(before: ImageFacts, after: ImageFacts, { fit }: OutputSettings): number {
  const sides = [after.width / before.width, after.height / before.height];
  return fit === 'pad' ? Math.min(...sides) : Math.max(...sides);
}

/** Of pixel art: what it really has. */
export function drawingNote(
  t: Translate,
  { width, height, cell }: { width: number; height: number; cell: number },
): string {
  const size = `${width} × ${height}`;
  return t(
    'The drawing has {0} pixels, each of {1} in the picture.',
    size,
    String(Math.round(cell * 100) / 100),
  );
}
