import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { once } from 'node:events';
import type { Run } from '../../../src/core/model/run';
import type { BlobSink } from '../../../src/core/provider';
import { storageError } from '../../../src/core/run/storageError';
import { answer, ask, gateStep, refused, runAll, Service, started, world, type World } from '../run/world';

describe('Two windows on one store', () => {
  const here = world();

  it('hear of each other’s runs', async () => {
    const [one, two] = [here().window(), here().window()];
    const heard = until(two, run => run?.requests[0]?.outcome?.kind === 'images');
    const run = await runAll(one, { prompt: 'From the other window' });
    assert.deepEqual(await heard, run);
    const gone = new Promise<void>(resolve =>
      two.runs.onDidChange((id, changed) => !changed && id === run.id && resolve()),
    );
    await one.runs.deleteRun(run.id);
    await gone;
  });

  it('do not take each other’s running requests for interrupted', async () => {
    const service = new Service();
    const gate = gateStep();
    service.next(gate.step);
    const [one, two] = [here().window({ service }), here().window()];
    const run = started(await one.runs.start(ask()));
    await gate.reached;
    await eventually(async () => (await two.presence.isAlive(one.presence.hostId)) || 'not announced');
    assert.equal((await two.runs.list({ limit: 1 })).runs[0]?.requests[0]?.state, 'running');
    gate.open();
    assert.equal((await one.runs.whenDone(run.id)).requests[0]?.outcome?.kind, 'images');
  });

  it('say that they are there for as long as they may be asked, and leave nothing behind', async () => {
    const window = here().window();
    await runAll(window);
    const windows = path.join(here().dir, 'windows');
    assert.equal((await fs.readdir(windows)).length, 1);
    await runAll(window);
    await window.close();
    assert.deepEqual(await fs.readdir(windows), []);
  });

  it('keep each other’s additions to one run', async () => {
    const [one, two] = [here().window(), here().window()];
    const run = await runAll(one);
    const id = run.requests[0]!.id;
    const results = await Promise.all([one.runs.retry(run.id, id), two.runs.retry(run.id, id)]);
    results.forEach(started);
    await Promise.all([one.runs.whenDone(run.id), two.runs.whenDone(run.id)]);
    assert.equal((await here().window().runs.get(run.id))?.requests.length, 3);
  });

  it('see how the other’s part of a run ended while they work on it themselves', async () => {
    const [ours, theirs] = [new Service(), new Service()];
    const gates = [gateStep(), gateStep()] as const;
    const [one, two] = [here().window({ service: ours }), here().window({ service: theirs })];
    const { id, requests } = await runAll(one);
    ours.next(gates[0].step);
    theirs.next(gates[1].step);
    started(await two.runs.retry(id, requests[0]!.id));
    await gates[1].reached;
    await eventually(async () => (await one.presence.isAlive(two.presence.hostId)) || 'not announced');
    started(await one.runs.retry(id, requests[0]!.id));
    await gates[0].reached;
    gates[1].open();
    await two.runs.whenDone(id);
    const candidate = { runId: id, requestId: requests[0]!.id, index: 0 };
    await one.runs.recordSaved({ candidate, uri: 'file:///w/fox.png', sha256: 'aa', savedAt: 5 });
    const states = (await one.runs.get(id))?.requests.map(({ state }) => state);
    assert.deepEqual(states, ['done', 'done', 'running']);
    gates[0].open();
    await one.runs.whenDone(id);
  });

  it('spend one daily limit', async () => {
    const options = { settings: { dailyLimitUsd: 0.1 } };
    const windows = Array.from({ length: 4 }, () => here().window(options));
    const results = await Promise.all(windows.map(window => window.runs.start(ask())));
    await Promise.all(
      results.map((result, at) => 'run' in result && windows[at]!.runs.whenDone(result.run.id)),
    );
    assert.ok((await windows[0]!.spending.spent()).todayUsd <= 0.1);
  });
});

