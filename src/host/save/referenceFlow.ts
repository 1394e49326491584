import { altText } from '../../core/save/altText';
import type { SaveFailure } from '../../core/save/saveResult';
import { sameCandidate, type CandidateRef, type SavedAsset } from '../../core/model/run';
import { sha256Of } from '../sha256';
import { resolveDestination } from './destination';
import { lineOf, makeReference, relativeReference } from './insertionPlace';
import { findCandidate, type SaveContext } from './saveContext';
import type { InsertionPoint } from './savePorts';

export type ReferenceResult =
  /** Nothing was saved: `path` was there from before. */
  { referenced: string } | { failure: { kind: 'not-inserted'; document: string } };

/** A reference to the file that this candidate was saved as before; `undefined` when none is as it was. */
export async function insertAgain(
  context: SaveContext,
  ref: CandidateRef,
  point: InsertionPoint | undefined,
): Promise<ReferenceResult | { failure: SaveFailure } | undefined> {
  const found = await findCandidate(context, ref);
  if ('failure' in found) return found;
  const { run, source } = found;
  const { placer, inserter, editors, ui, imaging, disk } = context;
  // A save that is still being hashed is not on record yet.
  await Promise.all([placer.settled(), inserter.settled()]);
  const saved = (await context.runs.get(run.id))?.saved ?? [];
  const file = await unchanged(
    context,
    saved.filter(asset => !asset.undone && sameCandidate(asset.candidate, ref)),
  );
  if (file === undefined) return undefined;
  // It may have been converted, or cut to a size.
  const facts = await imaging.inspect(file).catch(() => source.facts);
  const text = point && (await makeReference(context, point, file, facts, altText(run.prompt)));
  if (!point || !text) {
    const copied = relativeReference(context, file);
    await ui.copyText(copied);
    ui.tellReferenced(file, { kind: 'clipboard', text: copied });
    return { referenced: file };
  }
  if (!(await disk.stat(file).catch(() => undefined))) return undefined;
  if (!(await editors.apply(point, text))) return { failure: { kind: 'not-inserted', document: point.path } };
  ui.tellReferenced(file, { kind: 'text-only', document: point.path, line: lineOf(point, text) });
  return { referenced: file };
}

/** The newest of them whose bytes are still those that were written, in the workspace. */
async function unchanged(
  { workspace, disk, log }: SaveContext,
  assets: readonly SavedAsset[],
): Promise<string | undefined> {
  for (const { uri, sha256 } of [...assets].sort((a, b) => b.savedAt - a.savedAt)) {
    try {
      const file = workspace.toPath(uri);
      const place = await resolveDestination(file, workspace.folders(), disk);
      if (!('failure' in place) && place.existing && (await sha256Of(file)) === sha256) return file;
    } catch (error) {
      log(`${uri} is not looked at: ${String(error)}`);
    }
  }
  return undefined;
}
