import * as vscode from 'vscode';
import { renameReference } from '../../core/references/edits/renameReference';
import type { MissingItem } from '../../core/references/missingItems';
import type { ImageReference } from '../../core/references/reference';
import { resolveReference } from '../../core/references/resolve';
import type { ParserClient } from '../references/parserClient';
import type { Projects } from '../references/projects';
import type { Place, PlaceFinder } from '../save/saveInStepFlow';
import type { MissingImage } from './missingImage';

export interface ReferenceChangesDeps {
  parser: Pick<ParserClient, 'parse'>;
  projects: Pick<Projects, 'of'>;
}

/** What was changed, so that it can be changed back. */
export interface ReferenceChange {
  /** `document`: its URI. */
  edits: readonly { document: string; from: string; to: string }[];
}

/** Makes references lead to other files. The document is read anew each time: its text may have moved. */
export class ReferenceChanges {
  /** One after the other: each reads what the one before it has written. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: ReferenceChangesDeps) {}

  /** For a save in the same step. */
  placeOf(missing: MissingImage, image: vscode.Uri): PlaceFinder {
    const document = vscode.Uri.parse(missing.document, true).fsPath;
    return {
      document,
      find: async () => {
        const place = await this.find(missing, image);
        return place === 'unreachable' ? undefined : place;
      },
    };
  }

  /**
   * The edit; undefined when the reference is not in the document any more, `unreachable` when no path in its place leads
   * to the image.
   */
  private async find(missing: MissingImage, image: vscode.Uri): Promise<Place | 'unreachable' | undefined> {
    const uri = vscode.Uri.parse(missing.document, true);
    const document = await vscode.workspace.openTextDocument(uri).then(
      opened => opened,
      () => undefined,
    );
    if (!document) return undefined;
    const { languageId } = document;
    const text = document.getText();
    const [references, project] = await Promise.all([
      this.deps.parser.parse(languageId, text).catch(() => []),
      this.deps.projects.of(uri),
    ]);
    const reference = nearest(references, missing.reference);
    if (!reference || !project) return undefined;
    const edit = renameReference(reference, uri.path, project, image.path);
    if (!edit) return 'unreachable';
    return {
      point: { uri: missing.document, path: uri.fsPath, languageId, text, offset: edit.offset },
      text: { edits: [edit] },
    };
  }

  /** One Undo takes it back. `changed`: the text is not what it was. */
  async apply(missing: MissingImage, image: vscode.Uri): Promise<'done' | 'changed' | 'unreachable'> {
    const place = await this.find(missing, image);
    if (!place) return 'changed';
    if (place === 'unreachable') return place;
    const uri = vscode.Uri.parse(place.point.uri, true);
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.getText() !== place.point.text) return 'changed';
    const edit = new vscode.WorkspaceEdit();
    for (const { offset, length, text } of place.text.edits) {
      edit.replace(uri, rangeOf(document, offset, offset + length), text);
    }
    return (await vscode.workspace.applyEdit(edit)) ? 'done' : 'changed';
  }

  /** Everywhere where the file is named; documents that nobody has open are saved. undefined: nowhere, nothing was changed. */
  applyAll(item: MissingItem, image: string): Promise<ReferenceChange | undefined> {
    const target = vscode.Uri.parse(item.target, true);
    return this.inTurn(
      item.uses.map(use => use.document),
      async ({ document, references }) => {
        const project = await this.deps.projects.of(document.uri);
        if (!project) return [];
        const { uri } = document;
        const { path } = vscode.Uri.parse(image, true);
        return references
          .filter(each => resolveReference(each, uri.path, project).candidates[0] === target.path)
          .flatMap(reference => {
            const edit = renameReference(reference, uri.path, project, path);
            return edit ? [{ reference, to: edit.text }] : [];
          });
      },
    );
  }

  /** False: what was written is not there any more. */
  async revert({ edits }: ReferenceChange): Promise<boolean> {
    const back = await this.inTurn(
      edits.map(({ document }) => document),
      async ({ document, references }) => {
        const used = new Set<ImageReference>();
        return edits
          .filter(each => each.document === document.uri.toString())
          .flatMap(({ from, to }) => {
            const reference = references.find(each => each.rawTarget === to && !used.has(each));
            if (!reference) return [];
            used.add(reference);
            return [{ reference, to: from }];
          });
      },
    );
    return back !== undefined;
  }

  private inTurn(
    documents: readonly string[],
    change: (read: Read) => Promise<readonly { reference: ImageReference; to: string }[]>,
  ): Promise<ReferenceChange | undefined> {
    const mine = this.turn.then(() => this.changeIn(new Set(documents), change));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async changeIn(
    documents: ReadonlySet<string>,
    change: (read: Read) => Promise<readonly { reference: ImageReference; to: string }[]>,
  ): Promise<ReferenceChange | undefined> {
    const edit = new vscode.WorkspaceEdit();
    const edits: { document: string; from: string; to: string }[] = [];
    const reads: Read[] = [];
    for (const each of documents) {
      const read = await this.read(each);
      if (!read) continue;
      reads.push(read);
      const seen = new Set<number>();
      for (const { reference, to } of await change(read)) {
        const { start, end, rawTarget: from } = reference;
        if (seen.has(start)) continue;
        seen.add(start);
        edit.replace(read.document.uri, rangeOf(read.document, start, end), to);
        edits.push({ document: each, from, to });
      }
    }
    // Somebody typed meanwhile.
    if (edits.length === 0 || reads.some(({ document, text }) => document.getText() !== text))
      return undefined;
    // Where nobody looks, nobody would save it either.
    const unseen = reads.filter(({ document }) => !document.isDirty && !isInTab(document));
    if (!(await vscode.workspace.applyEdit(edit))) return undefined;
    for (const { document } of unseen) await document.save();
    return { edits };
  }

  private async read(document: string): Promise<Read | undefined> {
    try {
      const opened = await vscode.workspace.openTextDocument(vscode.Uri.parse(document, true));
      const text = opened.getText();
      return { document: opened, text, references: await this.deps.parser.parse(opened.languageId, text) };
    } catch {
      // Deleted, or too much for the parser.
      return undefined;
    }
  }
}

function isInTab({ uri }: vscode.TextDocument): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  return tabs.some(
    ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
  );
}

interface Read {
  document: vscode.TextDocument;
  text: string;
  references: readonly ImageReference[];
}

function rangeOf(document: vscode.TextDocument, start: number, end: number): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** The same text, as near as possible to where it was. */
function nearest(
  references: readonly ImageReference[],
  { rawTarget, start }: Pick<ImageReference, 'rawTarget' | 'start'>,
): ImageReference | undefined {
  return references
    .filter(each => each.rawTarget === rawTarget)
    .sort((a, b) => Math.abs(a.start - start) - Math.abs(b.start - start))[0];
}
