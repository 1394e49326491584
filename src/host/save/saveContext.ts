import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import * as path from 'node:path';
import { isImagingError, type Imaging } from '../../core/imaging/imagingPort';
import type { CandidateRef, Run } from '../../core/model/run';
import type { RunService } from '../../core/run/runService';
import type { SavedFile, SaveFailure, SaveResult } from '../../core/save/saveResult';
import type { Settings } from '../../core/settings';
import { sha256Of } from '../sha256';
import { remove } from './atomicWrite';
import type { Beside } from './beside';
import { diskFailure, type Disk } from './disk';
import type { FilePlacer } from './filePlacer';
import { planBytes, type Encoding, type FileSaver, type WriteRequest } from './fileSaver';
import type { Inserter } from './insertion';
import type { Journal } from './journal';
import { isInside } from './pathRules';
import type { DocumentImages, Editors, Memory, ReferenceMaker, SaveUi, WorkspaceView } from './savePorts';
import type { SaveRecords } from './saveRecords';
import type { Roots } from './destination';
import type { ChosenTarget, SaveSource, SaveSubject } from './saveTypes';

export interface SaverDeps {
  runs: Pick<RunService, 'get' | 'pathOf'>;
  imaging: Pick<Imaging, 'convert' | 'inBulk' | 'inspect' | 'optimisePng' | 'strip' | 'renderAll'>;
  /** For a workspace folder; absent: when none is open. */
  settings(workspaceFolder?: string): Pick<Settings, 'saveFolder' | 'encodeQuality' | 'writeRecipes'>;
  /** The workspace's folder of the store, absolute. Holds `journal` and `staging`. */
  storeFolder: string;
  records: SaveRecords;
  workspace: WorkspaceView;
  /** Of the workspace: remembers the folder of the last save. */
  memory: Memory;
  ui: SaveUi;
  editors: Editors;
  reference: ReferenceMaker;
  /** Absent: nothing is known of what a document shows. */
  documentImages?: DocumentImages;
  log(line: string): void;
  disk?: Disk;
  /** Milliseconds since the epoch. */
  now?(): number;
  /** Names this process in the journal. Default: `thisProcess`. */
  owner?: string;
}

/** What every way of saving works with. */
export interface SaveContext extends SaverDeps {
  disk: Disk;
  journal: Journal;
  placer: FilePlacer;
  files: FileSaver;
  beside: Beside;
  inserter: Inserter;
  /** Takes back one save, for the button of its message: others may have come since. */
  undo(saveId: string): void;
}

export interface Found {
  /** Absent: a file of the workspace. */
  run?: Run;
  source: SaveSource;
}

/** The bytes, and whether anything may be saved here at all. */
export async function findSource(
  context: SaveContext,
  subject: SaveSubject,
): Promise<Found | { failure: SaveFailure }> {
  return 'file' in subject ? findFile(context, subject.file) : findCandidate(context, subject);
}

/** As `findSource`, in a file that stays as it is and that the panel may show; `leave` it. */
export async function findLasting(
  context: SaveContext,
  subject: SaveSubject,
): Promise<Found | { failure: SaveFailure }> {
  if (!('file' in subject)) return findCandidate(context, subject);
  if (!context.workspace.trusted()) return { failure: { kind: 'untrusted' } };
  const { disk, storeFolder } = context;
  const copy = path.join(storeFolder, 'staging', `look-${randomUUID()}${path.extname(subject.file)}`);
  try {
    await disk.mkdir(path.dirname(copy), { recursive: true });
    await disk.copyFile(subject.file, copy, constants.COPYFILE_FICLONE);
    await disk.chmod(copy, 0o600);
  } catch (error) {
    await remove(copy, disk);
    return { failure: readFailure(error, subject.file) };
  }
  const found = await findFile(context, copy, subject.file);
  if ('failure' in found) await remove(copy, disk);
  return found;
}

export async function leave({ disk }: SaveContext, { workspaceFile, file }: SaveSource): Promise<void> {
  if (workspaceFile && workspaceFile.path !== file) await remove(file, disk);
}

/** Of a file that is read into the store: `disk-full` is about the store. */
export function readFailure(error: unknown, file: string): SaveFailure {
  const failure = diskFailure(error, file);
  if (failure.kind === 'disk-full') return failure;
  return { kind: 'unreadable', path: file, detail: error instanceof Error ? error.message : String(error) };
}

