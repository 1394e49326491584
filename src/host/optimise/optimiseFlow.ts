import * as vscode from 'vscode';
import { formatBytes } from '../../core/model/format';
import type { OptimiseMode } from '../../core/save/optimise';
import type { Optimised, Smaller } from '../save/optimiser';
import type { Saver } from '../save/saver';
import { withoutLinks } from '../text/withoutLinks';
import { findTargets } from './findTargets';

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
  const files = await findTargets(targets);
  if (files.length === 0) {
    say(vscode.l10n.t('There are no images here (png, jpg, webp, gif, avif).'));
    return;
  }
  const mode = await askMode();
  if (!mode) return;
  const found = await withProgress(
    vscode.l10n.t('Looking for smaller files'),
    files.length,
    (signal, onProgress) => optimiser.look(files, mode, signal, onProgress),
  );
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
    await optimiser.discard(found.smaller);
  }
}

async function askMode(): Promise<OptimiseMode | undefined> {
  const modes: (vscode.QuickPickItem & { mode: OptimiseMode })[] = [
    {
      mode: 'lossless',
      label: vscode.l10n.t('Without loss'),
      detail: vscode.l10n.t('PNG only: the same pixels in fewer bytes'),
    },
    {
      mode: 'lossy',
      label: vscode.l10n.t('With a small loss'),
      detail: vscode.l10n.t(
        'JPEG and WebP too, encoded again at the quality of your settings, where that saves a tenth or more',
      ),
    },
  ];
  const chosen = await vscode.window.showQuickPick(modes, { title: vscode.l10n.t('Optimize Images') });
  return chosen?.mode;
}

/** Every file with its bytes before and after; all ticked at first. */
async function choose(found: Optimised): Promise<readonly Smaller[] | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const looked = found.smaller.length + found.skipped.length + found.failed.length;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.items = found.smaller.map(smaller => ({
    smaller,
    label: vscode.workspace.asRelativePath(smaller.file),
    description: `${formatBytes(smaller.before)} → ${formatBytes(smaller.after)} (−${percent(smaller)} %)`,
  }));
  pick.selectedItems = pick.items;
  pick.placeholder = [
    vscode.l10n.t('Images that become smaller: {0} of {1}', found.smaller.length, looked),
    ...(found.left > 0 ? [vscode.l10n.t('not looked at: {0}', found.left)] : []),
  ].join(', ');
  const title = (chosen: readonly Item[]): string =>
    vscode.l10n.t(
      'Optimize Images: {0} ticked, {1} less',
      chosen.length,
      formatBytes(savedBy(chosen.map(({ smaller }) => smaller))),
    );
  pick.title = title(pick.items);
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

function nothingText({ skipped, failed, left }: Optimised): string {
  const count = (why: string): number => skipped.filter(each => each.why === why).length;
  const parts: readonly (readonly [number, string])[] = [
    [count('no-gain'), vscode.l10n.t('as small as they get here')],
    [count('format'), vscode.l10n.t('of a format that is not made smaller this way')],
    [count('animated'), vscode.l10n.t('animated')],
    [count('credentials'), vscode.l10n.t('with Content Credentials, which would break')],
    [failed.length, vscode.l10n.t('not readable')],
    [left, vscode.l10n.t('not looked at')],
  ];
  const said = parts.flatMap(([n, what]) => (n > 0 ? [`${n} ${what}`] : []));
  return vscode.l10n.t('Nothing to make smaller: {0}.', said.join(', '));
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

function percent({ before, after }: Smaller): number {
  return Math.round((100 * (before - after)) / before);
}

function say(text: string): void {
  void vscode.window.showInformationMessage(withoutLinks(text));
}
