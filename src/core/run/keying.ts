import { chooseKey, type HeldKeys } from '../imaging/keying/chooseKey';
import { isImagingError, type KeyCut } from '../imaging/imagingPort';
import type { KeptReason, RequestKey } from '../model/cutout';
import type { ModelInfo } from '../model/modelInfo';
import type { Candidate, Run } from '../model/run';
import { asksForTransparency, speaksOfSeeThrough } from '../transparency/asksForTransparency';
import { keyPrompt } from '../transparency/keyPrompt';
import { promptKeys } from '../transparency/promptKeys';
import { transparencyOf } from '../transparency/transparencyOf';
import { describe } from './failures';
import type { RunPorts } from './ports';

type Ports = Pick<RunPorts, 'store' | 'imaging' | 'log'>;

/** Cutting out takes seconds. Stopped, the image is shown as it came. */
export interface CutOptions {
  signal?: AbortSignal;
  onCutting?(): void;
}

export function needsKey(run: Run, model: ModelInfo): boolean {
  return run.settings.background === 'transparent' && transparencyOf(model) === 'key';
}

/**
 * The colour that the model is asked to paint behind the subject: one that neither the prompt nor the reference images
 * have.
 */
export async function keyFor(ports: Ports, run: Run, signal: AbortSignal): Promise<RequestKey> {
  const held: HeldKeys[] = [];
  const earlier = await earlierKey(ports, run);
  // The image that is continued was cut out: the key it was painted before is not in it.
  for (const { file } of run.references) {
    try {
      held.push(await ports.imaging.heldKeys(ports.store.pathOf(run.id, file), signal));
    } catch (error) {
      if (!isImagingError(error)) throw error;
      ports.log.warn(`The colours of ${file} are not known: ${describe(error)}`);
    }
  }
  const marks = promptKeys(run.prompt);
  // A thread keeps its colour where it can: another one would have the model repaint what it has.
  const kept =
    earlier && (marks[earlier.name] ?? 0) === 0 && held.every(image => (image[earlier.name] ?? 0) < 0.01);
  const name = kept ? earlier.name : chooseKey(held, marks);
  return { name, added: keyPrompt(name) };
}

async function earlierKey({ store }: Ports, { parent }: Run): Promise<RequestKey | undefined> {
  if (!parent) return undefined;
  const run = await store.load(parent.runId);
  return run?.requests.find(request => request.id === parent.requestId)?.key;
}

/**
 * What is shown and saved of a request that asked for a key colour: each image with the colour taken away, a file of its
 * own beside the service's. Where that cannot be done, the image as it came, and why. Never rejects, loses nothing.
 */
export async function cutOut(
  ports: Ports,
  run: Pick<Run, 'id' | 'prompt'>,
  key: RequestKey | undefined,
  candidates: readonly Candidate[],
  { signal, onCutting }: CutOptions = {},
): Promise<readonly Candidate[]> {
  if (!key) return candidates;
  const options = { key: key.name, seeThrough: speaksOfSeeThrough(run.prompt) };
  return Promise.all(
    candidates.map(async (candidate): Promise<Candidate> => {
      const { file, facts } = candidate;
      // The model has made it transparent itself.
      if (facts.hasAlpha) return candidate;
      const made = `${file.slice(0, file.lastIndexOf('.'))}-cutout.png`;
      onCutting?.();
      try {
        // A window that went away in the middle may have left one; what was measured in it went with the window.
        await ports.store.deleteFile(run.id, made);
        let cut: KeyCut | undefined;
        await ports.store.derived(run.id, made, async temporary => {
          cut = await ports.imaging.cutKey(ports.store.pathOf(run.id, file), temporary, options, signal);
          if ('kept' in cut) throw new KeptError(cut.kept);
        });
        if (!cut || 'kept' in cut) return candidate;
        return { file: made, facts: cut.facts, cutout: { checks: cut.checks }, original: { file, facts } };
      } catch (error) {
        if (error instanceof KeptError) return { ...candidate, cutout: { kept: error.reason } };
        if (signal?.aborted) return { ...candidate, cutout: { kept: 'stopped' } };
        ports.log.warn(`${file} was not cut out: ${describe(error)}`);
        return { ...candidate, cutout: { kept: 'failed' } };
      }
    }),
  );
}

/** They are not transparent and should be: something is to be done about it, which takes seconds. */
export function areToBeCleared(
  { prompt, settings }: Pick<Run, 'prompt' | 'settings'>,
  candidates: readonly Candidate[],
): boolean {
  const wished = settings.background === 'transparent' || asksForTransparency(prompt);
  return wished && candidates.some(({ facts }) => !facts.hasAlpha);
}

/** Of images whose window went away before they were cut out. */
export function notCutOut(
  candidates: readonly Candidate[],
  key: RequestKey | undefined,
): readonly Candidate[] {
  if (!key) return candidates;
  return candidates.map(candidate =>
    candidate.facts.hasAlpha ? candidate : { ...candidate, cutout: { kept: 'interrupted' as const } },
  );
}

/** Says of each image that was to be transparent and is not whether transparency is painted in it. Never rejects. */
export async function findPainted(
  { store, imaging, log }: Ports,
  { id }: Pick<Run, 'id'>,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const isPainted = async (file: string): Promise<boolean> => {
    try {
      return await imaging.paintedCheckerboard(store.pathOf(id, file));
    } catch (error) {
      log.warn(`${file} was not looked at: ${describe(error)}`);
      return false;
    }
  };
  return Promise.all(
    candidates.map(async candidate => {
      if (candidate.facts.hasAlpha) return candidate;
      const painted = await isPainted(candidate.file);
      return painted ? { ...candidate, painted: 'checkerboard' as const } : candidate;
    }),
  );
}

/** Nothing was written, so there is nothing to be put in place. */
class KeptError extends Error {
  constructor(readonly reason: KeptReason) {
    super(reason);
  }
}
