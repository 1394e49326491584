import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/model/outcome';
import { createProvider } from '../../../src/providers/openai/index';
import { openaiInfo } from '../../../src/providers/openai/info';
import { imageSize } from '../../server/imageFacts';
import type { ImagesServer } from '../../server/imagesServer';
import { openaiKeys, startOpenaiServer } from '../../server/openaiServer';
import { createProviderHarness, type ProviderHarness } from '../providers/harness';

describe('openai: what comes back', () => {
  let server: ImagesServer;
  let harness: ProviderHarness;
  before(async () => {
    server = await startOpenaiServer({ payloadBytes: 4_000_000 });
  });
  after(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    harness = await createProviderHarness({
      ...{ info: openaiInfo, createProvider, key: openaiKeys.good },
      baseUrl: `${server.url}/v1`,
    });
  });
  afterEach(() => harness.blobs.remove());
  const leftovers = async (): Promise<readonly string[]> =>
    (await harness.blobs.list()).filter(name => name.endsWith('.part') || name.endsWith('.bin'));

  type Row = readonly [fault: string, kind: Failure['kind'], reason: string | undefined, requests?: number];
  const rows: readonly Row[] = [
    ['insufficient-quota', 'billing', 'no-credit'],
    ['hard-limit', 'billing', 'spending-cap'],
    ['rate-limited', 'rate-limited', 'rate_limit_exceeded', 4],
    ['moderation', 'blocked', 'moderation_blocked'],
    ['policy-violation', 'blocked', 'content_policy_violation'],
    ['filtered', 'blocked', 'content_filter'],
    ['model-not-found', 'retired', 'model_not_found'],
    ['no-model-access', 'auth', 'no-model-access'],
    ['unknown-parameter', 'bad-request', 'unknown_parameter'],
    ['unverified', 'auth', 'unverified'],
    ['key-echo', 'auth', 'invalid_api_key'],
    ['internal', 'overloaded', 'server_error', 4],
    ['overloaded', 'overloaded', 'server_error', 4],
    ['error-in-200', 'overloaded', 'server_error', 4],
    ['html-error', 'overloaded', 'html', 4],
    ['too-large', 'bad-request', 'too-large'],
    ['html', 'bad-response', 'html'],
    ['truncated', 'bad-response', 'truncated'],
    ['malformed', 'bad-response', 'malformed'],
    ['garbage', 'bad-response', 'malformed'],
    ['empty', 'bad-response', 'empty'],
    ['empty-object', 'bad-response', 'empty'],
    ['no-images', 'bad-response', 'empty'],
    ['wrong-base64', 'bad-response', 'corrupt-image'],
    ['empty-base64', 'bad-response', 'empty'],
    ['words', 'text-only', 'stop'],
    ['url-gone', 'bad-response', 'link', 2],
    ['url-private', 'network', 'unsafe-address'],
    ['url-plain-http', 'network', 'unsafe-address'],
    ['redirect', 'network', 'redirect'],
    ['redirect-loop', 'network', 'redirect', 6],
    ['stall', 'timeout', 'no-answer'],
    ['stall-body', 'timeout', 'stalled'],
    ['reset', 'network', 'reset', 4],
    ['reset-body', 'network', 'reset'],
  ];
  for (const [fault, kind, reason, requests = 1] of rows) {
    it(`${fault}: ${kind}, ${reason ?? ''}`, async () => {
      if (fault.startsWith('stall')) harness.endpoint = { ...harness.endpoint, timeoutMs: 300 };
      const failure = await harness.failure(`a cat [fault:${fault}]`);
      assert.deepEqual([failure.kind, failure.reason, failure.sent], [kind, reason, true], failure.message);
      assert.equal(server.requests.length, requests);
      assert.deepEqual(await leftovers(), []);
      assert.ok(!JSON.stringify(failure).includes(openaiKeys.good));
    });
  }

  it('waits as long as the service asks, in either header', async () => {
    await harness.images('a [fault:rate-limited-once]');
    await harness.images('a [fault:rate-limited-reset-once]');
    assert.deepEqual(harness.slept, [7250, 12_250]);
  });

  it('gets over a passing failure', async () => {
    const outcome = await harness.images('a [fault:internal-twice]');
    assert.deepEqual(
      outcome.retries?.map(({ kind }) => kind),
      ['overloaded', 'overloaded'],
    );
  });

  it('knows what takes the place of a model that is gone', async () => {
    const model = { ...harness.model('gpt-image-1.5'), status: 'stable' as const };
    const failure = await harness.failure('a [fault:model-not-found]', { model });
    assert.equal(failure.replacement, 'openai/gpt-image-2.6-sunburst');
  });

  for (const fault of ['data-url', 'url-data-url', 'url', 'smaller', 'slow', 'truncated-end']) {
    it(`understands an image that comes as ${fault}`, async () => {
      const { images } = await harness.images(`a cat [fault:${fault}]`);
      assert.equal(images.length, 1);
      const { width } = imageSize(await harness.blobs.read(images[0]!.file))!;
      assert.equal(width, { url: 512, smaller: 256 }[fault] ?? 1024);
    });
  }

  it('fetches an image that lies elsewhere without the key', async () => {
    await harness.images('a cat [fault:url]');
    const last = server.requests.at(-1);
    assert.deepEqual([last?.path, last?.headers['authorization']], ['/files/a.png', undefined]);
  });

  it('keeps what came when another image of the answer can not be fetched', async () => {
    const { images, cut } = await harness.images('a cat [fault:url-and-image]');
    assert.deepEqual([images.length, cut], [1, true]);
  });

  it('keeps every image of an answer', async () => {
    assert.equal((await harness.images('a cat [fault:two]')).images.length, 2);
  });

  const dialects = { chat: 'Here it is.', 'chat-text': 'Done:', images: undefined, gemini: 'Here.' };
  for (const [dialect, text] of Object.entries(dialects)) {
    it(`understands a gateway that answers as ${dialect}`, async () => {
      const outcome = await harness.images(`a cat [fault:dialect-${dialect}]`);
      assert.deepEqual([outcome.images.length, outcome.text], [1, text]);
      const { width } = imageSize(await harness.blobs.read(outcome.images[0]!.file))!;
      assert.equal(width, 1024);
    });
  }

  it('stops when it is told to, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const pending = harness.generate('a [fault:stall-body]', { signal: controller.signal });
    while (!harness.progress.some(({ state }) => state === 'receiving'))
      await new Promise(resolve => setImmediate(resolve));
    controller.abort();
    const outcome = await pending;
    assert.equal(outcome.kind, 'cancelled');
    assert.deepEqual(await leftovers(), []);
  });

  it('tells a full disk from a lost connection', async () => {
    harness.blobs.fullAfter = 0;
    const failure = await harness.failure('a cat');
    assert.deepEqual([failure.kind, failure.reason], ['bad-response', 'store']);
  });
});
