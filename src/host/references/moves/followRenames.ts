import * as vscode from 'vscode';
import { isImageName } from '../../../core/imageIndex/fileKinds';
import type { ImageIndex } from '../../../core/imageIndex/imageIndex';
import { renameReference } from '../../../core/references/edits/renameReference';
import { languageOf } from '../../../core/references/languageOf';
import { pathAfter, pathBefore, type Move } from '../../../core/references/moves';
import { isInside, normalize } from '../../../core/references/paths';
import type { ImageReference } from '../../../core/references/reference';
import { isOnDisk } from '../../onDisk';
import { withoutLinks } from '../../text/withoutLinks';
import { filesIn } from './filesIn';
import type { DocumentReferences, OpenReferences } from '../documentReferences';
import type { Projects } from '../projects';
import type { ReferenceRewriter } from '../referenceRewriter';
import { brokenIn } from './brokenReferences';

export interface FollowRenamesDeps {
  documents: Pick<DocumentReferences, 'open'>;
  projects: Pick<Projects, 'of'>;
  rewriter: ReferenceRewriter;
  index: Pick<ImageIndex, 'ready' | 'documentsNaming'>;
  trusted(): boolean;
}

interface Broken {
  uri: vscode.Uri;
  places: number;
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

/** Documents in which something would follow, and how many references. */
async function brokenBy(
  deps: FollowRenamesDeps,
  moved: readonly vscode.Uri[],
  moves: readonly Move[],
): Promise<Broken[]> {
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
  const broken: Broken[] = [];
  for (const path of [...documents].sort()) {
    const uri = scope.with({ path });
    const read = isFollowedByMarkdown(uri) ? undefined : await deps.documents.open(uri);
    if (read === undefined) continue;
    const places = (await following(deps, read, moves)).length;
    if (places > 0) broken.push({ uri, places });
  }
  return broken;
}

async function following(
  { projects }: FollowRenamesDeps,
  read: OpenReferences,
  moves: readonly Move[],
): Promise<{ reference: ImageReference; image: string }[]> {
  const broken = await brokenIn(read, projects, moves, image => pathAfter(image, moves));
  return broken.flatMap(({ reference, image }) => (image === undefined ? [] : [{ reference, image }]));
}

/** VS Code's own Markdown does it there, if it was asked to. */
function isFollowedByMarkdown(document: vscode.Uri): boolean {
  if (languageOf(document.path) !== 'markdown') return false;
  const follows = vscode.workspace
    .getConfiguration('markdown', document)
    .get<string>('updateLinksOnFileMove.enabled', 'never');
  return follows !== 'never';
}

async function ask(documents: readonly Broken[], moves: readonly Move[]): Promise<boolean> {
  const places = documents.reduce((sum, each) => sum + each.places, 0);
  const [move] = moves;
  const name = withoutLinks(move?.to.split('/').at(-1) ?? '');
  const question =
    places === 1
      ? vscode.l10n.t('Update the reference to “{0}”?', name)
      : moves.length === 1
        ? vscode.l10n.t('Update {0} references to “{1}”?', places, name)
        : vscode.l10n.t('Update {0} references to what was moved?', places);
  const shown = 10;
  const names = documents.map(({ uri }) => vscode.workspace.asRelativePath(uri));
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
  documents: readonly Broken[],
  moves: readonly Move[],
): Promise<void> {
  const left = new Set<string>();
  const done = await deps.rewriter.rewrite(
    documents.map(({ uri }) => uri),
    async read => {
      const { uri } = read.document;
      return (await following(deps, read, moves)).flatMap(({ reference, image }) => {
        const change = renameReference(reference, uri.path, read.project, image);
        if (change !== undefined) return [{ reference, to: change.text }];
        left.add(vscode.workspace.asRelativePath(uri));
        return [];
      });
    },
  );
  if (done === 'changed') {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'The references were not updated: a document changed at that moment. Move it back and try again.',
      ),
    );
  } else if (left.size > 0) {
    const names = [...left].map(withoutLinks).join(', ');
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Some references cannot lead to the new place and were left as they are: {0}', names),
    );
  }
}

function readFollow(scope: vscode.Uri): Follow {
  const follow = vscode.workspace.getConfiguration('inlineAssets', scope).get<string>(setting);
  return follow === 'always' || follow === 'never' ? follow : 'prompt';
}

function isOfWorkspace(uri: vscode.Uri): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder !== undefined && isOnDisk(uri) && isInside(folder.uri.path, normalize(uri.path));
}
