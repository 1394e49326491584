import * as vscode from 'vscode';
import { formatBytes } from '../../core/model/format';
import { mayShrink, type OptimiseMode } from '../../core/save/optimise';
import type { Optimised } from '../save/optimiser';
import type { Smaller } from '../save/saveTypes';
import type { Saver } from '../save/saver';
import { withoutLinks } from '../text/withoutLinks';
import { findTargets } from './findTargets';
import { lossText, moreText, nothingText, savingText } from './optimiseText';

type OptimisingSaver = Pick<Saver, 'optimiser' | 'undoLastSave' | 'describe'>;

interface Item extends vscode.QuickPickItem {
  smaller: Smaller;
}

/** Looks at the images, shows what each would save, and replaces those that stay ticked, under one undo. */
export async function optimiseImages(saver: OptimisingSaver, targets: readonly vscode.Uri[]): Promise<void> {
  const { optimiser } = saver;
  if (!vscode.workspace.isTrusted) {
    say(saver.describe({ kind: 'untrusted' }));
    return;
  }
  const { files, more } = await findTargets(targets);
  if (files.length === 0) {
    say(vscode.l10n.t('There are no images here (png, jpg, webp, gif, avif).'));
    return;
  }
  const mode = await askMode(files);
  if (!mode) return;
  const found = await withProgress(
    vscode.l10n.t('Looking for smaller files'),
    files.length,
    (signal, onProgress) => optimiser.look(files, { mode, keepOriginals: true }, signal, onProgress),
  );
  if (more) say(moreText(files.length));
  try {
    if (found.smaller.length === 0) {
      say(nothingText(found));
      return;
    }
    const chosen = await choose(found);
    if (!chosen || chosen.length === 0) return;
    const done = await withProgress(
      vscode.l10n.t('Replacing images'),
      chosen.length,
      (_signal, onProgress) => optimiser.write(chosen, onProgress),
      false,
    );
    await tell(saver, done);
  } finally {
    // After a stop it goes on where it was: what was made is there then.
    await optimiser.discard(found.smaller, { keep: found.left > 0 });
  }
}

/** First what can do something for these files, and for how many of them. */
async function askMode(files: readonly string[]): Promise<OptimiseMode | undefined> {
  const count = (mode: OptimiseMode): number => files.filter(file => mayShrink(file, mode)).length;
  const forFiles = (mode: OptimiseMode): string =>
    vscode.l10n.t('for {0} of {1} files', count(mode), files.length);
  const modes: (vscode.QuickPickItem & { mode: OptimiseMode })[] = [
    {
      mode: 'lossless',
      label: vscode.l10n.t('Without loss'),
      description: forFiles('lossless'),
      detail: vscode.l10n.t('PNG only: the same pixels in fewer bytes'),
    },
    {
      mode: 'lossy',
      label: vscode.l10n.t('With a small loss'),
      description: forFiles('lossy'),
      detail: vscode.l10n.t(
        'JPEG and WebP too, encoded again at the quality of your settings, where that saves a tenth or more',
      ),
    },
  ];
  if (count('lossless') === 0) modes.reverse();
  const chosen = await vscode.window.showQuickPick(modes, {
    title: vscode.l10n.t('Optimize Images'),
    placeHolder: vscode.l10n.t('Every file keeps its name and its format, so references stay as they are'),
  });
  return chosen?.mode;
}

/** Every file with its bytes before and after; ticked at first is what loses nothing that vouches for it. */
async function choose(found: Optimised): Promise<readonly Smaller[] | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const looked = found.smaller.length + found.skipped.length + found.failed.length;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.items = found.smaller.map(smaller => {
    const loses = lossText(smaller);
    return {
      smaller,
      label: vscode.workspace.asRelativePath(smaller.file),
      description: savingText(smaller),
      ...(loses !== undefined && { detail: loses }),
    };
  });
  pick.selectedItems = pick.items.filter(({ smaller }) => smaller.drops.length === 0);
  pick.placeholder =
    found.left > 0
      ? vscode.l10n.t(
          'Images that become smaller: {0} of {1}. Not looked at: {2}; start again to go on there',
          found.smaller.length,
          looked,
          found.left,
        )
      : vscode.l10n.t('Images that become smaller: {0} of {1}', found.smaller.length, looked);
  const title = (chosen: readonly Item[]): string =>
    vscode.l10n.t(
      'Optimize Images: {0} ticked, {1} less',
      chosen.length,
      formatBytes(savedBy(chosen.map(({ smaller }) => smaller))),
    );
  pick.title = title(pick.selectedItems);
  pick.onDidChangeSelection(chosen => (pick.title = title(chosen)));
  return new Promise(resolve => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.map(({ smaller }) => smaller));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

async function tell(
  saver: OptimisingSaver,
  { written, failures, saveId }: Awaited<ReturnType<Saver['optimiser']['write']>>,
): Promise<void> {
  const [first] = failures;
  const left = first
    ? vscode.l10n.t('Left as they were: {0}. {1}', failures.length, saver.describe(first))
    : '';
  if (saveId === undefined) {
    void vscode.window.showErrorMessage(withoutLinks(left));
    return;
  }
  const done = vscode.l10n.t(
    'Images optimized: {0}. {1} less.',
    written.length,
    formatBytes(savedBy(written)),
  );
  const undo = vscode.l10n.t('Undo');
  const show = first ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  void show(withoutLinks([done, left].filter(Boolean).join(' ')), undo).then(answer =>
    answer === undo ? saver.undoLastSave(saveId) : undefined,
  );
}

function withProgress<T>(
  title: string,
  all: number,
  work: (signal: AbortSignal, onProgress: (done: number, file: string) => void) => Promise<T>,
  cancellable = true,
): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable },
      (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        return work(abort.signal, (done, file) =>
          progress.report({
            increment: 100 / all,
            message: vscode.l10n.t('{0} of {1}, {2}', done, all, vscode.workspace.asRelativePath(file)),
          }),
        );
      },
    ),
  );
}

function savedBy(files: readonly Smaller[]): number {
  return files.reduce((sum, { before, after }) => sum + before - after, 0);
}

function say(text: string): void {
  void vscode.window.showInformationMessage(withoutLinks(text));
}
