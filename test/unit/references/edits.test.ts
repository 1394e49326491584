import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { altEdits, takesAlt } from '../../../src/core/references/edits/altEdits';
import { srcsetEdits, takesSrcset } from '../../../src/core/references/edits/densityEdits';
import { densityOf, rightSize, sizeEdits } from '../../../src/core/references/edits/sizeEdits';
import type { TextEditAt } from '../../../src/core/references/insertion/insertionTypes';
import { find, only } from './finding';

export function applied(text: string, edits: readonly TextEditAt[] | undefined): string | undefined {
  return edits?.reduceRight(
    (before, { offset, length, text: by }) => before.slice(0, offset) + by + before.slice(offset + length),
    text,
  );
}

describe('edits of width and height', () => {
  const size = { width: 600, height: 400 };
  for (const [languageId, text, expected] of [
    ['html', '<img src="a.png">', '<img src="a.png" width="600" height="400">'],
    ['html', '<img src=a.png>', '<img src=a.png width="600" height="400">'],
    ['html', '<img src="a.png" />', '<img src="a.png" width="600" height="400" />'],
    ['html', '<img width=3 src="a.png" HEIGHT=\'4px\'>', '<img width=600 src="a.png" HEIGHT=\'400\'>'],
    ['html', '<img width src="a.png" height="">', '<img width="600" src="a.png" height="400">'],
    ['markdown', '> <img src="a.png" height="4">', '> <img src="a.png" height="400" width="600">'],
    ['javascript', '<img src="/a.png" />', '<img src="/a.png" width={600} height={400} />'],
    ['javascript', '<Image src={x} alt={y} height="3" />;import x from "./a.png"', undefined],
    [
      'javascript',
      'import x from "./a.png";<Image src={x} width={1} height="3" />',
      'import x from "./a.png";<Image src={x} width={600} height="400" />',
    ],
    ['javascript', '<img src="/a.png" width={w} />', undefined],
    ['mdx', '<img src="/a.png" width={ 5 }/>', '<img src="/a.png" width={ 600 } height={400}/>'],
    [
      'vue',
      '<template><img src="/a.png" :width="5"></template>',
      '<template><img src="/a.png" :width="600" height="400"></template>',
    ],
    ['svelte', '<img src="/a.png" width={5} {height}>', undefined],
    ['svelte', '<img src="/a.png" width={5}>', '<img src="/a.png" width={600} height="400">'],
    ['astro', '<Image src="/a.png" width={5} />', '<Image src="/a.png" width={600} height="400" />'],
    ['markdown', '![a](a.png)', undefined],
    ['css', 'a { background: url(a.png) }', undefined],
    ['html', '<video poster="a.png">', undefined],
  ] as const) {
    it(`writes them into ${text}`, () => {
      const found = find(languageId, text)[0]!;
      const edited = applied(text, sizeEdits(text, found, size));
      if (languageId !== 'javascript' || expected !== undefined) assert.equal(edited, expected);
      if (edited === undefined) return;
      const again = find(languageId, edited)[0]!;
      assert.deepEqual([again.width, again.height], [600, 400]);
      assert.equal(again.path, found.path);
    });
  }

  it('are right unless they are incomplete or would distort the image', () => {
    const file = { width: 1200, height: 800 };
    const right = (text: string) => rightSize(only('html', text), file);
    assert.deepEqual(right('<img src="a.png">'), file);
    assert.deepEqual(right('<img src="a@2x.png">'), size);
    assert.deepEqual(right('<img src="a.png" width="600">'), size);
    assert.deepEqual(right('<img src="a.png" height="400px">'), size);
    assert.deepEqual(right('<img src="a.png" width="600" height="600">'), size);
    assert.equal(right('<img src="a.png" width="600" height="400">'), undefined);
    assert.equal(right('<img src="a.png" width="601" height="401">'), undefined);
    assert.equal(right('<img src="a.png" width="100%">'), undefined);
    assert.equal(right('<img src="a.png" height="auto" width="3">'), undefined);
    assert.equal(rightSize(only('markdown', '![a](a.png)'), file), undefined);
    assert.equal(rightSize(only('svelte', '<img src="a.png" {...rest}>'), file), undefined);
    assert.equal(densityOf({ path: 'a@1.5x.png' }), 1.5);
    assert.equal(densityOf({ path: 'a@2x.png', density: 3 }), 3);
    assert.equal(densityOf({ path: 'a@0x.png' }), 1);
    const [, wide] = find('html', '<img src="a.png" srcset="a.png 1x, b.png 2x">');
    assert.deepEqual(rightSize(find('html', '<img srcset="b.png 2x">')[0]!, file), size);
    assert.ok(wide !== undefined);
  });
});

