import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isUnbilled, type Failure, type ImagesOutcome } from '../../../src/core/model/outcome';
import type { InputImage } from '../../../src/core/provider';
import type { FilesFault } from '../../server/filesApi';
import {
  startGeminiServer,
  testKeys,
  type GeminiServer,
  type ReceivedRequest,
} from '../../server/geminiServer';
import { makePng } from '../../server/png';
import { createHarness, input, turn, type Harness } from './harness';

const limit = 8000;

describe('gemini: images beyond what one request takes', () => {
  let server: GeminiServer;
  let harness: Harness;
  let reference: InputImage;
  let other: InputImage;
  const bytes = makePng(30, 20, 1, Buffer.alloc(limit));

  beforeEach(async () => {
    over = false;
    server = await startGeminiServer();
    harness = await createHarness(server.url);
    harness.endpoint.inlineBytes = limit;
    const named = async (name: string, content: Buffer): Promise<InputImage> => {
      const path = join(harness.blobs.path, name);
      await writeFile(path, content);
      return input(path, 'image/png');
    };
    reference = await named('a.png', bytes);
    other = await named('b.png', makePng(10, 10, 5, Buffer.alloc(100)));
  });
  afterEach(async () => {
    over = true;
    await server.stop();
    await harness.blobs.remove();
  });

  const images = async (...given: Parameters<Harness['generate']>): Promise<ImagesOutcome> => {
    const outcome = await harness.generate(...given);
    assert.ok(outcome.kind === 'images', JSON.stringify(outcome));
    return outcome;
  };
  const failure = async (...given: Parameters<Harness['generate']>): Promise<Failure> => {
    const outcome = await harness.generate(...given);
    assert.ok(outcome.kind !== 'images');
    return outcome;
  };
  const asked = (what: string): readonly ReceivedRequest[] =>
    server.requests.filter(({ method, path }) => `${method} ${path}`.includes(what));
  const partsOf = (request: ReceivedRequest | undefined): readonly Record<string, unknown>[] =>
    (request?.body as { contents: { parts: Record<string, unknown>[] }[] }).contents.flatMap(
      ({ parts }) => parts,
    );
  let over = false;
  const until = async (there: () => boolean): Promise<void> => {
    while (!there() && !over) await setImmediate();
  };
  /** Removing does not hold up the image. */
  const removed = (): Promise<void> => server.files.empty();

  it('are uploaded before it, named in it in their order, and removed', async () => {
    await images('a', { images: [reference, other] });
    const [first, second] = server.files.uploaded;
    assert.deepEqual(
      [first?.bytes.equals(bytes), second?.bytes.length],
      [true, 100 + 12 + makePng(10, 10, 5).length],
    );
    const uri = (name = ''): string => `${server.url}/v1beta/${name}`;
    assert.deepEqual(partsOf(asked(':generateContent')[0]).slice(1), [
      { fileData: { mimeType: 'image/png', fileUri: uri(first?.name) } },
      { fileData: { mimeType: 'image/png', fileUri: uri(second?.name) } },
    ]);
    await removed();
    assert.equal(asked('DELETE ').length, 2);
    for (const { headers } of server.requests) assert.equal(headers['x-goog-api-key'], testKeys.good);
    // Nobody needs to know what it is called here.
    const started = asked('POST /upload').filter(({ body }) => body !== undefined);
    assert.ok(started.every(({ body }) => !JSON.stringify(body).includes('.png')));
    assert.deepEqual(harness.logged, []);
  });

  it('stay in it while they fit', async () => {
    await images('a', { images: [other] });
    assert.deepEqual([asked('/files').length, server.files.uploaded.length], [0, 0]);
  });

  it('go with the key where the endpoint wants it', async () => {
    const gateway = await startGeminiServer({ keyHeader: 'authorization' });
    harness.endpoint = { ...harness.endpoint, baseUrl: `${gateway.url}/v1beta`, keyHeader: 'authorization' };
    try {
      await images('a', { images: [reference] });
      await gateway.files.empty();
      assert.equal(gateway.requests.length, 4);
      for (const { headers } of gateway.requests) {
        assert.equal(headers.authorization, `Bearer ${testKeys.good}`);
        assert.equal(headers['x-goog-api-key'], undefined);
      }
    } finally {
      await gateway.stop();
    }
  });

  it('are uploaded once for the variations of a run', async () => {
    const variations = [0, 1, 2, 3].map(variation => images('a', { images: [reference], variation }));
    const outcomes = await Promise.all(variations);
    assert.equal(outcomes.length, 4);
    assert.equal(server.files.uploaded.length, 1);
    await removed();
    assert.equal(asked('DELETE ').length, 1);
  });

  it('outlive a variation that is stopped', async () => {
    const stop = new AbortController();
    const release = server.hold();
    const stopped = failure('a', { images: [reference], signal: stop.signal });
    const kept = images('b', { images: [reference] });
    await until(() => asked('POST /upload').length > 0);
    stop.abort();
    const { kind, sent } = await stopped;
    assert.deepEqual([kind, sent], ['cancelled', false]);
    release();
    await kept;
    assert.equal(server.files.uploaded.length, 1);
    await removed();
  });

  it('are not uploaded again when the request is', async () => {
    const { retries } = await images('a [fault:overloaded-twice]', { images: [reference] });
    assert.deepEqual([retries?.length, server.files.uploaded.length], [2, 1]);
    await removed();
  });

  it('are removed when the request fails', async () => {
    const { kind } = await failure('a [fault:image-safety]', { images: [reference] });
    assert.deepEqual([kind, server.files.uploaded.length], ['blocked', 1]);
    await removed();
  });

  it('are removed when it is stopped while it is answered', async () => {
    const stop = new AbortController();
    const going = failure('a [fault:stall]', { images: [reference], signal: stop.signal });
    await until(() => asked(':generateContent').length > 0);
    stop.abort();
    assert.equal((await going).kind, 'cancelled');
    await removed();
  });

  it('are removed when it is stopped while they are uploaded', async () => {
    const stop = new AbortController();
    server.files.fault = 'upload-held';
    server.files.onHeld = () => {
      stop.abort();
    };
    const outcome = await failure('a', { images: [reference], signal: stop.signal });
    assert.deepEqual([outcome.kind, outcome.sent], ['cancelled', false]);
    assert.equal(server.files.uploaded.length, 1);
    await removed();
  });

  it('wait until they may be used', async () => {
    server.files.fault = 'ready-at-third';
    await images('a', { images: [reference] });
    assert.deepEqual(harness.slept, [1000, 1000, 1000]);
    await removed();
  });

  it('are not waited for longer than the request may take', async () => {
    server.files.fault = 'never-ready';
    harness.endpoint.timeoutMs = 300;
    const { kind, sent } = await failure('a', { images: [reference] });
    assert.deepEqual([kind, sent], ['timeout', false]);
    assert.equal(asked(':generateContent').length, 0);
    await removed();
  });

  const passing: readonly [FilesFault, string][] = [
    ['overloaded-once', 'overloaded'],
    ['reset-once', 'network'],
  ];
  for (const [fault, kind] of passing) {
    it(`are uploaded again after what passes: ${fault}`, async () => {
      server.files.fault = fault;
      const { retries } = await images('a', { images: [reference] });
      assert.deepEqual(
        [retries?.map(each => each.kind), harness.slept.length, server.files.uploaded.length],
        [[kind], 1, 1],
      );
      await removed();
    });
  }

  const faults: readonly [FilesFault, kind: string, reason: string, message: RegExp][] = [
    ['no-session', 'unsupported', 'too-large', /Google Gemini, and it takes no uploads: it has no Files API/],
    [
      'foreign-session',
      'bad-response',
      'unsafe-address',
      /an address that is not its own\. Nothing was sent/,
    ],
    ['no-uri', 'bad-response', 'malformed', /did not say where an uploaded image is/],
    ['failed', 'bad-request', 'file-failed', /The file could not be decoded\./],
    ['full', 'quota', 'RESOURCE_EXHAUSTED', /per-day storage limit/],
  ];
  for (const [fault, kind, reason, message] of faults) {
    it(`say what is wrong, and cost nothing: ${fault}`, async () => {
      server.files.fault = fault;
      const outcome = await failure('a', { images: [reference] });
      assert.deepEqual([outcome.kind, outcome.reason, outcome.retries], [kind, reason, undefined]);
      assert.match(outcome.message!, message);
      assert.ok(isUnbilled(outcome));
      assert.equal(asked(':generateContent').length, 0);
      await removed();
    });
  }

  it('say that a gateway has no Files API', async () => {
    const gateway = await startGeminiServer({ noFiles: true });
    harness.endpoint = { ...harness.endpoint, baseUrl: gateway.url };
    try {
      const outcome = await failure('a', { images: [reference] });
      assert.deepEqual([outcome.kind, outcome.reason, outcome.sent], ['unsupported', 'too-large', false]);
      assert.match(outcome.message!, /it has no Files API/);
      assert.equal(gateway.requests.length, 1);
    } finally {
      await gateway.stop();
    }
  });

  it('are uploaded when the endpoint takes less than was thought', async () => {
    const small = await startGeminiServer({ maxBodyBytes: 2000 });
    harness.endpoint = { ...harness.endpoint, baseUrl: small.url, inlineBytes: 100_000 };
    try {
      const { retries } = await images('a', { images: [reference, other] });
      assert.deepEqual(retries, [{ kind: 'bad-request', waitedMs: 0 }]);
      assert.equal(small.files.uploaded.length, 2);
      await small.files.empty();
    } finally {
      await small.stop();
    }
  });

  it('are not uploaded with a key that is refused, and not again', async () => {
    harness.key = testKeys.leaked;
    const outcome = await failure('a', { images: [reference] });
    assert.deepEqual([outcome.kind, asked('').length], ['auth', 1]);
    assert.ok(!JSON.stringify(outcome).includes(testKeys.leaked));
  });

  it('make no failure of a removal that fails', async () => {
    server.files.fault = 'keeps';
    await images('a', { images: [reference] });
    await until(() => harness.logged.length > 0);
    assert.deepEqual(harness.logged, ['An uploaded image could not be removed: overloaded INTERNAL']);
  });

  it('of earlier turns go along, the model’s own as they came', async () => {
    const first = await images('a', { images: [reference] });
    await removed();
    const before = { ...turn('a', first.turn, harness.blobs), images: [reference] };
    // Room for what was drawn, and for nothing beside it.
    const [drawn] = first.images;
    harness.endpoint.inlineBytes = Math.ceil(drawn!.bytes / 3) * 4 + limit;
    await images('b', { history: [before] });
    const names = partsOf(asked(':generateContent').at(-1)).flatMap(part =>
      Object.keys(part).filter(name => name !== 'thoughtSignature'),
    );
    assert.deepEqual(names, ['text', 'fileData', 'text', 'inlineData', 'text']);
    await removed();
  });
});
