import { Emitter } from '../emitter';
import type { ModelId, ModelInfo } from '../model/modelInfo';
import type { Failure } from '../model/outcome';
import {
  sameCandidate,
  type CandidateRef,
  type ReferenceRole,
  type RequestRecord,
  type Run,
  type SavedAsset,
} from '../model/run';
import type { Translate } from '../translate';
import { describe, storageFailure, unsent } from './failures';
import { fetchAgain } from './fetchAgain';
import { newRunId } from './ids';
import { takeIn } from './intake';
import { withInterrupted } from './interrupted';
import { Limiter } from './limiter';
import { LiveRun } from './liveRun';
import { isVeiled, noMarks, withMark, type MarkChange } from './marks';
import { plannedRequests } from './plannedRequests';
import type { RunPorts, RunQuery } from './ports';
import { preflight, preflightAll, type Plan } from './preflight';
import type { Agreement, Ask, AskImage, RequestProgress, RunService, StartResult } from './runService';

/** Requests to one provider at once, all runs together, where the provider says nothing else. */
const usualAtOnce = 4;
/** Longer edge of a thumbnail in pixels: a column of the grid on a dense screen. */
const thumbnailEdge = 768;

export class RunServiceImpl implements RunService {
  private readonly live = new Map<string, LiveRun>();
  private readonly limiters = new Map<string, Limiter>();
  private readonly changed: Emitter<[runId: string, run: Run | undefined]>;
  private readonly progressed: Emitter<[event: RequestProgress]>;
  private readonly unwatch: () => void;
  private readonly agreed = new WeakMap<Agreement, { left: number; usd: number }>();
  private readonly fetching = new Map<string, Promise<Failure | undefined>>();
  private marking: Promise<unknown> = Promise.resolve();
  private quiet: (() => void) | undefined;
  private disposed = false;

  constructor(private readonly ports: RunPorts) {
    const onError = (error: unknown): void => ports.log.error('A listener failed', error);
    this.changed = new Emitter(onError);
    this.progressed = new Emitter(onError);
    this.unwatch = ports.store.onDidChange(runId => void this.changedElsewhere(runId));
  }

  get onDidChange(): RunService['onDidChange'] {
    return this.changed.on;
  }

  get onDidProgress(): RunService['onDidProgress'] {
    return this.progressed.on;
  }

  async start(ask: Ask): Promise<StartResult> {
    const images = withParent(ask);
    const plan = await preflight(this.ports, { ...ask, ...countsOf(images) }, usd =>
      this.isAgreed(ask.agreement, usd),
    );
    if ('refused' in plan) return plan;
    const { store } = this.ports;
    const runId = newRunId(this.ports.now(), this.ports.random);
    try {
      await store.prepare(runId);
      const intake = await takeIn(this.ports, runId, images);
      if ('refused' in intake) {
        await store.discard(runId);
        return intake;
      }
      const run: Run = {
        id: runId,
        createdAt: this.ports.now(),
        origin: ask.origin,
        prompt: ask.prompt,
        models: ask.models,
        count: ask.count,
        settings: ask.settings,
        references: intake.references,
        ...(ask.targetFolder !== undefined && { targetFolder: ask.targetFolder }),
        ...(ask.targetFile !== undefined && { targetFile: ask.targetFile }),
        ...(ask.parent && { parent: ask.parent }),
        // With one model there is nothing to hide.
        ...(ask.blind && ask.models.length > 1 && { blind: true }),
        requests: plannedRequests(this.ports, plan, ask.count),
        saved: [],
      };
      // Known as live before it is on disk, so that nobody finds it there and takes it for interrupted.
      const live = this.enliven(run, ask.maxCostUsd);
      try {
        await store.commit(run);
      } catch (error) {
        this.live.delete(runId);
        throw error;
      }
      // Before anybody hears of it: it is to be among the active ones then.
      this.launch(
        live,
        run.requests,
        plan.models.map(({ model }) => model),
      );
      this.changed.fire(runId, run);
      return { run };
    } catch (error) {
      await store.discard(runId).catch(() => undefined);
      return { refused: storageFailure(this.ports.t, error, false) };
    }
  }

  async agree(asks: readonly Ask[]): Promise<{ agreement: Agreement } | { refused: Failure }> {
    const found = await preflightAll(
      this.ports,
      asks.map(ask => ({ ...ask, ...countsOf(withParent(ask)) })),
    );
    if ('refused' in found) return found;
    const agreement = { requests: found.requests };
    this.agreed.set(agreement, { left: found.requests, usd: found.usd ?? Infinity });
    return { agreement };
  }

  /** Takes it off what was agreed. An unknown price was asked about as such. */
  private isAgreed(agreement: Agreement | undefined, usd = 0): boolean {
    const rest = agreement && this.agreed.get(agreement);
    // Sums of the same numbers in another order differ in their last digits.
    if (!rest || rest.left < 1 || usd > rest.usd + 1e-9) return false;
    rest.left--;
    rest.usd -= usd;
    return true;
  }

