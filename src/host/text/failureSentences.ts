import { assertNever } from '../../core/assertNever';
import type { Failure } from '../../core/model/outcome';
import type { Translate } from '../../core/translate';
import { auth, billing } from './accessSentences';
import { safeText } from './safeText';
import { join, quote, said, wait, type FailureContext, type Sentences } from './sentenceParts';

/** What happened, whose fault it is, and the next step. */
export function sentences(t: Translate, failure: Failure, context: FailureContext): Sentences {
  const { model, service } = context;
  const words = quote(t, failure, service);
  switch (failure.kind) {
    case 'text-only':
      return textOnly(t, failure, model);
    case 'blocked':
      return {
        title: t('Blocked by the service'),
        detail: join(blockedSentence(t, failure, service), words),
        action: ['edit-prompt', t('Reword the Prompt')],
      };
    case 'auth':
      return auth(t, failure, context, words);
    case 'billing':
      return billing(t, failure, service, words);
    case 'rate-limited':
      return {
        title: t('Too many requests at once'),
        detail: join(
          t('{0} limits how many requests your key may send in a minute.', service),
          // With a time to wait there is nothing else to know; without one the words may say what this really is.
          failure.retryAfterMs === undefined ? words : '',
          wait(t, failure),
        ),
        action: ['retry', t('Try Again')],
      };
    case 'quota':
      return {
        title: t('The service’s daily limit is reached'),
        detail: join(
          t('{0} allows your key no more requests to {1} today.', service, model),
          t('Trying again now will not help.'),
          words,
        ),
        action: ['switch-model', t('Try Another Model')],
      };
    case 'retired':
      return retired(t, context);
    case 'unsupported':
      return unsupported(t, failure, context);
    case 'bad-request':
      return failure.sent ? refused(t, failure, service, words) : unsentRequest(t, failure, service, words);
    case 'overloaded':
      return overloaded(t, failure, service, words);
    case 'network':
      return network(t, failure, service, words);
    case 'timeout':
      return {
        title: t('The service took too long'),
        detail:
          failure.reason === 'job' && words !== ''
            ? words
            : failure.reason === 'stalled'
              ? t('{0} had begun to answer and was not done in the time that your settings allow.', service)
              : t('{0} did not answer in the time that your settings allow.', service),
        action: ['retry', t('Try Again')],
      };
    case 'bad-response':
      return badResponse(t, failure, context, words);
    case 'cancelled':
      return {
        title: t('Stopped'),
        detail: t('You stopped this request.'),
        action: ['retry', t('Try Again')],
      };
    case 'interrupted':
      return {
        title: t('Interrupted'),
        detail: context.local
          ? t('The window was closed or reloaded before this was done.')
          : t('The window was closed or reloaded before the answer of {0} arrived.', service),
        action: ['retry', t('Try Again')],
      };
    case 'budget':
      return {
        title: t('Spending limit reached'),
        detail: words || t('This would go above the limit that your settings set.'),
        action: ['open-settings', t('Open Spending Settings')],
      };
    case 'consent':
      return consent(t, failure, words, service);
    default:
      return assertNever(failure.kind);
  }
}

function textOnly(t: Translate, failure: Failure, model: string): Sentences {
  const cut = failure.reason === 'MAX_TOKENS';
  const spoke = failure.text !== undefined && failure.text.trim() !== '';
  return {
    title: t('No image came back'),
    detail: join(
      cut
        ? t('The answer of {0} ended at its length limit before there was an image.', model)
        : spoke
          ? t('{0} answered in words only.', model)
          : t('{0} finished without an image.', model),
      cut ? t('A shorter prompt may help.') : t('Saying “an image of …” in the prompt often helps.'),
    ),
    action: ['edit-prompt', t('Change the Prompt')],
  };
}

