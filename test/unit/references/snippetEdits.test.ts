import assert from 'node:assert/strict';
import { insertionFor } from '../../../src/core/references/insertion';
import { takesImage } from '../../../src/core/references/insertion/quoted';
import { snippetEdits } from '../../../src/core/references/insertion/snippetEdits';
import { nearestHeading } from '../../../src/core/references/nearestHeading';
import type { ProjectFacts } from '../../../src/core/references/project';

const project: ProjectFacts = { root: '/w', packages: ['/w'], publicFolders: ['/w/public'] };

/** The document with the snippets in place. `‹…›` are the ranges that are replaced; `‹›` is a cursor. */
function insert(
  languageId: string,
  marked: string,
  images: { path: string; alt?: string }[],
  document = '/w/src/x',
): string {
  const ranges: { start: number; end: number }[] = [];
  let text = '';
  for (const part of marked.split(/([‹›])/)) {
    if (part === '‹') ranges.push({ start: text.length, end: text.length });
    else if (part === '›') ranges[ranges.length - 1] = { start: ranges.at(-1)?.start ?? 0, end: text.length };
    else text += part;
  }
  const edits = snippetEdits(
    languageId,
    text,
    ranges,
    images.map(({ alt = 'A cat' }) => alt),
    (at, index, alt) =>
      insertionFor(
        { languageId, path: document, ...at },
        { path: images[index]?.path ?? '', width: 4, height: 3, alt },
        project,
      ).edits,
  );
  return edits.reduceRight(
    (out, { offset, length, snippet }) => out.slice(0, offset) + snippet + out.slice(offset + length),
    text,
  );
}

describe('images in place of ranges of a document', () => {
  const one = [{ path: '/w/src/a.png' }];
  const two = [...one, { path: '/w/src/b.png', alt: '' }];

  it('have their alt text as a placeholder, escaped for the language and for the snippet', () => {
    assert.equal(insert('markdown', 'a ‹› b', one), 'a ![${1:A cat}](a.png)$0 b');
    assert.equal(
      insert('markdown', '‹›', [{ path: '/w/src/a$1.png', alt: 'A [$x}' }]),
      '![${1:A \\\\[\\$x\\}}](a\\$1.png)$0',
    );
    assert.equal(
      insert('html', '<p>‹›</p>', [{ path: '/w/public/a.png', alt: 'say "hi"' }]),
      '<p><img src="/a.png" alt="${1:say &quot;hi&quot;}" width="4" height="3">$0</p>',
    );
    assert.equal(insert('css', 'a { ‹› }', one), 'a { background-image: url("a.png");$0 }');
  });

  it('take the place of what was selected', () => {
    assert.equal(insert('markdown', 'a ‹gone› b', one), 'a ![${1:A cat}](a.png)$0 b');
    assert.equal(insert('markdown', 'One.\n‹gone›\nTwo.', one), 'One.\n\n![${1:A cat}](a.png)$0\n\nTwo.');
    assert.equal(
      insert('typescriptreact', "import x from 'x';\n\nconst a = ‹<b>gone</b>›;\n", one),
      "import x from 'x';\nimport a2 from './a.png';\n\n" +
        'const a = <img src={a2\\} alt="${1:A cat}" width={4\\} height={3\\} />$0;\n',
    );
  });

  it('come one after the other, on lines of their own where there is one', () => {
    assert.equal(insert('markdown', 'a ‹› b', two), 'a ![${1:A cat}](a.png) ![$2](b.png)$0 b');
    assert.equal(
      insert('markdown', 'One.\n‹›\nTwo.', two),
      'One.\n\n![${1:A cat}](a.png)\n\n![$2](b.png)$0\n\nTwo.',
    );
    assert.equal(
      insert('html', '<p>\n  ‹›\n</p>', two),
      '<p>\n  <img src="a.png" alt="${1:A cat}" width="4" height="3">\n  <img src="b.png" alt="$2" width="4" height="3">$0\n</p>',
    );
  });

  it('are typed over together at several cursors, with one import', () => {
    assert.equal(
      insert('markdown', '‹› and ‹x›.', one),
      '![${1:A cat}](a.png)$0 and ![${1:A cat}](a.png)$0.',
    );
    assert.equal(
      insert('markdown', '‹gone› and ‹x›.', one),
      '![${1:A cat}](a.png)$0 and ![${1:A cat}](a.png)$0.',
    );
    assert.equal(
      insert('javascriptreact', "/* ‹gone› */\nimport x from 'x';\nx(‹y›);\n", one).replace(
        /<img[^>]*>\$0/g,
        '…',
      ),
      "/* … */\nimport x from 'x';\nimport a from './a.png';\nx(…);\n",
    );
    const written = insert('typescriptreact', 'const b = [‹›, ‹›];\n', one);
    assert.equal(written.match(/import a from/g)?.length, 1);
    assert.equal(written.match(/<img src=\{a\\\}/g)?.length, 2);
  });

  it('are imported under names of their own', () => {
    const written = insert('javascriptreact', 'const b = ‹›;\n', [
      { path: '/w/src/a/cat.png' },
      { path: '/w/src/b/cat.png' },
    ]);
    assert.match(written, /^import cat from '\.\/a\/cat\.png';\nimport cat2 from '\.\/b\/cat\.png';\n/);
    assert.match(written, /<img src=\{cat\\\} .* <img src=\{cat2\\\} /);
  });

  it('are only a path between quotes, instead of what is there', () => {
    assert.equal(insert('html', '<img src="‹›">', one), '<img src="a.png$0">');
    assert.equal(insert('html', '<img src="old‹›.png">', one), '<img src="a.png$0">');
    assert.equal(insert('markdown', '![Cat](‹›)', one), '![Cat](a.png$0)');
    assert.equal(
      insert('typescript', "const a = new URL('‹›', import.meta.url)", one),
      "const a = new URL('./a.png$0', import.meta.url)",
    );
    assert.equal(insert('json', '{"icon": "‹›"}', one), '{"icon": "a.png$0"}');
    assert.equal(
      insert('html', "<p>don't ‹› can't</p>", one),
      '<p>don\'t <img src="a.png" alt="${1:A cat}" width="4" height="3">$0 can\'t</p>',
    );
  });
});

