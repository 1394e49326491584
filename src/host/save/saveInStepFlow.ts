import * as path from 'node:path';
import { centre } from '../../core/imaging/fit';
import { plainOutput } from '../../core/model/output';
import type { SaveResult } from '../../core/save/saveResult';
import { resolveDestination } from './destination';
import { placing, savedFile } from './fileSaver';
import { free } from './insertFlow';
import { encoding, findSource, type SaveContext } from './saveContext';
import type { InsertionPoint, InsertionText } from './savePorts';
import { asSaveTo, type SaveToOptions, type SaveToResult } from './saveToFlow';
import type { SaveSubject } from './saveTypes';

/** Edits of a document, and its text when they were made. */
export interface Place {
  point: InsertionPoint;
  text: InsertionText;
}

/** Where edits are to be; asked when the bytes are ready, so that they are of the text as it is then. */
export interface PlaceFinder {
  /** Absolute. */
  document: string;
  /** undefined: the text is not what it was. */
  find(): Promise<Place | undefined>;
}

/** A new file and edits of a document as one step of the editor. Asks and says nothing. */
export async function saveInStep(
  context: SaveContext,
  subject: SaveSubject,
  target: string,
  place: PlaceFinder,
  options: Pick<SaveToOptions, 'size' | 'signal'>,
): Promise<SaveToResult> {
  return asSaveTo(context, await write(context, subject, target, place, options));
}

async function write(
  context: SaveContext,
  subject: SaveSubject,
  target: string,
  finder: PlaceFinder,
  { size, signal }: Pick<SaveToOptions, 'size' | 'signal'>,
): Promise<SaveResult> {
  const { files, disk, inserter } = context;
  const found = await findSource(context, subject);
  if ('failure' in found) return found;
  const { source } = found;
  const roots = context.workspace.folders();
  if (roots.length === 0) return { failure: { kind: 'no-workspace' } };
  const output = size && { ...plainOutput, ...size, focus: centre };
  const prepared = await files.prepare(source, path.extname(target).slice(1), {
    ...encoding(context, { path: target, ...(output && { output }) }),
    ...(signal && { signal }),
  });
  if ('failure' in prepared) return prepared;
  try {
    const destination = await resolveDestination(target, roots, disk);
    if ('failure' in destination) return destination;
    if (destination.existing) return { failure: { kind: 'exists', path: destination.path } };
    const beside = await context.beside.files({ source, prepared, target, output, matte: undefined });
    const others = await free(context, beside, roots, {});
    if (signal?.aborted) return { failure: { kind: 'cancelled' } };
    const place = await finder.find();
    if (!place) return { failure: { kind: 'not-inserted', document: finder.document } };
    const image = { destination, ...placing(source, prepared, target) };
    // What lies beside it and is taken is not worth giving the image up.
    const result = await inserter.insert([...(others ?? []), image], place.point, place.text);
    if ('failure' in result) return result;
    return { saved: savedFile(result.entry, source, prepared, others ? beside : []) };
  } finally {
    await files.release(prepared);
  }
}
