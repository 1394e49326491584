import * as path from 'node:path';
import type { CandidateRef } from '../../core/model/run';
import { altText } from '../../core/save/altText';
import type { SaveResult } from '../../core/save/saveResult';
import { resolveDestination, withFoldersMade, type Roots } from './destination';
import { savedFile } from './fileSaver';
import { isInside } from './pathRules';
import { encoding, told, withProgress, writeChosen, type SaveContext } from './saveContext';
import { askAndWrite, type WriteWhatWasChosen } from './saveFlow';
import type { Inserted, InsertionPoint, InsertionText } from './savePorts';
import type { ChosenTarget, Prepared, SaveSource } from './saveTypes';

/** "Save and insert": one undoable step where the document and the place allow it, else the nearest thing to it. */
export async function saveAndInsert(context: SaveContext, ref: CandidateRef): Promise<SaveResult> {
  const write: WriteWhatWasChosen = async (chosen, source, roots, run) => {
    const alt = altText(run.prompt);
    if (roots === 'anywhere' || chosen.overwrite) return writeThenInsert(context, chosen, source, roots, alt);
    return insertInOneStep(context, chosen, source, roots, alt);
  };
  const result = await askAndWrite(context, ref, write, await imagesBeside(context));
  return told(context, result);
}

/** Where the images are that the document shows already. */
async function imagesBeside({
  editors,
  documentImages,
  log,
}: SaveContext): Promise<readonly (readonly string[])[]> {
  try {
    const point = await editors.current();
    return point ? ((await documentImages?.(point)) ?? []) : [];
  } catch (error) {
    log(`The images of the document are not known: ${String(error)}`);
    return [];
  }
}

async function insertInOneStep(
  context: SaveContext,
  chosen: ChosenTarget,
  source: SaveSource,
  roots: Roots,
  alt: string,
): Promise<SaveResult> {
  const { files, inserter, disk, ui } = context;
  const extension = path.extname(chosen.path).slice(1);
  const prepared = await withProgress(context, chosen.path, source, signal =>
    files.prepare(source, extension, { ...encoding(context, chosen), ...(signal && { signal }) }),
  );
  if ('failure' in prepared) return prepared;
  try {
    // Only now: a conversion takes a while, and the cursor may have moved since.
    const place = await findPlace(context, chosen.path, prepared, alt);
    if (!place) return await writeThenInsert(context, chosen, source, roots, alt);
    const destination = await resolveDestination(chosen.path, roots, disk);
    if ('failure' in destination) return destination;
    if (destination.existing) return { failure: { kind: 'exists', path: destination.path } };
    const asMade = withFoldersMade(destination, chosen.madeFolders);
    const result = await inserter.insert(source, prepared, asMade, place.point, place.text);
    if ('failure' in result) return result;
    const saved = savedFile(result.entry, source.facts, prepared);
    ui.tellInserted(saved, { kind: 'one-step', document: place.point.path }, () =>
      context.undo(saved.saveId),
    );
    return { saved };
  } finally {
    await files.release(prepared);
  }
}

/** For a file that takes another one's place (an editor's Undo would lose the old bytes), and without a document. */
async function writeThenInsert(
  context: SaveContext,
  chosen: ChosenTarget,
  source: SaveSource,
  roots: Roots,
  alt: string,
): Promise<SaveResult> {
  const result = await writeChosen(context, chosen, source, roots);
  if ('failure' in result) return result;
  const { saved } = result;
  const place = await findPlace(context, saved.path, saved, alt);
  const inserted = place && (await context.editors.apply(place.point, place.text));
  const how: Inserted =
    place && inserted
      ? { kind: 'text-only', document: place.point.path }
      : { kind: 'clipboard', text: relativeReference(context, saved.path) };
  if (how.kind === 'clipboard') await context.ui.copyText(how.text);
  context.ui.tellInserted(saved, how, () => context.undo(saved.saveId));
  return result;
}

async function findPlace(
  { editors, reference, log }: SaveContext,
  imagePath: string,
  { facts }: Pick<Prepared, 'facts'>,
  alt: string,
): Promise<{ point: InsertionPoint; text: InsertionText } | undefined> {
  const point = await editors.current();
  if (!point) return undefined;
  try {
    const text = await reference(point, imagePath, facts, alt);
    return text && { point, text };
  } catch (error) {
    // The image is worth more than its markup: it is saved without.
    log(`No reference could be made: ${String(error)}`);
    return undefined;
  }
}

/** From the workspace folder, `/` separated; from nowhere, the path itself. */
function relativeReference({ workspace }: SaveContext, file: string): string {
  const folder = workspace.folders().find(each => isInside(each, file));
  return folder ? path.relative(folder, file).split(path.sep).join('/') : file;
}
