import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { FailureKind } from '../../../src/core/model/outcome';
import type { Failure } from '../../../src/core/model/outcome';
import { english } from '../../../src/core/translate';
import { failureOf, safeLines, safeText, type FailureContext } from '../../../src/providers/wire/failures';
import { classifyError } from '../../../src/providers/wire/serviceError';
import { createHarness } from './harness';

const context: FailureContext = {
  t: english,
  wire: { sent: true, answered: false },
  key: 'AIzaSyKeyKeyKeyKeyKeyKeyKeyKeyKeyKeyKey',
  aborted: undefined,
  timeoutMs: 280_000,
  elapsedMs: 30_000,
};

function thrown(message: string, ...causes: (Error & { code?: string })[]): Error {
  const [cause, ...rest] = causes;
  return new Error(
    message,
    cause === undefined ? {} : { cause: Object.assign(cause, rest.length ? { cause: rest[0] } : {}) },
  );
}
const coded = (code: string, message = code): Error & { code: string } =>
  Object.assign(new Error(message), { code });

describe('gemini: connections that fail', () => {
  // As Node 20–24, undici and Electron say them.
  const rows: readonly (readonly [Error, FailureKind, string, boolean])[] = [
    [thrown('fetch failed', coded('ENOTFOUND', 'getaddrinfo ENOTFOUND x')), 'network', 'dns', false],
    [thrown('fetch failed', coded('EAI_AGAIN')), 'network', 'dns', false],
    [thrown('fetch failed', coded('ECONNREFUSED')), 'network', 'refused', false],
    [thrown('fetch failed', coded('ECONNRESET')), 'network', 'reset', true],
    [thrown('fetch failed', coded('UND_ERR_SOCKET', 'other side closed')), 'network', 'reset', true],
    [thrown('terminated', coded('UND_ERR_SOCKET', 'other side closed')), 'network', 'reset', true],
    [thrown('fetch failed', coded('UND_ERR_CONNECT_TIMEOUT')), 'network', 'unreachable', false],
    [thrown('fetch failed', coded('UND_ERR_HEADERS_TIMEOUT')), 'timeout', 'no-answer', true],
    [thrown('terminated', coded('UND_ERR_BODY_TIMEOUT')), 'timeout', 'no-answer', true],
    [thrown('fetch failed', coded('SELF_SIGNED_CERT_IN_CHAIN')), 'network', 'untrusted-certificate', false],
    [
      thrown('fetch failed', coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE')),
      'network',
      'untrusted-certificate',
      false,
    ],
    [thrown('fetch failed', coded('DEPTH_ZERO_SELF_SIGNED_CERT')), 'network', 'untrusted-certificate', false],
    [thrown('fetch failed', coded('CERT_HAS_EXPIRED')), 'network', 'tls', false],
    [thrown('fetch failed', coded('ERR_TLS_CERT_ALTNAME_INVALID')), 'network', 'tls', false],
    [new TypeError('net::ERR_CERT_AUTHORITY_INVALID'), 'network', 'untrusted-certificate', false],
    [new TypeError('net::ERR_INTERNET_DISCONNECTED'), 'network', 'dns', false],
    [new TypeError('net::ERR_PROXY_CONNECTION_FAILED'), 'network', 'refused', false],
    [thrown('fetch failed', new Error('')), 'network', 'proxy-auth', false],
    [thrown('fetch failed', coded('HPE_INVALID_HEADER_TOKEN')), 'bad-response', 'malformed', true],
    [
      thrown('terminated', coded('Z_DATA_ERROR', 'incorrect header check')),
      'bad-response',
      'malformed',
      true,
    ],
    [
      new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')], 'all failed'),
      'network',
      'refused',
      false,
    ],
    [new Error('something new'), 'network', 'unknown', true],
  ];
  for (const [error, kind, reason, sent] of rows) {
    it(`${error.message} ${String((error.cause as { code?: string } | undefined)?.code ?? '')} → ${reason}`, () => {
      const { failure } = failureOf(error, context);
      assert.deepEqual([failure.kind, failure.reason, failure.sent], [kind, reason, sent]);
      assert.ok(failure.message !== undefined && failure.message.length > 10);
    });
  }

  it('says which address failed, which may be the proxy’s, and what is wrong with a certificate', () => {
    const rows: readonly (readonly [string, string, RegExp])[] = [
      ['ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:3128', /answers at 10\.0\.0\.1:3128\./],
      ['ECONNREFUSED', 'connect ECONNREFUSED ::1:3128', /answers at ::1:3128\./],
      ['ENOTFOUND', 'getaddrinfo ENOTFOUND proxy.example', /address proxy\.example was not found/],
      ['CERT_HAS_EXPIRED', 'certificate has expired', /not valid today.*clock/],
      ['ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname/IP does not match', /another name/],
      ['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number', /does not speak https/],
      ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed', /company.*certificates of the system.*restart/],
    ];
    for (const [code, message, sentence] of rows) {
      const { failure } = failureOf(thrown('fetch failed', coded(code, message)), context);
      assert.match(failure.message ?? '', sentence);
      assert.ok(failure.message?.includes(code));
    }
  });

  it('asks a proxy again that could not connect, and not one that would not; neither was sent', () => {
    const refused = (status: number): Error =>
      thrown(
        'fetch failed',
        Object.assign(new Error('Request was cancelled.'), {
          cause: coded('UND_ERR_ABORTED', `Proxy response (${String(status)}) !== 200 when HTTP Tunneling`),
        }),
      );
    for (const status of [403, 502]) {
      const { failure, retry } = failureOf(refused(status), context);
      assert.deepEqual([failure.kind, failure.reason, failure.sent], ['network', 'proxy', false]);
      assert.ok(failure.message?.includes(String(status)));
      assert.equal(retry !== undefined, status === 502);
    }
  });

  it('asks again after a reset only if no image can have been drawn', () => {
    const reset = thrown('fetch failed', coded('ECONNRESET'));
    assert.ok(failureOf(reset, { ...context, elapsedMs: 100 }).retry);
    assert.equal(failureOf(reset, { ...context, elapsedMs: 2500 }).retry, undefined);
    assert.equal(
      failureOf(reset, { ...context, elapsedMs: 100, wire: { sent: true, answered: true } }).retry,
      undefined,
    );
  });

  it('knows whether it was the user or the clock, whatever the error says', () => {
    const error = new DOMException('This operation was aborted', 'AbortError');
    assert.equal(failureOf(error, { ...context, aborted: 'cancelled' }).failure.kind, 'cancelled');
    const { failure, retry } = failureOf(error, { ...context, aborted: 'timeout' });
    assert.deepEqual(
      [failure.kind, failure.message, retry],
      ['timeout', 'No answer came within 280 s.', undefined],
    );
  });

  it('takes a page that comes at once for a sign-in page, and a late one for nobody knows what', () => {
    const page = Object.assign(new Error('A web page came back.'), { name: 'ReplyError', reason: 'html' });
    const unbilled = (elapsedMs: number): unknown =>
      failureOf(page, { ...context, elapsedMs }).failure.unbilled;
    assert.deepEqual([unbilled(100), unbilled(2500)], [true, undefined]);
  });

  it('knows the sign-in page of a network by its status', () => {
    const { kind, passing } = classifyError(511, '<html><title>Sign in</title></html>');
    assert.deepEqual([kind, passing], ['bad-response', false]);
  });

  it('says that a plain server is not a secure one', async () => {
    const plain: Server = createServer(socket => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    await new Promise<void>(resolve => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as AddressInfo;
    const harness = await createHarness(`https://127.0.0.1:${String(port)}`);
    try {
      const failure = (await harness.generate('a')) as Failure;
      assert.deepEqual([failure.kind, failure.reason], ['network', 'tls']);
    } finally {
      plain.close();
      await harness.blobs.remove();
    }
  });
});

describe('gemini: texts from outside', () => {
  it('are bounded and without keys and base64, wherever those are', () => {
    const key = context.key ?? '';
    const image = Buffer.alloc(3_000_000, 'image').toString('base64');
    for (const text of [
      `${key} is wrong`,
      `x${image}${key}`,
      `${'a '.repeat(140)}${key}`,
      `${image} ${key} ${image}`,
    ]) {
      const safe = safeText(text, key);
      assert.ok(safe.length <= 300 && !safe.includes('AIza'), safe);
      assert.ok(!/[\w+/]{130}/.test(safe), safe);
    }
    assert.equal(safeText('a short\n  one', 'short'), 'a *** one');
    assert.equal(safeLines('two\nlines', undefined, 100), 'two\nlines');
    assert.equal(safeText(`AIza\u202eSy${'K'.repeat(20)} \u2066x`, undefined), '*** x');
  });

  it('are understood when a megabyte of echo is in front of what matters', () => {
    const echo = 'QUJD'.repeat(1_000_000);
    const { kind, message } = classifyError(
      400,
      JSON.stringify({
        error: { code: 400, message: `${echo} limit API key not valid.`, status: 'INVALID_ARGUMENT' },
      }),
    );
    assert.equal(kind, 'auth');
    assert.ok(message !== undefined && message.length < 11_000);
  });
});

describe('gemini: how long to wait', () => {
  const asked = (message: string, retryDelay?: string, header?: string): number | undefined => {
    const details = retryDelay !== undefined && [
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay },
    ];
    const body = JSON.stringify({ error: { code: 429, message, status: 'RESOURCE_EXHAUSTED', details } });
    const headers = new Headers(header === undefined ? {} : { 'retry-after': header });
    return classifyError(429, body, headers).retryAfterMs;
  };
  for (const [words, ms] of [
    ['Please retry in 37.2s.', 37_200],
    ['Please retry in 9h4m20.04s.', 32_660_040],
    ['Please try again in 20 seconds.', 20_000],
    ['Try again in 6m0s.', 360_000],
    ['Please retry after 5 minutes', 300_000],
    ['try again in 800ms', 800],
    ['Please retry in 11h.', 39_600_000],
    ['Please try again later.', undefined],
    ['Retry in a while.', undefined],
  ] as const) {
    it(`“${words}” → ${String(ms)} ms`, () => assert.equal(asked(words), ms));
  }

  it('takes the details first, and nothing for no time at all', () => {
    assert.equal(asked('Please retry in 37.2s.', '5s'), 5000);
    assert.equal(asked('Please retry in 37.2s.', undefined, '7'), 7000);
    assert.equal(asked('Please retry in 37.2s.', '0s', '0'), 37_200);
    assert.equal(asked('x', '0s'), undefined);
    assert.equal(asked('x', undefined, new Date(0).toUTCString()), undefined);
    assert.equal(asked(`retry in ${'9'.repeat(400)}s`), 365 * 24 * 3600 * 1000);
  });
});

describe('gemini: what is refused with 403', () => {
  const denied = 'PERMISSION_DENIED';
  const rows: readonly (readonly [message: string, info: string | undefined, reason: string])[] = [
    [
      'Gemini API has not been used in project 123 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/overview?project=123 then retry.',
      'SERVICE_DISABLED',
      'SERVICE_DISABLED',
    ],
    ['Gemini API has not been used in project 123 before or it is disabled.', undefined, 'SERVICE_DISABLED'],
    ['Your project has been denied access. Please contact support.', undefined, 'no-access'],
    ['The caller does not have permission', undefined, 'no-access'],
    [
      "You do not have permission to access the model 'models/gemini-3-pro-image', or it does not exist.",
      undefined,
      'no-model-access',
    ],
    // These are about the key.
    ['Your API key was reported as leaked. Please use another API key.', undefined, denied],
    ['The provided API key has an IP address restriction.', undefined, denied],
    [
      'Requests from referer <empty> are blocked.',
      'API_KEY_HTTP_REFERRER_BLOCKED',
      'API_KEY_HTTP_REFERRER_BLOCKED',
    ],
    ['Requests from referer <empty> are blocked.', undefined, denied],
    [
      "Permission denied: Consumer 'api_key:x' has been suspended.",
      'CONSUMER_SUSPENDED',
      'CONSUMER_SUSPENDED',
    ],
    ["Method doesn't allow unregistered callers.", undefined, denied],
  ];
  for (const [message, info, reason] of rows) {
    it(`${message.slice(0, 50)} (${info ?? 'no details'}) → ${reason}`, () => {
      const details = info && [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: info }];
      const body = JSON.stringify({ error: { code: 403, message, status: denied, details } });
      const error = classifyError(403, body);
      assert.deepEqual([error.kind, error.reason, error.passing], ['auth', reason, false]);
    });
  }

  it('is left open where a gateway says no more', () => {
    const { kind, reason } = classifyError(403, JSON.stringify({ error: { message: 'forbidden' } }));
    assert.deepEqual([kind, reason], ['auth', undefined]);
  });
});

describe('gemini: no money', () => {
  // Google's words since spring 2026 (the first three), then those of its older errors and of gateways.
  const rows: readonly (readonly [status: number, message: string, code: string, reason: string])[] = [
    [
      429,
      'Your project has exceeded its monthly spending cap. Please go to AI Studio at https://ai.studio/spend to manage your project spend cap.',
      'RESOURCE_EXHAUSTED',
      'spending-cap',
    ],
    [
      429,
      'Your billing account has exceeded its monthly spending cap. Please go to AI Studio at https://aistudio.google.com to manage your billing.',
      'RESOURCE_EXHAUSTED',
      'spending-cap',
    ],
    [
      429,
      'Your prepayment credits are depleted. Please go to AI Studio at https://ai.studio/projects to manage your project and billing.',
      'RESOURCE_EXHAUSTED',
      'no-credit',
    ],
    [400, 'Billing hard limit has been reached', 'billing_hard_limit_reached', 'spending-cap'],
    [400, 'Budget has been exceeded! Current cost: 1.2, Max budget: 1.0', 'budget_exceeded', 'spending-cap'],
    [429, 'You exceeded your current quota', 'insufficient_quota', 'no-credit'],
    [402, 'Payment required', 'payment_required', 'no-credit'],
    [403, 'Please enable billing on project #123.', 'PERMISSION_DENIED', 'PERMISSION_DENIED'],
    [429, 'Quota exceeded for metric: x, limit: 0', 'RESOURCE_EXHAUSTED', 'RESOURCE_EXHAUSTED'],
  ];
  for (const [status, message, code, reason] of rows) {
    it(`${message.slice(0, 60)} → ${reason}, and nothing is tried again`, () => {
      const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '20s' };
      const body = JSON.stringify({ error: { code: status, message, status: code, details: [retryInfo] } });
      const error = classifyError(status, body);
      assert.deepEqual([error.kind, error.reason, error.passing], ['billing', reason, false]);
      assert.equal(error.retryAfterMs, undefined);
    });
  }
});

