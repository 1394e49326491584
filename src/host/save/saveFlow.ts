import type { Run } from '../../core/model/run';
import { extensionOf } from '../../core/model/imageFormat';
import { findOriginal } from '../../core/save/original';
import type { SaveResult } from '../../core/save/saveResult';
import { resolveDestination, type Roots } from './destination';
import { makeFolders, removeEmpty, type Disk } from './disk';
import { besideFile, proposeTarget } from './proposal';
import { findSource, tellSaved, told, writeChosen, type Found, type SaveContext } from './saveContext';
import type { Memory } from './savePorts';
import type { AskedSave, ChosenTarget, SaveSource, SaveSubject } from './saveTypes';
import { chooseTarget } from './targetDialog';

/** Paths of the last files, newest first: what an undo took away again says nothing about the next one. */
const lastFilesKey = 'inlineAssets.lastSaved';
const maxLastFiles = 8;

/** Save… */
export async function save(
  context: SaveContext,
  subject: SaveSubject,
  asked?: AskedSave,
): Promise<SaveResult> {
  const write: WriteWhatWasChosen = (chosen, source, roots) => writeChosen(context, chosen, source, roots);
  const result = await askAndWrite(context, subject, write, { asked });
  if ('saved' in result) tellSaved(context, result.saved);
  return told(context, result);
}

export type WriteWhatWasChosen = (
  chosen: ChosenTarget,
  source: SaveSource,
  roots: Roots,
  /** Absent: a file of the workspace. */
  run: Run | undefined,
) => Promise<SaveResult>;

/** The document that gets a reference (absolute path), and where its images may be. */
export interface InsertionTarget {
  document: string;
  images: readonly (readonly string[])[];
}

/** Everything before the first byte (what, where, in which format), then `write`. */
export async function askAndWrite(
  context: SaveContext,
  subject: SaveSubject,
  write: WriteWhatWasChosen,
  { into, asked }: { into?: InsertionTarget | undefined; asked?: AskedSave | undefined },
): Promise<SaveResult> {
  const { workspace, ui, disk } = context;
  const found = asked?.source ? { source: asked.source } : await findSource(context, subject);
  if ('failure' in found) return found;
  if (!workspace.trusted()) return { failure: { kind: 'untrusted' } };
  const folders = workspace.folders();
  if (folders.length === 0 && (await ui.askWithoutWorkspace()) !== 'anywhere') {
    return { failure: { kind: 'cancelled' } };
  }
  const roots: Roots = folders.length === 0 ? 'anywhere' : folders;
  const extension = extensionOf(found.source.facts.format);
  const proposed = asked?.path ?? (await propose(context, found, extension, into?.images));
  return withFolderOf(proposed, roots, disk, async madeFolders => {
    const answer = await chooseTarget(
      {
        proposed,
        facts: found.source.facts,
        roots,
        ...(into && { into: into.document }),
        ...(asked && { asked }),
      },
      ui,
      disk,
    );
    if ('failure' in answer) return answer;
    const result = await write({ ...answer.chosen, madeFolders }, found.source, roots, found.run);
    if ('saved' in result) await remember(context, result.saved.path);
    return result;
  });
}

async function remember({ memory }: SaveContext, file: string): Promise<void> {
  const others = lastFiles(memory).filter(other => other !== file);
  await memory.update(lastFilesKey, [file, ...others].slice(0, maxLastFiles));
}

function lastFiles(memory: Memory): readonly string[] {
  const files = memory.get<unknown>(lastFilesKey);
  return Array.isArray(files) ? files.filter(file => typeof file === 'string') : [];
}

/** A free place for what was found, absolute. `extension` without the dot. */
export async function propose(
  context: SaveContext,
  { run, source }: Found,
  extension: string,
  documentImages: readonly (readonly string[])[] = [],
): Promise<string> {
  if (!run) return besideFile(source.workspaceFile?.path ?? source.file, extension, context.disk);
  const { workspace, memory, settings, runs, disk } = context;
  const original = await findOriginal(run, id => runs.get(id));
  return proposeTarget(
    {
      prompt: run.prompt,
      edited: editedFile(run),
      extension,
      folders: workspace.folders(),
      askedFile: run.targetFile && workspace.toPath(run.targetFile),
      askedFolder: run.targetFolder && workspace.toPath(run.targetFolder),
      original: original && workspace.toPath(original.uri),
      saveFolder: folder => settings(folder).saveFolder,
      documentImages,
      lastFiles: lastFiles(memory),
      activeDocument: workspace.activeDocument(),
    },
    disk,
  );
}

/** The one file of the workspace that the result is an edit of. */
export function editedFile({ references, parent }: Run): string | undefined {
  const [only, ...others] = references;
  return only?.sourceUri === undefined || others.length > 0 || parent ? undefined : only.name;
}

/** File dialogs open elsewhere when the folder is not there: it is made for them, and taken back when nothing came into it. */
async function withFolderOf<T>(
  target: string,
  roots: Roots,
  disk: Disk,
  work: (made: readonly string[]) => Promise<T>,
): Promise<T> {
  const destination = await resolveDestination(target, roots, disk);
  const made = 'failure' in destination ? [] : destination.newFolders;
  const folder = made.at(-1);
  // Without it the dialog still opens, and saving says what is wrong.
  if (folder) await makeFolders(folder, made, disk).catch(() => undefined);
  try {
    return await work(made);
  } finally {
    await removeEmpty(made, disk);
  }
}
