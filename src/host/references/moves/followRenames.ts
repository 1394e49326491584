import * as vscode from 'vscode';
import { isImageName } from '../../../core/imageIndex/fileKinds';
import type { ImageIndex } from '../../../core/imageIndex/imageIndex';
import { renameReference } from '../../../core/references/edits/renameReference';
import { languageOf } from '../../../core/references/languageOf';
import { pathAfter, pathBefore, type Move } from '../../../core/references/moves';
import { isInside, normalize } from '../../../core/references/paths';
import type { TextEditAt } from '../../../core/references/insertion/insertionTypes';
import { withoutLinks } from '../../text/withoutLinks';
import { filesIn } from './filesIn';
import { readBroken, type BrokenDocument, type BrokenReferencesDeps } from './brokenReferences';

export interface FollowRenamesDeps extends BrokenReferencesDeps {
  index: Pick<ImageIndex, 'ready' | 'documentsNaming'>;
  trusted(): boolean;
}

type Follow = 'prompt' | 'always' | 'never';
const setting = 'updateReferencesOnMove';

/** After files were renamed or moved in the editor: the references to them, and those of moved documents, follow. */
export async function followRenames(
  deps: FollowRenamesDeps,
  files: readonly { oldUri: vscode.Uri; newUri: vscode.Uri }[],
): Promise<void> {
  const inWorkspace = files.filter(({ oldUri, newUri }) => isOfWorkspace(oldUri) && isOfWorkspace(newUri));
  const scope = inWorkspace[0]?.newUri;
  if (scope === undefined || !deps.trusted() || readFollow(scope) === 'never') return;
  const moves = inWorkspace.map(({ oldUri, newUri }) => ({
    from: normalize(oldUri.path),
    to: normalize(newUri.path),
  }));
  const moved = await movedFiles(inWorkspace.map(({ newUri }) => newUri));
  if (moved.length === 0) return;
  const documents = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking for references to images…') },
    () => brokenBy(deps, moved, moves),
  );
  if (documents.length === 0) return;
  if (readFollow(scope) === 'prompt' && !(await ask(documents, moves))) return;
  await update(deps, documents, moves);
}

/** The images and documents that are in another place now. */
async function movedFiles(targets: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const found = await Promise.all(targets.map(filesIn));
  return found.flat().filter(({ path }) => isImageName(path) || languageOf(path) !== undefined);
}

async function brokenBy(
  deps: FollowRenamesDeps,
  moved: readonly vscode.Uri[],
  moves: readonly Move[],
): Promise<BrokenDocument[]> {
  const scope = moved[0];
  if (scope === undefined) return [];
  const images = moved.filter(({ path }) => isImageName(path));
  const documents = new Set(
    moved.filter(({ path }) => languageOf(path) !== undefined).map(({ path }) => path),
  );
  if (images.length > 0) {
    await deps.index.ready();
    const before = images.map(({ path }) => pathBefore(path, moves));
    for (const path of await deps.index.documentsNaming(before)) documents.add(pathAfter(path, moves));
  }
  const broken: BrokenDocument[] = [];
  for (const path of [...documents].sort()) {
    const uri = scope.with({ path });
    if (isFollowedByMarkdown(uri)) continue;
    const found = await readBroken(deps, uri, moves, image => pathAfter(image, moves));
    if (found?.broken.some(({ image }) => image !== undefined)) broken.push(found);
  }
  return broken;
}

/** VS Code's own Markdown does it there, if it was asked to. */
function isFollowedByMarkdown(document: vscode.Uri): boolean {
  if (languageOf(document.path) !== 'markdown') return false;
  const follows = vscode.workspace
    .getConfiguration('markdown', document)
    .get<string>('updateLinksOnFileMove.enabled', 'never');
  return follows !== 'never';
}

async function ask(documents: readonly BrokenDocument[], moves: readonly Move[]): Promise<boolean> {
  const places = documents.reduce((sum, { broken }) => sum + broken.length, 0);
  const [move] = moves;
  const name = withoutLinks(move?.to.split('/').at(-1) ?? '');
  const question =
    places === 1
      ? vscode.l10n.t('Update the reference to “{0}”?', name)
      : moves.length === 1
        ? vscode.l10n.t('Update {0} references to “{1}”?', places, name)
        : vscode.l10n.t('Update {0} references to what was moved?', places);
  const shown = 10;
  const names = documents.map(({ document }) => vscode.workspace.asRelativePath(document.uri));
  const more = names.length - shown;
  const detail = [
    ...names.slice(0, shown),
    ...(more > 0 ? [vscode.l10n.t('and {0} more', more)] : []),
    '',
    vscode.l10n.t('Your answer can be changed in the settings.'),
  ].join('\n');
  const [once, always, never] = [
    vscode.l10n.t('Update'),
    vscode.l10n.t('Always Update'),
    vscode.l10n.t('Never Update'),
  ];
  const answer = await vscode.window.showInformationMessage(
    question,
    { modal: true, detail },
    once,
    always,
    never,
  );
  if (answer === always || answer === never) await remember(answer === always ? 'always' : 'never');
  return answer === once || answer === always;
}

function remember(follow: Follow): Thenable<void> {
  return vscode.workspace
    .getConfiguration('inlineAssets')
    .update(setting, follow, vscode.ConfigurationTarget.Global);
}

/** In one step. A document that changed while the question was open is read again. */
async function update(
  deps: FollowRenamesDeps,
  documents: readonly BrokenDocument[],
  moves: readonly Move[],
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const left: string[] = [];
  for (const read of documents) {
    const { uri } = read.document;
    const current =
      read.document.version === read.version && !read.document.isClosed
        ? read
        : await readBroken(deps, uri, moves, image => pathAfter(image, moves));
    for (const { reference, image } of current?.broken ?? []) {
      if (current === undefined || image === undefined) continue;
      const change = renameReference(reference, uri.path, current.project, image);
      if (change === undefined) left.push(vscode.workspace.asRelativePath(uri));
      else edit.replace(uri, rangeOf(current.document, change), change.text);
    }
  }
  const clean = documents.filter(({ document }) => !document.isDirty).map(({ document }) => document.uri);
  const done = edit.size === 0 || (await vscode.workspace.applyEdit(edit, { isRefactoring: true }));
  if (done) await saveAll(clean);
  if (!done) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'The references were not updated: a document changed at that moment. Move it back and try again.',
      ),
    );
  } else if (left.length > 0) {
    const names = [...new Set(left)].map(withoutLinks).join(', ');
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Some references cannot lead to the new place and were left as they are: {0}', names),
    );
  }
}

/** VS Code does it by itself when there are several. What held changes of somebody's is theirs to save. */
async function saveAll(uris: readonly vscode.Uri[]): Promise<void> {
  if (vscode.workspace.getConfiguration('files').get('refactoring.autoSave') === false) return;
  for (const uri of uris) await (await vscode.workspace.openTextDocument(uri)).save();
}

function rangeOf(document: vscode.TextDocument, { offset, length }: TextEditAt): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

function readFollow(scope: vscode.Uri): Follow {
  const follow = vscode.workspace.getConfiguration('inlineAssets', scope).get<string>(setting);
  return follow === 'always' || follow === 'never' ? follow : 'prompt';
}

function isOfWorkspace(uri: vscode.Uri): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder !== undefined && uri.scheme === 'file' && isInside(folder.uri.path, normalize(uri.path));
}
