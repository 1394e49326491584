import type { RequestKey } from '../model/cutout';
import type { ModelInfo } from '../model/modelInfo';
import type { Failure } from '../model/outcome';
import type { Candidate, RequestRecord, Run, StoredOutcome } from '../model/run';
import type { Progress } from '../provider';
import { formatUsd } from '../model/format';
import { execute, type Ended, type Job } from './execute';
import { describe, unsent } from './failures';
import { keyFor, needsKey } from './keying';
import type { Limiter } from './limiter';
import { nothingSpent } from './money';
import type { RunPorts } from './ports';
import { contextFor, type Context } from './thread';

export interface LiveRunHooks {
  limiter(provider: string): Limiter;
  changed(run: Run): void;
  progressed(requestId: string, progress: Progress): void;
}

/** A run that this window works on. Holds the newest state; each change is a new `Run` object. */
export class LiveRun {
  private readonly aborts = new Map<string, AbortController>();
  private readonly ended = new Map<string, Promise<void>>();
  private readonly contexts = new Map<string, Promise<Context>>();
  private key: Promise<RequestKey> | undefined;
  private all = new AbortController();
  private stopReason: 'cancelled' | 'interrupted' = 'cancelled';
  /** Spent and under way. */
  private usd = 0;
  private holds = 0;

  constructor(
    private readonly ports: RunPorts,
    private state: Run,
    private readonly hooks: LiveRunHooks,
    private readonly maxCostUsd?: number,
  ) {}

  get run(): Run {
    return this.state;
  }

  get busy(): boolean {
    return this.ended.size > 0;
  }

  /** Somebody works on it, or is about to. */
  get needed(): boolean {
    return this.busy || this.holds > 0;
  }

  /** For as long as `work` takes it is needed, whatever ends meanwhile. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.holds++;
    try {
      return await work();
    } finally {
      this.holds--;
    }
  }

  /** The request is in `run.requests` already, on record. */
  launch(request: RequestRecord, model: ModelInfo): void {
    if (this.all.signal.aborted) {
      this.all = new AbortController();
      this.contexts.clear();
      this.key = undefined;
    }
    const abort = new AbortController();
    this.aborts.set(request.id, abort);
    const work = this.work(request, model, abort.signal)
      .catch((error: unknown) => this.ports.log.error(`Request ${request.id} of ${this.state.id}`, error))
      .finally(() => {
        this.aborts.delete(request.id);
        this.ended.delete(request.id);
      });
    this.ended.set(request.id, work);
  }

  async stop(requestId?: string, reason: 'cancelled' | 'interrupted' = 'cancelled'): Promise<void> {
    this.stopReason = reason;
    const ids = requestId === undefined ? [...this.aborts.keys()] : [requestId];
    if (requestId === undefined) this.all.abort();
    for (const id of ids) this.aborts.get(id)?.abort();
    await Promise.all(ids.map(id => this.ended.get(id)));
  }

  async whenDone(): Promise<void> {
    while (this.ended.size > 0) await Promise.all(this.ended.values());
  }

  /** It is on record, and may have been found there by `merge`. */
  add(request: RequestRecord): void {
    const { models, requests } = this.state;
    this.state = {
      ...this.state,
      models: models.includes(request.model) ? models : [...models, request.model],
      requests: [...requests.filter(each => each.id !== request.id), request],
    };
  }

  /** What another window did to this run meanwhile. */
  merge(stored: Run): void {
    const others = new Map(stored.requests.map(request => [request.id, request]));
    const requests = this.state.requests.map(own => {
      const theirs = others.get(own.id);
      others.delete(own.id);
      // A record that is done here and there differs by what was deleted since. One that is not done here and not
      // worked on here is another window's.
      const ours = own.state !== 'done' && this.ended.has(own.id);
      return theirs?.state === 'done' && !ours ? theirs : own;
    });
    this.state = {
      ...this.state,
      saved: stored.saved,
      ...(stored.marks && { marks: stored.marks }),
      requests: [...requests, ...others.values()],
    };
  }

  /** What an ended request came to after all. */
  async reopen(requestId: string, outcome: StoredOutcome): Promise<void> {
    await this.update(requestId, { outcome }, 'try');
  }

  private async work(request: RequestRecord, model: ModelInfo, signal: AbortSignal): Promise<void> {
    const release = await this.hooks.limiter(model.provider).acquire(signal);
    try {
      const ended = release
        ? await execute(this.ports, this.job(request, model, signal))
        : {
            outcome: unsent('cancelled', this.ports.t('Stopped before anything was sent.')),
            ...nothingSpent,
          };
      await this.end(request.id, ended);
    } finally {
      release?.();
    }
  }

