import { formatDuration } from '../../core/model/format';
import type { Run } from '../../core/model/run';
import type { Translate } from '../../core/translate';

/** Requests of the runs under way, and since when. */
export interface RunCount {
  done: number;
  total: number;
  /** Milliseconds since the epoch. */
  since: number;
}

export function countRuns(runs: readonly Run[]): RunCount | undefined {
  if (runs.length === 0) return undefined;
  const requests = runs.flatMap(run => run.requests);
  return {
    done: requests.filter(request => request.state === 'done').length,
    total: requests.length,
    since: Math.min(...runs.map(run => run.createdAt)),
  };
}

/** "2 of 6 images · 12 s" */
export function statusText(t: Translate, { done, total, since }: RunCount, now: number): string {
  const images = total === 1 ? t('1 image') : t('{0} of {1} images', done, total);
  return `${images} · ${formatDuration(Math.max(0, now - since))}`;
}