  async retry(runId: string, requestId: string, modelId?: ModelId): Promise<StartResult> {
    const { t } = this.ports;
    const run = await this.get(runId);
    const old = run?.requests.find(request => request.id === requestId);
    if (!run || !old) return { refused: deleted(t) };
    const plan = await preflight(this.ports, {
      // Whoever asked first, it is a person who presses Retry.
      origin: 'panel',
      prompt: run.prompt,
      models: [modelId ?? old.model],
      count: 1,
      settings: run.settings,
      ...countsOf(run.references),
    });
    if ('refused' in plan) return plan;
    // No await between the two: two retries at once are to find the same one.
    const live = this.live.get(runId) ?? this.enliven(run);
    try {
      return await live.hold(() => this.addTo(live, plan, old));
    } catch (error) {
      return { refused: storageFailure(t, error, false) };
    } finally {
      this.release(live);
    }
  }

  fetchLinks(runId: string, requestId: string, signal: AbortSignal): Promise<Failure | undefined> {
    const what = `${runId}/${requestId}`;
    const work = this.fetching.get(what) ?? this.fetchOnce(runId, requestId, signal);
    this.fetching.set(what, work);
    return work.finally(() => this.fetching.delete(what));
  }

  private async fetchOnce(
    runId: string,
    requestId: string,
    signal: AbortSignal,
  ): Promise<Failure | undefined> {
    const run = await this.get(runId);
    const request = run?.requests.find(each => each.id === requestId);
    if (!run || request?.state !== 'done') return deleted(this.ports.t);
    const live = this.live.get(runId) ?? this.enliven(run);
    try {
      return await live.hold(async () => {
        const came = await fetchAgain(this.ports, run, request, signal);
        if ('refused' in came) return came.refused;
        await live.reopen(requestId, came.outcome);
        return undefined;
      });
    } finally {
      this.release(live);
    }
  }

  async stop(runId: string, requestId?: string): Promise<void> {
    await this.live.get(runId)?.stop(requestId);
  }

  async list(query: RunQuery): Promise<{ runs: readonly Run[]; more: boolean }> {
    const { runs, more } = await this.ports.store.list(query);
    return { runs: await Promise.all(runs.map(run => this.current(run))), more };
  }

  async get(runId: string): Promise<Run | undefined> {
    const live = this.live.get(runId);
    if (live) return live.run;
    const run = await this.ports.store.load(runId);
    return run && this.current(run);
  }

  active(): readonly Run[] {
    return [...this.live.values()].filter(live => live.busy).map(live => live.run);
  }

  async whenDone(runId: string): Promise<Run> {
    const live = this.live.get(runId);
    await live?.whenDone();
    const run = live?.run ?? (await this.get(runId));
    if (!run) throw new Error(`There is no run ${runId}.`);
    return run;
  }

  pathOf(runId: string, file: string): string {
    return this.ports.store.pathOf(runId, file);
  }

  thumbnail(runId: string, file: string): Promise<string> {
    const { store, imaging } = this.ports;
    if (file.endsWith('.svg')) return Promise.resolve(store.pathOf(runId, file));
    return store.derived(runId, `${file}.thumbnail.webp`, temporary =>
      imaging.thumbnail(store.pathOf(runId, file), temporary, thumbnailEdge),
    );
  }

  async deleteCandidate(ref: CandidateRef): Promise<'deleted' | 'kept'> {
    const run = await this.get(ref.runId);
    const outcome = run?.requests.find(request => request.id === ref.requestId)?.outcome;
    const candidate = outcome?.kind === 'images' ? outcome.images[ref.index] : undefined;
    if (!run || !candidate) return 'deleted';
    if (run.saved.some(asset => !asset.undone && sameCandidate(asset.candidate, ref))) return 'kept';
    await this.ports.store.deleteFile(ref.runId, candidate.file);
    if (candidate.original) await this.ports.store.deleteFile(ref.runId, candidate.original.file);
    await this.reload(ref.runId);
    return 'deleted';
  }

  async deleteRun(runId: string): Promise<'deleted' | 'kept'> {
    const run = await this.get(runId);
    if (run?.saved.some(asset => !asset.undone)) return 'kept';
    const live = this.live.get(runId);
    await live?.stop();
    this.live.delete(runId);
    await this.ports.store.deleteRun(runId);
    this.changed.fire(runId, undefined);
    return 'deleted';
  }

  async recordSaved(asset: SavedAsset): Promise<void> {
    await this.ports.store.saveAsset(asset);
    const { candidate } = asset;
    const run = await this.get(candidate.runId);
    // Who saves one has chosen.
    if (run && isVeiled(run) && !asset.undone) await this.mark(run.id, { picked: candidate });
    else await this.reload(candidate.runId);
  }

