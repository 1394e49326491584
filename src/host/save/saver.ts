import * as path from 'node:path';
import type { CandidateRef } from '../../core/model/run';
import { formatChoices } from '../../core/save/fileFormat';
import type { SaveFailure, SaveResult } from '../../core/save/saveResult';
import { Beside } from './beside';
import { realDisk } from './disk';
import { FilePlacer } from './filePlacer';
import { FileSaver } from './fileSaver';
import { FileSets } from './fileSet';
import { saveAndInsert, type InsertResult } from './insertFlow';
import { IncomingImages } from './incoming';
import { Inserter } from './insertion';
import { lineOf } from './insertionPlace';
import { Journal } from './journal';
import { Optimiser } from './optimiser';
import { OptimiserMemory } from './optimiserMemory';
import { replaceOriginal } from './replaceFlow';
import {
  encoding,
  findLasting,
  findSource,
  leave,
  settingsOf,
  type SaveContext,
  type SaverDeps,
} from './saveContext';
import { save } from './saveFlow';
import { saveInStep, type PlaceFinder } from './saveInStepFlow';
import { saveTo, type SaveToOptions, type SaveToResult } from './saveToFlow';
import { look, namesBeside, render, type SaveLook } from './lookFlow';
import type { AskedSave, Prepared, SaveSubject, UndoOutcome } from './saveTypes';
import type { InsertionPoint } from './savePorts';
import { offerPutBack, takeBack, undoSave } from './undoFlow';
import { SetMaker } from '../sets/setMaker';

/**
 * The end of the one road: candidates become files of the workspace. The original stays in the store, always.
 * Everything but `saveTo` talks to the user, and has said what went wrong when it resolves.
 */
export interface Saver {
  /** Asks where, unless that was asked already. */
  save(subject: SaveSubject, asked?: AskedSave): Promise<SaveResult>;
  /** The file, and the reference to it at the cursor of the last text editor. */
  saveAndInsert(subject: SaveSubject, asked?: AskedSave): Promise<InsertResult>;
  /** Begins a Save view: what is saved, and where it would go. `leave` it. */
  look(subject: SaveSubject): Promise<SaveLook | { failure: SaveFailure }>;
  leave(look: SaveLook): Promise<void>;
  /** The bytes that `save` would write with these settings, in a file that `release` takes away again. */
  render(look: SaveLook, asked: AskedSave, signal: AbortSignal): Promise<Prepared | { failure: SaveFailure }>;
  /** Names of the files that `save` would write beside those bytes: the original, a recipe. */
  namesBeside(look: SaveLook, asked: AskedSave, prepared: Prepared): Promise<readonly string[]>;
  release(prepared: Prepared): Promise<void>;
  /** The sentence for the user. */
  describe(failure: SaveFailure): string;
  /** The file dialog alone. */
  pickTarget(look: SaveLook, path: string): Promise<string | undefined>;
  /** Over the workspace file that the reference image came from. */
  replaceOriginal(ref: CandidateRef): Promise<SaveResult>;
  /** For automation and quick fixes: no dialog, no message. `target` is an absolute path. */
  saveTo(subject: SaveSubject, target: string, options?: SaveToOptions): Promise<SaveToResult>;
  /** As `saveTo`, with edits of a document in the same step of the editor. */
  saveInStep(
    subject: SaveSubject,
    target: string,
    place: PlaceFinder,
    options?: Pick<SaveToOptions, 'size' | 'signal'>,
  ): Promise<SaveToResult>;
  /** Several saves, without a word to the user; in the order of `saveIds`. */
  takeBack(saveIds: readonly string[]): Promise<readonly UndoOutcome[]>;
  /** `saveId`: that save (`SavedFile.saveId`) and not the last one. */
  undoLastSave(saveId?: string): Promise<UndoOutcome>;
  /** The document that text would be inserted into. */
  currentDocument(): Promise<Pick<InsertionPoint, 'uri' | 'path' | 'languageId'> | undefined>;
  /** Text of several lines at the cursor of the last text editor; `undefined`: there is none, or it could not be edited. */
  insertText(
    textFor: (point: InsertionPoint) => Promise<string>,
  ): Promise<{ document: string; line: number } | undefined>;
  /** The newest save of this candidate. */
  undoSaveOf(ref: CandidateRef): Promise<UndoOutcome>;
  /** Files of the workspace in fewer bytes. */
  optimiser: Optimiser;
  /** Images that come by a paste or a drop, whose edit VS Code applies by itself. */
  incoming: IncomingImages;
  /** Files that belong together, all or none. */
  sets: FileSets;
  /** Sets that a platform wants of an image: favicons, app icons, densities. */
  assetSets: SetMaker;
  /** Resolves when the hashes and records of finished saves are on disk. */
  settled(): Promise<void>;
  dispose(): void;
}

