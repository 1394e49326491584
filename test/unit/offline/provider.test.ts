import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { extensionOf } from '../../../src/core/model/imageFormat';
import type { Failure, FailureKind, ImagesOutcome, Outcome } from '../../../src/core/model/outcome';
import type { RunSettings } from '../../../src/core/model/run';
import type { GenerateContext, InputImage, ProviderDeps, ProviderRequest } from '../../../src/core/provider';
import { english } from '../../../src/core/translate';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { createProvider } from '../../../src/providers/offline/index';
import { offlineInfo } from '../../../src/providers/offline/info';
import { startFullDisk } from '../imaging/fullDisk';
import { buildWorker } from '../imaging/buildWorker';
import { bitmapOf, fixturePath, noise, pngOf, solid } from '../imaging/makeImages';

describe('the offline provider', function () {
  this.timeout(60_000);
  let folder: string;
  let imaging: ImagingClient;
  let abort: AbortController;

  before(async () => {
    imaging = new ImagingClient({ workerPath: await buildWorker() });
  });
  after(() => imaging.dispose());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'offline-'));
    abort = new AbortController();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const no = () => assert.fail('the offline provider has no use for this');
  const deps = (): ProviderDeps => ({
    info: offlineInfo,
    download: no,
    fetch: no,
    endpoint: no,
    apiKey: no,
    imaging,
    t: english,
    readFile: no,
    log: () => undefined,
    sleep: no,
    random: no,
  });

  let blobs = 0;
  const context = (): GenerateContext => ({
    signal: abort.signal,
    onProgress: () => undefined,
    createBlob: no,
    async createBlobPath(extension) {
      const file = `out-${blobs++}.${extension}`;
      const whole = path.join(folder, file);
      return { path: whole, adopt: async () => ({ file, bytes: (await stat(whole)).size }) };
    },
  });

  async function image(file: string): Promise<InputImage> {
    return { path: file, facts: await imaging.inspect(file), role: 'subject', name: path.basename(file) };
  }

  async function generate(
    model: 'placeholder' | 'retouch',
    prompt: string,
    settings: RunSettings = {},
    images: readonly InputImage[] = [],
    variation = 0,
  ): Promise<Outcome> {
    const info = offlineInfo.models.find(each => each.id === `offline/${model}`);
    assert.ok(info);
    const request: ProviderRequest = { model: info, prompt, images, history: [], settings, variation };
    return createProvider(deps()).generate(request, context());
  }

  function images(outcome: Outcome): ImagesOutcome {
    assert.equal(outcome.kind, 'images', JSON.stringify(outcome));
    return outcome as ImagesOutcome;
  }
  function failure(outcome: Outcome, kind: FailureKind): Failure {
    assert.equal(outcome.kind, kind, JSON.stringify(outcome));
    assert.equal((outcome as Failure).sent, false);
    return outcome as Failure;
  }
  const made = (outcome: Outcome) =>
    Promise.all(images(outcome).images.map(each => imaging.inspect(path.join(folder, each.file))));

  const photo = () => image(fixturePath('progressive.jpg'));

  it('lists its models without a network, and says that they are not AI', async () => {
    const models = await createProvider(deps()).listModels(abort.signal);
    assert.deepEqual(
      models.map(model => [model.id, model.label, model.local, model.price]),
      [
        ['offline/placeholder', 'Placeholder (no AI)', true, undefined],
        ['offline/retouch', 'Local edits (free)', true, undefined],
      ],
    );
  });

  it('knows which of its models varies', () => {
    assert.deepEqual(
      offlineInfo.models.map(({ capabilities }) => capabilities.deterministic),
      [undefined, true],
    );
  });

  describe('placeholder', () => {
    it('draws every ratio and tier it offers, at the pixels it promises', async () => {
      const { aspectRatios, sizes, defaultSize } = offlineInfo.models[0]!.capabilities;
      assert.equal(defaultSize, '1K');
      for (const tier of sizes) {
        assert.deepEqual(Object.keys(tier.pixels), [...aspectRatios]);
        for (const [ratio, { width, height }] of Object.entries(tier.pixels)) {
          const [w = 1, h = 1] = ratio.split(':').map(Number);
          assert.equal(width * h, height * w, `${tier.name} ${ratio}: ${width} × ${height}`);
          const edge = { '512': 512, '1K': 1024, '2K': 2048, '4K': 4096 }[tier.name] ?? 0;
          assert.ok(Math.abs(Math.sqrt(width * height) / edge - 1) < 0.07, `${tier.name} ${ratio}`);
          assert.ok(Number.isInteger(width) && Number.isInteger(height));
        }
      }
      const [facts] = await made(
        await generate('placeholder', 'Banner', { aspectRatio: '16:9', imageSize: '512' }),
      );
      const promised = sizes[0]!.pixels['16:9']!;
      assert.deepEqual(
        [facts?.width, facts?.height, facts?.format],
        [promised.width, promised.height, 'png'],
      );
    });

    it('draws exact pixels, and takes the missing side from the ratio', async () => {
      const sizeOf = async (settings: RunSettings) => {
        const [facts] = await made(await generate('placeholder', 'x', settings));
        return [facts?.width, facts?.height];
      };
      assert.deepEqual(await sizeOf({ width: 123, height: 45, aspectRatio: '1:1' }), [123, 45]);
      assert.deepEqual(await sizeOf({ width: 200, aspectRatio: '2:1' }), [200, 100]);
      assert.deepEqual(await sizeOf({ height: 50 }), [50, 50]);
      assert.deepEqual(await sizeOf({ width: 1, height: 1 }), [1, 1]);
    });

    it('differs by variation and is otherwise the same each time', async () => {
      const bytes = async (variation: number) => {
        const outcome = await generate('placeholder', 'Team', { width: 64, height: 64 }, [], variation);
        return readFile(path.join(folder, images(outcome).images[0]!.file));
      };
      assert.deepEqual(await bytes(1), await bytes(1));
      assert.notDeepEqual(await bytes(1), await bytes(2));
    });

    it('is transparent when asked', async () => {
      const size = { width: 64, height: 64 };
      const [clear] = await made(
        await generate('placeholder', 'icon', { ...size, background: 'transparent' }),
      );
      assert.equal(clear?.hasAlpha, true);
      const [opaque] = await made(await generate('placeholder', 'icon', size));
      assert.equal(opaque?.hasAlpha, false);
    });

    it('refuses what it cannot draw', async () => {
      for (const size of [
        { width: 0, height: 10 },
        { width: 10.5, height: 10 },
        { width: 9000, height: 10 },
      ]) {
        failure(await generate('placeholder', 'x', size), 'unsupported');
      }
      failure(await generate('placeholder', 'x', { width: 8192, height: 8192 }), 'unsupported');
      failure(await generate('placeholder', 'x', {}, [await photo()]), 'unsupported');
      assert.deepEqual(await readdir(folder), []);
    });
  });

  describe('retouch', () => {
    it('does what the prompt says, in its order', async () => {
      const outcome = await generate('retouch', 'make it grayscale, crop to 1:1 and rotate 90', {}, [
        await photo(),
      ]);
      const [facts] = await made(outcome);
      assert.deepEqual([facts?.width, facts?.height, facts?.format], [30, 30, 'jpeg']);
    });

    it('changes nothing and lists what it knows when it does not understand a part', async () => {
      const refused = failure(
        await generate('retouch', 'grayscale and add a dragon', {}, [await photo()]),
        'unsupported',
      );
      assert.match(refused.message ?? '', /“dragon”/);
      assert.match(refused.message ?? '', /^Local edits do not know .* “crop to 16:9”, .*“side by side”\.$/);
      assert.ok((refused.message ?? '').split('“').length <= 10);
      const long = failure(await generate('retouch', 'zz '.repeat(5000), {}, [await photo()]), 'unsupported');
      assert.ok((long.message ?? '').length < 400);
      failure(await generate('retouch', 'please', {}, [await photo()]), 'unsupported');
      failure(await generate('retouch', 'grayscale'), 'unsupported');
      failure(await generate('retouch', 'side by side', {}, [await photo()]), 'unsupported');
      assert.deepEqual(await readdir(folder), []);
    });

    it('begins with the nearest command it knows, or with where the file is chosen', async () => {
      const said = async (prompt: string) =>
        failure(await generate('retouch', prompt, {}, [await photo()]), 'unsupported').message ?? '';
      assert.match(await said('crop sqare'), /^Did you mean “crop to a square”\? Local edits do not know/);
      assert.match(await said('flip horizontaly'), /^Did you mean “flip horizontally”\?/);
      for (const prompt of ['convert to webp', 'smaller than 100 KB', 'compress', 'save as a .png']) {
        assert.match(await said(prompt), /^The format of the file is chosen when you save: Save…/, prompt);
      }
      // What is not a wish about the file alone is not answered as one.
      assert.match(await said('convert to webp and add a dragon'), /^Local edits do not know/);
    });

    it('makes one image of several, or one of each', async () => {
      const both = [await photo(), await image(fixturePath('gray.jpg'))];
      const joined = await made(await generate('retouch', 'side by side', {}, both));
      assert.deepEqual(
        joined.map(facts => [facts.width, facts.height]),
        [[45, 16]],
      );
      const each = await made(await generate('retouch', 'invert', {}, both));
      assert.deepEqual(
        each.map(facts => [facts.width, facts.height]),
        [
          [40, 30],
          [24, 16],
        ],
      );
    });

    it('says that images were made smaller to fit together', async () => {
      const wide = path.join(folder, 'wide.png');
      await writeFile(wide, pngOf(solid(3000, 30, [1, 2, 3, 255])));
      const inputs = [await image(wide), await image(wide)];
      const row = images(await generate('retouch', 'side by side', {}, inputs));
      assert.equal((await made(row))[0]?.width, 4096);
      assert.match(row.text ?? '', /at most 4096 pixels a side/);
      assert.equal(images(await generate('retouch', 'stack vertically', {}, inputs)).text, undefined);
    });

    it('takes an exact size and a transparent background from the settings', async () => {
      const flat = path.join(folder, 'flat.png');
      await writeFile(
        flat,
        pngOf(
          bitmapOf(40, 40, (x, y) =>
            x > 9 && x < 30 && y > 9 && y < 30 ? [200, 0, 0, 255] : [250, 250, 250, 255],
          ),
        ),
      );
      const settings = { width: 20, height: 10, background: 'transparent' } as const;
      const [facts] = await made(await generate('retouch', 'saturate', settings, [await image(flat)]));
      assert.deepEqual([facts?.width, facts?.height, facts?.hasAlpha], [20, 10, true]);
      const alone = await made(await generate('retouch', '', { width: 10 }, [await image(flat)]));
      assert.deepEqual([alone[0]?.width, alone[0]?.height], [10, 10]);
    });

    it('gives a file that is named for what it most likely is', async () => {
      for (const [name, wish, format] of [
        ['progressive.jpg', 'sepia', 'jpeg'],
        ['animated.gif', 'sepia', 'png'],
        ['animated.webp', 'sepia', 'webp'],
      ] as const) {
        const outcome = images(await generate('retouch', wish, {}, [await image(fixturePath(name))]));
        assert.equal(path.extname(outcome.images[0]!.file), `.${extensionOf(format)}`);
        assert.equal((await made(outcome))[0]?.format, format);
      }
    });

    it('says what is wrong with an image', async () => {
      const heic = await image(fixturePath('plain.heic'));
      assert.match(
        failure(await generate('retouch', 'sepia', {}, [heic]), 'unsupported').message ?? '',
        /HEIC/,
      );
      const gone = { ...(await photo()), path: path.join(folder, 'gone.jpg') };
      assert.equal(failure(await generate('retouch', 'sepia', {}, [gone]), 'bad-request').reason, 'io');
      const cut = path.join(folder, 'cut.png');
      await writeFile(cut, pngOf(noise(30, 30)).subarray(0, 900));
      const damaged = { ...(await photo()), path: cut };
      assert.equal(
        failure(await generate('retouch', 'sepia', {}, [damaged]), 'bad-request').reason,
        'corrupt',
      );
      const plain = path.join(folder, 'plain.png');
      await writeFile(plain, pngOf(solid(9, 9, [1, 2, 3, 255])));
      failure(await generate('retouch', 'remove the background', {}, [await image(plain)]), 'unsupported');
      failure(await generate('retouch', 'scale to 900000%', {}, [await image(plain)]), 'unsupported');
    });
  });

  it('says that the disk is full, and leaves no half image', async () => {
    const disk = await startFullDisk();
    const usual = imaging;
    try {
      const input = await image(fixturePath('progressive.jpg'));
      imaging = disk.imaging;
      for (const [model, prompt, inputs] of [
        ['placeholder', 'A fox', []],
        ['retouch', 'sepia', [input]],
      ] as const) {
        const said = failure(await generate(model, prompt, {}, inputs), 'bad-request');
        assert.deepEqual([said.reason, said.message], ['disk-full', 'The disk is full.']);
      }
      assert.deepEqual(await readdir(folder), []);
    } finally {
      imaging = usual;
      await disk.dispose();
    }
  });

  it('stops at once', async () => {
    const large = path.join(folder, 'large.png');
    await writeFile(large, pngOf(noise(1000, 1000)));
    const outcome = generate('retouch', 'blur', {}, [await image(large)]);
    abort.abort();
    failure(await outcome, 'cancelled');
    failure(await generate('placeholder', 'x'), 'cancelled');
    assert.deepEqual(await readdir(folder), ['large.png']);
  });
});
