import { assertNever } from '../../core/assertNever';
import { formatDuration, formatUsd } from '../../core/model/format';
import type { Failure, FailureKind } from '../../core/model/outcome';
import type { FailureAction, FailureView } from '../../protocol/views';
import { safeText } from './safeText';
import type { Translate } from '../../core/translate';

/** Names and numbers that the sentences need beside the failure itself. */
export interface FailureContext {
  /** The model's label. */
  model: string;
  /** The service's label. */
  service: string;
  /** The model runs on this machine. */
  local: boolean;
  /** What the request cost, US dollars, if that is known. */
  costUsd?: number;
  costIsEstimate?: boolean;
  /** Label of `failure.replacement`. */
  replacement?: string;
}

interface Sentences {
  title: string;
  detail: string;
  action?: readonly [FailureAction, string];
  also?: readonly [FailureAction, string];
}

/** A failure as the user reads it: what happened, whose fault it is, what it cost, and at most one next step. */
export function failureView(t: Translate, failure: Failure, context: FailureContext): FailureView {
  const { title, detail, action, also } = sentences(t, failure, context);
  const modelText = failure.text === undefined ? '' : safeText(failure.text);
  return {
    kind: failure.kind,
    title,
    detail,
    cost: costSentence(t, failure, context),
    ...(modelText !== '' && { modelText }),
    ...(action && { action: { id: action[0], label: action[1] } }),
    ...(also && { also: { id: also[0], label: also[1] } }),
  };
}

/** One line for a message box or a log: the title and the detail. */
export function failureSentence(t: Translate, failure: Failure, context: FailureContext): string {
  const { title, detail } = sentences(t, failure, context);
  return `${title}: ${detail}`;
}

function costSentence(t: Translate, failure: Failure, context: FailureContext): string {
  if (context.local) return t('It ran on this machine, so it cost nothing.');
  if (!failure.sent) return t('Nothing was sent, so it cost nothing.');
  if (context.costUsd !== undefined && context.costUsd > 0) {
    return context.costIsEstimate === true
      ? t('This request cost about {0} (estimated).', formatUsd(context.costUsd))
      : t('This request cost {0}.', formatUsd(context.costUsd));
  }
  return refusedUnbilled.has(failure.kind)
    ? t('Services do not bill requests that they refuse like this.')
    : t('The service may bill this request.');
}

/** Refused at the door: no service that we know bills these. */
const refusedUnbilled: ReadonlySet<FailureKind> = new Set([
  'auth',
  'billing',
  'rate-limited',
  'quota',
  'retired',
  'bad-request',
  'overloaded',
]);

function sentences(t: Translate, failure: Failure, context: FailureContext): Sentences {
  const { model, service } = context;
  const said = quote(t, failure, service);
  switch (failure.kind) {
    case 'text-only':
      return {
        title: t('No image came back'),
        detail: t('{0} answered in words only. Saying “an image of …” in the prompt often helps.', model),
        action: ['edit-prompt', t('Change the Prompt')],
      };
    case 'blocked':
      return {
        title: t('Blocked by the service'),
        detail: join(blockedSentence(t, failure, service), said),
        action: ['edit-prompt', t('Reword the Prompt')],
      };
    case 'auth':
      return failure.sent
        ? {
            title: t('The key was not accepted'),
            detail: join(t('{0} refuses the stored key. Your prompt is kept.', service), said),
            action: ['set-key', t('Set API Key…')],
          }
        : {
            title: t('A key is needed'),
            detail: t('{0} needs an API key, and none is stored for it. Your prompt is kept.', service),
            action: ['set-key', t('Set API Key…')],
          };
    case 'billing':
      return {
        title: t('Billing is not enabled'),
        detail: t(
          'The key is good, but billing is not enabled for its project, and {0} makes images only with billing. The models on this machine are free.',
          service,
        ),
        action: ['open-billing', t('Open Billing Page')],
        also: ['use-offline', t('Use a Free Model')],
      };
    case 'rate-limited':
      return {
        title: t('Too many requests at once'),
        detail: join(
          t('{0} limits how many requests your key may send in a minute.', service),
          wait(t, failure),
        ),
        action: ['retry', t('Try Again')],
      };
    case 'quota':
      return {
        title: t('The service’s daily limit is reached'),
        detail: join(
          t(
            '{0} allows your key no more requests to {1} today. Trying again now will not help.',
            service,
            model,
          ),
          said,
        ),
        action: ['switch-model', t('Try Another Model')],
      };
    case 'retired':
      return context.replacement === undefined
        ? {
            title: t('This model is gone'),
            detail: t('{0} no longer offers {1}.', service, model),
            action: ['switch-model', t('Try Another Model')],
          }
        : {
            title: t('This model is gone'),
            detail: t('{0} no longer offers {1}. {2} takes its place.', service, model, context.replacement),
            action: ['switch-model', t('Use {0}', context.replacement)],
          };
    case 'unsupported':
      return unsupported(t, failure, context);
    case 'bad-request':
      if (!failure.sent) {
        return {
          title: t('A setting is not right'),
          detail: said || t('The endpoint setting of {0} can’t be used.', service),
          action: ['open-settings', t('Open Settings')],
        };
      }
      return {
        title: t('The service did not understand the request'),
        detail: join(
          t('{0} refused the request as it was sent. Trying the same again will not help.', service),
          said,
        ),
        action: ['show-log', t('Show Log')],
      };
    case 'overloaded':
      return {
        title: t('The service is overloaded'),
        detail: join(
          t('{0} has too much to do just now; nothing is wrong on your side.', service),
          wait(t, failure),
        ),
        action: ['retry', t('Try Again')],
      };
    case 'network':
      return network(t, failure, context);
    case 'timeout':
      return {
        title: t('The service took too long'),
        detail: t('{0} did not answer in the time that your settings allow.', service),
        action: ['retry', t('Try Again')],
      };
    case 'bad-response':
      return {
        title: t('The answer could not be read'),
        detail: join(
          context.local
            ? t('{0} failed on this machine.', model)
            : t('What {0} sent back is damaged or is no image. That is a fault of the service.', service),
          said,
        ),
        action: ['retry', t('Try Again')],
      };
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
        detail: said || t('This would go above the limit that your settings set.'),
        action: ['open-settings', t('Open Spending Settings')],
      };
    case 'consent':
      return consent(t, failure, said, service);
    default:
      return assertNever(failure.kind);
  }
}

