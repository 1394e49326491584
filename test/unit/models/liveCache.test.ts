import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLogger } from '../../../src/core/logger';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import type { ImageProvider, ProviderInfo } from '../../../src/core/provider';
import { Catalog } from '../../../src/host/models/catalog';
import { LiveCache } from '../../../src/host/models/liveCache';
import { model } from '../compose/models';

const day = 24 * 60 * 60 * 1000;
const start = Date.parse('2026-11-01T12:00:00Z');
const stable = model('cloud/stable');
const live = model('cloud/live', {}, { status: 'unknown' });

describe('The live lists on disk', () => {
  let dir: string;
  beforeEach(async () => (dir = await mkdtemp(path.join(tmpdir(), 'models-'))));
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** A window, and how often it has asked the service. */
  function open(
    list: readonly ModelInfo[],
    { now = start, origin = 'https://cloud.example', table = [stable] as readonly ModelInfo[] } = {},
  ) {
    let asked = 0;
    const info: ProviderInfo = { id: 'cloud', label: 'Cloud', local: false, api: 'gemini', models: table };
    const provider: Pick<ImageProvider, 'listModels'> = {
      listModels: () => {
        asked++;
        return Promise.resolve(list);
      },
    };
    const catalog = new Catalog({
      providers: () => [info],
      load: () => Promise.resolve(provider as ImageProvider),
      hasKey: () => Promise.resolve(true),
      origin: () => origin,
      cache: new LiveCache(dir),
      defaultModels: () => [],
      log: silentLogger,
      now: () => now,
    });
    const ids = (): string[] => catalog.all().map(({ id }) => id);
    return { catalog, ids, asked: () => asked };
  }

  it('are there at once in the next window, and asked for again after a day', async () => {
    await open([stable, live]).catalog.refresh();
    const next = open([stable], { now: start + day - 1 });
    assert.deepEqual(next.ids(), ['cloud/stable']);
    await next.catalog.restore();
    assert.deepEqual(next.ids(), ['cloud/stable', 'cloud/live']);
    await next.catalog.refresh();
    assert.equal(next.asked(), 0);
    const later = open([stable], { now: start + day + 1 });
    await later.catalog.refresh();
    assert.deepEqual([later.asked(), later.ids()], [1, ['cloud/stable']]);
  });

  it('stay when the service does not answer', async () => {
    await open([stable, live]).catalog.refresh();
    const table = [stable];
    const failing = open(table, { now: start + 2 * day, table });
    await failing.catalog.refresh();
    assert.deepEqual([failing.asked(), failing.ids()], [1, ['cloud/stable', 'cloud/live']]);
  });

  it('are of one address and of one table', async () => {
    await open([stable, live]).catalog.refresh();
    const elsewhere = open([], { origin: 'https://other.example' });
    await elsewhere.catalog.restore();
    assert.deepEqual(elsewhere.ids(), ['cloud/stable']);
    const updated = open([], { table: [stable, model('cloud/next')] });
    await updated.catalog.restore();
    assert.deepEqual(updated.ids(), ['cloud/stable', 'cloud/next']);
  });

  it('tell what is new, but not of a first list', async () => {
    await open([stable, live]).catalog.refresh();
    const next = open([stable, live, model('cloud/new')], { now: start + 2 * day });
    await next.catalog.refresh();
    assert.deepEqual(
      next.catalog.all().map(({ released }) => released),
      [undefined, undefined, '2026-11-03'],
    );
    // Gone for a while and back is not new.
    await open([stable], { now: start + 4 * day }).catalog.refresh();
    const back = open([stable, live, model('cloud/new')], { now: start + 6 * day });
    await back.catalog.refresh();
    assert.deepEqual(
      back.catalog.all().map(({ released }) => released),
      [undefined, undefined, '2026-11-03'],
    );
  });

  for (const [what, spoil] of [
    ['cut short', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['no object', () => '[1]'],
    ['of another version', (text: string) => text.replace('"version":1', '"version":2')],
    ['with a model that is none', (text: string) => text.replace('"alpha":false', '"alpha":"no"')],
    ['of another address', (text: string) => text.replace('cloud.example', 'clown.example')],
  ] as const) {
    it(`are left where they are ${what}`, async () => {
      await open([stable, live]).catalog.refresh();
      const [file = ''] = await readdir(dir);
      const text = await readFile(path.join(dir, file), 'utf8');
      await writeFile(path.join(dir, file), spoil(text));
      const next = open([stable, live]);
      await next.catalog.restore();
      assert.deepEqual(next.ids(), ['cloud/stable']);
      await next.catalog.refresh();
      assert.deepEqual([next.asked(), next.ids()], [1, ['cloud/stable', 'cloud/live']]);
    });
  }

  it('may have 2,000 models', async () => {
    const many = Array.from({ length: 2000 }, (_, at) => model(`cloud/model-${at}`));
    await open([stable, ...many]).catalog.refresh();
    const next = open([]);
    await next.catalog.restore();
    assert.equal(next.ids().length, 2001);
    assert.equal((await next.catalog.find('cloud/model-1999'))?.id, 'cloud/model-1999');
    assert.equal(next.asked(), 0);
  });

  it('keep nothing of a folder that cannot be written', async () => {
    await rm(dir, { recursive: true });
    await writeFile(dir, 'a file');
    const window = open([stable, live]);
    await window.catalog.refresh();
    assert.deepEqual(window.ids(), ['cloud/stable', 'cloud/live']);
  });
});