describe('an image in the style sheet of a page', () => {
  it('is written in its language', () => {
    const image = [{ path: '/w/src/a.png' }];
    const css = '<p>x</p>\n<style lang="scss">\n.a { ‹› }\n</style>';
    assert.equal(insert('vue', css, image), css.replace('‹›', 'background-image: url("a.png");$0'));
    const after = '<style>.a { }</style><p>‹›</p>';
    assert.match(insert('html', after, image), /<p><img src="a.png"/);
  });
});

describe('images in a style sheet', () => {
  const images = [{ path: '/w/src/a.png' }, { path: '/w/src/b.png' }];
  const [a, b] = ['background-image: url("a.png");', 'background-image: url("b.png");'];

  it('have lines of their own', () => {
    assert.equal(
      insert('css', '.x {\n‹›  color: red;\n}', images),
      `.x {\n  ${a}\n  ${b}$0\n  color: red;\n}`,
    );
    assert.equal(insert('css', '.x {\n  top: 0;‹›\n}', images), `.x {\n  top: 0;\n  ${a}\n  ${b}$0\n}`);
  });

  it('take away only what was selected', () => {
    assert.equal(
      insert('css', '.x {\n  co‹lo›lor: red;\n}', images.slice(0, 1)),
      `.x {\n  ${a}$0\n  color: red;\n}`,
    );
  });
});

describe('a place for an image', () => {
  const takes = (languageId: string, marked: string) =>
    takesImage({ languageId, text: marked.replace('¦', ''), offset: marked.indexOf('¦') });
  it('is a string, where the language has no markup for one', () => {
    assert.equal(takes('json', '{"icon": "¦"}'), true);
    assert.equal(takes('json', '{"icon": ¦}'), false);
    assert.equal(takes('typescript', "const a = '¦';"), true);
    assert.equal(takes('typescript', 'const a = ¦;'), false);
    assert.equal(takes('typescript', "const a = 'x' + ¦;"), false);
    assert.equal(takes('typescriptreact', 'const a = ¦;'), true);
    assert.equal(takes('vue', '<script setup>\nconst a = ¦;\n</script>'), false);
    assert.equal(takes('vue', "<script setup>\nimport a from '¦';\n</script>"), true);
    assert.equal(takes('astro', '---\n¦\n---\n<p></p>'), false);
    assert.equal(takes('astro', '---\n---\n<p>¦</p>'), true);
  });
});

describe('the heading above a place', () => {
  const above = (languageId: string, marked: string) =>
    nearestHeading(languageId, marked.replace('¦', ''), marked.indexOf('¦'));
  it('is the nearest of Markdown, in plain words', () => {
    assert.equal(above('markdown', '# Guide\n\n## Sign *in* `now` ##\n\ntext ¦\n\n# Later'), 'Sign in now');
    assert.equal(above('markdown', 'Sign in\n-------\n\n¦'), 'Sign in');
    assert.equal(above('markdown', '# Real\n\n```sh\n# no heading\n```\n¦'), 'Real');
    assert.equal(above('markdown', '---\ntitle: x\n---\n¦'), undefined);
    assert.equal(above('markdown', '# See [the docs](https://x.y) {#id}\n¦'), 'See the docs');
    assert.equal(above('mdx', '<h2 id="a">Über uns</h2>\n¦'), 'Über uns');
  });
  it('is found at once, whatever the line holds', () => {
    assert.equal(above('markdown', `# Sign${' '.repeat(200_000)}in\n¦`), 'Sign');
    assert.equal(above('markdown', `# Sign ${'#'.repeat(200_000)}\n¦`), 'Sign');
    assert.equal(above('markdown', `# Sign ${'#'.repeat(200_000)} in\n¦`)?.startsWith('Sign ##'), true);
  });
  it('is the rule above the last brace, behind a selector that does not end', () => {
    const endless = `.a .b > .c:not(.d) `.repeat(200_000);
    assert.equal(above('css', `.frame-top { } ${endless}{ ¦ }`), 'a');
    assert.equal(above('css', `.frame-top { ${endless}¦`), 'frame top');
    assert.equal(above('css', `#x { color: red; &:hover > .y { ¦`), 'y');
    assert.equal(above('css', `.x { color: #fff; { ¦`), 'x');
  });
  it('is the element in markup, and the rule in a style sheet', () => {
    assert.equal(above('html', '<h1>Us</h1><h2>Our <b>team</b></h2><p>¦</p><h2>No</h2>'), 'Our team');
    assert.equal(above('vue', '<template><h2>{{ title }}</h2>¦</template>'), undefined);
    assert.equal(above('css', '.a { } .hero-banner:hover { ¦ }'), 'hero banner');
    assert.equal(above('json', '{ ¦ }'), undefined);
  });
});
