import { Emitter } from '../../core/emitter';
import { makesDrawings, type ModelId, type ModelInfo } from '../../core/model/modelInfo';
import type { Failure } from '../../core/model/outcome';
import type { CandidateRef, RunOrigin } from '../../core/model/run';
import { draftPrompt, subjectOf } from '../../core/references/draftPrompt';
import { missingImageAsk } from '../../core/references/missingImageAsk';
import type { MissingItem } from '../../core/references/missingItems';
import { Limiter } from '../../core/run/limiter';
import type { Agreement, Ask, RunService } from '../../core/run/runService';
import type { SaveFailure } from '../../core/save/saveResult';
import type { Translate } from '../../core/translate';
import type { SaveToOptions, SaveToResult } from '../save/saveToFlow';
import type { UndoOutcome } from '../save/saveTypes';
import { makeAndSave } from './makeAndSave';
import {
  isBusy,
  isOpen,
  type MissingRow,
  type MissingRowState,
  type PaidRequest,
  type RowPlan,
  type SavedRow,
  withStyle,
} from './missingRows';
import type { ReferenceChanges } from './referenceChanges';

export const placeholderModel: ModelId = 'offline/placeholder';
/** As many as the run service sends to one service. */
const atOnce = 4;
/** What all that come after it would end in as well. */
const endsAll: ReadonlySet<string> = new Set(['budget', 'auth', 'billing', 'quota', 'consent', 'retired']);

export interface MissingBatchPorts {
  runs: Pick<RunService, 'agree' | 'start' | 'stop' | 'whenDone'>;
  models: { resolve(id: ModelId): ModelInfo | undefined };
  /** `target` is an absolute path. */
  saveTo(candidate: CandidateRef, target: string, options: SaveToOptions): Promise<SaveToResult>;
  /** A drawing at the size that the code asks for. */
  draw(target: string, item: MissingItem, label: string): Promise<SavedRow | { failure: SaveFailure }>;
  takeBack(saveIds: readonly string[]): Promise<readonly UndoOutcome[]>;
  changes: Pick<ReferenceChanges, 'applyAll' | 'revert'>;
  exists(uri: string): Promise<boolean>;
  toPath(uri: string): string;
  /** As users know the file. */
  nameOf(uri: string): string;
  sentence(failure: Failure, model: ModelId): string;
  describe(failure: SaveFailure): string;
  trusted(): boolean;
  t: Translate;
}

export interface RowChange {
  prompt?: string;
  chosen?: boolean;
  placeholder?: boolean;
}

/** Many missing files, made in one go. It works on when no view shows it. Knows no VS Code. */
export class MissingBatch {
  rows: readonly MissingRow[];
  style = '';
  /** Why it was not begun, or did not go on. */
  halted: string | undefined;
  private readonly changed = new Emitter<[]>();
  private readonly limiter = new Limiter(atOnce);
  private abort: AbortController | undefined;

  constructor(
    private readonly ports: MissingBatchPorts,
    items: readonly MissingItem[],
    public model: ModelId,
  ) {
    this.rows = items.map((item, index) => ({
      id: `row-${index}`,
      item,
      prompt: draftPrompt(item.reference),
      edited: false,
      chosen: true,
      // What is a drawing by its name begins as one: the reference need not be changed.
      placeholder: item.making === 'vector' && !this.draws(model),
      state: { kind: 'ready' },
      costUsd: 0,
    }));
  }

  readonly onDidChange = this.changed.on;

  get busy(): boolean {
    return this.abort !== undefined;
  }

  /** What is being made is not changed any more. */
  change(id: string, change: RowChange): void {
    this.rows = this.rows.map(row => {
      if (row.id !== id || isBusy(row)) return row;
      const edited = change.prompt !== undefined && change.prompt !== row.prompt;
      const { paid, ...rest } = row;
      const same = !edited && (change.placeholder ?? row.placeholder) === row.placeholder;
      return { ...rest, ...change, ...(edited && { edited }), ...(paid && same && { paid }) };
    });
    this.halted = undefined;
    this.changed.fire();
  }

