import * as vscode from 'vscode';
import { providerOf, type ModelId } from '../../core/model/modelInfo';
import type { Failure } from '../../core/model/outcome';
import { failureSentence } from '../text/failureText';
import { withoutLinks } from '../text/withoutLinks';
import { optional } from './optional';
import type { PanelDeps } from './panelParts';
import { labelOf } from './runView';

/** A failure that is shown outside of a run's cell. */
export function refusalSentence(
  failure: Failure,
  model: ModelId | undefined,
  parts: Pick<PanelDeps, 'services' | 'providers'>,
): string {
  if (failure.kind === 'cancelled' && !failure.sent) return vscode.l10n.t('Nothing was sent.');
  const id = model ?? '';
  const resolve = (each: ModelId) => parts.services.models.resolve(each);
  const sentence = failureSentence(vscode.l10n.t, failure, {
    model: labelOf(id, { model: resolve }),
    service: serviceLabel(id, parts),
    local: resolve(id)?.local === true,
    ...optional(
      'replacement',
      failure.replacement === undefined ? undefined : labelOf(failure.replacement, { model: resolve }),
    ),
  });
  // Labels of models are words of a service, too.
  return withoutLinks(sentence);
}

export function serviceLabel(model: ModelId, { providers }: Pick<PanelDeps, 'providers'>): string {
  const id = providerOf(model);
  return providers.find(provider => provider.id === id)?.label ?? (id || vscode.l10n.t('The service'));
}
