import { isDone, type Run } from '../../core/model/run';
import type { RunService } from '../../core/run/runService';

/** Runs of the panel that this window works on. Those of other windows are told there. */
export class UnderWay {
  private readonly ids = new Set<string>();

  constructor(private readonly runs: Pick<RunService, 'active'>) {
    for (const run of runs.active()) if (run.origin === 'panel') this.ids.add(run.id);
  }

  /** For each change of a run. True: it was under way here, and has ended with this change or is gone. */
  ends(id: string, run: Run | undefined): boolean {
    if (run?.origin !== 'panel' || isDone(run)) return this.ids.delete(id);
    if (this.runs.active().some(each => each.id === id)) this.ids.add(id);
    return false;
  }
}
