import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { checkDescription, writeDescription } from '../../../core/layers/description';
import { drawnFormat } from '../../../core/layers/outputPath';
import { fillVariables, namesIn } from '../../../core/model/layerVariables';
import { cardSize, fromTemplate } from '../../../core/model/layerTemplates';
import { type Description, descriptionSuffix, sourceBeside } from '../../../core/model/layers';
import type { CandidateRef } from '../../../core/model/run';
import { mayBeSame } from '../../../core/save/placeKey';
import type { LayersPreview, LayersView, WriteAnswer } from '../../../protocol/views';
import type { LayersDrawer } from '../../layers/layersDrawer';
import type { LayersSubject } from '../../layers/layersSubject';
import { renderRows } from '../../layers/renderRows';
import { imageOf } from '../../layers/planDrawings';
import { rootsOnDisk } from '../../onDisk';
import { askReplaceAll, tellSaved } from '../../save/tellFiles';
import { realDisk } from '../../save/disk';
import type { SetFile } from '../../save/fileSet';
import { besideFile } from '../../save/proposal';
import { layersNotes, losesLetters } from '../../text/layersText';
import { descriptionOf, openDescription } from './layersFile';
import { absolutePath, shownPath } from './places';
import type { StageDeps } from './saveStage';
import type { Stage } from './stage';

export interface LayersStageDeps extends StageDeps {
  drawer: LayersDrawer;
}

interface Open {
  id: string;
  /** Folder that the image's path is meant from. */
  folder: string;
  /** Instead of the path in the description: an image of a run. */
  candidate?: { file: string; extension: string };
  description: Description;
  path: string;
  subject: LayersSubject;
  /** As it began, or was written last; what is no different is no draft. */
  first: Description;
  /** Files that were opened or written here, by what they held then (SHA-256, hex): nobody else's. */
  own: Map<string, string>;
  shown?: string | undefined;
  leaving?: string | undefined;
}

type Found = Omit<Open, 'id' | 'subject' | 'first'>;

const draftShape = z.object({ description: z.unknown(), path: z.string() });

/** Pixels of the longer edge that are drawn for a look. */
const previewEdge = 2000;

/** Text and marks on an image: every change is drawn anew by the machine that will write the file. */
export class LayersStage implements Stage<LayersSubject, LayersView> {
  private open: Open | undefined;
  private running = new AbortController();

  constructor(private readonly deps: LayersStageDeps) {}

  async begin(subject: LayersSubject): Promise<LayersView | { refused: string }> {
    const { saver, services } = this.deps;
    if (!services.trusted()) return { refused: saver.describe({ kind: 'untrusted' }) };
    const found = await this.find(subject);
    if ('refused' in found) return found;
    const { name, ...rest } = found;
    const size = await this.sizeOf(rest);
    if ('refused' in size) return size;
    const fonts = await services.imaging.fontFamilies();
    const id = randomUUID();
    const { description } = rest;
    const checked = checkDescription(description, vscode.l10n.t);
    const first = 'refused' in checked ? description : checked.description;
    const draft = await this.draftOf(subject);
    this.open = { id, ...rest, subject, first, ...draft };
    return {
      ...{ id, name, size, fonts, description },
      ...(draft && { draft: { ...draft, path: shownPath(draft.path) } }),
      path: shownPath(rest.path),
      imageName: description.image ?? (rest.candidate ? name : ''),
      ...(rest.candidate && { source: rest.candidate.extension }),
    };
  }

  resume(view: LayersView): LayersView {
    if (!this.open) return view;
    const { first, path: typed } = this.open;
    const draft = this.changed(this.open);
    return {
      ...view,
      ...{ description: first, path: shownPath(typed) },
      ...(draft && { draft: { ...draft, path: shownPath(typed) } }),
    };
  }

