import { assertNever } from '../../core/assertNever';
import { formatPixels } from '../../core/model/format';
import { lostMarks } from '../../core/model/provenanceMarks';
import type { ImageFacts } from '../../core/model/run';
import type { SetProblem } from '../../core/sets/plan';
import type { SetWarning } from '../../core/sets/setWarnings';
import type { Translate } from '../../core/translate';
import { beforeOf } from '../save/saveTypes';
import type { BrokenSet } from '../sets/setCatalog';
import type { MadeFile, MadeSet } from '../sets/setTypes';
import { marksText } from './metadataText';

/** Why a set cannot be made, one or two sentences. */
export function setProblem(t: Translate, problem: SetProblem): string {
  switch (problem.kind) {
    case 'needs-dark':
      return t('This set has two images. Choose the one for dark themes.');
    case 'bad-name':
      return t('“{0}” cannot be the name here: the platform takes {1} only.', problem.name, problem.pattern);
    case 'bad-path':
      switch (problem.why) {
        case 'absolute':
          return t('“{0}” is not a path from the folder of the set.', problem.path);
        case 'escapes':
          return t('“{0}” leads out of the folder of the set.', problem.path);
        case 'hidden':
          return t('“{0}” is in a hidden folder. Sets are not written there.', problem.path);
        case 'not-a-name':
          return t('“{0}” cannot be the name of a file.', problem.path);
        default:
          return assertNever(problem.why);
      }
    case 'own-source':
      return t(
        '{0} is what the set is made of, and would be replaced. Choose another name or folder.',
        problem.path,
      );
    case 'name-taken':
      return t(
        '{0} is there, and the platform takes one file of a name: with {1} beside it, nothing would be built. Delete or rename it, or choose another name.',
        problem.by,
        problem.path,
      );
    case 'same-path':
      return t('Two files of the set would be {0}. Give them different paths.', problem.path);
    case 'bad-format':
      return t('{0} cannot be written: pictures are PNG, JPEG, WebP, AVIF, ICO or ICNS.', problem.path);
    case 'empty':
      return t('No file of the set is left with these options.');
    default:
      return assertNever(problem);
  }
}

/** What is worth a word before a set is written, one or two sentences. */
export function setWarning(t: Translate, warning: SetWarning, image: ImageFacts): string {
  switch (warning.kind) {
    case 'upscaled':
      return t(
        'The image has {0} pixels, and files of up to {1} are made of it: {2} will look soft.',
        formatPixels(image),
        warning.needed,
        listed(t, warning.paths),
      );
    case 'not-square': {
      const size = formatPixels(image);
      const wide = image.width > image.height;
      if (warning.fit === 'cover') {
        return wide
          ? t('Icons are square, and the image is {0}: its sides are cut off.', size)
          : t('Icons are square, and the image is {0}: its top and bottom are cut off.', size);
      }
      return wide
        ? t('Icons are square, and the image is {0}: there is room above and below it.', size)
        : t('Icons are square, and the image is {0}: there is room at its left and right.', size);
    }
    case 'needs-colour':
      return t(
        '{0}: opaque by the rules of the platform. Choose the color behind the image.',
        listed(t, warning.paths),
      );
    case 'other-format':
      return t(
        '{0}: replaced in the format that is there, as the platform takes one file of a name.',
        listed(t, warning.paths),
      );
    case 'wants-alpha':
      return warning.fit === 'cover'
        ? t('The image has no transparency, so it fills the whole of {0}.', listed(t, warning.paths))
        : t(
            'The image has no transparency, so it is a box in {0}, where the subject alone should be.',
            listed(t, warning.paths),
          );
    case 'dark-unused':
      return t('No file of this set is made of the second image: it has none for dark themes.');
    case 'dark-ratio':
      return t('The two images have different shapes: what is around them will jump when the theme changes.');
    default:
      return assertNever(warning);
  }
}

/** About what is there already, one sentence each. */
export function fateNotes(t: Translate, files: readonly MadeFile[]): readonly string[] {
  return files.flatMap(({ fate, planned, kept }) => {
    if (fate === 'kept') return [keptNote(t, planned.path, kept)];
    return fate === 'left-out'
      ? [t('There is no {0} to name the files in, so none is written.', planned.path)]
      : [];
  });
}

/** What says where the image comes from, and is not in pictures that are made of it. */
export function originNotes(
  t: Translate,
  { sources, files }: Pick<MadeSet, 'sources' | 'files'>,
): readonly string[] {
  if (!files.some(({ planned }) => planned.kind === 'image' || planned.kind === 'icon')) return [];
  const none = { contentCredentials: false, aiGenerated: false, synthIdClaimed: false };
  const marks = lostMarks(beforeOf(sources.image).provenance, none);
  return marks.length === 0
    ? []
    : [t('In the image and not in the files made of it: {0}.', marksText(t, marks))];
}

/** A set of the user's that cannot be used: which file, which field. `place` as the user knows it. */
export function brokenSet(t: Translate, { field, problem }: BrokenSet, place: string): string {
  return field === '' ? t('{0}: {1}', place, problem) : t('{0}: “{1}” {2}', place, field, problem);
}

/** By their names, or with their folders where several have one name. */
function listed(t: Translate, paths: readonly string[]): string {
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const alike = new Set(paths.map(nameOf)).size < paths.length;
  const names = paths.slice(0, 2).map(path => (alike ? path : nameOf(path)));
  return paths.length > 2 ? t('{0} and {1} more', names.join(', '), paths.length - 2) : names.join(', ');
}

function keptNote(t: Translate, path: string, kept: MadeFile['kept']): string {
  if (typeof kept === 'object') {
    return t(
      '{0} has “{1}” twice, so it is not clear which one holds. It is left as it is, and nothing is added to it.',
      path,
      kept.twice,
    );
  }
  switch (kept) {
    case 'not-utf8':
      return t('{0} is not in UTF-8. It is left as it is, and nothing is added to it.', path);
    case 'unreadable':
      return t('{0} cannot be read. It is left as it is, and nothing is added to it.', path);
    default:
      return t('{0} is not valid JSON. It is left as it is, and nothing is added to it.', path);
  }
}
