import { assertNever } from '../../core/assertNever';
import type { CutChecks, KeptReason, KeyName } from '../../core/model/cutout';
import type { Candidate, RequestRecord } from '../../core/model/run';
import type { Translate } from '../../core/translate';

/** ΔE2000: more is seen at a glance. */
const visibleHalo = 3;
/** Of the subject: more is worth a word. */
const muchSeeThrough = 0.05;

/** What became of the key colour behind an image, a sentence each. */
export function keyNotes(
  t: Translate,
  { key }: Pick<RequestRecord, 'key'>,
  { cutout, painted }: Candidate,
): readonly string[] {
  const seen = painted
    ? [
        t(
          'A checkerboard is painted where transparency should be. “Remove flat background” in Save… takes it away.',
        ),
      ]
    : [];
  if (!key || !cutout) return seen;
  const colour = colourWord(t, key.name);
  if ('kept' in cutout) return [keptSentence(t, cutout.kept, colour), ...seen];
  return [
    t('The {0} background that the model was asked for was removed on this machine.', colour),
    ...checkNotes(t, cutout.checks),
  ];
}

/** Of an opaque image. */
export function checkerboardNote(t: Translate): string {
  return t('A checkerboard is painted where transparency should be. “Remove flat background” takes it away.');
}

/** What was measured in a cut-out and is worth a word, a sentence each. */
export function checkNotes(t: Translate, { clear, seeThrough, holes, halo }: CutChecks): readonly string[] {
  const fringe = fringeOn(t, halo);
  return [
    ...(clear === 0 ? [t('Nothing of the image is transparent.')] : []),
    ...(fringe.length > 0
      ? [t('Some of the background’s color is left at the edges; it shows on {0}.', fringe.join(', '))]
      : []),
    ...(holes === 1 ? [t('The subject has a hole where the background does not show through.')] : []),
    ...(holes > 1 ? [t('The subject has {0} holes where the background does not show through.', holes)] : []),
    ...(seeThrough > muchSeeThrough
      ? [
          t(
            '{0} % of the subject is see-through. That is right for glass or smoke only.',
            Math.round(seeThrough * 100),
          ),
        ]
      : []),
  ];
}

function fringeOn(t: Translate, { black, white, page }: CutChecks['halo']): readonly string[] {
  return [
    ...(black > visibleHalo ? [t('black')] : []),
    ...(white > visibleHalo ? [t('white')] : []),
    ...(page > visibleHalo ? [t('the page color')] : []),
  ];
}

function keptSentence(t: Translate, why: KeptReason, colour: string): string {
  switch (why) {
    case 'no-key':
      return t(
        'Not transparent: the model did not paint the flat {0} background it was asked for. This is the image as it came.',
        colour,
      );
    case 'gradient':
      return t(
        'Not transparent: the {0} background changes from one shade to another, so it was left. This is the image as it came.',
        colour,
      );
    case 'all-background':
      return t(
        'Not transparent: there is nothing in the image but the {0} background. This is the image as it came.',
        colour,
      );
    case 'key-in-subject':
      return t(
        'Not transparent: the subject is {0} too and would get holes, so the background was left. This is the image as it came.',
        colour,
      );
    case 'stopped':
      return t(
        'Not transparent: you stopped before the {0} background was removed. This is the image as it came; “Remove flat background” in Save… does it.',
        colour,
      );
    case 'interrupted':
      return t(
        'Not transparent: the window closed before the {0} background was removed. This is the image as it came; “Remove flat background” in Save… does it.',
        colour,
      );
    case 'failed':
      return t(
        'Not transparent: the {0} background could not be removed here. This is the image as it came.',
        colour,
      );
    default:
      return assertNever(why);
  }
}

export function colourWord(t: Translate, name: KeyName): string {
  const words: Readonly<Record<KeyName, string>> = {
    green: t('green'),
    magenta: t('magenta'),
    blue: t('blue'),
    cyan: t('cyan'),
    red: t('red'),
    yellow: t('yellow'),
  };
  return words[name];
}
