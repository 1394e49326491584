import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { formatPixels } from '../../../core/model/format';
import { askedSize } from '../../../core/references/askedSize';
import type { MissingRowView, MissingView } from '../../../protocol/missingViews';
import { Coalescer } from '../../coalescer';
import type { RowChange } from '../../language/missingBatch';
import type { MissingSubject } from '../../language/missingBatches';
import { isOpen, type MissingRow } from '../../language/missingRows';
import type { Services } from '../../services';
import { viewType } from '../panelParts';
import type { Stage } from './stage';

export interface MissingStageDeps {
  services: Pick<Services, 'runs' | 'models' | 'log'>;
  toUri(path: string): string;
  /** The view as it is by now. */
  show(view: MissingView): void;
}

interface Open {
  id: string;
  subject: MissingSubject;
  unsubscribe(): void;
  /** Webview URIs of what was saved, by save. */
  thumbnails: Map<string, string>;
}

/** Often enough to look alive. */
const notifyEveryMs = 100;

/** The list of missing images before, while and after they are made. Closing it stops nothing. */
export class MissingStage implements Stage<MissingSubject, MissingView> {
  private open: Open | undefined;
  private readonly news = new Coalescer<'view'>(notifyEveryMs, () => this.tell());

  constructor(private readonly deps: MissingStageDeps) {}

  async begin(subject: MissingSubject): Promise<MissingView> {
    const open: Open = {
      id: randomUUID(),
      subject,
      unsubscribe: subject.batch.onDidChange(() => this.news.mark('view')),
      thumbnails: new Map(),
    };
    subject.shown = true;
    this.open = open;
    await this.findThumbnails(open);
    return this.viewOf(open);
  }

  resume(view: MissingView): MissingView {
    return this.open ? this.viewOf(this.open) : view;
  }

  async end(id: string): Promise<void> {
    const { open } = this;
    if (open?.id !== id) return;
    this.open = undefined;
    open.unsubscribe();
    open.subject.shown = false;
  }

  async change(
    id: string,
    rows: readonly ({ id: string } & { [K in keyof RowChange]?: RowChange[K] | undefined })[],
    { model, style }: { model?: string | undefined; style?: string | undefined },
  ): Promise<MissingView> {
    const open = this.of(id);
    const { batch } = open.subject;
    for (const { id: row, prompt, chosen, placeholder } of rows) {
      batch.change(row, {
        ...(prompt !== undefined && { prompt }),
        ...(chosen !== undefined && { chosen }),
        ...(placeholder !== undefined && { placeholder }),
      });
    }
    if (model !== undefined || style !== undefined) {
      batch.set({ ...(model !== undefined && { model }), ...(style !== undefined && { style }) });
    }
    return this.viewOf(open);
  }

  async start(id: string, row?: string): Promise<void> {
    const { batch } = this.of(id).subject;
    const begun = await batch.begin('quick-fix', row === undefined ? {} : { only: row });
    if ('refused' in begun) batch.halt(begun.refused);
    else
      begun.done.catch((error: unknown) => this.deps.services.log.warn(`Missing images: ${String(error)}`));
  }

  async stop(id: string): Promise<void> {
    this.of(id).subject.batch.stop();
  }

  async undo(id: string, row?: string): Promise<void> {
    await this.of(id).subject.batch.undo(row);
  }

