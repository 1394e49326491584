import { formatDuration } from '../../core/model/format';
import { currentRequests, type RequestRecord, type Run } from '../../core/model/run';
import type { Translate } from '../../core/translate';

/** Requests of the runs under way, and since when. */
export interface RunCount {
  done: number;
  total: number;
  /** Milliseconds since the epoch; `Infinity` while nothing was sent. */
  since: number;
}

export function countRuns(runs: readonly Run[]): RunCount | undefined {
  const batches = runs.map(batchOf);
  const requests = batches.flatMap(batch => batch.requests);
  // The last one ended, and its run will in a moment.
  if (requests.length === 0) return undefined;
  return {
    done: requests.filter(request => request.state === 'done').length,
    total: requests.length,
    since: Math.min(...batches.map(batch => batch.since)),
  };
}

/** Requests that follow each other closer than this belong together. Milliseconds. */
const pauseMs = 2000;

/** What is under way with what ended since it began: of an old run that something is tried again of, only that. */
function batchOf(run: Run): { requests: readonly RequestRecord[]; since: number } {
  const all = currentRequests(run);
  const batch = new Set(all.filter(request => request.state !== 'done'));
  let since = Infinity;
  for (let grown = true; grown;) {
    since = Math.min(since, ...[...batch].map(request => request.startedAt ?? Infinity));
    const before = all.filter(({ endedAt }) => endedAt !== undefined && endedAt >= since - pauseMs);
    grown = before.some(request => !batch.has(request));
    for (const request of before) batch.add(request);
  }
  return { requests: [...batch], since };
}

/** "2 of 6 done · 12 s": some of what is done may have failed. */
export function statusText(t: Translate, { done, total, since }: RunCount, now: number): string {
  const images = total === 1 ? t('1 image') : t('{0} of {1} done', done, total);
  return `${images} · ${formatDuration(Math.max(0, now - since))}`;
}
