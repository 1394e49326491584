import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { estimateCost } from '../../../src/core/cost/cost';
import { readModelTable } from '../../../src/core/models/modelTable';
import { adaptSettings } from '../../../src/core/run/adapt';
import { createProvider } from '../../../src/providers/dashscope/index';
import { dashscopeInfo } from '../../../src/providers/dashscope/info';
import table from '../../../src/providers/dashscope/models.json';
import { dashscopeKey, startDashscopeServer } from '../../server/dashscopeServer';
import type { PlainServer } from '../../server/plainServer';
import { makePng } from '../../server/png';
import { createServiceHarness, inputImage, type ServiceHarness } from '../services/harness';

describe('dashscope: Qwen Image at Alibaba Model Studio', () => {
  let server: PlainServer;
  let harness: ServiceHarness;
  before(async () => {
    server = await startDashscopeServer();
  });
  after(() => server.stop());
  beforeEach(async () => {
    server.requests.length = 0;
    harness = await createServiceHarness({
      ...{ info: dashscopeInfo, createProvider, baseUrl: server.url, key: dashscopeKey },
    });
  });
  afterEach(() => harness.remove());

  const submits = (): number => server.requests.filter(({ method }) => method === 'POST').length;
  const sent = (): {
    parameters: Record<string, unknown>;
    input: { messages: [{ content: { text?: string }[] }] };
  } => server.requests[0]?.body as ReturnType<typeof sent>;
  async function png(name: string): Promise<string> {
    const path = join(harness.blobs.path, name);
    await writeFile(path, makePng(96, 64, 7));
    return path;
  }

  it('has a table that is whole', () => {
    assert.deepEqual(readModelTable(table).problems, []);
    assert.equal(dashscopeInfo.models.length, table.models.length);
  });

  it('makes an image, fetched without the key', async () => {
    const outcome = await harness.images('a cat', {
      settings: { aspectRatio: '16:9', imageSize: '1K', seed: -3 },
      variation: 1,
    });
    assert.deepEqual(
      { ...sent(), input: undefined },
      {
        model: 'qwen-image-3.0',
        input: undefined,
        parameters: { n: 1, watermark: false, prompt_extend: false, size: '1280*720', seed: 2147483646 },
      },
    );
    assert.equal(server.requests.at(-1)?.headers['authorization'], undefined);
    const [image] = outcome.images;
    assert.deepEqual(await harness.blobs.read(image?.file ?? ''), makePng(1280, 720, 60));
    assert.match(outcome.responseId ?? '', /^req-/);
    assert.equal((await harness.images('a [fault:two-images]')).images.length, 2);
  });

  it('asks every model for every ratio and size that its table has', async () => {
    for (const { id, capabilities } of dashscopeInfo.models) {
      const images = capabilities.generate ? [] : [inputImage(await png('a.png'), { width: 96, height: 64 })];
      for (const imageSize of [undefined, ...capabilities.sizes.map(({ name }) => name)]) {
        for (const aspectRatio of [undefined, ...capabilities.aspectRatios]) {
          const settings = { ...(imageSize && { imageSize }), ...(aspectRatio && { aspectRatio }) };
          const model = harness.model(id.slice('dashscope/'.length));
          const outcome = await harness.generate('a', { model, settings, images });
          assert.equal(
            outcome.kind,
            'images',
            `${id} ${JSON.stringify(settings)} ${JSON.stringify(outcome)}`,
          );
        }
      }
    }
  }).timeout(120_000);

  it('takes exact pixels as near as each model can', async () => {
    for (const { id, capabilities } of dashscopeInfo.models) {
      const images = capabilities.generate ? [] : [inputImage(await png('a.png'))];
      const model = harness.model(id.slice('dashscope/'.length));
      for (const [width, height] of [
        [640, 480],
        [2048, 2048],
        [300, 1200],
        [1, 900],
        [5000, 200],
      ] as const) {
        const { settings } = adaptSettings(model, { width, height });
        const outcome = await harness.generate('a', { model, settings, images });
        assert.equal(outcome.kind, 'images', `${id} ${width} ${height} ${JSON.stringify(outcome)}`);
      }
    }
  }).timeout(60_000);

  it('sends images in their order, with a word on what each is for', async () => {
    const images = [inputImage(await png('a.png')), inputImage(await png('b.png'), { role: 'style' })];
    for (const id of ['qwen-image-edit', 'qwen-image-edit-max', 'qwen-image-3.0-pro']) {
      server.requests.length = 0;
      await harness.images('Make it blue.', { model: harness.model(id), images });
      const { content } = sent().input.messages[0];
      assert.equal(content.length, 3);
      assert.match(content[2]?.text ?? '', /^Image 1 is the subject\. Image 2 is the style/);
      // The size follows the image.
      assert.equal(sent().parameters['size'], undefined);
    }
    const none = await harness.failure('a', { model: harness.model('qwen-image-edit') });
    assert.deepEqual([none.kind, none.sent], ['unsupported', false]);
  });

  it('checks a key without spending, wherever the address leads', async () => {
    const { signal } = new AbortController();
    for (const more of ['', '/api/v1', '/compatible-mode/v1']) {
      harness.endpoint = { ...harness.endpoint, baseUrl: `${server.url}${more}` };
      assert.deepEqual(await harness.provider.checkKey?.(dashscopeKey, signal), { ok: true });
    }
    const wrong = await harness.provider.checkKey?.('sk-wrongwrong', signal);
    assert.equal(wrong?.ok === false && wrong.failure.kind, 'auth');
    await harness.images('a');
  });

  it('estimates exact pixels by the size that they come to', () => {
    const model = harness.model('qwen-image-3.0-pro');
    const cost = (settings: object): string | undefined =>
      estimateCost(model, { settings, inputImages: 1, characters: 10 })?.toFixed(3);
    assert.deepEqual([cost({}), cost({ imageSize: '2K' })], ['0.043', '0.078']);
    assert.deepEqual(
      [cost({ width: 1024, height: 768 }), cost({ width: 2048, height: 1024 })],
      ['0.043', '0.078'],
    );
  });

  describe('what goes wrong', () => {
    const rows = [
      ['arrearage', 'billing', 'no-credit', 1],
      ['inspection', 'blocked', 'DataInspectionFailed', 1],
      ['output-inspection', 'blocked', 'DataInspectionFailed', 1],
      ['error-in-200', 'blocked', 'DataInspectionFailed', 1],
      ['rate-limited', 'rate-limited', 'Throttling.RateQuota', 4],
      ['throttled', 'rate-limited', 'Throttling', 4],
      ['quota', 'quota', 'Throttling.AllocationQuota', 1],
      ['free-tier', 'billing', 'AllocationQuota.FreeTierOnly', 1],
      ['no-model', 'retired', 'ModelNotFound', 1],
      ['no-access', 'auth', 'no-model-access', 1],
      ['parameter', 'bad-request', 'InvalidParameter', 1],
      ['internal', 'overloaded', 'InternalError', 4],
      ['busy', 'overloaded', 'ModelUnavailable', 4],
      ['html', 'bad-response', 'html', 1],
      ['empty', 'bad-response', 'empty', 1],
      ['garbage', 'bad-response', 'malformed', 1],
      ['cut', 'bad-response', 'truncated', 1],
      ['redirect', 'network', 'redirect', 1],
      ['text-only', 'text-only', '', 1],
      ['nothing', 'bad-response', 'malformed', 1],
      ['private', 'bad-response', 'unsafe-address', 1],
      ['plain', 'bad-response', 'unsafe-address', 1],
      ['nonsense', 'bad-response', 'unsafe-address', 1],
      ['expired', 'bad-response', 'result-gone', 1],
      ['result-500', 'bad-response', 'result-gone', 1],
      ['result-html', 'bad-response', 'html', 1],
      ['result-empty', 'bad-response', 'empty', 1],
      ['result-large', 'bad-response', 'too-large', 1],
      ['result-reset', 'network', 'reset', 1],
    ] as const;
    for (const [fault, kind, reason, times] of rows) {
      it(fault, async () => {
        const failure = await harness.failure(`a [fault:${fault}]`);
        assert.deepEqual([failure.kind, failure.reason ?? '', submits()], [kind, reason, times]);
        assert.equal(failure.sent, true);
        assert.deepEqual(await harness.blobs.list(), []);
        const lost =
          ['private', 'plain', 'nonsense', 'expired'].includes(fault) || fault.startsWith('result-');
        if (lost)
          assert.ok(failure.message?.includes(failure.responseId ?? '?') && failure.unbilled === undefined);
      });
    }

    for (const fault of ['rate-limited', 'internal']) {
      it(`asks again after ${fault}, once`, async () => {
        await harness.images(`a [fault:${fault}-once]`);
        assert.equal(submits(), 2);
      });
    }
    for (const fault of ['expired', 'result-500', 'result-reset']) {
      it(`fetches again after ${fault}, once, and asks for no other image`, async () => {
        await harness.images(`a [fault:${fault}-once]`);
        assert.equal(submits(), 1);
      });
    }

    it('keeps the image that came of two', async () => {
      const outcome = await harness.images('a [fault:two-images-one-lost]');
      assert.deepEqual([outcome.images.length, outcome.cut], [1, true]);
    });

    it('shows no key that the service echoes', async () => {
      const failure = await harness.failure('a [fault:echo-key]');
      assert.ok(!JSON.stringify(failure).includes(dashscopeKey));
    });

    it('gives up with the time, and stops when the user stops', async () => {
      harness.endpoint = { ...harness.endpoint, timeoutMs: 200 };
      assert.equal((await harness.failure('a [fault:stall]')).kind, 'timeout');
      const stop = new AbortController();
      harness.endpoint = { ...harness.endpoint, timeoutMs: 8000 };
      const going = harness.failure('a [fault:stall]', { signal: stop.signal });
      stop.abort();
      assert.equal((await going).kind, 'cancelled');
    });

    it('needs a key', async () => {
      harness.key = undefined;
      assert.equal((await harness.failure('a')).reason, 'no-key');
      assert.equal(server.requests.length, 0);
    });
  });
});