  /** Beside the panel, which stays as it is. */
  async openUse(id: string, row: string, use: number): Promise<void> {
    const found = this.of(id).subject.batch.rows.find(each => each.id === row)?.item.uses[use];
    if (!found) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(found.document, true));
    const line = document.validatePosition(new vscode.Position(found.line - 1, 0));
    const selection = document.lineAt(line.line).range;
    await vscode.window.showTextDocument(document, { viewColumn: otherColumn(), selection });
  }

  private tell(): void {
    const { open } = this;
    if (!open) return;
    this.deps.show(this.viewOf(open));
    void this.findThumbnails(open).then(more => {
      if (more && this.open === open) this.deps.show(this.viewOf(open));
    });
  }

  /** True: there are more than before. */
  private async findThumbnails({ subject, thumbnails }: Open): Promise<boolean> {
    const { runs, log } = this.deps.services;
    const before = thumbnails.size;
    for (const { state } of subject.batch.rows) {
      if (state.kind !== 'saved' || !state.candidate || thumbnails.has(state.saveId)) continue;
      const { runId, requestId, index } = state.candidate;
      try {
        const request = (await runs.get(runId))?.requests.find(each => each.id === requestId);
        const images = request?.outcome?.kind === 'images' ? request.outcome.images : [];
        const file = images[index]?.file;
        if (file !== undefined)
          thumbnails.set(state.saveId, this.deps.toUri(await runs.thumbnail(runId, file)));
      } catch (error) {
        log.warn(`No thumbnail of ${runId}: ${String(error)}`);
      }
    }
    return thumbnails.size > before;
  }

  private viewOf({ id, subject, thumbnails }: Open): MissingView {
    const { batch, title, found } = subject;
    const model = this.deps.services.models.resolve(batch.model);
    const rows = batch.rows.map(row => this.rowView(subject, row, thumbnails));
    const wanted = batch.rows.flatMap((row, i) => (row.chosen && isOpen(row) ? (rows[i] ?? []) : []));
    const unknown = wanted.some(({ estimateUsd }) => estimateUsd === undefined);
    const totalUsd = wanted.reduce((sum, { estimateUsd = 0 }) => sum + estimateUsd, 0);
    return {
      ...{ id, name: title, documents: found.documents, rows, style: batch.style, busy: batch.busy },
      skipped: found.skipped.map(uri => vscode.workspace.asRelativePath(uri)),
      model: batch.model,
      modelLabel: model?.label ?? batch.model,
      local: model?.local === true,
      ...(batch.halted !== undefined && { halted: batch.halted }),
      ...(!unknown && { totalUsd }),
    };
  }

  private rowView(
    { batch }: MissingSubject,
    row: MissingRow,
    thumbnails: Open['thumbnails'],
  ): MissingRowView {
    const { id, item, prompt, chosen, placeholder, state, costUsd } = row;
    const plan = batch.planOf(row);
    const thumbnail = state.kind === 'saved' ? thumbnails.get(state.saveId) : undefined;
    const note = state.kind === 'failed' ? state.reason : state.kind === 'ready' ? state.note : undefined;
    const estimateUsd = row.paid ? 0 : plan?.estimateUsd;
    return {
      ...{ id, prompt, chosen, placeholder, costUsd },
      path: shownUri(item.target),
      ...(plan && plan.target !== item.target && { instead: shownUri(plan.target) }),
      vector: item.making === 'vector',
      uses: item.uses.map(({ document, line }) => `${shownUri(document)}:${line}`),
      ...sizeOf(row, plan),
      ...(estimateUsd !== undefined && { estimateUsd }),
      state: state.kind,
      ...(note !== undefined && { note }),
      ...(thumbnail !== undefined && { thumbnail }),
      ...(state.kind === 'saved' && state.svg !== undefined && { svg: state.svg }),
    };
  }

  private of(id: string): Open {
    if (this.open?.id !== id) throw new Error(vscode.l10n.t('This view is closed.'));
    return this.open;
  }
}

/** What the file will measure, or does; and what says so. */
function sizeOf(
  { item, state }: MissingRow,
  plan: ReturnType<MissingSubject['batch']['planOf']>,
): Pick<MissingRowView, 'size' | 'sizeFrom'> {
  const { t } = vscode.l10n;
  const asked = askedSize(item.reference);
  const sizeFrom = {
    code: t('from the code'),
    side: t('one side from the code'),
    name: t('from the name'),
    word: t('usual for this name'),
    usual: t('usual size'),
  }[asked.from];
  if (state.kind === 'saved') return { size: formatPixels(state), sizeFrom };
  return { size: formatPixels(plan && !plan.fit && !plan.drawn ? (plan.made ?? asked) : asked), sizeFrom };
}

function shownUri(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri, true));
}

/** A group whose tab in front is not the panel; else a new one. */
function otherColumn(): vscode.ViewColumn {
  const other = vscode.window.tabGroups.all.find(({ activeTab }) => {
    const input = activeTab?.input;
    return !(input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType));
  });
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}
