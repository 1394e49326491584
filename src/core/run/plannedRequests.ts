import type { Failure } from '../model/outcome';
import type { RequestRecord, Run } from '../model/run';
import { countAdapted, variationsOf } from './adapt';
import { newRequestId } from './ids';
import type { RunPorts } from './ports';
import type { Plan } from './preflight';

/** What a plan puts into a run. `retried`: what failed keeps its place; another image of what came takes a new one. */
export function plannedRequests(
  { random, presence }: Pick<RunPorts, 'random' | 'presence'>,
  plan: Plan,
  count: number,
  run?: Run,
  retried?: RequestRecord,
): readonly RequestRecord[] {
  let position = run?.requests.length ?? 0;
  return plan.models.flatMap(({ model, refused }) => {
    const own = run?.requests.filter(request => request.model === model.id) ?? [];
    const next =
      retried?.model === model.id && retried.outcome?.kind !== 'images'
        ? retried.variation
        : Math.max(-1, ...own.map(request => request.variation)) + 1;
    // What a model cannot do would be refused as often as there are variations; once is enough.
    const adapted = refused ? [] : countAdapted(model, count);
    return Array.from({ length: refused ? 1 : variationsOf(model, count) }, (_, index): RequestRecord => ({
      id: newRequestId(++position, random),
      model: model.id,
      variation: next + index,
      hostId: presence.hostId,
      ...(adapted.length > 0 && { adapted }),
      ...(refused ? refusedRecord(refused) : { state: 'queued' as const }),
    }));
  });
}

function refusedRecord(
  refused: Failure,
): Pick<RequestRecord, 'state' | 'outcome' | 'costUsd' | 'costIsEstimate'> {
  return { state: 'done', outcome: refused, costUsd: 0, costIsEstimate: false };
}
