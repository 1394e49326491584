import { json, type Answer, type Fault } from './faultTypes';
import * as errors from './googleErrors';

const answer = ({ status, body }: errors.GoogleError): Answer => json(body, status);
const page = (status: number, title: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: `<!DOCTYPE html>\n<html lang=en>\n  <title>${title}</title>\n  <style>*{margin:0}</style>\n  <p><b>${String(status)}.</b> <ins>That’s an error.</ins>\n</html>\n`,
});

/** Answers with an error status, in the words of the service. */
export const errorFaults: Readonly<Record<string, Fault>> = {
  'bad-key': ({ key }) => answer(errors.badKey(key)),
  'missing-key': () => answer(errors.missingKey),
  'leaked-key': ({ key }) => answer(errors.leakedKey(key)),
  'wrong-token': () => answer(errors.wrongTokenType),
  'api-disabled': () => answer(errors.apiDisabled),
  location: () => answer(errors.location),
  'no-billing': () => answer(errors.noBilling),
  'free-tier': ({ model }) => answer(errors.freeTier(model.id)),
  'per-day': ({ model }) => answer(errors.perDay(model.id)),
  'rate-limited': ({ model }) => answer(errors.perMinute(model.id, '7s')),
  'rate-limited-long': ({ model }) => answer(errors.perMinute(model.id, '600s')),
  'rate-limited-header': () => ({
    ...json({ error: { message: 'Too many requests', code: 'rate_limit' } }, 429),
    headers: { 'content-type': 'application/json', 'retry-after': '3' },
  }),
  internal: () => answer(errors.internal),
  overloaded: () => answer(errors.overloaded),
  deadline: () => answer(errors.deadlineExceeded),
  'not-found': ({ model }) => answer(errors.notFound(model.id, 'v1beta')),
  'bad-argument': () => answer(errors.invalid('Request contains an invalid argument.')),
  'missing-signature': () =>
    answer(
      errors.invalid('Image part is missing a thought_signature in content position 2, part position 1.'),
    ),
  /** Quotes megabytes of the request. */
  'echo-base64': ({ request }) => {
    const data = request.contents.flatMap(content => content.parts ?? []).find(part => part.inlineData)
      ?.inlineData?.data;
    return answer(
      errors.invalid(
        `Invalid value at 'contents[0].parts[1].inline_data.data' (TYPE_BYTES), Base64 decoding failed for "${data ?? 'QUFB'.repeat(500_000)}"`,
      ),
    );
  },
  'error-array': () => json([errors.overloaded.body], 503),
  'nested-error': () =>
    json(
      {
        error: {
          code: 429,
          status: 'Too Many Requests',
          message: JSON.stringify(errors.perMinute('m', '7s').body),
        },
      },
      429,
    ),
  'error-in-200': () => json(errors.overloaded.body),
  'error-array-in-200': () => json([errors.freeTier('m').body]),
  'gateway-error': () =>
    json(
      {
        error: {
          message: 'user quota is not enough',
          type: 'new_api_error',
          code: 'insufficient_user_quota',
        },
      },
      403,
    ),
  'gateway-model': () =>
    json({ error: { message: 'no channel for model', type: 'new_api_error', code: 'model_not_found' } }, 503),
  'empty-error': () => ({ status: 500, headers: { 'content-type': 'application/json' }, body: '' }),
  'html-error': () => page(502, 'Error 502 (Server Error)!!1'),
  'html-404': () => page(404, 'Error 404 (Not Found)!!1'),
  'html-403': () => page(403, 'Blocked by your organisation'),
  html: () => page(200, 'Sign in to the network'),
  'too-large': () => page(413, '413 Request Entity Too Large'),
  'proxy-407': () => ({ status: 407, headers: { 'proxy-authenticate': 'Basic realm="proxy"' }, body: '' }),
};
