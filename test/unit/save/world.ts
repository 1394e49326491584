import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { silentLogger } from '../../../src/core/logger';
import type { KeyName } from '../../../src/core/model/cutout';
import type { CandidateRef, ImageFacts, Run, RunReference, RunSettings } from '../../../src/core/model/run';
import type { SavedFile, SaveFailure } from '../../../src/core/save/saveResult';
import { english } from '../../../src/core/translate';
import type { Disk } from '../../../src/host/save/disk';
import { failureText, interruptedText } from '../../../src/host/save/phrases';
import type {
  Editors,
  Inserted,
  InsertionText,
  Move,
  ReplaceQuestion,
  SaveUi,
} from '../../../src/host/save/savePorts';
import type { SaverDeps } from '../../../src/host/save/saveContext';
import { createSaver, type Saver } from '../../../src/host/save/saver';
import type { UndoOutcome } from '../../../src/host/save/saveTypes';
import { FileRunStore } from '../../../src/host/store/runStore';
import { facts } from './support';

type Answer<K extends keyof SaveUi> = Awaited<ReturnType<Extract<SaveUi[K], (...args: never) => unknown>>>;

/** The person at the keyboard: what they answer, and what they were asked and told. */
export class Person implements SaveUi {
  readonly asked: string[] = [];
  /** The file dialog: from the proposal to the path, or `undefined` to close it. */
  picks: ((proposed: string) => string | undefined)[] = [proposed => proposed];
  overwrite: Answer<'askOverwrite'>;
  format: Answer<'askFormat'>;
  matte: Answer<'askMatte'>;
  withoutWorkspace: Answer<'askWithoutWorkspace'>;
  replace: Answer<'askReplace'>;
  saveAsNew: Answer<'askSaveAsNew'>;
  otherPlace: Answer<'askOtherPlace'>;
  fileOnly: Answer<'askFileOnly'>;
  putBack: Answer<'askPutBack'>;
  readonly interrupted: string[] = [];

  readonly proposed: string[] = [];
  /** The documents that file dialogs named. */
  readonly into: string[] = [];
  readonly replaceQuestions: ReplaceQuestion[] = [];
  readonly failures: SaveFailure[] = [];
  readonly saved: SavedFile[] = [];
  readonly inserted: Inserted[] = [];
  readonly referenced: string[] = [];
  readonly undone: UndoOutcome[] = [];
  readonly undoButtons: (() => void)[] = [];
  clipboard = '';
  stopConversion = false;

  async pickTarget(proposed: string, _formats: unknown, into?: string): Promise<string | undefined> {
    if (into !== undefined) this.into.push(into);
    this.asked.push('target');
    this.proposed.push(proposed);
    return this.picks.shift()?.(proposed);
  }
  async askOverwrite(): Promise<Answer<'askOverwrite'>> {
    this.asked.push('overwrite');
    return this.overwrite;
  }
  async askFormat(): Promise<Answer<'askFormat'>> {
    this.asked.push('format');
    return this.format;
  }
  async askMatte(): Promise<Answer<'askMatte'>> {
    this.asked.push('matte');
    return this.matte;
  }
  async askWithoutWorkspace(): Promise<Answer<'askWithoutWorkspace'>> {
    this.asked.push('without-workspace');
    return this.withoutWorkspace;
  }
  async askReplace(question: ReplaceQuestion): Promise<Answer<'askReplace'>> {
    this.asked.push('replace');
    this.replaceQuestions.push(question);
    return this.replace;
  }
  async askSaveAsNew(failure: SaveFailure): Promise<Answer<'askSaveAsNew'>> {
    this.asked.push(`save-as-new: ${failure.kind}`);
    return this.saveAsNew;
  }
  async askOtherPlace(failure: SaveFailure): Promise<Answer<'askOtherPlace'>> {
    this.asked.push(`other-place: ${failure.kind}`);
    return this.otherPlace;
  }
  async askFileOnly(): Promise<Answer<'askFileOnly'>> {
    this.asked.push('file-only');
    return this.fileOnly;
  }
  async askPutBack(set: { written: readonly string[]; count: number }): Promise<Answer<'askPutBack'>> {
    this.interrupted.push(interruptedText({ t: english, place: file => path.basename(file) }, set));
    return this.putBack;
  }
  tellFailure(failure: SaveFailure): void {
    this.failures.push(failure);
  }
  tellSaved(saved: SavedFile, undo: () => void): void {
    this.saved.push(saved);
    this.undoButtons.push(undo);
  }
  tellInserted(saved: SavedFile, inserted: Inserted, undo: () => void): void {
    this.saved.push(saved);
    this.inserted.push(inserted);
    this.undoButtons.push(undo);
  }
  tellReferenced(path: string, inserted: Inserted): void {
    this.referenced.push(path);
    this.inserted.push(inserted);
  }
  tellUndo(outcome: UndoOutcome): void {
    this.undone.push(outcome);
  }
  async copyText(text: string): Promise<void> {
    this.clipboard = text;
  }
  describe(failure: SaveFailure): string {
    return failureText({ t: english, place: file => path.basename(file) }, failure);
  }
  progress<T>(_path: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    if (this.stopConversion) abort.abort();
    return work(abort.signal);
  }
}