  /** `null`: a newer one was asked for meanwhile, or the view was closed. */
  async preview(id: string, value: unknown, typed: string): Promise<LayersPreview | null> {
    const open = this.of(id);
    const checked = checkDescription(value, vscode.l10n.t);
    if ('refused' in checked) return { problem: checked.refused };
    open.description = checked.description;
    open.path = absolutePath(typed, open.path);
    this.deps.drafts.keep('layers', open.subject, this.changed(open));
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    // What has no value is shown as it is written.
    const { description } = fillVariables(checked.description, {});
    const image = await this.imageFile(open, description);
    if (typeof image === 'object') return { problem: image.refused };
    const drawn = await this.deps.drawer.draw(
      { description, ...(image !== undefined && { image }) },
      { format: 'png', maxEdge: previewEdge },
      signal,
    );
    if ('failure' in drawn) {
      return drawn.failure.kind === 'cancelled' ? null : { problem: this.deps.saver.describe(drawn.failure) };
    }
    if (signal.aborted || this.open !== open) {
      await this.deps.drawer.release(drawn.file);
      return null;
    }
    if (open.leaving !== undefined) await this.deps.drawer.release(open.leaving);
    open.leaving = open.shown;
    open.shown = drawn.file;
    const { findings, imageSize, animated, width, height } = drawn.made;
    return {
      url: this.deps.toUri(drawn.file),
      ...{ width, height },
      contrast: findings.flatMap(found =>
        found.kind === 'contrast' ? { layer: found.layer, ratio: found.ratio, needed: found.needed } : [],
      ),
      warnings: layersNotes(vscode.l10n.t, description, findings.filter(losesLetters)),
      notes: layersNotes(
        vscode.l10n.t,
        description,
        findings.filter(found => !losesLetters(found)),
        {
          now: imageSize,
          animated,
          image: image === undefined || open.candidate ? undefined : shownPath(image),
        },
      ),
    };
  }

