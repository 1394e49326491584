import { isDone, type Run } from '../../core/model/run';
import type { RunService } from '../../core/run/runService';

/** The newest state of the runs that a page shows. What was heard of a run is newer than what was read of it. */
export class LatestRuns {
  private readonly known = new Map<string, Run>();
  private readonly removed = new Set<string>();

  constructor(private readonly runs: Pick<RunService, 'active' | 'get'>) {}

  /** A page is about to read everything anew. */
  clear(): void {
    this.known.clear();
    this.removed.clear();
  }

  /** `undefined`: it was removed. */
  heard(id: string, run: Run | undefined): void {
    if (run) {
      this.known.set(id, run);
      this.removed.delete(id);
    } else {
      this.known.delete(id);
      this.removed.add(id);
    }
  }

  /** `undefined`: no page has it. */
  of(id: string): Run | 'removed' | undefined {
    if (this.removed.has(id)) return 'removed';
    return this.known.get(id) ?? this.runs.active().find(run => run.id === id);
  }

  /** Runs that were read a while ago as they are now: they may have ended since, or be gone. */
  async asOfNow(read: readonly Run[]): Promise<readonly Run[]> {
    const again = await Promise.all(read.map(run => (isDone(run) ? run : this.runs.get(run.id))));
    const active = new Map(this.runs.active().map(run => [run.id, run]));
    return again.flatMap(run => {
      if (!run || this.removed.has(run.id)) return [];
      const newest = active.get(run.id) ?? (isDone(run) ? run : (this.known.get(run.id) ?? run));
      // For what changes beside the run, as its thumbnails do. Never over what was heard meanwhile.
      if (!this.known.has(run.id)) this.known.set(run.id, newest);
      return newest;
    });
  }
}
