import * as path from 'node:path';
import * as vscode from 'vscode';
import { extensionOf } from '../../core/model/imageFormat';
import { formatBytes } from '../../core/model/format';
import { plainOutput } from '../../core/model/output';
import { formatName } from '../save/phrases';
import type { Saver } from '../save/saver';
import { withoutLinks } from '../text/withoutLinks';
import { whenAnswered } from '../whenAnswered';
import { documentsOf, updateReferences, type UpdateDeps } from './updateReferences';

export interface ConvertDeps extends UpdateDeps {
  saver: Pick<Saver, 'saveTo' | 'undoLastSave'>;
}

/**
 * The image in another format beside the old one, and every reference to it changed. The text is one Undo; the button
 * takes back both. Says what became of it.
 */
export async function convertEverywhere(
  deps: ConvertDeps,
  document: vscode.Uri,
  image: vscode.Uri,
  format: 'webp' | 'avif',
): Promise<void> {
  const target = image.fsPath.replace(/\.[^./\\]+$/, `.${extensionOf(format)}`);
  const title = vscode.l10n.t('Converting {0} to {1}', path.basename(image.fsPath), formatName(format));
  const done = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: withoutLinks(title), cancellable: true },
    async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return work(deps, document, image, target, format, abort.signal).catch((error: unknown) => {
        if (abort.signal.aborted) return undefined;
        throw error;
      });
    },
  );
  if (done !== undefined) await tell(deps, image, done);
}

type Converted = { failed: string } | { saved: Saved; updated: Updated | undefined };
type Saved = Extract<Awaited<ReturnType<Saver['saveTo']>>, { ok: true }>;
type Updated = NonNullable<Awaited<ReturnType<typeof updateReferences>>>;

async function work(
  deps: ConvertDeps,
  document: vscode.Uri,
  image: vscode.Uri,
  target: string,
  format: 'webp' | 'avif',
  signal: AbortSignal,
): Promise<Converted | undefined> {
  // First, for it may take longest: nothing is written when it is stopped.
  const documents = await documentsOf(deps, image, [document], signal);
  const output = { ...plainOutput, format };
  const saved = await deps.saver.saveTo({ file: image.fsPath }, target, { format, output, signal });
  if (!saved.ok) return saved.reason.kind === 'cancelled' ? undefined : { failed: saved.message };
  const updated = await updateReferences(
    deps,
    documents,
    image,
    image.with({ path: targetPath(image, target) }),
  );
  if (updated === undefined) await deps.saver.undoLastSave(saved.saveId);
  return { saved, updated };
}

/** In the form of the image's own URI. */
function targetPath(image: vscode.Uri, target: string): string {
  return image.path.slice(0, image.path.lastIndexOf('/') + 1) + path.basename(target);
}

async function tell(deps: ConvertDeps, image: vscode.Uri, done: Converted): Promise<void> {
  if ('failed' in done) {
    void vscode.window.showWarningMessage(withoutLinks(done.failed));
    return;
  }
  const { saved, updated } = done;
  if (updated === undefined) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('A document changed meanwhile, so nothing was converted. Try again.'),
    );
    return;
  }
  const t = vscode.l10n.t;
  const old = path.basename(image.fsPath);
  const before = (await vscode.workspace.fs.stat(image)).size;
  const documents = new Set(updated.changes.map(change => change.document)).size;
  const parts = [
    t('{0}: {1} → {2}.', path.basename(saved.path), formatBytes(before), formatBytes(saved.facts.bytes)),
    documents === 1
      ? t('References updated: {0}.', updated.changes.length)
      : t('References updated: {0} in {1} files.', updated.changes.length, documents),
  ];
  const left = [...new Set(updated.left.map(uri => vscode.workspace.asRelativePath(uri)))];
  if (left.length > 0) parts.push(t('Still with the old name: {0}.', left.join(', ')));
  const undo = t('Undo');
  const remove = t('Delete {0}', old);
  const buttons = left.length > 0 ? [undo] : [undo, remove];
  const message = vscode.window.showInformationMessage(withoutLinks(parts.join(' ')), ...buttons);
  whenAnswered(message, async answer => {
    if (answer === undo) {
      if (await deps.rewriter.writeBack(updated)) await deps.saver.undoLastSave(saved.saveId);
      else void vscode.window.showWarningMessage(t('The documents have changed since; use Undo in them.'));
    } else if (answer === remove) {
      const edit = new vscode.WorkspaceEdit();
      edit.deleteFile(image, { ignoreIfNotExists: true });
      await vscode.workspace.applyEdit(edit);
    }
  });
}
