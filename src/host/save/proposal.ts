import * as os from 'node:os';
import * as path from 'node:path';
import { assetFolders } from '../../core/save/assetFolders';
import { assetName, editedName, uniqueFileName } from '../../core/save/assetName';
import { mayBeSame } from '../../core/save/placeKey';
import { resolveDestination } from './destination';
import type { Disk } from './disk';
import { isInside } from './pathRules';

export interface ProposalInput {
  prompt: string;
  /** Name or path of the one image that was edited: the new file is named after it. */
  edited?: string | undefined;
  /** Of the new file, without extension; absent: from the prompt. */
  stem?: string | undefined;
  /** Without the dot. */
  extension: string;
  /** Workspace folders; empty: none is open. */
  folders: readonly string[];
  /** The file that is missing in a document: it says the name and the format, too. */
  askedFile?: string | undefined;
  /** "Generate Image Here…". */
  askedFolder?: string | undefined;
  /** The file that the reference image came from. */
  original?: string | undefined;
  /** `inlineAssets.saveFolder` of a workspace folder. */
  saveFolder(workspaceFolder: string): string;
  /** For each image of the document that gets a reference, where its file may be. */
  documentImages?: readonly (readonly string[])[];
  /** What was saved last in this workspace, newest first. Those that are gone again do not count. */
  lastFiles?: readonly string[];
  /** The document the user was in last. */
  activeDocument?: string | undefined;
  /** Nobody is asked, so this folder is taken where nothing fits better: the document's. Absent: the workspace folder. */
  otherwise?: string | undefined;
  /** Paths that are promised to others. */
  taken?: readonly string[];
}

/** A free file name in the folder that fits best, absolute. The folder of the setting may still have to be made. */
export async function proposeTarget(input: ProposalInput, disk: Disk): Promise<string> {
  const { edited, prompt, extension, askedFile } = input;
  // Its folder may be missing as well.
  if (askedFile && (await isPlace(path.dirname(askedFile), input.folders, disk))) {
    const { dir, name, ext } = path.parse(askedFile);
    return path.join(dir, uniqueFileName(name, ext.slice(1), await namesIn(dir, disk)));
  }
  const folder = await proposeFolder(input, disk);
  const promised = (input.taken ?? []).filter(file => mayBeSame(path.dirname(file), folder));
  const taken = [...(await namesIn(folder, disk)), ...promised.map(file => path.basename(file))];
  const named = edited === undefined ? assetName(prompt) : editedName(path.parse(edited).name, prompt);
  return path.join(folder, uniqueFileName(input.stem ?? named, extension, taken));
}

/** A free name beside a file, after it. */
export async function besideFile(file: string, extension: string, disk: Disk): Promise<string> {
  const { dir, name } = path.parse(file);
  return path.join(dir, uniqueFileName(name, extension, await namesIn(dir, disk)));
}

function namesIn(folder: string, disk: Disk): Promise<string[]> {
  return disk.readdir(folder).catch(() => []);
}

async function proposeFolder(input: ProposalInput, disk: Disk): Promise<string> {
  const { folders, askedFolder, original } = input;
  const fits = (folder: string): Promise<boolean> => isPlace(folder, folders, disk);
  const exists = async (folder: string): Promise<boolean> =>
    (await isFolder(folder, disk)) && (await fits(folder));

  if (askedFolder && (await exists(askedFolder))) return askedFolder;
  const shown = await folderOfImages(input.documentImages ?? [], exists, disk);
  if (shown) return shown;
  if (original && (await exists(path.dirname(original)))) return path.dirname(original);

  const last = await firstThere(input.lastFiles ?? [], disk);
  const lastFolder = last && path.dirname(last);
  if (folders.length === 0) return lastFolder ?? os.homedir();
  const home = homeFolder(input);
  const setting = input.saveFolder(home).trim();
  // The setting may name a folder that is made on the first save, but none outside the workspace.
  if (setting && (await fits(path.resolve(home, setting)))) return path.resolve(home, setting);
  if (lastFolder && (await exists(lastFolder))) return lastFolder;

  for (const base of packagesAbove(home, input.activeDocument)) {
    for (const name of assetFolders) {
      if (input.otherwise !== undefined && isOfOthers(name, base, input.otherwise)) continue;
      const folder = path.join(base, ...name.split('/'));
      if (await exists(folder)) return folder;
    }
  }
  return input.otherwise !== undefined && (await exists(input.otherwise)) ? input.otherwise : home;
}

/** Where most images of the document are. */
async function folderOfImages(
  images: readonly (readonly string[])[],
  exists: (folder: string) => Promise<boolean>,
  disk: Disk,
): Promise<string | undefined> {
  const counts = new Map<string, number>();
  for (const places of images) {
    const file = (await firstThere(places, disk)) ?? places[0];
    if (file === undefined) continue;
    const folder = path.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  for (const [folder] of [...counts].sort(([, a], [, b]) => b - a)) if (await exists(folder)) return folder;
  return undefined;
}

async function firstThere(files: readonly string[], disk: Disk): Promise<string | undefined> {
  for (const file of files) {
    const there = await disk.stat(file).then(
      () => true,
      () => false,
    );
    if (there) return file;
  }
  return undefined;
}

/** The workspace folder of the active document, else the first. */
function homeFolder({ folders, activeDocument }: ProposalInput): string {
  const home = activeDocument && folders.find(folder => isInside(folder, activeDocument));
  return home || folders[0] || os.homedir();
}

/** From the document's folder up to the workspace folder: in a repo of many packages the nearest one is meant. */
function packagesAbove(home: string, document: string | undefined): string[] {
  if (!document || !isInside(home, document)) return [home];
  const bases: string[] = [];
  for (let base = path.dirname(document); isInside(home, base); base = path.dirname(base)) bases.push(base);
  return [...bases, home];
}

/** Sources and documents keep theirs for themselves: a page beside `src` has no images in `src/assets`. */
function isOfOthers(name: string, base: string, documentFolder: string): boolean {
  const [owner = ''] = name.split('/');
  const [own = ''] = path.relative(base, documentFolder).split(path.sep);
  return ['src', 'app', 'docs'].includes(owner) && own !== '' && own !== owner;
}

async function isPlace(folder: string, folders: readonly string[], disk: Disk): Promise<boolean> {
  return !('failure' in (await resolveDestination(path.join(folder, '.inline-assets'), folders, disk)));
}

async function isFolder(folder: string, disk: Disk): Promise<boolean> {
  return disk.stat(folder).then(
    stat => stat.isDirectory(),
    () => false,
  );
}
