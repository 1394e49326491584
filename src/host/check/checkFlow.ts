import * as vscode from 'vscode';
import type { ImageIndex, IndexProgress, IndexSummary } from '../../core/imageIndex/imageIndex';
import {
  problemKinds,
  type ImageProblem,
  type ProblemFinder,
  type ProblemOptions,
} from '../../core/imageIndex/problems';
import { foldersOnDisk } from '../onDisk';
import { problemCount } from '../text/problemText';
import { withoutLinks } from '../text/withoutLinks';
import type { ImageProblems } from './imageProblems';

/** "Check Images": looks with progress, fills the Problems panel, and says in one message what there is. */
export async function checkImages(
  { index, problems }: { index: ImageIndex & ProblemFinder; problems: Pick<ImageProblems, 'show'> },
  options: ProblemOptions,
): Promise<void> {
  const { t } = vscode.l10n;
  if (foldersOnDisk().length === 0) {
    void vscode.window.showInformationMessage(t('Open a folder on this disk to check its images.'));
    return;
  }
  const found = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Checking images'), cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      let done = 0;
      try {
        const tell = ({ documents, images, total }: IndexProgress) => {
          const message = t('files: {0}, images: {1}', count(documents), count(images));
          const percent = total ? ((documents + images) / total) * 100 : 0;
          progress.report({ message, ...(total && { increment: Math.max(0, percent - done) }) });
          if (total) done = Math.max(done, percent);
        };
        const summary = await index.ready(controller.signal, tell, true);
        const list = await index.problems(options);
        return controller.signal.aborted ? undefined : { summary, list };
      } catch (error) {
        if (controller.signal.aborted) return undefined;
        throw error;
      }
    },
  );
  if (found === undefined) return;
  problems.show(found.list, options);
  const show = t('Show Problems');
  const message = withoutLinks(messageOf(found.summary, found.list));
  if (found.list.length === 0) void vscode.window.showInformationMessage(message);
  else if ((await vscode.window.showInformationMessage(message, show)) === show) {
    await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
  }
}

function messageOf(summary: IndexSummary, problems: readonly ImageProblem[]): string {
  const { t } = vscode.l10n;
  const counts = problemKinds.flatMap(kind => {
    const some = problems.filter(problem => problem.kind === kind).length;
    return some === 0 ? [] : problemCount(t, kind, some);
  });
  const { images, documents, more, silent = [] } = summary;
  const skipped = summary.skipped.filter(({ slow }) => slow !== true);
  const slow = summary.skipped.filter(file => file.slow === true);
  const sentences = [
    counts.length === 0
      ? t('Images checked: {0}, other files: {1}. No problems.', count(images), count(documents))
      : t(
          'Images checked: {0}, other files: {1}. Found: {2}.',
          count(images),
          count(documents),
          counts.join(', '),
        ),
  ];
  const [first] = skipped;
  if (first !== undefined) {
    const name = vscode.workspace.asRelativePath(vscode.Uri.file(first.path));
    sentences.push(
      skipped.length === 1
        ? t('{0} is too long or minified, and was only searched for names.', name)
        : t('{0} files are too long or minified, and were only searched for names.', skipped.length),
    );
  }
  const [slowest] = slow;
  if (slowest !== undefined) {
    const name = vscode.workspace.asRelativePath(vscode.Uri.file(slowest.path));
    sentences.push(
      slow.length === 1
        ? t('{0} took too long to read and was left out.', name)
        : t('{0} files took too long to read and were left out.', slow.length),
    );
  }
  if (silent.length > 0) {
    const names = silent.map(folder => vscode.workspace.asRelativePath(vscode.Uri.file(folder)));
    sentences.push(t('Left out, because the disk does not answer: {0}.', names.join(', ')));
  }
  if (!more && slow.length + silent.length > 0) sentences.push(t('So unused images are not told.'));
  if (more) sentences.push(t('There are more files than are read, so unused images are not told.'));
  return sentences.join(' ');
}

function count(number: number): string {
  return number.toLocaleString(vscode.env.language);
}