async function findFile(
  { imaging, workspace }: SaveContext,
  file: string,
  /** Of the workspace. */
  of = file,
): Promise<Found | { failure: SaveFailure }> {
  if (!workspace.trusted()) return { failure: { kind: 'untrusted' } };
  try {
    const facts = await imaging.inspect(file);
    return { source: { file, facts, workspaceFile: { path: of, sha256: await sha256Of(file) } } };
  } catch (error) {
    if (!isImagingError(error)) return { failure: readFailure(error, of) };
    return { failure: { kind: 'unreadable', path: of, detail: error.message, reason: error.reason } };
  }
}

export interface FoundCandidate extends Found {
  run: Run;
  source: SaveSource & { candidate: CandidateRef };
}

export async function findCandidate(
  context: SaveContext,
  { original: asSent, ...ref }: CandidateRef & { original?: true },
): Promise<FoundCandidate | { failure: SaveFailure }> {
  if (!context.workspace.trusted()) return { failure: { kind: 'untrusted' } };
  const run = await context.runs.get(ref.runId);
  const outcome = run?.requests.find(request => request.id === ref.requestId)?.outcome;
  const candidate = outcome?.kind === 'images' ? outcome.images[ref.index] : undefined;
  if (!run || !candidate || candidate.deleted) return { failure: { kind: 'gone' } };
  const shown = (asSent && candidate.original) ?? candidate;
  const file = context.runs.pathOf(ref.runId, shown.file);
  const there = await context.disk.stat(file).then(
    stat => stat.isFile(),
    () => false,
  );
  if (!there) return { failure: { kind: 'gone' } };
  const { facts } = shown;
  const original = shown === candidate ? candidate.original : undefined;
  return {
    run,
    source: {
      candidate: ref,
      file,
      facts,
      ...(original && {
        original: { file: context.runs.pathOf(ref.runId, original.file), facts: original.facts },
      }),
    },
  };
}

/** Writes what the user agreed to, with progress where it takes time. Says nothing about the end. */
export async function writeChosen(
  context: SaveContext,
  chosen: ChosenTarget,
  source: SaveSource,
  roots: Roots,
): Promise<SaveResult> {
  const request: WriteRequest = {
    source,
    target: chosen.path,
    roots,
    overwrite: chosen.overwrite,
    ...(chosen.madeFolders && { madeFolders: chosen.madeFolders }),
    ...encoding(context, chosen),
  };
  return withProgress(context, chosen, source, signal =>
    context.files.write({ ...request, ...(signal && { signal }) }),
  );
}

/** Only a conversion takes long enough to be shown and stopped. */
export async function withProgress<T>(
  context: SaveContext,
  chosen: ChosenTarget,
  source: SaveSource,
  work: (signal?: AbortSignal) => Promise<T>,
): Promise<T> {
  const extension = path.extname(chosen.path).slice(1);
  const plan = planBytes(source.facts, extension, encoding(context, chosen));
  return plan.kind === 'convert' ? context.ui.progress(chosen.path, work) : work();
}

/** Those of the workspace folder that a file is in. */
export function settingsOf(
  { settings, workspace }: Pick<SaverDeps, 'settings' | 'workspace'>,
  file: string,
): ReturnType<SaverDeps['settings']> {
  return settings(workspace.folders().find(each => isInside(each, file)));
}

export function encoding(
  context: SaveContext,
  { path: target, matte, output }: Pick<ChosenTarget, 'path' | 'matte' | 'output'>,
): Omit<Encoding, 'signal'> {
  return {
    quality: settingsOf(context, target).encodeQuality,
    ...(matte === undefined ? {} : { matte }),
    ...(output && { output }),
  };
}

export function tellSaved({ ui, undo }: SaveContext, saved: SavedFile): void {
  ui.tellSaved(saved, () => undo(saved.saveId));
}

/** Ends a dialog: a failure is said, a closed question needs no words. */
export function told(context: SaveContext, result: SaveResult): SaveResult {
  if ('failure' in result && result.failure.kind !== 'cancelled') context.ui.tellFailure(result.failure);
  return result;
}
