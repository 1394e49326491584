import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure, ImagesOutcome } from '../../../src/core/model/outcome';
import type { CheckedRequest } from '../../server/checkRequest';
import { startGeminiServer, testKeys, type GeminiServer } from '../../server/geminiServer';
import { makeJpeg } from '../../server/jpeg';
import { makePng } from '../../server/png';
import { createHarness, input, model, turn, type Harness } from './harness';

describe('gemini: requests', () => {
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
  afterEach(async () => {
    server.setFault(undefined);
    await harness.blobs.remove();
  });

  const lastBody = (): CheckedRequest => server.requests.at(-1)?.body as CheckedRequest;
  const images = async (...given: Parameters<Harness['generate']>): Promise<ImagesOutcome> => {
    const outcome = await harness.generate(...given);
    assert.ok(outcome.kind === 'images', JSON.stringify(outcome));
    return outcome;
  };

  it('asks for words and images, with nothing that was not chosen', async () => {
    await images('a lighthouse');
    assert.deepEqual(lastBody(), {
      contents: [{ role: 'user', parts: [{ text: 'a lighthouse' }] }],
      generationConfig: { responseModalities: ['TEXT', 'IMAGE'] },
    });
    assert.equal(server.requests[0]?.path, '/v1beta/models/gemini-nano-banana-2.1:generateContent');
  });

  it('tells how it goes', async () => {
    const outcome = await images('a lighthouse');
    const states = harness.progress.map(progress => progress.state);
    assert.deepEqual([...new Set(states)], ['sending', 'waiting', 'receiving']);
    const last = harness.progress.at(-1);
    assert.ok(
      last?.state === 'receiving' && last.bytes === last.total && last.bytes > outcome.images[0]!.bytes,
    );
    assert.deepEqual(outcome.usage, {
      inputTokens: 7,
      imageOutputTokens: 1120,
      outputTokens: 1126,
      thoughtTokens: 58,
    });
    assert.equal(outcome.modelVersion, 'gemini-nano-banana-2.1');
  });

  it('sends every setting that a model takes', async () => {
    await images('a', {
      settings: {
        aspectRatio: '16:9',
        imageSize: '2K',
        thinking: 'high',
        seed: 7,
        systemInstruction: 'Flat style.',
      },
    });
    const { generationConfig, systemInstruction } = lastBody();
    assert.deepEqual(generationConfig, {
      responseModalities: ['TEXT', 'IMAGE'],
      imageConfig: { aspectRatio: '16:9', imageSize: '2K' },
      thinkingConfig: { thinkingLevel: 'HIGH' },
      seed: 7,
    });
    assert.deepEqual(systemInstruction, { parts: [{ text: 'Flat style.' }] });
  });

  it('gives each variation a seed of its own, and the first one the seed that was chosen', async () => {
    const seedOf = async (variation: number): Promise<unknown> => {
      await images('a', { settings: { seed: 7 }, variation });
      return (lastBody().generationConfig as { seed?: number }).seed;
    };
    assert.deepEqual([await seedOf(0), await seedOf(1), await seedOf(2)], [7, 8, 9]);
  });

  it('asks for every ratio and size of every model in a way that the service takes', async () => {
    for (const id of [
      'gemini-nano-banana-2.1',
      'gemini-3-pro-image',
      'gemini-3.1-flash-lite-image',
      'gemini-2.5-flash-image',
    ]) {
      const { capabilities } = model(id);
      for (const aspectRatio of capabilities.aspectRatios) {
        for (const size of capabilities.sizes.slice(0, aspectRatio === '16:9' ? 3 : 1)) {
          const outcome = await images('a', {
            model: model(id),
            settings: { aspectRatio, imageSize: size.name },
          });
          const bytes = await harness.blobs.read(outcome.images[0]!.file);
          assert.deepEqual(pixelsOf(bytes), size.pixels[aspectRatio], `${id} ${aspectRatio} ${size.name}`);
        }
      }
      for (const thinking of capabilities.thinkingLevels)
        await images('a', { model: model(id), settings: { thinking } });
    }
  });

  it('sends reference images byte for byte, with what each is for', async () => {
    const png = makePng(30, 20, 1);
    const jpeg = makeJpeg(4000, 3000, 2, Buffer.alloc(3_000_000, 7));
    const [first, second] = [join(harness.blobs.path, 'a.png'), join(harness.blobs.path, 'b.jpg')];
    await writeFile(first, png);
    await writeFile(second, jpeg);
    await images('Put it there', {
      images: [input(first, 'image/png'), input(second, 'image/jpeg', 'scene')],
    });
    const parts = lastBody().contents[0]?.parts ?? [];
    assert.equal(parts[0]?.text, 'Image 1 is the subject. Image 2 is the scene.\n\nPut it there');
    assert.deepEqual(
      parts.slice(1).map(part => part.inlineData),
      [
        { mimeType: 'image/png', data: png.toString('base64') },
        { mimeType: 'image/jpeg', data: jpeg.toString('base64') },
      ],
    );
    await images('Make it blue', { images: [input(first, 'image/png')] });
    assert.equal(lastBody().contents[0]?.parts?.[0]?.text, 'Make it blue');
  });

  it('never mistakes a prompt for a placeholder', async () => {
    const path = join(harness.blobs.path, 'a.png');
    await writeFile(path, makePng(3, 3, 1));
    const prompt = 'blob:00000000-0000-0000-0000-000000000000:0. "$&" \\u0041 </script>';
    await images(prompt, { images: [input(path, 'image/png')] });
    assert.equal(lastBody().contents[0]?.parts?.[0]?.text, prompt);
  });

  it('continues a thread with every earlier part and its signature', async () => {
    const first = await images('a house');
    const second = await images('at night', { history: [turn('a house', first.turn, harness.blobs)] });
    // The server checks each signature against the bytes that come with it.
    await images('with snow', {
      history: [turn('a house', first.turn, harness.blobs), turn('at night', second.turn, harness.blobs)],
    });
    const { contents } = lastBody();
    assert.deepEqual(
      contents.map(content => content.role),
      ['user', 'model', 'user', 'model', 'user'],
    );
    assert.ok(!JSON.stringify(first.turn).includes('/9j/'), 'no image in the turn');
    assert.equal(contents[1]?.parts?.[1]?.inlineData?.data.length, Math.ceil(first.images[0]!.bytes / 3) * 4);
  });

  it('continues with two images and with interim ones', async () => {
    for (const fault of ['thought-images', 'snake-case', 'escaped-slashes']) {
      server.setFault(fault);
      const first = await images('a house');
      server.setFault(undefined);
      await images('at night', { history: [turn('a house', first.turn, harness.blobs)] });
    }
  });

  it('starts anew from the last image when a gateway dropped the signatures', async () => {
    server.setFault('no-signature');
    const first = await images('a house');
    server.setFault(undefined);
    await images('at night', { history: [turn('a house', first.turn, harness.blobs)] });
    const { contents } = lastBody();
    assert.equal(contents.length, 1);
    const bytes = await harness.blobs.read(first.images[0]!.file);
    assert.deepEqual(
      contents[0]?.parts?.map(part => part.text ?? part.inlineData?.data),
      ['at night', bytes.toString('base64')],
    );
    // Gemini 2.5 knows no signatures: its thread goes on.
    const old = model('gemini-2.5-flash-image');
    const plain = await images('a house', { model: old });
    await images('at night', { model: old, history: [turn('a house', plain.turn, harness.blobs)] });
    assert.equal(lastBody().contents.length, 3);
  });

  it('refuses what a model cannot do before anything is sent', async () => {
    const path = join(harness.blobs.path, 'a.png');
    const three = Array.from({ length: 4 }, () => input(path, 'image/png'));
    const lite = model('gemini-3.1-flash-lite-image');
    const pro = model('gemini-3-pro-image');
    const rows: [Failure['kind'], string | undefined, Parameters<Harness['generate']>][] = [
      ['bad-request', 'empty-prompt', ['  \n ']],
      ['unsupported', 'aspectRatio', ['a', { model: pro, settings: { aspectRatio: '8:1' } }]],
      ['unsupported', 'imageSize', ['a', { settings: { imageSize: '512' } }]],
      ['unsupported', 'imageSize', ['a', { settings: { imageSize: '1k' } }]],
      ['unsupported', 'thinking', ['a', { model: pro, settings: { thinking: 'high' } }]],
      ['unsupported', 'size', ['a', { settings: { width: 300, height: 200 } }]],
      ['unsupported', 'background', ['a', { settings: { background: 'transparent' } }]],
      ['unsupported', 'references', ['a', { model: lite, images: three }]],
      ['unsupported', 'inputType', ['a', { images: [input(path, 'image/gif')] }]],
      ['bad-request', 'unreadable-input', ['a', { images: [input(`${path}.gone`, 'image/png')] }]],
      ['retired', undefined, ['a', { model: { ...pro, status: 'retired' } }]],
    ];
    for (const [kind, reason, given] of rows) {
      const outcome = (await harness.generate(...given)) as Failure;
      assert.deepEqual([outcome.kind, outcome.reason, outcome.sent], [kind, reason, false]);
      assert.ok(!JSON.stringify(outcome).includes(harness.blobs.path));
    }
    assert.equal(server.requests.length, 0);
  });

  it('uploads images that are more than 100 MB together', async () => {
    const path = join(harness.blobs.path, 'a.png');
    await writeFile(path, makePng(3, 3, 1, Buffer.alloc(40_000_000)));
    await images('a', { images: [input(path, 'image/png'), input(path, 'image/png')] });
    assert.deepEqual(
      server.files.uploaded.map(({ bytes }) => bytes.length > 40_000_000),
      [true],
    );
    assert.ok(server.requests.find(({ path: at }) => at.includes(':generateContent'))!.bodyBytes < 10_000);
  });

  it('sends the key once, and the way the endpoint wants it', async () => {
    await images('a');
    const { headers } = server.requests[0]!;
    assert.equal(headers['x-goog-api-key'], testKeys.good);
    assert.equal(headers['authorization'], undefined);
    assert.ok(!server.requests[0]!.path.includes(testKeys.good));
    const gateway = await startGeminiServer({ keyHeader: 'authorization' });
    try {
      harness.endpoint = { ...harness.endpoint, baseUrl: gateway.url, keyHeader: 'authorization' };
      await images('a');
      assert.equal(gateway.requests[0]?.headers['x-goog-api-key'], undefined);
      assert.equal(gateway.requests[0]?.headers['authorization'], `Bearer ${testKeys.good}`);
    } finally {
      await gateway.stop();
    }
  });

  it('uses the version and the address of the setting, with or without the version in it', async () => {
    const gateway = await startGeminiServer({ apiVersions: ['v1'] });
    try {
      harness.endpoint = { ...harness.endpoint, baseUrl: gateway.url };
      assert.equal(((await harness.generate('a')) as Failure).reason, 'endpoint');
      for (const baseUrl of [gateway.url, `${gateway.url}/`, `${gateway.url}/v1`, `${gateway.url}/v1/`]) {
        harness.endpoint = { ...harness.endpoint, baseUrl, apiVersion: 'v1' };
        await images('a');
      }
    } finally {
      await gateway.stop();
    }
  });
});

/** From the header of a PNG or of our baseline JPEG. */
function pixelsOf(bytes: Buffer): { width: number; height: number } {
  if (bytes[0] === 0x89) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  for (let at = 2; ; at += 2 + bytes.readUInt16BE(at + 2)) {
    if (bytes[at + 1] === 0xc0)
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
  }
}