describe('A window that is gone', () => {
  const here = world();

  it('leaves its request as interrupted, once, with what was spent counted', async function () {
    this.timeout(30_000);
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'test/unit/store/crashingWindow.ts', here().dir],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const window = here().window();
    const [run] = (await window.runs.list({ limit: 5 })).runs;
    assert.deepEqual(
      run?.requests.map(({ state, outcome }) => [
        state,
        outcome?.kind,
        outcome?.kind !== 'images' && outcome?.sent,
      ]),
      [
        ['done', 'interrupted', true],
        ['done', 'interrupted', true],
        ['done', 'interrupted', true],
        ['done', 'interrupted', true],
        ['done', 'interrupted', false],
      ],
    );
    assert.equal((await window.spending.spent()).todayUsd.toFixed(2), '0.16');
    assert.deepEqual(await here().window().store.load(run!.id), run);
    started(await window.runs.retry(run!.id, run!.requests[0]!.id));
    assert.equal((await window.runs.whenDone(run!.id)).requests.at(-1)?.outcome?.kind, 'images');
  });

  it('loses no image that had arrived before its record was written', async () => {
    const gone = here().window();
    const run = await runAll(gone, { count: 2 });
    await gone.close();
    const [first, second] = run.requests;
    for (const { id } of [first!, second!]) {
      await fs.rm(path.join(here().runsDir, run.id, `request-${id}.json`));
    }
    const image = second?.outcome?.kind === 'images' ? second.outcome.images[0] : undefined;
    await fs.rm(path.join(here().runsDir, run.id, image!.file));
    const found = await here().window().runs.get(run.id);
    assert.deepEqual(
      found?.requests.map(({ state, outcome, costUsd }) => [state, outcome?.kind, costUsd]),
      [
        ['done', 'images', undefined],
        ['done', 'interrupted', 0],
      ],
    );
    assert.deepEqual(found?.requests[0]?.outcome, {
      kind: 'images',
      images: first?.outcome?.kind === 'images' ? first.outcome.images : [],
    });
  });

  it('is known by its silence where its process cannot be asked', async () => {
    const window = here().window();
    const elsewhere = 'another-machine~1~abc';
    assert.equal(await window.presence.isAlive(elsewhere), false);
    const file = await here().file(`windows/${elsewhere}`, '');
    assert.equal(await window.presence.isAlive(elsewhere), true);
    const minuteAgo = new Date(Date.now() - 60_000);
    await fs.utimes(file, minuteAgo, minuteAgo);
    assert.equal(await window.presence.isAlive(elsewhere), false);
  });
});

describe('A damaged entry', () => {
  const here = world();
  const damages: readonly [string, (folder: string) => Promise<void>][] = [
    ['cut off', folder => fs.truncate(path.join(folder, 'run.json'), 40)],
    ['empty', folder => fs.truncate(path.join(folder, 'run.json'), 0)],
    ['of another kind', folder => fs.writeFile(path.join(folder, 'run.json'), '{"id":1}')],
    ['of zero bytes', folder => fs.writeFile(path.join(folder, 'run.json'), Buffer.alloc(500))],
  ];
  for (const [what, damage] of damages) {
    it(`(${what}) is left out, told once, and keeps nobody from the rest`, async () => {
      const window = here().window();
      const [one, two, three] = [await runAll(window), await runAll(window), await runAll(window)];
      await damage(path.join(here().runsDir, two.id));
      const list = async (): Promise<string[]> =>
        (await window.runs.list({ limit: 9 })).runs.map(run => run.id);
      assert.deepEqual(await list(), [three.id, one.id]);
      assert.deepEqual(await list(), [three.id, one.id]);
      assert.equal((await window.runs.list({ limit: 9, text: 'fox' })).runs.length, 2);
      const favourites = async (text = ''): Promise<string[]> =>
        (await window.runs.list({ limit: 9, text, favourites: true })).runs.map(run => run.id);
      assert.deepEqual(await favourites(), []);
      const [kept] = one.requests;
      const ref = { runId: one.id, requestId: kept!.id, index: 0 };
      await window.runs.mark(one.id, { favourite: ref, on: true });
      assert.deepEqual([await favourites(), await favourites('nothing like it')], [[one.id], []]);
      await window.runs.mark(one.id, { favourite: ref, on: false });
      assert.deepEqual(await favourites(), []);
      assert.equal(window.logged.filter(line => line.includes(two.id) && line.startsWith('warn')).length, 1);
      await runAll(window);
      assert.equal((await list()).length, 3);
    });
  }

  it('among the requests of a run costs only that request', async () => {
    const gone = here().window();
    const run = await runAll(gone, { count: 2 });
    await gone.close();
    await fs.writeFile(path.join(here().runsDir, run.id, `request-${run.requests[1]!.id}.json`), '{');
    const read = await here().window().runs.get(run.id);
    assert.deepEqual(
      read?.requests.map(({ outcome }) => outcome?.kind),
      // What was planned is in the run's own record, and what came is there.
      ['images', 'images'],
    );
  });

  it('that is no run at all is not looked at', async () => {
    await here().file('store/runs/.DS_Store', 'x');
    await here().file('store/runs/notes/readme.txt', 'x');
    await fs.mkdir(path.join(here().runsDir, '20260101-000000000-aaaaaa'));
    const window = here().window();
    assert.deepEqual(await window.runs.list({ limit: 9 }), { runs: [], more: false });
    assert.deepEqual(window.logged, []);
    assert.equal(await window.runs.get('../../etc'), undefined);
    assert.throws(() => window.runs.pathOf('20260101-000000000-aaaaaa', '../run.json'));
  });
});

