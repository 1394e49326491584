import * as vscode from 'vscode';
import { placeOf, type ImageProblem, type ProblemKind } from '../../core/imageIndex/problems';
import type { Settings } from '../../core/settings';
import {
  galleryFlags,
  flagBits,
  type GalleryFinding,
  type GalleryFlag,
  type GalleryProblem,
} from '../../protocol/galleryViews';
import { problemText } from '../text/problemText';
import { flagsOfProblems, imagesOf } from './galleryFlags';
import type { GalleryEntry } from './galleryModel';

type NameOf = (path: string) => string;

/** What is wrong with an image, in words. */
export function problemsOf(
  { known, path }: GalleryEntry,
  problems: readonly ImageProblem[],
  nameOf: NameOf,
): GalleryProblem[] {
  const { t } = vscode.l10n;
  const own = problems.filter(problem => imagesOf(problem).includes(path));
  const sentence = (flag: GalleryFlag): string => {
    const [found] = own.filter(
      problem => ((flagsOfProblems([problem]).get(path) ?? 0) & flagBits[flag]) !== 0,
    );
    return found && flag !== 'duplicate' ? problemText(t, found, nameOf) : '';
  };
  const words: Readonly<Record<GalleryFlag, [title: string, explanation: string]>> = {
    unused: [t('Unused'), sentence('unused')],
    'too-big': [t('Too big'), sentence('too-big')],
    duplicate: [t('Duplicate'), t('Other files are the same image:')],
    'no-alt': [t('No alt text'), t('A place that shows it has no words for people who do not see it.')],
    generated: [t('Generated'), t('Saved by Inline Assets.')],
    broken: [t('Broken'), sentence('broken') || t('The file cannot be read as an image.')],
    'wrong-extension': [t('Wrong extension'), sentence('wrong-extension')],
  };
  const flags = known?.flags ?? 0;
  return galleryFlags
    .filter(flag => (flags & flagBits[flag]) !== 0)
    .map(flag => ({ flag, title: words[flag][0], explanation: words[flag][1] }));
}

/** The rows of the table of problems; those that "Check Images" is set to tell of. */
export function findingsOf(
  problems: readonly ImageProblem[],
  settings: Pick<Settings, 'checkKinds' | 'checkSeverity' | 'missingImagesSeverity'>,
  nameOf: NameOf,
  idOf: (path: string) => number | undefined,
): GalleryFinding[] {
  const { checkKinds, checkSeverity, missingImagesSeverity } = settings;
  return problems.flatMap((problem, index): GalleryFinding[] => {
    if (!checkKinds.includes(problem.kind)) return [];
    const isMissing = problem.kind === 'missing' && missingImagesSeverity !== 'off';
    const [about] = imagesOf(problem);
    const image = about === undefined ? undefined : idOf(about);
    return [
      {
        index,
        kind: problem.kind,
        title: kindTitle(problem.kind),
        severity: isMissing ? missingImagesSeverity : checkSeverity,
        message: problemText(vscode.l10n.t, problem, nameOf),
        file: nameOf(placeOf(problem)),
        ...('range' in problem && { line: problem.range.start.line + 1 }),
        ...(image !== undefined && { image }),
      },
    ];
  });
}

function kindTitle(kind: ProblemKind): string {
  const { t } = vscode.l10n;
  const titles: Readonly<Record<ProblemKind, string>> = {
    missing: t('Missing image'),
    unreadable: t('Broken'),
    unused: t('Unused'),
    'too-big': t('Too big'),
    'wrong-extension': t('Wrong extension'),
    'wrong-size': t('Wrong size'),
    'no-alt': t('No alt text'),
    duplicates: t('Duplicate'),
  };
  return titles[kind];
}
