import * as vscode from 'vscode';
import { formatPixels } from '../../core/model/format';
import type { RunSettings } from '../../core/model/run';
import type { ImageIndex } from '../../core/imageIndex/imageIndex';
import { altEdits, takesAlt } from '../../core/references/edits/altEdits';
import { rightSize, sizeEdits } from '../../core/references/edits/sizeEdits';
import type { TextEditAt } from '../../core/references/insertion/insertionTypes';
import { basename } from '../../core/references/paths';
import type { ProjectFacts } from '../../core/references/project';
import type { ImageReference } from '../../core/references/reference';
import { isAlias } from '../../core/references/target';
import type { RunService } from '../../core/run/runService';
import { altOfName, altText } from '../../core/save/altText';
import { mayShrink } from '../../core/save/optimise';
import { isImagePath } from '../../core/search/imageGlobs';
import { isOnDisk, mayChange, refusalAt } from '../onDisk';
import type { Saver } from '../save/saver';
import { withoutLinks } from '../text/withoutLinks';
import { addDensity, densityFor } from './addDensity';
import { convertEverywhere } from './convertEverywhere';
import {
  nearestReference,
  type DocumentReferences,
  type FoundImage,
  type OpenReferences,
} from '../references/documentReferences';
import type { ReferenceRewriter } from '../references/referenceRewriter';
import { hoverPicture, type HoverPictureDeps } from './hoverPicture';
import { ImageFactsReader } from './imageFacts';
import { madeBefore } from './madeBefore';
import { factsText, missingHover, presentHover } from './presentHover';
import { presentOf, type PresentImage, type PresentVerb } from './presentImage';

export interface PresentImagesDeps extends HoverPictureDeps {
  documents: DocumentReferences;
  rewriter: ReferenceRewriter;
  index: Pick<ImageIndex, 'ready' | 'references'>;
  saver: Pick<
    Saver,
    'saveTo' | 'undoLastSave' | 'look' | 'leave' | 'render' | 'release' | 'sets' | 'describe'
  >;
  runs: Pick<RunService, 'list'>;
  optimise(targets: readonly vscode.Uri[]): Promise<void>;
  compose(composition: {
    images?: readonly vscode.Uri[];
    prompt?: string;
    models?: readonly string[];
    settings?: RunSettings;
    targetFile?: vscode.Uri;
    replaceReferences?: boolean;
  }): Promise<void>;
}

/** What is offered for a reference, in the order in which it is shown. */
export interface Offer {
  verb: PresentVerb;
  title: string;
  /** Of what is wrong, and not only could be another way. */
  mends?: true;
}

/** What can be seen of and done with the images that documents show. */
export class PresentImages {
  private readonly facts = new ImageFactsReader();

  constructor(private readonly deps: PresentImagesDeps) {}

  async hover(document: vscode.TextDocument, found: FoundImage): Promise<vscode.MarkdownString | undefined> {
    const { image, target, reference, inside } = found;
    if (image === undefined) {
      if (target === undefined) return undefined;
      const makes = mayChange(document.uri) && inside;
      const missing = { document: document.uri.toString(), target: target.toString(), reference };
      return missingHover(target, makes ? missing : undefined, refusalAt(document.uri));
    }
    const facts = await this.facts.of(image);
    if (facts === undefined) return undefined;
    const t = vscode.l10n.t;
    const edits = mayChange(document.uri) && isImagePath(image.path) && facts.format !== undefined;
    const links: Offer[] = [];
    if (edits) links.push({ verb: 'edit', title: t('Edit…') });
    if (edits && (await madeBefore(this.deps, image)))
      links.push({ verb: 'regenerate', title: t('Regenerate…') });
    if (edits && mayShrink(image.path, 'lossy')) links.push({ verb: 'optimise', title: t('Optimize…') });
    links.push({ verb: 'reveal', title: t('Reveal in Explorer') });
    const present = presentOf(document, image, reference);
    const picture = isShownByMarkdown(document, reference)
      ? undefined
      : await hoverPicture(this.deps, image, facts);
    return presentHover(image, facts, reference, present, links, picture);
  }

  /** `Edit image · 1200 × 800 · 84 KB · PNG` for a line above the reference. */
  async line({ image }: FoundImage): Promise<string | undefined> {
    const facts = image && (await this.facts.of(image));
    return facts && factsText(facts);
  }

