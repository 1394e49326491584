import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { find, only, targets, windows } from './finding';

describe('image references in HTML', () => {
  it('finds images with whatever quotes, case and spaces', () => {
    const text = `<!doctype html>
<body><h1>Shop</h1><p>Fine things.</p>
<IMG SRC = "a.png" ALT="A &quot;thing&quot;" width=600 height="400px" title="T">
<img alt=x src='b.png'><img src=c.png><img
  src="
    d.png
  "><img src=e.png/>
</body>`;
    for (const variant of [text, windows(text)]) {
      const [a, ...rest] = find('html', variant);
      assert.deepEqual(
        rest.map(({ rawTarget }) => rawTarget),
        ['b.png', 'c.png', 'd.png'],
      );
      assert.equal(a?.rawTarget, 'a.png');
      assert.deepEqual([a.alt, a.title, a.width, a.height], ['A "thing"', 'T', 600, 400]);
      assert.deepEqual([a.heading, a.paragraph], ['Shop', 'Fine things.']);
    }
  });

  it('finds pictures, srcset, posters, icons, image inputs, and what noscript and template hold', () => {
    const text = `<link rel="apple-touch-icon" sizes="180x180" href="/touch.png">
<picture><source srcset="a.webp 1x, a@2x.webp 2x"><img src="a.png" alt="A" width="10" height="20"></picture>
<img srcset="s-400.png 400w,s-800.png 800w" src="s.png" width="40" height="30">
<video poster="poster.jpg" src="film.mp4"></video><input type="image" src="go.gif">
<noscript><img src="noscript.png"></noscript><template><img src="template.png"></template>`;
    const found = find('html', text);
    assert.deepEqual(
      found.map(({ rawTarget, width, height, density }) => [rawTarget, width, height, density]),
      [
        ['/touch.png', 180, 180, undefined],
        ['a.webp', 10, 20, 1],
        ['a@2x.webp', 10, 20, 2],
        ['a.png', 10, 20, undefined],
        ['s-400.png', 400, 300, undefined],
        ['s-800.png', 800, 600, undefined],
        ['s.png', 40, 30, undefined],
        ['poster.jpg', undefined, undefined, undefined],
        ['go.gif', undefined, undefined, undefined],
        ['noscript.png', undefined, undefined, undefined],
        ['template.png', undefined, undefined, undefined],
      ],
    );
    assert.equal(found[1]?.alt, 'A');
  });

  it('splits a srcset as browsers do', () => {
    const text = '<img srcset="a.png, b,c.png 2x,d.png 1.5x , https://x/e.png 3x,f.png 100w">';
    assert.deepEqual(
      find('html', text).map(({ rawTarget, width, density }) => [rawTarget, width, density]),
      [
        ['a.png', undefined, undefined],
        ['b,c.png', undefined, 2],
        ['d.png', undefined, 1.5],
        ['f.png', 100, undefined],
      ],
    );
  });

  it('leaves comments, scripts, templates and remote targets alone', () => {
    const text = `<!-- <img src="no.png"> --><script>const a = '<img src="no.png">';</script>
<style>/* a { background: url(no.png) } */</style><style type="text/sass">a { background: url(no.png) }</style><textarea><img src="no.png"></textarea>
<img src="{{ image }}.png"><img src="<%= x %>.png"><img src="\${x}.png"><img src="{% static 'no.png' %}">
<img src="https://x.y/no.png"><img src="//x.y/no.png"><img src="data:image/png;base64,AAAA.png">
<img src=""><img src="#no.png"><img><img src>`;
    assert.deepEqual(targets('html', text), []);
  });

  it('reads style elements and attributes', () => {
    const text = `<!doctype html><title>x</title><style>
.hero { background: url("hero.png"); width: 300px }</style>
<h1>Shop</h1><p>Fine.</p>
<div style="width: 20px; background-image: url('a.png')"></div><div style='background:url( "b.png" )'></div>
<div style="background:url(&quot;c d.png&quot;), url(&#39;e.png&#39;)"></div><div style=background:url(f.png)></div>
<template><style lang="scss">.a { .b { background: url(g.png) } } // url(no.png)</style></template>
<svg><image href="h.png" width="8" height="9"/><image xlink:href="i.png"/><a href="no.png"/></svg>
<style>.last { background: url(j.png)`;
    for (const variant of [text, windows(text)]) {
      const found = find('html', variant);
      assert.deepEqual(
        found.map(({ rawTarget }) => rawTarget),
        ['hero.png', 'a.png', 'b.png', 'c d.png', 'e.png', 'f.png', 'g.png', 'h.png', 'i.png', 'j.png'],
      );
      const [hero, a] = found;
      assert.deepEqual([hero?.component, hero?.documentTitle, hero?.width], ['hero', 'Shop', 300]);
      assert.deepEqual([a?.heading, a?.paragraph, a?.width, a?.kind], ['Shop', 'Fine.', 20, 'html']);
      assert.deepEqual([found[7]?.width, found[7]?.height], [8, 9]);
      const last = found.at(-1);
      assert.deepEqual([last?.component, last?.heading, last?.documentTitle], ['last', undefined, 'Shop']);
    }
  });

  it('says nothing where another base decides', () => {
    assert.deepEqual(targets('html', '<base href="https://cdn.example/"><img src="a.png">'), []);
  });

  it('reads half-typed markup', () => {
    assert.deepEqual(targets('html', '<div><img src="a.png" <p>text</div>'), ['a.png']);
    assert.deepEqual(targets('html', '<img src="a.png"><img src="b.pn'), ['a.png']);
    assert.equal(only('html', '<table><img src="a.png" alt="x"></tr>').alt, 'x');
  });

  it('reads markup that is nested deeper than the call stack', () => {
    assert.deepEqual(targets('html', `${'<div>'.repeat(20_000)}<img src="a.png">`), ['a.png']);
  });
});
