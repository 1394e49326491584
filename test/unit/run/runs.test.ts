import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { isDone, type RequestRecord, type Run } from '../../../src/core/model/run';
import { model } from '../compose/models';
import {
  answer,
  ask,
  cloud,
  fail,
  gateStep,
  held,
  local,
  opaque,
  other,
  png,
  refused,
  runAll,
  Service,
  started,
  world,
} from './world';

describe('A run', () => {
  const here = world();

  it('is on record before it is sent, and its image on disk before anybody hears of it', async () => {
    const service = new Service();
    const window = here().window({ service });
    let seenBySend: Run | undefined;
    service.next(async (request, context) => {
      const elsewhere = here().window();
      seenBySend = (await elsewhere.store.list({ limit: 1 })).runs[0];
      return answer()(request, context);
    });
    const heard: Promise<boolean>[] = [];
    window.runs.onDidChange((id, run) => {
      const outcome = run?.requests[0]?.outcome;
      if (outcome?.kind !== 'images') return;
      const file = window.runs.pathOf(id, outcome.images[0]!.file);
      heard.push(fs.readFile(file).then(bytes => bytes.equals(png(8, 8))));
    });
    const run = await runAll(window);
    assert.equal(seenBySend?.requests[0]?.state, 'running');
    assert.equal(seenBySend.requests[0].hostId, window.presence.hostId);
    assert.deepEqual(await Promise.all(heard), [true]);
    assert.equal(run.requests[0]?.outcome?.kind, 'images');
    assert.deepEqual(await here().window().runs.get(run.id), run);
  });

  it('fans out to models and variations, at most four at a service', async () => {
    let arrived = 0;
    let open!: () => void;
    const four = new Promise<void>(resolve => (open = resolve));
    const service = new Service(async (request, context) => {
      if (++arrived === 4) open();
      await four;
      return answer()(request, context);
    });
    const run = await runAll(here().window({ service }), { models: [cloud.id, other.id], count: 5 });
    assert.deepEqual(
      run.requests.map(({ model, variation }) => `${model} ${variation}`),
      [cloud.id, other.id].flatMap(id => [0, 1, 2, 3, 4].map(variation => `${id} ${variation}`)),
    );
    assert.ok(isDone(run));
    assert.equal(service.mostAtOnce, 4);
  });

  it('names files by their bytes, not by what the service says they are', async () => {
    const service = new Service(answer({ bytes: png(8, 8), type: 'image/jpeg' }));
    const run = await runAll(here().window({ service }));
    const outcome = run.requests[0]?.outcome;
    assert.ok(outcome?.kind === 'images');
    assert.match(outcome.images[0]!.file, /\.png$/);
    assert.equal(outcome.images[0]!.facts.mimeType, 'image/png');
  });

  it('keeps an answer that is no image, and says so', async () => {
    const service = new Service(answer({ bytes: Buffer.from('<html>Sorry</html>'), type: 'image/png' }));
    const run = await runAll(here().window({ service }));
    const outcome = run.requests[0]?.outcome;
    assert.ok(outcome?.kind === 'bad-response');
    const file = (await here().files(run.id)).find(name => name.endsWith('.bin'));
    assert.ok(file && outcome.message?.includes(file));
    assert.equal(await fs.readFile(path.join(here().runsDir, run.id, file), 'utf8'), '<html>Sorry</html>');
  });

  it('keeps the images of an answer beside bytes that are none', async () => {
    const service = new Service(async (_request, context) => {
      const blobs = [];
      for (const bytes of [Buffer.from('no image'), png(4, 4)]) {
        const sink = await context.createBlob('image/png');
        await sink.write(bytes);
        blobs.push(await sink.close());
      }
      return { kind: 'images', images: blobs };
    });
    const run = await runAll(here().window({ service }));
    const outcome = run.requests[0]?.outcome;
    assert.ok(outcome?.kind === 'images');
    assert.deepEqual(
      outcome.images.map(({ facts }) => facts.width),
      [4],
    );
  });

  it('ends one request without touching the others when a provider throws', async () => {
    const service = new Service();
    service.next(() => Promise.reject(new Error('boom')));
    const run = await runAll(here().window({ service }), { count: 2 });
    assert.deepEqual(run.requests.map(({ outcome }) => outcome?.kind).sort(), ['bad-response', 'images']);
  });

  it('leaves no unfinished file behind', async () => {
    const service = new Service(async (_request, context) => {
      await (await context.createBlob('image/png')).write(png(8, 8));
      return { kind: 'network', sent: true };
    });
    const run = await runAll(here().window({ service }));
    assert.deepEqual(
      (await here().files(run.id)).filter(name => name.startsWith('.')),
      [],
    );
  });

  it('adapts settings to each model and says what was changed', async () => {
    const service = new Service();
    const run = await runAll(here().window({ service }), {
      models: [cloud.id],
      settings: { aspectRatio: '21:9', imageSize: '4K', seed: 7, thinking: 'medium' },
    });
    assert.deepEqual(service.asked[0]?.settings, { aspectRatio: '16:9', imageSize: '2K', seed: 7 });
    assert.deepEqual(run.requests[0]?.adapted, [
      { setting: 'aspectRatio', asked: '21:9', used: '16:9' },
      { setting: 'imageSize', asked: '4K', used: '2K' },
      { setting: 'thinking', asked: 'medium' },
    ]);
    assert.deepEqual(run.settings, { aspectRatio: '21:9', imageSize: '4K', seed: 7, thinking: 'medium' });
  });

  it('asks once for what always gives the same, and says so', async () => {
    const same = model('local/same', { deterministic: true }, { local: true });
    here().models.set(same.id, same);
    const service = new Service();
    const window = here().window({ service, settings: { maxRequestsPerRun: 4 } });
    const run = await runAll(window, { models: [same.id, cloud.id], count: 3 });
    assert.deepEqual(
      run.requests.map(request => request.model),
      [same.id, ...Array.from({ length: 3 }, () => cloud.id)],
    );
    const [first, second] = run.requests;
    assert.deepEqual(first?.adapted, [{ setting: 'count', asked: '3', used: '1' }]);
    assert.equal(second?.adapted, undefined);
    assert.equal(service.asked.length, 4);
    // What is on disk can be read again.
    assert.deepEqual((await window.runs.get(run.id))?.requests[0]?.adapted, first?.adapted);
  });

  it('can be repeated, and tried with another model', async () => {
    const service = new Service();
    service.next(fail({ kind: 'overloaded', sent: true }));
    const window = here().window({ service });
    const first = await runAll(window);
    started(await window.runs.retry(first.id, first.requests[0]!.id));
    await window.runs.whenDone(first.id);
    started(await window.runs.retry(first.id, first.requests[0]!.id, local.id));
    const run = await window.runs.whenDone(first.id);
    assert.deepEqual(
      run.requests.map(({ model, variation, outcome }) => [model, variation, outcome?.kind]),
      [
        [cloud.id, 0, 'overloaded'],
        // In the place of what failed.
        [cloud.id, 0, 'images'],
        [local.id, 0, 'images'],
      ],
    );
    assert.deepEqual(run.models, [cloud.id, local.id]);
    assert.deepEqual(await here().window().runs.get(run.id), run);
  });

  it('can still be stopped when its last request ends while the next one is put on record', async () => {
    const service = new Service();
    const [first, second] = [gateStep(), gateStep()];
    service.next(first.step, second.step);
    const record = held();
    const window = here().window({
      service,
      store: store =>
        Object.assign(Object.create(store) as typeof store, {
          saveRequest: async (runId: string, request: RequestRecord) => {
            if (request.state === 'queued') await record.wait();
            return store.saveRequest(runId, request);
          },
        }),
    });
    const { id, requests } = started(await window.runs.start(ask()));
    await first.reached;
    const retried = window.runs.retry(id, requests[0]!.id);
    await record.reached;
    first.open();
    await window.runs.whenDone(id);
    record.open();
    started(await retried);
    await second.reached;
    assert.deepEqual(
      window.runs.active().map(run => run.id),
      [id],
    );
    const { runs } = await window.runs.list({ limit: 1 });
    assert.equal(runs[0]?.requests[1]?.state, 'running');
    await window.runs.stop(id);
    assert.equal((await window.runs.get(id))?.requests[1]?.outcome?.kind, 'cancelled');
    assert.deepEqual(window.runs.active(), []);
  });

  it('can be repeated twice at once, and both stopped', async () => {
    const service = new Service();
    const gates = [gateStep(), gateStep()];
    const window = here().window({ service });
    const { id, requests } = await runAll(window);
    service.next(...gates.map(gate => gate.step));
    const retried = await Promise.all([0, 1].map(() => window.runs.retry(id, requests[0]!.id)));
    retried.forEach(started);
    await Promise.all(gates.map(gate => gate.reached));
    assert.equal(window.runs.active()[0]?.requests.length, 3);
    await window.runs.stop(id);
    assert.deepEqual((await window.runs.get(id))?.requests.map(({ outcome }) => outcome?.kind).sort(), [
      'cancelled',
      'cancelled',
      'images',
    ]);
  });

  it('is not repeated when it is deleted meanwhile', async () => {
    const service = new Service();
    const question = held();
    let asked = 0;
    const admit = async (): Promise<undefined> => void (++asked > 1 && (await question.wait()));
    const window = here().window({ service, gate: { admit } });
    const { id, requests } = await runAll(window);
    const retried = window.runs.retry(id, requests[0]!.id);
    await question.reached;
    await window.runs.deleteRun(id);
    question.open();
    assert.equal(refused(await retried).reason, 'gone');
    assert.equal(service.asked.length, 1);
    assert.deepEqual(window.runs.active(), []);
    assert.deepEqual((await window.runs.list({ limit: 1 })).runs, []);
  });

  it('keeps how it ended when it was being read at that moment', async () => {
    const service = new Service();
    const gate = gateStep(fail({ kind: 'blocked', sent: true }));
    service.next(gate.step);
    const reading = held();
    const window = here().window({
      service,
      store: store =>
        Object.assign(Object.create(store) as typeof store, {
          list: async (query: Parameters<typeof store.list>[0]) => {
            const read = await store.list(query);
            await reading.wait();
            return read;
          },
        }),
    });
    const { id } = started(await window.runs.start(ask()));
    await gate.reached;
    const listed = window.runs.list({ limit: 1 });
    await reading.reached;
    gate.open();
    const run = await window.runs.whenDone(id);
    reading.open();
    assert.deepEqual((await listed).runs, [run]);
    assert.deepEqual(await here().window().runs.get(id), run);
  });

  it('is listed newest first, page by page, and found by its prompt', async () => {
    const window = here().window();
    const ids: string[] = [];
    for (const prompt of ['A red fox', 'Ein Haus', 'Лиса', 'a FOX at night'])
      ids.unshift((await runAll(window, { prompt })).id);
    const first = await window.runs.list({ limit: 3 });
    assert.deepEqual([first.runs.map(run => run.id), first.more], [ids.slice(0, 3), true]);
    const second = await window.runs.list({ limit: 3, before: ids[2]! });
    assert.deepEqual([second.runs.map(run => run.id), second.more], [ids.slice(3), false]);
    const found = await window.runs.list({ limit: 9, text: 'fox' });
    assert.deepEqual(
      found.runs.map(run => run.prompt),
      ['a FOX at night', 'A red fox'],
    );
    assert.equal((await window.runs.list({ limit: 9, text: 'лиса' })).runs.length, 1);
  });

  it('keeps what was saved, and deletes the rest when asked', async () => {
    const window = here().window();
    const run = await runAll(window, { count: 2 });
    const [one, two] = run.requests.map(({ id }) => ({ runId: run.id, requestId: id, index: 0 }));
    const asset = { candidate: one!, uri: 'file:///w/fox.png', sha256: 'aa', savedAt: 5 };
    await window.runs.recordSaved(asset);
    assert.equal(await window.runs.deleteCandidate(one!), 'kept');
    assert.equal(await window.runs.deleteRun(run.id), 'kept');
    assert.equal(await window.runs.deleteCandidate(two!), 'deleted');
    const now = await window.runs.get(run.id);
    const images = now?.requests.map(
      ({ outcome }) => outcome?.kind === 'images' && outcome.images[0]?.deleted,
    );
    assert.deepEqual(images, [undefined, true]);
    await window.runs.recordSaved({ ...asset, undone: true });
    assert.deepEqual((await window.runs.get(run.id))?.saved, [{ ...asset, undone: true }]);
    assert.equal(await window.runs.deleteRun(run.id), 'deleted');
    assert.equal(await window.runs.get(run.id), undefined);
    await assert.rejects(fs.access(path.join(here().runsDir, run.id)));
  });

  it('makes a thumbnail once, however often it is asked for', async () => {
    let made = 0;
    const window = here().window({
      imaging: {
        inBulk: () => assert.fail('not used'),
        inspect: () => Promise.reject(new Error('not used')),
        convert: () => Promise.reject(new Error('not used')),
        optimisePng: () => Promise.reject(new Error('not used')),
        cleanSvg: () => Promise.reject(new Error('not used')),
        strip: () => Promise.reject(new Error('not used')),
        renderAll: () => Promise.reject(new Error('not used')),
        placeholder: () => Promise.reject(new Error('not used')),
        sprites: () => Promise.reject(new Error('not used')),
        retouch: () => Promise.reject(new Error('not used')),
        paintedCheckerboard: () => Promise.reject(new Error('not used')),
        nineSlice: () => Promise.reject(new Error('not used')),
        compare: () => Promise.reject(new Error('not used')),
        seams: () => Promise.reject(new Error('not used')),
        heldKeys: () => Promise.reject(new Error('not used')),
        cutKey: () => Promise.reject(new Error('not used')),
        drawLayers: () => Promise.reject(new Error('not used')),
        fontFamilies: () => Promise.reject(new Error('not used')),
        warmUp: () => Promise.reject(new Error('not used')),
        async thumbnail(_input, output) {
          made++;
          await fs.writeFile(output, 'webp');
        },
      },
    });
    await window.store.prepare('20260101-000000000-aaaaaa');
    const paths = await Promise.all(
      Array.from({ length: 5 }, () => window.runs.thumbnail('20260101-000000000-aaaaaa', 'x.png')),
    );
    assert.equal(new Set(paths).size, 1);
    assert.equal(made, 1);
    assert.equal(await fs.readFile(paths[0]!, 'utf8'), 'webp');
  });
});

