import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { boxOf, coverWindow, isCut } from '../../../core/imaging/fit';
import { isImagingError } from '../../../core/imaging/imagingPort';
import { formatInstead, type OutputSettings, plainCutout, plainOutput } from '../../../core/model/output';
import { askedSize } from '../../../core/save/output';
import { presetsWith, readOutput, rememberedFor } from '../../../core/save/presets';
import { outputSettings } from '../../../protocol/messages';
import type { SavePreview, SaveView, SeamsView } from '../../../protocol/views';
import { rootsOnDisk } from '../../onDisk';
import type { SaveLook } from '../../save/lookFlow';
import { paletteOf } from '../../save/paletteOf';
import { beforeOf, type Prepared, type SaveSubject } from '../../save/saveTypes';
import type { Services } from '../../services';
import { checkerboardNote, checkNotes } from '../../text/cutoutText';
import { imagingProblem } from '../../text/imagingText';
import { labelOf } from '../../text/labels';
import { drawingNote, outputNotes } from '../../text/outputNotes';
import { seamsView } from '../../text/seamText';
import type { PanelSaver } from '../panelParts';
import type { Drafts } from './drafts';
import { absolutePath, shownPath } from './places';
import type { SaveRequest, Stage } from './stage';

export interface StageDeps {
  services: Services;
  saver: PanelSaver;
  drafts: Drafts;
  /** What the webview reads a file of the store by. */
  toUri(path: string): string;
}

interface Open {
  id: string;
  subject: SaveSubject;
  look: SaveLook;
  painted?: Promise<boolean> | undefined;
  /** As the view has them. */
  settings: OutputSettings;
  path: string;
  /** As it began; what is no different is no draft. */
  first: OutputSettings;
  /** What the newest preview shows. */
  shown: readonly Prepared[];
  /** What the one before it showed: the view may still be reading it. */
  leaving: readonly Prepared[];
}

/** What a preview is made for. `page`: `#rrggbb`. `whole`: the cut-out in the image's own pixels, to paint on. */
interface Shown {
  page: string | undefined;
  whole: boolean;
}

const draftShape = z.object({
  settings: outputSettings,
  path: z.string(),
  width: z.number(),
  height: z.number(),
});

const memoryKey = 'inlineAssets.output';
const maxRemembered = 50;

/** The file as it will be, before it is written: made anew with every change of its settings. */
export class SaveStage implements Stage<SaveRequest, SaveView> {
  private open: Open | undefined;
  private running = new AbortController();

  constructor(private readonly deps: StageDeps) {}

  async begin({ cutOut, ...subject }: SaveRequest): Promise<SaveView | { refused: string }> {
    const { saver, services, toUri } = this.deps;
    const name = await this.nameOf(subject);
    const look = await saver.look(subject);
    if ('failure' in look) return { refused: saver.describe(look.failure) };
    const id = randomUUID();
    const { encodeQuality, savePresets, savePresetProblems } = services.settings(
      vscode.Uri.file(look.proposed),
    );
    // As it came is as it is, whatever was done in this folder.
    const last = 'original' in subject ? plainOutput : this.remembered(path.dirname(look.proposed));
    const remembered = rememberedFor(last, look.source.facts);
    const first: OutputSettings = {
      ...remembered,
      // A drawing is saved as it is.
      ...(look.source.facts.format === 'svg' ? { ...plainOutput, recipe: remembered.recipe } : look.size),
      ...(cutOut === true && { cutout: plainCutout, format: 'png' as const }),
    };
    // Who asks for a cut-out is not given something else.
    const draft = cutOut === true ? undefined : await this.draftOf(subject, look);
    const shown = { settings: first, path: shownPath(look.proposed) };
    this.open = { id, subject, look, first, ...shown, ...draft, shown: [], leaving: [] };
    return {
      id,
      name,
      image: toUri(look.source.file),
      facts: look.source.facts,
      ...shown,
      ...(draft && { draft }),
      presets: presetsWith(remembered, savePresets, vscode.l10n.t),
      presetProblems: savePresetProblems,
      quality: encodeQuality,
      ...(look.document !== undefined && { document: shownPath(look.document) }),
      ...(look.recipe !== undefined && { recipe: look.recipe }),
    };
  }

  resume(view: SaveView): SaveView {
    if (!this.open) return view;
    const draft = this.changed(this.open);
    return { ...view, path: this.open.path, ...(draft && { draft }) };
  }

