import * as path from 'node:path';
import { altOfName, altText } from '../../core/save/altText';
import type { SaveResult } from '../../core/save/saveResult';
import { resolveDestination, withFoldersMade, type Roots } from './destination';
import { placing, savedFile } from './fileSaver';
import type { SetFile } from './fileSet';
import type { ToInsert } from './insertion';
import { lineOf, makeReference, relativeReference } from './insertionPlace';
import { insertAgain } from './referenceFlow';
import { encoding, told, withProgress, writeChosen, type SaveContext } from './saveContext';
import { askAndWrite, type WriteWhatWasChosen } from './saveFlow';
import type { Inserted, InsertionPoint, InsertionText } from './savePorts';
import type { AskedSave, ChosenTarget, Prepared, SaveSource, SaveSubject } from './saveTypes';

/** `referenced`: nothing was saved, because that file is this candidate already. */
export type InsertResult = SaveResult | { referenced: string };

/** "Save and insert": one undoable step where the document and the place allow it, else the nearest thing to it. */
export async function saveAndInsert(
  context: SaveContext,
  subject: SaveSubject,
  asked?: AskedSave,
): Promise<InsertResult> {
  const point = await context.editors.current();
  // Asked for in detail, it is another file than the one from before.
  const again = asked || 'file' in subject ? undefined : await insertAgain(context, subject, point);
  if (again) return 'failure' in again ? told(context, again) : again;
  const write: WriteWhatWasChosen = async (chosen, source, roots, run) => {
    const alt = run ? altText(run.prompt) : altOfName(source.file);
    if (roots === 'anywhere' || chosen.overwrite) return writeThenInsert(context, chosen, source, roots, alt);
    return insertInOneStep(context, chosen, source, roots, alt);
  };
  const result = await askAndWrite(context, subject, write, {
    into: point && { document: point.path, images: await imagesIn(context, point) },
    asked,
  });
  return told(context, result);
}

/** Where the images are that the document shows already. */
async function imagesIn(
  { documentImages, log }: SaveContext,
  point: InsertionPoint,
): Promise<readonly (readonly string[])[]> {
  try {
    return (await documentImages?.(point)) ?? [];
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
  const prepared = await withProgress(context, chosen, source, signal =>
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
    const { output, matte } = chosen;
    const beside = await context.beside.files({ source, prepared, target: chosen.path, output, matte });
    const others = await free(context, beside, roots, chosen);
    if (!others) return await writeThenInsert(context, chosen, source, roots, alt);
    const image = {
      destination: withFoldersMade(destination, chosen.madeFolders),
      ...placing(source, prepared, chosen.path),
    };
    const result = await inserter.insert([...others, image], place.point, place.text);
    if ('failure' in result) return result;
    const saved = savedFile(result.entry, source, prepared, beside);
    ui.tellInserted(saved, { kind: 'one-step', ...where(place) }, () => context.undo(saved.saveId));
    return { saved };
  } finally {
    await files.release(prepared);
  }
}

/** Where what lies beside the image goes; `undefined` when one of the places is taken: an editor's Undo would lose it. */
export async function free(
  { disk }: SaveContext,
  files: readonly SetFile[],
  roots: Roots,
  { madeFolders }: Pick<ChosenTarget, 'madeFolders'>,
): Promise<readonly ToInsert[] | undefined> {
  const out: ToInsert[] = [];
  for (const { target, ...content } of files) {
    const found = await resolveDestination(target, roots, disk);
    if ('failure' in found || found.existing) return undefined;
    out.push({ ...content, destination: withFoldersMade(found, madeFolders) });
  }
  return out;
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
      ? { kind: 'text-only', ...where(place) }
      : { kind: 'clipboard', text: relativeReference(context, saved.path) };
  if (how.kind === 'clipboard') await context.ui.copyText(how.text);
  context.ui.tellInserted(saved, how, () => context.undo(saved.saveId));
  return result;
}

interface Place {
  point: InsertionPoint;
  text: InsertionText;
}

async function findPlace(
  context: SaveContext,
  imagePath: string,
  { facts }: Pick<Prepared, 'facts'>,
  alt: string,
): Promise<Place | undefined> {
  const point = await context.editors.current();
  const text = point && (await makeReference(context, point, imagePath, facts, alt));
  return text && { point, text };
}

function where({ point, text }: Place): { document: string; line: number } {
  return { document: point.path, line: lineOf(point, text) };
}
