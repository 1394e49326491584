import * as vscode from 'vscode';
import { changedTarget } from '../../core/references/changedTarget';
import type { ImageReference } from '../../core/references/reference';
import type { ParserClient } from '../references/parserClient';
import type { Projects } from '../references/projects';
import type { Place, PlaceFinder } from '../save/saveInStepFlow';
import type { MissingImage } from './missingImage';

export interface ReferenceChangesDeps {
  parser: Pick<ParserClient, 'parse'>;
  projects: Pick<Projects, 'of'>;
}

/** Makes references lead to other files. The document is read anew each time: its text may have moved. */
export class ReferenceChanges {
  constructor(private readonly deps: ReferenceChangesDeps) {}

  /** For a save in the same step. */
  placeOf(missing: MissingImage, image: vscode.Uri): PlaceFinder {
    const document = vscode.Uri.parse(missing.document, true).fsPath;
    return { document, find: () => this.find(missing, image) };
  }

  /** The edit; undefined when the reference is not in the document any more. */
  async find(missing: MissingImage, image: vscode.Uri): Promise<Place | undefined> {
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
    const { start, end } = reference;
    const written = changedTarget(
      reference,
      image.path,
      // The broken one says nothing of where images are.
      { path: uri.path, languageId, neighbours: references.filter(each => each !== reference) },
      project,
    );
    return {
      point: { uri: missing.document, path: uri.fsPath, languageId, text, offset: start },
      text: { edits: [{ offset: start, length: end - start, text: written }] },
    };
  }

  /** One Undo takes it back. False: nothing was changed, because the text is not what it was. */
  async apply(missing: MissingImage, image: vscode.Uri): Promise<boolean> {
    const place = await this.find(missing, image);
    if (!place) return false;
    const uri = vscode.Uri.parse(place.point.uri, true);
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.getText() !== place.point.text) return false;
    const edit = new vscode.WorkspaceEdit();
    for (const { offset, length, text } of place.text.edits) {
      edit.replace(
        uri,
        new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)),
        text,
      );
    }
    return vscode.workspace.applyEdit(edit);
  }
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
