import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { renameReference } from '../../../src/core/references/edits/renameReference';
import type { ProjectFacts } from '../../../src/core/references/project';
import { resolveReference } from '../../../src/core/references/resolve';
import { find, only } from './finding';

const plain: ProjectFacts = { root: '/w', packages: [], publicFolders: [] };
const app: ProjectFacts = {
  root: '/w',
  packages: ['/w'],
  publicFolders: ['/w/public'],
  aliases: [
    {
      folder: '/w',
      rules: [
        { pattern: '@/*', targets: ['/w/src/*'] },
        { pattern: '@assets/*', targets: ['/w/src/assets/*', '/w/assets/*'] },
        { pattern: 'logo', targets: ['/w/src/logo.png'] },
      ],
    },
  ],
};
const hugo: ProjectFacts = {
  root: '/w',
  packages: [],
  publicFolders: ['/w/static'],
  assetFolders: ['/w/assets'],
};

function renamed(
  languageId: string,
  text: string,
  image: string,
  { project = app, document = '/w/src/pages/page.x', at = 0 } = {},
): string | undefined {
  const edit = renameReference(find(languageId, text)[at]!, document, project, image);
  return edit && text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
}

describe('another path in a reference', () => {
  it('keeps the form that stood there', () => {
    const cases: [languageId: string, path: string, image: string, expected: string | undefined][] = [
      ['html', 'img/a.png', '/w/src/pages/img/b.webp', 'img/b.webp'],
      ['html', './img/a.png', '/w/src/pages/b.webp', './b.webp'],
      ['html', './img/a.png', '/w/src/b.webp', '../b.webp'],
      ['html', '../a.png', '/w/src/pages/b.png', 'b.png'],
      ['html', '/a.png', '/w/public/x/b.png', '/x/b.png'],
      ['html', '/a.png', '/w/src/b.png', '../b.png'],
      ['html', 'a.png?v=1#x', '/w/src/pages/b.png', 'b.png?v=1#x'],
      ['html', 'a.png?x=1&amp;y=2', '/w/src/pages/b.png', 'b.png?x=1&amp;y=2'],
      ['html', 'a&#39;s.png?x', '/w/src/pages/b.png', 'b.png?x'],
      ['html', 'a%20b.png', '/w/src/pages/c d é.png', 'c%20d%20é.png'],
      ['html', 'a%20%C3%A9.png', '/w/src/pages/c d é.png', 'c%20d%20%C3%A9.png'],
      ['html', 'a b.png', '/w/src/pages/c d.png', 'c d.png'],
      ['html', 'a.png', '/w/src/pages/c d.png', 'c%20d.png'],
      ['html', 'a.png', '/w/src/pages/50%.png', '50%25.png'],
      ['html', 'a.png', '/w/src/pages/a#b?.png', 'a%23b%3F.png'],
      ['html', 'a.png', '/w/src/pages/r&copy.png', 'r%26copy.png'],
      ['html', 'a&amp;b.png', '/w/src/pages/r&copy.png', 'r&amp;copy.png'],
      ['html', 'a.png', "/w/src/pages/it's.png", 'it%27s.png'],
      ['html', 'a.png', '/w/src/pages/a:b.png', './a:b.png'],
    ];
    for (const [languageId, path, image, expected] of cases) {
      assert.equal(
        renamed(languageId, `<img src="${path}">`, image),
        expected === undefined ? undefined : `<img src="${expected}">`,
        path,
      );
    }
  });

  it('keeps aliases and modules', () => {
    for (const [path, image, expected] of [
      ['@/img/a.png', '/w/src/x/b.png', '@/x/b.png'],
      ['@assets/a.png', '/w/src/assets/b.png', '@assets/b.png'],
      ['@assets/a.png', '/w/assets/b.png', '@assets/b.png'],
      ['@assets/a.png', '/w/src/b.png', '@/b.png'],
      ['@/a.png', '/w/other/b.png', '../../other/b.png'],
      ['@/a.png?url', '/w/src/b.png', '@/b.png?url'],
      ['./a.png', '/w/src/pages/b.png', './b.png'],
      ['../a.png', '/w/src/pages/b.png', './b.png'],
      ['./a b.png', '/w/src/pages/c d.png', './c d.png'],
      ['./a.png', '/w/src/pages/c d.png', './c d.png'],
      ['./a.png', "/w/src/pages/it's.png", "./it\\'s.png"],
      ['/a.png', '/w/public/b.png', '/b.png'],
    ] as const) {
      assert.equal(
        renamed('typescript', `import a from '${path}';`, image),
        `import a from '${expected}';`,
        path,
      );
    }
    // A module has no way to say that this is no fragment.
    assert.equal(renamed('typescript', `import a from './a.png';`, '/w/src/pages/a#b.png'), undefined);
  });

  it('never names the source folder in what a server shows', () => {
    const jsx = (path: string) => `<img src="${path}" />`;
    assert.equal(renamed('javascript', jsx('/a.png'), '/w/src/b.png'), undefined);
    assert.equal(renamed('javascript', jsx('/a.png'), '/w/public/b.png'), jsx('/b.png'));
    assert.equal(renamed('javascript', jsx('img/a.png'), '/w/public/x/b.png'), jsx('x/b.png'));
  });

  it('is written as Markdown, style sheets and JSON want it', () => {
    for (const [languageId, text, image, expected] of [
      ['markdown', '![A](<a b.png> "t")', '/w/src/pages/c (1).png', '![A](<c %281%29.png> "t")'],
      ['markdown', '![A](a.png "t")', '/w/src/pages/c (1).png', '![A](c%20%281%29.png "t")'],
      ['markdown', '![A][x]\n\n[x]: ./a.png', '/w/src/b.png', '![A][x]\n\n[x]: ../b.png'],
      ['css', 'a { background: url(a.png?x) }', '/w/src/pages/b c.png', 'a { background: url(b%20c.png?x) }'],
      ['css', "a { background: url('a b.png') }", '/w/src/pages/b c.png', "a { background: url('b c.png') }"],
      ['css', 'a { background: url(a\\ b.png) }', '/w/src/pages/b c.png', 'a { background: url(b%20c.png) }'],
      ['scss', 'a { background: url("~@/a.png") }', '/w/src/b.png', 'a { background: url("~@/b.png") }'],
      [
        'html',
        '<img srcset="a.png 1x, b.png 2x">',
        '/w/src/pages/c, d.png',
        '<img srcset="c,%20d.png 1x, b.png 2x">',
      ],
      [
        'vue',
        '<template><img src="@/a.png"></template>',
        '/w/src/b.png',
        '<template><img src="@/b.png"></template>',
      ],
      [
        'vue',
        '<template><img src="./a.png"></template>',
        "/w/src/pages/it's.png",
        '<template><img src="./it&#39;s.png"></template>',
      ],
    ] as const)
      assert.equal(renamed(languageId, text, image), expected);
    const page = { project: hugo, document: '/w/content/page.md' };
    assert.equal(renamed('markdown', '![A](/img/a.png)', '/w/assets/b.png', page), '![A](/b.png)');
    assert.equal(renamed('markdown', '![A](/img/a.png)', '/w/static/b.png', page), '![A](/b.png)');
  });

  it('leads to the image again, whatever it is called and wherever it lies', () => {
    const pages: [languageId: string, text: (path: string) => string][] = [
      ['html', path => `<p>é😀</p><img src="${path}" alt="A">`],
      ['html', path => `<img srcset="${path} 1x, other.png 2x">`],
      ['markdown', path => `# T\n\n![A](${path} "t") b\n`],
      ['markdown', path => `![A][x]\n\n[x]: ${path}\n`],
      ['markdown', path => `- <img src='${path}'>\n`],
      ['mdx', path => `# T\n\n<img src="${path}" />\n`],
      ['css', path => `a { background: url(${path}) }`],
      ['scss', path => `a { background: url("${path}") }`],
      ['typescriptreact', path => `import a from "${path}";\nconst A = () => <img src={a} />;`],
      ['javascript', path => `const a = <img src='${path}' />; require('other')`],
      ['javascript', path => `new URL('${path}', import.meta.url)`],
      ['vue', path => `<template><img src="${path}"></template><style>a { mask: url(x.svg) }</style>`],
      ['svelte', path => `<img src={'${path}'} alt="">`],
      ['astro', path => `<Image src="${path}" />`],
      ['json', path => `{ "icons": [{ "src": "${path}", "sizes": "1x1" }], "name": "x" }`],
    ];
    const paths = [
      'a.png',
      './a.png',
      '../a.png',
      '/a.png',
      '@/a.png',
      '@assets/i/a.png',
      'img/a%20b.png',
      './a.png?x=1#y',
      '/a&amp;b.png',
      'a%C3%A9.png',
    ];
    const folders = [
      '/w',
      '/w/src',
      '/w/src/pages',
      '/w/src/assets/deep',
      '/w/public',
      '/w/public/img',
      '/w/assets',
      '/w/other folder',
      '/w/src/pages/ä',
    ];
    const names = [
      'b.webp',
      'c d.png',
      "it's.png",
      'é😀.png',
      '50%.png',
      'a%20b.png',
      'a#b.png',
      'a?b.png',
      'r&copy.png',
      'r&amp;b.png',
      'x (1) [2].png',
      'a,b,.png',
      'a;b=c.png',
      '@2x.png',
      'b@2x.png',
      '~x.png',
      '$x.png',
      'a:b.png',
      '.hidden.png',
      'a..b.png',
      'a+b.png',
      'a!b.svg',
    ];
    let [done, left, turn] = [0, 0, 0];
    for (const project of [plain, app, hugo]) {
      for (const [languageId, page] of pages) {
        for (const path of paths) {
          const text = page(path);
          const document = '/w/src/pages/page.x';
          const before = find(languageId, text);
          const at = before.findIndex(({ rawTarget }) => rawTarget === path);
          if (at < 0) continue;
          const suffix = /[?#].*$/.exec(path)?.[0] ?? '';
          for (const folder of folders) {
            for (const name of names) {
              // A part of them, another one for each: all take a minute.
              if (turn++ % 13 !== 0) continue;
              const image = `${folder}/${name}`;
              const edited = renamed(languageId, text, image, { project, document, at });
              if (edited === undefined) {
                left++;
                continue;
              }
              done++;
              const after = find(languageId, edited);
              const why = `${languageId} ${text} → ${image}: ${edited}`;
              assert.equal(after.length, before.length, why);
              const { candidates } = resolveReference(after[at]!, document, project);
              assert.ok(candidates.includes(image), why);
              assert.ok(after[at]!.rawTarget.endsWith(suffix), why);
              assert.deepEqual(
                after.filter((_, i) => i !== at).map(({ path: other }) => other),
                before.filter((_, i) => i !== at).map(({ path: other }) => other),
              );
            }
          }
        }
      }
    }
    assert.ok(done > 4000, `${done}`);
    assert.ok(left < done / 5, `${left} of ${done + left}`);
  }).timeout(120_000);
});

describe('a reference to what is not written as a path', () => {
  it('keeps an alias that stands for one file when it still does', () => {
    const text = `import a from 'logo.png';`;
    const project: ProjectFacts = {
      ...plain,
      aliases: [{ folder: '/w', rules: [{ pattern: 'logo.png', targets: ['/w/src/logo.png'] }] }],
    };
    const reference = only('typescript', text);
    assert.equal(renameReference(reference, '/w/x.ts', project, '/w/src/logo.png')?.text, 'logo.png');
    assert.equal(renameReference(reference, '/w/x.ts', project, '/w/src/other.png')?.text, './src/other.png');
  });
});