describe('What a run refuses before anything is sent or stored', () => {
  const here = world();
  const cases: readonly [string, Parameters<typeof ask>[0], string, RegExp][] = [
    ['an empty prompt', { prompt: ' \n' }, 'bad-request', /Write what/],
    ['no model', { models: [] }, 'bad-request', /Choose a model/],
    ['a model that nobody knows', { models: ['cloud/none'] }, 'bad-request', /cloud\/none/],
    ['a model named twice', { models: [cloud.id, cloud.id] }, 'bad-request', /twice/],
    ['too many requests', { count: 17 }, 'bad-request', /17 requests.*16/],
    [
      'transparency that no model can make',
      { settings: { background: 'transparent' }, models: [opaque.id] },
      'unsupported',
      /transparent/,
    ],
  ];
  for (const [what, part, kind, message] of cases) {
    it(what, async () => {
      const service = new Service();
      const failure = refused(await here().window({ service }).runs.start(ask(part)));
      assert.equal(failure.kind, kind);
      assert.match(failure.message ?? '', message);
      assert.equal(failure.sent, false);
      assert.equal(service.asked.length, 0);
      assert.deepEqual((await here().window().runs.list({ limit: 1 })).runs, []);
    });
  }

  it('a retired model, with its replacement', async () => {
    here().models.set('cloud/old', { ...cloud, id: 'cloud/old', status: 'retired', replacement: cloud.id });
    const failure = refused(
      await here()
        .window()
        .runs.start(ask({ models: ['cloud/old'] })),
    );
    assert.deepEqual([failure.kind, failure.replacement], ['retired', cloud.id]);
  });

  it('whatever the gate does not let through: trust, key, permission', async () => {
    const service = new Service();
    const no = {
      kind: 'consent',
      reason: 'untrusted-workspace',
      message: 'Not trusted.',
      sent: false,
    } as const;
    const window = here().window({ service, gate: { admit: () => Promise.resolve(no) } });
    assert.deepEqual(refused(await window.runs.start(ask())), no);
    assert.equal(service.asked.length, 0);
  });

  it('but goes on with the models that can do it', async () => {
    const run = await runAll(here().window(), {
      models: [opaque.id, local.id],
      settings: { background: 'transparent' },
      count: 2,
    });
    assert.deepEqual(
      run.requests.map(({ model, outcome }) => [model, outcome?.kind]),
      [
        [opaque.id, 'unsupported'],
        [local.id, 'images'],
        [local.id, 'images'],
      ],
    );
  });
});

