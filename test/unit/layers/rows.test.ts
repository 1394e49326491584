import assert from 'node:assert/strict';
import { parseAnnotate } from '../../../src/core/layers/annotateArgs';
import { drawnFormat, fillPath } from '../../../src/core/layers/outputPath';
import { readPage } from '../../../src/core/layers/rows/frontMatter';
import { maxRows, readCsv, rowsOf, valuesOf } from '../../../src/core/layers/rows/table';

const t = (message: string, ...args: unknown[]) =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

const csv = (text: string): unknown[] => {
  const read = readCsv(text);
  assert.ok('rows' in read);
  return read.rows.map(({ values }) => values);
};
/** Milliseconds of a slow, busy machine. */
const within = (most: number, work: () => void): void => {
  const start = performance.now();
  work();
  const took = performance.now() - start;
  assert.ok(took < most, `took ${Math.round(took)} ms`);
};

describe('rows of values', () => {
  it('come from a CSV with quotes, line ends and semicolons', () => {
    assert.deepEqual(csv('\uFEFFslug,title\r\na,"One, ""two""\nthree"\r\n\r\nb,Zwei\r\n'), [
      { slug: 'a', title: 'One, "two"\nthree' },
      { slug: 'b', title: 'Zwei' },
    ]);
    assert.deepEqual(csv('lang;title\nde;Grüße, alle\nfr'), [
      { lang: 'de', title: 'Grüße, alle' },
      { lang: 'fr', title: '' },
    ]);
    assert.deepEqual(csv(''), []);
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
    const empty = '---\n---\n# My Page: the start\n\ntext: a\n\n---\n';
    assert.deepEqual(readPage(empty, 'posts/a.md').values, {
      path: 'posts/a',
      slug: 'a',
      title: 'My Page: the start',
    });
    const { problem } = readPage('---\ntitle: [\n---\n', 'a.md');
    assert.match(problem?.kind === 'yaml' ? problem.detail : '', /./);
    assert.equal(readPage('# Learn C#', 'a.md').values['title'], 'Learn C#');
    assert.equal(readPage('# \n# ##\r\n#\tOne \t ## \r\n', 'a.md').values['title'], 'One');
  });

  it('take lists of words, and nothing that is nested', () => {
    const tags = Array.from({ length: 101 }, (_, i) => `t${i}`);
    assert.deepEqual(valuesOf({ a: ['x', 1, true], b: [['x']], c: [{}], d: tags, e: new Date(NaN) }), {
      a: 'x, 1, true',
    });
    assert.equal(valuesOf({ a: Array.from({ length: 100 }, () => 'x'.repeat(20_000)) })['a']?.length, 20_000);
  });

  it('cost no time, whatever somebody put into them', () => {
    const bomb = [`a0: &a0 [${Array(10).fill('x').join()}]`];
    for (let i = 1; i < 10; i++)
      bomb.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join()}]`,
      );
    const page = `---\n${bomb.join('\n')}\n---\n`;
    within(8000, () => assert.equal(readPage(page, 'a.md').values['a1'], undefined));
    const many = `---\na: &a ${'x'.repeat(9000)}\nb: [${Array(9000).fill('*a').join()}]\n---\n`;
    within(8000, () => assert.equal(readPage(many, 'a.md').problem?.kind, 'yaml'));
    const long = `---\na: ${'x'.repeat(60_000)}\n---\n`;
    assert.equal(readPage(long, 'a.md').problem?.kind, 'too-long');
    for (const filler of [' ', '\t', '#', ' #', '# ', '\u2028', '\n# ']) {
      for (const end of ['x', '\u2028x', '', '\n']) {
        within(8000, () => readPage(`# a${filler.repeat(100_000)}${end}`, 'a.md'));
      }
    }
    within(8000, () => assert.deepEqual(csv(`a,b\n${'\n'.repeat(1_000_000)}c,d\n`), [{ a: 'c', b: 'd' }]));
    within(8000, () =>
      assert.deepEqual(readCsv(`${'a,'.repeat(500_000)}\n${'x\n'.repeat(999)}`), { columns: 500_001 }),
    );
    const rows = readCsv(`a\n${'x\n'.repeat(1_000_000)}`);
    assert.equal('rows' in rows && rows.rows.length, maxRows + 1);
    const deep: unknown = JSON.parse(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)},"b":1}`);
    assert.deepEqual(rowsOf(deep), [{ name: '1', values: { b: '1' } }]);
    assert.equal(rowsOf(JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)), undefined);
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
