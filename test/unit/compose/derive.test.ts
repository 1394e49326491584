import assert from 'node:assert/strict';
import { askedSettings, derive, type ComposeInput } from '../../../src/core/compose/derive';
import { emptyValues, settingsOf, type ComposerValues } from '../../../src/core/model/composerValues';
import type { ModelInfo } from '../../../src/core/model/modelInfo';
import { cloud, model, placeholder, retouch, small, unpriced } from './models';

const empty: ComposerValues = {
  ...emptyValues,
  prompt: 'A dune',
  models: [],
  count: 1,
};

function compose(
  models: readonly ModelInfo[],
  values: Partial<ComposerValues> = {},
  rest: Partial<ComposeInput> = {},
): ReturnType<typeof derive> {
  return derive({
    values: { ...empty, models: models.map(({ id }) => id), ...values },
    models: [cloud, small, placeholder, retouch, unpriced, ...models],
    references: { count: 0 },
    maxRequests: 16,
    trusted: true,
    ...rest,
  });
}

describe('what the composer offers', () => {
  it('is the union of ratios, tall to wide, each once', () => {
    assert.deepEqual(compose([cloud, small]).aspectRatios, ['9:16', '1:1', '4:3', '16:9']);
    assert.deepEqual(compose([placeholder]).aspectRatios, []);
  });

  it('is the union of sizes in their order, with the pixels of the first model that has the tier', () => {
    const { sizes } = compose([cloud, small], { aspectRatio: '16:9' });
    assert.deepEqual(sizes, [
      { name: '512' },
      { name: '1K', pixels: { width: 1376, height: 768 } },
      { name: '2K', pixels: { width: 2752, height: 1536 } },
    ]);
  });

  it('names no pixels while the ratio follows a reference image', () => {
    assert.deepEqual(compose([cloud], {}, { references: { count: 1 } }).sizes, [
      { name: '1K' },
      { name: '2K' },
    ]);
  });

  it('has exact pixels only where every chosen model takes them', () => {
    assert.equal(compose([placeholder]).exactSize, true);
    assert.equal(compose([placeholder, cloud]).exactSize, false);
    assert.equal(compose([]).exactSize, false);
  });

  it('has what one of the models has, and says what the other leaves out', () => {
    const derived = compose([small, cloud], { seed: 7, thinking: 'minimal', systemInstruction: 'Be bold' });
    assert.deepEqual(derived.thinkingLevels, ['minimal', 'low', 'high']);
    assert.equal(derived.seed, true);
    assert.equal(derived.systemInstruction, true);
    const adapted = derived.notes.flatMap(note =>
      note.kind === 'adapted' ? [[note.model.id, note.adaptation.setting]] : [],
    );
    assert.deepEqual(adapted, [
      ['cloud/b', 'thinking'],
      ['cloud/b', 'seed'],
      ['cloud/b', 'systemInstruction'],
    ]);
  });

  describe('a transparent background', () => {
    const of = (prompt: string, models: readonly ModelInfo[], background: 'transparent' | null = null) =>
      compose(models, { prompt, background });
    const alpha = model('cloud/alpha', { alpha: true });

    it('can be asked for where a model can do it in some way', () => {
      assert.equal(of('', [cloud]).transparency, true);
      assert.equal(of('', [alpha]).transparency, true);
      assert.equal(of('', [placeholder]).transparency, false);
      assert.deepEqual(askedSettings({ ...emptyValues, background: 'transparent' }, [placeholder]), {});
      const kinds = of('', [cloud, small, alpha], 'transparent').notes.filter(note => note.kind === 'keyed');
      assert.deepEqual(kinds, [{ kind: 'keyed', models: [cloud, small] }]);
      assert.ok(of('', [alpha], 'transparent').notes.every(note => note.kind !== 'keyed'));
    });

    it('is offered when the prompt speaks of it to a model without alpha', () => {
      const asks = 'A fox on a transparent background';
      assert.equal(of(asks, [cloud]).offersTransparency, true);
      assert.equal(of(asks, [cloud], 'transparent').offersTransparency, false);
      assert.equal(of(asks, [alpha]).offersTransparency, false);
      assert.equal(of('A transparent glass jar', [cloud]).offersTransparency, false);
    });
  });

  it('neither asks nor speaks of what none of the models has, whatever was chosen for others before', () => {
    const before = {
      aspectRatio: '16:9',
      imageSize: '2K',
      thinking: 'high',
      seed: 7,
      systemInstruction: 'Be bold',
    };
    const plain = model('local/plain', {
      aspectRatios: [],
      sizes: [],
      thinkingLevels: [],
      seed: false,
      systemInstruction: false,
    });
    assert.deepEqual(compose([plain], before).notes, []);
    assert.deepEqual(compose([plain], { width: 1200, height: 630 }).notes, []);
    assert.deepEqual(askedSettings({ ...empty, ...before }, [plain]), {});
    assert.deepEqual(askedSettings({ ...empty, ...before }, [plain, cloud]), before);
    const exact = { ...empty, ...before, width: 1200, height: 630 };
    assert.equal(askedSettings(exact, [cloud]).width, 1200, 'the nearest ratio and tier stand in for pixels');
  });

  it('says the pixels of the first model', () => {
    const { notes } = compose([cloud], { aspectRatio: '16:9', imageSize: '2K' });
    assert.deepEqual(notes, [{ kind: 'pixels', pixels: { width: 2752, height: 1536 } }]);
    assert.deepEqual(compose([placeholder], { width: 1200, height: 630 }).notes, [
      { kind: 'pixels', pixels: { width: 1200, height: 630 } },
    ]);
  });

  it('makes nothing while only one of width and height is there', () => {
    assert.deepEqual(compose([placeholder], { width: 1200 }).blocked, { kind: 'half-size' });
    assert.deepEqual(compose([placeholder], { height: 630 }).blocked, { kind: 'half-size' });
    assert.equal(compose([placeholder], { width: 1200, height: 630 }).blocked, undefined);
    assert.equal(compose([cloud], { width: 1200 }).blocked, undefined, 'its fields are not shown');
    assert.deepEqual(settingsOf({ ...empty, width: 1200, aspectRatio: '1:1' }), { aspectRatio: '1:1' });
  });

  it('names the replacement of a model that will be switched off', () => {
    const old = model('cloud/old', {}, { status: 'deprecated', replacement: 'cloud/a' });
    const note = compose([old]).notes.find(each => each.kind === 'deprecated');
    assert.equal(note?.kind === 'deprecated' && note.replacement?.id, 'cloud/a');
  });
});