describe('Stopping', () => {
  const here = world();

  it('ends what runs and what waits, at once, and says that what was sent may be billed', async () => {
    const service = new Service();
    const gates = Array.from({ length: 4 }, () => gateStep());
    service.next(...gates.map(gate => gate.step));
    const window = here().window({ service });
    const run = started(await window.runs.start(ask({ count: 6 })));
    await Promise.all(gates.map(gate => gate.reached));
    await window.runs.stop(run.id);
    const ended = await window.runs.whenDone(run.id);
    assert.deepEqual(
      ended.requests.map(({ outcome }) => outcome?.kind !== 'images' && [outcome?.kind, outcome?.sent]),
      [true, true, true, true, false, false].map(sent => ['cancelled', sent]),
    );
    assert.equal(service.asked.length, 4);
    assert.deepEqual(window.runs.active(), []);
    // Four that were sent may be billed at four cents each.
    assert.equal((await window.spending.spent()).todayUsd.toFixed(2), '0.16');
  });

  it('of one request leaves the others alone', async () => {
    const service = new Service();
    const gate = gateStep();
    service.next(gate.step);
    const window = here().window({ service });
    const run = started(await window.runs.start(ask({ count: 2 })));
    await gate.reached;
    await window.runs.stop(run.id, run.requests[0]!.id);
    const ended = await window.runs.whenDone(run.id);
    assert.deepEqual(
      ended.requests.map(({ outcome }) => outcome?.kind),
      ['cancelled', 'images'],
    );
  });

  it('does not wait for a service that does not hear it, and keeps an image that comes after all', async () => {
    const service = new Service();
    let deliver!: () => void;
    const deaf = new Promise<void>(resolve => (deliver = resolve));
    let arrived!: () => void;
    const reached = new Promise<void>(resolve => (arrived = resolve));
    service.next(async (request, context) => {
      context.onProgress({ state: 'sending' });
      arrived();
      await deaf;
      return answer()(request, context);
    });
    const window = here().window({ service, sleep: () => Promise.resolve() });
    const run = started(await window.runs.start(ask()));
    await reached;
    await window.runs.stop(run.id);
    assert.equal((await window.runs.get(run.id))?.requests[0]?.outcome?.kind, 'cancelled');
    const late = new Promise<Run | undefined>(resolve =>
      window.runs.onDidChange((_id, changed) => resolve(changed)),
    );
    deliver();
    assert.equal((await late)?.requests[0]?.outcome?.kind, 'images');
    assert.equal((await here().window().runs.get(run.id))?.requests[0]?.outcome?.kind, 'images');
  });

  it('keeps an image that was complete when it was pressed', async () => {
    const service = new Service();
    const window = here().window({ service });
    service.next(async (request, context) => {
      const outcome = await answer()(request, context);
      void window.runs.stop(window.runs.active()[0]!.id);
      return outcome;
    });
    const run = started(await window.runs.start(ask()));
    assert.equal((await window.runs.whenDone(run.id)).requests[0]?.outcome?.kind, 'images');
  });

  it('ends as interrupted what a closing window leaves', async () => {
    const service = new Service();
    const gate = gateStep();
    service.next(gate.step);
    const window = here().window({ service });
    const run = started(await window.runs.start(ask()));
    await gate.reached;
    await window.close();
    const outcome = (await here().window().runs.get(run.id))?.requests[0]?.outcome;
    assert.ok(outcome?.kind === 'interrupted' && outcome.sent);
  });
});