  private job(request: RequestRecord, model: ModelInfo, signal: AbortSignal): Job {
    return {
      run: this.state,
      request,
      model,
      signal,
      context: () => this.context(model),
      key: () => this.keyFor(model),
      withinRunLimit: usd => this.withinLimit(usd),
      onCounted: (estimated, counted) => void (this.usd += counted - estimated),
      onSending: (adapted, key) =>
        this.update(
          request.id,
          {
            state: 'running',
            startedAt: this.ports.now(),
            hostId: this.ports.presence.hostId,
            ...(adapted.length > 0 && { adapted }),
            ...(key && { key }),
          },
          'must',
        ),
      onProgress: progress => {
        // What one request is told holds for all with the same key.
        if (progress.state === 'retrying' && progress.because === 'rate-limited')
          this.hooks.limiter(model.provider).pause(progress.inMs);
        if (!signal.aborted) this.hooks.progressed(request.id, progress);
      },
      onCame: (came, record) => this.update(request.id, { came, ...record }, 'try'),
      onLinks: links => this.update(request.id, { links }, 'try'),
      onLate: ended => void this.late(request.id, ended),
    };
  }

  /** Once a model: its requests send the same images. */
  private context(model: ModelInfo): Promise<Context> {
    const known = this.contexts.get(model.id);
    if (known) return known;
    const made = contextFor(this.ports, this.state, model, this.all.signal);
    this.contexts.set(model.id, made);
    made.catch(() => this.contexts.delete(model.id));
    return made;
  }

  /** Once a run: its images are to be compared. */
  private keyFor(model: ModelInfo): Promise<RequestKey | undefined> {
    if (!needsKey(this.state, model)) return Promise.resolve(undefined);
    const made = (this.key ??= keyFor(this.ports, this.state, this.all.signal));
    made.catch(() => (this.key = undefined));
    return made;
  }

  private withinLimit(usd: number): Failure | undefined {
    if (this.maxCostUsd !== undefined && this.usd + usd > this.maxCostUsd) {
      return unsent(
        'budget',
        this.ports.t('The given limit of {0} for this run is reached.', formatUsd(this.maxCostUsd)),
        { reason: 'max-cost' },
      );
    }
    this.usd += usd;
    return undefined;
  }

  private async end(requestId: string, { outcome, record }: Ended): Promise<void> {
    const shown = this.stopReason === 'interrupted' ? asInterrupted(outcome) : outcome;
    await this.update(
      requestId,
      { state: 'done', endedAt: this.ports.now(), outcome: shown, ...record },
      'try',
    );
    const { model } = this.state.requests.find(request => request.id === requestId) ?? { model: '' };
    const cost = record.costUsd === undefined ? 'cost unknown' : formatUsd(record.costUsd);
    this.ports.log.info(`${this.state.id}/${requestId} ${model}: ${outcome.kind}, ${cost}`);
  }

  /** A stopped request whose image came after all: it is paid for, so it is kept. */
  private async late(requestId: string, { outcome, record }: Ended): Promise<void> {
    if (outcome.kind !== 'images') return;
    await this.update(requestId, { state: 'done', outcome, ...record }, 'try');
  }

  /**
   * On disk before anybody hears of it. With `try`, a disk that fails does not lose what is known: it stays in memory
   * for as long as this window lives.
   */
  private async update(
    requestId: string,
    patch: Partial<RequestRecord>,
    mode: 'must' | 'try',
  ): Promise<void> {
    const old = this.state.requests.find(request => request.id === requestId);
    if (!old) return;
    const next: RequestRecord = { ...old, ...patch };
    if (next.state === 'done') {
      delete next.came;
      delete next.links;
    }
    try {
      await this.ports.store.saveRequest(this.state.id, next);
    } catch (error) {
      if (mode === 'must') throw error;
      this.ports.log.error(`The record of ${this.state.id}/${requestId} is not on disk: ${describe(error)}`);
    }
    this.state = {
      ...this.state,
      requests: this.state.requests.map(request => (request.id === requestId ? next : request)),
    };
    this.hooks.changed(this.state);
  }
}

/** It was not the user who stopped it: the window went away. */
function asInterrupted(outcome: StoredOutcome): StoredOutcome {
  if (outcome.kind === 'cancelled') return { ...outcome, kind: 'interrupted' };
  if (outcome.kind !== 'images') return outcome;
  const images = outcome.images.map((image): Candidate =>
    image.cutout && 'kept' in image.cutout && image.cutout.kept === 'stopped'
      ? { ...image, cutout: { kept: 'interrupted' } }
      : image,
  );
  return { ...outcome, images };
}
