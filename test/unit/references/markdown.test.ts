import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { find, only, targets, windows } from './finding';

describe('image references in Markdown', () => {
  it('finds an image with its alt text, title and headings', () => {
    const text =
      '# Guide\n\n## Signing in\n\nPress the button.\n\n![The *login* flow](img/login.png "A title")\n';
    const image = text.indexOf('![');
    assert.deepEqual(only('markdown', text), {
      start: text.indexOf('img/'),
      end: text.indexOf('img/') + 'img/login.png'.length,
      rawTarget: 'img/login.png',
      path: 'img/login.png',
      extension: 'png',
      kind: 'markdown',
      alt: 'The login flow',
      title: 'A title',
      heading: 'Signing in',
      documentTitle: 'Guide',
      paragraph: 'Press the button.',
      markup: {
        syntax: 'markdown',
        start: image,
        end: text.length - 1,
        alt: { start: image + 2, end: image + 2 + 'The *login* flow'.length, text: 'The login flow' },
      },
    });
  });

  it('finds reference-style images and not links', () => {
    const text = '![A][a] ![b] [link][c]\n\n[a]: <./a b.png> "Title"\n[b]: b.png\n[c]: c.png\n[d]: d.png\n';
    const [a, b, ...rest] = find('markdown', text);
    assert.deepEqual(rest, []);
    assert.deepEqual([a?.rawTarget, a?.alt, a?.title], ['./a b.png', 'A', 'Title']);
    assert.deepEqual([b?.rawTarget, b?.alt], ['b.png', 'b']);
  });

  it('takes the first of two definitions, as Markdown does', () => {
    assert.deepEqual(targets('markdown', '![x]\n\n[x]: one.png\n[x]: two.png\n'), ['one.png']);
  });

  it('finds images in links, tables, lists, quotes and emphasis', () => {
    const text = [
      '[![badge](badge.png)](https://example.com)',
      '',
      '| a | b |',
      '| - | - |',
      '| ![t](table.png) | x |',
      '',
      '- item',
      '  - ![l](list.png)',
      '',
      '> quote',
      '> > ![q](quote.png)',
      '',
      '**![s](strong.png)**',
    ].join('\n');
    const all = ['badge.png', 'table.png', 'list.png', 'quote.png', 'strong.png'];
    assert.deepEqual(targets('markdown', text), all);
    assert.deepEqual(targets('markdown', windows(text)), all);
  });

  it('finds images in HTML, however it is nested', () => {
    const text = [
      '<h1 align="center">Big &amp; bold</h1>',
      '<details><summary>More</summary>',
      '',
      '<table><tr><td><img src="cell.png" width="120" height=\'80\'></td></tr></table>',
      '',
      '</details>',
      '',
      '<picture>',
      '  <source media="(prefers-color-scheme: dark)" srcset="dark.png">',
      '  <img alt="Logo" src=light.png>',
      '</picture>',
      '',
      'Inline <a href="x"><img src="inline.png"></a> text.',
      '',
      '> <img',
      '>   alt="In a quote"',
      '>   src="quote.png">',
    ].join('\n');
    for (const variant of [text, windows(text)]) {
      const found = find('markdown', variant);
      assert.deepEqual(
        found.map(({ rawTarget }) => rawTarget),
        ['cell.png', 'dark.png', 'light.png', 'inline.png', 'quote.png'],
      );
      assert.deepEqual([found[0]?.width, found[0]?.height, found[0]?.heading], [120, 80, 'Big & bold']);
      assert.equal(found[1]?.alt, 'Logo');
      assert.equal(found[4]?.alt, 'In a quote');
    }
  });

  it('finds images in styles of the HTML inside', () => {
    const text = [
      '<style>',
      '.hero { background: url(hero.png) }',
      '</style>',
      '',
      'Some <span style="background: url(\'span.png\')">words</span>.',
      '',
      '> <div',
      '>  style="width: 9px; background: url(div.png)">',
    ].join('\n');
    for (const variant of [text, windows(text)]) {
      const found = find('markdown', variant);
      assert.deepEqual(
        found.map(({ rawTarget, width, kind }) => [rawTarget, width, kind]),
        [
          ['hero.png', undefined, 'html'],
          ['span.png', undefined, 'html'],
          ['div.png', 9, 'html'],
        ],
      );
    }
  });

  it('leaves code, comments, front matter and escapes alone', () => {
    const text = [
      '---',
      'title: x',
      'cover: "![no](no.png)"',
      '---',
      '',
      '`![no](no.png)` and \\![no](no.png) and `<img src="no.png">`',
      '',
      '```md',
      '![no](no.png)',
      '```',
      '',
      '    ![no](no.png)',
      '',
      '~~~',
      '<img src="no.png">',
      '',
      '~~~',
      '<!-- ![no](no.png)',
      '',
      '<img src="no.png"> -->',
    ].join('\n');
    assert.deepEqual(targets('markdown', text), []);
    assert.deepEqual(targets('markdown', windows(text)), []);
  });

  it('does not take the end of front matter for a heading', () => {
    assert.equal(only('markdown', '---\ntitle: x\n---\n![a](a.png)').heading, undefined);
  });

  it('has exact offsets with other scripts, byte order marks, tabs and Windows line ends', () => {
    const text = '\uFEFF# 한국어 😀\n\n\tcode\n\n1.\t![é](ünï/图片😀.png)\n\n![b](<b ü.png>)\n';
    for (const variant of [text, windows(text)]) {
      assert.deepEqual(targets('markdown', variant), ['ünï/图片😀.png', 'b ü.png']);
    }
  });

  it('decodes escapes, entities and percent signs, and drops query and fragment', () => {
    const text = '![a](my%20img\\_1.png?raw=true) ![b](a&amp;b.png#x) ![c](100%25.png) ![d](sub\\\\x.png)';
    assert.deepEqual(
      find('markdown', text).map(({ path }) => path),
      ['my img_1.png', 'a&b.png', '100%.png', 'sub/x.png'],
    );
  });

  it('reads sizes in the ways people write them', () => {
    const size = (text: string) => {
      const { width, height } = only('markdown', text);
      return [width, height];
    };
    assert.deepEqual(size('![a](a.png =600x400)'), [600, 400]);
    assert.deepEqual(size('![a](a.png =600x)'), [600, undefined]);
    assert.deepEqual(size('![a](a.png "=300x200")'), [300, 200]);
    assert.deepEqual(size('![a|320](a.png)'), [320, undefined]);
    assert.deepEqual(size('![a](a.png){width=50 height="40px"}'), [50, 40]);
    assert.deepEqual(size('![a](a.png){: width="60%" }'), [undefined, undefined]);
    assert.equal(only('markdown', '![A cat|320x200](a.png)').alt, 'A cat');
  });

  it('says nothing of half-typed images', () => {
    for (const text of ['![a](', '![a](a.png', '![a]', '![', '![a](<a.png', '<img src="a.png', '<img src=']) {
      assert.doesNotThrow(() => find('markdown', text));
    }
    assert.deepEqual(targets('markdown', '![a](a.pn\n\n![b](b.png)'), ['b.png']);
  });
});
