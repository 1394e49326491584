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

/**
 * VS Code lets nobody stop a deletion: images are copied before, and when documents still name them the user hears where
 * and may have them back.
 */
export class DeletedImages {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly deps: TellDeletedDeps) {}

  /** Before the files go. Never rejects: it would keep nobody from deleting them. */
  async keep(files: readonly vscode.Uri[]): Promise<void> {
    if (!this.deps.trusted()) return;
    const folder = path.join(this.deps.staging, `deleted-${randomBytes(8).toString('hex')}`);
    let bytes = 0;
    for (const uri of (await Promise.all(files.map(filesIn))).flat()) {
      if (uri.scheme !== 'file' || !isImageName(uri.path) || !vscode.workspace.getWorkspaceFolder(uri))
        continue;
      bytes += (await statOf(uri))?.size ?? 0;
      const copy = path.join(folder, `${this.kept.size}`);
      const isKept = bytes <= mostBytes && (await this.copy(uri.fsPath, copy));
      this.kept.set(placeKey(uri.path), { uri, copy: isKept ? copy : undefined });
    }
  }

  /** After they went. */
  async tell(files: readonly vscode.Uri[]): Promise<void> {
    const gone = [...this.kept].filter(([, { uri }]) => files.some(file => isInside(file.path, uri.path)));
    for (const [key] of gone) this.kept.delete(key);
    const [first] = gone;
    if (first === undefined) return;
    const copies = gone.map(([, kept]) => kept);
    try {
      const places = await this.placesOf(gone.map(([key, { uri }]) => ({ key, path: uri.path })));
      if (places.length > 0) await this.ask(copies, places);
    } finally {
      const folders = new Set(copies.flatMap(({ copy }) => (copy === undefined ? [] : path.dirname(copy))));
      for (const folder of folders) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
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

  /** Where the files are still named. */
  private async placesOf(gone: readonly { key: string; path: string }[]): Promise<vscode.Location[]> {
    const { index, documents, projects } = this.deps;
    await index.ready();
    const keys = new Set(gone.map(({ key }) => key));
    const after = (image: string) => (keys.has(placeKey(image)) ? undefined : image);
    const places: vscode.Location[] = [];
    for (const path of [...(await index.documentsNaming(gone.map(each => each.path)))].sort()) {
      const read = await documents.open(vscode.Uri.file(path).with({ path }));
      if (read === undefined) continue;
      const { document } = read;
      for (const { reference, image } of await brokenIn(read, projects, [], after)) {
        if (image !== undefined || reference.guess) continue;
        const [start, end] = [document.positionAt(reference.start), document.positionAt(reference.end)];
        places.push(new vscode.Location(document.uri, new vscode.Range(start, end)));
      }
    }
    return places;
  }

  private async ask(copies: readonly Kept[], places: readonly vscode.Location[]): Promise<void> {
    const [restore, show] = [vscode.l10n.t('Restore'), vscode.l10n.t('Show Places')];
    const canRestore = copies.some(({ copy }) => copy !== undefined);
    const answer = await vscode.window.showWarningMessage(
      sentence(copies, places),
      ...(canRestore ? [restore, show] : [show]),
    );
    if (answer === restore) await this.restore(copies);
    if (answer === show) await showPlaces(places);
  }

  /** Nothing that is there meanwhile is replaced. */
  private async restore(copies: readonly Kept[]): Promise<void> {
    const failed: string[] = [];
    for (const { uri, copy } of copies) {
      if (copy === undefined || (await statOf(uri)) !== undefined) continue;
      try {
        await vscode.workspace.fs.copy(vscode.Uri.file(copy), uri, { overwrite: false });
      } catch (error) {
        failed.push(vscode.workspace.asRelativePath(uri));
        this.deps.log(`Not restored: ${String(error)}`);
      }
    }
    if (failed.length > 0) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('Could not be restored: {0}', failed.map(withoutLinks).join(', ')),
      );
    }
  }
}

function sentence(copies: readonly Kept[], places: readonly vscode.Location[]): string {
  const shown = 3;
  const names = places
    .slice(0, shown)
    .map(({ uri, range }) => `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}`)
    .map(withoutLinks);
  const list =
    places.length > shown
      ? vscode.l10n.t('{0} and {1} more', names.join(', '), places.length - shown)
      : names.join(', ');
  const [only] = copies;
  if (copies.length > 1 || only === undefined)
    return vscode.l10n.t('{0} images were deleted that are still named: {1}', copies.length, list);
  const name = withoutLinks(vscode.workspace.asRelativePath(only.uri));
  return vscode.l10n.t('{0} was deleted and is still named: {1}', name, list);
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