const nasty = [
  'A "b" \'c\'',
  'a & b &copy; &#39;',
  '<i> {x} ${y} `z',
  '\\ \\n ] [ *_',
  'é😀 | b',
  'two\nlines ',
  '{{ a }}',
];

describe('edits of alt texts', () => {
  for (const [languageId, text] of [
    ['html', '<img src="a.png">'],
    ['html', '<img src="a.png" alt>'],
    ['html', '<img alt=x src=a.png>'],
    ['html', "<img alt='x' src='a.png'>"],
    ['markdown', 'x ![](a.png) y'],
    ['markdown', '![old](<a.png> "t")'],
    ['markdown', '![old][r] ![][r]\n\n[r]: a.png'],
    ['markdown', '![old one] x\n\n[old one]: a.png'],
    ['markdown', '![old one][] x\n\n[old one]: a.png'],
    ['markdown', '![old|30](a.png)'],
    ['markdown', '> <img src="a.png">'],
    ['mdx', '![x](a.png)'],
    ['mdx', '<img src="/a.png" />'],
    ['typescriptreact', 'const a = <img src="/a.png" alt="x" />;'],
    ['typescriptreact', "const a = <img src='/a.png' alt={'x'} />;"],
    ['typescriptreact', 'const a = <img src="/a.png" alt={`x`} />;'],
    ['vue', '<template><img src="/a.png"></template>'],
    ['vue', `<template><img src="/a.png" alt='x'></template>`],
    ['svelte', '<img src="/a.png" alt="">'],
    ['svelte', "<img src='/a.png'>"],
    ['astro', '<img src="/a.png" alt="x" />'],
  ] as const) {
    it(`say what was typed in ${text}`, () => {
      for (const alt of nasty) {
        const found = find(languageId, text)[0]!;
        const edited = applied(text, altEdits(text, found, alt))!;
        const again = find(languageId, edited)[0];
        assert.equal(again?.path, found.path, edited);
        const said = again.markup?.alt?.text ?? again.alt;
        assert.equal(said, alt.replace(/\s+/g, ' ').trim(), edited);
      }
    });
  }

  it('are valid expressions where they stand in one', () => {
    for (const [languageId, text] of [
      ['vue', `<template><img src="/a.png" :alt="'x'"></template>`],
      ['svelte', `<img src="/a.png" alt={'x'}>`],
    ] as const) {
      const edited = applied(text, altEdits(text, only(languageId, text), `a "b" 'c' {d} \\`))!;
      assert.match(edited, /'a \\u0022b\\u0022 \\u0027c\\u0027 \\u007bd\\u007d \\\\'/);
      assert.equal(only(languageId, edited).path, '/a.png');
    }
  });

  it('are not offered where there is no place, or an expression says them', () => {
    for (const [languageId, text] of [
      ['css', 'a { background: url(a.png) }'],
      ['html', '<video poster="a.png">'],
      ['html', '<link rel="icon" href="a.png">'],
      ['javascript', '<img src="/a.png" alt={t("x")} />'],
      ['javascript', '<img src="/a.png" {...x} />'],
      ['markdown', '> ![a\n> b](a.png)'],
    ] as const) {
      const reference = only(languageId, text);
      assert.equal(takesAlt(reference), false, text);
      assert.equal(altEdits(text, reference, 'A'), undefined);
    }
  });
});

describe('edits of densities', () => {
  it('add a srcset that is read back', () => {
    for (const [languageId, text, name] of [
      ['html', '<img src="a b.png" alt="A">', 'srcset'],
      ['typescriptreact', 'const a = <img src="/a b.png" />;', 'srcSet'],
      ['vue', '<template><img src="/a b.png"></template>', 'srcset'],
    ] as const) {
      const reference = only(languageId, text);
      const edited = applied(
        text,
        srcsetEdits(reference, [
          { written: 'a b.png', density: 1 },
          { written: 'a b@2x.png', density: 2 },
        ]),
      )!;
      assert.ok(edited.includes(` ${name}="a%20b.png 1x, a%20b@2x.png 2x"`), edited);
      assert.deepEqual(
        find(languageId, edited).map(({ path, density }) => [path.replace(/^\//, ''), density]),
        [
          ['a b.png', undefined],
          ['a b.png', 1],
          ['a b@2x.png', 2],
        ],
      );
    }
  });

  it('are not offered for imports, components, and where there is one', () => {
    for (const [languageId, text] of [
      ['javascript', 'import a from "./a.png"; <img src={a} />'],
      ['javascript', '<Image src="/a.png" />'],
      ['html', '<img src="a.png" srcset>'],
      ['markdown', '![a](a.png)'],
    ] as const)
      assert.equal(takesSrcset(only(languageId, text)), false, text);
  });
});
