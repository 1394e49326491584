import * as path from 'node:path';
import { windowed } from '../../core/imaging/byteSource';
import { readEmbedded, type Embedded } from '../../core/imaging/embedded';
import { plainOutput } from '../../core/model/output';
import type { CandidateRef, ImageFacts } from '../../core/model/run';
import { planFormat } from '../../core/save/fileFormat';
import { embeddedLosses, lossesOf, type Loss } from '../../core/save/losses';
import { findOriginal, type Original } from '../../core/save/original';
import { lostMarks } from '../../core/model/provenanceMarks';
import type { SaveFailure, SaveResult } from '../../core/save/saveResult';
import { withFile } from '../imaging/fileSource';
import { resolveDestination } from './destination';
import { findCandidate, tellSaved, told, writeChosen, type SaveContext } from './saveContext';
import { save } from './saveFlow';
import { beforeOf, type SaveSource } from './saveTypes';
import { sha256Of } from '../sha256';

/** "Replace original": the path and the format of the file stay, and what it loses is said first. */
export async function replaceOriginal(context: SaveContext, ref: CandidateRef): Promise<SaveResult> {
  const { runs, workspace, disk, ui } = context;
  const found = await findCandidate(context, ref);
  if ('failure' in found) return told(context, found);
  const original = await findOriginal(found.run, id => runs.get(id));
  if (!original) return told(context, { failure: { kind: 'no-original' } });

  const target = workspace.toPath(original.uri);
  const destination = await resolveDestination(target, workspace.folders(), disk);
  if ('failure' in destination) return offerSaveAsNew(context, ref, destination.failure);
  if (!destination.existing) {
    return offerSaveAsNew(context, ref, { kind: 'original-deleted', path: destination.path });
  }
  const after = factsAfter(found.source, destination.path);
  if (!after) {
    const extension = path.extname(destination.path).slice(1);
    return offerSaveAsNew(context, ref, { kind: 'cannot-write-format', extension });
  }

  const { before, changed } = await lookAt(context, destination.real, original);
  const losses = [...lossesOf(before, after), ...(await lostBesidePixels(destination.real, found.source))];
  const drops = lostMarks(beforeOf(found.source).provenance, after.provenance);
  const answer = await ui.askReplace({ path: destination.path, losses, drops, changed });
  if (answer === 'new') return save(context, ref);
  if (answer === undefined) return { failure: { kind: 'cancelled' } };
  const matte = await matteFor(context, found.source, after);
  if (matte === 'cancelled') return { failure: { kind: 'cancelled' } };
  const chosen = {
    path: destination.path,
    overwrite: true,
    ...(matte === undefined ? {} : { matte }),
    ...(answer === 'replace-beside' && { output: { ...plainOutput, keepOriginal: true } }),
  };
  const result = await writeChosen(context, chosen, found.source, workspace.folders());
  if ('saved' in result) tellSaved(context, result.saved);
  return told(context, result);
}

async function offerSaveAsNew(
  context: SaveContext,
  ref: CandidateRef,
  failure: SaveFailure,
): Promise<SaveResult> {
  return (await context.ui.askSaveAsNew(failure)) === 'new' ? save(context, ref) : { failure };
}

/** The file as it is now, which need not be what the run started from. */
async function lookAt(
  { journal, imaging }: SaveContext,
  file: string,
  original: Original,
): Promise<{ before: ImageFacts; changed: boolean }> {
  if ((await sha256Of(file).catch(() => '')) === original.sha256) {
    return { before: original.facts, changed: false };
  }
  // Another candidate that was put there from here is no surprise to the user.
  const changed = !(await journal.isOurs(file));
  return { before: await imaging.inspect(file).catch(() => original.facts), changed };
}

async function lostBesidePixels(file: string, source: SaveSource): Promise<Loss[]> {
  const nothing: Embedded = { metadata: [], colorProfile: false };
  const look = (path: string): Promise<Embedded> =>
    withFile(path, bytes => readEmbedded(windowed(bytes))).catch(() => nothing);
  // A conversion keeps the profile of its source.
  return embeddedLosses(await look(file), await look(source.file));
}

/** What the file will be, without the work of writing it. `undefined`: its format cannot be written. */
function factsAfter({ facts }: SaveSource, target: string): ImageFacts | undefined {
  const plan = planFormat(path.extname(target).slice(1), facts.format);
  if (plan.kind === 'copy') return facts;
  if (plan.kind !== 'convert') return undefined;
  return {
    ...facts,
    format: plan.format,
    hasAlpha: facts.hasAlpha && plan.format !== 'jpeg',
    animated: false,
    // What encodes keeps none of it.
    provenance: { contentCredentials: false, aiGenerated: false, synthIdClaimed: false },
  };
}

async function matteFor(
  { ui }: SaveContext,
  source: SaveSource,
  after: ImageFacts,
): Promise<string | undefined | 'cancelled'> {
  if (!source.facts.hasAlpha || after.hasAlpha) return undefined;
  const answer = await ui.askMatte([]);
  return answer && 'matte' in answer ? answer.matte : 'cancelled';
}
