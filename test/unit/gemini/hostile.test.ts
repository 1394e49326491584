import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/model/outcome';
import { findDataUrls } from '../../../src/providers/wire/dataUrls';
import { geminiInfo } from '../../../src/providers/gemini/info';
import { mergeModels } from '../../../src/providers/gemini/mergeModels';
import { classifyError } from '../../../src/providers/wire/serviceError';
import { testKeys } from '../../server/geminiServer';
import { createHarness, type Harness } from './harness';

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const image = { inlineData: { mimeType: 'image/png', data: pixel } };
const reply = (parts: readonly unknown[], more: object = {}): string =>
  JSON.stringify({
    candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }],
    modelVersion: 'gemini-nano-banana-2.1',
    ...more,
  });

describe('gemini: a service that means no good', () => {
  let harness: Harness;
  let answer: () => Response;
  let asked: string[];
  beforeEach(async () => {
    asked = [];
    const fetch = ((input: string | URL | Request): Promise<Response> => {
      asked.push(input instanceof Request ? input.url : String(input));
      return Promise.resolve(answer());
    }) as typeof globalThis.fetch;
    harness = await createHarness('http://127.0.0.1:9', { fetch });
  });
  afterEach(() => harness.blobs.remove());
  const json = (text: string, status = 200): Response =>
    new Response(text, { status, headers: { 'content-type': 'application/json' } });

  it('keeps some of a thousand small images, and no thousand files', async () => {
    answer = () => json(reply(Array.from({ length: 1000 }, () => image)));
    const outcome = await harness.generate('a');
    assert.equal(outcome.kind === 'images' && outcome.images.length, 32);
    assert.equal((await harness.blobs.list()).length, 32);
  });

  it('keeps some of a thousand images in its words', async () => {
    const text = `![a](data:image/png;base64,${pixel})\n`.repeat(1000);
    answer = () => json(reply([{ text }]));
    const outcome = await harness.generate('a');
    assert.equal(outcome.kind === 'images' && outcome.images.length, 32);
    assert.equal((await harness.blobs.list()).length, 32);
  });

  it('reads words full of addresses of images in one go', () => {
    const text = 'data:image/png;base64,AAAA '.repeat(80_000);
    const begun = performance.now();
    assert.equal(findDataUrls(text, 1e6).urls.length, 80_000);
    // In one go: some 20 ms. Each to the end of the text: minutes.
    assert.ok(performance.now() - begun < 2000);
  });

  it('bounds the names that go on record, and takes the key out of them', async () => {
    const long = `${testKeys.good} `.repeat(10_000);
    answer = () => json(reply([image], { modelVersion: long, responseId: long }));
    const outcome = await harness.generate('a');
    assert.equal(outcome.kind, 'images');
    for (const name of [outcome.modelVersion, outcome.responseId]) {
      assert.ok(
        name !== undefined && name.length <= 200 && !name.includes(testKeys.good),
        name?.slice(0, 300),
      );
    }
  });

  it('reads an event stream with more parts than a call has room for', async () => {
    const parts = Array.from({ length: 200_000 }, () => ({ text: 'a' }));
    const chunk = JSON.stringify({ candidates: [{ content: { parts: [...parts, image] } }] });
    answer = () => json(`data: ${chunk}\n\n`);
    assert.equal((await harness.generate('a')).kind, 'images');
  });

  it('reads an event stream whose every piece has a field of its own', async () => {
    const pieces = Array.from({ length: 20_000 }, (_, i) => {
      const content = { parts: [{ text: '', [`part${String(i)}`]: 1 }] };
      return `data: ${JSON.stringify({ candidates: [{ content, [`said${String(i)}`]: 1 }] })}\n`;
    });
    const last = JSON.stringify({ candidates: [{ content: { parts: [image] } }] });
    answer = () => json(`${pieces.join('')}data: ${last}\n\n`);
    assert.equal((await harness.generate('a')).kind, 'images');
  });

  it('does not make millions of objects of an answer of brackets', async () => {
    for (const [begin, piece, end] of [
      ['[', '{},', '{}]'],
      ['', 'data:{}\n', ''],
    ] as const) {
      answer = () => json(`${begin}${piece.repeat(2e6)}${end}`);
      const outcome = (await harness.generate('a')) as Failure;
      assert.deepEqual([outcome.kind, outcome.reason], ['bad-response', 'too-large']);
    }
  });

  it('makes plain facts of an error whose fields are anything', async () => {
    const anything = { toString: null, valueOf: null };
    const violations = [{ quotaId: anything, quotaMetric: anything, quotaValue: anything }];
    for (const status of ['constructor', '__proto__', 'toString', anything]) {
      const details = [
        { '@type': anything },
        { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations },
        { '@type': 'x/google.rpc.RetryInfo', retryDelay: `${'9'.repeat(400)}s` },
      ];
      const body = JSON.stringify({ error: { code: 429, status, message: 'no', details } });
      const facts = classifyError(200, body);
      assert.equal(typeof facts.status, 'number');
      assert.equal(facts.kind, 'rate-limited');
      assert.ok(Number.isFinite(facts.retryAfterMs), String(facts.retryAfterMs));
      assert.equal(typeof classifyError(200, JSON.stringify({ error: { status } })).status, 'number');
    }
    const headers = new Headers({ 'retry-after': '9'.repeat(400) });
    assert.ok(Number.isFinite(classifyError(429, '{}', headers).retryAfterMs));
    answer = () => json(JSON.stringify({ error: { status: 'constructor', message: 'no' } }), 200);
    const outcome = (await harness.generate('a')) as Failure;
    assert.deepEqual(structuredClone(outcome), outcome);
  });

  it('stops reading a list of models that does not end', async () => {
    let sent = 0;
    answer = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            sent += 1 << 20;
            if (sent > 200 << 20) controller.close();
            else controller.enqueue(new Uint8Array(1 << 20).fill(0x20));
          },
        }),
      );
    await harness.provider.listModels(new AbortController().signal);
    assert.ok(sent < 20 << 20, `${sent} bytes were read`);
  });

  it('adds only models whose names are names, and not any number of them', () => {
    const wrong = [
      'models/../x-image',
      'models/a image',
      'models/image\n',
      `models/${'a'.repeat(500)}-image`,
    ];
    const odd = ['models/image?key=1', 'models/image#x', 'models/[image](command:x)', 'models/'];
    const many = Array.from({ length: 5000 }, (_, index) => `models/image-${index}`);
    const before = mergeModels(geminiInfo, { models: [], complete: true }).length;
    const listed = (names: readonly string[]): number =>
      mergeModels(geminiInfo, {
        models: names.map(name => ({ name, displayName: 'An image', actions: [] })),
        complete: true,
      }).length - before;
    assert.equal(listed([...wrong, ...odd]), 0);
    assert.equal(listed(['models/vendor/x-image:free']), 1);
    assert.ok(listed(many) <= 200);
  });

  it('gets no key that was entered for another address', async () => {
    answer = () => {
      harness.endpoint = { ...harness.endpoint, baseUrl: 'http://127.0.0.1:10' };
      return json('{"error":{"code":503,"status":"UNAVAILABLE","message":"later"}}', 503);
    };
    await harness.generate('a');
    assert.deepEqual([...new Set(asked.map(url => new URL(url).port))], ['9']);
  });
});
