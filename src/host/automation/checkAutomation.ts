import * as vscode from 'vscode';
import { parseCheck, type CheckArgs } from '../../core/imageIndex/checkArgs';
import type { ImageIndex, Place } from '../../core/imageIndex/imageIndex';
import {
  placeOf,
  type ImageProblem,
  type ProblemFinder,
  type ProblemOptions,
} from '../../core/imageIndex/problems';
import { kilobyte } from '../../core/model/format';
import type { Settings } from '../../core/settings';
import { uriOfIndexed } from '../imageIndex/workspaceWatch';
import { isVirtualWorkspace, virtualSentence } from '../onDisk';
import { problemText } from '../text/problemText';
import { locate } from './locate';

export interface CheckAnswer {
  outcome: 'checked' | 'bad-request';
  /** How many there are. */
  images?: number;
  documents?: number;
  problems?: readonly CheckedProblem[];
  /** Documents that were too much to read. */
  skipped?: readonly { document: vscode.Uri; bytes: number; slow?: true }[];
  /** Folders that did not answer; nothing in them was read. */
  silent?: readonly vscode.Uri[];
  /** There are more files than are read. */
  more?: boolean;
  message?: string;
}

export interface CheckedProblem {
  kind: ImageProblem['kind'];
  message: string;
  image?: vscode.Uri;
  document?: vscode.Uri;
  range?: { start: Place; end: Place };
  /** Where the missing file belongs. */
  target?: vscode.Uri;
  /** The other images with these bytes. */
  others?: readonly vscode.Uri[];
}

/** What is asked of the index, or why not. */
export function checkOptions(
  { kinds, folder }: CheckArgs,
  settings: Settings,
): { options: ProblemOptions } | { refused: string } {
  const options: ProblemOptions = {
    kinds: kinds ?? settings.checkKinds,
    mostBytes: settings.checkMaxKilobytes * kilobyte,
  };
  if (folder === undefined) return { options };
  const located = locate(folder);
  if ('refused' in located) return located;
  const uri = vscode.Uri.file(located.path);
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) {
    return { refused: vscode.l10n.t('“{0}” is not in the workspace.', located.name) };
  }
  return { options: { ...options, folder: uri.path.replace(/(?<=.)\/+$/, '') } };
}

/** `inlineAssets.checkImages` with `wait: true`: what was found. Opens nothing and shows nothing. */
export function createCheck({
  index,
  settings,
}: {
  index: ImageIndex & ProblemFinder;
  settings(): Settings;
}): (ask: Readonly<Record<string, unknown>>) => Promise<CheckAnswer> {
  return async ask => {
    const parsed = parseCheck(ask, vscode.l10n.t);
    if ('refused' in parsed) return { outcome: 'bad-request', message: parsed.refused };
    if (isVirtualWorkspace()) return { outcome: 'bad-request', message: virtualSentence() };
    const asked = checkOptions(parsed.args, settings());
    if ('refused' in asked) return { outcome: 'bad-request', message: asked.refused };
    const { images, documents, skipped, silent, more } = await index.ready(undefined, undefined, true);
    const problems = await index.problems(asked.options);
    return {
      outcome: 'checked',
      images,
      documents,
      problems: problems.map(answerOf),
      skipped: skipped.map(({ path, bytes, slow }) => ({
        ...{ document: uriOfIndexed(path), bytes },
        ...(slow && { slow }),
      })),
      ...(silent && { silent: silent.map(folder => vscode.Uri.file(folder)) }),
      more,
    };
  };
}

function answerOf(problem: ImageProblem): CheckedProblem {
  const nameOf = (path: string) => vscode.workspace.asRelativePath(uriOfIndexed(path));
  return {
    kind: problem.kind,
    message: problemText(vscode.l10n.t, problem, nameOf),
    ...('image' in problem && problem.image !== undefined && { image: uriOfIndexed(problem.image) }),
    ...('document' in problem && { document: uriOfIndexed(placeOf(problem)), range: problem.range }),
    ...('target' in problem && { target: uriOfIndexed(problem.target) }),
    ...('others' in problem && { others: problem.others.map(uriOfIndexed) }),
  };
}
