import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { imagingError, type Imaging } from '../../../src/core/imaging/imagingPort';
import { makeAndSave, type MadeAndSaved, type MakeAndSaveDeps } from '../../../src/host/language/makeAndSave';
import type { SaverDeps } from '../../../src/host/save/saveContext';
import { answer, ask, gateStep, held, png, Service, started, world as runWorld } from '../run/world';
import { temporaryFolder, tree } from './support';
import { World } from './world';

describe('an image that is made and saved at once', () => {
  const runs = runWorld();
  const folder = temporaryFolder(() => world.saver.settled());
  const noImaging: SaverDeps['imaging'] = {
    inBulk: () => noImaging as Imaging,
    strip: () => Promise.reject(new Error('not used')),
    optimisePng: () => Promise.reject(new Error('not used')),
    renderAll: () => Promise.reject(new Error('not used')),
    convert: () => Promise.reject(new Error('not expected')),
    inspect: () => Promise.reject(new Error('not expected')),
  };
  let world: World;
  let abort: AbortController;

  beforeEach(() => (abort = new AbortController()));

  const make = async (
    file: string,
    service = new Service(answer({ bytes: png(8, 8) })),
    imaging = noImaging,
    stopWhenDone = false,
  ): Promise<MadeAndSaved> => {
    const window = runs().window({ service });
    world = new World(folder(), imaging, undefined, {
      runs: window.runs,
      records: window.runs,
      storeFolder: window.store.dir,
      workspace: {
        trusted: () => true,
        folders: () => [world.work()],
        activeDocument: () => undefined,
        toPath: uri => uri,
        toUri: each => pathToFileURL(each).href,
      },
    });
    await fs.mkdir(world.work(), { recursive: true });
    const run = started(await window.runs.start(ask()));
    const late = {
      stop: () => Promise.resolve(),
      whenDone: async (id: string) => {
        const done = await window.runs.whenDone(id);
        abort.abort();
        return done;
      },
    };
    const save: MakeAndSaveDeps['save'] = (candidate, signal) =>
      world.saver.saveTo(candidate, world.work(file), { signal });
    return makeAndSave({ runs: stopWhenDone ? late : window.runs, save }, run.id, abort.signal);
  };

  it('is at its path', async () => {
    const made = await make('a.png');
    assert.ok('saving' in made && made.saving.ok);
    assert.deepEqual(Object.keys(await tree(world.work())), ['a.png']);
  });

  it('is not asked for any more when it is stopped', async () => {
    const gate = gateStep();
    const made = make('a.png', new Service(gate.step));
    await gate.reached;
    abort.abort();
    const ended = await made;
    assert.ok('request' in ended && ended.request?.outcome?.kind === 'cancelled');
    assert.deepEqual(await tree(world.work()), {});
  });

  it('is not saved when it came in the moment in which it was stopped', async () => {
    assert.ok('stopped' in (await make('a.png', undefined, undefined, true)));
    assert.deepEqual(await tree(world.work()), {});
  });

  it('is not saved when it is stopped while it is converted', async () => {
    const converting = held();
    const convert: Imaging['convert'] = (_from, _to, _options, signal) =>
      new Promise((_resolve, reject) => {
        const stopped = (): void => reject(imagingError('cancelled', 'Stopped.'));
        signal?.addEventListener('abort', stopped, { once: true });
        void converting.wait();
      });
    const made = make('a.webp', undefined, { ...noImaging, convert });
    await converting.reached;
    abort.abort();
    assert.ok('stopped' in (await made));
    assert.deepEqual(await tree(world.work()), {});
    assert.deepEqual(await fs.readdir(path.join(runs().dir, 'store', 'staging')), []);
  });
});
