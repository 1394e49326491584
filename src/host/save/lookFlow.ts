import * as path from 'node:path';
import type { PixelSize } from '../../core/model/modelInfo';
import { extensionOf } from '../../core/model/imageFormat';
import type { SaveFailure } from '../../core/save/saveResult';
import type { Prepared, SaveSource, SaveSubject, AskedSave } from './saveTypes';
import { encoding, findLasting, type SaveContext, settingsOf } from './saveContext';
import { propose } from './saveFlow';

/** What the Save view begins with. */
export interface SaveLook {
  /** Stays as it is until `Saver.leave`, whatever becomes of a file of the workspace. */
  source: SaveSource;
  /** A free place, absolute, with the extension of the image's own format. */
  proposed: string;
  /** What the run was asked for in exact pixels. */
  size?: PixelSize;
  /** The document that a reference would go into, absolute. */
  document?: string;
  /** Whether the settings want a recipe there; absent: a file of the workspace has none. */
  recipe?: boolean;
}

export async function look(
  context: SaveContext,
  subject: SaveSubject,
): Promise<SaveLook | { failure: SaveFailure }> {
  const found = await findLasting(context, subject);
  if ('failure' in found) return found;
  const proposed = await propose(context, found, extensionOf(found.source.facts.format));
  const point = await context.editors.current();
  const { width, height } = found.run?.settings ?? {};
  return {
    source: found.source,
    proposed,
    ...(point && { document: point.path }),
    ...(found.run && { recipe: settingsOf(context, proposed).writeRecipes }),
    ...(width !== undefined && height !== undefined && { size: { width, height } }),
  };
}

export function render(
  context: SaveContext,
  source: SaveSource,
  asked: AskedSave,
  signal: AbortSignal,
): Promise<Prepared | { failure: SaveFailure }> {
  const options = {
    ...encoding(context, asked),
    signal,
    ...(asked.page !== undefined && { page: asked.page }),
  };
  return context.files.prepare(source, path.extname(asked.path).slice(1), options);
}

/** Names of the files that would be written beside this one, in the same step. */
export async function namesBeside(
  { beside }: SaveContext,
  source: SaveSource,
  { path: target, output }: AskedSave,
  prepared: Prepared,
): Promise<readonly string[]> {
  const files = await beside.files({ source, prepared, target, output });
  return files.map(file => path.basename(file.target));
}
