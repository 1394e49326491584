import assert from 'node:assert/strict';
import type { Failure, FailureKind, Outcome } from '../../../src/core/model/outcome';
import { english } from '../../../src/core/translate';
import { faultNames, startGeminiServer, testKeys, type GeminiServer } from '../../server/geminiServer';
import { createHarness, input, model, type Harness } from './harness';

/** fault, kind, reason, requests that the server saw */
type Row = readonly [fault: string, kind: FailureKind, reason: string | undefined, requests: number];

const failures: readonly Row[] = [
  ['bad-key', 'auth', 'API_KEY_INVALID', 1],
  ['missing-key', 'auth', 'PERMISSION_DENIED', 1],
  ['leaked-key', 'auth', 'PERMISSION_DENIED', 1],
  ['wrong-token', 'auth', 'ACCESS_TOKEN_TYPE_UNSUPPORTED', 1],
  ['api-disabled', 'auth', 'SERVICE_DISABLED', 1],
  ['location', 'bad-request', 'location', 1],
  ['no-billing', 'billing', 'BILLING_DISABLED', 1],
  ['free-tier', 'billing', 'RESOURCE_EXHAUSTED', 1],
  ['per-day', 'quota', 'RESOURCE_EXHAUSTED', 1],
  ['rate-limited', 'rate-limited', 'RESOURCE_EXHAUSTED', 4],
  ['rate-limited-header', 'rate-limited', 'rate_limit', 4],
  ['rate-limited-long', 'rate-limited', 'RESOURCE_EXHAUSTED', 1],
  ['internal', 'overloaded', 'INTERNAL', 4],
  ['overloaded', 'overloaded', 'UNAVAILABLE', 4],
  ['deadline', 'overloaded', 'DEADLINE_EXCEEDED', 4],
  ['error-array', 'overloaded', 'UNAVAILABLE', 4],
  ['nested-error', 'rate-limited', 'RESOURCE_EXHAUSTED', 4],
  ['error-in-200', 'overloaded', 'UNAVAILABLE', 4],
  ['error-array-in-200', 'billing', 'RESOURCE_EXHAUSTED', 1],
  ['gateway-error', 'billing', 'no-credit', 1],
  ['gateway-model', 'overloaded', 'model_not_found', 4],
  ['empty-error', 'overloaded', undefined, 4],
  ['html-error', 'overloaded', 'html', 4],
  ['html-404', 'bad-request', 'endpoint', 1],
  ['html-403', 'bad-response', 'html', 1],
  ['html', 'bad-response', 'html', 1],
  ['too-large', 'bad-request', 'too-large', 1],
  ['proxy-407', 'network', 'proxy-auth', 1],
  ['not-found', 'retired', 'NOT_FOUND', 1],
  ['bad-argument', 'bad-request', 'INVALID_ARGUMENT', 1],
  ['missing-signature', 'bad-request', 'thought-signature', 1],
  ['echo-base64', 'bad-request', 'INVALID_ARGUMENT', 1],
  ['text-only', 'text-only', 'STOP', 1],
  ['image-link', 'text-only', 'STOP', 1],
  ['link-bare', 'text-only', 'STOP', 1],
  ['link-no-image', 'text-only', 'STOP', 1],
  ['link-gone', 'text-only', 'STOP', 1],
  ['link-private', 'text-only', 'STOP', 1],
  ['link-plain', 'text-only', 'STOP', 1],
  ['link-large', 'text-only', 'STOP', 1],
  ['link-of-words', 'text-only', 'STOP', 1],
  ['links-two', 'text-only', 'STOP', 1],
  ['thoughts-only', 'text-only', 'thoughts-only', 1],
  ['thought-image-only', 'text-only', 'thoughts-only', 1],
  ['no-image', 'text-only', 'NO_IMAGE', 1],
  ['max-tokens', 'text-only', 'MAX_TOKENS', 1],
  ['image-safety', 'blocked', 'IMAGE_SAFETY', 1],
  ['image-prohibited', 'blocked', 'IMAGE_PROHIBITED_CONTENT', 1],
  ['image-recitation', 'blocked', 'IMAGE_RECITATION', 1],
  ['image-other', 'blocked', 'IMAGE_OTHER', 1],
  ['safety', 'blocked', 'SAFETY', 1],
  ['recitation', 'blocked', 'RECITATION', 1],
  ['other', 'bad-response', 'service-error', 1],
  ['unknown-safety', 'blocked', 'IMAGE_HUMAN_SAFETY_REVIEW', 1],
  ['unknown-finish', 'bad-response', 'SOMETHING_NEW', 1],
  ['malformed-response', 'bad-response', 'MALFORMED_RESPONSE', 1],
  ['prompt-blocked', 'blocked', 'PROHIBITED_CONTENT', 1],
  ['prompt-blocked-message', 'blocked', 'BLOCKED', 1],
  ['no-candidates', 'bad-response', 'empty', 1],
  ['no-content', 'bad-response', 'empty', 1],
  ['empty-object', 'bad-response', 'empty', 1],
  ['empty', 'bad-response', 'empty', 1],
  ['garbage', 'bad-response', 'malformed', 1],
  ['malformed', 'bad-response', 'malformed', 1],
  ['truncated', 'bad-response', 'truncated', 1],
  ['corrupt-base64', 'bad-response', 'corrupt-image', 1],
  ['cut-base64', 'bad-response', 'corrupt-image', 1],
  ['empty-base64', 'bad-response', 'corrupt-image', 1],
  ['stall', 'timeout', 'no-answer', 1],
  ['stall-body', 'timeout', 'stalled', 1],
  ['reset', 'network', 'reset', 4],
  ['reset-body', 'network', 'reset', 1],
  ['close-body', 'network', 'reset', 1],
  ['redirect', 'network', 'redirect', 1],
  ['redirect-loop', 'network', 'redirect', 6],
];