  async browse(id: string, typed: string): Promise<string | null> {
    const open = this.of(id);
    const chosen = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.file(absolutePath(typed, open.path)),
      filters: { [vscode.l10n.t('Images')]: ['png', 'jpg', 'webp', 'avif', 'svg'] },
    });
    return chosen ? shownPath(chosen.fsPath) : null;
  }

  async write(id: string, value: unknown, typed: string, keep: boolean): Promise<WriteAnswer> {
    const open = this.of(id);
    const checked = checkDescription(value, vscode.l10n.t);
    if ('refused' in checked) return checked;
    const target = absolutePath(typed, open.path);
    if (namesIn(target).length > 0) {
      return refused(vscode.l10n.t('This path has variables in it. Use “Render for every row…”.'));
    }
    const { description, missing } = fillVariables(checked.description, {});
    if (missing.length > 0) {
      const names = missing.map(each => `{{${each}}}`).join(', ');
      return refused(vscode.l10n.t('There is no value for {0}. Use “Render for every row…”.', names));
    }
    const image = await this.imageFile(open, description);
    if (typeof image === 'object') return image;
    if (image !== undefined && mayBeSame(path.normalize(image), target)) {
      return refused(
        vscode.l10n.t(
          '{0} is the image that is drawn on. Choose another name for the result.',
          shownPath(image),
        ),
      );
    }
    const also = keep ? this.descriptionFiles(open, checked.description, target, image) : [];
    const { drawer, saver } = this.deps;
    const job = { description, target, ...(image !== undefined && { image }) };
    const looked = await drawer.see(
      [target],
      also.map(each => each.target),
    );
    const taken = 'failure' in looked ? new Map<string, string>() : looked.taken;
    const others = [...taken].filter(([file, sha256]) => open.own.get(file) !== sha256).map(([file]) => file);
    const changed = others.filter(file => open.own.has(file));
    if (others.length > 0 && !(await askReplaceAll(others, changed))) return false;
    const result = await drawer.write([job], { replace: taken, also });
    if ('failure' in result) {
      if (result.failure.kind === 'cancelled') return false;
      return refused(saver.describe(result.failure));
    }
    for (const file of result.written.files) open.own.set(file.path, file.sha256);
    open.first = checked.description;
    this.deps.drafts.keep('layers', open.subject, undefined);
    tellSaved(saver, result.written);
    return true;
  }

  /** A file for every row of a table or page, each named first. */
  async rows(id: string, value: unknown, pattern: string): Promise<WriteAnswer> {
    const open = this.of(id);
    const checked = checkDescription(value, vscode.l10n.t);
    if ('refused' in checked) return checked;
    return renderRows(this.deps, {
      description: checked.description,
      folder: open.folder,
      target: absolutePath(pattern, open.path),
      ...(open.candidate && { image: open.candidate.file }),
    });
  }

  async end(id: string, discard = false): Promise<void> {
    const { open } = this;
    if (open?.id !== id) return;
    this.running.abort();
    this.open = undefined;
    if (discard) this.deps.drafts.keep('layers', open.subject, undefined);
    for (const file of [open.shown, open.leaving]) {
      if (file !== undefined) await this.deps.drawer.release(file);
    }
  }

  private changed({ description, path: typed, first }: Open): LayersView['draft'] {
    return isDeepStrictEqual(description, first) ? undefined : { description, path: typed };
  }

  /** What was changed and not saved; its path is absolute. */
  private async draftOf(subject: LayersSubject): Promise<LayersView['draft']> {
    const read = z.safeParse(draftShape, await this.deps.drafts.read('layers', subject));
    if (!read.success) return undefined;
    const checked = checkDescription(read.data.description, vscode.l10n.t);
    return 'refused' in checked ? undefined : { description: checked.description, path: read.data.path };
  }

  private async find(subject: LayersSubject): Promise<(Found & { name: string }) | { refused: string }> {
    const [home] = rootsOnDisk();
    if (home === undefined) return { refused: this.deps.saver.describe({ kind: 'no-workspace' }) };
    if ('blank' in subject) {
      const description: Description = { version: 1, ...fromTemplate('card', cardSize, templateWords()) };
      const file = await besideFile(path.join(home, 'card.png'), 'png', realDisk);
      return { name: vscode.l10n.t('New card'), folder: home, description, path: file, own: new Map() };
    }
    if (!('file' in subject)) return this.findCandidate(subject);
    const { file } = subject;
    const own = file.endsWith(descriptionSuffix) ? file : await descriptionOf(file);
    if (own !== undefined) return openDescription(own);
    const description: Description = { version: 1, image: path.basename(file), layers: [] };
    const stem = file.slice(0, -path.extname(file).length);
    const proposed = await besideFile(`${stem}-marked.png`, extensionFor(file), realDisk);
    return {
      name: path.basename(file),
      folder: path.dirname(file),
      ...{ description, path: proposed, own: new Map<string, string>() },
    };
  }

  private async findCandidate(ref: CandidateRef): Promise<(Found & { name: string }) | { refused: string }> {
    const { saver } = this.deps;
    const look = await saver.look(ref);
    if ('failure' in look) return { refused: saver.describe(look.failure) };
    const { proposed, source } = look;
    const extension = path.extname(source.file);
    const target = await besideFile(proposed, extensionFor(proposed), realDisk);
    return {
      name: path.basename(proposed),
      folder: path.dirname(proposed),
      candidate: { file: source.file, extension },
      description: { version: 1, image: path.basename(source.file), layers: [] },
      path: target,
      own: new Map(),
    };
  }

  /** Of the canvas, and with that of the layers' pixels. */
  private async sizeOf(open: Found): Promise<{ width: number; height: number } | { refused: string }> {
    const { description } = open;
    const { canvas, imageSize } = description;
    const image = await this.imageFile(open, fillVariables(description, {}).description);
    if (typeof image === 'object') return canvas ?? imageSize ?? image;
    if (canvas ?? imageSize) return canvas ?? imageSize ?? cardSize;
    if (image === undefined) return cardSize;
    try {
      const { width, height } = await this.deps.services.imaging.inspect(image);
      open.description = { ...description, imageSize: { width, height } };
      return { width, height };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (open.candidate) return { refused: detail };
      return { refused: this.deps.saver.describe({ kind: 'unreadable', path: image, detail }) };
    }
  }

  private async imageFile(
    { candidate, folder }: Pick<Open, 'candidate' | 'folder'>,
    description: Description,
  ): Promise<string | { refused: string } | undefined> {
    return candidate ? candidate.file : imageOf(description, folder);
  }

  /** The description beside the result, and of an image of a run its pixels, so that it stays editable. */
  private descriptionFiles(
    { candidate, folder }: Open,
    description: Description,
    target: string,
    image: string | undefined,
  ): SetFile[] {
    const stem = target.slice(0, -path.extname(target).length);
    const home = path.dirname(target);
    const source = candidate && sourceBeside(target, candidate.extension);
    const named = source ?? (image === undefined ? undefined : path.resolve(folder, description.image ?? ''));
    const rest = { ...description };
    delete rest.image;
    const kept: Description = {
      ...rest,
      ...(named !== undefined && { image: path.relative(home, named).split(path.sep).join('/') }),
      output: path.basename(target),
    };
    return [
      ...(candidate && source !== undefined ? [{ target: source, file: candidate.file }] : []),
      { target: stem + descriptionSuffix, text: writeDescription(kept) },
    ];
  }

  private of(id: string): Open {
    if (this.open?.id !== id) throw new Error(vscode.l10n.t('This view is closed.'));
    return this.open;
  }
}

export function templateWords(): { title: string; subtitle: string; site: string } {
  return {
    title: vscode.l10n.t('A title that says what it is about'),
    subtitle: vscode.l10n.t('And a line below it'),
    site: vscode.l10n.t('example.com'),
  };
}

/** What the result is proposed as: the format of the image where it can be written. */
function extensionFor(file: string): string {
  const format = drawnFormat(file);
  return format === undefined || format === 'svg' ? 'png' : path.extname(file).slice(1);
}

function refused(sentence: string): { refused: string } {
  return { refused: sentence };
}
