import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { english } from '../../../src/core/translate';
import { failureOf } from '../../../src/providers/wire/failures';
import { Lifter } from '../../../src/providers/wire/lift';
import { mergeChunks } from '../../../src/providers/gemini/mergeChunks';
import { readReply } from '../../../src/providers/wire/readReply';
import type { BlobSink } from '../../../src/core/provider';

interface Memory {
  sink: BlobSink;
  parts: Buffer[];
  aborted: boolean;
}

function memorySinks(): { created: Memory[]; createBlob: () => Promise<BlobSink> } {
  const created: Memory[] = [];
  return {
    created,
    createBlob: () => {
      const memory: Memory = { sink: undefined as unknown as BlobSink, parts: [], aborted: false };
      memory.sink = {
        write: async chunk => {
          // As a disk: later, and the buffer may be changed after that.
          await new Promise(resolve => setImmediate(resolve));
          memory.parts.push(Buffer.from(chunk));
        },
        close: () => Promise.resolve({ file: 'x', bytes: 0 }),
        abort: () => {
          memory.aborted = true;
          return Promise.resolve();
        },
      };
      created.push(memory);
      return Promise.resolve(memory.sink);
    },
  };
}

const marker = 'marker:';

/** What the lifter makes of `text` cut at `cuts`, with every placeholder put back, or why it refuses. */
async function lift(
  text: Buffer,
  cuts: readonly number[],
): Promise<{ value: unknown; images: Buffer[] } | { refused: string }> {
  const { created, createBlob } = memorySinks();
  const lifter = new Lifter({
    t: english,
    createBlob,
    marker,
    maxImages: 10,
    maxImageBytes: 1e9,
    maxTotalBytes: 1e9,
    maxJsonBytes: 1e9,
  });
  try {
    const edges = [0, ...[...cuts].sort((a, b) => a - b), text.length];
    for (let index = 1; index < edges.length; index++) {
      await lifter.push(Buffer.from(text.subarray(edges[index - 1], edges[index])));
    }
    lifter.end();
    const json = lifter.text();
    const values = [...lifter.blobs.values()];
    if (values.some(blob => blob.corrupt)) return { refused: 'corrupt' };
    const images = created.map(({ parts }) => Buffer.concat(parts));
    const value = JSON.parse(json, (_, item: unknown) => {
      if (typeof item !== 'string' || !lifter.blobs.has(item)) return item;
      return images[[...lifter.blobs.keys()].indexOf(item)]?.toString('base64');
    }) as unknown;
    return { value, images };
  } catch (error) {
    return { refused: (error as Error).message };
  }
}

const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;

