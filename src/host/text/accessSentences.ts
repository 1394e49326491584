import type { Failure } from '../../core/model/outcome';
import type { Translate } from '../../core/translate';
import { join, type FailureContext, type Sentences } from './sentenceParts';

export function auth(
  t: Translate,
  failure: Failure,
  { model, service }: FailureContext,
  words: string,
): Sentences {
  const kept = t('Your prompt is kept.');
  if (failure.reason === 'no-credentials') {
    return {
      title: t('No usable Google Cloud credentials'),
      detail: words || t('Log in with “gcloud auth application-default login”, then try again.'),
      action: ['open-settings', t('Open Settings')],
    };
  }
  if (!failure.sent) {
    return {
      title: t('A key is needed'),
      detail: join(words || t('{0} needs an API key.', service), kept),
      action: ['set-key', t('Set API Key…')],
    };
  }
  switch (failure.reason) {
    case 'SERVICE_DISABLED':
      return {
        title: t('The API is not enabled'),
        detail: join(
          t('The key is good, but the API of {0} is not enabled for its project.', service),
          t('Enable it there, wait a few minutes, then try again.'),
          words,
          kept,
        ),
        action: ['retry', t('Try Again')],
      };
    case 'unverified':
      return {
        title: t('The organization is not verified'),
        detail: join(
          t(
            'The key is good, but {0} makes images only for organizations that have been verified. Its owner does that in the settings of the organization; it takes some minutes to count.',
            service,
          ),
          words,
          kept,
        ),
        action: ['retry', t('Try Again')],
      };
    case 'no-access':
      return {
        title: t('The project has no access'),
        detail: join(
          t('{0} knows the key, but does not let its project do this.', service),
          t('Trying the same again will not help.'),
          words,
          kept,
        ),
        action: ['set-key', t('Use a Key of Another Project…')],
      };
    case 'no-model-access':
      return {
        title: t('The project has no access to this model'),
        detail: join(
          t('{0} knows the key, but does not let its project use {1}.', service, model),
          words,
          kept,
        ),
        action: ['switch-model', t('Try Another Model')],
      };
    default:
      return {
        title: t('The key was not accepted'),
        detail: join(t('{0} refuses the stored key.', service), words, kept),
        action: ['set-key', t('Set API Key…')],
      };
  }
}

export function billing(t: Translate, failure: Failure, service: string, words: string): Sentences {
  const [title, sentence, quoted] = moneySentence(t, failure, service);
  return {
    title,
    detail: join(sentence, quoted ? words : '', t('The models on this machine are free.')),
    action: ['open-billing', t('Open Billing Page')],
    also: ['use-offline', t('Use a Free Model')],
  };
}

function moneySentence(
  t: Translate,
  { reason, status }: Failure,
  service: string,
): readonly [title: string, sentence: string, quoted: boolean] {
  switch (reason) {
    case 'spending-cap':
      return [
        t('The spending cap is reached'),
        t(
          'The key is good, but its project or billing account at {0} has spent what its spending cap allows. Trying again helps only once the cap is raised or its next period begins.',
          service,
        ),
        true,
      ];
    case 'no-credit':
      return [
        t('There is no credit left'),
        t('The key is good, but its account at {0} has nothing left to spend.', service),
        true,
      ];
    default:
      return [
        t('Billing is not enabled'),
        t(
          'The key is good, but billing is not enabled for its project, and {0} makes images only with billing.',
          service,
        ),
        // As a quota it comes with a list of limits that are all 0.
        status !== 429,
      ];
  }
}
