import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { insertionFor } from '../../../src/core/references/insertion';
import { referenceLanguages } from '../../../src/core/references/languageIds';
import { find } from './finding';

const material = [
  '![alt](img/a.png "t")\n',
  '![a|300](<b c.png> =3x4){width=5}\n',
  '[ref]: ./d%20e.png\n![x][ref]\n',
  '# Heading\r\n\r\ntext\r\n',
  '<img src="a.png" alt=\'é😀\' width=3>',
  '<picture><source srcset="a.png 1x, b.png 2x"><img src=c.png></picture>',
  '<!-- comment ![a](b.png) -->',
  '```\n<img src="x.png">\n```\n',
  "import a from './a.png';\nimport {\n b } from './b.svg'\n",
  'const A = <T,>(x: T) => <img src={x ? "/a.png" : `b.png`} alt="A &amp; B" />;\n',
  '{/* c */} <Image src="/a.png" style={{ a: 1 }} />',
  'new URL("./a.png", import.meta.url)',
  '> quote\n> <img\n> src="q.png">\n',
  '---\ntitle: x\n---\n',
  '<template><p>{{ a<b }}</p><img :src="x ? \'/a.png\' : `b.png`" :alt="\'A\'"><style lang="scss">',
  '<script lang="ts">import a from "./a.png"; const x = <T>y;</script>{#if a > b}<img src="{x}.png" {src}>{/if}',
  '<div onclick={() => { `}${"a"}` }} style="background: url(&quot;a.png&quot;)"><enhanced:img src="./a.png" />',
  '{ "name": "x", "icons": [{ "src": "a.png", "sizes": "1x2 3x4" }, "./b\\u0020c.png"], } // "./d.png"',
  '.a { &:hover, .b { background: url(a.png) 0 0 / 3px, url("b c.png"); // c \' {\n width: 3px } }',
  "@media x { .c-#{$i} { mask: image-set('a.png' 1x, url( 'b\\.png' ) 2x) } } /* url(c.png) */",
  '\u0000\uFEFF\uD83D\u2028\t\\',
];

/** Deterministic, so that a failure can be found again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('any text', () => {
  for (const languageId of [...referenceLanguages, 'php']) {
    it(`never breaks the parser or the insertion of ${languageId}`, function () {
      // Hundreds of texts: seconds on a busy machine.
      this.timeout(60_000);
      const random = randomFrom(7);
      const below = (limit: number) => Math.floor(random() * limit);
      for (let round = 0; round < 400; round++) {
        let text = '';
        for (let i = below(8); i >= 0; i--) {
          const piece = material[below(material.length)]!;
          text += piece.slice(
            below(4) === 0 ? below(piece.length) : 0,
            below(3) === 0 ? below(piece.length) : undefined,
          );
        }
        try {
          find(languageId, text);
          const offset = below(text.length + 1);
          const image = { path: '/w/i/a.png', width: 1, height: 1, alt: text.slice(0, 40) };
          const project = { root: '/w', packages: [], publicFolders: [] };
          const { edits } = insertionFor({ languageId, path: '/w/x', text, offset }, image, project);
          let last = 0;
          for (const edit of edits) {
            assert.ok(edit.offset >= last && edit.offset + edit.length <= text.length);
            last = edit.offset + edit.length;
          }
        } catch (error) {
          throw new Error(`with ${JSON.stringify(text)}`, { cause: error });
        }
      }
    });
  }
});
