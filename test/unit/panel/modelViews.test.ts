import assert from 'node:assert/strict';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import { english } from '../../../src/core/translate';
import { modelViews } from '../../../src/host/panel/modelViews';
import { geminiInfo } from '../../../src/providers/gemini/info';
import { mergeModels } from '../../../src/providers/gemini/mergeModels';
import { model } from '../compose/models';

const old = 'gemini/gemini-3.1-flash-image';

describe('what the model list says of models on their way out', () => {
  const noteAt = (day: string, models: readonly ModelInfo[] = geminiInfo.models) =>
    modelViews(english, { models, providers: [geminiInfo], references: 0, now: Date.parse(day) }).find(
      ({ id }) => id === old,
    )?.statusNote;

  it('goes by the day it is read', () => {
    assert.equal(
      noteAt('2026-10-12T12:00:00Z'),
      'Its announced last day is 2026-10-29; use Nano Banana 2.1 from then on.',
    );
    assert.match(noteAt('2026-10-29T23:59:59Z') ?? '', /^Its announced last day is/);
    assert.equal(noteAt('2026-10-30T00:00:00Z'), 'Its announced last day has passed; use Nano Banana 2.1.');
    assert.equal(noteAt('2027-02-01'), 'Its announced last day has passed; use Nano Banana 2.1.');
  });

  it('believes the service that it is gone, whatever was announced', () => {
    const list = mergeModels(geminiInfo, {
      models: [{ name: 'models/gemini-nano-banana-2.1', actions: ['generateContent'] }],
      complete: true,
    });
    assert.equal(noteAt('2026-10-12', list), 'The service no longer lists it.');
  });

  it('says nothing of models that stay', () => {
    const [first] = modelViews(english, {
      models: geminiInfo.models,
      providers: [geminiInfo],
      references: 0,
    });
    assert.equal(first?.statusNote, undefined);
  });
});

describe('what the model list is marked with', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  const released = (day: string, status: ModelInfo['status'] = 'stable') =>
    modelViews(english, {
      models: [model('cloud/a', {}, { released: day, status })],
      providers: [],
      references: 0,
      now,
    })[0]?.isNew;

  it('is new for thirty days, and not before its time', () => {
    assert.deepEqual(
      [released('2026-11-23'), released('2026-10-25'), released('2026-10-20'), released('2027-01-01')],
      [true, true, undefined, undefined],
    );
    assert.deepEqual([released('2026-11-20', 'retired'), released('no day')], [undefined, undefined]);
  });

  it('says favorites, what was used last, list prices and what needs a key', () => {
    const resold = { ...model('cloud/a').price, resold: true } as NonNullable<ModelInfo['price']>;
    const [first, second] = modelViews(english, {
      models: [model('cloud/a', {}, { price: resold }), model('here/b')],
      providers: [],
      references: 0,
      favourites: ['cloud/a', 'cloud/gone'],
      used: ['here/b', 'cloud/a'],
      keyless: new Set(['cloud']),
      now,
    });
    assert.deepEqual([first?.favourite, first?.used, first?.resold, first?.needsKey], [true, 1, true, true]);
    assert.deepEqual(
      [second?.favourite, second?.used, second?.resold, second?.needsKey],
      [undefined, 0, undefined, undefined],
    );
  });
});
