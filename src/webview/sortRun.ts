import type { ColumnView, RequestView } from '../protocol/views';
import { elapsed } from './labels';
import type { SortOrder } from './uiState';

/** The columns in the order that was chosen, pinned requests first; what nobody knows yet comes last. */
export function sortColumns(columns: readonly ColumnView[], order: SortOrder): readonly ColumnView[] {
  const inside = columns.map(column => ({ ...column, requests: sortRequests(column.requests, order) }));
  const weight = ({ label, requests }: ColumnView): number | string =>
    order === 'model' ? label.toLocaleLowerCase() : mean(requests.map(request => valueOf(request, order)));
  const rank = (column: ColumnView): number => (column.requests.some(({ pinned }) => pinned) ? 0 : 1);
  return stable(
    inside,
    (a, b) => rank(a) - rank(b) || (order === 'asked' ? 0 : compare(weight(a), weight(b))),
  );
}

function sortRequests(requests: readonly RequestView[], order: SortOrder): readonly RequestView[] {
  const rank = ({ pinned }: RequestView): number => (pinned ? 0 : 1);
  return stable(requests, (a, b) => rank(a) - rank(b) || valueOf(a, order) - valueOf(b, order) || 0);
}

/** Milliseconds or dollars; `Infinity` where there are none. */
function valueOf(request: RequestView, order: SortOrder): number {
  if (order === 'time') return request.state === 'done' ? (elapsed(request, 0) ?? Infinity) : Infinity;
  if (order === 'cost') return request.costUsd ?? Infinity;
  return 0;
}

function mean(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.length === 0 ? Infinity : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function compare(a: number | string, b: number | string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function stable<T>(items: readonly T[], by: (a: T, b: T) => number): readonly T[] {
  return [...items].sort((a, b) => {
    const order = by(a, b);
    return Number.isNaN(order) ? 0 : order;
  });
}
