import type { AnswerPart, ImagesOutcome, Outcome, ReceivedBlob } from '../model/outcome';
import type { Candidate, StoredOutcome } from '../model/run';
import { describe, storageFailure } from './failures';
import type { RequestBlobs, RunPorts } from './ports';

type Ports = Pick<RunPorts, 'store' | 'imaging' | 't' | 'log'>;

/**
 * What a provider answered, as it is stored: what the bytes are decides, and what arrived whole is kept whatever went
 * wrong beside it.
 */
export async function toStored(
  ports: Ports,
  runId: string,
  requestId: string,
  outcome: Outcome,
  blobs: RequestBlobs,
): Promise<StoredOutcome> {
  const diskError = blobs.error();
  if (outcome.kind !== 'images') {
    const images = blobs.received();
    if (images.length > 0) {
      const { usage, modelVersion, retries } = outcome;
      const came: ImagesOutcome = {
        kind: 'images',
        images,
        ...(usage && { usage }),
        ...(modelVersion !== undefined && { modelVersion }),
        ...(retries && { retries }),
        cut: true,
      };
      return toStored(ports, runId, requestId, came, blobs);
    }
    // The service did its part; ours failed.
    if (diskError !== undefined) return { ...outcome, ...storageFailure(ports.t, diskError, outcome.sent) };
    return outcome;
  }
  const { images, turn, parts, ...rest } = outcome;
  const read = await Promise.all(images.map(image => candidateOf(ports, runId, image)));
  const candidates = read.flatMap(result => ('facts' in result ? [result] : []));
  if (candidates.length === 0) {
    const problem = read.find(result => 'problem' in result);
    if (problem && 'gone' in problem) {
      const message = ports.t('The SVG drawing of the answer was not kept. {0}', problem.problem);
      return { ...rest, kind: 'bad-response', sent: true, reason: 'svg', message };
    }
    return {
      ...rest,
      kind: 'bad-response',
      sent: true,
      reason: 'not-an-image',
      message: images[0]
        ? ports.t(
            'The answer is not an image that can be read ({0}). Its bytes are kept as {1} in the folder of generated images.',
            problem && 'problem' in problem ? problem.problem : '',
            images[0].file,
          )
        : ports.t('The answer has no image in it.'),
    };
  }
  // Only a turn whose images are all there can be continued.
  if (turn !== undefined && candidates.length === images.length) {
    await ports.store
      .saveTurn(runId, requestId, turn)
      .catch((error: unknown) => ports.log.warn(`The turn of ${runId} is not kept: ${describe(error)}`));
  }
  const kept = parts && partsOf(parts, read);
  return {
    ...(rest satisfies Omit<ImagesOutcome, 'images' | 'turn' | 'parts'>),
    ...(kept && { parts: kept }),
    images: candidates,
  };
}

/** Without those images that are none; the others have other places now. */
function partsOf(
  parts: readonly AnswerPart[],
  read: readonly (Candidate | { problem: string })[],
): readonly AnswerPart[] {
  const good = read.filter(each => 'facts' in each);
  return parts.flatMap((part): readonly AnswerPart[] => {
    if (!('image' in part)) return [part];
    const image = good.findIndex(each => each === read[part.image]);
    return image < 0 ? [] : [{ image }];
  });
}

export async function candidateOf(
  { store, imaging }: Pick<Ports, 'store' | 'imaging'>,
  runId: string,
  blob: ReceivedBlob,
): Promise<Candidate | { problem: string; gone?: true }> {
  // Named by its first bytes: a drawing is code, and is shown and saved only as what is left of it without that.
  if (blob.file.endsWith('.svg')) return drawingOf(store, imaging, runId, blob.file);
  try {
    return { file: blob.file, facts: await imaging.inspect(store.pathOf(runId, blob.file)) };
  } catch (error) {
    // Whatever kept it from being read, the bytes stay.
    return { problem: describe(error) };
  }
}

async function drawingOf(
  store: Ports['store'],
  imaging: Ports['imaging'],
  runId: string,
  file: string,
): Promise<Candidate | { problem: string; gone: true }> {
  const path = store.pathOf(runId, file);
  try {
    const { facts, removed } = await imaging.cleanSvg(path, path);
    return { file, facts, ...(removed.length > 0 && { removed }) };
  } catch (error) {
    // Nobody may meet it by opening the folder.
    await store.deleteFile(runId, file).catch(() => undefined);
    return { problem: describe(error), gone: true };
  }
}
