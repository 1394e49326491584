import * as os from 'node:os';
import * as path from 'node:path';
import { assetFolders } from '../../core/save/assetFolders';
import { assetName, uniqueFileName } from '../../core/save/assetName';
import { resolveDestination } from './destination';
import type { Disk } from './disk';
import { isInside } from './pathRules';

export interface ProposalInput {
  prompt: string;
  /** Without the dot. */
  extension: string;
  /** Workspace folders; empty: none is open. */
  folders: readonly string[];
  /** "Generate Image Here…". */
  askedFolder?: string | undefined;
  /** The file that the reference image came from. */
  original?: string | undefined;
  /** `inlineAssets.saveFolder` of a workspace folder. */
  saveFolder(workspaceFolder: string): string;
  /** Where the last image of this workspace went. */
  lastFolder?: string | undefined;
  /** The document the user was in last. */
  activeDocument?: string | undefined;
}

/** A free file name in the folder that fits best, absolute. The folder of the setting may still have to be made. */
export async function proposeTarget(input: ProposalInput, disk: Disk): Promise<string> {
  const folder = await proposeFolder(input, disk);
  const taken = await disk.readdir(folder).catch(() => [] as string[]);
  return path.join(folder, uniqueFileName(assetName(input.prompt), input.extension, taken));
}

async function proposeFolder(input: ProposalInput, disk: Disk): Promise<string> {
  const { folders, askedFolder, original, lastFolder } = input;
  const fits = (folder: string): Promise<boolean> => isPlace(folder, folders, disk);
  const exists = async (folder: string): Promise<boolean> =>
    (await isFolder(folder, disk)) && (await fits(folder));

  if (askedFolder && (await exists(askedFolder))) return askedFolder;
  if (original && (await exists(path.dirname(original)))) return path.dirname(original);

  if (folders.length === 0) {
    return lastFolder && (await isFolder(lastFolder, disk)) ? lastFolder : os.homedir();
  }
  const home = homeFolder(input);
  const setting = input.saveFolder(home).trim();
  // The setting may name a folder that is made on the first save, but none outside the workspace.
  if (setting && (await fits(path.resolve(home, setting)))) return path.resolve(home, setting);
  if (lastFolder && (await exists(lastFolder))) return lastFolder;

  for (const base of packagesAbove(home, input.activeDocument)) {
    for (const name of assetFolders) {
      const folder = path.join(base, ...name.split('/'));
      if (await exists(folder)) return folder;
    }
  }
  return home;
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

async function isPlace(folder: string, folders: readonly string[], disk: Disk): Promise<boolean> {
  return !('failure' in (await resolveDestination(path.join(folder, '.inline-assets'), folders, disk)));
}

async function isFolder(folder: string, disk: Disk): Promise<boolean> {
  return disk.stat(folder).then(
    stat => stat.isDirectory(),
    () => false,
  );
}
