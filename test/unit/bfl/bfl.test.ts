import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createCodecs } from '../../../src/host/imaging/codecs';
import { decodeFile } from '../../../src/host/imaging/decode';
import { encodePng } from '../../../src/host/imaging/pngEncoder';
import { defaultLimits } from '../../../src/core/imaging/facts';
import { readModelTable } from '../../../src/core/models/modelTable';
import { createProvider } from '../../../src/providers/bfl/index';
import { bflInfo } from '../../../src/providers/bfl/info';
import table from '../../../src/providers/bfl/models.json';
import { bflKey, startBflServer } from '../../server/bflServer';
import type { PlainServer } from '../../server/plainServer';
import { makePng } from '../../server/png';
import { buildWorker } from '../imaging/buildWorker';
import { bitmapOf, pixel } from '../imaging/makeImages';
import { realImaging } from '../save/realImaging';
import { createServiceHarness, inputImage, type ServiceHarness } from '../services/harness';

const signal = new AbortController().signal;

describe('bfl: jobs at Black Forest Labs', () => {
  const imaging = realImaging();
  let server: PlainServer;
  let harness: ServiceHarness;
  before(async () => {
    server = await startBflServer();
  });
  after(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    harness = await createServiceHarness({
      ...{ info: bflInfo, createProvider, baseUrl: server.url, key: bflKey },
      imaging: imaging(),
    });
  });
  afterEach(() => harness.remove());

  const paths = (): string[] => server.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
  const submits = (): number => server.requests.filter(({ method }) => method === 'POST').length;
  const sent = (): Record<string, unknown> => server.requests[0]?.body as Record<string, unknown>;
  async function png(name: string, width = 64, height = 48): Promise<string> {
    const path = join(harness.blobs.path, name);
    await writeFile(path, makePng(width, height, 7));
    return path;
  }

  it('has a table that is whole, with models of the service that are gone', () => {
    assert.deepEqual(readModelTable(table).problems, []);
    assert.equal(bflInfo.models.length, table.models.length);
    assert.equal(bflInfo.retired?.['bfl/flux-pro']?.replacement, 'bfl/flux-2-pro');
    const ids = bflInfo.models.map(({ id }) => id);
    for (const { replacement } of Object.values(bflInfo.retired ?? {}))
      assert.ok(ids.includes(replacement ?? ''));
  });

  it('makes an image: asked for, asked after, fetched without the key', async () => {
    const outcome = await harness.images('a cat', {
      model: harness.model('flux-2-pro'),
      settings: { aspectRatio: '16:9', imageSize: '1K', seed: 5 },
      variation: 2,
    });
    const poll = 'GET /v1/get_result';
    const id = outcome.responseId ?? '';
    assert.deepEqual(paths(), ['POST /v1/flux-2-pro', poll, poll, poll, `GET /results/${id}.png`]);
    assert.deepEqual(sent(), {
      ...{ prompt: 'a cat', width: 1360, height: 768, seed: 7, output_format: 'png' },
    });
    assert.equal(server.requests.at(-1)?.headers['x-key'], undefined);
    // 4.5 credits, as the service says.
    assert.deepEqual(outcome.usage, { costUsd: 0.045 });
    const [image] = outcome.images;
    assert.equal(image?.declaredType, 'image/png');
    assert.deepEqual(await harness.blobs.read(image?.file ?? ''), makePng(1360, 768, 30));
    assert.ok(harness.progress.some(({ state }) => state === 'waiting'));
    assert.deepEqual(harness.slept, [500, 600, 700]);
  });

  it('says to each family what it knows, and nothing else', async () => {
    for (const { id, capabilities } of bflInfo.models) {
      if (!capabilities.generate) continue;
      const model = harness.model(id.slice(4));
      for (const imageSize of [undefined, ...capabilities.sizes.map(({ name }) => name)]) {
        for (const aspectRatio of [undefined, ...capabilities.aspectRatios]) {
          const settings = { ...(imageSize && { imageSize }), ...(aspectRatio && { aspectRatio }) };
          const outcome = await harness.generate(`${id} ${String(imageSize)} ${String(aspectRatio)}`, {
            ...{ model, settings },
          });
          assert.equal(
            outcome.kind,
            'images',
            `${id} ${JSON.stringify(settings)} ${JSON.stringify(outcome)}`,
          );
        }
      }
    }
  }).timeout(120_000);

  it('lets FLUX 3 look things up only when it is asked to', async () => {
    const model = harness.model('flux-3-image');
    await harness.images('a', { model });
    assert.deepEqual(sent(), { prompt: 'a', grounding: false });
    server.requests.length = 0;
    await harness.images('a', { model, settings: { search: true, imageSize: '2K', aspectRatio: '7:5' } });
    assert.deepEqual(sent(), { prompt: 'a', aspect_ratio: '7:5', resolution: '2k', grounding: true });
  });

  it('sends reference images in their order, with a word on what each is for', async () => {
    const images = [
      inputImage(await png('a.png')),
      inputImage(await png('b.png'), { role: 'style' }),
      inputImage(await png('c.png'), { role: 'object' }),
    ];
    for (const id of ['flux-2-flex', 'flux-kontext-max', 'flux-3-image', 'flux-2-klein-4b']) {
      server.requests.length = 0;
      await harness.images('Make it blue.', { model: harness.model(id), images });
      assert.match(
        String(sent()['prompt']),
        /^Image 1 is the subject\. Image 2 is the style .*\n\nMake it blue\.$/,
      );
      const said = sent()['images'] ?? ['', '_2', '_3'].map(name => sent()[`input_image${name}`]);
      assert.equal((said as string[]).length, 3);
    }
    // The size of the image is what the service keeps when none is said; a ratio alone comes at about its shape.
    server.requests.length = 0;
    await harness.images('a', { model: harness.model('flux-2-pro'), images, settings: { imageSize: '2K' } });
    assert.deepEqual([sent()['width'], sent()['height']], [2048, 1536]);
  });

  it('makes the mask as the service wants it: white where is painted', async () => {
    const mask = join(harness.blobs.path, 'mask.png');
    const clear = (x: number): boolean => x < 20;
    const bitmap = bitmapOf(64, 48, x => (clear(x) ? [9, 9, 9, 0] : [200, 90, 10, 255]));
    await writeFile(mask, encodePng(bitmap));
    const images = [inputImage(await png('a.png')), inputImage(mask, { role: 'mask', hasAlpha: true })];
    await harness.images('a boat', { model: harness.model('flux-pro-1.0-fill'), images });
    const made = join(harness.blobs.path, 'sent.png');
    await writeFile(made, Buffer.from(String(sent()['mask']), 'base64'));
    const codecs = createCodecs(join(dirname(await buildWorker()), 'wasm'));
    const { bitmap: read } = await decodeFile(made, codecs, defaultLimits);
    assert.deepEqual(pixel(read, 5, 5), [255, 255, 255, 255]);
    assert.deepEqual(pixel(read, 40, 5), [0, 0, 0, 255]);
  });

  it('refuses a fill without a mask, or with one of another size, before anything is sent', async () => {
    const model = harness.model('flux-pro-1.0-fill');
    const image = inputImage(await png('a.png'));
    const mask = inputImage(await png('m.png', 32, 32), { role: 'mask', width: 32, height: 32 });
    for (const images of [[image], [image, mask], []]) {
      const failure = await harness.failure('a', { model, images });
      assert.deepEqual([failure.kind, failure.reason, failure.sent], ['bad-request', 'mask', false]);
    }
    assert.equal(server.requests.length, 0);
    // One that is transparent where is painted needs no other.
    const clear = { ...image, facts: { ...image.facts, hasAlpha: true } };
    await harness.images('a', { model, images: [clear] });
  });

  it('checks a key without spending', async () => {
    assert.deepEqual(await harness.provider.checkKey?.(bflKey, signal), { ok: true });
    const wrong = await harness.provider.checkKey?.('bfl_wrong', signal);
    assert.equal(wrong?.ok === false && wrong.failure.kind, 'auth');
    assert.deepEqual(paths(), ['GET /v1/credits', 'GET /v1/credits']);
    assert.deepEqual(await harness.provider.listModels(signal), bflInfo.models);
  });

  describe('what goes wrong before there is a job', () => {
    const rows = [
      ['no-credits', 'billing', 'no-credit', 1],
      ['validation', 'bad-request', '', 1],
      ['rate-limited', 'rate-limited', '', 4],
      ['overloaded', 'overloaded', '', 4],
      ['html', 'bad-response', 'html', 1],
      ['empty', 'bad-response', 'empty', 1],
      ['garbage', 'bad-response', 'malformed', 1],
      ['redirect', 'network', 'redirect', 1],
      ['gone', 'bad-request', 'endpoint', 1],
      ['no-job', 'bad-response', 'malformed', 1],
    ] as const;
    for (const [fault, kind, reason, times] of rows) {
      it(fault, async () => {
        const failure = await harness.failure(`a [fault:${fault}]`);
        assert.deepEqual([failure.kind, failure.reason ?? '', submits()], [kind, reason, times]);
        assert.deepEqual(await harness.blobs.list(), []);
        assert.ok(!paths().some(path => path.includes('get_result')));
      });
    }

    it('says which field the service did not take', async () => {
      const { message } = await harness.failure('a [fault:validation]');
      assert.equal(message, 'safety_tolerance: Input should be less than or equal to 5');
    });

    it('asks again after what passes', async () => {
      await harness.images('a [fault:rate-limited-once]');
      await harness.images('a [fault:overloaded-twice]');
      assert.equal(submits(), 5);
    });

    it('shows no key that the service echoes', async () => {
      const failure = await harness.failure('a [fault:echo-key]');
      assert.equal(failure.kind, 'auth');
      assert.ok(!JSON.stringify(failure).includes(bflKey));
    });

    it('takes an address that is none for a model that is gone, where the address is the service’s own', async () => {
      const info = { ...bflInfo, endpoint: { ...bflInfo.endpoint!, baseUrl: server.url } };
      const own = await createServiceHarness({ info, createProvider, baseUrl: server.url, key: bflKey });
      const failure = await own.failure('a [fault:gone]', {
        model: { ...own.model('flux-kontext-pro'), replacement: 'bfl/flux-2-pro' },
      });
      assert.deepEqual([failure.kind, failure.replacement], ['retired', 'bfl/flux-2-pro']);
      await own.remove();
    });

    it('sends nothing without a key, and no key of another kind', async () => {
      harness.key = undefined;
      assert.deepEqual((await harness.failure('a')).reason, 'no-key');
      assert.equal(server.requests.length, 0);
      harness.key = 'bfl_wrong';
      assert.equal((await harness.failure('a')).kind, 'auth');
    });
  });

  describe('a job that was taken is never asked for twice', () => {
    const rows = [
      ['poll-elsewhere', 'bad-response', 'unsafe-address'],
      ['poll-password', 'bad-response', 'unsafe-address'],
      ['poll-lookalike', 'bad-response', 'unsafe-address'],
      ['failed', 'bad-response', 'service-error'],
      ['failed-503', 'bad-response', 'service-error'],
      ['request-moderated', 'blocked', 'Request Moderated'],
      ['content-moderated', 'blocked', 'Content Moderated'],
      ['not-found', 'bad-response', 'Task not found'],
      ['no-sample', 'bad-response', 'malformed'],
      ['poll-garbage', 'bad-response', 'truncated'],
      ['poll-html', 'bad-response', 'html'],
      ['poll-500', 'overloaded', ''],
      ['poll-limited', 'rate-limited', ''],
      ['poll-key', 'auth', ''],
      ['poll-redirect', 'network', 'redirect'],
      ['poll-reset', 'network', 'reset'],
      ['result-private', 'bad-response', 'unsafe-address'],
      ['result-plain', 'bad-response', 'unsafe-address'],
      ['result-nonsense', 'bad-response', 'unsafe-address'],
      ['result-moved-private', 'bad-response', 'unsafe-address'],
      ['expired', 'bad-response', 'result-gone'],
      ['result-404', 'bad-response', 'result-gone'],
      ['result-500', 'bad-response', 'result-gone'],
      ['result-html', 'bad-response', 'html'],
      ['result-image-html', 'bad-response', 'html'],
      ['result-json', 'bad-response', 'malformed'],
      ['result-cut', 'network', 'reset'],
      ['result-reset', 'network', 'reset'],
      ['result-empty', 'bad-response', 'empty'],
      ['result-large', 'bad-response', 'too-large'],
    ] as const;
    for (const [fault, kind, reason] of rows) {
      it(fault, async () => {
        const failure = await harness.failure(`a [fault:${fault}]`);
        assert.deepEqual([failure.kind, failure.reason ?? '', submits()], [kind, reason, 1]);
        assert.equal(failure.sent, true);
        assert.equal(failure.unbilled, undefined);
        assert.match(failure.responseId ?? '', /^task-\d+$/);
        if (kind === 'bad-response' && failure.quoted !== true)
          assert.ok(failure.message?.includes(failure.responseId ?? '?'), failure.message);
        assert.deepEqual(await harness.blobs.list(), []);
        // Where it lies is known as long as it may be fetched from there.
        const lies = /^(expired|result-)/.test(fault) && !['unsafe-address', 'too-large'].includes(reason);
        assert.equal(failure.links?.length, lies ? 1 : undefined);
      });
    }

    const passing = [
      'poll-garbage',
      'poll-html',
      'poll-500',
      'poll-limited',
      'poll-reset',
      'not-found',
      'expired',
    ];
    for (const fault of [...passing, 'result-500', 'result-cut', 'result-reset', 'result-empty']) {
      it(`goes on after ${fault}, once`, async () => {
        const { images } = await harness.images(`a [fault:${fault}-once]`);
        assert.deepEqual([images.length, submits()], [1, 1]);
        assert.deepEqual((await harness.blobs.list()).length, 1);
      });
    }

    it('follows a result that has moved', async () => {
      await harness.images('a [fault:result-moved]');
    });

    it('ends one that never ends with the time, and says that it may be billed', async () => {
      harness.endpoint = { ...harness.endpoint, timeoutMs: 300 };
      const failure = await harness.failure('a [fault:never]');
      assert.deepEqual([failure.kind, failure.reason, failure.sent], ['timeout', 'job', true]);
      assert.match(failure.message ?? '', /may still be billed; its id is task-\d+/);
      assert.deepEqual(failure.usage, { costUsd: 0.045 });
      assert.equal(submits(), 1);
    });

    it('stops asking when the user stops, and says that it was sent', async () => {
      const stop = new AbortController();
      const own = await createServiceHarness({
        ...{ info: bflInfo, createProvider, baseUrl: server.url, key: bflKey },
        sleep: (_ms, aborted) => {
          if (server.requests.length > 3) stop.abort();
          return aborted.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve();
        },
      });
      const failure = await own.failure('a [fault:never]', { signal: stop.signal });
      assert.deepEqual([failure.kind, failure.sent], ['cancelled', true]);
      assert.equal(failure.unbilled, undefined);
      assert.ok(server.requests.length < 6);
      await own.remove();
    });

    it('costs what the table says where the service says nothing', async () => {
      const outcome = await harness.images('a [fault:no-cost]');
      // Once it is done the service says it.
      assert.deepEqual(outcome.usage, { costUsd: 0.045 });
    });

    it('tells a full disk from a lost image', async () => {
      harness.blobs.fullAfter = 0;
      const failure = await harness.failure('a');
      assert.deepEqual([failure.kind, failure.reason, submits()], ['bad-response', 'store', 1]);
    });
  });

  it('asks after a job in another region with the key, and nowhere that only looks like it', async () => {
    const asked: string[] = [];
    const fetch = ((input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const url = input instanceof Request ? input.url : String(input);
      asked.push(`${url} ${new Headers(init?.headers).get('x-key') ?? 'no key'}`);
      const body = url.includes('get_result')
        ? { status: 'Request Moderated' }
        : { id: 'task-1', polling_url: 'https://api.us1.bfl.ai/v1/get_result?id=task-1' };
      return Promise.resolve(Response.json(body));
    }) as typeof globalThis.fetch;
    const at = (baseUrl: string): Promise<ServiceHarness> =>
      createServiceHarness({ info: bflInfo, createProvider, baseUrl, key: bflKey, fetch });
    const own = await at('https://api.bfl.ai');
    assert.equal((await own.failure('a')).kind, 'blocked');
    assert.deepEqual(asked.at(-1), `https://api.us1.bfl.ai/v1/get_result?id=task-1 ${bflKey}`);
    // A gateway's key is not for the service behind it.
    const gateway = await at('https://gateway.example/bfl/v1');
    assert.equal((await gateway.failure('a')).reason, 'unsafe-address');
    assert.equal(asked.at(-1)?.split(' ')[0], 'https://gateway.example/bfl/v1/flux-3-image');
    await own.remove();
    await gateway.remove();
  });
});
