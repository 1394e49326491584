import * as path from 'node:path';
import * as vscode from 'vscode';
import { isImagingError, type Imaging } from '../../core/imaging/imagingPort';
import type { ImageFacts } from '../../core/model/run';
import { takesImage } from '../../core/references/insertion/quoted';
import { snippetEdits, type SnippetEditAt } from '../../core/references/insertion/snippetEdits';
import { maxDocumentLength } from '../../core/references/languageIds';
import { nearestHeading } from '../../core/references/nearestHeading';
import { altOfName } from '../../core/save/altText';
import { nameByPlace, stemOfIncoming } from '../../core/save/incomingName';
import type { SaveFailure } from '../../core/save/saveResult';
import type { WriteReference } from '../references/referenceMaker';
import type {
  IncomingImage,
  IncomingImages,
  IncomingPlace,
  IncomingPlan,
  StagedImage,
} from '../save/incoming';
import type { Offer } from '../save/insertion';
import { withoutLinks } from '../text/withoutLinks';
import { isMarkdownSetUp } from './markdownSetUp';
import { readTransfer, type Transferred } from './readTransfer';
import { sayOfImages, titleOf } from './text';
import { statOf } from '../fileStat';

export interface ImageDropsDeps {
  incoming: IncomingImages;
  references(document: IncomingPlace['document']): Promise<WriteReference>;
  imaging: Pick<Imaging, 'inspect'>;
  /** The sentence for the user. */
  describe(failure: SaveFailure): string;
}

/** One of the ways to paste or drop that VS Code chooses from. */
export interface OfferedImages {
  title: string;
  yieldTo: readonly vscode.DocumentDropOrPasteEditKind[];
  /**
   * Makes the files, and the edit that moves them to their places and inserts the references. Rejects with words for
   * the user; `undefined`: not wanted any more.
   */
  complete(token: vscode.CancellationToken): Promise<vscode.WorkspaceEdit | undefined>;
}

/** In the order of the transfer: a plan of what is saved, or a file that is there. */
type Inserted = { plan: IncomingPlan } | { file: string };

/** Where in the document. */
interface Target {
  ranges: readonly vscode.Range[];
  place: IncomingPlace;
  /** The words that the images take the place of. */
  selected: string | undefined;
  writing: Promise<WriteReference>;
}

/** Turns what is pasted or dropped into files of the workspace and references to them. */
export class ImageDrops {
  constructor(private readonly deps: ImageDropsDeps) {}

  /** `undefined`: there is nothing here for us. Writes nothing yet. */
  async offer(
    how: 'paste' | 'drop',
    document: vscode.TextDocument,
    ranges: readonly vscode.Range[],
    transfer: vscode.DataTransfer,
    token: vscode.CancellationToken,
  ): Promise<OfferedImages | undefined> {
    const place = await placeOf(document);
    const [range] = ranges;
    if (!place || !range) return undefined;
    const { text, languageId } = place.document;
    const offset = document.offsetAt(range.start);
    if (text.length > maxDocumentLength || !takesImage({ languageId, text, offset })) return undefined;
    const read = await readTransfer(transfer, token);
    if (!read || token.isCancellationRequested) return undefined;
    const selected = selectedText(document, ranges);
    // While the places are looked for: between choosing a way to paste and the text, whatever is typed ends it.
    const writing = this.deps.references(place.document);
    writing.catch(() => undefined);
    const inserted = await this.plan(read.images, place, offset);
    if (!inserted || token.isCancellationRequested) return undefined;

    const isSame = (): boolean => !document.isClosed && document.getText() === text;
    let earlier: Offer | undefined;
    return {
      title: titleOf(inserted.map(each => ('plan' in each ? each.plan.target : undefined))),
      yieldTo: yieldTo(how, document, read.hasText),
      complete: async completing => {
        // Chosen a second time, after another way was tried.
        if (earlier) await this.deps.incoming.withdraw(earlier);
        // The offsets are those of the text that was read.
        if (!isSame()) return undefined;
        const made = await this.complete(
          inserted,
          document,
          { ranges, place, selected, writing },
          completing,
        );
        earlier = made?.offer;
        if (!made || isSame()) return made?.edit;
        await this.deps.incoming.withdraw(made.offer);
        return undefined;
      },
    };
  }

  private async plan(
    images: readonly Transferred[],
    place: IncomingPlace,
    offset: number,
  ): Promise<readonly Inserted[] | undefined> {
    const incoming: IncomingImage[] = [];
    for (const image of images) {
      if (image.kind === 'candidate') incoming.push({ candidate: image.candidate });
      else if (image.kind === 'bytes') incoming.push({ ...image, ...nameOf(image, place, offset) });
    }
    const plans = await this.deps.incoming.plan(incoming, place);
    if ('failure' in plans) {
      void vscode.window.showWarningMessage(withoutLinks(this.deps.describe(plans.failure)));
      return undefined;
    }
    const left = [...plans];
    return images.flatMap((image): Inserted[] => {
      if (image.kind === 'file') return [{ file: image.path }];
      const plan = left.shift();
      return plan ? [{ plan }] : [];
    });
  }

