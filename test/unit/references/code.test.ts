import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { find, only, targets, windows } from './finding';

const languages = ['javascript', 'typescript', 'typescriptreact'];

describe('image references in plain JavaScript and TypeScript', () => {
  for (const language of languages) {
    it(`finds what is taken as a module in ${language}`, () => {
      const text = `import a from './a.png'; import './b.png?url'; import * as c from "../img/c%20d.svg";
export { default as d } from './d.webp';
const e = require('./e.jpg'), f = await import('./f.gif'), g = require(\`./g.png\`);
const h = new URL('./h.avif', import.meta.url).href;`;
      for (const variant of [text, windows(text)]) {
        assert.deepEqual(
          find(language, variant).map(({ rawTarget, kind }) => [rawTarget, kind]),
          [
            './a.png',
            './b.png?url',
            '../img/c%20d.svg',
            './d.webp',
            './e.jpg',
            './f.gif',
            './g.png',
            './h.avif',
          ].map(target => [target, 'import']),
        );
      }
    });

    it(`leaves globs, strings, comments and other URLs alone in ${language}`, () => {
      const text = `const all = import.meta.glob('./img/*.png'), one = import.meta.glob(['./no.png', '!./no.svg']);
import pkg from 'pkg/a.png'; export const list = ['./no.png']; export * from './module';
new URL('./no.png', location.href); new URL('./no.png'); require.resolve('./no.png'); other.require('./no.png');
require(\`./\${x}/no.png\`); import(\`./\${x}.png\`); require('./' + x + '.png'); fetch('/no.png');
// import no from './no.png'
/* require('./no.png') */`;
      assert.deepEqual(targets(language, text), ['pkg/a.png']);
    });

    it(`reads half-typed code in ${language}`, () => {
      const broken: [text: string, expected: string[]][] = [
        ["import a from './a.png';\nconst x = {\nfunction (", ['./a.png']],
        ["import a from './a.png';\nimport { b } from './b", ['./a.png']],
        [
          'const a = require( \'./a.png\');\nnew URL(\n  "./b.png", import.meta.url)\nif (',
          ['./a.png', './b.png'],
        ],
        [
          "import './a.png'\nconst u = new URL('./no.png', base); import('./b.svg'\n// from './no.png'",
          ['./a.png', './b.svg'],
        ],
        ["import a from 'pkg/a.png';\nx.from('./no.png'; {", ['pkg/a.png']],
      ];
      for (const [text, expected] of broken) assert.deepEqual(targets(language, text), expected, text);
    });
  }

  it('reads what only TypeScript has', () => {
    const text = `import type { A } from './a';
import logo = require('./logo.png');
const cast = <string>value; const same = <T>(x: T) => x; abstract class B<in T> { declare x: T; @dec() y!: number }
const image: ImageMetadata = (await import('./b.png')).default satisfies object;`;
    assert.deepEqual(targets('typescript', text), ['./logo.png', './b.png']);
  });

  it('takes JSX in plain JavaScript, and what next/image says of an import', () => {
    const text = `import Image from 'next/image';
import hero from './hero.jpg';
export default function Home() { return <Image src={hero} alt="A harbour" width={800} height={600} priority />; }`;
    const found = only('javascript', text);
    assert.deepEqual(
      [found.alt, found.width, found.height, found.component],
      ['A harbour', 800, 600, 'Home'],
    );
  });
});
