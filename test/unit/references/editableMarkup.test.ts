import { parseExpression } from '@babel/parser';
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseFragment } from 'parse5';
import type { ImageReference } from '../../../src/core/references/reference';
import { writtenIn } from '../../../src/core/references/tagMarkup';
import { find, only, windows } from './finding';

/** What stands in the markup, as it is written. */
function written(text: string, { markup }: ImageReference): Record<string, string | undefined> {
  assert.ok(markup !== undefined);
  const { start, end, element, attributesEnd } = markup;
  const values = writtenIn(markup).map(([name, value]) => [name, text.slice(value.start, value.end)]);
  const whole = {
    whole: text.slice(start, end),
    element,
    end: attributesEnd === undefined ? undefined : text.slice(attributesEnd, end),
  };
  return { ...whole, ...(Object.fromEntries(values) as Record<string, string>) };
}

function said({ markup }: ImageReference): Record<string, string | undefined> {
  return Object.fromEntries(writtenIn(markup!).map(([name, { text }]) => [name, text]));
}

/** One image of a document. */
function image(languageId: string, text: string, target: string): ImageReference {
  const found = find(languageId, text).find(({ rawTarget }) => rawTarget === target);
  assert.ok(found !== undefined, target);
  return found;
}

describe('the markup of an image', () => {
  it('is the start tag in HTML, quoted or not', () => {
    const text = `<p>é😀</p><img src=a.png  alt='A &amp; "B"' width=600 HEIGHT="40" sizes="100vw" srcset="a.png 1x, b.png 2x" />`;
    for (const reference of find('html', text)) {
      assert.deepEqual(written(text, reference), {
        whole: text.slice(text.indexOf('<img')),
        element: 'img',
        end: ' />',
        alt: 'A &amp; "B"',
        width: '600',
        height: '40',
        sizes: '100vw',
        srcset: 'a.png 1x, b.png 2x',
      });
      assert.deepEqual(said(reference), {
        alt: 'A & "B"',
        width: '600',
        height: '40',
        sizes: '100vw',
        srcset: 'a.png 1x, b.png 2x',
      });
    }
  });

  it('says which attributes are written, with or without a value', () => {
    for (const [text, expected] of [
      ['<img src="a.png">', {}],
      ['<img src="a.png"/>', {}],
      ['<img src=a.png/>', {}],
      ['<img src="a.png" alt>', { alt: '' }],
      ['<img alt src="a.png">', { alt: '' }],
      ['<img alt="" src="a.png">', { alt: '' }],
      ['<img alt= src="a.png">', { alt: 'src="a.png"' }],
      ['<img src="a.png" alt=>', { alt: '' }],
      ['<img src="a.png" alt="a" alt="b">', { alt: 'a' }],
      ['<img src="a.png" [alt]="title" [attr.width]="w">', { alt: undefined, width: undefined }],
      ['<img\r\n  src="a.png"\r\n  alt=" A\r\n b "\r\n>', { alt: ' A\n b ' }],
    ] as const) {
      for (const reference of find('html', text)) assert.deepEqual(said(reference), expected, text);
    }
  });

  it('is of the element itself in a picture', () => {
    const text = `<picture><source srcset="a.webp" width="3"><img src="a.png" alt="A"></picture>`;
    const [source, fallback] = find('html', text);
    assert.equal(written(text, source!)['whole'], '<source srcset="a.webp" width="3">');
    assert.deepEqual([source?.alt, source?.markup?.alt, source?.markup?.width?.text], ['A', undefined, '3']);
    assert.equal(fallback?.markup?.alt?.text, 'A');
  });

  it('is the whole image in Markdown', () => {
    for (const [text, alt, where] of [
      ['x é😀 ![Al*t*](a.png "t") y', 'Alt', 'Al*t*'],
      ['![](a.png)', '', ''],
      ['![A \\] b](<a.png>)', 'A ] b', 'A \\] b'],
      ['- > ![A cat|300](a.png)', 'A cat', 'A cat'],
      ['![|300](a.png)', '', ''],
      ['![A b](a.png =30x40)', 'A b', 'A b'],
      ['| a |\n|---|\n| ![A](a.png) |', 'A', 'A'],
      ['[![A](a.png)](https://x.y)', 'A', 'A'],
      ['\uFEFF---\na: b\n---\n![A](a.png)', 'A', 'A'],
    ] as const) {
      const reference = only('markdown', text);
      assert.equal(said(reference)['alt'], alt, text);
      assert.equal(written(text, reference)['alt'], where, text);
      assert.match(written(text, reference)['whole']!, /^!\[.*\)$/);
    }
    const quoted = only('markdown', '> ![A\n> b](a.png)');
    assert.deepEqual(said(quoted), { alt: undefined });
  });

  it('is the first use of a Markdown definition', () => {
    const text = 'a ![One][x] b ![Two][x]\n\n![x]\n\n[x]: a.png "t"';
    assert.deepEqual(written(text, only('markdown', text)), {
      whole: '![One][x]',
      element: undefined,
      end: undefined,
      alt: 'One',
    });
    const short = 'a ![x y] b\n\n[x y]: a.png';
    assert.equal(written(short, only('markdown', short))['whole'], '![x y]');
    const collapsed = 'a ![x y][] b\n\n[x y]: a.png';
    assert.equal(written(collapsed, only('markdown', collapsed))['alt'], 'x y');
  });

  it('is that of HTML inside of Markdown', () => {
    for (const prefix of ['', '- ', '> ', '1. > ']) {
      for (const text of [
        `${prefix}<img src="a.png" alt="A" width=3>`,
        `${prefix}text <img src="a.png" alt="A" width=3> text`,
      ]) {
        const reference = only('markdown', text);
        assert.equal(written(text, reference)['whole'], '<img src="a.png" alt="A" width=3>');
        assert.deepEqual([said(reference), reference.markup?.syntax], [{ alt: 'A', width: '3' }, 'html']);
      }
    }
    const lines = '> <div>\n> <img\n>   src="a.png"\n>   alt="A">\n> </div>\n';
    for (const text of [lines, windows(lines)]) {
      const reference = only('markdown', text);
      assert.equal(written(text, reference)['alt'], 'A');
      assert.equal(reference.markup?.end, text.indexOf('A">') + 3);
    }
  });

  it('is the opening element in JSX and MDX', () => {
    for (const languageId of ['typescriptreact', 'mdx']) {
      const element = `<Image src="/a.png" alt="A &amp; b" width={600} height={'40'} sizes={x} srcSet="/a.png 1x" />`;
      const text = languageId === 'mdx' ? `# T\n\n${element}\n` : `const A = () => ${element};`;
      const reference = image(languageId, text, '/a.png');
      assert.deepEqual(written(text, reference), {
        whole: element,
        element: 'Image',
        end: ' />',
        alt: 'A &amp; b',
        width: '600',
        height: '40',
        sizes: 'x',
        srcset: '/a.png 1x',
      });
      assert.deepEqual(said(reference), {
        alt: 'A & b',
        width: '600',
        height: '40',
        sizes: undefined,
        srcset: '/a.png 1x',
      });
      assert.equal(reference.markup?.more, undefined);
      const spread = image(
        languageId,
        text.replace(' alt="A &amp; b"', " {...props} alt={t('x')}"),
        '/a.png',
      );
      assert.deepEqual([spread.markup?.more, said(spread)['alt']], [true, undefined]);
    }
    const typed = `const a = <ui.Image<T> src='/a.png'>x</ui.Image>;`;
    assert.deepEqual(written(typed, only('typescriptreact', typed)), {
      whole: `<ui.Image<T> src='/a.png'>`,
      element: 'ui.Image',
      end: '>',
    });
  });

  it('reads srcSet in JSX', () => {
    const text = `const A = <img srcSet="/a.png 1x, /b.png 2x" src="/a.png" width={30} height={20} alt="A" />;
const B = <img srcSet={'/c.png 60w'} width={30} height={20} />;`;
    assert.deepEqual(
      find('javascript', text).map(({ rawTarget, density, width, height, alt }) => [
        rawTarget,
        density,
        width,
        height,
        alt,
      ]),
      [
        ['/a.png', undefined, 30, 20, 'A'].with(1, 1),
        ['/b.png', 2, 30, 20, 'A'],
        ['/a.png', undefined, 30, 20, 'A'],
        ['/c.png', undefined, 60, 40, undefined],
      ],
    );
  });

  it('is that of the first element which shows what was imported', () => {
    for (const [languageId, text] of [
      [
        'typescriptreact',
        `import a from './a.png';\nconst A = () => <b><img src={a} alt="A" /><img src={a} /></b>;`,
      ],
      ['javascript', `const a = require('./a.png');\nconst A = () => <img src={a} alt="A" />;`],
      ['javascript', `const A = () => <img src={require('./a.png').default} alt="A" />;`],
      ['mdx', `import a from './a.png'\n\n# T\n\n<img src={a} alt="A" />\n`],
      [
        'vue',
        `<template><img :src="a" alt="A" /></template>\n<script setup>import a from './a.png'</script>`,
      ],
      ['svelte', `<script>import a from './a.png'</script>\n<img src={a} alt="A" />`],
      ['astro', `---\nimport a from './a.png';\n---\n<Image src={a} alt="A" />`],
    ] as const) {
      const reference = image(languageId, text, './a.png');
      const { alt, whole } = written(text, reference);
      assert.equal(alt, 'A', text);
      assert.match(whole!, /^<(?:img|Image) .*alt="A" \/>$/);
    }
  });

  it('counts bound attributes as written in Vue, Svelte and Astro', () => {
    for (const [languageId, text, expected] of [
      [
        'vue',
        `<img src="/a.png" :alt="t('x')" :width="600" v-bind:height="h">`,
        { alt: undefined, width: '600', height: undefined },
      ],
      ['vue', `<img src="/a.png" alt="{{ a }}" :alt="'B'">`, { alt: undefined }],
      [
        'svelte',
        `<img src="/a.png" alt={t('x')} width={600} height="{40}">`,
        { alt: undefined, width: '600', height: '40' },
      ],
      [
        'svelte',
        `<img src="/a.png" {alt} {width} title={() => a > b}>`,
        { alt: undefined, width: undefined },
      ],
      ['svelte', `<img src="/a.png" alt="A {b} c" height=40>`, { alt: undefined, height: '40' }],
      ['astro', `<Image src="/a.png" alt={\`A\`} width={ 600 } />`, { alt: 'A', width: '600' }],
      ['astro', `<Image src="/a.png" alt=\`A\` />`, { alt: 'A' }],
    ] as const) {
      const document = languageId === 'vue' ? `<template>${text}</template>` : text;
      const reference = only(languageId, document);
      assert.deepEqual(said(reference), expected, text);
      assert.equal(written(document, reference)['whole'], text);
      for (const [, { start, end, text: value }] of writtenIn(reference.markup!))
        if (value !== undefined) assert.equal(document.slice(start, end), value);
    }
    assert.ok(only('svelte', '<img src="/a.png" {...rest}>').markup?.more);
    assert.ok(only('vue', '<template><img src="/a.png" v-bind="rest"></template>').markup?.more);
  });

  it('is none where there is nothing to edit', () => {
    assert.equal(only('css', 'a { background: url(a.png) }').markup, undefined);
    assert.equal(only('typescript', `import a from './a.png'`).markup, undefined);
    assert.equal(only('html', '<div style="background: url(a.png)">').markup, undefined);
    // Never closed: what comes next would be taken for a part of it.
    assert.equal(only('mdx', '<img src="/a.png" alt="A"\n\ntext').markup, undefined);
  });

  it('parses back to the same value', function () {
    // Thousands of texts: seconds on a busy machine.
    this.timeout(60_000);
    const pieces = [
      'A',
      ' ',
      '&amp;',
      '&quot;',
      'é',
      '😀',
      '<',
      '>',
      '{',
      '}',
      '\\',
      '`',
      "'",
      '"',
      '=',
      '/',
      '$',
      ']',
      '[',
      '*',
      '_',
      '\n',
    ];
    let state = 5;
    const below = (limit: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % limit;
    const random = () =>
      Array.from({ length: below(6) }, () => pieces[(below(1 << 20) >> 4) % pieces.length]).join('');
    let seen = 0;
    for (let round = 0; round < 300; round++) {
      const value = random();
      const quote = below(1024) < 512 ? '"' : "'";
      const attribute = ` alt=${quote}${value}${quote} width=3`;
      for (const [languageId, text] of [
        ['html', `<img src="a.png"${attribute}>`],
        ['typescriptreact', `const a = <img src="a.png"${attribute} />`],
        ['vue', `<template><img src="a.png"${attribute}></template>`],
        ['svelte', `<img src="a.png"${attribute}>`],
        ['astro', `<img src="a.png"${attribute}>`],
        ['markdown', `![${value}](a.png)`],
        ['mdx', `<img src="a.png"${attribute} />`],
      ] as const) {
        for (const { markup } of find(languageId, text)) {
          if (markup?.alt?.text === undefined) continue;
          const slice = text.slice(markup.alt.start, markup.alt.end);
          assert.equal(parsedBack(markup.syntax, slice, text[markup.alt.start - 1]!), markup.alt.text, text);
          seen++;
        }
      }
    }
    assert.ok(seen > 1200, `${seen}`);
  });
});

function parsedBack(syntax: string, slice: string, before: string): string | undefined {
  if (syntax === 'markdown') return only('markdown', `![${slice}](a.png)`).markup?.alt?.text;
  if (syntax === 'html') {
    const quote = /["']/.test(before) ? before : '';
    const [node] = parseFragment(`<img alt=${quote}${slice}${quote}>`).childNodes;
    return node !== undefined && 'attrs' in node ? node.attrs[0]?.value : undefined;
  }
  const node = parseExpression(`<a x=${before}${slice}${before}/>`, { plugins: ['jsx'] });
  const attribute = node.type === 'JSXElement' ? node.openingElement.attributes[0] : undefined;
  return attribute?.type === 'JSXAttribute' && attribute.value?.type === 'StringLiteral'
    ? attribute.value.value
    : undefined;
}
