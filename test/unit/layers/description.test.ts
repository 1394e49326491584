import assert from 'node:assert/strict';
import { readDescription, writeDescription } from '../../../src/core/layers/description';
import { fillText, fillVariables, namesIn, variablesOf } from '../../../src/core/model/layerVariables';
import type { Description } from '../../../src/core/model/layers';
import { textLayer } from './support';

const t = (message: string, ...args: unknown[]) =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

const good = {
  version: 1,
  canvas: { width: 1200, height: 630, background: '#102030' },
  layers: [
    {
      type: 'text',
      id: 'title',
      x: 80,
      y: 80,
      width: 1040,
      height: 300,
      text: '{{title}}',
      size: 64,
      color: '#fff',
    },
    { type: 'arrow', id: 'to', x1: 1, y1: 2, x2: 30, y2: 40, color: '#ff0000', width: 4 },
  ],
};
const refusal = (change: (value: typeof good) => unknown): string => {
  const read = readDescription(JSON.stringify(change(structuredClone(good))), t);
  return 'refused' in read ? read.refused : assert.fail('was taken');
};

describe('the description of a drawing', () => {
  it('comes back as it was written', () => {
    const read = readDescription(JSON.stringify(good), t);
    assert.ok('description' in read);
    const text = writeDescription(read.description);
    assert.deepEqual(JSON.parse(text), good);
    assert.ok(text.endsWith('}\n'));
    assert.ok('description' in readDescription(`\uFEFF${text}`, t));
  });

  const broken: readonly [string, (value: typeof good) => unknown, RegExp][] = [
    ['a size that is no size', v => ((v.layers[0]!.size = 0), v), /“layers\[0\]\.size” must be at least 1/],
    [
      'a text that is a number',
      v => ({ ...v, layers: [{ ...v.layers[0], text: 7 }] }),
      /“layers\[0\]\.text” must be string/,
    ],
    [
      'a colour that is a name',
      v => ({ ...v, layers: [{ ...v.layers[1], color: 'red' }] }),
      /“layers\[0\]\.color” must be a color like/,
    ],
    [
      'a misspelt part',
      v => ({ ...v, layers: [{ ...v.layers[1], colour: '#fff' }] }),
      /“layers\[0\]\.colour” is not known/,
    ],
    [
      'a layer of no kind',
      v => ({ ...v, layers: [{ ...v.layers[1], type: 'sticker' }] }),
      /“layers\[0\]\.type” must be text, box/,
    ],
    ['another version', v => ({ ...v, version: 2 }), /“version” must be 1/],
    [
      'a canvas of no pixels',
      v => ({ ...v, canvas: { width: 0, height: 5 } }),
      /“canvas\.width” must be at least 1/,
    ],
    [
      'a canvas beyond 20,000',
      v => ({ ...v, canvas: { width: 20_001, height: 5 } }),
      /“canvas\.width” must be at most 20000/,
    ],
    [
      'two layers of one name',
      v => ({ ...v, layers: [v.layers[1], v.layers[1]] }),
      /“layers\[1\]\.id”: another layer has the id “to”/,
    ],
    ['neither canvas nor image', v => ({ ...v, canvas: undefined }), /needs a canvas or an image/],
    ['a list', () => [], /must be object/],
  ];
  for (const [name, change, sentence] of broken) {
    it(`names the place of ${name}`, () => assert.match(refusal(change), sentence));
  }

  it('refuses what is nested without an end', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    for (const text of [deep, `{"version":1,"layers":${deep}}`, `{"version":1,"layers":[],"x":${deep}}`]) {
      assert.ok('refused' in readDescription(text, t));
    }
  });

  it('says that something is no JSON', () => {
    const read = readDescription('{ "version": 1, ', t);
    assert.ok('refused' in read && /not JSON/.test(read.refused));
  });
});

describe('variables', () => {
  const description: Description = {
    version: 1,
    image: 'covers/{{slug}}.png',
    canvas: { width: 100, height: 100 },
    variables: { site: 'Docs', title: 'Untitled' },
    layers: [
      textLayer('{{ title }} · {{site}}', { id: 'a' }),
      textLayer('{{draft}}', { id: 'b', hidden: true }),
      { type: 'step', id: 'c', x: 1, y: 1, size: 5, text: '{{n}}', color: '#000', textColor: '#fff' },
    ],
  };

  it('are found where they are shown, and filled in', () => {
    assert.deepEqual(variablesOf(description), ['slug', 'title', 'site', 'n']);
    const { description: filled, missing } = fillVariables(description, {
      title: 'Größe $& {{x}}',
      slug: 'a',
    });
    assert.equal(filled.layers[0]?.type === 'text' && filled.layers[0].text, 'Größe $& {{x}} · Docs');
    assert.equal(filled.image, 'covers/a.png');
    assert.deepEqual(missing, ['n']);
  });

  it('know no names that every object has', () => {
    const names: string[] = [];
    assert.equal(
      fillText('{{constructor}} {{}} {{ a b }}', { 'a b': '1' }, name => void names.push(name)),
      '{{constructor}} {{}} 1',
    );
    assert.deepEqual(names, ['constructor']);
  });

  it('cost no time and no memory, whatever somebody put into them', () => {
    const start = performance.now();
    for (const text of [`{{a${' '.repeat(20_000)}`, '{{a '.repeat(5000), `${'{'.repeat(20_000)}a}}`]) {
      namesIn(text);
      fillText(text, {}, () => undefined);
    }
    const text = '{{a}}'.repeat(4000);
    assert.equal(fillText(text, { a: 'x'.repeat(20_000) }, () => undefined).length, 20_000);
    const took = performance.now() - start;
    assert.ok(took < 500, `took ${Math.round(took)} ms`);
  });
});
