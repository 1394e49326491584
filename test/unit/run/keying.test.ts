import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { type Bitmap, createBitmap } from '../../../src/core/imaging/bitmap';
import { keyRgb } from '../../../src/core/imaging/keying/chooseKey';
import { type KeyName, keyNames } from '../../../src/core/model/cutout';
import type { Candidate, Run } from '../../../src/core/model/run';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { encodePng } from '../../../src/host/imaging/pngEncoder';
import type { Imaging } from '../../../src/core/imaging/imagingPort';
import { buildWorker } from '../imaging/buildWorker';
import { english } from '../../../src/core/translate';
import { keyNotes } from '../../../src/host/text/cutoutText';
import { bitmapOf, noise } from '../imaging/makeImages';
import { keyed8, makeKeyed } from '../imaging/makeKeyed';
import {
  answer,
  ask,
  cloud,
  fail,
  held,
  local,
  other,
  runAll,
  Service,
  started,
  type Window,
  world,
} from './world';

/** What a model paints that does as it is told: the colour is read from the prompt. */
function obeys(
  make: (key: KeyName) => Bitmap = painted,
  turn?: unknown,
): ConstructorParameters<typeof Service>[0] {
  return (request, context) => {
    const name = keyNames.find(each => request.prompt.includes(`pure ${each} (`));
    const bytes = encodePng(make(name ?? 'green'));
    return answer({ bytes, ...(turn !== undefined && { turn }) })(request, context);
  };
}

function painted(key: KeyName): Bitmap {
  return makeKeyed(keyRgb(key), keyed8[1]!.palette, 3, 128).image;
}

function only(run: Run): Candidate {
  const outcome = run.requests[0]?.outcome;
  assert.equal(outcome?.kind, 'images', JSON.stringify(outcome));
  return (outcome as { images: readonly Candidate[] }).images[0]!;
}

const settings = { background: 'transparent' } as const;

