import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { find, only, targets, windows } from './finding';

const languages = ['vue', 'svelte', 'astro'];

/** Markup where the language has it. */
function page(language: string, markup: string): string {
  return language === 'vue' ? `<template>\n${markup}\n</template>\n` : `${markup}\n`;
}

describe('image references in Vue, Svelte and Astro', () => {
  for (const language of languages) {
    it(`finds static sources, styles and scripts in ${language}`, () => {
      const text = `${page(
        language,
        `<h1>Shop</h1><p>Fine things.</p>
<img src="/a.png" alt="A &amp; B" width="600" height=400 data-x="a > b"><Image src='b.png' title="B"/>
<picture><source srcset="c.webp 1x, c@2x.webp 2x"><img src="c.png" alt="C"></picture>
<video poster="/d.jpg" src="film.mp4"></video><Script src="x.js" /><Title />
<svg><image href="/e.png" /></svg><div style="width: 9px; background: url('/f.png')"></div>
<!-- <img src="no.png"> --><img src="https://x.y/no.png"><img src=""><img src><a href="no.png">x</a>`,
      )}<script lang="ts">
import g from './g.png'; const x = <string>y; const no = '<img src="no.png">';
</script>
<style lang="scss">
.h { &:hover { background: url(./h.png); width: 8px } } // url(no.png)
</style>`;
      for (const variant of [text, windows(text)]) {
        const found = find(language, variant);
        assert.deepEqual(
          found.map(({ rawTarget }) => rawTarget),
          [
            '/a.png',
            'b.png',
            'c.webp',
            'c@2x.webp',
            'c.png',
            '/d.jpg',
            '/e.png',
            '/f.png',
            './g.png',
            './h.png',
          ],
        );
        const [a, b, c, c2] = found;
        assert.deepEqual([a?.alt, a?.width, a?.height, a?.kind], ['A & B', 600, 400, 'jsx']);
        assert.deepEqual([a?.heading, a?.paragraph], ['Shop', 'Fine things.']);
        assert.deepEqual([b?.title, c?.alt, c2?.density], ['B', 'C', 2]);
        const [style, module, sheet] = found.slice(-3);
        assert.deepEqual([style?.width, style?.heading, style?.kind], [9, 'Shop', 'jsx']);
        assert.deepEqual(
          [module?.kind, module?.heading, module?.documentTitle],
          ['import', undefined, 'Shop'],
        );
        assert.deepEqual([sheet?.kind, sheet?.component, sheet?.width], ['css', 'h', 8]);
      }
    });

    it(`reads half-typed markup in ${language}`, () => {
      const broken: [markup: string, expected: string[]][] = [
        ['<div><img src="/a.png" <p>text</div><img src="/b.png">', ['/a.png', '/b.png']],
        ['<img src="/a.png"><img src="/b.pn', ['/a.png']],
        ['<img src="/a.png"><img src=', ['/a.png']],
        ['<p>{ {{ {{{ <img src="/a.png">', ['/a.png']],
        ['<p>it\'s } }} <img src="/a.png"></p></p></div>', ['/a.png']],
        ['<img alt=don\'t src="/a.png"><', ['/a.png']],
        ['<picture><source srcset="/a.png"', []],
        ['<picture><source srcset="/a.png">', ['/a.png']],
      ];
      for (const [markup, expected] of broken) {
        // Not closed: what is typed stands at the end.
        const text = language === 'vue' ? `<template>\n${markup}` : markup;
        assert.deepEqual(targets(language, text), expected, markup);
      }
      assert.deepEqual(targets(language, '<style>.a { background: url(a.png)'), ['a.png']);
      assert.deepEqual(targets(language, "<script lang=ts>import a from './a.png'; const {"), ['./a.png']);
    });

    it(`reads long, deep and endless markup in ${language} in a time that grows with it`, function () {
      this.timeout(20_000);
      const texts = [
        '<div>',
        '{',
        '{{',
        '{/*',
        '<a {',
        '<a "',
        '`',
        '{`${',
        '<!--',
        '<script>',
        "{'",
        '<style>{',
      ];
      for (const piece of texts) {
        const text = page(language, `<img src="/a.png">\n${piece.repeat(200_000 / piece.length)}`);
        assert.deepEqual(targets(language, text), ['/a.png'], piece);
      }
    });
  }

  describe('in Vue', () => {
    it('reads bound literals and modules, and describes imports by their use', () => {
      const text = `<script setup lang="ts">
import logo from 'logos'; import hero from './hero.jpg'
const styles = { a: '{{' }
</script>
<template>
  <img :src="'/a.png'" alt="A"><img v-bind:src="require('./b.png')" :alt="'B'" :width="40">
  <img :src="dark ? '/c.png' : \`/d.png\`"><img :src="hero" alt="A harbour"><MyImage :src="item.src" />
  <video :poster="new URL('./e.png', import.meta.url).href"></video>
  <img :src="\`/\${no}.png\`"><img :src="'/no/' + x + '.png'"><div :style="{ background: 'url(no.png)' }" />
  <p>{{ a<b ? 'x' : '<img src="no.png">' }}</p><img v-for="i in a" :key="i > 1" src="~@/f.png">
</template>`;
      const found = find('vue', text).filter(({ rawTarget }) => !rawTarget.startsWith('~'));
      assert.deepEqual(
        found.map(({ rawTarget, kind, alt }) => [rawTarget, kind, alt]),
        [
          ['./hero.jpg', 'import', 'A harbour'],
          ['/a.png', 'jsx', 'A'],
          ['./b.png', 'import', 'B'],
          ['/c.png', 'jsx', undefined],
          ['/d.png', 'jsx', undefined],
          ['./e.png', 'import', undefined],
        ],
      );
      assert.equal(found[2]?.width, 40);
    });

    it('takes what the compiler imports for an import', () => {
      assert.equal(only('vue', '<template><img src="./a.png"></template>').kind, 'import');
      assert.equal(only('vue', '<template><img src="a.png"></template>').kind, 'jsx');
    });

    it('leaves blocks in other languages alone', () => {
      const text = `<template lang="pug">img(src="no.png") <img src="no.png"></template>
<docs><img src="no.png"></docs><i18n>{ "a": "<img src='no.png'>" }</i18n>
<style lang="stylus">.a { background: url(no.png) }</style>
<template><template v-slot:x><img src="/a.png"></template><textarea-field/><img src="/b.png"></template>
<docs><img src="no.png"></docs>`;
      assert.deepEqual(targets('vue', text), ['/a.png', '/b.png']);
    });
  });

  describe('in Svelte', () => {
    it('leaves expressions alone, whatever they hold', () => {
      const text = `<script>import hero from "./hero.jpg"; let { src } = $props();</script>
<svelte:head><link rel="icon" href="/favicon.png" /></svelte:head>
{#if a<b && c > d}<img src="/a.png" alt="Hello {name}!">{:else if x}{@html '<img src="no.png">'}{/if}
<button onclick={() => { if (a > b) { s = \`}\${"}"}\`; } /* } */ }} on:click|once={x => y} {...$$props} {src}>
<img src="/b.png" /></button><img {src} alt="x"><img src="{base}/no.png"><img src={base + '/no.png'}>
<img src={dark ? '/c.png' : "/d.png"} alt={'C'} width={30} /><img src="{'/e.png'}"><img src={hero} alt="A harbour">
<enhanced:img src="./f.png" alt="F" /><div class="x {a > b ? '"' : ''}" style="background: url({no}/no.png)"></div>
<p>{don't}</p><div style:color={x}></div><img src="/g.png">`;
      for (const variant of [text, windows(text)]) {
        assert.deepEqual(
          find('svelte', variant).map(({ rawTarget, kind, alt }) => [rawTarget, kind, alt]),
          [
            ['./hero.jpg', 'import', 'A harbour'],
            ['/favicon.png', 'jsx', undefined],
            ['/a.png', 'jsx', 'Hello !'],
            ['/b.png', 'jsx', undefined],
            ['/c.png', 'jsx', 'C'],
            ['/d.png', 'jsx', 'C'],
            ['/e.png', 'jsx', undefined],
            ['./f.png', 'import', 'F'],
            ['/g.png', 'jsx', undefined],
          ],
        );
      }
    });
  });

  describe('in Astro', () => {
    it('reads the front matter as TypeScript, and markup inside of expressions', () => {
      const text = `---
import { Image, Picture } from 'astro:assets';
import hero from '../hero.jpg';
const cast = <string>Astro.props.x; const no = '<img src="no.png">';
---
<Layout title={\`a > b\`}><h1>{title} Home</h1>
<Image src={hero} alt="A harbour" width={800} /><Picture src={import('../a.png')} formats={['avif']} alt="A" />
{items.map(item => <li onclick={() => x > 1}><img src="/b.png" alt={item.alt} /></li>)}
{/* <img src="no.png" /> */}<img src=\`/c.png\`><img src={\`/\${no}.png\`}><Code code={\`<img src="no.png">\`} />
<p set:html={'<img src="no.png">'}>Don't</p><img src={'/d.png'}></Layout>
<script>import e from './e.png'; const f = <T>(x: T) => x;</script>
<style define:vars={{ a: 1 }}>body { background: url(/f.png) }</style>`;
      for (const variant of [text, windows(text), `\uFEFF${text}`]) {
        const found = find('astro', variant);
        assert.deepEqual(
          found.map(({ rawTarget, kind, alt }) => [rawTarget, kind, alt]),
          [
            ['../hero.jpg', 'import', 'A harbour'],
            ['../a.png', 'import', 'A'],
            ['/b.png', 'jsx', undefined],
            ['/c.png', 'jsx', undefined],
            ['/d.png', 'jsx', undefined],
            ['./e.png', 'import', undefined],
            ['/f.png', 'css', undefined],
          ],
        );
        assert.deepEqual([found[0]?.width, found[0]?.heading], [800, 'Home']);
      }
    });
  });
});
