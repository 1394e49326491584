import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Failure } from '../../../src/core/model/outcome';
import { retryDelay } from '../../../src/providers/wire/retry';
import { startGeminiServer, type GeminiServer } from '../../server/geminiServer';
import { createHarness, type Harness } from './harness';

describe('gemini: asking again', () => {
  let server: GeminiServer;
  let harness: Harness;
  before(async () => {
    server = await startGeminiServer();
  });
  after(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    harness = await createHarness(server.url);
  });
  afterEach(() => harness.blobs.remove());

  it('gets over a passing failure and says what it did', async () => {
    const outcome = await harness.generate('a cat [fault:overloaded-twice]');
    assert.equal(outcome.kind, 'images');
    assert.equal(server.requests.length, 3);
    assert.deepEqual(outcome.retries, [
      { kind: 'overloaded', waitedMs: 750 },
      { kind: 'overloaded', waitedMs: 1500 },
    ]);
    assert.deepEqual(harness.slept, [750, 1500]);
    assert.deepEqual(
      harness.progress.filter(progress => progress.state === 'retrying'),
      [
        { state: 'retrying', inMs: 750, because: 'overloaded' },
        { state: 'retrying', inMs: 1500, because: 'overloaded' },
      ],
    );
  });

  it('waits as long as the service asks, in the details or in the header', async () => {
    assert.equal((await harness.generate('a [fault:rate-limited-once]')).kind, 'images');
    assert.equal((await harness.generate('a [fault:rate-limited-header-once]')).kind, 'images');
    assert.deepEqual(harness.slept, [7250, 3250]);
  });

  it('leaves a long wait to the user, and says how long', async () => {
    const outcome = (await harness.generate('a [fault:rate-limited-long]')) as Failure;
    assert.deepEqual([outcome.kind, outcome.retryAfterMs], ['rate-limited', 600_000]);
    assert.deepEqual(harness.slept, []);
  });

  it('does not offer a retry time where waiting does not help', async () => {
    for (const fault of ['free-tier', 'per-day']) {
      const outcome = (await harness.generate(`a [fault:${fault}]`)) as Failure;
      assert.equal(outcome.retryAfterMs, undefined, fault);
    }
  });

  it('gets over a connection that had gone stale', async () => {
    assert.equal((await harness.generate('a [fault:reset-once]')).kind, 'images');
    assert.equal(server.requests.length, 2);
  });

  it('does not ask twice for what may have been made', async () => {
    // The connection breaks after a while of drawing.
    const outcome = await harness.generate('a [fault:reset-body]');
    assert.equal(outcome.kind, 'network');
    assert.equal(server.requests.length, 1);
  });

  it('stops waiting when it is cancelled', async () => {
    const controller = new AbortController();
    harness.slept.push = () => {
      controller.abort();
      return 0;
    };
    const outcome = (await harness.generate('a [fault:overloaded]', {
      signal: controller.signal,
    })) as Failure;
    assert.deepEqual([outcome.kind, outcome.sent, outcome.unbilled], ['cancelled', true, true]);
    assert.equal(server.requests.length, 1);
  });

  it('leaves open what became of a request whose connection was lost, also when stopped later', async () => {
    const controller = new AbortController();
    harness.slept.push = () => {
      controller.abort();
      return 0;
    };
    const outcome = (await harness.generate('a [fault:reset]', { signal: controller.signal })) as Failure;
    assert.deepEqual([outcome.kind, outcome.sent, outcome.unbilled], ['cancelled', true, undefined]);
  });

  it('tells unreachable services apart', async () => {
    const gone = createServer();
    await new Promise<void>(resolve => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise(resolve => gone.close(resolve));
    harness.endpoint = { ...harness.endpoint, baseUrl: `http://127.0.0.1:${String(port)}` };
    const refused = (await harness.generate('a')) as Failure;
    assert.deepEqual([refused.kind, refused.reason, refused.sent], ['network', 'refused', false]);
    harness.endpoint = { ...harness.endpoint, baseUrl: 'http://nobody.invalid' };
    const unknown = (await harness.generate('a')) as Failure;
    assert.deepEqual([unknown.kind, unknown.reason, unknown.sent], ['network', 'dns', false]);
  });

  it('gives up after three times, each longer and never quite the same', () => {
    const failed = { failure: { kind: 'overloaded' as const, sent: true }, retry: {} };
    const notes = (count: number) =>
      Array.from({ length: count }, () => ({ kind: 'overloaded' as const, waitedMs: 1 }));
    assert.deepEqual(
      [0, 1, 2, 3].map(count => retryDelay(failed, notes(count), () => 0)),
      [500, 1000, 2000, undefined],
    );
    assert.deepEqual(
      [0, 1, 2].map(count => retryDelay(failed, notes(count), () => 0.999)),
      [1000, 1999, 3998],
    );
    assert.equal(
      retryDelay({ failure: failed.failure }, [], () => 0),
      undefined,
    );
    assert.equal(
      retryDelay({ ...failed, retry: { afterMs: 60_001 } }, [], () => 0),
      undefined,
    );
  });
});