export function createSaver(deps: SaverDeps): Saver {
  const {
    storeFolder,
    records,
    workspace,
    imaging,
    editors,
    log,
    disk = realDisk,
    now = Date.now,
    owner,
  } = deps;
  const staging = path.join(storeFolder, 'staging');
  const toUri = workspace.toUri.bind(workspace);
  const journal = new Journal(storeFolder, staging, disk, now, owner);
  const shared = { journal, records, staging, disk, toUri, log };
  const placer = new FilePlacer({ journal, records, disk, toUri, log });
  const sets = new FileSets({ placer, journal, staging, disk });
  const beside = new Beside({
    disk,
    run: id => deps.runs.get(id),
    writeRecipes: file => settingsOf(deps, file).writeRecipes,
  });
  const files = new FileSaver({ imaging, placer, sets, beside, staging, disk });
  const inserter = new Inserter({ ...shared, editors });
  const context: SaveContext = {
    ...deps,
    disk,
    journal,
    placer,
    files,
    beside,
    inserter,
    undo: id => void undoSave(context, id).catch((error: unknown) => log(`Undo: ${String(error)}`)),
  };
  const incoming = new IncomingImages(context);
  const quality = (file: string): number => encoding(context, { path: file }).quality;
  const recovered = journal.recover().catch((error: unknown) => {
    log(`Journal: ${String(error)}`);
    return [];
  });
  void recovered.then(sets => offerPutBack(context, sets));

  return {
    save: (subject, asked) => save(context, subject, asked),
    saveAndInsert: (subject, asked) => saveAndInsert(context, subject, asked),
    look: subject => look(context, subject),
    leave: ({ source }) => leave(context, source),
    render: ({ source }, asked, signal) => render(context, source, asked, signal),
    namesBeside: ({ source }, asked, prepared) => namesBeside(context, source, asked, prepared),
    release: prepared => files.release(prepared),
    describe: failure => context.ui.describe(failure),
    pickTarget: ({ source }, proposed) => context.ui.pickTarget(proposed, formatChoices(source.facts.format)),
    replaceOriginal: ref => replaceOriginal(context, ref),
    saveTo: (subject, target, options = {}) => saveTo(context, subject, target, options),
    saveInStep: (subject, target, place, options = {}) =>
      saveInStep(context, subject, target, place, options),
    takeBack: async saveIds => {
      await recovered;
      return takeBack(context, saveIds);
    },
    undoLastSave: async saveId => {
      await recovered;
      return undoSave(context, saveId);
    },
    currentDocument: () => editors.current(),
    insertText: async textFor => {
      const point = await editors.current();
      if (!point) return undefined;
      const text = { edits: [{ offset: point.offset, length: 0, text: await textFor(point) }] };
      if (!(await editors.apply(point, text))) return undefined;
      return { document: point.path, line: lineOf(point, text) };
    },
    undoSaveOf: async ref => {
      await recovered;
      return undoSave(context, ref);
    },
    optimiser: new Optimiser({
      imaging: imaging.inBulk(),
      files,
      memory: new OptimiserMemory(storeFolder, disk),
      staging,
      disk,
      folders: () => workspace.folders(),
      quality,
    }),
    incoming,
    sets,
    assetSets: new SetMaker({
      imaging: imaging.inBulk(),
      sets,
      staging,
      disk,
      folders: () => workspace.folders(),
      quality,
      find: (subject, lasting) => (lasting ? findLasting : findSource)(context, subject),
      leave: source => leave(context, source),
    }),
    settled: async () => {
      await recovered;
      await Promise.all([placer.settled(), inserter.settled()]);
    },
    dispose: () => inserter.dispose(),
  };
}