/** A text editor with one document, as VS Code behaves (reference/vscode-platform.md 27). */
export class Editor implements Editors {
  /** `undefined`: no text editor was ever active. */
  file: string | undefined;
  text = '';
  offset = 0;
  refuses = false;
  /** Something was typed since the insertion, or the window is another one. */
  moved = false;
  private history: (() => Promise<void>)[] = [];
  private readonly listeners = new Set<(from: string, to: string) => void>();

  async current(): ReturnType<Editors['current']> {
    const { file, text, offset } = this;
    if (file === undefined) return undefined;
    return { uri: pathToFileURL(file).href, path: file, languageId: 'markdown', text, offset };
  }

  async apply(_point: unknown, { edits }: InsertionText, moves: readonly Move[] = []): Promise<boolean> {
    if (this.refuses) return false;
    const before = this.text;
    const redoMoves = async (): Promise<void> => {
      for (const { from, to } of moves) await this.move(from, to);
    };
    await redoMoves();
    for (const { offset, length, text } of [...edits].reverse()) {
      this.text = this.text.slice(0, offset) + text + this.text.slice(offset + length);
    }
    const after = this.text;
    const redo = async (): Promise<void> => {
      await redoMoves();
      this.text = after;
    };
    this.history.push(async () => {
      for (const { from, to } of [...moves].reverse()) await this.move(to, from);
      this.text = before;
      this.redo = redo;
    });
    return true;
  }

  redo: () => Promise<void> = async () => undefined;

  async undo(): Promise<boolean> {
    if (this.moved) return false;
    const last = this.history.pop();
    await last?.();
    return last !== undefined;
  }

  readonly expected: [string, string][] = [];

  expect(documentUri: string, part: string): void {
    this.expected.push([documentUri, part]);
  }