  set(change: { model?: ModelId; style?: string }): void {
    if (this.busy) return;
    this.model = change.model ?? this.model;
    this.style = change.style ?? this.style;
    this.halted = undefined;
    this.changed.fire();
  }

  /** undefined: there is no such model. */
  planOf(row: MissingRow): RowPlan | undefined {
    const chosen = this.ports.models.resolve(this.model);
    const model = row.placeholder ? this.ports.models.resolve(placeholderModel) : chosen;
    if (!model) return undefined;
    const { item } = row;
    const drawn = item.making === 'vector' && model.local;
    // A label and not a description: nobody reads a paragraph on a placeholder.
    const prompt = model.local ? this.labelOf(row) : withStyle(this.style, row.prompt);
    const ask = missingImageAsk(item.reference, model, prompt.length);
    const draws = makesDrawings(model);
    const vector = item.making === 'vector';
    const target = drawn || (vector && draws) ? item.target : item.made;
    return { ...ask, model, prompt, drawn, unfit: draws && !vector, target };
  }

  private draws(id: ModelId): boolean {
    const model = this.ports.models.resolve(id);
    return model !== undefined && makesDrawings(model);
  }

  /** Resolves when it has begun, to the end of it; or to why not, for the user. */
  async begin(
    origin: Exclude<RunOrigin, 'panel'>,
    options: { maxCostUsd?: number; only?: string } = {},
  ): Promise<{ done: Promise<void> } | { refused: string; failure?: Failure }> {
    const { t } = this.ports;
    if (this.busy) return { refused: t('The images are being made already.') };
    if (!this.ports.trusted()) {
      return {
        refused: t('This workspace is not trusted, so nothing is generated or written here.'),
        failure: { kind: 'consent', sent: false },
      };
    }
    const rows = this.rows.filter(row =>
      options.only === undefined ? row.chosen && isOpen(row) : row.id === options.only && isOpen(row),
    );
    if (rows.length === 0) return { refused: t('Choose at least one image.') };
    const abort = (this.abort = new AbortController());
    this.halted = undefined;
    this.changed.fire();
    try {
      const asks = rows.flatMap(row => this.askOf(row, origin, options.maxCostUsd) ?? []);
      const paid = asks.filter(({ models: [id] }) => id !== undefined && !this.isLocal(id));
      const agreed = paid.length === 0 ? undefined : await this.ports.runs.agree(paid);
      if (agreed && 'refused' in agreed) {
        this.end(abort);
        const refused = this.ports.sentence(agreed.refused, this.model);
        return { refused: agreed.refused.message ?? refused, failure: agreed.refused };
      }
      for (const row of rows) this.put(row.id, { kind: 'waiting' });
      const begun = { origin, agreement: agreed?.agreement, ...options, spent: 0 };
      const done = Promise.all(rows.map(row => this.inTurn(row.id, begun, abort.signal))).then(() =>
        this.end(abort),
      );
      return { done };
    } catch (error) {
      this.end(abort);
      throw error;
    }
  }

  /** Says why it did not begin. */
  halt(reason: string): void {
    this.halted = reason;
    this.changed.fire();
  }

  /** What is under way ends in its own time. */
  stop(): void {
    this.abort?.abort();
  }

  /** Takes back what was saved: one, or all. Files that somebody changed since stay, and say so. */
  async undo(id?: string): Promise<void> {
    for (const row of this.rows) {
      if ((id !== undefined && row.id !== id) || row.state.kind !== 'saved') continue;
      await this.undoOne(row, row.state);
    }
  }

  dispose(): void {
    this.stop();
    this.changed.clear();
  }

  private end(abort: AbortController): void {
    if (this.abort === abort) this.abort = undefined;
    this.changed.fire();
  }

  private labelOf({ edited, prompt, item }: MissingRow): string {
    return edited && prompt.trim() !== '' ? prompt : subjectOf(item.reference);
  }

