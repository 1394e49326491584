import type { ModelInfo } from '../model/modelInfo';
import type { Failure } from '../model/outcome';
import { originalOf, sameCandidate, type Adaptation, type Candidate, type Run } from '../model/run';
import { withKey } from '../transparency/keyPrompt';
import type { InputImage, Turn } from '../provider';
import { inputsFor } from './inputs';
import type { RunPorts } from './ports';

export type Context =
  | { history: readonly Turn[]; images: readonly InputImage[]; adapted: readonly Adaptation[] }
  | { refused: Failure };

type Ports = Pick<RunPorts, 'store' | 'imaging' | 't'>;

/** Longer threads go on from their last image; a loop in damaged records must end. */
const maxTurns = 50;

/**
 * What a request of this run sends along. With the same model the whole thread is replayed, signatures included; with
 * another one (signatures are a model's own), where something of the thread is gone, or where the answer had several
 * images to choose from, it starts anew from the candidate's image, of which the run keeps its own copy as a reference.
 */
export async function contextFor(
  ports: Ports,
  run: Run,
  model: ModelInfo,
  signal: AbortSignal,
  depth = 0,
): Promise<Context> {
  const earlier = await earlierTurns(ports, run, model, signal, depth);
  const references = earlier
    ? run.references.filter(
        reference => !reference.candidate || !sameCandidate(reference.candidate, run.parent),
      )
    : run.references;
  const inputs = await inputsFor(ports, run.id, references, model, signal);
  return 'refused' in inputs ? inputs : { history: earlier ?? [], ...inputs };
}

function takes({ capabilities }: ModelInfo, candidate: Candidate): boolean {
  return capabilities.inputTypes.includes(originalOf(candidate).facts.mimeType);
}

async function earlierTurns(
  ports: Ports,
  run: Run,
  model: ModelInfo,
  signal: AbortSignal,
  depth: number,
): Promise<readonly Turn[] | undefined> {
  if (!run.parent || !model.capabilities.multiTurn || depth >= maxTurns) return undefined;
  const { runId, requestId } = run.parent;
  const parent = await ports.store.load(runId);
  const request = parent?.requests.find(request => request.id === requestId);
  if (!parent || request?.model !== model.id || request.outcome?.kind !== 'images') return undefined;
  const { images } = request.outcome;
  // Nothing in a replayed turn says which of its images is meant: the one that was chosen goes in alone.
  if (images.length > 1) return undefined;
  // A turn is sent as it came; only a reference image is made over for what a model does not take.
  if (images.some(image => image.deleted === true || !takes(model, image))) return undefined;
  const answer = await ports.store.loadTurn(runId, requestId);
  if (answer === undefined) return undefined;
  const before = await contextFor(ports, parent, model, signal, depth + 1);
  if ('refused' in before) return undefined;
  return [
    ...before.history,
    {
      prompt: withKey(parent.prompt, request.key),
      images: before.images,
      answer,
      pathOf: file => ports.store.pathOf(runId, file),
    },
  ];
}
