import type { Progress } from '../../core/provider';
import type { RunService } from '../../core/run/runService';

/** What each request under way did last. Outlives the view, so that one that comes back need not wait for the next news. */
export class LatestProgress {
  private readonly byRequest = new Map<string, Progress>();
  private readonly stops: readonly (() => void)[];

  constructor(runs: Pick<RunService, 'onDidChange' | 'onDidProgress'>) {
    this.stops = [
      runs.onDidProgress(({ requestId, progress }) => this.byRequest.set(requestId, progress)),
      runs.onDidChange((_id, run) => {
        for (const { id, state } of run?.requests ?? []) if (state === 'done') this.byRequest.delete(id);
      }),
    ];
  }

  of(requestId: string): Progress | undefined {
    return this.byRequest.get(requestId);
  }

  dispose(): void {
    for (const stop of this.stops) stop();
  }
}