  async offers(found: FoundImage): Promise<Offer[]> {
    const { image, reference } = found;
    if (image === undefined || !mayChange(image)) return [];
    const facts = await this.facts.of(image);
    if (facts === undefined) return [];
    const t = vscode.l10n.t;
    const offers: Offer[] = [];
    const size = sizeOf(facts);
    const right = size && rightSize(reference, size);
    if (right) {
      offers.push({
        verb: 'fixSize',
        title: t('Set width and height to {0}', formatPixels(right)),
        mends: true,
      });
    }
    if (takesAlt(reference)) {
      const written = reference.alt !== undefined && reference.alt !== '';
      offers.push({ verb: 'writeAlt', title: written ? t('Change alt text…') : t('Write alt text…') });
    }
    // Nothing can be made of what is no image.
    if (!isImagePath(image.path) || facts.format === undefined) return offers;
    offers.push({ verb: 'edit', title: t('Edit image…') });
    if (size && densityFor(reference, size, image.path) !== undefined) {
      offers.push({ verb: 'addDensity', title: t('Add @2x and srcset') });
    }
    const convertible = /\.(?:png|jpe?g)$/i.test(image.path);
    if (convertible) offers.push({ verb: 'toWebp', title: t('Convert to WebP and update all references') });
    if (convertible || /\.webp$/i.test(image.path)) {
      offers.push({ verb: 'toAvif', title: t('Convert to AVIF and update all references') });
    }
    if (mayShrink(image.path, 'lossy')) offers.push({ verb: 'optimise', title: t('Optimize image…') });
    return offers;
  }

  /** "Edit Image at Cursor": the images under it, in the panel. */
  async editAtCursor(): Promise<void> {
    const found = await this.atCursor();
    if (found === undefined) return;
    if (!isImagePath(found.present.image)) {
      say(vscode.l10n.t('Only PNG, JPEG, WebP, GIF and AVIF images can be edited.'));
      return;
    }
    await this.run('edit', found.present);
  }

  /** "Image Actions at Cursor…": all that can be done with the image, in a list. */
  async actionsAtCursor(): Promise<void> {
    const at = await this.atCursor();
    if (at === undefined) return;
    const image = vscode.Uri.parse(at.present.image, true);
    const offers = await this.offers(at.found);
    if (mayChange(image) && isImagePath(image.path) && (await madeBefore(this.deps, image))) {
      offers.push({ verb: 'regenerate', title: vscode.l10n.t('Regenerate…') });
    }
    offers.push({ verb: 'reveal', title: vscode.l10n.t('Reveal in Explorer') });
    const chosen = await vscode.window.showQuickPick(
      offers.map(offer => ({ label: offer.title, offer })),
      {
        title: vscode.workspace.asRelativePath(image),
        placeHolder: (await this.line(at.found)) ?? '',
      },
    );
    if (chosen) await this.run(chosen.offer.verb, at.present);
  }

  async run(verb: PresentVerb, present: PresentImage): Promise<void> {
    const image = vscode.Uri.parse(present.image, true);
    const document = vscode.Uri.parse(present.document, true);
    if (verb === 'reveal') {
      await vscode.commands.executeCommand('revealInExplorer', image);
      return;
    }
    const refused = refusalAt(document) ?? refusalAt(image);
    if (refused !== undefined) {
      say(refused);
      return;
    }
    switch (verb) {
      case 'edit':
        await hideHover();
        return this.deps.compose({ images: [image], replaceReferences: true });
      case 'regenerate':
        return this.regenerate(image);
      case 'optimise':
        return this.deps.optimise([image]);
      case 'fixSize':
        return this.fixSize(present, image);
      case 'writeAlt':
        return this.writeAlt(present, image);
      case 'toWebp':
        return convertEverywhere(this.deps, document, image, 'webp');
      case 'toAvif':
        return convertEverywhere(this.deps, document, image, 'avif');
      case 'addDensity':
        return this.addDensity(present, image);
    }
  }

