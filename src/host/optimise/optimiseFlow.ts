import * as vscode from 'vscode';
import { formatBytes } from '../../core/model/format';
import { mayShrink, type OptimiseMode } from '../../core/save/optimise';
import { readSize } from '../imaging/readSize';
import type { Optimised } from '../save/optimiser';
import type { Saver } from '../save/saver';
import { hasMoreToShow } from '../text/leftText';
import { withoutLinks } from '../text/withoutLinks';
import { whenAnswered } from '../whenAnswered';
import { findTargets } from './findTargets';
import { leftOf, moreText, nothingText, savedBy, showLeft } from './optimiseText';
import { reviewSmaller } from './reviewSmaller';

type OptimisingSaver = Pick<Saver, 'optimiser' | 'undoLastSave' | 'describe'>;

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
  if (!mode || !(await askHuge(files, mode))) return;
  const look = () =>
    withProgress(vscode.l10n.t('Looking for smaller files'), files.length, (signal, onProgress) =>
      optimiser.look(files, { mode, keepOriginals: true }, signal, onProgress),
    );
  let found = await look();
  let next = await askStopped(found);
  for (; next === 'go-on'; next = await askStopped(found)) found = await look();
  if (more) say(moreText(files.length));
  try {
    if (next === 'stop') return;
    if (found.smaller.length === 0) {
      say(nothingText(found));
      return;
    }
    const chosen = await reviewSmaller(found);
    if (!chosen || chosen.length === 0) return;
    const done = await withProgress(
      vscode.l10n.t('Replacing images'),
      chosen.length,
      (_signal, onProgress) => optimiser.write(chosen, onProgress),
      false,
    );
    await tell(saver, done, found);
  } finally {
    // After a stop it goes on where it was: what was made is there then.
    await optimiser.discard(found.smaller, { keep: found.left > 0 });
  }
}

/** First what can do something for these files, and for how many of them. */
async function askMode(files: readonly string[]): Promise<OptimiseMode | undefined> {
  const count = (mode: OptimiseMode): number => files.filter(file => mayShrink(file, mode)).length;
  const forFiles = (mode: OptimiseMode): string =>
    vscode.l10n.t('for {0} of {1} images', count(mode), files.length);
  const modes: (vscode.QuickPickItem & { mode: OptimiseMode })[] = [
    {
      mode: 'lossless',
      label: vscode.l10n.t('Without loss'),
      description: forFiles('lossless'),
      detail: vscode.l10n.t('PNG: the same pixels and all metadata, in fewer bytes'),
    },
    {
      mode: 'lossy',
      label: vscode.l10n.t('With a small loss'),
      description: forFiles('lossy'),
      detail: vscode.l10n.t(
        'JPEG and WebP too, at the quality of your settings. Author and copyright stay, GPS and camera data go',
      ),
    },
  ];
  // With PNGs alone there is nothing to choose.
  if (count('lossless') === count('lossy')) return 'lossless';
  // What can do nothing here would only be a dead end.
  const useful = modes.filter(({ mode }) => count(mode) > 0);
  const chosen = await vscode.window.showQuickPick(useful, {
    title: vscode.l10n.t('Optimize Images'),
    placeHolder: vscode.l10n.t('Every file keeps its name and its format, so references stay as they are'),
  });
  return chosen?.mode;
}

/** Among more files than these one that takes long is only one of many, and there is Cancel. */
const mostLookedAt = 50;
/** About half a minute of work. */
const hugePixels = 20_000_000;

/** Before work of minutes: whether to begin. */
async function askHuge(files: readonly string[], mode: OptimiseMode): Promise<boolean> {
  if (files.length > mostLookedAt) return true;
  const t = vscode.l10n.t;
  const huge: string[] = [];
  let pixels = 0;
  for (const file of files) {
    const size = mayShrink(file, mode) ? await readSize(file) : undefined;
    if (size === undefined || size.width * size.height < hugePixels) continue;
    huge.push(file);
    pixels = Math.max(pixels, size.width * size.height);
  }
  const [first] = huge;
  if (first === undefined) return true;
  const megapixels = Math.round(pixels / 1e6);
  const name = vscode.workspace.asRelativePath(first);
  const question =
    huge.length === 1
      ? t('{0} has {1} megapixels. Look for a smaller file?', name, megapixels)
      : t(
          '{0} of the images are huge, the largest has {1} megapixels. Look for smaller files?',
          huge.length,
          megapixels,
        );
  const look = t('Look for It');
  const detail = t(
    'This may take minutes. You can stop it at any time, and nothing is replaced before you have chosen.',
  );
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, look)) === look;
}

/** After Cancel: nothing goes on by itself. `show` also when all was looked at. */
async function askStopped({ smaller, skipped, failed, left }: Optimised): Promise<'go-on' | 'show' | 'stop'> {
  if (left === 0) return 'show';
  const t = vscode.l10n.t;
  const looked = smaller.length + skipped.length + failed.length;
  const items: (vscode.QuickPickItem & { next: 'go-on' | 'show' | 'stop' })[] = [
    { next: 'go-on', label: t('Go on'), description: t('with the other {0}', left) },
    ...(smaller.length > 0
      ? [
          {
            next: 'show' as const,
            label: t('Show what was found'),
            description: t('{0} can become smaller, by {1}', smaller.length, formatBytes(savedBy(smaller))),
          },
        ]
      : []),
    { next: 'stop', label: t('Stop'), description: t('every file stays as it is') },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Stopped: {0} of {1} images were looked at', looked, looked + left),
    ignoreFocusOut: true,
  });
  return chosen?.next ?? 'stop';
}

async function tell(
  saver: OptimisingSaver,
  { written, failures, saveId }: Awaited<ReturnType<Saver['optimiser']['write']>>,
  found: Optimised,
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
  const why = vscode.l10n.t('Show Why');
  const show = first ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const text = withoutLinks([done, left, leftOf(found)].filter(Boolean).join(' '));
  whenAnswered(show(text, undo, ...(hasMoreToShow(found) ? [why] : [])), async answer => {
    if (answer === undo) await saver.undoLastSave(saveId);
    else if (answer === why) await showLeft(found);
  });
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
        let told = 0;
        token.onCancellationRequested(() => abort.abort());
        return work(abort.signal, (done, file) => {
          progress.report({
            increment: (100 * (done - told)) / all,
            message: vscode.l10n.t('{0} of {1}, {2}', done, all, vscode.workspace.asRelativePath(file)),
          });
          told = done;
        });
      },
    ),
  );
}

function say(text: string): void {
  void vscode.window.showInformationMessage(withoutLinks(text));
}
