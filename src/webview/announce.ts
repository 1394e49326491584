import { t } from '@vscode/l10n';
import type { RunView } from '../protocol/views';

/** What a screen reader hears when a run changes from `before` to `after`. */
export function announcements(before: RunView | undefined, after: RunView): string[] {
  if (before === undefined) return [];
  const done = new Map(
    before.columns.flatMap(column =>
      column.requests.map(request => [request.id, request.state === 'done'] as const),
    ),
  );
  const said: string[] = [];
  for (const column of after.columns) {
    for (const request of column.requests) {
      if (request.state !== 'done' || done.get(request.id) !== false) continue;
      if (request.failure !== undefined) said.push(t('{0}: {1}', request.failure.title, column.label));
      else if (request.candidates.length > 0) said.push(t('Image ready from {0}', column.label));
    }
  }
  if (before.running && !after.running) said.push(t('Finished: {0}', after.summary));
  return said;
}
