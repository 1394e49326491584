import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Failure, ImagesOutcome, Outcome } from '../../../src/core/model/outcome';
import { parsePartial } from '../../../src/providers/wire/partialJson';
import { createHarness, type Harness } from './harness';
import { imagePart, jpeg, otherJpeg, reply, startReplies, type Replies } from './replies';

const error = { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' };
const usageMetadata = { promptTokenCount: 1000, thoughtsTokenCount: 2000 };
const good = reply([{ text: 'Here.' }, imagePart(jpeg)]);
const text = JSON.stringify(good);
const events = (...chunks: readonly (object | string)[]): string =>
  chunks.map(chunk => (typeof chunk === 'string' ? chunk : `data: ${JSON.stringify(chunk)}\n\n`)).join('');

describe('gemini: an answer that breaks off', () => {
  let service: Replies;
  let harness: Harness;
  beforeEach(async () => {
    service = await startReplies();
    harness = await createHarness(service.url);
  });
  afterEach(async () => {
    await service.stop();
    await harness.blobs.remove();
  });

  /** One request, and exactly these images in the store. */
  async function kept(outcome: Outcome, ...images: readonly Buffer[]): Promise<ImagesOutcome> {
    assert.ok(outcome.kind === 'images', JSON.stringify(outcome));
    assert.equal(service.asked.length, 1, 'it is not asked again');
    assert.deepEqual((await harness.blobs.list()).sort(), outcome.images.map(({ file }) => file).sort());
    const bytes = await Promise.all(outcome.images.map(({ file }) => harness.blobs.read(file)));
    assert.deepEqual(bytes, images);
    return outcome;
  }

  const behind: readonly [string, object | string][] = [
    ['in the same reply', { ...good, error }],
    ['as a mere word', { ...good, error: 'late' }],
    ['in the next chunk of a list', [good, { error }]],
    ['in the next event', events(good, { error })],
    ['in the next event, taken back by one after it', events(good, { error }, { error: '' })],
  ];
  for (const [where, answer] of behind) {
    it(`keeps an image that an error follows: ${where}`, async () => {
      service.answers = [answer];
      const outcome = await kept(await harness.generate('a'), jpeg);
      assert.equal(outcome.cut, true);
      assert.equal(outcome.turn, undefined);
      assert.deepEqual(outcome.usage, { inputTokens: 12, imageOutputTokens: 1120, outputTokens: 1120 });
    });
  }

  for (const none of [null, '', false, {}]) {
    it(`does not take ${JSON.stringify(none)} for an error`, async () => {
      const spoken = { candidates: [{ content: { parts: [{ text: 'a' }] } }], error: none };
      for (const answer of [{ ...good, error: none }, [spoken, good], events(spoken, good)]) {
        service.asked.length = 0;
        service.answers = [answer];
        const outcome = await harness.generate('a');
        assert.ok(outcome.kind === 'images');
        assert.equal(outcome.cut, undefined);
        assert.ok(outcome.turn !== undefined);
        assert.equal(service.asked.length, 1);
      }
    });
  }

  it('asks once for what was counted, or drawn, whatever went wrong with it', async () => {
    const status = (code: number, body: object) => (response: ServerResponse) => {
      response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const draft = reply([{ ...imagePart(jpeg), thought: true }], { error, usageMetadata: undefined });
    const rows: [string, Replies['answers'][number], object | undefined][] = [
      ['a reply', { error, usageMetadata }, { inputTokens: 1000, thoughtTokens: 2000 }],
      ['a list', [{ usageMetadata }, { error }], { inputTokens: 1000, thoughtTokens: 2000 }],
      ['a status', status(503, { error, usageMetadata }), { inputTokens: 1000, thoughtTokens: 2000 }],
      ['a draft', draft, undefined],
    ];
    for (const [what, answer, usage] of rows) {
      service.asked.length = 0;
      service.answers = [answer];
      const outcome = (await harness.generate('a')) as Failure;
      assert.deepEqual([outcome.kind, outcome.usage, service.asked.length], ['overloaded', usage, 1], what);
      assert.deepEqual(await harness.blobs.list(), [], what);
    }
  });

  it('keeps an image from its last character on, wherever the answer ends, and nothing before that', async () => {
    const whole = text.indexOf('"', text.indexOf('"data":"') + 8) + 1;
    const lengths = [whole - 1, whole - 2, whole - 500, whole, whole + 1];
    for (let length = whole + 2; length < text.length; length += 7) lengths.push(length);
    for (const length of [...lengths, text.length - 1]) {
      service.asked.length = 0;
      service.answers = [text.slice(0, length)];
      const outcome = await harness.generate('a');
      if (length >= whole) {
        const { cut, turn, images } = await kept(outcome, jpeg);
        assert.deepEqual([cut, turn], [true, undefined], String(length));
        await harness.blobs.clear(images);
      } else {
        assert.deepEqual([outcome.kind, (outcome as Failure).reason], ['bad-response', 'truncated']);
        assert.deepEqual(await harness.blobs.list(), []);
      }
    }
  });

  it('keeps what was sent whole when something else than JSON follows', async () => {
    for (const tail of [' and so on', ',"x":undefined}', '\n<html></html>']) {
      service.asked.length = 0;
      service.answers = [`${text.slice(0, -1)}${tail}`];
      const { images, cut } = await kept(await harness.generate('a'), jpeg);
      assert.equal(cut, true);
      await harness.blobs.clear(images);
    }
  });

  /** The reply as far as the middle of a long signature, then what `end` does. */
  const inSignature = (end: (response: ServerResponse) => void) => (response: ServerResponse) => {
    const long = JSON.stringify(reply([imagePart(jpeg, 'image/jpeg', 'A'.repeat(300_000))]));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': long.length });
    response.write(long.slice(0, 200_000), () => end(response));
  };

  it('keeps an image when the connection is lost behind it', async () => {
    service.answers = [
      inSignature(response => {
        const arrived = (): boolean => harness.progress.some(({ state }) => state === 'receiving');
        const wait = setInterval(() => {
          if (!arrived()) return;
          clearInterval(wait);
          response.socket?.resetAndDestroy();
        }, 5);
      }),
    ];
    assert.equal((await kept(await harness.generate('a'), jpeg)).cut, true);
  });

  it('keeps an image when the time is up behind it', async () => {
    harness.endpoint = { ...harness.endpoint, timeoutMs: 400 };
    service.answers = [inSignature(() => undefined)];
    assert.equal((await kept(await harness.generate('a'), jpeg)).cut, true);
  });

  it('keeps an image when it is stopped behind it', async () => {
    harness.endpoint = { ...harness.endpoint, timeoutMs: 60_000 };
    service.answers = [inSignature(() => undefined)];
    const controller = new AbortController();
    const running = harness.generate('a', { signal: controller.signal });
    const wait = setInterval(() => {
      // The image is in the first 10 KB.
      if (harness.progress.some(each => each.state === 'receiving' && each.bytes > 12_000))
        controller.abort();
    }, 5);
    const outcome = await running;
    clearInterval(wait);
    assert.equal((await kept(outcome, jpeg)).cut, true);
  });

  it('keeps an image when the disk has no room for the next one', async () => {
    harness.blobs.fullAfter = 1;
    service.answers = [reply([imagePart(jpeg), imagePart(otherJpeg)])];
    assert.equal((await kept(await harness.generate('a'), jpeg)).cut, true);
  });

  it('keeps as many images as it takes when there are more', async () => {
    service.answers = [reply(Array.from({ length: 33 }, () => imagePart(jpeg)))];
    const outcome = await kept(await harness.generate('a'), ...Array.from({ length: 32 }, () => jpeg));
    assert.equal(outcome.cut, true);
  });

  it('keeps no draft, also when nothing comes after it', async () => {
    const draft = JSON.stringify(reply([{ thought: true, ...imagePart(jpeg) }, imagePart(otherJpeg)]));
    service.answers = [draft.slice(0, draft.length / 2 + 3000)];
    const outcome = (await harness.generate('a')) as Failure;
    assert.deepEqual([outcome.kind, outcome.reason], ['bad-response', 'truncated']);
    assert.deepEqual(await harness.blobs.list(), []);
  });

  for (const first of [': keep-alive\n\n', 'event: message\n', 'id: 7\nretry: 10\n', '\n:\r\n']) {
    it(`reads events that begin with ${JSON.stringify(first)}`, async () => {
      service.answers = [events(first, good)];
      const outcome = await kept(await harness.generate('a'), jpeg);
      assert.equal(outcome.cut, undefined);
      assert.ok(outcome.turn !== undefined);
    });
  }

  it('keeps the image of an event when the next one is cut, or does not come', async () => {
    const last = events({ usageMetadata: { promptTokenCount: 5 }, responseId: 'r' });
    service.answers = [events(good) + last.slice(0, -8)];
    const outcome = await kept(await harness.generate('a'), jpeg);
    assert.deepEqual([outcome.cut, outcome.usage], [true, { inputTokens: 5 }]);
    await harness.blobs.clear(outcome.images);

    service.asked.length = 0;
    service.answers = [
      response => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(events(good));
      },
    ];
    harness.endpoint = { ...harness.endpoint, timeoutMs: 400 };
    assert.equal((await kept(await harness.generate('a'), jpeg)).cut, true);
  });

  it('puts the chunks of several candidates together, each with its own', async () => {
    const chunk = (index: number, part: object): object => ({
      candidates: [{ index, content: { parts: [part] } }],
    });
    service.answers = [[chunk(0, { text: 'Only' }), chunk(1, imagePart(jpeg)), chunk(0, { text: 'words.' })]];
    const outcome = await kept(await harness.generate('a'), jpeg);
    assert.equal((outcome.turn as { parts: unknown[] }).parts.length, 1);
  });
});

describe('gemini: JSON that is not all there', () => {
  const value = {
    a: [1, -2.5e3, true, null, 'x"\\é\n', []],
    b: { c: { d: 'e' }, f: {} },
    g: 'h',
    i: 12345,
  };

  it('is read as far as it goes, and no further', () => {
    for (const indent of [0, 2]) {
      const whole = JSON.stringify(value, null, indent);
      for (let length = 0; length < whole.length; length++) {
        const found = parsePartial(whole.slice(0, length));
        if (found === undefined) assert.ok(length === 0);
        else assert.ok(isPartOf(found, value), `${whole.slice(0, length)} → ${JSON.stringify(found)}`);
      }
      assert.deepEqual(parsePartial(whole), value);
    }
    assert.deepEqual(parsePartial('{"a":{"b":[1,{"c":"d"'), { a: { b: [1, { c: 'd' }] } });
    assert.deepEqual(parsePartial('{"a":1,"b":12'), { a: 1 });
    assert.deepEqual(parsePartial('{"a":1,oops,"b":2}'), { a: 1 });
  });

  it('can be anything', () => {
    parsePartial('['.repeat(1e6));
    parsePartial('{"a":'.repeat(1e6));
    assert.equal(parsePartial('oops'), undefined);
    assert.deepEqual(parsePartial('{"__proto__":{"x":1},"y":2'), {});
    assert.equal(({} as { x?: number }).x, undefined);
  });
});

/** Nothing in `part` that is not in `whole`, and nothing that is cut but objects and lists. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  const all = whole as Record<string, unknown>;
  return Object.entries(part).every(([key, value]) => isPartOf(value, all[key]));
}
