import assert from 'node:assert/strict';
import { type OutputSettings, plainCutout, plainOutput } from '../../../src/core/model/output';
import { planOutput } from '../../../src/core/save/output';
import { english } from '../../../src/core/translate';
import {
  builtInPresets,
  presetsWith,
  readOutput,
  readPresets,
  rememberedFor,
} from '../../../src/core/save/presets';
import { facts } from './support';

const jpeg = facts({ format: 'jpeg', width: 1376, height: 768, bytes: 400_000 });
const png = facts({ format: 'png', width: 512, height: 512, bytes: 300_000, hasAlpha: true });
const asked = (settings: Partial<OutputSettings>): OutputSettings => ({ ...plainOutput, ...settings });

describe('what a file needs', () => {
  it('is nothing while nothing is asked: the very bytes', () => {
    assert.deepEqual(planOutput(plainOutput, jpeg, 'jpeg', 82), { kind: 'copy' });
    assert.deepEqual(planOutput(asked({ width: 1376, height: 768 }), jpeg, 'jpeg', 82), { kind: 'copy' });
    assert.deepEqual(planOutput(asked({ width: 1376 }), jpeg, 'jpeg', 82), { kind: 'copy' });
    assert.deepEqual(planOutput(asked({ maxKilobytes: 391 }), jpeg, 'jpeg', 82), { kind: 'copy' });
    assert.deepEqual(planOutput(asked({ format: 'png' }), png, 'png', 82), { kind: 'copy' });
    assert.deepEqual(planOutput(plainOutput, facts({ format: 'gif' }), 'gif', 82), { kind: 'copy' });
  });

  it('is a conversion as soon as something is', () => {
    const options = (settings: Partial<OutputSettings>, of = jpeg, format = of.format) => {
      const plan = planOutput(asked(settings), of, format, 82);
      assert.equal(plan.kind, 'convert');
      return plan.kind === 'convert' ? plan.options : undefined;
    };
    assert.deepEqual(options({ format: 'webp' }, jpeg, 'webp'), { format: 'webp', quality: 82 });
    assert.deepEqual(options({ format: 'avif' }, jpeg, 'avif'), { format: 'avif', quality: 67 });
    assert.deepEqual(options({ format: 'jpeg' }), { format: 'jpeg', quality: 82 });
    assert.deepEqual(options({ maxKilobytes: 390 }), { format: 'jpeg', quality: 82, maxBytes: 390 * 1024 });
    assert.deepEqual(options({ width: 640 }), {
      format: 'jpeg',
      quality: 82,
      width: 640,
      height: 357,
      fit: 'cover',
      focus: 'auto',
    });
    assert.deepEqual(options({ format: 'png', optimise: true, colours: 64, lossless: true }, png), {
      format: 'png',
      quality: 82,
      colours: 64,
      optimise: true,
    });
    assert.deepEqual(options({ background: '#112233', lossless: true }, png, 'webp'), {
      format: 'webp',
      quality: 82,
      matte: '#112233',
      bars: '#112233',
      lossless: true,
    });
    assert.equal(options({ srgb: true })?.srgb, true);
    assert.deepEqual(options({ cutout: plainCutout }, png)?.cutout, plainCutout);
    assert.equal(options({ format: 'jpeg', progressive: false })?.progressive, false);
  });

  it('cannot be done in a format that is not written here', () => {
    const gif = facts({ format: 'gif', width: 10, height: 10 });
    assert.deepEqual(planOutput(asked({ width: 5 }), gif, 'gif', 82), { kind: 'impossible', format: 'gif' });
  });
});

describe('what was saved last', () => {
  const last: OutputSettings = { ...plainOutput, format: 'webp', width: 400, quality: 70 };
  const names = (remembered: OutputSettings) => presetsWith(remembered, [], english).map(({ name }) => name);

  it('never enlarges another picture', () => {
    assert.deepEqual(rememberedFor(last, { width: 60, height: 60 }), { ...last, width: null });
    assert.equal(rememberedFor(last, { width: 400, height: 10 }), last);
    const high = { ...last, width: null, height: 61 };
    assert.deepEqual(rememberedFor(high, { width: 600, height: 60 }), { ...last, width: null });
  });

  it('has a name beside “As it is”, where it changes anything', () => {
    assert.deepEqual(names(last).slice(0, 3), ['As it is', 'As last saved in this folder', 'Hero']);
    for (const same of [plainOutput, { ...plainOutput, strip: true, recipe: true }]) {
      assert.deepEqual(names(same).slice(0, 2), ['As it is', 'Hero']);
    }
  });
});

describe('presets', () => {
  it('are read part by part, and name what they do not understand', () => {
    const { settings, unknown } = readOutput({
      width: 1200,
      heigth: 630,
      format: 'gif',
      quality: 101,
      fit: 'pad',
    });
    assert.deepEqual(settings, asked({ width: 1200, fit: 'pad' }));
    assert.deepEqual(unknown, ['heigth', 'format', 'quality']);
    for (const broken of [null, 'x', 7, [], { focus: { x: 2, y: 0 } }]) {
      assert.deepEqual(readOutput(broken).settings, plainOutput);
    }
  });

  it('take a cutout as true or part by part', () => {
    assert.deepEqual(readOutput({ cutout: true }).settings.cutout, plainCutout);
    assert.deepEqual(readOutput({ cutout: { tolerance: 4, everywhere: true } }).settings.cutout, {
      tolerance: 4,
      everywhere: true,
      feather: 0,
      strokes: [],
    });
    for (const cutout of [false, 'yes', { tolerance: 99 }, { feather: -1 }, { edge: 1 }, []]) {
      assert.deepEqual(readOutput({ cutout }).unknown, ['cutout'], JSON.stringify(cutout));
    }
  });

  it('need a name', () => {
    const { presets, problems } = readPresets(
      [{ name: ' Card ', width: 1200, widht: 3 }, { width: 5 }, 'x', null],
      english,
    );
    assert.deepEqual(presets, [{ name: 'Card', settings: asked({ width: 1200 }) }]);
    assert.deepEqual(problems, [
      'Preset “Card”: “widht” is not known, or its value is not.',
      ...Array<string>(3).fill('A preset without a name was left out.'),
    ]);
    assert.deepEqual(readPresets('no list', english).presets, []);
  });

  it('of our own are ones that would be read as they are', () => {
    for (const { settings } of builtInPresets(String)) {
      assert.deepEqual(readOutput(settings), { settings, unknown: [] });
    }
  });
});
