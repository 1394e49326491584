import * as vscode from 'vscode';
import { mayHoldReferences } from '../../../core/references/languageIds';
import { pathBefore, type Move } from '../../../core/references/moves';
import type { ProjectFacts } from '../../../core/references/project';
import type { ImageReference } from '../../../core/references/reference';
import { resolveReference } from '../../../core/references/resolve';
import type { ParserClient } from '../parserClient';
import type { Projects } from '../projects';
import { statOf } from './filesIn';

export interface BrokenReferencesDeps {
  parser: Pick<ParserClient, 'parse'>;
  projects: Projects;
}

/** A reference that led to a file which is not there any more. */
export interface BrokenReference {
  reference: ImageReference;
  /** `uri.path` of what it led to before, and could lead to after the moves: the first that is there. */
  image: string | undefined;
}

/** A document as it was read. Edits are for this version and no other. */
export interface BrokenDocument {
  document: vscode.TextDocument;
  version: number;
  project: ProjectFacts;
  broken: readonly BrokenReference[];
}

/**
 * The references of a document (where it is now) that lead nowhere since files were moved or deleted. Those that led
 * nowhere before are none of them.
 * @param after where a file is now that was at a path; undefined: it is gone
 */
export async function readBroken(
  { parser, projects }: BrokenReferencesDeps,
  uri: vscode.Uri,
  moves: readonly Move[],
  after: (path: string) => string | undefined,
): Promise<BrokenDocument | undefined> {
  const document = await open(uri);
  if (document === undefined) return undefined;
  const { version, languageId } = document;
  const text = document.getText();
  if (!mayHoldReferences(languageId, text)) return undefined;
  const before = uri.with({ path: pathBefore(uri.path, moves) });
  const [references, project, projectBefore] = await Promise.all([
    parser.parse(languageId, text).catch(() => []),
    projects.of(uri),
    projects.of(before),
  ]);
  if (project === undefined || projectBefore === undefined) return undefined;
  const broken: BrokenReference[] = [];
  for (const reference of references) {
    const now = resolveReference(reference, uri.path, project).candidates;
    if (await anyThere(uri, now)) continue;
    const was = resolveReference(reference, before.path, projectBefore).candidates;
    const found = await firstAfter(uri, was, after);
    if (found !== undefined) broken.push({ reference, image: found.image });
  }
  return broken.length === 0 ? undefined : { document, version, project, broken };
}

/** undefined: the reference was of none of the files. */
async function firstAfter(
  uri: vscode.Uri,
  candidates: readonly string[],
  after: (path: string) => string | undefined,
): Promise<{ image: string | undefined } | undefined> {
  let gone = false;
  for (const candidate of candidates) {
    const image = after(candidate);
    if (image === undefined) gone = true;
    else if (await anyThere(uri, [image])) return { image };
  }
  return gone ? { image: undefined } : undefined;
}

async function anyThere(uri: vscode.Uri, paths: readonly string[]): Promise<boolean> {
  for (const path of paths) {
    const file = await statOf(uri.with({ path }));
    if (file !== undefined && (file.type & vscode.FileType.File) !== 0) return true;
  }
  return false;
}

/** undefined for what is not there, no text, or too large for the editor. */
async function open(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
