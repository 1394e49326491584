import * as vscode from 'vscode';
import type { MissingItem } from '../../core/references/missingItems';
import type { ModelId } from '../../core/model/modelInfo';
import type { Saver } from '../save/saver';
import type { Services } from '../services';
import { refusalSentence } from '../text/refusalText';
import { withoutLinks } from '../text/withoutLinks';
import { drawAt } from './drawPlaceholder';
import { MissingBatch, placeholderModel } from './missingBatch';
import type { FoundItems, MissingFinder, MissingScope } from './missingFinder';
import type { ReferenceChanges } from './referenceChanges';
import { statOf } from '../fileStat';

export interface MissingBatchesDeps {
  services: Services;
  saver: Pick<Saver, 'saveTo' | 'sets' | 'describe' | 'undoLastSave' | 'takeBack'>;
  changes: ReferenceChanges;
  finder: MissingFinder;
  show(subject: MissingSubject): Promise<void>;
}

/** What "Generate all missing images…" shows. */
export interface MissingSubject {
  batch: MissingBatch;
  /** What it is about, as the user knows it. */
  title: string;
  found: Pick<FoundItems, 'documents' | 'skipped'>;
  /** A view shows it. */
  shown: boolean;
}

/** Lists of missing images. One at a time is worked on; it goes on when nothing shows it. */
export class MissingBatches {
  private current: MissingSubject | undefined;
  private readonly disposal = new AbortController();

  constructor(private readonly deps: MissingBatchesDeps) {}

  /** The one that is under way. */
  get running(): MissingSubject | undefined {
    return this.current?.batch.busy ? this.current : undefined;
  }

  /** Looks for what is missing there, with progress. undefined: it was stopped, or there is nothing, which was said. */
  async open(scope: MissingScope): Promise<MissingSubject | undefined> {
    const { running } = this;
    if (running) return running;
    const title = titleOf(scope);
    const found = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Looking for missing images'),
        cancellable: true,
      },
      (progress, token) => {
        const abort = new AbortController();
        const stop = () => abort.abort();
        token.onCancellationRequested(stop);
        this.disposal.signal.addEventListener('abort', stop, { once: true });
        let told = 0;
        return this.deps.finder
          .find(scope, abort.signal, (done, all) => {
            if (all === undefined) return;
            const percent = Math.floor((100 * done) / all);
            if (percent <= told) return;
            progress.report({ increment: percent - told, message: vscode.l10n.t('{0} of {1}', done, all) });
            told = percent;
          })
          .then(all => (abort.signal.aborted ? undefined : all));
      },
    );
    if (!found || this.disposal.signal.aborted) return undefined;
    if (found.items.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'No image is missing in {0} ({1} documents read).',
          withoutLinks(title),
          found.documents,
        ),
      );
      return undefined;
    }
    const batch = await this.create(found.items);
    this.takeOver(batch);
    this.current?.batch.dispose();
    const subject: MissingSubject = { batch, title, found, shown: false };
    let busy = false;
    batch.onDidChange(() => {
      const ended = busy && !batch.busy;
      busy = batch.busy;
      if (ended && !subject.shown) this.tellEnd(subject);
    });
    this.current = subject;
    return subject;
  }

  /** For automation: a list that nobody sees. */
  async create(items: readonly MissingItem[], model?: ModelId): Promise<MissingBatch> {
    return new MissingBatch(this.ports(), items, model ?? (await this.firstModel()));
  }

  dispose(): void {
    this.disposal.abort();
    this.current?.batch.dispose();
  }

  /** For somebody who closed the list and works on something else. */
  private tellEnd(subject: MissingSubject): void {
    const { batch, title } = subject;
    const { t } = vscode.l10n;
    const saved = batch.rows.filter(({ state }) => state.kind === 'saved').length;
    const failed = batch.rows.filter(({ state }) => state.kind === 'failed').length;
    const [show, undo] = [t('Show'), t('Undo All')];
    const name = withoutLinks(title);
    const message =
      failed === 0
        ? t('Missing images in {0}: {1} saved.', name, saved)
        : t('Missing images in {0}: {1} saved, {2} failed.', name, saved, failed);
    const told =
      failed === 0
        ? vscode.window.showInformationMessage(message, show, undo)
        : vscode.window.showWarningMessage(message, show, ...(saved > 0 ? [undo] : []));
    void told.then(async chosen => {
      if (chosen === show) await this.deps.show(subject);
      else if (chosen === undo) await batch.undo();
    });
  }

  /** What was written in the list before, and not used. */
  private takeOver(batch: MissingBatch): void {
    const before = this.current?.batch;
    if (!before) return;
    batch.set({ style: before.style, model: before.model });
    for (const row of batch.rows) {
      const old = before.rows.find(({ item }) => item.target === row.item.target);
      if (!old || old.item.making !== row.item.making) continue;
      const { chosen, placeholder } = old;
      batch.change(row.id, { chosen, placeholder, ...(old.edited && { prompt: old.prompt }) });
    }
  }

  private async firstModel(): Promise<ModelId> {
    const { models } = this.deps.services;
    const ids = await models.defaults();
    return ids.find(id => models.resolve(id)?.capabilities.generate) ?? placeholderModel;
  }

  private ports(): ConstructorParameters<typeof MissingBatch>[0] {
    const { services, saver, changes } = this.deps;
    return {
      runs: services.runs,
      models: services.models,
      saveTo: (candidate, target, options) => saver.saveTo(candidate, target, options),
      draw: (target, item, label) => drawAt({ saver }, target, item.reference, label),
      takeBack: ids => saver.takeBack(ids),
      changes,
      exists: async uri => (await statOf(vscode.Uri.parse(uri, true))) !== undefined,
      toPath: uri => vscode.Uri.parse(uri, true).fsPath,
      nameOf: uri => withoutLinks(vscode.workspace.asRelativePath(vscode.Uri.parse(uri, true))),
      sentence: (failure, model) => refusalSentence(vscode.l10n.t, failure, model, this.deps),
      describe: failure => saver.describe(failure),
      trusted: () => services.trusted(),
      t: vscode.l10n.t,
    };
  }
}

function titleOf(scope: MissingScope): string {
  if (scope === 'workspace') return vscode.workspace.name ?? vscode.l10n.t('this workspace');
  if ('folder' in scope) return vscode.workspace.asRelativePath(scope.folder);
  const [first] = scope.documents;
  if (scope.documents.length === 1 && first) return vscode.workspace.asRelativePath(first);
  return vscode.l10n.t('{0} documents', scope.documents.length);
}
