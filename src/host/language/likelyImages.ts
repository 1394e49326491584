import * as vscode from 'vscode';
import { basename } from '../../core/references/paths';
import { obviousImage, similarImages } from '../../core/references/similarImages';
import { allShown, imagesNamed } from '../../core/search/imageGlobs';
import { hiddenGlob } from '../picker/imageSearch';

/** More of one name are of no use: which one is meant can only be chosen. */
const mostOfOneName = 50;
/** Names that are compared. */
const mostImages = 20_000;
/** What is listed first. */
const mostLikely = 30;
/** A light bulb is drawn anew with every move of the cursor. */
const freshForMs = 5000;

/** The image that is there and that a broken link can only mean: of the same name in another format or folder. */
export class ObviousImages {
  private last: { target: string; at: number; found: Promise<vscode.Uri | undefined> } | undefined;

  /** @param target URI of the file that is not there */
  find(target: vscode.Uri): Promise<vscode.Uri | undefined> {
    const key = target.toString();
    if (this.last?.target === key && Date.now() - this.last.at < freshForMs) return this.last.found;
    // Never stopped: others may wait for the same answer, and it is a short search.
    const found = search(target);
    this.last = { target: key, at: Date.now(), found };
    found.catch(() => (this.last = undefined));
    return found;
  }
}

async function search(target: vscode.Uri): Promise<vscode.Uri | undefined> {
  const stem = basename(target.path).replace(/\.[^.]+$/, '');
  if (stem === '') return undefined;
  const uris = await imagesOfFolder(target, imagesNamed(stem), mostOfOneName);
  const path = obviousImage(
    target.path,
    uris.map(uri => uri.path),
  );
  return uris.find(uri => uri.path === path);
}

/** Images whose names are like the missing one's, the likeliest first. */
export async function likelyImages(target: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const uris = await imagesOfFolder(target, allShown, mostImages);
  const byPath = new Map(uris.map(uri => [uri.path, uri]));
  const similar = similarImages(target.path, [...byPath.keys()]).slice(0, mostLikely);
  return similar.flatMap(({ path }) => byPath.get(path) ?? []);
}

/** Of the workspace folder that the file belongs to: a reference cannot lead into another one. */
async function imagesOfFolder(
  target: vscode.Uri,
  glob: string,
  limit: number,
): Promise<readonly vscode.Uri[]> {
  const folder = vscode.workspace.getWorkspaceFolder(target);
  const include = folder ? new vscode.RelativePattern(folder, glob) : glob;
  return vscode.workspace.findFiles(include, hiddenGlob(), limit);
}
