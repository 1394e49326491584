import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { find, only, targets, windows } from './finding';

const dialects = ['css', 'scss', 'less'];

describe('image references in CSS, SCSS and Less', () => {
  for (const dialect of dialects) {
    it(`finds url() in whatever form in ${dialect}`, () => {
      const text = `@charset "utf-8"; @import url("no.png"); @import "no.png";
/* url(no.png) */
.a { background: #fff url(a.png) no-repeat; }
.b { background-image: URL( "b 1.png" ), url('img/b2.webp'), linear-gradient(red, blue) }
.c::before { content: url(
    ../c\\ d.svg
  ); cursor: url('hand.png'), auto; list-style: url(//x.y/no.png) }
.d { mask: url(/d.svg#part?x) ; border-image: url(d2.png?v=1#i) 30 }
@media (width > 1px) { .e { background: url(https://x.y/no.png), url(e.png) } }
.f { background: url(data:image/png;base64,AAAA/no.png) } .g { background: url("data:image/svg+xml,<svg a='no.svg'/>") }
:root { --hero: url(hero.avif); }`;
      for (const variant of [text, windows(text)]) {
        assert.deepEqual(targets(dialect, variant), [
          'a.png',
          'b 1.png',
          'img/b2.webp',
          '../c\\ d.svg',
          'hand.png',
          '/d.svg#part?x',
          'd2.png?v=1#i',
          'e.png',
          'hero.avif',
        ]);
      }
      const [, b, , c] = find(dialect, text);
      assert.deepEqual([b?.path, c?.path, c?.kind], ['b 1.png', '../c d.svg', 'css']);
    });

    it(`finds the candidates of image-set() with their densities in ${dialect}`, () => {
      const text = `.a { background-image: -webkit-image-set("a.png" 1x, 'a2.png' 2x);
  background-image: image-set(url(b.png) 1x, "b.avif" type("image/avif.png") 2dppx, "c.png" 192dpi, "d.png") }`;
      assert.deepEqual(
        find(dialect, text).map(({ rawTarget, density }) => [rawTarget, density]),
        [
          ['a.png', 1],
          ['a2.png', 2],
          ['b.png', 1],
          ['b.avif', 2],
          ['c.png', 2],
          ['d.png', undefined],
        ],
      );
    });
  }

  it('takes the size from the rule that shows the image', () => {
    const cases: [css: string, width: number | undefined, height: number | undefined][] = [
      ['background: url(a.png); width: 40px; height: 30.4px', 40, 30],
      ['width: 40px; background-image: url(a.png)', 40, undefined],
      ['width: 50%; height: 3em; content: url(a.png)', undefined, undefined],
      ['width: 40px; background: url(a.png); background-size: 20px 10px', 20, 10],
      ['width: 40px; background: url(a.png); background-size: 50%', undefined, undefined],
      ['width: 40px; background: url(a.png); background-size: cover', 40, undefined],
      ['width: 40px; background: red url(a.png) center / 20px auto no-repeat', 20, undefined],
      ['-webkit-mask: url(a.svg) center/contain; width: 24px; height: 24px', 24, 24],
      ['-webkit-mask-image: url(a.svg); -webkit-mask-size: 16px 16px', 16, 16],
      ['cursor: url(a.png) 2 2, auto; width: 99px', 32, 32],
      ['border-image: url(a.png) 30; width: 99px', undefined, undefined],
    ];
    for (const [css, width, height] of cases) {
      const found = only('css', `.x { ${css} }`);
      assert.deepEqual([found.width, found.height], [width, height], css);
    }
    const layered =
      '.x { background: url(a.png) 0 0 / 1px 2px, url(b.png), image-set("c.png" 1x, "c2.png" 2x) 0/3px 4px; width: 9px }';
    assert.deepEqual(
      find('css', layered).map(({ width, height }) => [width, height]),
      [
        [1, 2],
        [9, undefined],
        [3, 4],
        [3, 4],
      ],
    );
    const outer = '.x { width: 50px; .y { background: url(a.png) } }';
    assert.equal(only('scss', outer).width, undefined);
  });

  it('names the place by the selectors', () => {
    const cases: [scss: string, component: string | undefined][] = [
      ['.hero-banner:hover > .inner::before, .other { background: url(a.png) }', 'hero-banner inner'],
      ['body { background: url(a.png) }', 'body'],
      [':root { --a: url(a.png) }', undefined],
      ['.card { &__icon { @media print { background: url(a.png) } } }', 'card __icon'],
      ['@keyframes in { 12.5% { background: url(a.png) } }', undefined],
      ['$a: url(a.png);', undefined],
      ['.größe { background: url(a.png) }', 'größe'],
    ];
    for (const [scss, component] of cases) assert.equal(only('scss', scss).component, component, scss);
  });

  it('knows the line comments of SCSS and Less, and a // inside of a URL', () => {
    const text = `// don't url(no.png) /* "
//* url(no.png)
.a { background: url(//x.y/no.png) } // { url(no.png)
.b { background: url(img//b.png); //url(no.png)
  width: 1px } .c { background: url("https://x.y//no.png"), url("c//d.png") } // url(no.png)`;
    for (const dialect of ['scss', 'less']) {
      assert.deepEqual(targets(dialect, text), ['img//b.png', 'c//d.png']);
      assert.deepEqual(targets(dialect, windows(text)), ['img//b.png', 'c//d.png']);
      assert.equal(find(dialect, text)[0]?.width, 1);
    }
    assert.deepEqual(targets('css', '// a { background: url(a.png) }'), ['a.png']);
  });

  it('leaves interpolation, variables and expressions alone', () => {
    const scss = `@use "no.png"; @forward 'no.png'; $base: "/img"; $no: "no.png";
.a-#{$i} { background: url(#{$base}/no.png), url("#{$base}/no.png"), url($base/no.png), url($base + "/no.png");
  background: url("a/" + $x + "no.png"), url("$base/no.png"), image-url("no.png"), url(asset("no.png"));
  #{$prop}-image: url(yes.png); width: 7px; @include bg("no.png"); @include bg(url(yes2.png)) }`;
    assert.deepEqual(
      find('scss', scss).map(({ rawTarget, component }) => [rawTarget, component]),
      [
        ['yes.png', 'a-'],
        ['yes2.png', 'a-'],
      ],
    );
    const less = `@import (reference) "no.png"; @plugin "no.png"; @base: "no.png"; @img: url(yes0.png);
.@{name}-b { background: url(@{base}/no.png), url("@{base}/no.png"), url(@base), ~"url(no.png)";
  background+: data-uri('image/svg+xml', 'yes.svg'); .mixin(url("yes2.png")); width: 5px }
.guard() when (@a) { background: url(yes3.png) }`;
    assert.deepEqual(targets('less', less), ['yes0.png', 'yes.svg', 'yes2.png', 'yes3.png']);
  });

  it('leaves alone what is no picture: fonts, filters, clips, modules', () => {
    const text = `@font-face { font-family: x; src: url(no.svg#x) format("svg") }
.a { filter: url(no.svg#blur); clip-path: url("no.svg#c"); fill: url(no.svg#g); marker-end: url(no.svg#m) }
.b { src: src("no.png"); background: src("no.png"), image("no.png"); content: "no.png" }
@namespace svg url(no.svg); a[href$="no.png"] { color: red } @-moz-document url(no.png) { }`;
    for (const dialect of dialects) assert.deepEqual(targets(dialect, text), []);
  });

  it('reads half-typed rules', () => {
    const broken: [text: string, expected: string[]][] = [
      ['.a { background: url(a.png', ['a.png']],
      ['.a { background: url("a.png', ['a.png']],
      ['.a { background: url("a.png"', ['a.png']],
      ['.a { background: url("a.png\n } .b { background: url(b.png) }', ['b.png']],
      ['.a { background: url(a.png) .b { background: url(b.png) }', ['a.png', 'b.png']],
      ['} } .a { background: url(a.png) }', ['a.png']],
      ['.a { background: ; color: url( ; } .b { content: url(b.png) }', []],
      ['.a { background: image-set("a.png" 1x, "b.png', ['a.png', 'b.png']],
      ['.a { #{$x { background: url(a.png) } .b { content: url(b.png) }', ['a.png', 'b.png']],
    ];
    for (const [text, expected] of broken) assert.deepEqual(targets('scss', text), expected, text);
  });

  it('reads long and deep texts in a time that grows with them', () => {
    assert.deepEqual(targets('scss', `${'a { '.repeat(100_000)} background: url(a.png)`), ['a.png']);
    assert.equal(targets('scss', '// c\n.a { background: url(a.png) }\n'.repeat(20_000)).length, 20_000);
    assert.deepEqual(targets('less', `${'('.repeat(300_000)} url(a.png${' '.repeat(300_000)}`), ['a.png']);
  });
});