  onDidMove(listener: (from: string, to: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async move(from: string, to: string): Promise<void> {
    await fs.mkdir(path.dirname(to), { recursive: true });
    await fs.rename(from, to);
    for (const listener of this.listeners) listener(from, to);
  }
}

/** A workspace on disk, a real store, a person and an editor. */
export class World {
  readonly person = new Person();
  readonly editor = new Editor();
  readonly store: FileRunStore;
  readonly saver: Saver;
  readonly log: string[] = [];
  readonly memory = new Map<string, unknown>();
  trusted = true;
  folders: string[];
  activeDocument: string | undefined;
  saveFolder = '';
  writeRecipes = false;
  private runs = 0;

  constructor(
    readonly folder: string,
    imaging: SaverDeps['imaging'],
    disk?: Disk,
    other: Partial<SaverDeps> = {},
  ) {
    this.folders = [this.work()];
    this.store = new FileRunStore(path.join(folder, 'store'), silentLogger);
    const { store, memory } = this;
    this.saver = createSaver({
      runs: { get: id => store.load(id), pathOf: (id, file) => store.pathOf(id, file) },
      imaging,
      settings: () => ({ saveFolder: this.saveFolder, encodeQuality: 80, writeRecipes: this.writeRecipes }),
      storeFolder: store.dir,
      records: { recordSaved: asset => store.saveAsset(asset) },
      workspace: {
        trusted: () => this.trusted,
        folders: () => this.folders,
        activeDocument: () => this.activeDocument,
        toPath: uri => fileURLToPath(uri),
        toUri: file => pathToFileURL(file).href,
      },
      memory: {
        get: <T>(key: string) => memory.get(key) as T | undefined,
        update: async (key, value) => void memory.set(key, value),
      },
      ui: this.person,
      editors: this.editor,
      reference: async (point, imagePath, { width, height }, alt) => ({
        edits: [
          {
            offset: point.offset,
            length: 0,
            text: `![${alt} ${width}x${height}](${path.relative(path.dirname(point.path), imagePath)})`,
          },
        ],
      }),
      log: line => this.log.push(line),
      ...(disk && { disk }),
      ...other,
    });
  }

  work(...parts: string[]): string {
    return path.join(this.folder, 'work', ...parts);
  }

  /** A run whose only candidate has these bytes. */
  async candidate(
    bytes: Uint8Array | string,
    about: {
      facts?: Partial<ImageFacts>;
      references?: RunReference[];
      parent?: CandidateRef;
      targetFolder?: string;
      targetFile?: string;
      prompt?: string;
      settings?: RunSettings;
      modelVersion?: string;
      /** What is shown instead, as it was cut out by this key. */
      cutOut?: { bytes: Uint8Array; facts: Partial<ImageFacts>; key: KeyName };
    } = {},
  ): Promise<CandidateRef> {
    const id = `20261122-101530123-${(100_000 + this.runs++).toString().slice(-6)}`;
    const own = facts({ bytes: bytes.length, ...about.facts });
    const file = `000-aaaa.${own.format}`;
    const run: Run = {
      id,
      createdAt: 1,
      origin: 'panel',
      prompt: about.prompt ?? 'A lighthouse at dawn',
      models: ['offline/placeholder'],
      count: 1,
      settings: about.settings ?? {},
      references: about.references ?? [],
      ...(about.parent && { parent: about.parent }),
      ...(about.targetFolder && { targetFolder: about.targetFolder }),
      ...(about.targetFile && { targetFile: about.targetFile }),
      requests: [],
      saved: [],
    };
    await this.store.prepare(id);
    await fs.writeFile(this.store.pathOf(id, file), bytes, { mode: 0o600 });
    const { cutOut } = about;
    const shown = '000-aaaa-cutout.png';
    if (cutOut) await fs.writeFile(this.store.pathOf(id, shown), cutOut.bytes, { mode: 0o600 });
    const cut = cutOut && {
      file: shown,
      facts: facts({ bytes: cutOut.bytes.length, hasAlpha: true, ...cutOut.facts }),
      cutout: { checks: { clear: 0.5, seeThrough: 0, holes: 0, halo: { black: 0, white: 0, page: 0 } } },
      original: { file, facts: own },
    };
    await this.store.commit(run);
    await this.store.saveRequest(id, {
      id: '000-aaaa',
      model: 'offline/placeholder',
      variation: 0,
      state: 'done',
      endedAt: 1_790_000_000_000,
      ...(cutOut && { key: { name: cutOut.key, added: `Paint ${cutOut.key} behind it.` } }),
      outcome: {
        kind: 'images',
        images: [cut ?? { file, facts: own }],
        ...(about.modelVersion !== undefined && { modelVersion: about.modelVersion }),
      },
    });
    return { runId: id, requestId: '000-aaaa', index: 0 };
  }
}
