import * as vscode from 'vscode';
import {
  modelsOfEndpoints,
  modelsOfRecipe,
  modelsOfTasks,
  moveEndpointModels,
  moveModels,
  type NamedModel,
} from '../../core/models/examine';
import type { ModelId } from '../../core/model/modelInfo';

/** Where models are named, and how others are put there. */
export interface Place {
  /** For the user. */
  label: string;
  models: readonly ModelId[];
  /** Shows it; absent: there is nothing to show. */
  open?(): Promise<unknown>;
  /** Resolves to what takes it back; `undefined`: it was changed meanwhile, and nothing was written. */
  move(moves: ReadonlyMap<ModelId, ModelId>): Promise<(() => Promise<void>) | undefined>;
}

/** What is about to be generated. */
export interface DraftModels {
  models(): readonly ModelId[];
  use(models: readonly ModelId[]): Promise<void>;
}

const maxRecipes = 5000;
const maxBytes = 2 * 1024 * 1024;

export async function findPlaces(draft: DraftModels, log: (line: string) => void): Promise<readonly Place[]> {
  const files = [...(await taskPlaces(log)), ...(await recipePlaces(log))];
  return [...settingPlaces(), endpointsPlace(), draftPlace(draft), ...files].filter(
    ({ models }) => models.length > 0,
  );
}

function settingPlaces(): readonly Place[] {
  const found = vscode.workspace.getConfiguration('inlineAssets').inspect<unknown>('defaultModels');
  const { t } = vscode.l10n;
  const place = (label: string, value: unknown, target: vscode.ConfigurationTarget): Place => ({
    label,
    models: strings(value),
    open: () =>
      Promise.resolve(
        vscode.commands.executeCommand(
          target === vscode.ConfigurationTarget.Global
            ? 'workbench.action.openSettings'
            : 'workbench.action.openWorkspaceSettings',
          '@id:inlineAssets.defaultModels',
        ),
      ),
    async move(moves) {
      const write = (models: unknown): Thenable<void> =>
        vscode.workspace.getConfiguration('inlineAssets').update('defaultModels', models, target);
      await write(moveModels(strings(value), moves));
      return async () => void (await write(value));
    },
  });
  return [
    place(t('User settings'), found?.globalValue, vscode.ConfigurationTarget.Global),
    place(t('Workspace settings'), found?.workspaceValue, vscode.ConfigurationTarget.Workspace),
  ];
}

/** Of gateways and servers of the user's own; no workspace can have them. */
function endpointsPlace(): Place {
  const configuration = vscode.workspace.getConfiguration('inlineAssets');
  const value = configuration.inspect<unknown>('endpoints')?.globalValue;
  const write = (models: unknown): Thenable<void> =>
    vscode.workspace
      .getConfiguration('inlineAssets')
      .update('endpoints', models, vscode.ConfigurationTarget.Global);
  return {
    label: vscode.l10n.t('Gateways in the user settings'),
    models: modelsOfEndpoints(value),
    open: () =>
      Promise.resolve(
        vscode.commands.executeCommand('workbench.action.openSettings', '@id:inlineAssets.endpoints'),
      ),
    async move(moves) {
      const moved = moveEndpointModels(value, moves);
      // What takes its place is no model of this service.
      if (JSON.stringify(moved) === JSON.stringify(value)) return undefined;
      await write(moved);
      return async () => void (await write(value));
    },
  };
}

function draftPlace(draft: DraftModels): Place {
  const before = draft.models();
  return {
    label: vscode.l10n.t('What is filled in in the panel'),
    models: before,
    open: () => Promise.resolve(vscode.commands.executeCommand('inlineAssets.openPanel')),
    async move(moves) {
      await draft.use(moveModels(draft.models(), moves));
      return () => draft.use(before);
    },
  };
}

async function recipePlaces(log: (line: string) => void): Promise<readonly Place[]> {
  const files = await vscode.workspace.findFiles('**/*.recipe.json', '**/node_modules/**', maxRecipes);
  return filePlaces(files, modelsOfRecipe, log);
}

/** Their files need not be there. */
async function taskPlaces(log: (line: string) => void): Promise<readonly Place[]> {
  const { workspaceFolders = [], workspaceFile } = vscode.workspace;
  const files = workspaceFolders.map(({ uri }) => vscode.Uri.joinPath(uri, '.vscode', 'tasks.json'));
  // One that was never saved is in no folder of the user's.
  if (workspaceFile && workspaceFile.scheme !== 'untitled') files.push(workspaceFile);
  const there = await Promise.all(
    files.map(uri =>
      vscode.workspace.fs.stat(uri).then(
        () => true,
        () => false,
      ),
    ),
  );
  return filePlaces(
    files.filter((_, index) => there[index]),
    modelsOfTasks,
    log,
  );
}

type Find = (text: string) => readonly NamedModel[];

async function filePlaces(
  files: readonly vscode.Uri[],
  find: Find,
  log: (line: string) => void,
): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const uri of files) {
    try {
      if ((await vscode.workspace.fs.stat(uri)).size > maxBytes) continue;
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const models = [...new Set(find(text).map(({ id }) => id))];
      places.push({
        label: vscode.workspace.asRelativePath(uri),
        models,
        open: () => Promise.resolve(vscode.window.showTextDocument(uri)),
        move: moves => rewrite(uri, find, moves),
      });
    } catch (error) {
      log(`A file that may name models could not be read: ${String(error)}`);
    }
  }
  return places.sort((a, b) => a.label.localeCompare(b.label));
}

/** As an edit of the document, so that it can be undone there; what nobody looks at is saved. */
async function rewrite(
  uri: vscode.Uri,
  find: Find,
  moves: ReadonlyMap<ModelId, ModelId>,
): Promise<(() => Promise<void>) | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  const before = document.getText();
  for (const { id, offset, length } of find(before)) {
    const to = moves.get(id);
    if (to === undefined) continue;
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    edit.replace(uri, range, JSON.stringify(to));
  }
  if (edit.size === 0 || !(await apply(document, edit))) return undefined;
  const after = document.getText();
  return async () => {
    const now = await vscode.workspace.openTextDocument(uri);
    // Somebody went on with it.
    if (now.getText() !== after) return;
    const back = new vscode.WorkspaceEdit();
    back.replace(uri, new vscode.Range(now.positionAt(0), now.positionAt(after.length)), before);
    await apply(now, back);
  };
}

async function apply(document: vscode.TextDocument, edit: vscode.WorkspaceEdit): Promise<boolean> {
  const wasDirty = document.isDirty;
  if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) return false;
  if (!wasDirty && document.isDirty) await document.save();
  return true;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
