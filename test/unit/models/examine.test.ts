import assert from 'node:assert/strict';
import {
  examine,
  type Known,
  modelsOfEndpoints,
  modelsOfRecipe,
  modelsOfTasks,
  moveEndpointModels,
  moveModels,
} from '../../../src/core/models/examine';
import { providerOfEndpoint, readNamedEndpoints } from '../../../src/core/models/namedEndpoints';
import { retiredElsewhere, providers } from '../../../src/providers/registry';
import { silentLogger } from '../../../src/core/logger';
import { Catalog } from '../../../src/host/models/catalog';
import { model } from '../compose/models';

const next = model('cloud/next');
const old = model(
  'cloud/old',
  {},
  { status: 'deprecated', lastDay: '2026-11-20', replacement: 'cloud/next' },
);
const offered = [next, old];
const gone = model('cloud/gone', {}, { status: 'retired', replacement: 'cloud/next', lastDay: '2025-01-01' });
const known: Known = {
  all: () => offered,
  resolve: id => [...offered, gone].find(each => each.id === id),
  retired: id => (id === 'cloud/gone' ? { label: 'Gone', source: 'a page' } : undefined),
};

describe('The doctor of models', () => {
  it('says nothing of what is offered', () => {
    assert.equal(examine('cloud/next', known, '2026-11-23'), undefined);
  });

  it('names what takes the place of what is gone, since when, and where that is from', () => {
    const found = examine('cloud/gone', known, '2026-11-23');
    assert.deepEqual(
      [found?.kind, found?.replacement?.id, found?.since, found?.source],
      ['retired', 'cloud/next', '2025-01-01', 'a page'],
    );
  });

  it('tells what will end from what has ended', () => {
    assert.equal(examine('cloud/old', known, '2026-11-20')?.kind, 'ending');
    assert.equal(examine('cloud/old', known, '2026-11-21')?.kind, 'retired');
  });

  it('guesses what was meant by what nobody knows', () => {
    for (const id of ['cloud/nxt', 'cloud/next1', 'next'])
      assert.equal(examine(id, known, '2026-11-23')?.replacement?.id, 'cloud/next', id);
    const found = examine('cloud/something-else', known, '2026-11-23');
    assert.deepEqual([found?.kind, found?.replacement], ['unknown', undefined]);
  });

  it('moves models in a list, each once', () => {
    const moves = new Map([['a', 'c']]);
    assert.deepEqual(moveModels(['a', 'b'], moves), ['c', 'b']);
    assert.deepEqual(moveModels(['a', 'c'], moves), ['c']);
  });

  it('finds the models of a recipe where they stand, and none in another file', () => {
    const text = `{ "version": 1, "image": {}, "model": "a/ü", "steps": [{ "model": "b/x" }, {}] }`;
    const found = modelsOfRecipe(text);
    assert.deepEqual(
      found.map(({ id, offset, length }) => [id, text.slice(offset, offset + length)]),
      [
        ['a/ü', '"a/ü"'],
        ['b/x', '"b/x"'],
      ],
    );
    for (const other of ['', '{', '[]', '{"model":"a/b"}', '{"version":1,"image":{},"model":3}'])
      assert.deepEqual(modelsOfRecipe(other), [], other);
  });

  it('finds the models of our commands in tasks, also in those of a workspace file', () => {
    const input = (command: string, args: string): string =>
      `{ "type": "command", "command": "${command}", "args": ${args} }`;
    const inputs = [
      input('inlineAssets.generate', '{ "models": ["a/x", 3, "b/y"], "prompt": "c/z" }'),
      input('inlineAssets.edit', '{ "model": "d/ü" /* old */, }'),
      input('other.generate', '{ "models": ["e/x"] }'),
      input('inlineAssets.convert', '"f/x"'),
    ].join(',\n');
    for (const text of [
      `// tasks\n{ "version": "2.0.0", "tasks": [{ "label": "a/x" }], "inputs": [${inputs}] }`,
      `{ "folders": [], "tasks": { "version": "2.0.0", "inputs": [${inputs}] } }`,
    ]) {
      const found = modelsOfTasks(text);
      assert.deepEqual(
        found.map(({ id, offset, length }) => [id, text.slice(offset, offset + length)]),
        ['a/x', 'b/y', 'd/ü'].map(id => [id, `"${id}"`]),
      );
    }
    for (const other of ['', '{', '[]', '3', '{"inputs":3}', '{"inputs":[null,{"command":1}]}'])
      assert.deepEqual(modelsOfTasks(other), [], other);
  });

  it('finds and moves the models of gateways, each within its own', () => {
    const value = [
      { name: 'comet', api: 'gemini', models: ['old', 'kept', 'new'], key: 'bare' },
      { name: 'bare' },
      3,
      { name: 'other', models: ['old', 4] },
    ];
    assert.deepEqual(modelsOfEndpoints(value), ['comet/old', 'comet/kept', 'comet/new', 'other/old']);
    assert.deepEqual(
      [modelsOfEndpoints(undefined), modelsOfEndpoints({}), modelsOfEndpoints([null])],
      [[], [], []],
    );
    const moves = new Map([
      ['comet/old', 'comet/new'],
      ['other/old', 'gemini/new'],
    ]);
    assert.deepEqual(moveEndpointModels(value, moves), [
      { name: 'comet', api: 'gemini', models: ['new', 'kept'], key: 'bare' },
      { name: 'bare' },
      3,
      { name: 'other', models: ['old'] },
    ]);
    assert.equal(moveEndpointModels('x', moves), 'x');
  });

  it('says of a model that a gateway is said to have that its maker took it away', () => {
    const t = (text: string): string => text;
    const { endpoints } = readNamedEndpoints(
      [
        {
          name: 'comet',
          api: 'gemini',
          baseUrl: 'https://comet.test',
          models: ['imagen-4.0-generate-001', 'own'],
        },
      ],
      [],
      t,
    );
    const catalog = new Catalog({
      providers: () => [...providers, ...endpoints.map(each => providerOfEndpoint(each, providers))],
      load: () => Promise.reject(new Error('not asked')),
      hasKey: () => Promise.resolve(false),
      defaultModels: () => [],
      log: silentLogger,
    });
    const found = examine('comet/imagen-4.0-generate-001', catalog, '2026-11-23');
    assert.deepEqual([found?.kind, found?.replacement?.provider], ['elsewhere', 'comet']);
    assert.equal(examine('comet/own', catalog, '2026-11-23'), undefined);
  });

  it('looks at no more of a recipe than anybody writes', () => {
    const recipe = (models: readonly string[]): string =>
      JSON.stringify({ version: 1, image: {}, steps: models.map(model => ({ model })) });
    const many = Array.from({ length: 50_000 }, (_, index) => `a/${String(index)}`);
    assert.equal(modelsOfRecipe(recipe(many)).length, 200);
    assert.deepEqual(modelsOfRecipe(recipe(['x'.repeat(100_000)])), []);
  });

  it('knows the systems of the built-in table', () => {
    const catalog = new Catalog({
      providers: () => providers,
      retired: retiredElsewhere,
      load: () => Promise.reject(new Error('not asked')),
      hasKey: () => Promise.resolve(false),
      defaultModels: () => [],
      log: silentLogger,
    });
    assert.equal(examine('midjourney/v7', catalog, '2026-11-23')?.note, 'It has no public API.');
    for (const id of [
      ...['openai/dall-e-3', 'openai/gpt-4o-image', 'gemini/imagen-4.0-generate-001'],
      ...['vertex/imagen-4.0-ultra-generate-001', 'vertex/imagen-4.0-upscale-preview'],
    ]) {
      const found = examine(id, catalog, '2026-11-23');
      assert.deepEqual([found?.kind, (found?.source ?? '') !== ''], ['retired', true], id);
    }
    // What ended at one service goes on at the other.
    const kinds = (id: string): unknown[] =>
      ['gemini', 'vertex'].map(service => examine(`${service}/${id}`, catalog, '2026-11-23')?.kind);
    assert.deepEqual(kinds('gemini-2.5-flash-image'), ['retired', 'ending']);
    assert.deepEqual(kinds('gemini-3.1-flash-image'), ['retired', undefined]);
  });
});