  private isLocal(id: ModelId): boolean {
    return this.ports.models.resolve(id)?.local === true;
  }

  private askOf(row: MissingRow, origin: RunOrigin, maxCostUsd?: number): Ask | undefined {
    const plan = this.planOf(row);
    if (!plan || plan.drawn || plan.unfit || row.paid) return undefined;
    return {
      ...{ origin, prompt: plan.prompt, images: [], models: [plan.model.id], count: 1 },
      settings: plan.settings,
      targetFile: plan.target,
      ...(maxCostUsd !== undefined && { maxCostUsd }),
    };
  }

  private async inTurn(id: string, begun: Begun, signal: AbortSignal): Promise<void> {
    const release = await this.limiter.acquire(signal);
    try {
      const row = this.rows.find(each => each.id === id);
      if (!row) return;
      const plan = this.planOf(row);
      if (!release || signal.aborted) this.put(id, { kind: 'ready' });
      else if (this.halted !== undefined && plan?.model.local !== true) {
        this.put(id, { kind: 'ready', note: this.ports.t('Not begun.') });
      } else await this.make(row, begun, signal);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.put(id, { kind: 'failed', outcome: 'save-failed', reason });
    } finally {
      release?.();
    }
  }

  private async make(row: MissingRow, begun: Begun, signal: AbortSignal): Promise<void> {
    const { t, exists, nameOf } = this.ports;
    const plan = this.planOf(row);
    if (!plan) {
      const reason = t('There is no model “{0}”.', this.model);
      this.put(row.id, { kind: 'failed', outcome: 'bad-request', reason });
      return;
    }
    if (plan.unfit) {
      const reason = t('{0} draws SVG, which does not become another kind of image.', plan.model.label);
      this.put(row.id, { kind: 'failed', outcome: 'bad-request', reason });
      return;
    }
    if (await exists(plan.target)) {
      const reason = t('{0} is there now, so nothing was generated.', nameOf(plan.target));
      this.put(row.id, { kind: 'failed', outcome: 'exists', reason });
      return;
    }
    this.put(row.id, { kind: 'making' });
    if (plan.drawn) return this.draw(row, plan);
    if (row.paid) return this.save(row, plan, row.paid, signal);
    const ask = this.askOf(row, begun.origin);
    if (!ask) return;
    const left = begun.maxCostUsd === undefined ? undefined : Math.max(0, begun.maxCostUsd - begun.spent);
    begun.spent += plan.estimateUsd ?? 0;
    const started = await this.ports.runs.start({
      ...ask,
      ...(begun.agreement && { agreement: begun.agreement }),
      ...(left !== undefined && { maxCostUsd: left }),
    });
    if ('refused' in started) return this.fail(row, plan, started.refused);
    const runId = started.run.id;
    this.put(row.id, { kind: 'making', runId });
    const made = await makeAndSave(
      {
        runs: this.ports.runs,
        save: candidate => this.saveCandidate(plan, candidate, signal),
      },
      runId,
      signal,
    );
    const { request } = made;
    begun.spent += (request?.costUsd ?? 0) - (plan.estimateUsd ?? 0);
    this.rows = this.rows.map(each =>
      each.id === row.id ? { ...each, costUsd: each.costUsd + (request?.costUsd ?? 0) } : each,
    );
    if ('saving' in made) return this.saved(row, plan, made.saving, { ...made.request, runId });
    if ('stopped' in made) {
      const reason = t('Nothing was saved. The image is among the generated images.');
      this.put(row.id, { kind: 'failed', outcome: 'cancelled', reason }, { ...made.request, runId });
      return;
    }
    const { outcome } = request ?? {};
    if (outcome !== undefined && outcome.kind !== 'images') this.fail(row, plan, outcome);
    else this.fail(row, plan, { kind: 'interrupted', sent: true });
  }

