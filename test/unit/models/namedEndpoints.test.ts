import assert from 'node:assert/strict';
import { estimateCost, priceOfOneImage } from '../../../src/core/cost/cost';
import {
  providerOfEndpoint,
  readNamedEndpoints,
  type NamedEndpoint,
} from '../../../src/core/models/namedEndpoints';
import { english } from '../../../src/core/translate';
import { createProviders } from '../../../src/host/models/providers';
import { geminiInfo } from '../../../src/providers/gemini/info';
import { mergeModels } from '../../../src/providers/gemini/mergeModels';
import { providers } from '../../../src/providers/registry';

const comet = { name: 'cometapi', api: 'gemini', baseUrl: 'https://api.cometapi.com' } as const;
const read = (...entries: unknown[]) => readNamedEndpoints(entries, ['gemini', 'offline'], english);
const problems = (entry: object): readonly string[] => read({ ...comet, ...entry }).problems;
const provider = (more: Partial<NamedEndpoint> = {}) => providerOfEndpoint({ ...comet, ...more }, providers);
const pro = (more: Partial<NamedEndpoint> = {}) =>
  provider(more).models.find(({ id }) => id === 'cometapi/gemini-3-pro-image')!;
const listed = geminiInfo.models.find(({ id }) => id === 'gemini/gemini-3-pro-image')!;

