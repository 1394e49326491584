import * as vscode from 'vscode';
import { formatUsd } from '../core/model/format';
import type { Failure, FailureKind } from '../core/model/outcome';
import type { ProviderInfo } from '../core/provider';
import type { GatePort } from '../core/run/ports';
import type { Settings } from '../core/settings';
import type { Consent } from './consent/consent';
import type { Keys } from './keys/keys';
import type { Providers } from './models/providers';
import { virtualSentence } from './onDisk';

export interface GatePorts {
  providers: Providers;
  settings(): Settings;
  /** Where the provider's requests go; `undefined`: its setting is no address. */
  origin(provider: string): string | undefined;
  allowedOrigins(): readonly string[];
  trusted(): boolean;
  /** Folders are open, and none of them is on this disk. */
  virtual(): boolean;
  /** Of a service that takes keys: whether it does as it is set up. */
  needsKey(provider: string): boolean;
  keys: Keys;
  askForKey(provider: ProviderInfo): Promise<boolean>;
  consent: Consent;
}

/** What stands between an ask and a service, in the order in which a user can do something about it. */
export function createGate(ports: GatePorts): GatePort {
  return {
    async admit({ origin: who, providers, images }) {
      if (!ports.trusted()) {
        return refusal(
          'consent',
          'untrusted-workspace',
          vscode.l10n.t('This workspace is not trusted, so nothing is generated or sent. Trust it to go on.'),
        );
      }
      if (ports.virtual()) return refusal('consent', 'virtual-workspace', virtualSentence());
      for (const info of ports.providers().filter(info => !info.local && providers.includes(info.id))) {
        const origin = ports.origin(info.id);
        if (origin === undefined) {
          return refusal(
            'bad-request',
            'endpoint-invalid',
            vscode.l10n.t('The endpoint setting of {0} is not an http or https address.', info.label),
          );
        }
        if (!ports.allowedOrigins().includes(origin)) {
          return refusal(
            'consent',
            'endpoint-not-allowed',
            vscode.l10n.t(
              'Sending to {0} is not allowed by the setting inlineAssets.allowedEndpoints.',
              origin,
            ),
          );
        }
        if (who === 'automation' && !ports.settings().allowAutomation) {
          return refusal(
            'consent',
            'automation',
            vscode.l10n.t(
              'Automation may not send anything to {0}. Turn on the setting inlineAssets.allowAutomation to allow it.',
              new URL(origin).host,
            ),
          );
        }
        if (
          info.key &&
          ports.needsKey(info.id) &&
          !(await ports.keys.has(info.id)) &&
          (who === 'automation' || !(await ports.askForKey(info)))
        ) {
          return refusal(
            'auth',
            'no-key',
            vscode.l10n.t(
              '{0} needs an API key, and none is stored for {1}.',
              info.label,
              new URL(origin).host,
            ),
          );
        }
        if (who !== 'automation' && !(await ports.consent.request(origin, images))) {
          return refusal(
            'consent',
            'declined',
            vscode.l10n.t('Nothing was sent, because sending to {0} was not allowed.', new URL(origin).host),
          );
        }
      }
      return undefined;
    },

    async mayDownload({ origin: who, provider, links }) {
      const origin = ports.origin(provider);
      if (origin === undefined) return false;
      if (who === 'automation') return ports.consent.downloadsGranted(origin);
      const hosts = [...new Set(links.map(link => new URL(link).host))];
      return ports.consent.requestDownloads(origin, hosts);
    },

    async confirmCost({ usd, requests, spent, limits }) {
      const generate = vscode.l10n.t('Generate');
      const question =
        usd === undefined
          ? vscode.l10n.t('The price of a chosen model is not known. Generate {0} images?', requests)
          : requests === 1
            ? vscode.l10n.t('Generate 1 image for about {0}?', formatUsd(usd))
            : vscode.l10n.t('Generate {0} images for about {1}?', requests, formatUsd(usd));
      const answer = await vscode.window.showWarningMessage(
        question,
        {
          modal: true,
          detail: vscode.l10n.t(
            'Spent today: {0} of {1}; this month: {2} of {3}. The amount above which this is asked is the setting inlineAssets.confirmAboveUsd.',
            formatUsd(spent.todayUsd),
            formatUsd(limits.dailyUsd),
            formatUsd(spent.monthUsd),
            formatUsd(limits.monthlyUsd),
          ),
        },
        generate,
      );
      return answer === generate;
    },
  };
}

function refusal(kind: FailureKind, reason: string, message: string): Failure {
  return { kind, reason, message, sent: false };
}