describe('A disk that fails', () => {
  const here = world();

  it('before anything is sent: nothing is sent', async () => {
    const service = new Service();
    await here().file('store/runs', 'a file where the folder should be');
    const failure = refused(await here().window({ service }).runs.start(ask()));
    assert.deepEqual([failure.kind, failure.sent], ['bad-request', false]);
    assert.equal(service.asked.length, 0);
    await fs.rm(here().runsDir);
  });

  it('when the request is put on record: it is not sent, and the reservation is taken back', async () => {
    const service = new Service();
    const window = here().window({
      service,
      store: store =>
        Object.assign(Object.create(store) as typeof store, {
          saveRequest: () => Promise.reject(storageError('full', 'ENOSPC')),
        }),
    });
    const run = await runAll(window);
    const outcome = run.requests[0]?.outcome;
    assert.ok(outcome && outcome.kind !== 'images');
    assert.deepEqual([outcome.reason, outcome.sent], ['disk-full', false]);
    assert.equal(service.asked.length, 0);
    assert.equal((await window.spending.spent()).todayUsd, 0);
  });

  it('while an image arrives: the user is told, and what arrived before stays', async () => {
    const service = new Service(async (_request, context) => {
      context.onProgress({ state: 'sending' });
      const first = await (await answer()(_request, context)).kind;
      assert.equal(first, 'images');
      try {
        await (await context.createBlob('image/png')).write(Buffer.alloc(10));
        return { kind: 'bad-response', sent: true };
      } catch {
        return { kind: 'bad-response', sent: true, message: 'the sink failed' };
      }
    });
    const run = await runAll(here().window({ service, store: store => failingBlobs(store, 2) }));
    const outcome = run.requests[0]?.outcome;
    assert.ok(outcome?.kind === 'images');
    assert.equal(outcome.images.length, 1);
  });

  it('at the first byte of the only image: it is the disk’s fault and not the service’s', async () => {
    const service = new Service(async (_request, context) => {
      context.onProgress({ state: 'sending' });
      await (await context.createBlob('image/png')).write(Buffer.alloc(10));
      throw new Error('not reached');
    });
    const run = await runAll(here().window({ service, store: store => failingBlobs(store, 1) }));
    const outcome = run.requests[0]?.outcome;
    assert.ok(outcome && outcome.kind !== 'images');
    assert.deepEqual([outcome.reason, outcome.sent], ['disk-full', true]);
    assert.match(outcome.message ?? '', /disk is full/);
    assert.deepEqual(
      (await here().files(run.id)).filter(name => name.startsWith('.')),
      [],
    );
  });
});

/** The store on a disk that is full from the `nth` blob of a request on. */
function failingBlobs(store: ReturnType<World['window']>['store'], nth: number): typeof store {
  return Object.assign(Object.create(store) as typeof store, {
    blobs(runId: string, requestId: string) {
      const blobs = store.blobs(runId, requestId);
      let count = 0;
      let failure: unknown;
      return {
        ...blobs,
        error: () => failure ?? blobs.error(),
        async createBlob(type?: string): Promise<BlobSink> {
          const sink = await blobs.createBlob(type);
          if (++count < nth) return sink;
          return {
            ...sink,
            write() {
              failure = storageError('full', 'ENOSPC');
              return Promise.reject(failure as Error);
            },
          };
        },
      };
    },
  });
}

/** The run, as soon as a window says that it is as wanted. */
function until(
  { runs }: Pick<ReturnType<World['window']>, 'runs'>,
  wanted: (run: Run | undefined) => boolean,
): Promise<Run | undefined> {
  return new Promise(resolve => {
    const stop = runs.onDidChange((_id, run) => {
      if (!wanted(run)) return;
      stop();
      resolve(run);
    });
  });
}

async function eventually(check: () => Promise<true | string>): Promise<void> {
  for (let left = 500; ; left--) {
    const result = await check();
    if (result === true) return;
    assert.ok(left > 0, result);
    await new Promise(resolve => setImmediate(resolve));
  }
}