  private async complete(
    inserted: readonly Inserted[],
    document: vscode.TextDocument,
    target: Target,
    token: vscode.CancellationToken,
  ): Promise<{ edit: vscode.WorkspaceEdit; offer: Offer } | undefined> {
    const { incoming, describe } = this.deps;
    const { place, selected } = target;
    const plans = inserted.flatMap(each => ('plan' in each ? [each.plan] : []));
    const staged = await incoming.stage(plans, place, () => sayOfImages(plans, images));
    if ('failure' in staged) throw new Error(withoutLinks(describe(staged.failure)));
    const { images, offer } = staged;
    try {
      const left = [...images];
      const shown: Pick<StagedImage, 'path' | 'facts' | 'alt'>[] = [];
      for (const each of inserted) {
        const next = 'file' in each ? await this.present(each.file) : left.shift();
        if (next) shown.push(next);
      }
      const [first] = shown;
      if (first && selected !== undefined) shown[0] = { ...first, alt: selected };
      const edits = await this.write(document, target, shown);
      if (!token.isCancellationRequested) {
        incoming.expect(document.uri.toString(), literalOf(edits));
        return { edit: editOf(document, edits, offer), offer };
      }
    } catch (error) {
      await incoming.withdraw(offer);
      throw error;
    }
    await incoming.withdraw(offer);
    return undefined;
  }

  private async write(
    document: vscode.TextDocument,
    { ranges, place, writing }: Target,
    images: readonly { path: string; facts: ImageFacts; alt: string }[],
  ): Promise<readonly SnippetEditAt[]> {
    const write = await writing;
    const at = ranges
      .map(({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) }))
      .sort((a, b) => a.start - b.start);
    const alts = images.map(({ alt }) => alt);
    const { languageId, text } = place.document;
    return snippetEdits(languageId, text, at, alts, (where, index, alt) => {
      const image = images[index];
      if (!image) return [];
      const { width, height } = image.facts;
      return write(where, { path: image.path, width, height, alt }).edits;
    });
  }

  private async present(file: string): Promise<{ path: string; facts: ImageFacts; alt: string }> {
    const name = stemOfIncoming(path.basename(file));
    const alt = name === undefined ? '' : altOfName(name);
    try {
      return { path: file, facts: await this.deps.imaging.inspect(file), alt };
    } catch (error) {
      const reason = isImagingError(error) ? { reason: error.reason } : {};
      const detail = error instanceof Error ? error.message : String(error);
      throw new Error(
        withoutLinks(this.deps.describe({ kind: 'unreadable', path: file, detail, ...reason })),
        { cause: error },
      );
    }
  }
}

function nameOf(
  { name, alt }: Extract<Transferred, { kind: 'bytes' }>,
  { document }: IncomingPlace,
  offset: number,
): { stem: string; alt: string } {
  const stem = stemOfIncoming(name);
  if (stem !== undefined) return { stem, alt: alt ?? altOfName(stem) };
  const uri = vscode.Uri.file(document.path);
  const byPlace = nameByPlace(nearestHeading(document.languageId, document.text, offset), uri.path);
  return { stem: byPlace.stem, alt: alt ?? byPlace.alt };
}

/** The words that were selected describe the picture that takes their place. */
function selectedText(document: vscode.TextDocument, ranges: readonly vscode.Range[]): string | undefined {
  const [only, ...others] = ranges;
  if (!only || only.isEmpty || others.length > 0 || !only.isSingleLine) return undefined;
  const text = document.getText(only).trim();
  return text !== '' && text.length <= 125 && !/[<>[\](){}`]/.test(text) ? text : undefined;
}

/** `undefined` for documents whose images have no place: outside the workspace, read-only, or of several folders' none. */
async function placeOf(document: vscode.TextDocument): Promise<IncomingPlace | undefined> {
  const { uri, languageId } = document;
  const text = document.getText();
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (uri.scheme === 'untitled') {
    const [only, ...others] = folders;
    if (only?.uri.scheme !== 'file' || others.length > 0) return undefined;
    // As if it lay at the top of the folder, where most are saved first.
    const at = vscode.Uri.joinPath(only.uri, path.basename(uri.path));
    return {
      folder: only.uri.fsPath,
      open: uri.toString(),
      document: { uri: at.toString(), path: at.fsPath, languageId, text },
    };
  }
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (uri.scheme !== 'file' || folder?.uri.scheme !== 'file') return undefined;
  const stat = await statOf(uri);
  if (((stat?.permissions ?? 0) & vscode.FilePermission.Readonly) !== 0) return undefined;
  return {
    folder: folder.uri.fsPath,
    open: uri.toString(),
    document: { uri: uri.toString(), path: uri.fsPath, languageId, text },
  };
}

function yieldTo(
  how: 'paste' | 'drop',
  document: vscode.TextDocument,
  hasText: boolean,
): vscode.DocumentDropOrPasteEditKind[] {
  const { Empty, Text } = vscode.DocumentDropOrPasteEditKind;
  const setting = vscode.workspace.getConfiguration('inlineAssets', document).get('pasteImages');
  if (setting === 'always') return [];
  return [
    ...(hasText ? [Text] : []),
    ...(isMarkdownSetUp(document, how) ? [Empty.append('markdown', 'link')] : []),
  ];
}

/** Files first: when one cannot be moved, the text stays as it is. */
function editOf(
  document: vscode.TextDocument,
  edits: readonly SnippetEditAt[],
  { moves }: Offer,
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { from, to } of moves)
    edit.renameFile(vscode.Uri.file(from), vscode.Uri.file(to), { overwrite: false });
  const snippets = edits.map(({ offset, length, snippet }) => {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    const one = new vscode.SnippetTextEdit(range, new vscode.SnippetString(snippet));
    one.keepWhitespace = true;
    return one;
  });
  edit.set(document.uri, snippets);
  return edit;
}

/** The longest part of the text that no placeholder changes. */
function literalOf(edits: readonly SnippetEditAt[]): string {
  return edits
    .flatMap(({ snippet }) => snippet.split(/\$\{\d+:(?:\\.|[^}\\])*\}|\$\d+|\\/))
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}
