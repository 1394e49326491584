import type { Failure } from '../../core/model/outcome';
import type { Translate } from '../../core/translate';
import { join, type Sentences } from './sentenceParts';

export function auth(t: Translate, failure: Failure, service: string, words: string): Sentences {
  const action = ['set-key', t('Set API Key…')] as const;
  return failure.sent
    ? {
        title: t('The key was not accepted'),
        detail: join(t('{0} refuses the stored key. Your prompt is kept.', service), words),
        action,
      }
    : {
        title: t('A key is needed'),
        detail: join(words || t('{0} needs an API key.', service), t('Your prompt is kept.')),
        action,
      };
}

export function billing(t: Translate, failure: Failure, service: string, words: string): Sentences {
  const [title, sentence] = moneySentence(t, failure.reason, service);
  return {
    title,
    detail: join(sentence, words, t('The models on this machine are free.')),
    action: ['open-billing', t('Open Billing Page')],
    also: ['use-offline', t('Use a Free Model')],
  };
}

function moneySentence(
  t: Translate,
  reason: string | undefined,
  service: string,
): readonly [title: string, sentence: string] {
  switch (reason) {
    case 'spending-cap':
      return [
        t('The spending cap is reached'),
        t(
          'The key is good, but its project or billing account at {0} has spent what its spending cap allows. Trying again helps only once the cap is raised or its next period begins.',
          service,
        ),
      ];
    case 'no-credit':
      return [
        t('There is no credit left'),
        t('The key is good, but its account at {0} has nothing left to spend.', service),
      ];
    default:
      return [
        t('Billing is not enabled'),
        t(
          'The key is good, but billing is not enabled for its project, and {0} makes images only with billing.',
          service,
        ),
      ];
  }
}