function blockedSentence(t: Translate, failure: Failure, service: string): string {
  const reason = failure.reason ?? '';
  if (reason.includes('RECITATION')) {
    return t('{0} found the image too close to existing work and kept it back.', service);
  }
  if (reason === 'OTHER' || reason === 'IMAGE_OTHER') {
    return t('{0} gave no image, and no clear reason. Another wording often works.', service);
  }
  return reason.startsWith('IMAGE_')
    ? t('A filter of {0} kept the image back. It can’t be switched off from here.', service)
    : t('A filter of {0} refused the prompt. It can’t be switched off from here.', service);
}

function retired(t: Translate, { model, service, replacement }: FailureContext): Sentences {
  return replacement === undefined
    ? {
        title: t('This model is gone'),
        detail: t('{0} does not offer {1} any more, or not to your key.', service, model),
        action: ['switch-model', t('Try Another Model')],
      }
    : {
        title: t('This model is gone'),
        detail: t('{0} no longer offers {1}. {2} takes its place.', service, model, replacement),
        action: ['switch-model', t('Use {0}', replacement)],
      };
}

function unsupported(t: Translate, failure: Failure, context: FailureContext): Sentences {
  const known = (failure.supported ?? []).slice(0, 60).map(safeText);
  return {
    title: t('{0} can’t do this', context.model),
    detail: join(
      said(failure) || t('The model does not do what was asked.'),
      known.length === 0 ? '' : t('It can: {0}.', known.join(', ')),
    ),
    action: context.local
      ? ['edit-prompt', t('Change the Prompt')]
      : ['switch-model', t('Try Another Model')],
  };
}

/** What never left this machine; the message is ours and says it all. */
function unsentRequest(t: Translate, failure: Failure, service: string, words: string): Sentences {
  if (failure.reason === 'endpoint-invalid') {
    return {
      title: t('The endpoint setting is not right'),
      detail: words || t('The endpoint setting of {0} is not an address.', service),
      action: ['open-settings', t('Open Settings')],
    };
  }
  return {
    title: failure.reason?.startsWith('disk') ? t('Nothing can be stored') : t('This can’t be sent'),
    detail: words || t('Something in what was asked is not right.'),
  };
}

function refused(t: Translate, failure: Failure, service: string, words: string): Sentences {
  switch (failure.reason) {
    case 'endpoint':
      return {
        title: t('Nothing answers at this address'),
        detail: join(t('The endpoint setting of {0} does not lead to its API.', service), words),
        action: ['open-settings', t('Open Settings')],
      };
    case 'too-large':
      return {
        title: t('The request is too large'),
        detail: join(
          t('{0} takes no requests of this size. Fewer or smaller reference images help.', service),
          words,
        ),
        action: ['edit-prompt', t('Change the Request')],
      };
    case 'location':
      return {
        title: t('Not available where you are'),
        detail: t('{0} does not answer requests from your country or region.', service),
        action: ['switch-model', t('Try Another Model')],
      };
    case 'thought-signature':
    case 'MISSING_THOUGHT_SIGNATURE':
      return {
        title: t('This conversation can’t go on'),
        detail: join(
          t('{0} does not take the earlier turns of this conversation back.', service),
          t('Trying the same again will not help, but another model starts anew from the image.'),
          words,
        ),
        action: ['switch-model', t('Try Another Model')],
      };
    default:
      return {
        title: t('The service did not accept the request'),
        detail: join(t('Trying the same again will not help.'), words),
        action: ['show-log', t('Show Log')],
      };
  }
}

function overloaded(t: Translate, failure: Failure, service: string, words: string): Sentences {
  const action = ['retry', t('Try Again')] as const;
  const busy = failure.reason === 'UNAVAILABLE' || failure.status === 503 || failure.status === undefined;
  return busy
    ? {
        title: t('The service is overloaded'),
        detail: join(
          t('{0} has too much to do just now; nothing is wrong on your side.', service),
          words,
          wait(t, failure),
        ),
        action,
      }
    : {
        title: t('The service failed'),
        detail: join(
          t('{0} had an error of its own; nothing is wrong on your side.', service),
          words,
          wait(t, failure),
        ),
        action,
      };
}

