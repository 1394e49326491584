import * as vscode from 'vscode';
import type { ImageIndex } from '../../core/imageIndex/imageIndex';
import { renameReference } from '../../core/references/edits/renameReference';
import { nearestReference, type DocumentReferences } from './documentReferences';

/** What was written, so that it can be written back. */
export interface UpdatedReferences {
  changes: readonly { document: vscode.Uri; from: string; to: string; start: number }[];
  /** Documents in which a reference stays, because no path leads from there to the new file. */
  left: readonly vscode.Uri[];
}

export interface UpdateDeps {
  documents: DocumentReferences;
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
  const all = [...known, ...found.map(({ document }) => image.with({ path: document }))];
  return [...new Map(all.map(uri => [uri.toString(), uri])).values()];
}

/**
 * Makes every reference to one image lead to another, as one edit with one Undo. Documents that nobody looks at are
 * saved. Each is read anew: what the index knows may be older than the text.
 * @returns undefined: nothing was changed, because somebody typed meanwhile
 */
export async function updateReferences(
  { documents }: UpdateDeps,
  uris: readonly vscode.Uri[],
  image: vscode.Uri,
  other: vscode.Uri,
): Promise<UpdatedReferences | undefined> {
  const edit = new vscode.WorkspaceEdit();
  const changes: UpdatedReferences['changes'][number][] = [];
  const left: vscode.Uri[] = [];
  const read: { document: vscode.TextDocument; text: string }[] = [];
  for (const uri of uris) {
    const document = await opened(uri);
    const found = document && (await documents.read(document));
    if (document === undefined || found === undefined) continue;
    read.push({ document, text: found.text });
    for (const reference of found.references) {
      const { image: shown } = await documents.find(document, reference, found.project);
      if (shown?.toString() !== image.toString()) continue;
      const change = renameReference(reference, uri.path, found.project, other.path);
      if (change === undefined) {
        left.push(uri);
        continue;
      }
      const { offset, length, text } = change;
      edit.replace(uri, rangeOf(document, offset, length), text);
      changes.push({ document: uri, from: reference.rawTarget, to: text, start: offset });
    }
  }
  return (await applyTo(edit, read)) ? { changes, left } : undefined;
}

/** False: what was written is not there any more. */
export async function writeBack({ documents }: UpdateDeps, { changes }: UpdatedReferences): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  const read: { document: vscode.TextDocument; text: string }[] = [];
  for (const uri of new Map(changes.map(each => [each.document.toString(), each.document])).values()) {
    const document = await opened(uri);
    const found = document && (await documents.read(document));
    if (document === undefined || found === undefined) return false;
    read.push({ document, text: found.text });
    let rest = found.references;
    for (const { from, to, start } of changes.filter(each => each.document.toString() === uri.toString())) {
      const reference = nearestReference(rest, { rawTarget: to, start });
      if (reference === undefined) return false;
      rest = rest.filter(each => each !== reference);
      edit.replace(uri, rangeOf(document, reference.start, to.length), from);
    }
  }
  return applyTo(edit, read);
}

async function applyTo(
  edit: vscode.WorkspaceEdit,
  read: readonly { document: vscode.TextDocument; text: string }[],
): Promise<boolean> {
  // The offsets are those of the texts that were read.
  if (read.some(({ document, text }) => document.getText() !== text)) return false;
  const tabs = new Set(
    vscode.window.tabGroups.all
      .flatMap(group => group.tabs)
      .map(({ input }) => (input instanceof vscode.TabInputText ? input.uri.toString() : '')),
  );
  const unseen = read.filter(({ document }) => !document.isDirty && !tabs.has(document.uri.toString()));
  if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) return false;
  // VS Code asks the same of its own refactorings.
  if (vscode.workspace.getConfiguration('files').get('refactoring.autoSave') === false) return true;
  for (const { document } of unseen) if (document.isDirty) await document.save();
  return true;
}

export async function opened(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    // Deleted meanwhile.
    return undefined;
  }
}

function rangeOf(document: vscode.TextDocument, offset: number, length: number): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}