  private fail(row: MissingRow, { model }: RowPlan, failure: Failure): void {
    const reason = this.ports.sentence(failure, model.id);
    if (endsAll.has(failure.kind) || failure.reason === 'not-confirmed') this.halted ??= reason;
    this.put(row.id, { kind: 'failed', outcome: failure.kind, reason });
  }

  private async save(
    row: MissingRow,
    plan: RowPlan,
    request: PaidRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const candidate = { runId: request.runId, requestId: request.id, index: 0 };
    await this.saved(row, plan, await this.saveCandidate(plan, candidate, signal), request);
  }

  private saveCandidate(
    { fit, asked, target }: RowPlan,
    candidate: CandidateRef,
    signal: AbortSignal,
  ): Promise<SaveToResult> {
    const { saveTo, toPath } = this.ports;
    return saveTo(candidate, toPath(target), { signal, ...(fit && { size: asked }) });
  }

  private async saved(
    row: MissingRow,
    plan: RowPlan,
    saving: SaveToResult,
    request: PaidRequest,
  ): Promise<void> {
    if (!saving.ok) {
      const outcome = saving.failure;
      this.put(row.id, { kind: 'failed', outcome, reason: saving.message }, request);
      return;
    }
    const { saveId, uri, facts } = saving;
    const { width, height, mimeType, bytes } = facts;
    const candidate = { runId: request.runId, requestId: request.id, index: 0 };
    const saved: SavedRow = { saveId, uri, width, height, mimeType, bytes, candidate };
    if (plan.target === row.item.target) {
      this.put(row.id, { kind: 'saved', ...saved });
      return;
    }
    const change = await this.ports.changes.applyAll(row.item, plan.target);
    if (change) {
      this.put(row.id, { kind: 'saved', ...saved, change });
      return;
    }
    await this.ports.takeBack([saveId]);
    const reason = this.ports.t(
      'The references to {0} could not be changed, because their text was changed meanwhile. Nothing was saved.',
      this.ports.nameOf(row.item.target),
    );
    this.put(row.id, { kind: 'failed', outcome: 'changed', reason }, request);
  }

  private async draw(row: MissingRow, { target }: RowPlan): Promise<void> {
    const drawn = await this.ports.draw(this.ports.toPath(target), row.item, this.labelOf(row));
    if (!('failure' in drawn)) {
      this.put(row.id, { kind: 'saved', ...drawn });
      return;
    }
    const outcome = drawn.failure.kind === 'exists' ? 'exists' : 'save-failed';
    this.put(row.id, { kind: 'failed', outcome, reason: this.ports.describe(drawn.failure) });
  }

  private async undoOne(row: MissingRow, { saveId, change, uri }: SavedRow): Promise<void> {
    const { changes, takeBack, t, nameOf } = this.ports;
    const [outcome] = await takeBack([saveId]);
    const gone = outcome?.kind === 'undone' || outcome?.kind === 'nothing' || outcome?.kind === 'missing';
    if (!gone && outcome?.kind !== 'group') {
      const reason = t('{0} was changed since, so it stays as it is.', nameOf(uri));
      this.put(row.id, { kind: 'failed', outcome: 'exists', reason });
      return;
    }
    const back = change === undefined || (await changes.revert(change));
    const note = back
      ? t('Taken back.')
      : t('Taken back. The text of the reference was changed since, so it stays as it is.');
    this.put(row.id, { kind: 'ready', note });
  }

  private put(id: string, state: MissingRowState, paid?: PaidRequest): void {
    this.rows = this.rows.map(row => {
      if (row.id !== id) return row;
      const { paid: before, ...rest } = row;
      const kept = state.kind === 'saved' ? undefined : (paid ?? before);
      return { ...rest, state, ...(kept && { paid: kept }) };
    });
    this.changed.fire();
  }
}

interface Begun {
  origin: Exclude<RunOrigin, 'panel'>;
  agreement: Agreement | undefined;
  maxCostUsd?: number;
  /** Spent and under way, in US dollars. */
  spent: number;
}