  mark(runId: string, change: MarkChange): Promise<void> {
    // One after the other: each begins with what the one before it wrote.
    const work = this.marking.then(async () => {
      const run = await this.ports.store.load(runId);
      if (!run || this.disposed || ('picked' in change && !isVeiled(run))) return;
      await this.ports.store.saveMarks(runId, withMark(run.marks ?? noMarks, change));
      await this.reload(runId);
    });
    this.marking = work.catch(() => undefined);
    return work;
  }

  /** Ends what is under way as `interrupted`; waits for it no longer than a window that closes may. */
  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    this.unwatch();
    const ends = [...this.live.values()].map(live => live.stop(undefined, 'interrupted'));
    await Promise.race([Promise.all(ends), this.ports.sleep(2000)]);
    this.quiet?.();
    this.changed.clear();
    this.progressed.clear();
  }

  /** Rejects with `StorageError`, and then nothing is sent. */
  private async addTo(live: LiveRun, plan: Plan, retried: RequestRecord): Promise<StartResult> {
    const { store, t } = this.ports;
    const runId = live.run.id;
    // It was read before the user was asked for permission or about the cost.
    const stored = await store.load(runId);
    if (stored) live.merge(stored);
    const request = plannedRequests(this.ports, plan, 1, live.run, retried)[0];
    if (!request) return { refused: unsent('bad-request', t('Choose a model.')) };
    if (stored) await store.saveRequest(runId, request);
    if (!stored || this.live.get(runId) !== live) return { refused: deleted(t) };
    live.add(request);
    this.launch(
      live,
      [request],
      plan.models.map(({ model }) => model),
    );
    this.changed.fire(runId, live.run);
    return { run: live.run };
  }

  private enliven(run: Run, maxCostUsd?: number): LiveRun {
    const hooks = {
      limiter: (provider: string) => this.limiter(provider),
      changed: (changed: Run) => this.changed.fire(changed.id, changed),
      progressed: (requestId: string, progress: RequestProgress['progress']) =>
        this.progressed.fire({ runId: run.id, requestId, progress }),
    };
    const live = new LiveRun(this.ports, run, hooks, maxCostUsd);
    this.live.set(run.id, live);
    return live;
  }

  private launch(live: LiveRun, requests: readonly RequestRecord[], models: readonly ModelInfo[]): void {
    this.quiet ??= this.ports.presence.announce();
    for (const request of requests) {
      const model = models.find(model => model.id === request.model);
      if (model && request.state === 'queued') live.launch(request, model);
    }
    void live.whenDone().then(() => this.release(live));
  }

  private release(live: LiveRun): void {
    if (!live.needed && this.live.get(live.run.id) === live) this.live.delete(live.run.id);
    if (this.live.size > 0) return;
    this.quiet?.();
    this.quiet = undefined;
  }

  private limiter(provider: string): Limiter {
    const known = this.limiters.get(provider);
    if (known) return known;
    const { atOnce, sleep } = this.ports;
    const made = new Limiter(atOnce(provider) ?? usualAtOnce, sleep);
    this.limiters.set(provider, made);
    return made;
  }

  /** A stored run as it is now: newer in memory, or left behind by a window that is gone. */
  private async current(run: Run): Promise<Run> {
    const live = this.live.get(run.id);
    if (live) return live.run;
    const ended = await withInterrupted(this.ports, run, () => this.live.has(run.id));
    return this.live.get(run.id)?.run ?? ended;
  }

  private async changedElsewhere(runId: string): Promise<void> {
    if (this.disposed) return;
    try {
      await this.reload(runId);
    } catch (error) {
      this.ports.log.warn(`Run ${runId} changed elsewhere and cannot be read: ${describe(error)}`);
    }
  }

  private async reload(runId: string): Promise<void> {
    const stored = await this.ports.store.load(runId);
    if (this.disposed) return;
    const live = this.live.get(runId);
    if (live && stored) live.merge(stored);
    const run = live?.run ?? (stored && (await this.current(stored)));
    if (!this.disposed) this.changed.fire(runId, run);
  }
}

function deleted(t: Translate): Failure {
  return unsent('bad-request', t('This request is deleted.'), { reason: 'gone' });
}

function countsOf(images: readonly { role?: ReferenceRole }[]): { references: number; masks: number } {
  const masks = images.filter(({ role }) => role === 'mask').length;
  return { references: images.length - masks, masks };
}

/** The image that is continued is the first reference, unless it was given as one. */
function withParent({ images, parent }: Ask): readonly AskImage[] {
  if (!parent || images.some(image => 'candidate' in image && sameCandidate(image.candidate, parent)))
    return images;
  return [{ candidate: parent }, ...images];
}
