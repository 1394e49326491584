import type { RequestRecord, Run } from '../model/run';
import { candidateOf } from './finish';
import { notCutOut } from './keying';
import type { PresencePort, RunPorts } from './ports';

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
    const { came, ...rest } = request;
    if (came) {
      const images = notCutOut(came.images, request.key);
      gone.push({ ...rest, state: 'done', outcome: { ...came, images } });
      continue;
    }
    const sent = request.state === 'running' && !isLocal(request);
    const { links, ...unfinished } = rest;
    gone.push({
      ...unfinished,
      state: 'done',
      outcome: { kind: 'interrupted', sent, ...(links && { links }) },
      ...(!sent && { costUsd: 0, costIsEstimate: false }),
    });
  }
  return gone;
}

/**
 * The window can go away between an image's last byte and the request's record. Nobody is told that an image is lost
 * when it is there: what arrived becomes the outcome, with the cost left unknown.
 */
export async function withArrived(
  ports: Pick<RunPorts, 'store' | 'imaging'>,
  run: Run,
  request: RequestRecord,
): Promise<RequestRecord> {
  if (request.outcome?.kind !== 'interrupted') return request;
  const blobs = await ports.store.arrived(run.id, request.id);
  const read = await Promise.all(blobs.map(blob => candidateOf(ports, run.id, blob)));
  const came = read.flatMap(result => ('facts' in result ? [result] : []));
  if (came.length === 0) return request;
  const images = notCutOut(came, request.key);
  const found: RequestRecord = { ...request, outcome: { kind: 'images', images } };
  delete found.costUsd;
  delete found.costIsEstimate;
  return found;
}
