import { contenders } from '../../core/run/marks';
import type { Run } from '../../core/model/run';
import type { RunService } from '../../core/run/runService';
import { kindOf } from '../../core/scoreboard/kind';
import type { ScoreLine } from '../../core/scoreboard/scoreboard';

export interface ScoreKeeperPorts {
  runs: Pick<RunService, 'onDidChange' | 'active'>;
  /** Of this window: what other windows did they write down themselves. */
  hostId: string;
  add(line: ScoreLine): Promise<void>;
  now(): number;
}

interface Seen {
  done: Set<string>;
  saved: Set<string>;
  /** What the vote of the run was, as text. */
  vote: string;
}

/** Writes down how requests end, what is kept and what wins, as this window sees it happen. */
export class ScoreKeeper {
  /** Of runs that were active here. */
  private readonly seen = new Map<string, Seen>();
  private readonly stop: () => void;

  constructor(private readonly ports: ScoreKeeperPorts) {
    for (const run of ports.runs.active()) this.seen.set(run.id, stateOf(run));
    this.stop = ports.runs.onDidChange((id, run) => {
      if (run) this.look(run);
      else this.seen.delete(id);
    });
  }

  dispose(): void {
    this.stop();
  }

  private look(run: Run): void {
    const before = this.seen.get(run.id);
    const now = stateOf(run);
    this.seen.set(run.id, now);
    // A run of before is only known from here on: what was done then was written down then.
    const begins = !before && run.requests.some(({ state }) => state !== 'done');
    if (!before && !begins) return;
    const old: Seen = before ?? { done: new Set(), saved: new Set(), vote: '' };
    this.requests(run, old, now);
    this.kept(run, old, now);
    if (now.vote !== '' && now.vote !== old.vote) this.vote(run);
  }

  private requests(run: Run, old: Seen, now: Seen): void {
    for (const request of run.requests) {
      if (!now.done.has(request.id) || old.done.has(request.id) || request.hostId !== this.ports.hostId)
        continue;
      const { outcome, startedAt, endedAt, costUsd } = request;
      if (!outcome || startedAt === undefined) continue;
      this.add({
        ...{ type: 'request', at: this.ports.now(), run: run.id, request: request.id },
        ...{ model: request.model, kind: kindOf(run), outcome: outcome.kind },
        ms: Math.max(0, (endedAt ?? startedAt) - startedAt),
        ...(costUsd !== undefined && { usd: costUsd }),
      });
    }
  }

  private kept(run: Run, old: Seen, now: Seen): void {
    for (const id of new Set([...old.saved, ...now.saved])) {
      if (old.saved.has(id) === now.saved.has(id)) continue;
      const model = run.requests.find(request => request.id === id)?.model;
      if (model === undefined) continue;
      const on = now.saved.has(id);
      this.add({
        ...{ type: 'kept', at: this.ports.now(), run: run.id, request: id },
        model,
        kind: kindOf(run),
        on,
      });
    }
  }

  private vote(run: Run): void {
    const found = voteOf(run);
    if (!found) return;
    const { how, winner, losers } = found;
    this.add({
      ...{ type: 'vote', at: this.ports.now(), run: run.id, kind: kindOf(run) },
      how,
      winner,
      losers,
    });
  }

  private add(line: ScoreLine): void {
    void this.ports.add(line);
  }
}

function stateOf(run: Run): Seen {
  const vote = voteOf(run);
  return {
    done: new Set(run.requests.filter(({ state }) => state === 'done').map(({ id }) => id)),
    saved: new Set(run.saved.filter(asset => !asset.undone).map(asset => asset.candidate.requestId)),
    vote: vote ? `${vote.how} ${vote.winner}` : '',
  };
}

/** Which model won this run; `undefined` where there was nothing to choose between, or nothing was chosen. */
export function voteOf(
  run: Run,
): { how: 'blind' | 'saved'; winner: string; losers: readonly string[] } | undefined {
  const able = contenders(run);
  const models = [...new Set(able.map(({ model }) => model))];
  if (models.length < 2) return undefined;
  const picked = run.marks?.picked;
  const first = run.saved.find(asset => !asset.undone)?.candidate;
  const best = picked ?? first;
  const winner = best && able.find(({ id }) => id === best.requestId)?.model;
  if (!best || winner === undefined) return undefined;
  const losers = models.filter(model => model !== winner);
  return { how: picked ? 'blind' : 'saved', winner, losers };
}
