import type { Failure } from '../../core/model/outcome';
import type { Translate } from '../../core/translate';
import { join, type Sentences } from './sentenceParts';

export function auth(t: Translate, failure: Failure, service: string, said: string): Sentences {
  const action = ['set-key', t('Set API Key…')] as const;
  return failure.sent
    ? {
        title: t('The key was not accepted'),
        detail: join(t('{0} refuses the stored key. Your prompt is kept.', service), said),
        action,
      }
    : {
        title: t('A key is needed'),
        detail: join(said || t('{0} needs an API key.', service), t('Your prompt is kept.')),
        action,
      };
}

export function billing(t: Translate, failure: Failure, service: string, said: string): Sentences {
  const free = t('The models on this machine are free.');
  // Gateways sell credit, and say so in codes of their own.
  const credit = failure.status === 402 || /insufficient|balance|credit/i.test(failure.reason ?? '');
  return {
    title: credit ? t('There is no credit left') : t('Billing is not enabled'),
    detail: credit
      ? join(t('The key is good, but its account at {0} has nothing left to spend.', service), said, free)
      : join(
          t(
            'The key is good, but billing is not enabled for its project, and {0} makes images only with billing.',
            service,
          ),
          free,
        ),
    action: ['open-billing', t('Open Billing Page')],
    also: ['use-offline', t('Use a Free Model')],
  };
}
