import * as vscode from 'vscode';
import { referenceLanguages } from '../../core/references/languageIds';
import { dragTypes } from '../../protocol/dragTypes';
import type { ImageDrops, OfferedImages } from './imageDrops';

/** Stable: users name it in `editor.pasteAs.preferences` and in keybindings. */
const kind = vscode.DocumentDropOrPasteEditKind.Empty.append('inlineAssets', 'image');

/** An edit whose files are made when VS Code chose it. */
interface ImagePasteEdit extends vscode.DocumentPasteEdit {
  offered: OfferedImages;
}

type Load = () => Promise<{ imageDrops: ImageDrops }>;

/** Images that are pasted or dropped into documents. Part of the activation: `load` is called by the first of them. */
export function registerImageDrops(load: Load): vscode.Disposable {
  const selector = referenceLanguages.flatMap(language =>
    ['file', 'untitled'].map(scheme => ({ language, scheme })),
  );
  return vscode.Disposable.from(
    vscode.languages.registerDocumentPasteEditProvider(selector, new ImagePaste(load), {
      providedPasteEditKinds: [kind],
      pasteMimeTypes: ['files', 'image/*', 'text/uri-list'],
    }),
    vscode.languages.registerDocumentDropEditProvider(selector, new ImageDrop(load), {
      providedDropEditKinds: [kind],
      dropMimeTypes: ['files', 'image/*', 'text/uri-list', dragTypes.candidate, dragTypes.images],
    }),
  );
}

class ImagePaste implements vscode.DocumentPasteEditProvider<ImagePasteEdit> {
  constructor(private readonly load: Load) {}

  async provideDocumentPasteEdits(
    document: vscode.TextDocument,
    ranges: readonly vscode.Range[],
    transfer: vscode.DataTransfer,
    context: vscode.DocumentPasteEditContext,
    token: vscode.CancellationToken,
  ): Promise<ImagePasteEdit[] | undefined> {
    if (!mayTake(document) || context.only?.contains(kind) === false) return undefined;
    const { imageDrops } = await this.load();
    const offered = await imageDrops.offer('paste', document, ranges, transfer, token);
    if (!offered || token.isCancellationRequested) return undefined;
    const edit = Object.assign(new vscode.DocumentPasteEdit('', offered.title, kind), { offered });
    edit.yieldTo = offered.yieldTo;
    // What is chosen under "Paste As…" is applied as it is here: VS Code does not ask for the rest of it.
    if (context.triggerKind === vscode.DocumentPasteTriggerKind.PasteAs) {
      const complete = await complain(offered.complete(token));
      if (!complete) return undefined;
      edit.additionalEdit = complete;
    }
    return [edit];
  }

  async resolveDocumentPasteEdit(
    edit: ImagePasteEdit,
    token: vscode.CancellationToken,
  ): Promise<ImagePasteEdit> {
    // What this throws is shown by VS Code, with the other ways to paste.
    const additionalEdit = await edit.offered.complete(token);
    if (additionalEdit) edit.additionalEdit = additionalEdit;
    return edit;
  }
}

class ImageDrop implements vscode.DocumentDropEditProvider {
  constructor(private readonly load: Load) {}

  /** Complete at once: VS Code 1.106–1.139 never asks to resolve a drop. */
  async provideDocumentDropEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    transfer: vscode.DataTransfer,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentDropEdit | undefined> {
    if (!mayTake(document)) return undefined;
    const { imageDrops } = await this.load();
    const range = new vscode.Range(position, position);
    const offered = await imageDrops.offer('drop', document, [range], transfer, token);
    const additionalEdit = offered && (await complain(offered.complete(token)));
    if (!offered || !additionalEdit || token.isCancellationRequested) return undefined;
    const edit = new vscode.DocumentDropEdit('', offered.title, kind);
    edit.yieldTo = offered.yieldTo;
    edit.additionalEdit = additionalEdit;
    return edit;
  }
}

/** Cheap: this is asked at every paste that holds a file. */
function mayTake(document: vscode.TextDocument): boolean {
  const { workspace } = vscode;
  if (!workspace.isTrusted || (workspace.workspaceFolders ?? []).length === 0) return false;
  return workspace.getConfiguration('inlineAssets', document).get('pasteImages') !== 'off';
}

/** Where nobody else says what went wrong. */
async function complain<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
