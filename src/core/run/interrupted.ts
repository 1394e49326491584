import type { RequestRecord, Run } from '../model/run';
import type { PresencePort } from './ports';

/**
 * Requests whose window went away before they ended. The record is all that is left of them: they may have been billed.
 * Resolves to the requests that are to be changed, already changed.
 */
export async function findInterrupted(
  run: Run,
  presence: PresencePort,
  isLocal: (request: RequestRecord) => boolean,
): Promise<readonly RequestRecord[]> {
  const gone: RequestRecord[] = [];
  for (const request of run.requests) {
    if (request.state === 'done') continue;
    if (request.hostId !== undefined && request.hostId !== presence.hostId) {
      if (await presence.isAlive(request.hostId)) continue;
    }
    const sent = request.state === 'running' && !isLocal(request);
    gone.push({
      ...request,
      state: 'done',
      outcome: { kind: 'interrupted', sent },
      ...(!sent && { costUsd: 0, costIsEstimate: false }),
    });
  }
  return gone;
}