describe('Services that the settings name', () => {
  it('takes what is whole, and says nothing of what is not there', () => {
    assert.deepEqual(readNamedEndpoints(undefined, [], english), { endpoints: [], problems: [] });
    assert.deepEqual(readNamedEndpoints(null, [], english), { endpoints: [], problems: [] });
    const whole = {
      ...comet,
      label: 'CometAPI',
      apiVersion: 'v1',
      key: 'bearer',
      stream: true,
      maxInlineMB: 20,
      models: ['google/gemini-4', 'a:b@c'],
      interactions: ['gemini-5'],
      pricePerImage: 0.2,
      currency: 'CNY',
      usdPerUnit: 0.14,
    };
    assert.deepEqual(read(whole), { endpoints: [whole], problems: [] });
  });

  const wrong: readonly [field: string, values: readonly unknown[]][] = [
    ['name', [undefined, '', 'Comet', '1comet', 'comet api', 'a/b', 'x'.repeat(41), 7, null]],
    ['label', ['', 'x'.repeat(201), 7]],
    ['api', [undefined, 'openapi', 'offline', 7]],
    [
      'baseUrl',
      [
        ...[undefined, '', 'api.cometapi.com', 'ftp://a.example', 'file:///etc', 'https://', 'https://a b'],
        ...['https://a.example/?key=1', 'https://a.example/#x', 'https://me:secret@a.example', 7],
      ],
    ],
    ['apiVersion', ['', 'v1/../x', 'v1 ', 1]],
    ['key', ['Bearer', 'x-api-key', true]],
    ['stream', ['true', 1]],
    ['maxInlineMB', [0, -1, '20', 101]],
    ['models', ['gemini', [''], ['../x'], ['a b'], [7], Array.from({ length: 201 }, () => 'm')]],
    ['interactions', [true, [''], ['../x'], [7]]],
    ['pricePerImage', [-1, '0.1', Infinity, NaN, 1_000_001]],
    ['priceMultiplier', [0, -1, '2', 1_000_001]],
    ['currency', ['usd', 'EURO', '€', '']],
    ['usdPerUnit', [0, -1, '1']],
  ];
  for (const [field, values] of wrong) {
    it(`leaves out a service whose ${field} is wrong, and says where to look`, () => {
      for (const value of values) {
        const { endpoints, problems } = read({ ...comet, [field]: value }, { ...comet, name: 'other' });
        assert.deepEqual(
          endpoints.map(({ name }) => name),
          ['other'],
          String(value),
        );
        assert.equal(problems.length, 1);
        assert.match(problems[0]!, new RegExp(`is not right: look at “${field}(\\.\\d+)?”\\.$`));
        assert.ok(!problems[0]!.includes('secret'));
      }
    });
  }

  it('names what it does not know, and entries that are no services', () => {
    assert.deepEqual(problems({ apiKey: 'AIza' }), ['“cometapi” is not right: “apiKey” is not known.']);
    assert.deepEqual(readNamedEndpoints({ comet }, [], english).problems, ['It must be a list.']);
    for (const entry of ['cometapi', 7, null, []]) {
      assert.deepEqual(read(comet, entry).problems, [
        '“#2” is not right: it must have a “name”, an “api” and a “baseUrl”.',
      ]);
    }
  });

  it('gives a name once, and none of ours', () => {
    const { endpoints, problems } = read(comet, { ...comet, name: 'gemini' }, comet);
    assert.deepEqual(endpoints, [comet]);
    assert.deepEqual(problems, ['The name “gemini” is taken.', 'The name “cometapi” is taken.']);
  });

  it('refuses prices that say two things, or nothing that can be counted', () => {
    assert.match(problems({ pricePerImage: 1, priceMultiplier: 2 })[0]!, /one of them says it all/);
    assert.match(problems({ pricePerImage: 1, currency: 'CNY' })[0]!, /“usdPerUnit” says/);
    assert.deepEqual(problems({ pricePerImage: 1, currency: 'USD' }), []);
    assert.deepEqual(problems({ priceMultiplier: 0.5, currency: 'CNY' }), []);
  });

  it('is a provider with the models of its family under its own name', () => {
    const info = provider({
      label: 'CometAPI',
      baseUrl: 'https://api.cometapi.com//',
      models: ['own/model'],
    });
    assert.deepEqual(
      info.models.map(({ id }) => id),
      [...geminiInfo.models.map(({ id }) => id.replace('gemini/', 'cometapi/')), 'cometapi/own/model'],
    );
    assert.ok(info.models.every(model => model.provider === 'cometapi'));
    assert.equal(info.models[0]!.label, `${geminiInfo.models[0]!.label} (CometAPI)`);
    assert.deepEqual(info.endpoint, {
      baseUrl: 'https://api.cometapi.com',
      apiVersion: 'v1beta',
      keyHeader: 'x-goog-api-key',
    });
    assert.ok(info.named && info.key && !info.key.createUrl);
    // A listed id is not there twice.
    assert.equal(provider({ models: ['gemini-3-pro-image'] }).models.length, geminiInfo.models.length);
  });

  it('asks by interactions for the models that are named so, known or not', () => {
    const { models } = provider({ models: ['own'], interactions: ['gemini-3-pro-image', 'new'] });
    assert.deepEqual(
      models.filter(({ interactions }) => interactions === true).map(({ id }) => id),
      ['cometapi/gemini-3-pro-image', 'cometapi/new'],
    );
    assert.equal(models.length, geminiInfo.models.length + 2);
  });

  it('sends the key as the setting says, and asks for none where none is wanted', () => {
    const header = (key: NamedEndpoint['key']) => provider({ key }).endpoint?.keyHeader;
    assert.deepEqual(
      [header('bearer'), header('bare'), header('x-goog-api-key'), header('none')],
      ['authorization', 'bare', 'x-goog-api-key', 'none'],
    );
    assert.equal(provider({ key: 'none' }).key, undefined);
    assert.equal(provider({ stream: true }).endpoint?.stream, true);
    assert.ok(!('stream' in provider({ stream: false }).endpoint!));
    assert.equal(provider({ maxInlineMB: 19.5 }).endpoint?.inlineBytes, 19_500_000);
  });

  it('leads from what is gone to what it has itself, and elsewhere to whoever has it', () => {
    const family = {
      ...geminiInfo,
      models: [{ ...listed, replacement: 'openai/gpt-image-2' }],
      retired: {
        'gemini/old': { label: 'Old', replacement: 'gemini/new', source: 's' },
        'gemini/older': { label: 'Older', replacement: 'openai/gpt-image-2', source: 's' },
        'gemini/oldest': { label: 'Oldest', source: 's' },
      },
    };
    const { retired, models } = providerOfEndpoint(comet, [family]);
    assert.deepEqual(
      Object.entries(retired!).map(([id, { replacement }]) => [id, replacement]),
      [
        ['cometapi/old', 'cometapi/new'],
        ['cometapi/older', 'openai/gpt-image-2'],
        ['cometapi/oldest', undefined],
      ],
    );
    assert.equal(models[0]!.replacement, 'openai/gpt-image-2');
  });

  it('has the list price until the setting says its own, and marks it as that', () => {
    const asked = { settings: {}, inputImages: 2, characters: 4000 };
    const usd = (more: Partial<NamedEndpoint>) => estimateCost(pro(more), asked);
    const list = estimateCost(listed, asked)!;
    assert.deepEqual([usd({}), pro().price?.resold], [list, true]);
    assert.ok(Math.abs(usd({ priceMultiplier: 0.5 })! - list / 2) < 1e-9);
    assert.equal(pro({ priceMultiplier: 0.5 }).price?.resold, undefined);
    assert.equal(usd({ pricePerImage: 0.05 }), 0.05);
    assert.equal(pro({ pricePerImage: 0.05 }).price?.resold, undefined);
    assert.equal(usd({ pricePerImage: 0 }), 0);
    const yuan = { pricePerImage: 0.5, currency: 'CNY', usdPerUnit: 0.14 };
    assert.ok(Math.abs(usd(yuan)! - 0.07) < 1e-9);
  });

  it('prices what no table knows only where one image has one price', () => {
    const live = { complete: true, models: [{ name: 'models/new-image', actions: [] }] };
    for (const [more, price] of [
      [{ pricePerImage: 0.03 }, 0.03],
      [{ priceMultiplier: 2 }, undefined],
      [{}, undefined],
    ] as const) {
      const own = provider({ ...more, models: ['own'] });
      const added = mergeModels(own, live).find(({ id }) => id === 'cometapi/new-image')!;
      assert.equal(priceOfOneImage(added), price);
      assert.equal(added.label, 'new-image (cometapi)');
      assert.equal(priceOfOneImage(own.models.at(-1)!), price);
    }
  });

  it('stays the same object for as long as its setting says the same', () => {
    let endpoints: readonly NamedEndpoint[] = [comet];
    const all = createProviders(providers, () => ({ endpoints }));
    const before = all();
    endpoints = [{ ...comet }];
    assert.equal(all(), before);
    endpoints = [comet, { ...comet, name: 'other' }];
    assert.notEqual(all(), before);
    assert.ok(before.every(each => all().includes(each)));
    endpoints = [{ ...comet, priceMultiplier: 2 }];
    assert.equal(before.filter(each => all().includes(each)).length, providers.length);
    assert.deepEqual(
      all().map(({ id }) => id),
      [
        ...providers.filter(each => !each.local),
        ...[comet].map(({ name }) => ({ id: name })),
        ...providers.filter(each => each.local),
      ].map(({ id }) => id),
    );
  });
});
