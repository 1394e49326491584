import { formatDuration } from '../../core/model/format';
import type { Failure } from '../../core/model/outcome';
import type { Translate } from '../../core/translate';
import type { FailureAction } from '../../protocol/views';
import { safeText } from './safeText';

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

export interface Sentences {
  title: string;
  detail: string;
  action?: readonly [FailureAction, string];
  also?: readonly [FailureAction, string];
}

export function wait(t: Translate, failure: Failure): string {
  // Less than a second is no time that anybody could wait by.
  return failure.retryAfterMs === undefined || failure.retryAfterMs < 1000
    ? t('Wait a little, then try again.')
    : t('It asks to wait {0}.', formatDuration(failure.retryAfterMs));
}

/** The service's own words in quotation marks, ours without. */
export function quote(t: Translate, failure: Failure, service: string): string {
  const message = said(failure);
  if (message === '' || failure.quoted !== true) return message;
  return t('{0} says: “{1}”', service, message);
}

export function said(failure: Failure): string {
  return failure.message === undefined ? '' : safeText(failure.message);
}

export function join(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(' ');
}