function consent(t: Translate, failure: Failure, said: string, service: string): Sentences {
  const detail = said || t('This workspace is not allowed to send prompts and images to {0}.', service);
  // The banner of the panel leads to the trust editor.
  if (failure.reason === 'untrusted-workspace') return { title: t('This workspace is not trusted'), detail };
  if (failure.reason === 'endpoint-not-allowed' || failure.reason === 'automation') {
    return {
      title: t('Your settings do not allow this'),
      detail,
      action: ['open-settings', t('Open Settings')],
    };
  }
  return { title: t('Permission is needed'), detail, action: ['allow-sending', t('Allow…')] };
}

function unsupported(t: Translate, failure: Failure, context: FailureContext): Sentences {
  const known = (failure.supported ?? []).slice(0, 40).map(safeText);
  const said = failure.message === undefined ? '' : safeText(failure.message);
  return {
    title: t('{0} can’t do this', context.model),
    detail: join(
      said || t('The model does not do what was asked.'),
      known.length === 0 ? '' : t('It can: {0}.', known.join(', ')),
    ),
    action: context.local
      ? ['edit-prompt', t('Change the Prompt')]
      : ['switch-model', t('Try Another Model')],
  };
}

function network(t: Translate, failure: Failure, { service }: FailureContext): Sentences {
  const said = failure.message === undefined ? '' : safeText(failure.message);
  if (failure.reason === 'endpoint-not-allowed') {
    return {
      title: t('Your settings do not allow this'),
      detail: said || t('Sending to {0} is not allowed.', service),
      action: ['open-settings', t('Open Settings')],
    };
  }
  if (failure.status === 407 || failure.reason === 'proxy-auth') {
    return {
      title: t('The proxy asks for a password'),
      detail: t(
        'Put the user name and password into the setting “http.proxy”, as http://user:password@proxy:port.',
      ),
      action: ['open-settings', t('Open Proxy Settings')],
    };
  }
  return {
    title: t('The service could not be reached'),
    detail: join(t('The connection to {0} failed.', service), said),
    action: ['retry', t('Try Again')],
  };
}

function blockedSentence(t: Translate, failure: Failure, service: string): string {
  const reason = failure.reason ?? '';
  if (reason.includes('RECITATION')) {
    return t('{0} found the image too close to existing work and kept it back.', service);
  }
  return reason.startsWith('IMAGE_')
    ? t('A filter of {0} kept the image back. It can’t be switched off from here.', service)
    : t('A filter of {0} refused the prompt. It can’t be switched off from here.', service);
}

function wait(t: Translate, failure: Failure): string {
  return failure.retryAfterMs === undefined
    ? t('Wait a little, then try again.')
    : t('It asks to wait {0}.', formatDuration(failure.retryAfterMs));
}

/** The service's own words. What never left this machine has words of ours, which need no quotation marks. */
function quote(t: Translate, failure: Failure, service: string): string {
  if (failure.message === undefined) return '';
  const message = safeText(failure.message);
  if (message === '') return '';
  return failure.sent ? t('{0} says: “{1}”', service, message) : message;
}

function join(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(' ');
}
