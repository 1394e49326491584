import assert from 'node:assert/strict';
import { parseAnnotate } from '../../../src/core/layers/annotateArgs';
import { drawnFormat, fillPath } from '../../../src/core/layers/outputPath';
import { readPage } from '../../../src/core/layers/rows/frontMatter';
import { readCsv, rowsOf } from '../../../src/core/layers/rows/table';

const t = (message: string, ...args: unknown[]) =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

describe('rows of values', () => {
  it('come from a CSV with quotes, line ends and semicolons', () => {
    assert.deepEqual(
      readCsv('\uFEFFslug,title\r\na,"One, ""two""\nthree"\r\n\r\nb,Zwei\r\n').map(({ values }) => values),
      [
        { slug: 'a', title: 'One, "two"\nthree' },
        { slug: 'b', title: 'Zwei' },
      ],
    );
    assert.deepEqual(
      readCsv('lang;title\nde;Grüße, alle\nfr').map(({ values }) => values),
      [
        { lang: 'de', title: 'Grüße, alle' },
        { lang: 'fr', title: '' },
      ],
    );
    assert.deepEqual(readCsv(''), []);
  });

  it('come from JSON: a list, one object, or an object by name', () => {
    assert.deepEqual(rowsOf([{ a: 1, b: true, c: ['x', 'y'], d: null, e: {} }])?.[0]?.values, {
      a: '1',
      b: 'true',
      c: 'x, y',
    });
    assert.deepEqual(rowsOf({ title: 'One' }), [{ name: '1', values: { title: 'One' } }]);
    assert.deepEqual(
      rowsOf({ de: { title: 'Eins' }, fr: { title: 'Un' } })?.map(({ values }) => values),
      [
        { key: 'de', title: 'Eins' },
        { key: 'fr', title: 'Un' },
      ],
    );
    assert.equal(rowsOf([{ a: 1 }, 'b']), undefined);
    assert.equal(rowsOf('text'), undefined);
  });

  it('come from what a page of Markdown says of itself', () => {
    const page =
      '---\ntitle: "Über: alles"\ndate: 2026-01-02\ntags: [a, b]\nnested: {x: 1}\n---\n\n# Heading\n';
    assert.deepEqual(readPage(page, 'docs/guide/index.md').values, {
      path: 'docs/guide/index',
      slug: 'guide',
      title: 'Über: alles',
      date: '2026-01-02',
      tags: 'a, b',
    });
    assert.deepEqual(readPage('Text\n\n# The *first* one #\n## Two', 'a/b.mdx').values, {
      path: 'a/b',
      slug: 'b',
      title: 'The *first* one',
    });
    assert.match(readPage('---\ntitle: [\n---\n', 'a.md').problem ?? '', /./);
  });
});

describe('paths of drawings', () => {
  it('hold the values as parts of file names, never as ways out', () => {
    const path = (value: string) => fillPath('/w/og/{{ a }}.png', { a: value }).path;
    assert.equal(path('What is new: 1/2?'), '/w/og/What-is-new-1/2.png');
    assert.equal(path('../../etc/passwd'), '/w/og/etc/passwd.png');
    assert.equal(path('日本語'), '/w/og/日本語.png');
    assert.deepEqual(fillPath('{{b}}-{{c}}.svg', { b: '1' }).missing, ['c']);
  });

  it('say the format', () => {
    assert.deepEqual(
      ['a.PNG', 'a.jpg', 'a.webp', 'a.avif', 'a.svg', 'a.gif', 'a', 'a.b/c'].map(drawnFormat),
      [...['png', 'jpeg', 'webp', 'avif', 'svg'], ...[undefined, undefined, undefined]],
    );
  });
});

describe('what automation asks to be drawn', () => {
  const layers = [{ type: 'text', x: 0, y: 0, width: 9, height: 9, text: 'A', size: 5, color: '#000' }];
  const refusals: readonly [Record<string, unknown>, RegExp][] = [
    [{ layers, canvas: { width: 9, height: 9 } }, /either “saveTo” or “pattern”/],
    [{ saveTo: 'a.png' }, /either “layers” or “description”/],
    [{ saveTo: 'a.png', layers }, /needs a canvas or an image/],
    [{ saveTo: 'a.png', layers: 'x', image: 'b.png' }, /“layers” must be a list/],
    [{ saveTo: 'a.png', description: 'x.layers.json', canvas: {} }, /“description” must be a file, without/],
    [
      { saveTo: 'a.png', image: 'b.png', layers: [{ ...layers[0], size: -1 }] },
      /“layers\[0\]\.size” must be at least 1/,
    ],
    [
      { saveTo: 'a.png', image: 'b.png', layers, variables: [] },
      /“variables” must be a list of 1 to 1000 rows/,
    ],
    [{ saveTo: 'a.png', image: 'b.png', layers, variables: 5 }, /“variables” must be an object/],
    [{ saveTo: 'a.png', image: 'b.png', layers, quality: 0 }, /“quality” must be a whole number/],
    [{ saveTo: 'a.png', image: 'b.png', layers, colour: 1 }, /“colour” is not known here/],
  ];
  for (const [ask, sentence] of refusals) {
    it(`is refused: ${String(sentence)}`, () => {
      const parsed = parseAnnotate(ask, t);
      assert.match('refused' in parsed ? parsed.refused : '', sentence);
    });
  }

  it('gets ids for its layers, and rows of values', () => {
    const parsed = parseAnnotate(
      {
        image: 'b.png',
        layers: [layers[0], layers[0]],
        pattern: '{{a}}.png',
        variables: [{ a: 1 }, { a: 2 }],
        overwrite: undefined,
      },
      t,
    );
    assert.ok('args' in parsed && 'description' in parsed.args.drawing);
    assert.deepEqual(
      parsed.args.drawing.description.layers.map(({ id }) => id),
      ['layer-1', 'layer-2'],
    );
    assert.ok(
      parsed.args.variables && 'rows' in parsed.args.variables && parsed.args.variables.rows.length === 2,
    );
  });
});
