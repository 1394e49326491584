import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ImageIndex, IndexedReference } from '../../core/imageIndex/imageIndex';
import { insertMarkdown } from '../../core/references/insertion/markdown';
import { bareProject } from '../../core/references/project';
import { altOfName } from '../../core/save/altText';
import type { GalleryAction } from '../../protocol/galleryMessages';
import { placeLines } from '../text/placeLines';
import { withoutLinks } from '../text/withoutLinks';
import { statOf } from '../fileStat';

export interface GalleryActionsDeps {
  index: Pick<ImageIndex, 'references'>;
  trusted(): boolean;
}

/** Tabs that open without a question. */
const maxOpened = 10;

/** What can be done with images of the gallery: by the commands that there are, and by edits of the workspace. */
export class GalleryActions {
  constructor(private readonly deps: GalleryActionsDeps) {}

  async run(action: GalleryAction, uris: readonly vscode.Uri[]): Promise<void> {
    const [first] = uris;
    if (!first) return;
    const command = (id: string, ...args: unknown[]) => vscode.commands.executeCommand(id, ...args);
    switch (action) {
      case 'edit':
      case 'combine':
      case 'optimise':
        await command(`inlineAssets.${action}`, first, uris);
        return;
      case 'convert':
        await command('inlineAssets.convert', first);
        return;
      case 'open':
        await this.open(uris);
        return;
      case 'reveal':
        await command('revealInExplorer', first);
        return;
      case 'copy-path':
        await vscode.env.clipboard.writeText(uris.map(uri => uri.fsPath).join('\n'));
        return;
      case 'copy-markdown':
        await vscode.env.clipboard.writeText(uris.map(markdownOf).join('\n'));
        return;
      case 'rename':
        if (this.mayChange()) await rename(first);
        return;
      case 'delete':
        if (this.mayChange()) await this.remove(uris);
        return;
    }
  }

  private mayChange(): boolean {
    if (this.deps.trusted()) return true;
    void vscode.window.showInformationMessage(
      vscode.l10n.t('This workspace is not trusted: images can be viewed, but not renamed or deleted.'),
    );
    return false;
  }

  private async open(uris: readonly vscode.Uri[]): Promise<void> {
    if (uris.length > maxOpened) {
      const open = vscode.l10n.t('Open All');
      const answer = await vscode.window.showWarningMessage(
        vscode.l10n.t('Open {0} images, each in a tab of its own?', uris.length),
        { modal: true },
        open,
      );
      if (answer !== open) return;
    }
    for (const uri of uris)
      await vscode.commands.executeCommand('vscode.open', uri, { preview: uris.length === 1 });
  }

  /** Through a WorkspaceEdit: others hear of it, and Undo brings the files back. */
  private async remove(uris: readonly vscode.Uri[]): Promise<void> {
    const references = await this.deps.index.references(uris.map(uri => uri.path)).catch(() => undefined);
    const trash = goesToTrash();
    const confirm = trash ? vscode.l10n.t('Move to Trash') : vscode.l10n.t('Delete');
    const name = uris[0] ? path.posix.basename(uris[0].path) : '';
    const question =
      uris.length === 1
        ? vscode.l10n.t('Delete {0}?', name)
        : vscode.l10n.t('Delete these {0} images?', uris.length);
    const answer = await vscode.window.showWarningMessage(
      withoutLinks(question),
      { modal: true, detail: withoutLinks(stillUsed(references, uris)) },
      confirm,
    );
    if (answer !== confirm) return;
    const edit = new vscode.WorkspaceEdit();
    for (const uri of uris) edit.deleteFile(uri, { ignoreIfNotExists: true });
    if (!(await vscode.workspace.applyEdit(edit)))
      void vscode.window.showErrorMessage(vscode.l10n.t('The images could not be deleted.'));
  }
}

/** As VS Code does it with files of a WorkspaceEdit. */
function goesToTrash(): boolean {
  const wanted = vscode.workspace.getConfiguration('files').get<boolean>('enableTrash') !== false;
  return wanted && vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
}

function stillUsed(references: readonly IndexedReference[] | undefined, uris: readonly vscode.Uri[]): string {
  const t = vscode.l10n.t;
  if (!references) return t('Whether they are still used is not known: the workspace could not be read.');
  if (references.length === 0)
    return uris.length === 1
      ? t('No document that can be read here names it.')
      : t('No document that can be read here names them.');
  const count = new Set(references.map(({ image }) => image)).size;
  const sentence =
    uris.length === 1
      ? references.length === 1
        ? t('It is still used in 1 place:')
        : t('It is still used in {0} places:', references.length)
      : t('{0} of them are still used, in {1} places:', count, references.length);
  return [sentence, ...placeLines(references)].join('\n');
}

async function rename(uri: vscode.Uri): Promise<void> {
  const { l10n, window, workspace } = vscode;
  const folder = vscode.Uri.joinPath(uri, '..');
  const before = path.posix.basename(uri.path);
  const stem = before.lastIndexOf('.') > 0 ? before.lastIndexOf('.') : before.length;
  const name = await window.showInputBox({
    title: l10n.t('Rename {0}', withoutLinks(before)),
    value: before,
    valueSelection: [0, stem],
    prompt: l10n.t('A new name in the same folder. References are updated as your settings say.'),
    validateInput: async value => {
      const problem = nameProblem(value.trim());
      if (problem !== undefined) return problem;
      if (value.trim() === before) return undefined;
      const target = vscode.Uri.joinPath(folder, value.trim());
      const there = (await statOf(target)) !== undefined;
      // On a disk that does not tell case apart it is the file itself.
      const itself = value.trim().toLowerCase() === before.toLowerCase();
      return there && !itself ? l10n.t('A file of this name is there already.') : undefined;
    },
  });
  if (name === undefined || name.trim() === before || nameProblem(name.trim()) !== undefined) return;
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(uri, vscode.Uri.joinPath(folder, name.trim()), { overwrite: false });
  if (!(await workspace.applyEdit(edit)))
    void window.showErrorMessage(withoutLinks(l10n.t('{0} could not be renamed.', before)));
}

function nameProblem(name: string): string | undefined {
  const { l10n } = vscode;
  if (name === '' || name === '.' || name === '..') return l10n.t('Type a name.');
  if (/[\\/:*?"<>|\u0000-\u001f]/.test(name))
    return l10n.t('A name has none of these characters: {0}', '\\ / : * ? " < > |');
  return undefined;
}

/** As it would stand in the Markdown document that is open, else in one at the top of the workspace folder. */
function markdownOf(uri: vscode.Uri): string {
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..');
  const open = vscode.window.visibleTextEditors.find(
    ({ document }) => document.languageId === 'markdown' && document.uri.scheme === uri.scheme,
  );
  const document = open?.document.uri ?? vscode.Uri.joinPath(root, 'README.md');
  const [edit] = insertMarkdown(
    { languageId: 'markdown', path: document.path, neighbours: [], text: 'x', offset: 1 },
    { path: uri.path, width: 0, height: 0, alt: altOfName(uri.path) },
    bareProject(root.path),
  );
  return edit?.text ?? '';
}