describe('what a run would send and cost', () => {
  it('is models × count', () => {
    assert.equal(compose([cloud, small], { count: 3 }).requests, 6);
    assert.equal(compose([]).requests, 0);
  });

  it('is one of what always gives the same, and says so', () => {
    const same = model('local/same', { deterministic: true }, { local: true });
    const { requests, notes, blocked } = compose([same, cloud], { count: 15 });
    assert.deepEqual([requests, blocked], [16, undefined]);
    const said = notes.flatMap(note => (note.kind === 'adapted' ? [[note.model.id, note.adaptation]] : []));
    assert.deepEqual(said, [['local/same', { setting: 'count', asked: '15', used: '1' }]]);
    assert.ok(!compose([same], { count: 1 }).notes.some(note => note.kind === 'adapted'));
  });

  it('adds up what each model asks at the size that it is really asked for', () => {
    assert.equal(compose([cloud], { imageSize: '2K', count: 2 }).estimateUsd, 0.16);
    assert.equal(compose([cloud, placeholder], { count: 2 }).estimateUsd, 0.08);
    assert.equal(compose([placeholder]).estimateUsd, 0);
  });

  it('is not known when one price is not', () => {
    assert.equal(compose([cloud, unpriced]).estimateUsd, undefined);
  });
});

describe('why Generate is off', () => {
  const blocked = (...args: Parameters<typeof compose>) => compose(...args).blocked;
  const references = (count: number, unusable?: string) => ({
    references: { count, ...(unusable !== undefined && { unusable }) },
  });

  it('is nothing when all is well, an empty prompt included', () => {
    assert.equal(blocked([cloud], { prompt: '' }), undefined);
    assert.equal(blocked([retouch], {}, references(1)), undefined);
  });

  it('is trust before anything else', () => {
    assert.equal(blocked([], {}, { trusted: false })?.kind, 'untrusted');
  });

  it('is a model that is missing, unknown or gone', () => {
    assert.equal(blocked([])?.kind, 'no-model');
    assert.deepEqual(blocked([cloud], { models: ['cloud/a', 'cloud/typo'] }), {
      kind: 'unknown-model',
      id: 'cloud/typo',
    });
    const gone = model('cloud/gone', {}, { status: 'retired', replacement: 'cloud/a' });
    const reason = blocked([gone]);
    assert.equal(reason?.kind === 'retired-model' && reason.replacement?.id, 'cloud/a');
  });

  it('is a reference image too few or too many', () => {
    assert.equal(blocked([retouch])?.kind, 'needs-reference');
    assert.equal(blocked([cloud, placeholder], {}, references(1))?.kind, 'takes-no-reference');
    const reason = blocked([cloud, small], {}, references(4));
    assert.deepEqual(reason?.kind === 'too-many-references' && [reason.model.id, reason.count, reason.max], [
      'cloud/b',
      4,
      3,
    ]);
    assert.equal(blocked([small], {}, references(3)), undefined);
  });

  it('is a reference image that cannot be used', () => {
    assert.deepEqual(blocked([cloud], {}, references(2, 'logo.svg')), {
      kind: 'unusable-reference',
      name: 'logo.svg',
    });
  });

  it('is more requests than one run may send', () => {
    assert.deepEqual(blocked([cloud, small], { count: 9 }), {
      kind: 'too-many-requests',
      count: 18,
      max: 16,
    });
    assert.equal(blocked([cloud, small], { count: 8 }), undefined);
  });
});

describe('room for reference images', () => {
  it('is what every chosen model that takes any has', () => {
    assert.equal(compose([cloud, small]).maxReferences, 3);
    assert.equal(compose([cloud, placeholder]).maxReferences, 14);
    assert.equal(compose([placeholder]).maxReferences, 0);
    assert.equal(compose([]).maxReferences, 14);
  });
});
