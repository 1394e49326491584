import { t } from '@vscode/l10n';
import type { CandidateView, RunView } from '../protocol/views';
import type { Placed } from './candidateActions';
import type { StageImage } from './components/stageImage';
import { sortColumns } from './sortRun';
import type { SortOrder } from './uiState';

/** The run's candidates in the order in which they stand: column by column. */
export function placedOf(run: RunView, order: SortOrder): readonly Placed[] {
  return placedColumns(run, order).flat();
}

/** The same row by row: one of each model before a second of any. */
export function placedAcross(run: RunView, order: SortOrder): readonly Placed[] {
  const columns = placedColumns(run, order);
  const rows = Math.max(0, ...columns.map(({ length }) => length));
  return Array.from({ length: rows }, (_, row) => columns.flatMap(column => column[row] ?? [])).flat();
}

function placedColumns(run: RunView, order: SortOrder): readonly (readonly Placed[])[] {
  return sortColumns(run.columns, order).map(({ label, requests }) =>
    requests.flatMap(request => request.candidates.map(candidate => ({ run, request, candidate, label }))),
  );
}

/**
 * What a candidate can be held against: what it was cut out of, and the run's reference images. The one that it
 * continues is among them.
 */
export function beforesOf(run: RunView, { original, facts }: CandidateView): readonly StageImage[] {
  const { width, height } = facts;
  const sent = original === undefined ? [] : [{ name: t('As it came'), url: original, width, height }];
  const references = run.references.map(({ name, image, thumbnail, facts }) => ({
    name,
    url: image,
    ...(thumbnail && { thumbnail }),
    width: facts.width,
    height: facts.height,
  }));
  return [...sent, ...references];
}