function randomReply(): { value: unknown; text: Buffer } {
  const image = (): string => randomBytes(Math.floor(Math.random() * 30_000)).toString('base64');
  const odd = ['"', '\\', '\\"', 'é', '😀', '\n', 'data', ':', '{', '[', '\\u0022', 'x'.repeat(5000)];
  const text = (): string => Array.from({ length: Math.floor(Math.random() * 6) }, () => pick(odd)).join('');
  const part = (): unknown =>
    pick([
      () => ({ inlineData: { mimeType: 'image/png', data: image() }, thoughtSignature: image() }),
      () => ({ thought: true, inlineData: { data: image(), mimeType: 'image/jpeg' } }),
      () => ({ text: text() }),
      () => ({ inline_data: { mime_type: 'image/png', data: image() } }),
      () => ({ [`k${text()}`]: text(), data: pick([null, 7, true, ['data', image()], { data: image() }]) }),
    ])();
  const value = {
    candidates: [{ content: { parts: Array.from({ length: 1 + Math.floor(Math.random() * 4) }, part) } }],
    [`k${text()}`]: text(),
    modelVersion: 'm',
  };
  let json = JSON.stringify(value, null, pick([0, 0, 1, 4, '\t']));
  if (Math.random() < 0.3) json = json.replace(/\//g, '\\/');
  if (Math.random() < 0.3) json = json.replace(/=/g, '\\u003d');
  return { value, text: Buffer.from(json) };
}

describe('gemini: images lifted out of a reply while it streams in', () => {
  it('gives what JSON.parse gives, wherever the chunks are cut', async () => {
    let lifted = 0;
    for (let round = 0; round < 150; round++) {
      const { value, text } = randomReply();
      const cuts = Array.from({ length: pick([0, 1, 5, 60]) }, () => Math.floor(Math.random() * text.length));
      const result = await lift(text, cuts);
      assert.ok('value' in result, 'refused' in result ? result.refused : '');
      assert.deepEqual(result.value, value);
      lifted += result.images.length;
    }
    assert.ok(lifted > 50, 'images were lifted');
  });

  it('gives the same when every byte comes alone', async () => {
    const value = { data: randomBytes(4000).toString('base64') };
    const json = Buffer.from(JSON.stringify(value).replace(/\//g, '\\/'));
    const result = await lift(
      json,
      Array.from({ length: json.length }, (_, index) => index),
    );
    assert.deepEqual('value' in result && result.value, value);
  });

  it('never accepts a text that is cut off, wherever it is', async () => {
    const data = randomBytes(9000).toString('base64');
    const reply = {
      candidates: [
        { content: { parts: [{ text: 'a\\"b' }, { inlineData: { mimeType: 'image/png', data } }] }, x: 1 },
      ],
    };
    const json = Buffer.from(JSON.stringify(reply).replace(/\//g, '\\/'));
    for (
      let length = 0;
      length < json.length;
      length += length < 200 || length > json.length - 200 ? 1 : 37
    ) {
      const result = await lift(json.subarray(0, length), [Math.floor(length / 2)]);
      assert.ok('refused' in result, `accepted at ${String(length)} of ${String(json.length)}`);
    }
    const inside = await lift(Buffer.from('{"data":"QUJD}'), []);
    assert.deepEqual(inside, { refused: 'The answer ends in the middle of a string.' });
  });

  it('refuses base64 that Buffer would read over', async () => {
    const good = randomBytes(9000).toString('base64');
    const bad: Record<string, string> = {
      'a foreign character': `${good.slice(0, 6000)}!${good.slice(6001)}`,
      'a foreign letter that ends in an ASCII byte': `${good.slice(0, 6000)}\u0141${good.slice(6001)}`,
      'padding in the middle': `${good.slice(0, 6000)}=${good.slice(6001)}`,
      'three characters missing': good.slice(0, -3),
      'padding after whole groups': `${good}=`,
      'too much padding': `${good}====`,
      'padding alone': '='.repeat(8000),
      'both alphabets': `${'+'.repeat(4000)}${'-'.repeat(4000)}`,
    };
    for (const [name, data] of Object.entries(bad)) {
      for (const escaped of [false, true]) {
        const plain = JSON.stringify({ data });
        const json = Buffer.from(escaped ? plain.replace(/\//g, '\\/').replace(/=/g, '\\u003d') : plain);
        assert.ok('refused' in (await lift(json, [100, 5000, 7001])), name);
      }
    }
  });

  it('reads the URL-safe alphabet and line breaks', async () => {
    const bytes = randomBytes(9001);
    const safe = bytes.toString('base64').replace(/\+/g, '-').replace(/\//g, '_');
    const lines = bytes.toString('base64').replace(/.{76}/g, '$&\n');
    for (const data of [safe, lines]) {
      const result = await lift(Buffer.from(JSON.stringify({ data })), [4000, 8001]);
      assert.deepEqual('images' in result && result.images, [bytes]);
    }
  });

  it('reads base64 of either alphabet without its padding', async () => {
    for (const length of [9000, 9001, 9002]) {
      const bytes = randomBytes(length);
      for (const data of [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')]) {
        const result = await lift(Buffer.from(JSON.stringify({ data })), [4000, 8001]);
        assert.deepEqual('images' in result && result.images, [bytes], String(length));
      }
    }
  });

  it('leaves signatures where they are, however long', async () => {
    const value = {
      thoughtSignature: randomBytes(50_000).toString('base64'),
      text: 'data:image/png;base64,AAAA',
    };
    const result = await lift(Buffer.from(JSON.stringify(value)), [17, 30_000]);
    assert.deepEqual(result, { value, images: [] });
  });

  it('keeps memory flat while it decodes', async () => {
    const { createBlob } = memorySinks();
    const sink = { ...(await createBlob()), write: () => Promise.resolve() };
    const options = {
      t: english,
      marker,
      maxImages: 1,
      maxImageBytes: 1e9,
      maxTotalBytes: 1e9,
      maxJsonBytes: 1e6,
    };
    const lifter = new Lifter({ ...options, createBlob: () => Promise.resolve(sink) });
    await lifter.push(Buffer.from('{"data":"'));
    const chunk = Buffer.from(randomBytes(48 * 1024).toString('base64'));
    const before = process.memoryUsage();
    let peak = 0;
    for (let round = 0; round < 800; round++) {
      await lifter.push(chunk);
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before.arrayBuffers);
    }
    await lifter.push(Buffer.from('"}'));
    lifter.end();
    assert.equal(JSON.parse(lifter.text()).data, `${marker}0`);
    assert.ok(peak < 16e6, `${String(peak)} bytes for 50 MB`);
  });

  it('stops at its limits', async () => {
    const big = Buffer.from(JSON.stringify({ data: 'QUJD'.repeat(4000) }));
    const options = {
      t: english,
      createBlob: memorySinks().createBlob,
      marker,
      maxImages: 1,
      maxImageBytes: 9000,
      maxTotalBytes: 1e9,
      maxJsonBytes: 200,
    };
    const image = new Lifter(options);
    await image.push(big);
    assert.equal(image.blobs.get(`${marker}0`)?.corrupt, true);
    const images = new Lifter({ ...options, maxImageBytes: 1e9 });
    await images.push(big);
    await assert.rejects(images.push(big), { name: 'LiftError', reason: 'too-large' });
    const text = new Lifter(options);
    await assert.rejects(text.push(Buffer.from(JSON.stringify({ text: 'x'.repeat(500) }))), {
      reason: 'too-large',
    });
  });

  it('stops at the total of all images, in the middle of one, and leaves nothing of them', async () => {
    const image = (bytes: number): Buffer =>
      Buffer.from(JSON.stringify({ inlineData: { data: randomBytes(bytes).toString('base64') } }));
    const options = {
      t: english,
      marker,
      maxImages: 10,
      maxImageBytes: 20_000,
      maxTotalBytes: 25_000,
      maxJsonBytes: 1e6,
    };
    const fits = memorySinks();
    const good = new Lifter({ ...options, createBlob: fits.createBlob });
    for (const bytes of [10_000, 15_000]) await good.push(image(bytes));
    assert.ok([...good.blobs.values()].every(blob => !blob.corrupt));

    const { created, createBlob } = memorySinks();
    const lifter = new Lifter({ ...options, createBlob });
    await lifter.push(image(10_000));
    await assert.rejects(lifter.push(image(15_001)), { name: 'LiftError', reason: 'too-large' });
    await lifter.abort();
    assert.deepEqual(
      created.map(({ aborted }) => aborted),
      [true, true],
    );
  });

  it('gives what fits of an answer of too many bytes, and a typed outcome', async () => {
    const { created, createBlob } = memorySinks();
    const data = randomBytes(9000).toString('base64');
    const chunk = `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ inlineData: { data } }] } }] })}\n\n`;
    const limits = { maxImages: 10, maxImageBytes: 1e6, maxTotalBytes: 20_000, maxJsonBytes: 1e6 };
    const options = { t: english, marker, createBlob, mergeChunks, ...limits };
    const reply = await readReply(new Response(chunk.repeat(3)), options, () => undefined);
    const [answer] = (reply.json as { candidates: { content: { parts: unknown[] } }[] }).candidates;
    // What fits is for whoever looks at it.
    assert.equal(answer?.content.parts.filter(part => JSON.stringify(part).includes(marker)).length, 2);
    await reply.discard();
    const { failure, retry } = failureOf(reply.cut, {
      t: english,
      wire: { sent: true, answered: true },
      key: undefined,
      aborted: undefined,
      timeoutMs: 1000,
      elapsedMs: 500,
    });
    assert.deepEqual([failure.kind, failure.reason, failure.sent], ['bad-response', 'too-large', true]);
    assert.equal(retry, undefined);
    assert.ok(created.length === 3 && created.every(({ aborted }) => aborted));
  });

  it('removes what it wrote when it is given up', async () => {
    const { created, createBlob } = memorySinks();
    const lifter = new Lifter({
      t: english,
      createBlob,
      marker,
      maxImages: 9,
      maxImageBytes: 1e9,
      maxTotalBytes: 1e9,
      maxJsonBytes: 1e9,
    });
    await lifter.push(Buffer.from(`{"data":"${'QUJD'.repeat(300_000)}`));
    await lifter.abort();
    assert.deepEqual(
      created.map(memory => memory.aborted),
      [true],
    );
  });
});
