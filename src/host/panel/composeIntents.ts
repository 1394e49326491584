import * as vscode from 'vscode';
import { referenceTrouble } from '../../core/compose/derive';
import type { ModelId } from '../../core/model/modelInfo';
import { isDone, type CandidateRef, type Run } from '../../core/model/run';
import type { HostMethods } from '../../protocol/messages';
import type { Handlers } from '../../protocol/rpc';
import { refusalSentence } from '../text/refusalText';
import { withoutLinks } from '../text/withoutLinks';
import { mergePrompts } from './composerState';
import { candidateReference, droppedReferences, fileReference, referencesOf } from './newReferences';
import type { PanelParts } from './panelParts';
import type { PanelView } from './panelView';

type ComposeIntents = Pick<
  Handlers<HostMethods>,
  | 'updateComposer'
  | 'pickImages'
  | 'addImages'
  | 'addImageBytes'
  | 'removeReference'
  | 'moveReference'
  | 'setRole'
  | 'clearParent'
  | 'promptHistory'
  | 'generate'
  | 'useCandidate'
  | 'editCandidate'
  | 'reuseRun'
>;

/** Intents about what is about to be generated. */
export function composeIntents(parts: PanelParts, view: PanelView): ComposeIntents {
  const { composer, services } = parts;
  let history: readonly string[] = [];
  return {
    updateComposer: change => {
      composer.update(withoutUndefined(change));
      return composer.derived();
    },
    pickImages: async () => {
      const uris = await parts.pickWorkspaceImages();
      if (!uris || uris.length === 0) return;
      sayNoRoom(await composer.fill({ references: uris.map(uri => fileReference(uri)) }));
      view.focus({ target: 'prompt' });
    },
    addImages: async ({ uris }) => {
      const { references, refused } = droppedReferences(uris);
      if (refused.length > 0) sayNotInWorkspace(refused);
      if (references.length > 0) sayNoRoom(await composer.fill({ references }));
    },
    addImageBytes: async ({ name, bytes }) => {
      const kept = await parts.referenceFiles.keep(bytes);
      if ('problem' in kept) throw new Error(`${name}: ${kept.problem}`);
      sayNoRoom(await composer.fill({ references: [{ name, source: kept.source }] }));
    },
    removeReference: ({ id }) => composer.remove(id),
    moveReference: ({ id, to }) => composer.move(id, to),
    setRole: ({ id, role }) => composer.setRole(id, role),
    clearParent: () => composer.clearParent(),
    promptHistory: async ({ offset }) => {
      // Going back begins at the newest; the list stays as it was until then.
      if (offset === 0 || history.length === 0) {
        const { runs } = await services.runs.list({ limit: 100 });
        history = mergePrompts(
          composer.prompts,
          runs.map(run => run.prompt),
        );
      }
      return history[offset] ?? null;
    },
    generate: () => generate(parts),
    useCandidate: async ({ candidate }) => {
      const reference = await candidateReference(candidate, parts);
      if (!reference) throw new Error(vscode.l10n.t('This image was deleted.'));
      sayNoRoom(await composer.fill({ references: [reference] }));
      view.focus({ target: 'prompt' });
    },
    editCandidate: async ({ candidate }) => {
      const reference = await candidateReference(candidate, parts, 'subject');
      if (!reference) throw new Error(vscode.l10n.t('This image was deleted.'));
      // Only the model that made it can go on from its own answer; another one starts again from the image.
      const run = await services.runs.get(candidate.runId);
      const model = editingModel(run, candidate, parts);
      await composer.fill({
        prompt: '',
        ...(model !== undefined && { models: [model] }),
        references: [reference],
        replaceReferences: true,
        // What was cut out is painted before the same colour again, and would come back with it.
        ...(run?.settings.background && { settings: { background: run.settings.background } }),
        parent: { ref: candidate, label: reference.name },
        // It is for what its first image was for, whatever the composer was filled with since.
        targetFolder: run?.targetFolder ?? null,
        targetFile: run?.targetFile ?? null,
      });
      view.focus({ target: 'prompt' });
    },
    reuseRun: async ({ runId }) => {
      const run = await services.runs.get(runId);
      if (!run) throw new Error(vscode.l10n.t('This run was deleted.'));
      await composer.fill({
        prompt: run.prompt,
        models: run.models,
        count: run.count,
        settings: run.settings,
        resetSettings: true,
        references: await referencesOf(run),
        replaceReferences: true,
        parent: null,
        targetFolder: run.targetFolder ?? null,
        targetFile: run.targetFile ?? null,
      });
      view.focus({ target: 'prompt' });
    },
  };
}

function editingModel(
  run: Run | undefined,
  ref: CandidateRef,
  { services }: PanelParts,
): ModelId | undefined {
  const model = services.models.resolve(run?.requests.find(each => each.id === ref.requestId)?.model ?? '');
  return model && model.status !== 'retired' && !referenceTrouble(model, 1) ? model.id : undefined;
}

/** Looks at the reference images once more and starts the run; or says why nothing was sent. */
export async function generate(parts: PanelParts): Promise<{ runId: string } | { refused: string }> {
  const { composer, services } = parts;
  await composer.recheck();
  const { blocked } = composer.derived();
  if (blocked !== undefined) return { refused: blocked };
  const ask = await composer.ask();
  if (ask.prompt === '') {
    return { refused: vscode.l10n.t('Write what the image should show, or what should change in it.') };
  }
  composer.remember(ask.prompt);
  const started = await services.runs.start(ask);
  if (!('refused' in started)) await services.modelMemory.use(ask.models);
  if ('refused' in started)
    return { refused: refusalSentence(vscode.l10n.t, started.refused, ask.models[0], parts) };
  services.log.debug(`Run ${started.run.id} began${isDone(started.run) ? ' and ended' : ''}.`);
  return { runId: started.run.id };
}

export function sayNoRoom(refused: number): void {
  if (refused === 0) return;
  void vscode.window.showWarningMessage(
    refused === 1
      ? vscode.l10n.t('1 image was left out: there is no room for more reference images.')
      : vscode.l10n.t('{0} images were left out: there is no room for more reference images.', refused),
  );
}

function sayNotInWorkspace(names: readonly string[]): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      'Only images of this workspace can be dropped from the Explorer: {0}. Images from elsewhere can be pasted, or dropped from your desktop.',
      withoutLinks(names.slice(0, 3).join(', ')),
    ),
  );
}

/** zod gives optional keys that may hold `undefined`. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