describe('gemini: errors of gateways', () => {
  const rows: readonly (readonly [number, unknown, FailureKind])[] = [
    [
      401,
      {
        error: {
          message: 'Incorrect API key provided',
          type: 'invalid_request_error',
          code: 'invalid_api_key',
        },
      },
      'auth',
    ],
    [401, '', 'auth'],
    [402, { message: 'Payment required' }, 'billing'],
    [403, { error: 'forbidden' }, 'auth'],
    [
      429,
      {
        error: {
          message: 'You exceeded your current quota',
          type: 'insufficient_quota',
          code: 'insufficient_quota',
        },
      },
      'billing',
    ],
    [
      429,
      {
        error: { code: 429, message: 'Your prepayment credits are depleted.', status: 'RESOURCE_EXHAUSTED' },
      },
      'billing',
    ],
    [429, { detail: 'Rate limit exceeded: 100 per day' }, 'quota'],
    [429, 'slow down', 'rate-limited'],
    [
      400,
      {
        error: {
          code: 400,
          message: 'Billing account is not in good standing',
          status: 'FAILED_PRECONDITION',
        },
      },
      'billing',
    ],
    [
      400,
      {
        error: {
          code: 400,
          message: 'API key expired. Please renew the API key.',
          status: 'INVALID_ARGUMENT',
        },
      },
      'auth',
    ],
    [
      404,
      { error: { code: 404, message: 'Requested entity was not found.', status: 'NOT_FOUND' } },
      'retired',
    ],
    [404, { detail: 'Not Found' }, 'bad-request'],
    [410, { error: { message: 'The model is gone', code: 'model_deprecated' } }, 'retired'],
    [408, '', 'timeout'],
    [413, { error: { message: 'Request payload size exceeds the limit: 20971520 bytes.' } }, 'bad-request'],
    [
      501,
      { error: { code: 501, message: 'Operation is not implemented', status: 'UNIMPLEMENTED' } },
      'bad-request',
    ],
    [502, 'Bad Gateway', 'overloaded'],
    [529, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, 'overloaded'],
  ];
  for (const [status, body, kind] of rows) {
    it(`${String(status)} ${JSON.stringify(body).slice(0, 60)} → ${kind}`, () => {
      assert.equal(classifyError(status, typeof body === 'string' ? body : JSON.stringify(body)).kind, kind);
    });
  }

  it('know a request that is too large by its words, too', () => {
    const reason = (message: string): string | undefined =>
      classifyError(400, JSON.stringify({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }))
        .reason;
    assert.equal(reason('Request payload size exceeds the limit: 20971520 bytes.'), 'too-large');
    assert.equal(reason('request body too large'), 'too-large');
    assert.equal(reason('The input token count (140000) exceeds the maximum.'), 'INVALID_ARGUMENT');
  });
});