function network(t: Translate, failure: Failure, service: string, words: string): Sentences {
  if (failure.status === 407 || failure.reason === 'proxy-auth') {
    return {
      title: t('The proxy asks for a password'),
      detail: t(
        'Put the user name and password into the setting “http.proxy”, as http://user:password@proxy:port.',
      ),
      action: ['open-settings', t('Open Proxy Settings')],
    };
  }
  if (failure.reason === 'proxy') {
    return {
      title: t('The proxy did not connect'),
      detail: join(words, t('Whoever runs the proxy can say whether {0} is allowed there.', service)),
      action: ['retry', t('Try Again')],
    };
  }
  if (failure.reason === 'untrusted-certificate') {
    return {
      title: t('The certificate is not trusted'),
      detail: join(
        t('The connection to {0} shows the certificate of an authority that is not known here.', service),
        t(
          'If it is your company’s, add it to the certificates of the system and restart VS Code. A file named by NODE_EXTRA_CA_CERTS counts only while the setting “http.systemCertificates” is off.',
        ),
      ),
      action: ['retry', t('Try Again')],
    };
  }
  if (failure.reason === 'redirect' || failure.reason === 'endpoint-not-allowed') {
    return {
      title:
        failure.reason === 'redirect' ? t('The service sends elsewhere') : t('Not allowed by your settings'),
      detail: words || t('The endpoint setting of {0} is not right.', service),
      action: ['open-settings', t('Open Settings')],
    };
  }
  return {
    title: failure.reason === 'reset' ? t('The connection was lost') : t('The service could not be reached'),
    detail: join(
      failure.reason === 'reset'
        ? t('The connection to {0} broke before its answer was complete.', service)
        : t('The connection to {0} failed.', service),
      failure.reason === 'reset' ? '' : words,
    ),
    action: ['retry', t('Try Again')],
  };
}

function badResponse(t: Translate, failure: Failure, context: FailureContext, words: string): Sentences {
  const action = ['retry', t('Try Again')] as const;
  if (failure.reason === 'service-error') {
    return {
      title: t('The service failed'),
      detail: join(
        t('{0} had an error of its own; nothing is wrong on your side.', context.service),
        words,
        wait(t, failure),
      ),
      action,
    };
  }
  if (failure.reason?.startsWith('disk')) {
    return { title: t('The image could not be stored'), detail: words || t('The disk failed.'), action };
  }
  if (failure.reason === 'download') {
    return {
      title: t('The image could not be fetched'),
      detail: join(
        t('{0} drew it and keeps it elsewhere.', context.service),
        words,
        t('The address below may still lead to it.'),
      ),
    };
  }
  if (context.local || failure.reason === 'internal') {
    return {
      title: t('Something failed here'),
      detail: join(
        t('{0} could not be run to its end. That is a fault of this extension.', context.model),
        words,
      ),
      action: ['show-log', t('Show Log')],
    };
  }
  if (['result-gone', 'unsafe-address', 'too-large'].includes(failure.reason ?? '')) {
    return { title: t('The image could not be fetched'), detail: words, action };
  }
  return {
    title: t('The answer could not be read'),
    detail: join(t('{0} sent back something that is no image.', context.service), words),
    action,
  };
}

function consent(t: Translate, failure: Failure, words: string, service: string): Sentences {
  const detail = words || t('This workspace is not allowed to send prompts and images to {0}.', service);
  if (failure.reason === 'download') {
    return {
      title: t('The image was not fetched'),
      detail: join(
        t('{0} drew it and keeps it elsewhere.', service),
        words,
        t('The address below leads to it, for as long as the service keeps it.'),
      ),
    };
  }
  // The banner of the panel leads to the trust editor.
  if (failure.reason === 'untrusted-workspace') return { title: t('This workspace is not trusted'), detail };
  if (failure.reason === 'virtual-workspace') return { title: t('This workspace is virtual'), detail };
  if (failure.reason === 'endpoint-not-allowed' || failure.reason === 'automation') {
    return {
      title: t('Not allowed by your settings'),
      detail,
      action: ['open-settings', t('Open Settings')],
    };
  }
  return { title: t('Permission is needed'), detail, action: ['allow-sending', t('Allow…')] };
}
