import { providerOf } from '../model/modelInfo';
import type { Failure } from '../model/outcome';
import type { RequestRecord, Run, StoredImages } from '../model/run';
import { unsent, unexpected } from './failures';
import { toStored } from './finish';
import { areToBeCleared, cutOut, findPainted } from './keying';
import type { RunPorts } from './ports';

/**
 * The images of an ended request that its answer named and did not bring: they are paid for, and fetching them is free.
 * Resolves to what the request comes to with them, or to why there are none. Rejects never.
 */
export async function fetchAgain(
  ports: RunPorts,
  run: Run,
  { id, model, outcome, key }: RequestRecord,
  signal: AbortSignal,
): Promise<{ outcome: StoredImages } | { refused: Failure }> {
  const provider = providerOf(model);
  const blobs = ports.store.blobs(run.id, id, lastNumber(outcome));
  try {
    const service = await ports.provider(provider);
    if (!service.fetchLinks || !outcome?.links) {
      return { refused: unsent('unsupported', ports.t('The service names nothing that could be fetched.')) };
    }
    const got = await service.fetchLinks(outcome.links, {
      signal,
      onProgress: () => undefined,
      mayDownload: links => ports.gate.mayDownload({ origin: 'panel', provider, links }),
      createBlob: type => blobs.createBlob(type),
      createBlobPath: extension => blobs.createBlobPath(extension),
    });
    const stored = await toStored(ports, run.id, id, got, blobs);
    if (stored.kind !== 'images') return { refused: stored };
    const cut = areToBeCleared(run, stored.images)
      ? await cutOut(ports, run, key, stored.images, { signal, onCutting: () => undefined })
      : undefined;
    const images = cut ? await findPainted(ports, run, cut) : stored.images;
    const { usage, modelVersion, responseId, grounding, retries } = outcome;
    const before = outcome.kind === 'images' ? outcome : undefined;
    return {
      outcome: {
        ...(usage && { usage }),
        ...(modelVersion !== undefined && { modelVersion }),
        ...(responseId !== undefined && { responseId }),
        ...(grounding && { grounding }),
        ...(retries && { retries }),
        ...(before?.text !== undefined && { text: before.text }),
        ...(before?.parts && { parts: before.parts }),
        ...(before?.cut && { cut: before.cut }),
        ...(stored.links && { links: stored.links }),
        kind: 'images',
        images: [...(before?.images ?? []), ...images],
      },
    };
  } catch (error) {
    return { refused: unexpected(error, false) };
  } finally {
    await blobs.abandon().catch(() => undefined);
  }
}

/** Of the files that came with the answer: what comes now takes no name of theirs. */
function lastNumber(outcome: RequestRecord['outcome']): number {
  const files = outcome?.kind === 'images' ? outcome.images.map(({ file }) => file) : [];
  return Math.max(0, ...files.map(file => Number(/-(\d+)\.\w+$/.exec(file)?.[1] ?? 0)));
}
