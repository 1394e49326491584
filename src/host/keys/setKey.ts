import * as vscode from 'vscode';
import { priceOfOneImage } from '../../core/cost/cost';
import { formatUsd } from '../../core/model/format';
import type { Failure } from '../../core/model/outcome';
import type { KeyCheck, ProviderInfo } from '../../core/provider';
import { withoutLinks } from '../text/withoutLinks';
import type { Keys } from './keys';

export interface SetKeyPorts {
  keys: Keys;
  origin(provider: string): string | undefined;
  /** Asks the service whether it takes the key, without spending. Rejects never. */
  check(provider: string, key: string, signal: AbortSignal): Promise<KeyCheck>;
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
  box.password = true;
  box.ignoreFocusOut = true;
  box.buttons = [createKey, billing];

  return new Promise(resolve => {
    let checking: AbortController | undefined;
    /** A key that could not be checked; Enter once more stores it as it is. */
    let unchecked: string | undefined;
    let stored = false;

    const accept = async (): Promise<void> => {
      const key = box.value.trim();
      if (checking !== undefined) return;
      // Another address since the box was opened: the key is not for that one.
      if (ports.origin(provider.id) !== origin) return box.hide();
      if (key === '') return problem(vscode.l10n.t('Paste the key here.'));
      if (/\s/.test(key)) return problem(vscode.l10n.t('A key has no spaces in it.'));
      if (key !== unchecked) {
        checking = new AbortController();
        const { signal } = checking;
        box.busy = true;
        box.enabled = false;
        box.validationMessage = undefined;
        const result = await ports.check(provider.id, key, signal);
        checking = undefined;
        // Closed while the service was asked.
        if (signal.aborted) return;
        box.busy = false;
        box.enabled = true;
        if (!result.ok && meansWrongKey(result.failure)) {
          return problem(
            vscode.l10n.t('{0} does not take this key. {1}', host, result.failure.message ?? ''),
          );
        }
        if (!result.ok && !meansGoodKey(result.failure)) {
          unchecked = key;
          return problem(
            vscode.l10n.t(
              'The key could not be checked: {0} Press Enter once more to store it anyway.',
              result.failure.message ?? result.failure.kind,
            ),
            vscode.InputBoxValidationSeverity.Warning,
          );
        }
      }
      await ports.keys.store(provider.id, key);
      stored = true;
      box.hide();
      void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is stored.', host));
    };

    const problem = (message: string, severity = vscode.InputBoxValidationSeverity.Error): void => {
      box.validationMessage = { message: withoutLinks(message.trim()), severity };
    };

    const failed = (error: unknown): void => {
      box.busy = false;
      box.enabled = true;
      problem(
        vscode.l10n.t(
          'The key could not be stored: {0}',
          error instanceof Error ? error.message : String(error),
        ),
      );
    };

    box.onDidAccept(() => void accept().catch(failed));
    box.onDidChangeValue(() => (box.validationMessage = undefined));
    box.onDidTriggerButton(pressed => {
      const url = pressed === createKey ? info.createUrl : info.billingUrl;
      void vscode.env.openExternal(vscode.Uri.parse(url, true));
    });
    box.onDidHide(() => {
      checking?.abort();
      box.dispose();
      resolve(stored);
    });
    box.show();
  });
}

/** Asks first, then forgets the key of the present endpoint. */
export async function removeKey(provider: ProviderInfo, ports: SetKeyPorts): Promise<boolean> {
  const origin = ports.origin(provider.id);
  if (origin === undefined || !(await ports.keys.has(provider.id))) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No key is stored for {0}.', provider.label));
    return false;
  }
  const remove = vscode.l10n.t('Remove');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove the API key for {0}?', new URL(origin).host),
    {
      modal: true,
      detail: vscode.l10n.t('Generated images stay. The key itself stays valid at the service.'),
    },
    remove,
  );
  if (answer !== remove) return false;
  await ports.keys.remove(provider.id);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The key for {0} was removed.', new URL(origin).host),
  );
  return true;
}

/** "Image models need billing enabled; one image costs about $0.034." */
function whatItTakes(provider: ProviderInfo): string {
  const model = provider.models.find(model => model.status === 'stable') ?? provider.models[0];
  const price = model === undefined ? undefined : priceOfOneImage(model);
  return price === undefined
    ? vscode.l10n.t('Image models need billing enabled.')
    : vscode.l10n.t('Image models need billing enabled; one image costs about {0}.', formatUsd(price));
}

/** A place that the service does not serve, or an address that is no service, says nothing about the key. */
function meansWrongKey({ kind, reason }: Failure): boolean {
  return kind === 'auth' || (kind === 'bad-request' && reason !== 'location' && reason !== 'endpoint');
}

/** The service knew the key and refused for another reason, which the first run will say. */
function meansGoodKey({ kind }: Failure): boolean {
  return kind === 'billing' || kind === 'quota' || kind === 'rate-limited';
}

function button(icon: string, tooltip: string): vscode.QuickInputButton {
  return { iconPath: new vscode.ThemeIcon(icon), tooltip };
}
