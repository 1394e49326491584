import assert from 'node:assert/strict';
import { readModelTable, sourcesOf } from '../../../src/core/models/modelTable';
import table from '../../../src/providers/gemini/models.json';

type Json = Record<string, unknown>;
const model = table.models[0]! as Json;
const withModel = (change: Json, more: Json = {}): Json => ({
  ...table,
  models: [{ ...model, ...change }, table.models[1]],
  retired: [],
  ...more,
});
const ids = (json: unknown): readonly string[] => readModelTable(json).models.map(({ id }) => id);

describe('The table of models', () => {
  it('is whole, with a source for every figure', () => {
    const { models, retired, problems } = readModelTable(table);
    assert.deepEqual(problems, []);
    assert.equal(models.length, table.models.length);
    assert.equal(Object.keys(retired).length, table.retired.length);
    for (const each of table.models) {
      for (const [figure, source] of Object.entries(sourcesOf(table as never, each.sources as never))) {
        assert.match(source, /, read \d{4}-\d{2}-\d{2}$/, `${each.id}: ${figure}`);
      }
    }
  });

  const optional = ['description', 'lastDay', 'replacement', 'doubt'];
  const fields = Object.keys(model).filter(field => !optional.includes(field));
  for (const field of fields) {
    it(`leaves out a model without ${field}, says so, and keeps the others`, () => {
      const cut = Object.fromEntries(Object.entries(model).filter(([name]) => name !== field));
      const { models, problems } = readModelTable({ ...table, models: [cut, table.models[1]] });
      assert.deepEqual(
        models.map(({ id }) => id),
        [`gemini/${table.models[1]!.id}`],
      );
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, /model 0|no source/);
      if (field !== 'sources') assert.ok(problems[0]!.includes(`, ${field}:`), problems[0]);
    });
  }

  it('says what is wrong with a figure', () => {
    const wrong: readonly [Json, RegExp][] = [
      [{ references: -1 }, /model 0, references: /],
      [{ references: 1.5 }, /model 0, references: /],
      [{ status: 'new' }, /model 0, status: /],
      [{ ratios: ['16x9'] }, /model 0, ratios\.0: /],
      [{ lastDay: 'tomorrow' }, /model 0, lastDay: /],
      [{ price: { per: 'image' } }, /model 0, price/],
      [{ price: 0.1 }, /model 0, price/],
      [{ sparkle: true }, /^model 0: .*sparkle/],
      [{ sizes: ['no-such-tier'] }, /there is no tier no-such-tier$/],
      [{ sources: {} }, /no source for status, .*price/],
      [{ sources: { '*': 'nowhere' } }, /no source for /],
    ];
    for (const [change, said] of wrong) {
      const { models, problems } = readModelTable(withModel(change));
      assert.equal(models.length, 1, JSON.stringify(change));
      assert.match(problems.join('\n'), said);
    }
  });

  it('knows which models are asked by interactions', () => {
    const { models, problems } = readModelTable(withModel({ interactions: true }));
    assert.deepEqual([models.map(({ interactions }) => interactions), problems], [[true, undefined], []]);
    assert.match(readModelTable(withModel({ interactions: 'yes' })).problems[0]!, /model 0, interactions: /);
  });

  it('knows a model whose price is not known', () => {
    const { models, problems } = readModelTable(withModel({ price: null }));
    assert.deepEqual(problems, []);
    assert.equal(models[0]!.price, undefined);
    assert.equal(models.length, 2);
  });

  it('leaves out a retired model that is not whole', () => {
    const good = { id: 'x', label: 'X', replacement: 'openai/y', source: 's' };
    const { retired, problems } = readModelTable({ ...table, retired: [good, { id: 'z' }, null] });
    assert.deepEqual(Object.keys(retired), ['gemini/x']);
    assert.equal(retired['gemini/x']?.replacement, 'openai/y');
    assert.deepEqual(
      problems.map(each => each.slice(0, 9)),
      ['retired 1', 'retired 2'],
    );
  });

  it('takes nothing from what is no table, and never throws', () => {
    const garbage: readonly unknown[] = [
      ...[undefined, null, 7, 'table', [], {}, { models: [], retired: 'none' }, { models: {}, retired: [] }],
      ...[
        { ...table, sources: [] },
        { ...table, tiers: { a: 1 } },
        { ...table, provider: 7 },
        { ...table, more: 1 },
      ],
      { ...table, tiers: { a: { name: 'a', pixels: { '1:1': [0, 99999999] } } } },
    ];
    for (const each of garbage) {
      const { models, problems } = readModelTable(each);
      assert.deepEqual(models, []);
      assert.equal(problems.length, 1, JSON.stringify(each)?.slice(0, 80));
      assert.match(problems[0]!, /^the table/);
    }
    const odd = { ...table, models: [null, 7, [], 'x', ...table.models] };
    assert.equal(ids(odd).length, table.models.length);
  });
});
