import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { insertionFor } from '../../../src/core/references/insertion';
import { isInRule } from '../../../src/core/references/insertion/css';
import type { ProjectFacts } from '../../../src/core/references/project';
import { only, windows } from './finding';

const project: ProjectFacts = { root: '/w', packages: ['/w'], publicFolders: ['/w/public'] };
const nasty = `A "cat" <b> & [x] *y* _z_ \`c\` snake_case \\ {d}
'e' &amp; |`;
const oneLine = nasty.replace('\n', ' ');

/** The document after the insertion; `¦` is the cursor. */
function insert(
  languageId: string,
  marked: string,
  image: { path: string; alt?: string },
  document = '/w/src/x',
): string {
  const offset = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const { edits } = insertionFor(
    { languageId, path: document, text, offset },
    { alt: 'A cat', width: 640, height: 480, ...image },
    project,
  );
  return edits.reduceRight(
    (result, edit) => result.slice(0, edit.offset) + edit.text + result.slice(edit.offset + edit.length),
    text,
  );
}

describe('inserting an image', () => {
  it('writes Markdown', () => {
    assert.equal(insert('markdown', 'a ¦ b', { path: '/w/docs/a b.png' }), 'a ![A cat](../docs/a%20b.png) b');
    assert.equal(insert('mdx', '¦', { path: '/w/src/a.png' }), '![A cat](a.png)');
  });

  it('keeps paragraphs apart on an empty line of Markdown', () => {
    const image = '![A cat](a.png)';
    const written = (text: string) => insert('markdown', text, { path: '/w/src/a.png' });
    assert.equal(written('One.\n¦\nTwo.'), `One.\n\n${image}\n\nTwo.`);
    assert.equal(written('One.\r\n¦\r\nTwo.'), `One.\r\n\r\n${image}\r\n\r\nTwo.`);
    assert.equal(written('One.\n\n¦\n\nTwo.'), `One.\n\n${image}\n\nTwo.`);
    assert.equal(written('One.\n\n¦\nTwo.'), `One.\n\n${image}\n\nTwo.`);
    assert.equal(written('One.\n¦'), `One.\n\n${image}`);
    assert.equal(written('¦\nTwo.'), `${image}\n\nTwo.`);
    assert.equal(written('\n¦\n'), `\n${image}\n`);
    assert.equal(written('- One\n  ¦ \nTwo.'), `- One\n\n  ${image}\n\nTwo.`);
    assert.equal(written('One. ¦\nTwo.'), `One. ${image}\nTwo.`);
  });

  it('writes HTML with true width and height', () => {
    assert.equal(
      insert('html', '<p>¦</p>', { path: '/w/public/a.png' }),
      '<p><img src="/a.png" alt="A cat" width="640" height="480"></p>',
    );
  });

  it('keeps any alt text whole, whatever it means in the language', () => {
    for (const [languageId, text] of [
      ['markdown', '¦'],
      ['mdx', '¦'],
      ['html', '¦'],
      ['typescriptreact', 'const a = ¦;'],
    ] as const) {
      const written = insert(languageId, text, { path: '/w/public/a.png', alt: nasty });
      assert.equal(only(languageId, written).alt, oneLine, written);
    }
  });

  it('keeps any path whole', () => {
    const path = '/w/src/a "b" (c) \'d\' [e] #f?&g;.png';
    for (const [languageId, text] of [
      ['markdown', '¦'],
      ['html', '¦'],
    ] as const) {
      const written = insert(languageId, text, { path });
      assert.equal(only(languageId, written).path, path.slice('/w/src/'.length), written);
    }
  });

  it('does not make a scheme of a name', () => {
    assert.equal(insert('markdown', '¦', { path: '/w/src/a:b.png' }), '![A cat](./a:b.png)');
  });

  describe('in JSX', () => {
    it('names what the public folder serves', () => {
      assert.equal(
        insert('typescriptreact', 'const a = <p>¦</p>;', { path: '/w/public/i/a.png' }),
        'const a = <p><img src="/i/a.png" alt="A cat" width={640} height={480} /></p>;',
      );
    });

    it('imports everything else after the last import, in the manner of the file', () => {
      const text = `'use client';
import React from "react"
import {
  b,
} from "./b"

export const A = () => <p>¦</p>
`;
      const expected = `'use client';
import React from "react"
import {
  b,
} from "./b"
import loginFlow2x from "./img/login-flow@2x.png"

export const A = () => <p><img src={loginFlow2x} alt="A cat" width={640} height={480} /></p>
`;
      const image = { path: '/w/src/img/login-flow@2x.png' };
      assert.equal(insert('typescriptreact', text, image), expected);
      assert.equal(insert('javascriptreact', windows(text), image), windows(expected));
    });

    it('goes after directives, or to the top, when there is no import', () => {
      const written = insert('typescriptreact', "'use client';\nconst a = ¦;", { path: '/w/src/a.png' });
      assert.match(written, /^'use client';\nimport a2 from '.\/a.png';\nconst a = <img src={a2} /);
      assert.match(
        insert('typescriptreact', '¦', { path: '/w/a.png' }),
        /^import a from '..\/a.png';\n<img src={a} /,
      );
      assert.match(
        insert('typescriptreact', '#!/usr/bin/env node\n¦', { path: '/w/src/a.png' }),
        /^#!.*\nimport a from '.\/a.png';\n<img/,
      );
    });

    it('uses an import that is there', () => {
      const text = "import pic from './a.png';\nconst x = ¦;";
      assert.equal(
        insert('typescriptreact', text, { path: '/w/src/a.png' }),
        text.replace('¦', '<img src={pic} alt="A cat" width={640} height={480} />'),
      );
    });

    it('finds a name that is free and allowed', () => {
      const name = (path: string, text = 'const x = ¦;') =>
        /import (\S+) from/.exec(insert('typescriptreact', text, { path }))?.[1];
      assert.equal(name('/w/src/hero.png'), 'hero');
      assert.equal(name('/w/src/hero.png', 'const hero = 1, hero2 = 2; const x = ¦;'), 'hero3');
      assert.equal(name('/w/src/2x.png'), 'image2x');
      assert.equal(name('/w/src/class.png'), 'imageClass');
      assert.equal(name('/w/src/---.png'), 'image');
      assert.equal(name('/w/src/été 图.png'), 'été图');
    });

    it('finds the imports of code that does not parse', () => {
      const text = "import {\n  b,\n} from './b';\nconst x = <div>{¦<p>;";
      const written = insert('typescriptreact', text, { path: '/w/src/a.png' });
      assert.match(written, /from '.\/b';\nimport a from '.\/a.png';\nconst x = <div>{<img src={a}/);
    });

    it('escapes a path with quotes', () => {
      const written = insert('typescriptreact', 'const x = ¦;', { path: "/w/src/it's.png" });
      assert.match(written, /from '.\/it\\'s.png';/);
    });
  });

  describe('in CSS', () => {
    const css = (text: string, path = '/w/public/a.png') => insert('css', text, { path });

    it('completes what is there', () => {
      assert.equal(css('a { ¦ }'), 'a { background-image: url("/a.png"); }');
      assert.equal(css('a { color: red; ¦ }'), 'a { color: red; background-image: url("/a.png"); }');
      assert.equal(css('a { background: no-repeat ¦; }'), 'a { background: no-repeat url("/a.png"); }');
      assert.equal(css('a { background: url(¦); }'), 'a { background: url("/a.png"); }');
      assert.equal(css('a { background: url("¦"); }'), 'a { background: url("/a.png"); }');
      assert.equal(css('a:hover { /* x: */ ¦ }'), 'a:hover { /* x: */ background-image: url("/a.png"); }');
      assert.equal(css('a { content: ";{"; ¦ }'), 'a { content: ";{"; background-image: url("/a.png"); }');
    });

    it('gives a declaration a line of its own', () => {
      const image = 'background-image: url("/a.png");';
      const cases: readonly [marked: string, expected: string][] = [
        ['a {\n  ¦color: red;\n}', `a {\n  ${image}\n  color: red;\n}`],
        ['a {\n¦  color: red;\n}', `a {\n  ${image}\n  color: red;\n}`],
        ['a {\n  co¦lor: red;\n}', `a {\n  ${image}\n  color: red;\n}`],
        ['a {\n  color: red;¦\n}', `a {\n  color: red;\n  ${image}\n}`],
        ['a {¦\n  color: red;\n}', `a {\n  ${image}\n  color: red;\n}`],
        ['a {\n¦}', `a {\n  ${image}\n}`],
        ['a {\r\n\tb {\r\n\t\t¦color: red;\r\n', `a {\r\n\tb {\r\n\t\t${image}\r\n\t\tcolor: red;\r\n`],
        ['a {\n\tcolor: red;\n¦}', `a {\n\tcolor: red;\n\t${image}\n}`],
        ['a {\n  ¦\n}', `a {\n  ${image}\n}`],
        ['a {¦}', `a { ${image} }`],
        ['a { color: red;¦ }', `a { color: red; ${image} }`],
        ['a { ¦color: red }', `a { ${image} color: red }`],
      ];
      for (const [marked, expected] of cases) assert.equal(css(marked), expected, marked);
      const page = insert('vue', '<style>\na {\n  ¦color: red;\n}\n</style>', { path: '/w/public/a.png' });
      assert.equal(page, `<style>\na {\n  ${image}\n  color: red;\n}\n</style>`);
    });

    it('knows when declarations can be written at the cursor', () => {
      const inRule = (marked: string, languageId = 'css') => {
        const offset = marked.indexOf('¦');
        return isInRule({ text: marked.replace('¦', ''), offset, languageId });
      };
      for (const text of [
        '.panel {¦}',
        '.panel {\n  color: red;\n  ¦',
        '.a { .b { color: red } ¦ }',
        '@media (min-width: 3px) { .a { ¦ } }',
        '.a { @media print { ¦ } }',
        '.a { color: /* } */ red; background: url("}"); ¦ }',
        '@font-face { ¦ }',
      ]) {
        assert.equal(inRule(text), true, text);
      }
      for (const text of [
        '¦',
        '.a { } ¦',
        '/* { */ ¦',
        '@media print { ¦ }',
        '/* narrow */ @media (max-width: 3px) { .a { } ¦ }',
        '@layer base { @supports (display: grid) { ¦ } }',
        '@import url("a{.css"); ¦ .b { }',
        '.a:hover::after { content: "{" } ¦',
      ]) {
        assert.equal(inRule(text), false, text);
      }
      assert.equal(inRule('.a-#{$b} { } ¦', 'scss'), false);
      assert.equal(inRule('@media #{$wide} { .a { } ¦ }', 'scss'), false);
      assert.equal(inRule('@mixin frame { ¦ }', 'scss'), true);
      assert.equal(inRule('.@{name} { // {\n ¦ }', 'less'), true);
      const page = '<script>if (a) {</script><style lang="scss">.a { color: red; ¦ }</style>';
      assert.equal(inRule(page, 'vue'), true);
      assert.equal(inRule(page.replace('.a { color: red;', ''), 'html'), false);
      assert.equal(inRule('<style>.a {</style><p>¦', 'svelte'), false);
      assert.equal(inRule('.a { ¦ }', 'markdown'), false);
    });

    it('encodes what CSS would take for markup', () => {
      assert.equal(
        css('a { background: ¦ }', '/w/src/a "b" (c).png'),
        'a { background: url("a%20%22b%22%20%28c%29.png") }',
      );
    });
  });

  it('writes the bare path in other languages', () => {
    assert.equal(insert('python', 'open("¦")', { path: '/w/src/img/a b.png' }), 'open("img/a b.png")');
    assert.equal(insert('constructor', '¦', { path: '/w/src/a.png' }), 'a.png');
  });

  it('works in a document that was never saved', () => {
    const document = { languageId: 'markdown', path: undefined, text: '', offset: 0 };
    const { edits } = insertionFor(
      document,
      { path: '/w/docs/a.png', width: 1, height: 1, alt: 'x' },
      project,
    );
    assert.deepEqual(edits, [{ offset: 0, length: 0, text: '![x](docs/a.png)' }]);
  });

  it('writes what the compilers of components take in', () => {
    const size = 'width="640" height="480"';
    const vue = (text: string, path: string) => insert('vue', text, { path });
    assert.equal(
      vue('<template>¦</template>', '/w/src/assets/a b.png'),
      `<template><img src="./assets/a%20b.png" alt="A cat" ${size} /></template>`,
    );
    assert.equal(
      vue('<template><img src="@/b.png">¦</template>', '/w/public/a.png'),
      `<template><img src="@/b.png"><img src="/a.png" alt="A cat" ${size} /></template>`,
    );

    const svelte = (text: string, path = '/w/src/a.png') => insert('svelte', text, { path });
    const image = `<img src={a} alt="A cat" ${size} />`;
    assert.equal(
      svelte('<h1>¦</h1>', '/w/public/a.png'),
      `<h1><img src="/a.png" alt="A cat" ${size} /></h1>`,
    );
    assert.equal(svelte('<p>¦</p>'), `<script>\nimport a from './a.png';\n</script>\n\n<p>${image}</p>`);
    assert.equal(
      svelte('<script lang="ts">\n  import b from "./b";\n  let x = 1;\n</script>\n¦'),
      `<script lang="ts">\n  import b from "./b";\n  import a from "./a.png";\n  let x = 1;\n</script>\n${image}`,
    );
    assert.equal(
      svelte('<script>\n  let a = 1;\n</script>\n¦'),
      `<script>\n  import a2 from './a.png';\n  let a = 1;\n</script>\n${image.replace('{a}', '{a2}')}`,
    );
    assert.equal(
      svelte(`<script>import x from './a.png'</script>¦`),
      `<script>import x from './a.png'</script>${image.replace('{a}', '{x}')}`,
    );
    assert.equal(
      svelte('<script module>export const x = 1;</script>\n<p>¦</p><script>let y;</script>'),
      `<script module>export const x = 1;</script>\n<p>${image}</p><script>import a from './a.png';\nlet y;</script>`,
    );

    const astro = (text: string, path = '/w/src/a.png') => insert('astro', text, { path });
    const plain = image.replace('{a}', '{a.src}');
    assert.equal(astro('<p>¦</p>'), `---\nimport a from './a.png';\n---\n\n<p>${plain}</p>`);
    assert.equal(
      astro('---\nconst x = 1;\n---\n<p>¦</p>'),
      `---\nimport a from './a.png';\nconst x = 1;\n---\n<p>${plain}</p>`,
    );
    assert.equal(
      astro("---\nimport { Image } from 'astro:assets';\n---\n¦"),
      `---\nimport { Image } from 'astro:assets';\nimport a from './a.png';\n---\n${image.replace('img', 'Image')}`,
    );
  });

  it('of a component leads to the image again', () => {
    for (const [languageId, text] of [
      ['vue', '<script setup>\n</script>\n<template>\n  <p>¦</p>\n</template>\n'],
      ['svelte', '<script>\n  let b = 1;\n</script>\n<p>¦</p>\n'],
      ['svelte', '<p>¦</p>\n'],
      ['astro', '---\n---\n<p>¦</p>\n'],
      ['astro', '<p>¦</p>\n'],
    ] as const) {
      const written = insert(languageId, text, { path: '/w/src/img/a b.png', alt: nasty });
      assert.equal(only(languageId, written).path, './img/a b.png', written);
      assert.equal(only(languageId, written).alt, oneLine, written);
    }
  });
});