describe('A transparent background from a model without alpha', function () {
  this.timeout(30_000);
  const here = world();
  let imaging: ImagingClient;
  before(async () => {
    imaging = new ImagingClient({ workerPath: await buildWorker() });
  });
  after(() => imaging.dispose());
  const window = (service: Service): Window => here().window({ imaging, service });
  const bytesOf = (run: Run, file: string): Promise<Buffer> =>
    fs.readFile(path.join(here().runsDir, run.id, file));

  it('is asked for as a flat colour and cut out here; prompt and original bytes stay as they were', async () => {
    const service = new Service(obeys());
    const run = await runAll(window(service), { settings });
    const image = only(run);
    assert.equal(run.prompt, 'A fox');
    assert.equal(service.asked.length, 1);
    const { prompt, settings: sent } = service.asked[0]!;
    assert.ok(prompt.startsWith('A fox\n\n') && prompt.includes('#00FF00'), prompt);
    assert.deepEqual(sent, {});
    assert.equal(run.requests[0]?.key?.added, prompt.slice('A fox\n\n'.length));
    assert.ok(image.facts.hasAlpha && image.facts.format === 'png');
    assert.ok(image.cutout && 'checks' in image.cutout && image.cutout.checks.clear > 0.3);
    assert.match(image.file, /-1-cutout\.png$/);
    const original = await bytesOf(run, image.original!.file);
    assert.ok(original.equals(encodePng(painted('green'))));
    assert.equal((await imaging.inspect(path.join(here().runsDir, run.id, image.file))).hasAlpha, true);
    // Read back from the disk by another window.
    assert.deepEqual(await here().window().runs.get(run.id), run);
  });

  it('has another colour where the prompt or a reference image has the first, and one for all of a run', async () => {
    const service = new Service(obeys());
    const magenta = await runAll(window(service), {
      settings,
      prompt: 'A green frog',
      models: [cloud.id, other.id],
    });
    assert.deepEqual(
      magenta.requests.map(request => request.key?.name),
      ['magenta', 'magenta'],
    );
    const leaf = createBitmap(40, 40);
    for (let at = 0; at < leaf.data.length; at += 4) leaf.data.set([40, 150, 60, 255], at);
    const reference = await here().file('leaf.png', encodePng(leaf));
    const images = [{ path: reference, name: 'leaf.png' }];
    const run = await runAll(window(service), { settings, images });
    assert.equal(run.requests[0]?.key?.name, 'magenta');
    assert.ok(only(run).facts.hasAlpha);
  });

  it('is asked for on the wire where the model has alpha', async () => {
    const service = new Service();
    await runAll(window(service), { settings, models: [local.id] });
    assert.deepEqual(service.asked[0]?.settings, settings);
    assert.equal(service.asked[0].prompt, 'A fox');
  });

  it('can be stopped while the key is taken away, and what came is shown: it was paid for', async () => {
    const here = window(new Service(obeys()));
    const states: string[] = [];
    const stopped = new Promise<void>(resolve => {
      here.runs.onDidProgress(({ runId, requestId, progress }) => {
        states.push(progress.state);
        if (progress.state !== 'cutting-out') return;
        here.runs.stop(runId, requestId);
        resolve();
      });
    });
    const run = await runAll(here, { settings });
    await stopped;
    assert.ok(states.includes('cutting-out'));
    const image = only(run);
    assert.deepEqual(image.cutout, { kept: 'stopped' });
    assert.ok((await bytesOf(run, image.file)).equals(encodePng(painted('green'))));
    assert.match(
      keyNotes(english, run.requests[0]!, image).join(' '),
      /you stopped before the green background/,
    );
  });

  const faults: readonly [string, (key: KeyName) => Bitmap][] = [
    ['no-key', () => noise(96, 96)],
    ['all-background', key => flat(key, () => 1)],
    ['gradient', key => flat(key, y => 0.3 + (0.7 * y) / 96)],
    ['key-in-subject', key => withBall(key)],
  ];
  for (const [kept, make] of faults) {
    it(`shows the image as it came and says why: ${kept}`, async () => {
      const service = new Service(obeys(make));
      const run = await runAll(window(service), { settings });
      const image = only(run);
      assert.deepEqual(image.cutout, { kept });
      assert.equal(image.original, undefined);
      assert.equal(image.facts.hasAlpha, false);
      assert.ok((await bytesOf(run, image.file)).equals(encodePng(make('green'))));
      assert.equal(service.asked.length, 1);
      assert.deepEqual(
        (await here().files(run.id)).filter(name => /cutout|part/.test(name)),
        [],
      );
    });
  }

  it('tells a painted checkerboard, where transparency was wished for', async () => {
    const squares = () => bitmapOf(96, 96, (x, y) => (((x >> 3) + (y >> 3)) % 2 ? grey(255) : grey(204)));
    const service = new Service(obeys(squares));
    const words = await runAll(window(service), { prompt: 'A fox on a transparent background' });
    assert.deepEqual([only(words).painted, only(words).cutout], ['checkerboard', undefined]);
    assert.deepEqual(keyNotes(english, words.requests[0]!, only(words)).length, 1);
    const box = await runAll(window(service), { settings });
    assert.deepEqual([only(box).painted, only(box).cutout], ['checkerboard', { kept: 'no-key' }]);
    assert.equal(only(await runAll(window(service), { prompt: 'A chess board' })).painted, undefined);
  });

  it('lets glass be see-through where the prompt speaks of it', async () => {
    const run = await runAll(window(new Service(obeys(withBall))), { settings, prompt: 'A glass marble' });
    assert.ok(only(run).facts.hasAlpha);
  });

  it('keeps the image when the machine fails at it', async () => {
    const broken: Window = here().window({
      service: new Service(obeys()),
      imaging: Object.assign(Object.create(imaging) as ImagingClient, {
        inspect: (file: string) => imaging.inspect(file),
        cutKey: () => Promise.reject(new Error('broken')),
      }),
    });
    const run = await runAll(broken, { settings });
    assert.deepEqual(only(run).cutout, { kept: 'failed' });
    assert.ok(broken.logged.some(line => /was not cut out: broken/.test(line)));
  });

  it('sends the original back in the next turn, in the colour of the thread', async () => {
    const turn = { parts: ['signed'] };
    const service = new Service(obeys(painted, turn));
    const here1 = window(service);
    const first = await runAll(here1, { settings, prompt: 'A green frog' });
    const parent = { runId: first.id, requestId: first.requests[0]!.id, index: 0 };
    const next = await runAll(here1, { settings, prompt: 'Add a hat', parent });
    const [earlier] = service.asked[1]!.history;
    assert.deepEqual(earlier?.answer, turn);
    assert.equal(earlier.prompt, service.asked[0]!.prompt);
    const file = only(first).original!.file;
    assert.equal(earlier.pathOf(file), path.join(here().runsDir, first.id, file));
    assert.deepEqual(service.asked[1]!.images, []);
    assert.equal(next.requests[0]?.key?.name, 'magenta');
  });

  it('is removed whole, and nothing else with it', async () => {
    const here1 = window(new Service(obeys()));
    const run = await runAll(here1, { settings, count: 2 });
    const images = run.requests.map(request => only({ ...run, requests: [request] }));
    await here1.runs.deleteCandidate({ runId: run.id, requestId: run.requests[0]!.id, index: 0 });
    const left = await here().files(run.id);
    assert.ok(!left.includes(images[0]!.file) && !left.includes(images[0]!.original!.file));
    assert.ok(left.includes(images[1]!.file) && left.includes(images[1]!.original!.file));
  });

  describe('whose window goes away while the key is taken away', () => {
    const usage = { inputTokens: 5, outputTokens: 1290 };
    const pays = (): Service =>
      new Service((request, context) => {
        const bytes = encodePng(painted(keyNames.find(each => request.prompt.includes(`pure ${each} (`))!));
        return answer({ bytes, modelVersion: 'a-9', usage })(request, context);
      });

    /** Works until the test lets it go on, or it is stopped. */
    function slow(): { imaging: Imaging; cutting: ReturnType<typeof held> } {
      const cutting = held();
      const cutKey: Imaging['cutKey'] = async (input, output, options, signal) => {
        const stopped = new Promise<void>(resolve => signal?.addEventListener('abort', () => resolve()));
        await Promise.race([cutting.wait(), stopped]);
        return imaging.cutKey(input, output, options, signal);
      };
      const rest = {
        inspect: imaging.inspect.bind(imaging),
        paintedCheckerboard: imaging.paintedCheckerboard.bind(imaging),
      };
      return { imaging: Object.assign(Object.create(imaging) as Imaging, rest, { cutKey }), cutting };
    }

    it('has it on record with its cost before that, and shows it as it came after a crash', async () => {
      const { imaging: held1, cutting } = slow();
      const here1 = here().window({ imaging: held1, service: pays() });
      const run = started(await here1.runs.start(ask({ settings })));
      await cutting.reached;
      // What is on the disk while the key is taken away, as a window reads it that comes after a crash of this one.
      const left = (await here().window().store.load(run.id))!.requests[0]!;
      cutting.open();
      const done = await here1.runs.whenDone(run.id);
      assert.ok('checks' in only(done).cutout!);
      assert.equal(done.requests[0]?.came, undefined);
      await here1.close();
      await here1.store.saveRequest(run.id, { ...left, hostId: 'gone' });

      const next = here().window({ imaging });
      const found = (await next.runs.get(run.id))!;
      const [request] = found.requests;
      const image = only(found);
      assert.equal(request?.state, 'done');
      assert.deepEqual(image.cutout, { kept: 'interrupted' });
      assert.ok((await bytesOf(found, image.file)).equals(encodePng(painted('green'))));
      assert.ok(request.costUsd !== undefined && request.costUsd > 0);
      assert.equal(request.costUsd, done.requests[0]?.costUsd);
      const { modelVersion, usage: counted } = request.outcome!;
      assert.deepEqual([modelVersion, counted], ['a-9', usage]);
      assert.match(
        keyNotes(english, request, image).join(' '),
        /the window closed .* “Remove flat background”/,
      );
      assert.deepEqual((await here().window().runs.get(run.id))!.requests, found.requests);
    });

    it('says so when it is closed', async () => {
      const { imaging: held1, cutting } = slow();
      const here1 = here().window({ imaging: held1, service: pays() });
      const run = started(await here1.runs.start(ask({ settings })));
      await cutting.reached;
      await here1.close();
      const found = (await here().window().runs.get(run.id))!;
      assert.deepEqual(only(found).cutout, { kept: 'interrupted' });
      assert.equal(found.requests[0]?.outcome?.modelVersion, 'a-9');
    });

    it('shows what had arrived when there is no record of it yet', async () => {
      const here1 = window(pays());
      const run = await runAll(here1, { settings });
      const { outcome, endedAt, ...request } = run.requests[0]!;
      assert.ok(outcome && endedAt !== undefined);
      await here1.store.saveRequest(run.id, { ...request, state: 'running', hostId: 'gone' });
      await here1.close();
      const image = only((await here().window({ imaging }).runs.get(run.id))!);
      assert.deepEqual(image, { ...only(run).original, cutout: { kept: 'interrupted' } });
    });
  });

  it('is nothing of a request that failed', async () => {
    const failure = { kind: 'blocked', sent: true } as const;
    const run = await runAll(window(new Service(fail(failure))), { settings });
    assert.deepEqual(run.requests[0]?.outcome, failure);
  });

  it('stops before anything is sent', async () => {
    const service = new Service(obeys());
    const { runs } = window(service);
    const reference = await here().file('photo.png', encodePng(noise(900, 900)));
    const run = started(
      await runs.start(ask({ settings, images: [{ path: reference, name: 'photo.png' }] })),
    );
    await runs.stop(run.id);
    assert.equal((await runs.whenDone(run.id)).requests[0]?.outcome?.kind, 'cancelled');
  });
});

const grey = (value: number): [number, number, number, number] => [value, value, value, 255];

function flat(key: KeyName, light: (y: number) => number): Bitmap {
  const { r, g, b } = keyRgb(key);
  const out = createBitmap(96, 96);
  for (let y = 0, at = 0; y < 96; y++) {
    for (let x = 0; x < 96; x++, at += 4) out.data.set([r * light(y), g * light(y), b * light(y), 255], at);
  }
  return out;
}

/** A ball of the key's own hue, of 70 % of its light. */
function withBall(key: KeyName): Bitmap {
  const out = flat(key, () => 1);
  const { r, g, b } = keyRgb(key);
  for (let y = 20; y < 76; y++) {
    for (let x = 20; x < 76; x++) {
      if (Math.hypot(x - 48, y - 48) < 26)
        out.data.set([40 + r * 0.5, 40 + g * 0.5, 40 + b * 0.5], (y * 96 + x) * 4);
    }
  }
  return out;
}
