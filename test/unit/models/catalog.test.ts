import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/core/logger';
import { unknownCapabilities, type ModelInfo } from '../../../src/core/model/modelInfo';
import type { ImageProvider, ProviderInfo } from '../../../src/core/provider';
import { Catalog, type CatalogPorts } from '../../../src/host/models/catalog';
import { model } from '../compose/models';

const stable = model('cloud/stable');
const preview = model('cloud/preview', {}, { status: 'preview' });
const art = model('here/art', {}, { provider: 'here', local: true });
const cloud: ProviderInfo = {
  id: 'cloud',
  label: 'Cloud',
  local: false,
  api: 'gemini',
  models: [preview, stable],
  retired: { 'cloud/old': { label: 'Old', replacement: 'cloud/stable', source: 'a page' } },
};
const here: ProviderInfo = { id: 'here', label: 'Here', local: true, api: 'offline', models: [art] };
const live = model('cloud/live', {}, { status: 'unknown' });

describe('The catalog of models', () => {
  function catalog(part: Partial<CatalogPorts> & { list?: () => Promise<readonly ModelInfo[]> } = {}) {
    let asked = 0;
    const provider: Pick<ImageProvider, 'listModels'> = {
      listModels: () => {
        asked++;
        return part.list?.() ?? Promise.resolve([...cloud.models, live]);
      },
    };
    const made = new Catalog({
      providers: () => [cloud, here],
      load: () => Promise.resolve(provider as ImageProvider),
      hasKey: () => Promise.resolve(true),
      defaultModels: () => [],
      log: silentLogger,
      ...part,
    });
    return { catalog: made, asked: () => asked };
  }
  const ids = (models: readonly ModelInfo[]): string[] => models.map(({ id }) => id);

  it('answers from the tables at once, and from the live list when that came', async () => {
    const { catalog: models, asked } = catalog();
    assert.deepEqual(ids(models.all()), ['cloud/preview', 'cloud/stable', 'here/art']);
    let changes = 0;
    models.onDidChange(() => changes++);
    await Promise.all([models.refresh(), models.refresh()]);
    assert.deepEqual(ids(models.all()), ['cloud/preview', 'cloud/stable', 'cloud/live', 'here/art']);
    await models.refresh();
    assert.deepEqual([asked(), changes], [1, 1]);
    await models.refresh({ force: true });
    assert.equal(asked(), 2);
  });

  it('knows nothing of a name that only every object has', () => {
    const { catalog: models } = catalog({ retired: {} });
    for (const id of ['constructor', 'toString', '__proto__', 'cloud/constructor']) {
      assert.equal(models.retired(id), undefined, id);
      assert.equal(models.resolve(id), undefined, id);
    }
  });

  it('asks again after a day, when the clock was set back, and soon after a list that did not come', async () => {
    let now = 0;
    const good = catalog({ now: () => now });
    const failing = catalog({ now: () => now, list: () => Promise.resolve(cloud.models) });
    for (const hours of [0, 23, 25]) {
      now = hours * 3_600_000;
      await good.catalog.refresh();
      await failing.catalog.refresh();
    }
    assert.deepEqual([good.asked(), failing.asked()], [2, 3]);
    now = 0;
    await good.catalog.refresh();
    assert.equal(good.asked(), 3);
  });

  it('asks nobody without a key, and survives a service that fails', async () => {
    const without = catalog({ hasKey: () => Promise.resolve(false) });
    await without.catalog.refresh();
    assert.equal(without.asked(), 0);
    const broken = catalog({ list: () => Promise.reject(new Error('down')) });
    await broken.catalog.refresh();
    assert.equal(broken.catalog.all().length, 3);
  });

  it('leads from what is gone to what takes its place', () => {
    const old = catalog().catalog.resolve('cloud/old');
    assert.deepEqual([old?.status, old?.replacement], ['retired', 'cloud/stable']);
  });

  it('knows names of systems that no service here has, and offers nothing that is not here', () => {
    const { catalog: models } = catalog({
      retired: {
        'midjourney/*': { label: 'Midjourney', note: 'It has no public API.', source: 'a page' },
        'art/old': { label: 'Old art', replacement: 'art/new', source: 'a page' },
      },
    });
    const gone = models.resolve('midjourney/v7');
    assert.deepEqual(
      [gone?.status, gone?.label, gone?.statusNote],
      ['retired', 'Midjourney', 'It has no public API.'],
    );
    assert.equal(models.resolve('art/old')?.replacement, undefined);
    assert.deepEqual(ids(models.allRetired()), ['cloud/old', 'midjourney/*', 'art/old']);
  });

  it('finds what only the service knows, and tries what nobody knows with care', async () => {
    const { catalog: models } = catalog();
    assert.equal((await models.find('cloud/live'))?.id, 'cloud/live');
    const unknown = await models.find('cloud/tomorrow');
    assert.deepEqual(
      [unknown?.status, unknown?.price, unknown?.capabilities.sizes],
      ['unknown', undefined, []],
    );
    for (const id of ['here/none', 'nowhere/x', 'cloud/', 'cloud'])
      assert.equal(await models.find(id), undefined);
  });

  it('proposes what the settings say, else the service with a key, else this machine', async () => {
    const said = catalog({ defaultModels: () => ['cloud/none', 'cloud/old', 'here/art', 'here/art'] });
    assert.deepEqual(await said.catalog.defaults(), ['here/art']);
    assert.deepEqual(await catalog().catalog.defaults(), ['cloud/stable']);
    const without = catalog({ hasKey: () => Promise.resolve(false) });
    assert.deepEqual(await without.catalog.defaults(), ['here/art']);
  });

  it('forgets the list of a service that is gone or is another one by now', async () => {
    const other: ProviderInfo = { ...cloud, id: 'other', models: [model('other/a')], retired: {} };
    let providers: readonly ProviderInfo[] = [cloud, other, here];
    const lists: Record<string, readonly ModelInfo[]> = {
      cloud: [stable, live],
      other: [model('other/a'), model('other/b')],
    };
    const asked: string[] = [];
    let address = 'https://one.example';
    const { catalog: models } = catalog({
      providers: () => providers,
      origin: id => (id === 'other' ? address : 'https://cloud.example'),
      load: id => {
        asked.push(id);
        return Promise.resolve({ listModels: async () => lists[id] } as unknown as ImageProvider);
      },
    });
    await models.refresh();
    assert.deepEqual(ids(models.all()), ['cloud/stable', 'cloud/live', 'other/a', 'other/b', 'here/art']);
    let changes = 0;
    models.onDidChange(() => changes++);
    providers = [cloud, here];
    await models.providersChanged();
    assert.deepEqual([ids(models.all()), changes], [['cloud/stable', 'cloud/live', 'here/art'], 1]);
    // It comes back with another address: what it listed before says nothing of it.
    providers = [cloud, { ...other }, here];
    address = 'https://two.example';
    assert.ok(models.resolve('other/a') && !models.resolve('other/b'));
    await models.providersChanged();
    assert.ok(models.resolve('other/b'));
    assert.deepEqual(asked, ['cloud', 'other', 'other']);
  });

  it('takes no list of a service that went while it was asked', async () => {
    let arrive!: (models: readonly ModelInfo[]) => void;
    let providers: readonly ProviderInfo[] = [cloud, here];
    const { catalog: models } = catalog({
      providers: () => providers,
      list: () => new Promise(resolve => (arrive = resolve)),
    });
    const refreshing = models.refresh();
    await new Promise(resolve => setImmediate(resolve));
    providers = [{ ...cloud }, here];
    arrive([live]);
    await refreshing;
    assert.equal(models.resolve('cloud/live'), undefined);
  });

  it('prices a model that nobody knows as its service prices all', async () => {
    const price = { per: 'image', perImage: { any: 0.05 }, perInputImage: 0, source: 's' } as const;
    const { catalog: models } = catalog({
      providers: () => [{ ...cloud, plain: { capabilities: unknownCapabilities, price } }, here],
    });
    assert.deepEqual((await models.find('cloud/tomorrow'))?.price, price);
  });

  it('is silent after it was disposed', async () => {
    let arrive!: (models: readonly ModelInfo[]) => void;
    const { catalog: models } = catalog({ list: () => new Promise(resolve => (arrive = resolve)) });
    models.onDidChange(() => assert.fail('changed'));
    const refreshing = models.refresh();
    await new Promise(resolve => setImmediate(resolve));
    models.dispose();
    arrive([live]);
    await refreshing;
    assert.equal(models.all().length, 3);
  });

  it('knows a model that draws SVG and can be used', async () => {
    const drawing = model('cloud/vectors', { outputTypes: ['image/svg+xml'] });
    const both = model('cloud/both', { outputTypes: ['image/png', 'image/svg+xml'] });
    const service = { ...cloud, models: [both, drawing] };
    const part = { providers: () => [service, here] };
    assert.equal((await catalog(part).catalog.drawing())?.id, drawing.id);
    assert.equal(
      await catalog({ ...part, hasKey: () => Promise.resolve(false) }).catalog.drawing(),
      undefined,
    );
    assert.equal(await catalog().catalog.drawing(), undefined);
  });
});
