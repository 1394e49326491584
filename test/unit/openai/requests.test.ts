import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProvider } from '../../../src/providers/openai/index';
import { openaiInfo } from '../../../src/providers/openai/info';
import { imageSize, pngAlpha } from '../../server/imageFacts';
import type { ImagesServer } from '../../server/imagesServer';
import { makeJpeg } from '../../server/jpeg';
import { openaiKeys, startOpenaiServer } from '../../server/openaiServer';
import { alphaPng, makePng } from '../../server/png';
import { input } from '../gemini/harness';
import { createProviderHarness, type ProviderHarness } from '../providers/harness';

describe('openai: requests', () => {
  let server: ImagesServer;
  let harness: ProviderHarness;
  before(async () => {
    server = await startOpenaiServer();
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

  const body = (): unknown => server.requests.at(-1)?.body;
  const form = () => (server.requests.at(-1)?.form ?? []).map(part => [part.name, part] as const);
  const field = (name: string): string | undefined =>
    form()
      .find(([each]) => each === name)?.[1]
      .bytes.toString('utf8');
  const file = async (name: string, bytes: Buffer): Promise<string> => {
    const path = join(harness.blobs.path, name);
    await writeFile(path, bytes);
    return path;
  };

  it('asks for one image, with nothing that was not chosen', async () => {
    const outcome = await harness.images('a lighthouse');
    assert.deepEqual(body(), { model: 'gpt-image-2.6-sunburst', prompt: 'a lighthouse', n: 1 });
    assert.equal(server.requests[0]?.path, '/v1/images/generations');
    assert.equal(server.requests[0].headers['authorization'], `Bearer ${openaiKeys.good}`);
    assert.deepEqual(imageSize(await harness.blobs.read(outcome.images[0]!.file)), {
      ...{ mimeType: 'image/png', width: 1024, height: 1024 },
    });
    assert.deepEqual(outcome.usage, { inputTokens: 9, imageOutputTokens: 196, outputTokens: 196 });
    const states = harness.progress.map(({ state }) => state);
    assert.deepEqual([...new Set(states)], ['sending', 'waiting', 'receiving']);
  });

  it('asks for a transparent background of those that have one, as PNG', async () => {
    const outcome = await harness.images('a fox', { settings: { background: 'transparent' } });
    assert.deepEqual(body(), {
      ...{ model: 'gpt-image-2.6-sunburst', prompt: 'a fox', n: 1 },
      ...{ background: 'transparent', output_format: 'png' },
    });
    assert.ok(pngAlpha(await harness.blobs.read(outcome.images[0]!.file)));
    const without = await harness.failure('a fox', {
      model: harness.model('gpt-image-2'),
      settings: { background: 'transparent' },
    });
    assert.deepEqual([without.kind, without.reason, without.sent], ['unsupported', 'background', false]);
  });

  it('asks for every size and quality of every model in a way that the service takes', async () => {
    for (const model of openaiInfo.models) {
      const { sizes, aspectRatios, qualities = [] } = model.capabilities;
      for (const aspectRatio of aspectRatios) {
        for (const { name, pixels } of sizes.slice(0, model === openaiInfo.models[0] ? 3 : 1)) {
          const { images } = await harness.images('a', {
            ...{ model, settings: { aspectRatio, imageSize: name } },
          });
          const { width, height } = imageSize(await harness.blobs.read(images[0]!.file))!;
          assert.deepEqual({ width, height }, pixels[aspectRatio], `${model.id} ${aspectRatio} ${name}`);
        }
      }
      for (const quality of qualities) await harness.images('a', { model, settings: { quality } });
    }
    await harness.images('a', { settings: { width: 1200, height: 640 } });
    assert.equal((body() as { size?: string }).size, '1200x640');
  });

  it('sends several images as they are, in their order, with what each is for', async () => {
    const png = makePng(30, 20, 1);
    const jpeg = makeJpeg(400, 300, 2, Buffer.alloc(300_000, 7));
    const images = [
      input(await file('a secret name.png', png), 'image/png'),
      input(await file('b.jpg', jpeg), 'image/jpeg', 'scene'),
    ];
    const outcome = await harness.images('Put “it”\r\n--there', { images });
    assert.equal(server.requests[0]?.path, '/v1/images/edits');
    assert.deepEqual(
      form().map(([name, { fileName, mimeType }]) => [name, fileName, mimeType]),
      [
        ['model', undefined, undefined],
        ['prompt', undefined, undefined],
        ['n', undefined, undefined],
        ['image[]', 'image-1.png', 'image/png'],
        ['image[]', 'image-2.jpg', 'image/jpeg'],
      ],
    );
    assert.equal(field('prompt'), 'Image 1 is the subject. Image 2 is the scene.\n\nPut “it”\r\n--there');
    const files = form().flatMap(([name, { bytes }]) => (name === 'image[]' ? [bytes] : []));
    assert.ok(files[0]?.equals(png) && files[1]?.equals(jpeg));
    assert.equal(outcome.usage?.inputTokens, 9 + 2 * 1024);
  });

  it('sends a mask as one, which the prompt does not speak of', async () => {
    const image = { ...input(await file('a.png', makePng(64, 48, 1)), 'image/png') };
    const mask = input(await file('m.png', alphaPng(64, 48)), 'image/png', 'mask');
    await harness.images('a red door', { images: [mask, image], settings: { quality: 'low' } });
    assert.deepEqual(
      form().map(([name]) => name),
      ['model', 'prompt', 'n', 'quality', 'image[]', 'mask'],
    );
    assert.equal(field('prompt'), 'a red door');
    assert.ok(pngAlpha(form().at(-1)![1].bytes));
    const foreign = await harness.failure('a', {
      images: [image, input(await file('m.webp', alphaPng(64, 48)), 'image/webp', 'mask')],
    });
    assert.deepEqual([foreign.kind, foreign.reason, foreign.sent], ['unsupported', 'mask', false]);
  });

  it('keeps the shape of the image that is changed when only a size is chosen', async () => {
    const image = input(await file('a.png', makePng(64, 36, 1)), 'image/png');
    const wide = { ...image, facts: { ...image.facts, width: 64, height: 36 } };
    await harness.images('a', { images: [wide], settings: { imageSize: '2K' } });
    assert.equal(field('size'), '2560x1440');
    await harness.images('a', { images: [wide] });
    assert.equal(field('size'), undefined);
  });

  it('refuses before anything is sent what can not be sent', async () => {
    const path = await file('a.png', makePng(3, 3, 1));
    const many = Array.from({ length: 17 }, () => input(path, 'image/png'));
    const rows = [
      ['unsupported', 'references', { images: many }],
      ['unsupported', 'aspectRatio', { settings: { aspectRatio: '8:1' } }],
      ['unsupported', 'size', { model: harness.model('gpt-image-1.5'), settings: { width: 9, height: 9 } }],
      ['bad-request', 'unreadable-input', { images: [input(`${path}.gone`, 'image/png')] }],
    ] as const;
    for (const [kind, reason, ask] of rows) {
      const failure = await harness.failure('a', ask);
      assert.deepEqual([failure.kind, failure.reason, failure.sent], [kind, reason, false]);
    }
    harness.key = undefined;
    assert.deepEqual((await harness.failure('a')).reason, 'no-key');
    assert.equal(server.requests.length, 0);
  });
});