  /** `null`: a newer one was asked for meanwhile, or the view was closed. */
  async preview(
    id: string,
    settings: OutputSettings,
    typed: string,
    shown: Shown,
  ): Promise<SavePreview | null> {
    const open = this.of(id);
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    Object.assign(open, { settings, path: typed });
    this.keepDraft(open);
    const { cutout } = settings;
    const asked = shown.whole ? { ...plainOutput, cutout, format: 'png' as const } : settings;
    const name = shown.whole ? `${typed}.png` : typed;
    try {
      const made = await this.render(open, asked, { typed: name, page: shown.page }, signal);
      if (signal.aborted || this.open !== open) {
        await this.release('problem' in made ? [] : made.files);
        return null;
      }
      if ('problem' in made) return made;
      await this.release(open.leaving);
      open.leaving = open.shown;
      open.shown = made.files;
      return made.view;
    } catch (error) {
      if (signal.aborted) return null;
      if (isImagingError(error)) return { problem: imagingProblem(vscode.l10n.t, error) };
      throw error;
    }
  }

  /** Of what the newest preview shows; `null`: there is none. */
  async seams(id: string): Promise<SeamsView | null> {
    const { shown } = this.of(id);
    const [file] = shown;
    return file ? seamsView(vscode.l10n.t, this.deps.services.imaging.seams(file.file)) : null;
  }

  /** `null`: none was chosen, or it is none, which was said. */
  async readPalette(id: string): Promise<string[] | null> {
    const { look } = this.of(id);
    const [file] =
      (await vscode.window.showOpenDialog({
        defaultUri: vscode.Uri.file(path.dirname(look.proposed)),
        filters: { [vscode.l10n.t('Palettes')]: ['hex', 'gpl', 'pal', 'txt'] },
        openLabel: vscode.l10n.t('Use Palette'),
      })) ?? [];
    if (!file) return null;
    const read = await paletteOf(file.fsPath, vscode.l10n.t);
    if ('colours' in read) return [...read.colours];
    void vscode.window.showErrorMessage(read.refused);
    return null;
  }

  async browse(id: string, typed: string): Promise<string | null> {
    const { look } = this.of(id);
    const chosen = await this.deps.saver.pickTarget(look, absolutePath(typed, look.proposed));
    return chosen === undefined ? null : shownPath(chosen);
  }

  /** What cannot be written at all is said when it is tried. */
  async isTaken(id: string, typed: string): Promise<boolean> {
    const target = absolutePath(typed, this.of(id).look.proposed);
    const found = await this.deps.saver.sets.taken([target], rootsOnDisk());
    return 'taken' in found && found.taken.length > 0;
  }

  async write(id: string, settings: OutputSettings, typed: string, insert: boolean): Promise<boolean> {
    const open = this.of(id);
    const { saver } = this.deps;
    const target = absolutePath(typed, open.look.proposed);
    const asked = {
      path: target,
      output: settings,
      ...('file' in open.subject && { source: open.look.source }),
    };
    const result = insert
      ? await saver.saveAndInsert(open.subject, asked)
      : await saver.save(open.subject, asked);
    if ('failure' in result) return false;
    open.first = settings;
    this.keepDraft(open);
    await this.remember(path.dirname(target), settings);
    return true;
  }

  async end(id: string, discard = false): Promise<void> {
    const { open } = this;
    if (open?.id !== id) return;
    this.running.abort();
    this.open = undefined;
    if (discard) this.deps.drafts.keep('save', open.subject, undefined);
    await this.release([...open.shown, ...open.leaving]);
    await this.deps.saver.leave(open.look);
  }

