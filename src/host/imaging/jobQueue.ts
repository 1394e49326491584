import { imagingError } from '../../core/imaging/imagingPort';
import { type LaneOptions, type Pending, WorkerLane } from './workerLane';
import type { JobKind, JobOf, JobResult } from './workerProtocol';

/**
 * Jobs, and the threads that do them. Kinds of jobs take turns, so that a page of thumbnails does not hold up a save; and
 * when every thread is at work of many files, which may take minutes, one more does what somebody waits for.
 */
export class JobQueue {
  readonly #lanes: readonly WorkerLane[];
  /** Has no work of many files, and none that another thread will soon be free for: it takes memory of its own. */
  readonly #reserve: WorkerLane;
  readonly #queues = new Map<string, Pending[]>();
  #disposed = false;

  constructor(options: LaneOptions, workers: number) {
    const lane = (idleMs: number) => new WorkerLane({ ...options, idleMs }, () => this.#next());
    const { idleMs } = options;
    // One is enough to begin with the next work at once; the others are there again before it is through.
    this.#lanes = Array.from({ length: workers }, (_, at) => lane(at === 0 ? idleMs : idleMs / 5));
    this.#reserve = lane(idleMs / 5);
  }

  /** Threads for work of many files. */
  get width(): number {
    return this.#lanes.length;
  }

  /** True while a thread is there. */
  get running(): boolean {
    return this.#all().some(lane => lane.running);
  }

  run<K extends JobKind>(
    job: JobOf<K>,
    bulk: boolean,
    signal: AbortSignal | undefined,
  ): Promise<JobResult<K>> {
    return new Promise<JobResult<K>>((resolve, reject) => {
      if (this.#disposed || signal?.aborted) {
        reject(cancelled());
        return;
      }
      const onAbort = () => this.#abort(pending);
      const settled = () => signal?.removeEventListener('abort', onAbort);
      const pending: Pending = {
        job,
        bulk,
        resolve: result => {
          settled();
          resolve(result as JobResult<K>);
        },
        reject: error => {
          settled();
          reject(error as Error);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const queue = this.#queues.get(kindOf(pending));
      if (queue) queue.push(pending);
      else this.#queues.set(kindOf(pending), [pending]);
      this.#next();
    });
  }

  /** Ends the threads; what is under way or queued rejects with `cancelled`. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const waiting = [...this.#queues.values()].flat();
    this.#queues.clear();
    for (const pending of waiting) pending.reject(cancelled());
    await Promise.all(this.#all().map(lane => lane.breakOff(cancelled())));
  }

  #all(): readonly WorkerLane[] {
    return [...this.#lanes, this.#reserve];
  }

  #next(): void {
    if (this.#disposed) return;
    const idle = this.#lanes.filter(lane => !lane.current);
    // A thread that is there costs less than another one.
    for (const lane of [...idle.filter(each => each.running), ...idle.filter(each => !each.running)]) {
      start(lane, this.#take());
    }
    if (this.#reserve.current) return;
    const held = this.#lanes.every(lane => lane.current?.bulk === true);
    start(this.#reserve, held ? this.#take(pending => !pending.bulk) : undefined);
  }

  /** The first of the kind that waited longest for its turn; the kind goes to the back of the line. */
  #take(mayBe: (pending: Pending) => boolean = () => true): Pending | undefined {
    for (const [kind, queue] of this.#queues) {
      const pending = queue[0];
      if (!pending || !mayBe(pending)) continue;
      queue.shift();
      this.#queues.delete(kind);
      if (queue.length > 0) this.#queues.set(kind, queue);
      return pending;
    }
    return undefined;
  }

  #abort(pending: Pending): void {
    const lane = this.#all().find(each => each.current === pending);
    if (lane) {
      void lane.breakOff(cancelled());
      return;
    }
    const kind = kindOf(pending);
    const queue = this.#queues.get(kind);
    const at = queue?.indexOf(pending) ?? -1;
    if (queue && at >= 0) queue.splice(at, 1);
    if (queue?.length === 0) this.#queues.delete(kind);
    pending.reject(cancelled());
  }
}

function start(lane: WorkerLane, pending: Pending | undefined): void {
  if (pending) lane.run(pending);
  else lane.rest();
}

function kindOf({ job, bulk }: Pending): string {
  return bulk ? `${job.kind} in bulk` : job.kind;
}

export function cancelled(): Error {
  return imagingError('cancelled', 'Stopped.');
}
