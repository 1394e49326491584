import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { boxOf, coverWindow, isCut } from '../../core/imaging/fit';
import { isImagingError } from '../../core/imaging/imagingPort';
import { type OutputSettings, plainOutput } from '../../core/model/output';
import { askedSize } from '../../core/save/output';
import { builtInPresets, readOutput } from '../../core/save/presets';
import type { SavePreview, SaveView } from '../../protocol/views';
import type { SaveLook } from '../save/lookFlow';
import type { Prepared, SaveSubject } from '../save/saveTypes';
import type { Services } from '../services';
import { imagingProblem } from '../text/imagingText';
import { labelOf } from '../text/labels';
import { outputNotes } from '../text/outputNotes';
import type { PanelSaver } from './panelParts';

export interface SaveSessionDeps {
  services: Services;
  saver: PanelSaver;
  toUri(path: string): string;
}

interface Open {
  id: string;
  subject: SaveSubject;
  look: SaveLook;
  /** The image in the store, where the view may read it. */
  image: string;
  /** What the newest preview shows. */
  shown: readonly Prepared[];
}

const memoryKey = 'inlineAssets.output';
const maxRemembered = 50;

/** The one Save view of a panel: what it shows is made anew with every change of its settings. */
export class SaveSession {
  private open: Open | undefined;
  private running = new AbortController();

  constructor(private readonly deps: SaveSessionDeps) {}

  /** `refused`: why nothing can be saved, for the user. */
  async begin(subject: SaveSubject): Promise<SaveView | { refused: string }> {
    await this.end();
    const { saver, services, toUri } = this.deps;
    const look = await saver.look(subject);
    if ('failure' in look) return { refused: saver.describe(look.failure) };
    const id = randomUUID();
    const image = await this.inStore(look.source.file, id);
    this.open = { id, subject, look, image, shown: [] };
    const { encodeQuality, savePresets } = services.settings(vscode.Uri.file(look.proposed));
    const remembered = this.remembered(path.dirname(look.proposed));
    return {
      id,
      name: await this.nameOf(subject),
      image: toUri(image),
      facts: look.source.facts,
      path: shownPath(look.proposed),
      settings: { ...remembered, ...look.size },
      presets: [...builtInPresets(vscode.l10n.t), ...savePresets],
      quality: encodeQuality,
      ...(look.document !== undefined && { document: shownPath(look.document) }),
    };
  }

  /** `null`: a newer one was asked for meanwhile, or the view was closed. */
  async preview(id: string, settings: OutputSettings, typed: string): Promise<SavePreview | null> {
    const open = this.of(id);
    this.running.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    try {
      const made = await this.render(open, settings, typed, signal);
      if (signal.aborted || this.open !== open) {
        await this.release('problem' in made ? [] : made.files);
        return null;
      }
      if ('problem' in made) return made;
      const before = open.shown;
      open.shown = made.files;
      // The view still shows the old one for a moment.
      setTimeout(() => void this.release(before), 5000);
      return made.view;
    } catch (error) {
      if (signal.aborted) return null;
      if (isImagingError(error)) return { problem: imagingProblem(vscode.l10n.t, error) };
      throw error;
    }
  }

  async browse(id: string, typed: string): Promise<string | null> {
    const { look } = this.of(id);
    const chosen = await this.deps.saver.pickTarget(look, absolutePath(typed, look.proposed));
    return chosen === undefined ? null : shownPath(chosen);
  }

  async write(id: string, settings: OutputSettings, typed: string, insert: boolean): Promise<boolean> {
    const open = this.of(id);
    const { saver } = this.deps;
    const target = absolutePath(typed, open.look.proposed);
    const asked = { path: target, output: settings };
    const result = insert
      ? await saver.saveAndInsert(open.subject, asked)
      : await saver.save(open.subject, asked);
    if ('failure' in result) return false;
    await this.remember(path.dirname(target), settings);
    return true;
  }

  async end(id?: string): Promise<void> {
    const { open } = this;
    if (!open || (id !== undefined && open.id !== id)) return;
    this.running.abort();
    this.open = undefined;
    await this.release(open.shown);
    if (open.image !== open.look.source.file) await fs.rm(open.image, { force: true });
  }

  private async render(
    open: Open,
    settings: OutputSettings,
    typed: string,
    signal: AbortSignal,
  ): Promise<{ view: SavePreview; files: readonly Prepared[] } | { problem: string }> {
    const { saver, toUri } = this.deps;
    const { look } = open;
    const { facts } = look.source;
    const target = absolutePath(typed, look.proposed);
    const made = await saver.render(look, { path: target, output: settings }, signal);
    if ('failure' in made) return { problem: saver.describe(made.failure) };
    const files = [made];
    const focus = settings.focus ?? made.took?.focus ?? null;
    const box = boxOf(facts, askedSize(settings));
    let before: string | undefined;
    const sameSize = made.facts.width === facts.width && made.facts.height === facts.height;
    if (made.converted && !sameSize) {
      // The same pixels without loss: what the encoding changed is seen only beside them.
      const { width, height, fit, background } = settings;
      const plain = { ...plainOutput, width, height, fit, focus, background, format: 'png' } as const;
      const fitted = await saver.render(look, { path: `${target}.png`, output: plain }, signal);
      if (!('failure' in fitted)) {
        files.push(fitted);
        before = toUri(fitted.file);
      }
    }
    return {
      files,
      view: {
        url: toUri(made.converted ? made.file : open.image),
        ...(before !== undefined && { before }),
        facts: made.facts,
        ...(made.took?.quality !== undefined && { quality: made.took.quality }),
        ...(made.took?.colours !== undefined && { colours: made.took.colours }),
        ...(focus && isCut(facts, box, settings.fit) && { window: coverWindow(facts, box, focus) }),
        notes: outputNotes(vscode.l10n.t, facts, made.facts, settings),
      },
    };
  }

  /** What the image is called to people: its file name, or the model that made it. */
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

  /** The view reads only what is in the store. */
  private async inStore(file: string, id: string): Promise<string> {
    const store = this.deps.services.storeUri.fsPath;
    if (!path.relative(store, file).startsWith('..')) return file;
    const copy = path.join(store, 'staging', `convert-${id}${path.extname(file)}`);
    await fs.mkdir(path.dirname(copy), { recursive: true });
    await fs.copyFile(file, copy);
    return copy;
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
    // Where to cut, and what is behind the subject, is of one picture.
    const own = { ...settings, focus: null, cutout: null };
    const kept = [...others, [folder, own] as const].slice(-maxRemembered);
    await state.update(memoryKey, Object.fromEntries(kept));
  }
}

/** From the workspace folder, when there is only one; with several, with the folder's name. */
function shownPath(file: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.file(file)).split(path.sep).join('/');
}

/** `typed` as `shownPath` writes it, or absolute; from nowhere it is meant from the proposal's folder. */
function absolutePath(typed: string, proposed: string): string {
  const text = typed.trim();
  if (path.isAbsolute(text)) return path.normalize(text);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first = '', ...rest] = text.split(/[\\/]/);
  const named = folders.length > 1 ? folders.find(({ name }) => name === first) : undefined;
  if (named) return path.join(named.uri.fsPath, ...rest);
  const home = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(proposed)) ?? folders[0];
  return path.resolve(home?.uri.fsPath ?? path.dirname(proposed), text);
}
