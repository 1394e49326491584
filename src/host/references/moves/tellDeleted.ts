import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { isImageName } from '../../../core/imageIndex/fileKinds';
import type { ImageIndex } from '../../../core/imageIndex/imageIndex';
import { isInside } from '../../../core/references/paths';
import { placeKey } from '../../../core/save/placeKey';
import { withoutLinks } from '../../text/withoutLinks';
import { statOf } from '../../fileStat';
import type { DocumentReferences } from '../documentReferences';
import type { Projects } from '../projects';
import { brokenIn } from './brokenReferences';
import { filesIn } from './filesIn';

export interface TellDeletedDeps {
  documents: Pick<DocumentReferences, 'open'>;
  projects: Pick<Projects, 'of'>;
  index: Pick<ImageIndex, 'ready' | 'documentsNaming'>;
  trusted(): boolean;
  /** Where copies wait; the store sweeps what is left there. */
  staging: string;
  log(line: string): void;
}

/** Of one deletion. A copy of more would keep the deletion waiting. */
const mostBytes = 100_000_000;

interface Kept {
  uri: vscode.Uri;
  copy: string | undefined;
}

/** Where an image is still named. */
interface Place {
  location: vscode.Location;
  /** `placeKey` of the image. */
  key: string;
}

/**
 * VS Code lets nobody stop a deletion: images are copied before, and when documents still name them the user hears where
 * and may have them back.
 */
export class DeletedImages {
  private kept: readonly Kept[] = [];

  constructor(private readonly deps: TellDeletedDeps) {}

  /** Before the files go. Never rejects: it would keep nobody from deleting them. */
  async keep(files: readonly vscode.Uri[]): Promise<void> {
    if (!this.deps.trusted()) return;
    const folder = path.join(this.deps.staging, `deleted-${randomBytes(8).toString('hex')}`);
    const images = (await Promise.all(files.map(filesIn)))
      .flat()
      .filter(
        uri => uri.scheme === 'file' && isImageName(uri.path) && vscode.workspace.getWorkspaceFolder(uri),
      );
    let bytes = 0;
    const kept: Kept[] = [];
    for (const [index, uri] of images.entries()) {
      bytes += (await statOf(uri))?.size ?? 0;
      const copy = path.join(folder, `${index}`);
      const isKept = bytes <= mostBytes && (await this.copy(uri.fsPath, copy));
      kept.push({ uri, copy: isKept ? copy : undefined });
    }
    this.kept = [...this.kept, ...kept];
  }

  /** After they went. */
  async tell(files: readonly vscode.Uri[]): Promise<void> {
    const isGone = ({ uri }: Kept) => files.some(file => isInside(file.path, uri.path));
    const gone = this.kept.filter(isGone);
    this.kept = this.kept.filter(each => !isGone(each));
    if (gone.length === 0) return;
    const places = await this.placesOf(gone);
    const keys = new Set(places.map(({ key }) => key));
    const named = gone.filter(({ uri }) => keys.has(placeKey(uri.path)));
    if (named.length > 0) await this.ask(named, places);
    // Last: until then what went wrong has cost nobody an image. What is left here the store sweeps, a day later.
    const folders = new Set(gone.flatMap(({ copy }) => (copy === undefined ? [] : path.dirname(copy))));
    for (const folder of folders) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }

  private async copy(from: string, to: string): Promise<boolean> {
    try {
      await mkdir(path.dirname(to), { recursive: true });
      await copyFile(from, to);
      return true;
    } catch (error) {
      this.deps.log(`No copy of a deleted image was kept: ${String(error)}`);
      return false;
    }
  }

  private async placesOf(gone: readonly Kept[]): Promise<Place[]> {
    const { index, documents, projects } = this.deps;
    await index.ready();
    const keys = new Set(gone.map(({ uri }) => placeKey(uri.path)));
    const after = (image: string) => (keys.has(placeKey(image)) ? undefined : image);
    const places: Place[] = [];
    for (const path of [...(await index.documentsNaming(gone.map(({ uri }) => uri.path)))].sort()) {
      const read = await documents.open(vscode.Uri.file(path).with({ path }));
      if (read === undefined) continue;
      const { document } = read;
      for (const { reference, was, image } of await brokenIn(read, projects, [], after)) {
        if (image !== undefined || reference.guess) continue;
        const [start, end] = [document.positionAt(reference.start), document.positionAt(reference.end)];
        const location = new vscode.Location(document.uri, new vscode.Range(start, end));
        places.push({ location, key: placeKey(was) });
      }
    }
    return places;
  }

  /** Until the images are back, or nobody wants them. */
  private async ask(named: readonly Kept[], places: readonly Place[]): Promise<void> {
    const [restore, show] = [vscode.l10n.t('Restore'), vscode.l10n.t('Show Places')];
    const buttons = named.some(({ copy }) => copy !== undefined) ? [restore, show] : [show];
    const locations = places.map(({ location }) => location);
    const ask = () => vscode.window.showWarningMessage(sentence(named, locations), ...buttons);
    let answer = await ask();
    while (answer === show) {
      await showPlaces(locations);
      answer = buttons.length > 1 ? await ask() : undefined;
    }
    if (answer === restore) await this.restore(named);
  }

  /** Nothing that is there meanwhile is replaced. */
  private async restore(named: readonly Kept[]): Promise<void> {
    const failed: Kept[] = [];
    for (const each of named) {
      const { uri, copy } = each;
      if (copy === undefined || (await statOf(uri)) !== undefined) continue;
      try {
        await vscode.workspace.fs.copy(vscode.Uri.file(copy), uri, { overwrite: false });
      } catch (error) {
        failed.push(each);
        this.deps.log(`Not restored: ${String(error)}`);
      }
    }
    if (failed.length === 0) return;
    const names = failed.map(({ uri }) => withoutLinks(vscode.workspace.asRelativePath(uri))).join(', ');
    const again = vscode.l10n.t('Try Again');
    const answer = await vscode.window.showErrorMessage(
      vscode.l10n.t('Could not be restored: {0}', names),
      again,
    );
    if (answer === again) await this.restore(failed);
  }
}

function sentence(named: readonly Kept[], places: readonly vscode.Location[]): string {
  const shown = 3;
  const names = places
    .slice(0, shown)
    .map(({ uri, range }) => `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}`)
    .map(withoutLinks);
  const list =
    places.length > shown
      ? vscode.l10n.t('{0} and {1} more', names.join(', '), places.length - shown)
      : names.join(', ');
  const [only] = named;
  if (named.length > 1 || only === undefined)
    return vscode.l10n.t('{0} images were deleted, but are still used in {1}', named.length, list);
  const name = withoutLinks(vscode.workspace.asRelativePath(only.uri));
  return vscode.l10n.t('{0} was deleted, but is still used in {1}', name, list);
}

/** The first in its document, with the list of all. */
async function showPlaces(places: readonly vscode.Location[]): Promise<void> {
  const [first] = places;
  if (first === undefined) return;
  await vscode.window.showTextDocument(first.uri, { selection: first.range });
  if (places.length === 1) return;
  await vscode.commands.executeCommand(
    'editor.action.goToLocations',
    first.uri,
    first.range.start,
    places,
    'peek',
  );
}
