import * as vscode from 'vscode';
import { assertNever } from '../../core/assertNever';
import { referenceTrouble } from '../../core/compose/derive';
import { providerOf, type ModelId } from '../../core/model/modelInfo';
import type { RequestRecord, Run } from '../../core/model/run';
import type { FailureAction } from '../../protocol/views';
import { serviceLabel } from '../text/labels';
import { refusalSentence } from '../text/refusalText';
import { referencesOf } from './newReferences';
import type { PanelParts } from './panelParts';
import type { PanelView } from './panelView';

/** The next step that a failure offers. */
export async function runFailureAction(
  parts: PanelParts,
  view: PanelView,
  runId: string,
  requestId: string,
  action: FailureAction,
): Promise<void> {
  const { services } = parts;
  const run = await services.runs.get(runId);
  const request = run?.requests.find(each => each.id === requestId);
  if (!run || !request) return;
  switch (action) {
    case 'retry':
    // Sending asks for permission by itself.
    case 'allow-sending':
      return retryWith(parts, runId, requestId);
    case 'fetch-links':
      return fetchLinks(parts, run, request);
    case 'set-key':
      return void (await vscode.commands.executeCommand('inlineAssets.setApiKey', providerOf(request.model)));
    case 'open-billing':
      return openBilling(request.model, parts);
    case 'switch-model': {
      const model = replacementOf(request) ?? (await pickModel(run, request, parts));
      return model === undefined ? undefined : retryWith(parts, runId, requestId, model);
    }
    case 'use-offline': {
      const local = services.models
        .all()
        .find(model => model.local && !referenceTrouble(model, run.references.length));
      return local ? retryWith(parts, runId, requestId, local.id) : undefined;
    }
    case 'edit-prompt':
      await parts.composer.fill({
        prompt: run.prompt,
        references: await referencesOf(run),
        replaceReferences: true,
      });
      return view.focus({ target: 'prompt' });
    case 'open-settings':
      return void (await vscode.commands.executeCommand(
        'workbench.action.openSettings',
        settingsQuery(request),
      ));
    case 'show-log':
      return services.log.show();
    default:
      return assertNever(action);
  }
}

/** The same request again, with the same model or another. What is refused is said here: the panel has no cell for it. */
export async function retryWith(
  parts: PanelParts,
  runId: string,
  requestId: string,
  model?: ModelId,
): Promise<void> {
  const result = await parts.services.runs.retry(runId, requestId, model);
  if (!('refused' in result)) return;
  const run = await parts.services.runs.get(runId);
  const used = model ?? run?.requests.find(each => each.id === requestId)?.model;
  void vscode.window.showWarningMessage(refusalSentence(vscode.l10n.t, result.refused, used, parts));
}

/** Somebody else's disk may take its time. */
async function fetchLinks({ services }: PanelParts, run: Run, { id, model }: RequestRecord): Promise<void> {
  const refused = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Fetching what was drawn…'),
      cancellable: true,
    },
    (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return services.runs.fetchLinks(run.id, id, stop.signal);
    },
  );
  if (refused === undefined || refused.kind === 'cancelled') return;
  void vscode.window.showWarningMessage(refusalSentence(vscode.l10n.t, refused, model, { services }));
}

function replacementOf({ outcome }: RequestRecord): ModelId | undefined {
  return outcome && outcome.kind !== 'images' ? outcome.replacement : undefined;
}

async function pickModel(run: Run, request: RequestRecord, parts: PanelParts): Promise<ModelId | undefined> {
  const fitting = parts.services.models
    .all()
    .filter(
      model =>
        model.id !== request.model &&
        model.status !== 'retired' &&
        !referenceTrouble(model, run.references.length),
    );
  const picked = await vscode.window.showQuickPick(
    fitting.map(({ id, label, description }) => ({
      label,
      description: serviceLabel(vscode.l10n.t, id, parts.services.providers()),
      detail: description ?? '',
      id,
    })),
    { title: vscode.l10n.t('Try the Same with Another Model') },
  );
  return picked?.id;
}

async function openBilling(model: ModelId, { services }: PanelParts): Promise<void> {
  const url = services.providers().find(({ id }) => id === providerOf(model))?.key?.billingUrl;
  if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url, true));
}

function settingsQuery({ model, outcome }: RequestRecord): string {
  if (!outcome || outcome.kind === 'images') return 'inlineAssets';
  const { kind, reason, status } = outcome;
  if (kind === 'budget') return `inlineAssets.${reason === 'monthly-limit' ? 'monthly' : 'daily'}LimitUsd`;
  if (reason === 'endpoint-not-allowed') return 'inlineAssets.allowedEndpoints';
  if (reason === 'automation') return 'inlineAssets.allowAutomation';
  if (reason === 'proxy-auth' || status === 407) return 'http.proxy';
  return `inlineAssets.${providerOf(model)}.endpoint`;
}
