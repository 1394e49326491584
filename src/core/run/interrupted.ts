import type { RequestRecord, Run } from '../model/run';
import { describe } from './failures';
import { candidateOf } from './finish';
import { notCutOut } from './keying';
import type { PresencePort, RunPorts } from './ports';

/**
 * A stored run with the requests ended that a window which is gone left behind, on record too. As it is when it comes to
 * life here meanwhile (`isLive`).
 */
export async function withInterrupted(
  ports: Pick<RunPorts, 'presence' | 'store' | 'models' | 'log' | 'imaging'>,
  read: Run,
  isLive: () => boolean,
): Promise<Run> {
  const { presence, store, models, log } = ports;
  const find = (each: Run): ReturnType<typeof findInterrupted> =>
    findInterrupted(each, presence, request => models.resolve(request.model)?.local === true);
  let run = read;
  let left = await find(run);
  if (left.length > 0) {
    // It may have ended since it was read, and then it has a record of that.
    run = (await store.load(run.id)) ?? run;
    left = await find(run);
  }
  const gone = await Promise.all(left.map(request => withArrived(ports, run, request)));
  if (gone.length === 0 || isLive()) return run;
  for (const request of gone) {
    await store
      .saveRequest(run.id, request)
      .catch((error: unknown) => log.warn(`An interrupted request is not on record: ${describe(error)}`));
  }
  return { ...run, requests: run.requests.map(old => gone.find(request => request.id === old.id) ?? old) };
}

/**
 * Requests whose window went away before they ended. The record is all that is left of them: they may have been billed.
 * Resolves to the requests that are to be changed, already changed.
 */
async function findInterrupted(
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
async function withArrived(
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
