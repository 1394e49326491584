import * as vscode from 'vscode';
import { isDone, type Run } from '../../core/model/run';
import type { HostMethods } from '../../protocol/messages';
import type { Handlers } from '../../protocol/rpc';
import { retryWith, runFailureAction } from './failureActions';
import { pageSize, type PanelParts } from './panelParts';
import type { PanelView } from './panelView';

type RunIntents = Pick<
  Handlers<HostMethods>,
  | 'stop'
  | 'retry'
  | 'failureAction'
  | 'listRuns'
  | 'deleteRun'
  | 'copyPrompt'
  | 'pin'
  | 'hide'
  | 'showHidden'
  | 'pick'
  | 'setKey'
  | 'manageProviders'
  | 'starModel'
  | 'showSpending'
  | 'manageTrust'
>;

/** Intents about runs that are there already, and the few about the whole extension. */
export function runIntents(parts: PanelParts, view: PanelView): RunIntents {
  const { services, runFiles } = parts;
  const { runs } = services;
  return {
    stop: async ({ runId, requestId }) => {
      if (runs.active().some(run => run.id === runId)) return runs.stop(runId, requestId);
      const run = await runs.get(runId);
      if (run && !isDone(run)) sayElsewhere();
    },
    retry: ({ runId, requestId, model }) => retryWith(parts, runId, requestId, model),
    failureAction: ({ runId, requestId, action }) => runFailureAction(parts, view, runId, requestId, action),
    listRuns: async ({ text, favourites = false, before }) => {
      const from = before === undefined ? {} : { before };
      const page = await runs.list({ text, favourites, limit: pageSize, ...from });
      await runFiles.prepare(page.runs, 150);
      return { runs: await view.runViews(page.runs), more: page.more };
    },
    deleteRun: async ({ runId }) => {
      const run = await runs.get(runId);
      if (!run || !(await confirmDelete(run))) return;
      if ((await runs.deleteRun(runId)) === 'kept') sayKept();
    },
    pin: ({ runId, requestId, on }) => runs.mark(runId, { pinned: requestId, on }),
    hide: ({ runId, requestId }) => runs.mark(runId, { hidden: requestId, on: true }),
    showHidden: ({ runId }) => runs.mark(runId, { showAll: true }),
    pick: ({ runId, candidate }) => runs.mark(runId, { picked: candidate ?? null }),
    copyPrompt: async ({ runId }) => {
      const run = await runs.get(runId);
      if (run) await vscode.env.clipboard.writeText(run.prompt);
    },
    setKey: async ({ provider }) =>
      void (await vscode.commands.executeCommand('inlineAssets.setApiKey', provider)),
    manageProviders: async () => void (await vscode.commands.executeCommand('inlineAssets.manageProviders')),
    starModel: ({ model, on }) => services.modelMemory.star(model, on),
    showSpending: async () => void (await vscode.commands.executeCommand('inlineAssets.showSpending')),
    manageTrust: async () => void (await vscode.commands.executeCommand('workbench.trust.manage')),
  };
}

export function sayKept(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('What was saved to a file is kept, so that the file’s origin stays on record.'),
  );
}

function sayElsewhere(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('This run belongs to another window of this workspace. Stop it there.'),
  );
}

async function confirmDelete(run: Run): Promise<boolean> {
  const remove = vscode.l10n.t('Delete');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete this run and its images?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Files that were saved to the workspace stay.\n\n“{0}”',
        run.prompt.slice(0, 200),
      ),
    },
    remove,
  );
  return answer === remove;
}
