import type * as vscode from 'vscode';
import type { ImageIndex } from '../../core/imageIndex/imageIndex';
import { renameReference } from '../../core/references/edits/renameReference';
import type { DocumentReferences } from '../references/documentReferences';
import type { ReferenceRewriter, Rewrite, Rewritten } from '../references/referenceRewriter';

export interface UpdatedReferences extends Rewritten {
  /** Documents in which a reference stays, because no path leads from there to the new file. */
  left: readonly vscode.Uri[];
}

export interface UpdateDeps {
  documents: DocumentReferences;
  rewriter: ReferenceRewriter;
  index: Pick<ImageIndex, 'ready' | 'references'>;
}

/** The documents that name an image: `known`, and those that the workspace has. Rejects with `AbortError`. */
export async function documentsOf(
  { index }: UpdateDeps,
  image: vscode.Uri,
  known: readonly vscode.Uri[],
  signal?: AbortSignal,
): Promise<readonly vscode.Uri[]> {
  await index.ready(signal);
  const found = await index.references([image.path]);
  return [...known, ...found.map(({ document }) => image.with({ path: document }))];
}

/**
 * Makes every reference to one image lead to another, as one edit with one Undo.
 * @returns undefined: nothing was changed, because somebody typed meanwhile
 */
export async function updateReferences(
  { documents, rewriter }: UpdateDeps,
  uris: readonly vscode.Uri[],
  image: vscode.Uri,
  other: vscode.Uri,
): Promise<UpdatedReferences | undefined> {
  const left: vscode.Uri[] = [];
  const done = await rewriter.rewrite(uris, async ({ document, references, project }) => {
    const rewrites: Rewrite[] = [];
    for (const reference of references) {
      const { image: shown } = await documents.find(document, reference, project);
      if (shown?.toString() !== image.toString()) continue;
      const change = renameReference(reference, document.uri.path, project, other.path);
      if (change === undefined) left.push(document.uri);
      else rewrites.push({ reference, to: change.text });
    }
    return rewrites;
  });
  if (done === 'changed') return undefined;
  return { changes: done === 'nothing' ? [] : done.changes, left };
}
