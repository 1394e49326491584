import type { CandidateRef, RequestRecord } from '../../core/model/run';
import type { RunService } from '../../core/run/runService';
import type { SaveToResult } from '../save/saveToFlow';

export interface MakeAndSaveDeps {
  runs: Pick<RunService, 'stop' | 'whenDone'>;
  /** Where it goes, and how large it is to be. */
  save(candidate: CandidateRef, signal: AbortSignal): Promise<SaveToResult>;
}

export type MadeAndSaved =
  | { saving: SaveToResult; request: RequestRecord }
  /** It came, and is among the generated images; saving was stopped. */
  | { stopped: true; request: RequestRecord }
  | { request: RequestRecord | undefined };

/** The end of a begun run of one image: saved. */
export async function makeAndSave(
  { runs, save }: MakeAndSaveDeps,
  runId: string,
  signal: AbortSignal,
): Promise<MadeAndSaved> {
  const stop = (): void => void runs.stop(runId);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  let request: RequestRecord | undefined;
  try {
    [request] = (await runs.whenDone(runId)).requests;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  if (request?.outcome?.kind !== 'images') return { request };
  // It may have come in the moment in which the user stopped it.
  if (signal.aborted) return { stopped: true, request };
  const saving = await save({ runId, requestId: request.id, index: 0 }, signal);
  return !saving.ok && saving.reason.kind === 'cancelled' ? { stopped: true, request } : { saving, request };
}
