import type { PixelSize } from '../../core/model/modelInfo';
import type { RequestRecord } from '../../core/model/run';
import type { RunService } from '../../core/run/runService';
import type { Saver } from '../save/saver';
import type { SaveToResult } from '../save/saveToFlow';

export interface MakeAndSaveDeps {
  runs: Pick<RunService, 'stop' | 'whenDone'>;
  saver: Pick<Saver, 'saveTo'>;
}

export type MadeAndSaved =
  | { saving: SaveToResult }
  /** It came, and is among the generated images; saving was stopped. */
  | { stopped: true }
  | { request: RequestRecord | undefined };

/** The end of a begun run of one image: saved at `target` (absolute), cut and scaled to `size` if given. */
export async function makeAndSave(
  { runs, saver }: MakeAndSaveDeps,
  runId: string,
  target: string,
  size: PixelSize | undefined,
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
  if (signal.aborted) return { stopped: true };
  const candidate = { runId, requestId: request.id, index: 0 };
  const saving = await saver.saveTo(candidate, target, { signal, ...(size && { size }) });
  return !saving.ok && saving.reason.kind === 'cancelled' ? { stopped: true } : { saving };
}
