import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type ImagingErrorReason, isImagingError } from '../../../src/core/imaging/imagingPort';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { buildWorker } from './buildWorker';
import { bitmapOf, fixture, fixturePath, noise, pngHeader, pngOf, solid } from './makeImages';

const photos = path.resolve('..', 'shared/data/photos');

async function rejects(promise: Promise<unknown>, reason: ImagingErrorReason): Promise<string> {
  const error: unknown = await promise.then(
    () => assert.fail(`was done, not ${reason}`),
    (thrown: unknown) => thrown,
  );
  assert.ok(isImagingError(error), String(error));
  assert.equal(error.reason, reason, error.message);
  return error.message;
}

describe('the imaging worker', function () {
  this.timeout(60_000);
  let folder: string;
  let workerPath: string;
  let client: ImagingClient;

  before(async () => {
    workerPath = await buildWorker();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'imaging-'));
    client = new ImagingClient({ workerPath });
  });
  afterEach(async () => {
    await client.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const at = (name: string) => path.join(folder, name);
  const put = async (name: string, bytes: Uint8Array) => {
    await writeFile(at(name), bytes);
    return at(name);
  };
  /** Long enough to be stopped in the middle. */
  const slow = () => put('slow.png', pngOf(noise(1000, 1000)));

  describe('inspect', () => {
    it('reads headers without starting the worker', async () => {
      const png = await put('opaque.png', pngOf(solid(30, 20, [1, 2, 3, 255])));
      const facts = await client.inspect(png);
      assert.deepEqual([facts.format, facts.width, facts.height, facts.hasAlpha], ['png', 30, 20, false]);
      assert.equal(facts.bytes, (await stat(png)).size);
      const turned = await client.inspect(fixturePath('turned.jpg'));
      assert.deepEqual([turned.width, turned.height, turned.orientation], [24, 16, 6]);
      await client.inspect(fixturePath('plain.heic'));
      assert.equal(client.running, false);
    });

    it('looks at the pixels where the format can hold transparency', async () => {
      const clear = await put('clear.png', pngOf(bitmapOf(4, 4, x => [9, 9, 9, x ? 255 : 254])));
      assert.equal((await client.inspect(clear)).hasAlpha, true);
      assert.equal(client.running, true);
      // RGBA, every pixel opaque.
      assert.equal((await client.inspect(fixturePath('animated.png'))).hasAlpha, false);
      assert.equal((await client.inspect(fixturePath('palette.png'))).hasAlpha, true);
      assert.equal((await client.inspect(fixturePath('alpha.avif'))).hasAlpha, true);
      assert.equal((await client.inspect(fixturePath('animated.webp'))).animated, true);
    });

    it('goes by the bytes of a mislabelled file', async () => {
      const png = await put('photo.jpg', pngOf(solid(3, 2, [0, 0, 0, 255])));
      assert.deepEqual((await client.inspect(png)).mimeType, 'image/png');
    });

    it('names every kind of bad file', async () => {
      const photo = fixture('progressive.jpg');
      await rejects(client.inspect(await put('empty.png', new Uint8Array(0))), 'empty');
      await rejects(client.inspect(await put('page.png', Buffer.from('<html>502</html>'))), 'not-an-image');
      await rejects(client.inspect(await put('cut.jpg', photo.subarray(0, photo.length - 40))), 'corrupt');
      await rejects(client.inspect(at('gone.png')), 'io');
      await mkdir(at('folder.png'));
      await rejects(client.inspect(at('folder.png')), 'not-an-image');
      const sound = pngOf(bitmapOf(40, 40, x => [x, x, x, x]));
      const damaged = Buffer.from(sound);
      damaged.fill(0xaa, 70, 90);
      await rejects(client.inspect(await put('damaged.png', damaged)), 'corrupt');
      // The codec that broke is not used again.
      assert.equal((await client.inspect(await put('sound.png', sound))).hasAlpha, true);
    });

    it('refuses 100 megapixels and bombs by their header', async () => {
      const large = await rejects(
        client.inspect(await put('large.png', pngHeader(10_000, 10_000, 2))),
        'too-large',
      );
      assert.match(large, /10000 × 10000/);
      const bomb = await put('bomb.png', pngHeader(30_000, 30_000));
      await rejects(client.inspect(bomb), 'too-large');
      await rejects(client.convert(bomb, at('out.png'), { format: 'png' }), 'too-large');
      await rejects(client.thumbnail(bomb, at('out.webp'), 100), 'too-large');
      const small = new ImagingClient({ workerPath, limits: { maxPixels: 1e6, maxBytes: 100 } });
      await rejects(small.inspect(await put('bytes.png', pngOf(noise(20, 20)))), 'too-large');
      await small.dispose();
    });

    it('catches a header that lies about its pixels', async () => {
      const avif = Buffer.from(fixture('alpha.avif'));
      // The width in `ispe`.
      avif.writeUInt32BE(60, avif.indexOf('ispe') + 8);
      await rejects(client.inspect(await put('lie.avif', avif)), 'corrupt');
    });
  });

  describe('convert', () => {
    it('writes PNG, JPEG, WebP and AVIF', async () => {
      const input = await put(
        'in.png',
        pngOf(bitmapOf(60, 40, (x, y) => [x * 4, y * 6, 90, x < 30 ? 0 : 255])),
      );
      for (const format of ['png', 'jpeg', 'webp', 'avif'] as const) {
        const { facts } = await client.convert(input, at(`out.${format}`), { format });
        assert.deepEqual(
          [facts.format, facts.width, facts.height, facts.hasAlpha],
          [format, 60, 40, format !== 'jpeg'],
        );
        assert.deepEqual(await client.inspect(at(`out.${format}`)), facts);
      }
    });

    it('makes the exact size by cropping, and scales down to a pixel limit', async () => {
      const input = await put(
        'in.png',
        pngOf(bitmapOf(400, 200, x => (x < 100 || x >= 300 ? [255, 0, 0, 255] : [0, 0, 255, 255]))),
      );
      const { facts: square } = await client.convert(input, at('square.png'), {
        format: 'png',
        width: 50,
        height: 50,
      });
      assert.deepEqual([square.width, square.height], [50, 50]);
      const left = await client.retouch(
        [at('square.png')],
        [{ op: 'cropTo', width: 50, height: 50 }, { op: 'trim' }],
        at('t.png'),
      );
      // One colour from edge to edge: the red parts were cropped away.
      assert.equal(left.width, 50);
      const { facts: small } = await client.convert(input, at('small.png'), {
        format: 'png',
        maxPixels: 20_000,
      });
      assert.deepEqual([small.width, small.height], [200, 100]);
      const { facts: same } = await client.convert(input, at('same.png'), {
        format: 'png',
        maxPixels: 10_000_000,
      });
      assert.deepEqual([same.width, same.height], [400, 200]);
      await rejects(
        client.convert(input, at('x.png'), { format: 'png', width: 0, height: 4 }),
        'unsupported',
      );
      await rejects(
        client.convert(input, at('x.png'), { format: 'png', width: 20_000, height: 20_000 }),
        'too-large',
      );
      await rejects(
        client.convert(input, at('x.webp'), { format: 'webp', width: 17_000, height: 10 }),
        'unsupported',
      );
    });

    it('lays transparency on the matte for JPEG', async () => {
      const input = await put('in.png', pngOf(solid(16, 16, [0, 0, 0, 0])));
      await client.convert(input, at('red.jpg'), { format: 'jpeg', matte: '#ff0000' });
      await client.convert(at('red.jpg'), at('red.png'), { format: 'png' });
      await client.convert(input, at('white.jpg'), { format: 'jpeg' });
      assert.notDeepEqual(await readFile(at('red.jpg')), await readFile(at('white.jpg')));
    });

    it('applies EXIF orientation', async () => {
      const { facts } = await client.convert(fixturePath('turned.jpg'), at('up.png'), { format: 'png' });
      assert.deepEqual([facts.width, facts.height, facts.orientation], [24, 16, 1]);
      // Red on the left, blue on the right, as it is shown.
      const left = await client.retouch(
        [at('up.png')],
        [{ op: 'cropEdges', edges: ['right'], amount: { value: 14, unit: 'px' } }, { op: 'trim' }],
        at('l.png'),
      );
      assert.deepEqual([left.width, left.height], [10, 16]);
    });

    for (const name of [
      'alpha.avif',
      'animated.gif',
      'animated.webp',
      'animated.png',
      'plain.bmp',
      'gray.jpg',
      'gray16.png',
      'palette.png',
    ]) {
      it(`reads ${name}`, async () => {
        const before = await client.inspect(fixturePath(name));
        const { facts: after } = await client.convert(fixturePath(name), at('out.png'), { format: 'png' });
        assert.deepEqual(
          [after.width, after.height, after.hasAlpha, after.animated],
          [before.width, before.height, before.hasAlpha, false],
        );
      });
    }

    it('says what it cannot read', async () => {
      const svg = await put('logo.svg', Buffer.from('<svg width="10" height="10"/>'));
      assert.match(await rejects(client.convert(svg, at('o.png'), { format: 'png' }), 'unsupported'), /SVG/);
      for (const name of ['plain.heic', 'plain.tiff', 'plain.ico']) {
        await rejects(client.convert(fixturePath(name), at('o.png'), { format: 'png' }), 'unsupported');
      }
      await assert.rejects(stat(at('o.png')));
    });

    it('leaves nothing behind when it cannot write', async () => {
      const input = await put('in.png', pngOf(solid(4, 4, [1, 1, 1, 255])));
      await rejects(client.convert(input, at('no/such/folder/o.png'), { format: 'png' }), 'io');
      await mkdir(at('taken.png'));
      await rejects(client.convert(input, at('taken.png'), { format: 'png' }), 'io');
      await mkdir(at('readonly'));
      await chmod(at('readonly'), 0o500);
      // Root may write anywhere; then there is nothing to see.
      if (process.getuid?.() !== 0) {
        await rejects(client.convert(input, at('readonly/o.png'), { format: 'png' }), 'io');
      }
      await chmod(at('readonly'), 0o700);
      assert.deepEqual((await readdir(folder)).sort(), ['in.png', 'readonly', 'taken.png']);
    });
  });

  it('makes thumbnails that fit and never enlarge', async () => {
    const wide = await put('wide.png', pngOf(noise(300, 100)));
    await client.thumbnail(wide, at('wide.webp'), 96);
    const facts = await client.inspect(at('wide.webp'));
    assert.deepEqual([facts.format, facts.width, facts.height], ['webp', 96, 32]);
    const tiny = await put('tiny.png', pngOf(noise(10, 1)));
    await client.thumbnail(tiny, at('tiny.webp'), 256);
    assert.equal((await client.inspect(at('tiny.webp'))).width, 10);
    const line = await put('line.png', pngOf(noise(2000, 1)));
    await client.thumbnail(line, at('line.webp'), 64);
    assert.equal((await client.inspect(at('line.webp'))).height, 1);
  });

  it('is ready for them before they are asked for', async () => {
    await client.inBulk().warmUp();
    assert.equal(client.running, true);
    await client.thumbnail(await put('small.png', pngOf(solid(40, 20, [1, 2, 3, 255]))), at('small.webp'), 8);
    assert.equal((await client.inspect(at('small.webp'))).width, 8);
    const stopped = client.inBulk().warmUp(AbortSignal.abort());
    await rejects(stopped, 'cancelled');
  });

  it('draws placeholders of the size asked for, the same each time', async () => {
    const spec = { prompt: 'Hero', width: 321, height: 123, format: 'png', seed: 3 } as const;
    const facts = await client.placeholder(spec, at('a.png'));
    assert.deepEqual([facts.width, facts.height, facts.hasAlpha], [321, 123, false]);
    await client.placeholder(spec, at('b.png'));
    assert.deepEqual(await readFile(at('a.png')), await readFile(at('b.png')));
    assert.equal((await client.placeholder({ ...spec, transparent: true }, at('c.png'))).hasAlpha, true);
    await rejects(client.placeholder({ ...spec, width: 0 }, at('d.png')), 'unsupported');
    await rejects(client.placeholder({ ...spec, width: 30_000, height: 30_000 }, at('d.png')), 'too-large');
  });

  it('keeps the format of what it retouches, as far as alpha allows', async () => {
    const jpeg = fixturePath('progressive.jpg');
    assert.equal((await client.retouch([jpeg], [{ op: 'sepia' }], at('a'))).format, 'jpeg');
    const round = await client.retouch([jpeg], [{ op: 'circle' }], at('b'));
    assert.deepEqual([round.format, round.hasAlpha], ['png', true]);
    assert.equal(
      (await client.retouch([fixturePath('animated.webp')], [{ op: 'sepia' }], at('c'))).format,
      'webp',
    );
    assert.equal(
      (await client.retouch([fixturePath('animated.gif')], [{ op: 'sepia' }], at('d'))).format,
      'png',
    );
    const pair = await client.retouch(
      [jpeg, fixturePath('gray.jpg')],
      [{ op: 'combine', layout: 'row', gap: 0 }],
      at('e'),
    );
    // As high as the lower of the two.
    assert.deepEqual([pair.format, pair.width, pair.height], ['jpeg', 45, 16]);
  });

  describe('lifetime', () => {
    it('stops at once and leaves nothing behind', async () => {
      const input = await slow();
      const abort = new AbortController();
      const stopped = rejects(
        client.convert(input, at('o.webp'), { format: 'webp' }, abort.signal),
        'cancelled',
      );
      const started = performance.now();
      abort.abort();
      await stopped;
      assert.ok(performance.now() - started < 1000);
      // The next job finds a fresh worker.
      const small = await put('small.png', pngOf(solid(2, 2, [1, 1, 1, 255])));
      await client.convert(small, at('small.webp'), { format: 'webp' });
      assert.deepEqual((await readdir(folder)).sort(), ['slow.png', 'small.png', 'small.webp']);
    });

    it('takes away a half-written file', async () => {
      const writing = await put(
        'write.cjs',
        Buffer.from(
          `require("node:worker_threads").parentPort.on("message", job =>
            require("node:fs").writeFileSync(job.output.temporary, "half"))`,
        ),
      );
      const halfway = new ImagingClient({ workerPath: writing });
      const abort = new AbortController();
      const input = await put('in.png', pngOf(solid(2, 2, [1, 1, 1, 255])));
      const stopped = rejects(
        halfway.convert(input, at('o.png'), { format: 'png' }, abort.signal),
        'cancelled',
      );
      while (!(await readdir(folder)).some(name => name.endsWith('.tmp'))) await setImmediate();
      abort.abort();
      await stopped;
      await halfway.dispose();
      assert.deepEqual((await readdir(folder)).sort(), ['in.png', 'write.cjs']);
    });

    it('stops in the middle of a search for a budget, thread and all', async () => {
      const one = new ImagingClient({ workerPath, workers: 1 });
      const input = await slow();
      const abort = new AbortController();
      const options = { format: 'avif', quality: 90, maxBytes: 200_000 } as const;
      const started = process.cpuUsage();
      const stopped = rejects(one.convert(input, at('o.avif'), options, abort.signal), 'cancelled');
      // Long past reading, and far from done.
      while (process.cpuUsage(started).user < 1_000_000) await setImmediate();
      const from = performance.now();
      abort.abort();
      await stopped;
      await one.dispose();
      assert.ok(performance.now() - from < 1000);
      assert.deepEqual(await readdir(folder), ['slow.png']);
    });

    it('takes a job out of the queue without disturbing the others', async () => {
      const input = await slow();
      const first = client.convert(input, at('first.png'), { format: 'png' });
      const abort = new AbortController();
      const second = rejects(
        client.convert(input, at('second.png'), { format: 'png' }, abort.signal),
        'cancelled',
      );
      abort.abort();
      await second;
      assert.equal((await first).facts.width, 1000);
      await rejects(
        client.convert(input, at('third.png'), { format: 'png' }, AbortSignal.abort()),
        'cancelled',
      );
      await rejects(client.inspect(input, AbortSignal.abort()), 'cancelled');
      assert.deepEqual((await readdir(folder)).sort(), ['first.png', 'slow.png']);
    });

    it('lets kinds of jobs take turns', async () => {
      const one = new ImagingClient({ workerPath, workers: 1 });
      const image = await put('image.png', pngOf(noise(200, 200)));
      const order: string[] = [];
      const note = (name: string) => () => void order.push(name);
      await Promise.all([
        ...[1, 2, 3, 4].map(i => one.thumbnail(image, at(`${i}.webp`), 32).then(note(`thumbnail ${i}`))),
        one.convert(image, at('save.png'), { format: 'png' }).then(note('save')),
      ]);
      assert.ok(order.indexOf('save') <= 2, order.join());
      await one.dispose();
    });

    describe('of many files', () => {
      /** A worker that holds what goes to a folder `held` until a file `go` is there, and does the rest at once. */
      const holding = async (workers: number) => {
        const worker = await put(
          'hold.cjs',
          Buffer.from(
            `const { parentPort, threadId } = require("node:worker_threads");
            const { existsSync, mkdirSync, writeFileSync } = require("node:fs");
            parentPort.on("message", async job => {
              const output = job.output ?? job.outputs[0].output;
              writeFileSync(output.path + ".begun", String(threadId));
              while (output.path.includes("held") && !existsSync(${JSON.stringify(at('go'))}))
                await new Promise(resolve => setTimeout(resolve, 5));
              parentPort.postMessage({ result: job.outputs ? [] : { facts: { width: threadId } }, spent: false });
            })`,
          ),
        );
        return new ImagingClient({ workerPath: worker, workers });
      };
      const begun = async (...names: readonly string[]) => {
        for (let all: string[] = []; !names.every(name => all.includes(`${name}.begun`));) {
          await setImmediate();
          all = await readdir(folder);
        }
      };
      const make = { format: 'avif', width: 2048, height: 2048 } as const;
      const held = ['held1.avif', 'held2.avif', 'held3.avif', 'held4.avif'];

      for (const workers of [1, 2]) {
        it(`lets what somebody waits for pass, on ${workers} threads`, async () => {
          const queue = await holding(workers);
          const order: string[] = [];
          const note = (name: string) => () => void order.push(name);
          const files = held.map(name => ({ output: at(name), make }));
          const set = queue.inBulk().renderAll('in', files).then(note('set'));
          await begun(...held.slice(0, workers));
          await queue.convert('in', at('look.png'), { format: 'png' }).then(note('look'));
          await queue.thumbnail('in', at('small.webp'), 9).then(note('small'));
          // And what is of many files itself does not pass.
          const more = queue.inBulk().convert('in', at('more.png'), { format: 'png' }).then(note('more'));
          await queue.convert('in', at('look.png'), { format: 'png' }).then(note('again'));
          await writeFile(at('go'), '');
          await Promise.all([set, more]);
          assert.deepEqual(order.slice(0, 3), ['look', 'small', 'again']);
          await queue.dispose();
          assert.equal(queue.running, false);
        });
      }

      it('takes no thread more while another one will be free soon', async () => {
        const queue = await holding(2);
        const works: Promise<unknown>[] = ['held1', 'held2', 'held3'].map(name =>
          queue.convert('in', at(name), { format: 'png' }),
        );
        await begun('held1', 'held2');
        works.push(queue.thumbnail('in', at('small'), 9));
        await writeFile(at('go'), '');
        await Promise.all(works);
        const threads = ['held1', 'held2', 'held3', 'small'].map(name =>
          readFile(at(`${name}.begun`), 'utf8'),
        );
        assert.equal(new Set(await Promise.all(threads)).size, 2);
        await queue.dispose();
      });
    });

    it('survives a worker that crashes', async () => {
      const crashing = await put(
        'crash.cjs',
        Buffer.from('require("node:worker_threads").parentPort.on("message", () => process.exit(3))'),
      );
      const broken = new ImagingClient({ workerPath: crashing });
      const input = await put('in.png', pngOf(solid(2, 2, [1, 1, 1, 255])));
      await rejects(broken.convert(input, at('o.png'), { format: 'png' }), 'corrupt');
      await rejects(broken.convert(input, at('o.png'), { format: 'png' }), 'corrupt');
      await broken.dispose();
      const throwing = await put('throw.cjs', Buffer.from('throw new Error("cannot start")'));
      const unable = new ImagingClient({ workerPath: throwing });
      await rejects(unable.convert(input, at('o.png'), { format: 'png' }), 'corrupt');
      await unable.dispose();
    });

    it('replaces a worker that says it is spent, and only that', async () => {
      const answering = await put(
        'answer.cjs',
        Buffer.from(
          `const { parentPort, threadId } = require("node:worker_threads");
          parentPort.on("message", job => {
            if (job.edge === 1) parentPort.postMessage({ result: {}, spent: true });
            else if (job.edge === 2) parentPort.postMessage({ error: { reason: "corrupt", message: "" }, spent: true });
            else parentPort.postMessage({ result: { facts: { width: threadId } }, spent: false });
          })`,
        ),
      );
      const changing = new ImagingClient({ workerPath: answering });
      const thread = async () => (await changing.convert('in', at('o.png'), { format: 'png' })).facts.width;
      const first = await thread();
      assert.equal(await thread(), first);
      await changing.thumbnail('in', at('o.webp'), 1);
      const second = await thread();
      assert.notEqual(second, first);
      await rejects(changing.thumbnail('in', at('o.webp'), 2), 'corrupt');
      assert.notEqual(await thread(), second);
      await changing.dispose();
    });

    it('gives up on a job that never ends', async () => {
      const hanging = await put(
        'hang.cjs',
        Buffer.from('require("node:worker_threads").parentPort.on("message", () => { for (;;); })'),
      );
      const stuck = new ImagingClient({ workerPath: hanging, jobTimeoutMs: 50 });
      const input = await put('in.png', pngOf(solid(2, 2, [1, 1, 1, 255])));
      // The client's own timers do not hold the process.
      const alive = setInterval(() => undefined, 1000);
      await rejects(stuck.convert(input, at('o.png'), { format: 'png' }), 'corrupt');
      clearInterval(alive);
      await stuck.dispose();
    });

    it('ends when idle, and starts again', async () => {
      const brief = new ImagingClient({ workerPath, idleMs: 1 });
      const input = await put('in.png', pngOf(solid(2, 2, [1, 1, 1, 255])));
      for (let round = 0; round < 2; round++) {
        await brief.convert(input, at('o.png'), { format: 'png' });
        while (brief.running) await setImmediate();
      }
      await brief.dispose();
    });

    it('ends what is under way when it is disposed', async () => {
      const input = await slow();
      const running = rejects(client.convert(input, at('a.webp'), { format: 'webp' }), 'cancelled');
      const queued = rejects(client.convert(input, at('b.webp'), { format: 'webp' }), 'cancelled');
      await client.dispose();
      await Promise.all([running, queued]);
      await rejects(client.convert(input, at('c.webp'), { format: 'webp' }), 'cancelled');
      assert.equal(client.running, false);
      assert.deepEqual(await readdir(folder), ['slow.png']);
    });
  });

  it('reads real photographs, where they are at hand', async () => {
    const names = await readdir(photos).catch(() => []);
    if (names.length === 0) console.log('      (no photographs here: nothing was checked)');
    for (const name of names.filter(each => /Storm|Gulp/.test(each))) {
      const facts = await client.inspect(path.join(photos, name));
      await client.thumbnail(path.join(photos, name), at('t.webp'), 320);
      const small = await client.inspect(at('t.webp'));
      assert.ok(Math.abs(small.width / small.height - facts.width / facts.height) < 0.01);
      assert.equal(small.hasAlpha, facts.hasAlpha);
    }
  });
});
