import * as vscode from 'vscode';
import { renameReference } from '../../core/references/edits/renameReference';
import type { MissingItem } from '../../core/references/missingItems';
import { resolveReference } from '../../core/references/resolve';
import { nearestReference, type DocumentReferences } from '../references/documentReferences';
import type { ReferenceRewriter, Rewritten } from '../references/referenceRewriter';
import type { Place, PlaceFinder } from '../save/saveInStepFlow';
import type { MissingImage } from './missingImage';

export interface ReferenceChangesDeps {
  documents: Pick<DocumentReferences, 'open'>;
  rewriter: ReferenceRewriter;
}

/** Makes references to what is missing lead to other files. */
export class ReferenceChanges {
  constructor(private readonly deps: ReferenceChangesDeps) {}

  /** For a save in the same step. */
  placeOf(missing: MissingImage, image: vscode.Uri): PlaceFinder {
    const document = vscode.Uri.parse(missing.document, true).fsPath;
    return { document, find: () => this.find(missing, image) };
  }

  /**
   * The edit; undefined when the reference is not in the document any more, or no path in its place leads to the image.
   */
  private async find(missing: MissingImage, image: vscode.Uri): Promise<Place | undefined> {
    const uri = vscode.Uri.parse(missing.document, true);
    const read = await this.deps.documents.open(uri);
    const reference = read && nearestReference(read.references, missing.reference);
    const edit = reference && renameReference(reference, uri.path, read.project, image.path);
    if (!edit) return undefined;
    const { languageId } = read.document;
    return {
      point: { uri: missing.document, path: uri.fsPath, languageId, text: read.text, offset: edit.offset },
      text: { edits: [edit] },
    };
  }

  /** One Undo takes it back. `changed`: the text is not what it was. */
  async apply(missing: MissingImage, image: vscode.Uri): Promise<'done' | 'changed' | 'unreachable'> {
    let unreachable = false;
    const done = await this.deps.rewriter.rewrite(
      [vscode.Uri.parse(missing.document, true)],
      async ({ document, references, project }) => {
        const reference = nearestReference(references, missing.reference);
        const edit = reference && renameReference(reference, document.uri.path, project, image.path);
        unreachable = reference !== undefined && edit === undefined;
        return reference && edit ? [{ reference, to: edit.text }] : [];
      },
    );
    if (unreachable) return 'unreachable';
    return typeof done === 'string' ? 'changed' : 'done';
  }

  /** Everywhere where the file is named; undefined: nowhere, or somebody types. Nothing was changed then. */
  async applyAll(item: MissingItem, image: string): Promise<Rewritten | undefined> {
    const target = vscode.Uri.parse(item.target, true);
    const { path } = vscode.Uri.parse(image, true);
    const done = await this.deps.rewriter.rewrite(
      item.uses.map(use => vscode.Uri.parse(use.document, true)),
      async ({ document: { uri }, references, project }) =>
        references
          .filter(each => resolveReference(each, uri.path, project).candidates[0] === target.path)
          .flatMap(reference => {
            const edit = renameReference(reference, uri.path, project, path);
            return edit ? [{ reference, to: edit.text }] : [];
          }),
    );
    return typeof done === 'string' ? undefined : done;
  }

  /** False: what was written is not there any more. */
  revert(change: Rewritten): Promise<boolean> {
    return this.deps.rewriter.writeBack(change);
  }
}