/** Odd, but an image came. */
const good: readonly (readonly [fault: string, images: number])[] = [
  ['key-ignored', 1],
  ['key-only', 1],
  ['key-gradient', 1],
  ['key-in-subject', 1],
  ['two-images', 2],
  ['thought-images', 1],
  ['thought-after-data', 1],
  ['unknown-fields', 1],
  ['wrong-mime', 1],
  ['no-mime', 1],
  ['no-usage', 1],
  ['usage-without-details', 1],
  ['no-signature', 1],
  ['re-routed', 1],
  ['no-finish', 1],
  ['snake-case', 1],
  ['escaped-slashes', 1],
  ['pretty', 1],
  ['data-url', 1],
  ['data-url-in-data', 1],
  ['link-own', 1],
  ['interleaved', 3],
  ['smaller', 1],
  ['other-ratio', 1],
  ['odd-grounding', 1],
  ['array', 1],
  ['sse', 1],
  ['gzip', 1],
  ['slow', 1],
  // Its last character is missing, behind the image.
  ['truncated-end', 1],
  // The bytes decide, and that is not the provider's to say.
  ['not-an-image', 1],
];

describe('gemini: what a request ends with', () => {
  let server: GeminiServer;
  let harness: Harness;
  before(async () => {
    server = await startGeminiServer({ payloadBytes: 60_000 });
  });
  after(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    harness = await createHarness(server.url);
  });
  afterEach(async () => {
    server.setFault(undefined);
    const said = JSON.stringify([harness.logged, harness.progress]);
    assert.ok(!said.includes(testKeys.good), 'the key is in the log or the progress');
    await harness.blobs.remove();
  });

  it('has a row for every fault of the server', () => {
    assert.deepEqual([...failures, ...good].map(([fault]) => fault).sort(), faultNames);
  });

  it('says everything that the service did not say itself in the language of the editor', async () => {
    const other = await createHarness(server.url, { t: (...said) => `‹${english(...said)}›` });
    const ours: (string | undefined)[] = [];
    const say = (outcome: Outcome): void => {
      const { kind, message, quoted } = outcome as Failure;
      if (message === undefined || quoted === true) return;
      assert.match(message, /^‹/, kind);
      ours.push(message);
    };
    for (const [fault, kind, , requests] of failures) {
      if (kind === 'timeout' || requests > 1) continue;
      server.setFault(fault);
      say(await other.generate('a fox'));
    }
    server.setFault(undefined);
    say(await other.generate(' '));
    say(await other.generate('a fox', { settings: { aspectRatio: '7:1' } }));
    say(await other.generate('a fox', { images: [input('/nowhere', 'image/png')] }));
    say(await other.generate('a fox', { model: { ...model(), status: 'retired' } }));
    other.key = 'ключ';
    say(await other.generate('a fox'));
    other.key = undefined;
    say(await other.generate('a fox'));
    await other.blobs.remove();
    assert.ok(new Set(ours).size >= 12, ours.join('\n'));
  });

  for (const [fault, kind, reason, requests] of failures) {
    it(`${fault} → ${kind}${reason === undefined ? '' : ` (${reason})`}`, async () => {
      if (fault.startsWith('stall')) harness.endpoint = { ...harness.endpoint, timeoutMs: 300 };
      const outcome = (await harness.generate(`a cat [fault:${fault}]`)) as Failure;
      assert.deepEqual([outcome.kind, outcome.reason], [kind, reason]);
      assert.equal(server.requests.length, requests);
      assert.equal(outcome.sent, fault !== 'proxy-407');
      const turnedAway = ['redirect', 'redirect-loop', 'html', 'html-403'].includes(fault);
      assert.equal(outcome.unbilled, turnedAway ? true : undefined);
      assert.ok((outcome.message ?? '').length <= 300, 'the message is bounded');
      const text = JSON.stringify(outcome);
      assert.ok(text.length < 5000, 'the outcome is bounded');
      assert.ok(!text.includes(testKeys.good), 'the key is not repeated');
      assert.ok(!/[\w+/]{130}/.test(text), 'no base64');
      assert.deepEqual(await harness.blobs.list(), [], 'nothing is left in the store');
    });
  }

  for (const [fault, count] of good) {
    it(`${fault} → ${String(count)} image${count === 1 ? '' : 's'}`, async () => {
      const outcome = await harness.generate(`a cat [fault:${fault}]`);
      assert.ok(outcome.kind === 'images', JSON.stringify(outcome));
      assert.equal(outcome.images.length, count);
      assert.equal(outcome.cut, fault === 'truncated-end' ? true : undefined);
      assert.deepEqual((await harness.blobs.list()).sort(), outcome.images.map(image => image.file).sort());
      for (const { file, bytes } of outcome.images)
        assert.equal((await harness.blobs.read(file)).length, bytes);
    });
  }

  it('sends the bytes of the last real image when there were interim ones', async () => {
    const plain = await harness.generate('the same', { settings: { seed: 5 } });
    assert.ok(plain.kind === 'images');
    const expected = await harness.blobs.read(plain.images[0]!.file);
    for (const fault of [
      'thought-images',
      'thought-after-data',
      'gzip',
      'data-url',
      'data-url-in-data',
      'escaped-slashes',
      'slow',
      'sse',
    ]) {
      server.setFault(fault);
      const outcome = await harness.generate('the same', { settings: { seed: 5 } });
      assert.ok(outcome.kind === 'images');
      assert.deepEqual(await harness.blobs.read(outcome.images[0]!.file), expected, fault);
    }
  });

  it('shows the model’s words without the image that a gateway put into them', async () => {
    const outcome = await harness.generate('a [fault:data-url]');
    assert.equal(outcome.text, 'Here you are:\n\n\n\nEnjoy.');
    const refused = await harness.generate('a [fault:text-only]');
    assert.equal(refused.text, 'I can describe it, but I did not draw it.');
  });

  it('tells the words of the service from ours', async () => {
    const quoted = async (fault: string): Promise<unknown> => {
      const { message, quoted } = (await harness.generate(`a [fault:${fault}]`)) as Failure;
      assert.ok(message !== undefined && message !== '');
      return quoted;
    };
    assert.equal(await quoted('bad-argument'), true);
    assert.equal(await quoted('missing-signature'), true);
    assert.equal(await quoted('image-prohibited'), true);
    assert.equal(await quoted('prompt-blocked-message'), true);
    assert.equal(await quoted('html-403'), undefined);
    assert.equal(await quoted('proxy-407'), undefined);
    assert.equal(await quoted('html'), undefined);
  });

  it('counts what a blocked request used', async () => {
    const outcome = await harness.generate('a [fault:image-prohibited]');
    assert.deepEqual(outcome.usage, { inputTokens: 1119, thoughtTokens: 240 });
    assert.equal(
      (outcome as Failure).message,
      'The model output could not be generated. Support code: 42876398.',
    );
    const prompt = await harness.generate('a [fault:prompt-blocked]');
    assert.deepEqual(prompt.usage, { inputTokens: 12 });
  });

  it('leaves a count out that the service left out', async () => {
    assert.equal((await harness.generate('a [fault:no-usage]')).usage, undefined);
    const usage = (await harness.generate('a [fault:usage-without-details]')).usage;
    assert.deepEqual(Object.keys(usage ?? {}).sort(), ['inputTokens', 'outputTokens', 'thoughtTokens']);
  });

  it('names the model that really answered', async () => {
    const outcome = await harness.generate('a [fault:re-routed]', { model: model('gemini-3.1-flash-image') });
    assert.equal(outcome.modelVersion, 'gemini-nano-banana-2.1');
  });

  it('names a replacement for a model that is gone', async () => {
    const outcome = (await harness.generate('a', {
      model: { ...model('gemini-3.1-flash-image'), id: 'gemini/gemini-3-pro-image-preview' },
    })) as Failure;
    assert.deepEqual(
      [outcome.kind, outcome.replacement, outcome.status],
      ['retired', 'gemini/gemini-3-pro-image', 404],
    );
  });

  it('tells a good key without billing from a wrong one', async () => {
    harness.key = testKeys.free;
    assert.equal((await harness.generate('a')).kind, 'billing');
    harness.key = 'AIzaSyNobodyKnowsThisKey';
    const outcome = await harness.generate('a');
    assert.equal(outcome.kind, 'auth');
    assert.ok(!JSON.stringify(outcome).includes(harness.key));
  });

  it('says that there is no key, or one that can be none, without sending', async () => {
    for (const key of [undefined, ' ', 'ключ', 'two\nlines']) {
      harness.key = key;
      const outcome = (await harness.generate('a')) as Failure;
      assert.deepEqual([outcome.kind, outcome.sent], ['auth', false]);
      assert.ok(key === undefined || key === ' ' || !JSON.stringify(outcome).includes(key));
    }
    assert.equal(server.requests.length, 0);
  });

  it('tells cancelling from running out of time', async () => {
    const controller = new AbortController();
    const running = harness.generate('a [fault:stall-body]', { signal: controller.signal });
    const waiting = setInterval(() => {
      if (harness.progress.some(progress => progress.state === 'receiving')) controller.abort();
    }, 5);
    const outcome = (await running) as Failure;
    clearInterval(waiting);
    assert.deepEqual([outcome.kind, outcome.sent], ['cancelled', true]);
    assert.deepEqual(await harness.blobs.list(), []);
    const before = (await harness.generate('a', { signal: AbortSignal.abort() })) as Failure;
    assert.deepEqual([before.kind, before.sent], ['cancelled', false]);
  });

  it('says what the disk said when the store cannot be written', async () => {
    harness.blobs.fullAfter = 0;
    const outcome = (await harness.generate('a')) as Failure;
    assert.deepEqual([outcome.kind, outcome.reason], ['bad-response', 'store']);
    assert.match(outcome.message ?? '', /ENOSPC/);
    assert.deepEqual(await harness.blobs.list(), []);
  });
});
