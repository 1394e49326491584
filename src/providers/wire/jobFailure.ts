import type { Failure, Usage } from '../../core/model/outcome';
import type { Translate } from '../../core/translate';
import type { Exchange } from './exchange';
import { failureOf, safeText, type Failed } from './failures';

const maxIdLength = 80;

/** A job that a service took. */
export interface Job {
  id: string;
  /** What it costs, where the service said so. */
  usage?: Usage | undefined;
}

/**
 * What went wrong after a service took a job. It goes on without us and may be billed, so it is never asked for again by
 * ourselves, and its id is said: with it somebody can ask the service what became of it.
 */
export function jobFailure(t: Translate, error: unknown, exchange: Exchange, { id, usage }: Job): Failed {
  const { failure } = failureOf(error, exchange.failing());
  const job = safeText(id, exchange.key, maxIdLength);
  const rest: Failure = { ...failure };
  delete rest.unbilled;
  const failed: Failure = {
    ...rest,
    ...words(t, failure, job, exchange.endpoint.timeoutMs),
    sent: true,
    responseId: job,
    ...(usage && { usage }),
  };
  // Its address is the service's mistake, not the connection's.
  const misnamed = failure.reason === 'unsafe-address' || failure.reason === 'too-large';
  return { failure: misnamed ? { ...failed, kind: 'bad-response' } : failed };
}

function words(t: Translate, failure: Failure, job: string, timeoutMs: number): Partial<Failure> {
  switch (failure.kind) {
    case 'cancelled':
      return {};
    case 'timeout':
      return {
        reason: 'job',
        message: t(
          'The job was not done within {0} s. It may still be billed; its id is {1}.',
          Math.round(timeoutMs / 1000),
          job,
        ),
      };
    default:
      // The service's own words stay alone.
      if (failure.quoted === true || failure.message === undefined) return {};
      return { message: t('{0} The job is {1}.', failure.message, job) };
  }
}
