import * as vscode from 'vscode';
import { assertNever } from '../../core/assertNever';
import { priceOfOneImage } from '../../core/cost/cost';
import { formatUsd } from '../../core/model/format';
import type { ModelId } from '../../core/model/modelInfo';
import type { ProviderInfo } from '../../core/provider';
import { isReadableOnTheWay } from '../net';
import { withoutLinks } from '../text/withoutLinks';
import { KeyEntry, type KeyEntryPorts } from './keyEntry';
import type { Keys } from './keys';

export interface SetKeyPorts extends KeyEntryPorts {
  keys: Keys;
  /** A model that the new key opens, for a draft that keeps its free ones. */
  offeredModel: { isWanted(model: ModelId): boolean; use(model: ModelId): Promise<void> };
}

/**
 * Asks for a key, has the service check it and stores it. What was typed stays until it is right or the box is closed.
 * Resolves to whether a key is stored now that was not refused.
 */
export function askForKey(provider: ProviderInfo, ports: SetKeyPorts): Promise<boolean> {
  const info = provider.key;
  const origin = ports.origin(provider.id);
  if (info === undefined || origin === undefined) return Promise.resolve(false);
  const host = new URL(origin).host;
  const box = vscode.window.createInputBox();
  const createKey = button('link-external', vscode.l10n.t('Create a key (opens the browser)'));
  const billing = button('credit-card', vscode.l10n.t('Set up billing (opens the browser)'));
  box.title = vscode.l10n.t('{0}: API key', provider.label);
  box.placeholder = info.looksLike;
  box.prompt = `${whatItTakes(provider)} ${vscode.l10n.t(
    "The key is kept in VS Code's secret storage and sent to {0} only.",
    host,
  )}`;
  // Hides the prompt while it is shown.
  const atFirst = isReadableOnTheWay(origin)
    ? {
        message: `${vscode.l10n.t(
          'The address {0} is not encrypted: others on the network can read your key and all that is sent.',
          origin,
        )} ${box.prompt}`,
        severity: vscode.InputBoxValidationSeverity.Warning,
      }
    : undefined;
  box.validationMessage = atFirst;
  box.password = true;
  box.ignoreFocusOut = true;
  box.buttons = [
    ...(info.createUrl === undefined ? [] : [createKey]),
    ...(info.billingUrl === undefined ? [] : [billing]),
  ];

  return new Promise(resolve => {
    const entry = new KeyEntry(provider.id, origin, ports);
    const closed = new AbortController();
    let busy = false;

    const accept = async (): Promise<void> => {
      if (busy) return;
      setBusy(true);
      box.validationMessage = atFirst;
      const answer = await entry.accept(box.value, closed.signal);
      if (answer.kind === 'stored') {
        void tellStored(host, answer.billing, provider, ports).then(undefined, notChanged);
      }
      if (closed.signal.aborted) return;
      setBusy(false);
      switch (answer.kind) {
        case 'stored':
          return box.hide();
        case 'cancelled':
          return;
        case 'empty':
          return problem(vscode.l10n.t('Paste the key here.'));
        case 'spaces':
          return problem(vscode.l10n.t('A key has no spaces in it.'));
        case 'moved':
          return problem(
            vscode.l10n.t(
              'The endpoint setting changed meanwhile, so the key for {0} was not stored. Close this and enter the key again for the new address.',
              host,
            ),
          );
        case 'wrong':
          return problem(
            vscode.l10n.t('{0} does not take this key. {1}', host, answer.failure.message ?? ''),
          );
        case 'unchecked':
          return problem(
            vscode.l10n.t(
              'The key could not be checked: {0} Press Enter once more to store it anyway.',
              answer.failure.message ?? answer.failure.kind,
            ),
            vscode.InputBoxValidationSeverity.Warning,
          );
        default:
          return assertNever(answer);
      }
    };

    const setBusy = (now: boolean): void => {
      busy = now;
      box.busy = now;
      box.enabled = !now;
    };

    const problem = (message: string, severity = vscode.InputBoxValidationSeverity.Error): void => {
      box.validationMessage = { message: withoutLinks(message.trim()), severity };
    };

    const failed = (error: unknown): void => {
      const message = vscode.l10n.t(
        'The key could not be stored: {0}',
        error instanceof Error ? error.message : String(error),
      );
      if (closed.signal.aborted) return void vscode.window.showErrorMessage(withoutLinks(message));
      setBusy(false);
      problem(message);
    };

    const notChanged = (error: unknown): void => {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(
        withoutLinks(vscode.l10n.t('The model could not be changed: {0}', reason)),
      );
    };

    box.onDidAccept(() => void accept().catch(failed));
    box.onDidChangeValue(() => (box.validationMessage = atFirst));
    box.onDidTriggerButton(pressed => {
      const url = pressed === createKey ? info.createUrl : info.billingUrl;
      if (url !== undefined) void vscode.env.openExternal(vscode.Uri.parse(url, true));
    });
    box.onDidHide(() => {
      closed.abort();
      box.dispose();
      // What is being stored can't be called back.
      resolve(entry.stored);
    });
    box.show();
  });
}

async function tellStored(
  host: string,
  billing: 'unknown' | 'missing',
  provider: ProviderInfo,
  { offeredModel }: SetKeyPorts,
): Promise<void> {
  const model = provider.models.find(model => model.status === 'stable') ?? provider.models[0];
  const use = vscode.l10n.t('Use {0}', model?.label ?? '');
  const text = [
    vscode.l10n.t('The key for {0} is stored.', host),
    billing === 'missing'
      ? vscode.l10n.t('Billing is not enabled for it, and image models need that.')
      : vscode.l10n.t('Image models also need billing enabled, which was not checked.'),
  ].join(' ');
  const offered = model && offeredModel.isWanted(model.id) ? [use] : [];
  const answer = await vscode.window.showInformationMessage(text, ...offered);
  if (model && answer === use) await offeredModel.use(model.id);
}

/** Asks first, then forgets the key of the present endpoint. */
export async function removeKey(provider: ProviderInfo, ports: SetKeyPorts): Promise<boolean> {
  const origin = ports.origin(provider.id);
  if (origin === undefined || !(await ports.keys.has(provider.id))) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No key is stored for {0}.', provider.label));
    return false;
  }
  return removeStoredKey(provider.id, origin, ports);
}

/** The same of any address, also one that is not configured any more. */
export async function removeStoredKey(
  provider: string,
  origin: string,
  { keys }: Pick<SetKeyPorts, 'keys'>,
): Promise<boolean> {
  const host = originHost(origin);
  const remove = vscode.l10n.t('Remove');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove the API key for {0}?', host),
    {
      modal: true,
      detail: vscode.l10n.t('Generated images stay. The key itself stays valid at the service.'),
    },
    remove,
  );
  if (answer !== remove) return false;
  await keys.remove(provider, origin);
  void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} was removed.', host));
  return true;
}

/** An old name may hold anything. */
export function originHost(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}

/** "Image models need billing enabled; one image costs about $0.034." */
function whatItTakes(provider: ProviderInfo): string {
  const model = provider.models.find(model => model.status === 'stable') ?? provider.models[0];
  const price = model === undefined ? undefined : priceOfOneImage(model);
  return price === undefined
    ? vscode.l10n.t('Image models need billing enabled.')
    : vscode.l10n.t('Image models need billing enabled; one image costs about {0}.', formatUsd(price));
}

function button(icon: string, tooltip: string): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip };
}