  private async render(
    open: Open,
    settings: OutputSettings,
    { typed, page }: { typed: string; page: string | undefined },
    signal: AbortSignal,
  ): Promise<{ view: SavePreview; files: readonly Prepared[] } | Extract<SavePreview, { problem: string }>> {
    const { saver, toUri } = this.deps;
    const { look } = open;
    const { facts } = look.source;
    const target = absolutePath(typed, look.proposed);
    const asked = { path: target, output: settings, ...(page !== undefined && { page }) };
    const made = await saver.render(look, asked, signal);
    if ('failure' in made) {
      const kept =
        settings.format === 'keep' && made.failure.kind === 'cannot-write-format' && !made.failure.drawing;
      return { problem: saver.describe(made.failure), ...(kept && { instead: formatInstead }) };
    }
    const beside = await saver.namesBeside(look, asked, made);
    const files = [made];
    const focus = settings.focus ?? made.took?.focus ?? null;
    const box = boxOf(facts, askedSize(settings));
    let before: string | undefined;
    const sameSize = made.facts.width === facts.width && made.facts.height === facts.height;
    if (made.converted && !sameSize) {
      // The same pixels without loss: what the encoding changed is seen only beside them.
      const { width, height, fit, background } = settings;
      const shape = settings.pixelArt
        ? { width: made.facts.width, height: made.facts.height, fit: 'stretch' as const }
        : { width, height, fit };
      const plain = { ...plainOutput, ...shape, focus, background, format: 'png' } as const;
      const fitted = await saver.render(look, { path: `${target}.png`, output: plain }, signal);
      if (!('failure' in fitted)) {
        files.push(fitted);
        before = toUri(fitted.file);
      }
    }
    return {
      files,
      view: {
        url: toUri(made.file),
        ...(before !== undefined && { before }),
        facts: made.facts,
        ...(made.took?.quality !== undefined && { quality: made.took.quality }),
        ...(made.took?.colours !== undefined && { colours: made.took.colours }),
        ...(made.took?.drawing && { cell: made.took.drawing.cell }),
        ...(focus && isCut(facts, box, settings.fit) && { window: coverWindow(facts, box, focus) }),
        notes: [
          ...outputNotes(vscode.l10n.t, beforeOf(look.source), made.facts, settings, made.took),
          ...(made.took?.drawing ? [drawingNote(vscode.l10n.t, made.took.drawing)] : []),
          ...(made.took?.checks ? checkNotes(vscode.l10n.t, made.took.checks) : []),
          // Painted by hand, an image without a flat background is cut out all the same.
          ...(settings.cutout && page !== undefined && !made.took?.checks
            ? [vscode.l10n.t('No flat background was found to remove: only what you painted was taken away.')]
            : []),
          ...(settings.cutout === null && (await this.isPainted(open, signal))
            ? [checkerboardNote(vscode.l10n.t)]
            : []),
          ...(beside.length > 0 ? [vscode.l10n.t('Written beside it: {0}.', beside.join(', '))] : []),
        ],
      },
    };
  }

  /** Looked for once, while the file is made for the first time. */
  private isPainted(open: Open, signal: AbortSignal): Promise<boolean> {
    const { file, facts } = open.look.source;
    if (facts.hasAlpha) return Promise.resolve(false);
    const found = (open.painted ??= this.deps.services.imaging.paintedCheckerboard(file, signal));
    return found.catch(() => {
      open.painted = undefined;
      return false;
    });
  }

  /** What the image is called to people: its file name, or the model that made it. */
  private changed({ settings, path: typed, first }: Open): SaveView['draft'] {
    return isDeepStrictEqual(settings, first) ? undefined : { settings, path: typed };
  }

  private keepDraft(open: Open): void {
    const { width, height } = open.look.source.facts;
    const draft = this.changed(open);
    this.deps.drafts.keep('save', open.subject, draft && { ...draft, width, height });
  }

  /** What was changed and not saved, of an image of this size. */
  private async draftOf(subject: SaveSubject, { source }: SaveLook): Promise<SaveView['draft']> {
    const read = z.safeParse(draftShape, await this.deps.drafts.read('save', subject));
    if (!read.success) return undefined;
    const { width, height, ...draft } = read.data;
    return width === source.facts.width && height === source.facts.height ? draft : undefined;
  }

  private async nameOf(subject: SaveSubject): Promise<string> {
    if ('file' in subject) return path.basename(subject.file);
    const { runs, models } = this.deps.services;
    const run = await runs.get(subject.runId);
    const model = run?.requests.find(({ id }) => id === subject.requestId)?.model;
    return model === undefined ? '' : labelOf(model, { model: id => models.resolve(id) });
  }

  private of(id: string): Open {
    if (this.open?.id !== id) throw new Error(vscode.l10n.t('This view is closed.'));
    return this.open;
  }

  private async release(files: readonly Prepared[]): Promise<void> {
    await Promise.all(files.map(file => this.deps.saver.release(file)));
  }

  private remembered(folder: string): OutputSettings {
    const all = this.deps.services.context.workspaceState.get<Record<string, unknown>>(memoryKey) ?? {};
    return readOutput(all[folder]).settings;
  }

  private async remember(folder: string, settings: OutputSettings): Promise<void> {
    const state = this.deps.services.context.workspaceState;
    const others = Object.entries(state.get<Record<string, unknown>>(memoryKey) ?? {}).filter(
      ([name]) => name !== folder,
    );
    // Where to cut, what is behind the subject, and how large its pixels are, is of one picture.
    const own = {
      ...settings,
      focus: null,
      cutout: null,
      pixelArt: settings.pixelArt && { ...settings.pixelArt, cell: null },
    };
    const kept = [...others, [folder, own] as const].slice(-maxRemembered);
    await state.update(memoryKey, Object.fromEntries(kept));
  }
}