  private async regenerate(image: vscode.Uri): Promise<void> {
    const made = await madeBefore(this.deps, image);
    if (made === undefined) {
      say(vscode.l10n.t('Nobody knows how this image was made.'));
      return;
    }
    const { prompt, settings, model } = made;
    const models = model === undefined ? {} : { models: [model] };
    await this.deps.compose({ prompt, settings, ...models, targetFile: image, replaceReferences: true });
  }

  private async fixSize(present: PresentImage, image: vscode.Uri): Promise<void> {
    const facts = await this.facts.of(image);
    const size = facts && sizeOf(facts);
    if (size === undefined) return;
    await this.change(present, (text, reference) => {
      const right = rightSize(reference, size);
      return right && sizeEdits(text, reference, right);
    });
  }

  private async writeAlt(present: PresentImage, image: vscode.Uri): Promise<void> {
    const now = await this.referenceOf(present);
    const made = now?.reference.alt === undefined ? await madeBefore(this.deps, image) : undefined;
    const value = now?.reference.alt ?? (made ? altText(made.prompt) : altOfName(basename(image.path)));
    const alt = await vscode.window.showInputBox({
      title: withoutLinks(vscode.l10n.t('Alt text of {0}', basename(image.path))),
      prompt: vscode.l10n.t(
        'Says what the image shows to those who cannot see it. Empty: it is only decoration.',
      ),
      value,
      ignoreFocusOut: true,
    });
    if (alt !== undefined) await this.change(present, (text, reference) => altEdits(text, reference, alt));
  }

  private async addDensity(present: PresentImage, image: vscode.Uri): Promise<void> {
    const now = await this.referenceOf(present);
    const facts = await this.facts.of(image);
    const size = facts && sizeOf(facts);
    const plan = now && size && densityFor(now.reference, size, image.path);
    if (plan === undefined) return;
    await addDensity(this.deps, vscode.Uri.parse(present.document, true), image, plan, make =>
      this.change(present, make),
    );
  }

  private async atCursor(): Promise<{ found: FoundImage; present: PresentImage } | undefined> {
    const editor = vscode.window.activeTextEditor;
    if (editor !== undefined) {
      const { document, selection } = editor;
      const all = await this.deps.documents.at(document, selection);
      for (const found of all) {
        const { image, reference } = found;
        if (image !== undefined) return { found, present: presentOf(document, image, reference) };
      }
    }
    say(vscode.l10n.t('There is no image in the code at the cursor.'));
    return undefined;
  }

  private async referenceOf(
    present: PresentImage,
  ): Promise<(OpenReferences & { reference: ImageReference }) | undefined> {
    const read = await this.deps.documents.open(vscode.Uri.parse(present.document, true));
    const reference = read && nearestReference(read.references, present.reference);
    return reference && { ...read, reference };
  }

  /** By the text as it is now. False after saying why nothing was changed. */
  private async change(
    present: PresentImage,
    make: (
      text: string,
      reference: ImageReference,
      project: ProjectFacts,
    ) => readonly TextEditAt[] | undefined,
  ): Promise<boolean> {
    const now = await this.referenceOf(present);
    const edits = now && make(now.text, now.reference, now.project);
    if (now !== undefined && edits !== undefined && now.document.getText() === now.text) {
      const { document } = now;
      const edit = new vscode.WorkspaceEdit();
      for (const { offset, length, text } of edits) {
        const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
        edit.replace(document.uri, range, text);
      }
      if (await vscode.workspace.applyEdit(edit)) return true;
    }
    say(vscode.l10n.t('The document has changed meanwhile, so it was left as it is.'));
    return false;
  }
}

function sizeOf({
  width,
  height,
}: {
  width?: number;
  height?: number;
}): { width: number; height: number } | undefined {
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** VS Code's own Markdown shows the picture of a relative path, in a hover that stands beside this one. */
function isShownByMarkdown({ languageId, uri }: vscode.TextDocument, { path }: ImageReference): boolean {
  if (languageId !== 'markdown' || !isOnDisk(uri) || path.startsWith('/') || isAlias(path)) return false;
  return vscode.extensions.getExtension('vscode.markdown-language-features')?.isActive === true;
}

/** One that has the focus would stay over the panel. Not every version has the command. */
async function hideHover(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.hideHover').then(undefined, () => undefined);
}

function say(text: string): void {
  void vscode.window.showInformationMessage(text);
}
