import type * as vscode from 'vscode';
import { pathBefore, type Move } from '../../../core/references/moves';
import type { ImageReference } from '../../../core/references/reference';
import { resolveReference } from '../../../core/references/resolve';
import { isFile } from '../../fileStat';
import type { OpenReferences } from '../documentReferences';
import type { Projects } from '../projects';

/** A reference that led to a file which is not there any more. */
export interface BrokenReference {
  reference: ImageReference;
  /** `uri.path` of what it led to, where that was. */
  was: string;
  /** Where that is now; undefined: it is gone. */
  image: string | undefined;
}

/**
 * The references of a document (where it is now) that lead nowhere since files were moved or deleted. Those that led
 * nowhere before are none of them.
 * @param after where a file is now that was at a path; undefined: it is gone
 */
export async function brokenIn(
  { document: { uri }, references, project }: OpenReferences,
  projects: Pick<Projects, 'of'>,
  moves: readonly Move[],
  after: (path: string) => string | undefined,
): Promise<BrokenReference[]> {
  const before = uri.with({ path: pathBefore(uri.path, moves) });
  const projectBefore = await projects.of(before);
  if (projectBefore === undefined) return [];
  const broken: BrokenReference[] = [];
  for (const reference of references) {
    const now = resolveReference(reference, uri.path, project).candidates;
    if (await anyThere(uri, now)) continue;
    const was = resolveReference(reference, before.path, projectBefore).candidates;
    const found = await firstAfter(uri, was, after);
    if (found !== undefined) broken.push({ reference, ...found });
  }
  return broken;
}

/** undefined: the reference was of none of the files. */
async function firstAfter(
  uri: vscode.Uri,
  candidates: readonly string[],
  after: (path: string) => string | undefined,
): Promise<Omit<BrokenReference, 'reference'> | undefined> {
  let gone: string | undefined;
  for (const candidate of candidates) {
    const image = after(candidate);
    if (image === undefined) gone ??= candidate;
    else if (await anyThere(uri, [image])) return { was: candidate, image };
  }
  return gone === undefined ? undefined : { was: gone, image: undefined };
}

async function anyThere(uri: vscode.Uri, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) if (await isFile(uri.with({ path }))) return true;
  return false;
}
