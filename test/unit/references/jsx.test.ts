import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { find, only, targets, windows } from './finding';

const ts = 'typescriptreact';

describe('image references in JSX and TSX', () => {
  it('finds sources of elements and components, as strings and expressions', () => {
    const text = `'use client';
import Image from 'next/image';
export function Hero<T extends object>({ items }: { items: Array<T> }) {
  const x = <T,>(a: T) => a as unknown as string;
  return (
    <section>
      <h1>Welcome &amp; hello</h1>
      <p>It's here.</p>
      <img src="/a.png" alt="A &quot;b&quot;" width={600} height="400px" />
      <Image src={'/b.png'} alt={\`B\`} /><ui.Image src={\`/c.png\`} />
      <img src={items.length ? '/d.png' : "/e.png"} /><video poster="/f.jpg" />
    </section>
  );
}`;
    for (const variant of [text, windows(text)]) {
      const [a, ...rest] = find(ts, variant);
      assert.deepEqual(
        rest.map(({ rawTarget }) => rawTarget),
        ['/b.png', '/c.png', '/d.png', '/e.png', '/f.jpg'],
      );
      assert.equal(rest[0]?.alt, 'B');
      assert.equal(a?.rawTarget, '/a.png');
      assert.deepEqual([a.alt, a.width, a.height], ['A "b"', 600, 400]);
      assert.deepEqual([a.heading, a.paragraph, a.component], ['Welcome & hello', "It's here.", 'Hero']);
    }
  });

  it('finds imports, require and new URL, described by where they are used', () => {
    const text = `import logo from './img/logo.png';
import './style.css'; import pkg from 'pkg/no.png'; import alias from '@/no.png';
const bg = require("../bg.jpg");
const u = new URL('./u.webp', import.meta.url);
const Card = () => <div><h2>Our team</h2><img src={logo.src} alt="The logo" width="40" /></div>;`;
    const [logo, ...rest] = find(ts, text);
    assert.deepEqual(
      rest.map(({ rawTarget, kind }) => [rawTarget, kind]),
      [
        // Names, which mean nothing until the project explains them.
        ['pkg/no.png', 'import'],
        ['@/no.png', 'import'],
        ['../bg.jpg', 'import'],
        ['./u.webp', 'import'],
      ],
    );
    assert.equal(logo?.rawTarget, './img/logo.png');
    assert.deepEqual([logo.kind, logo.alt, logo.width], ['import', 'The logo', 40]);
    assert.deepEqual([logo.heading, logo.component], ['Our team', 'Card']);
  });

  it('leaves comments, expressions, other strings and remote targets alone', () => {
    const text = `// <img src="/no.png" />
/* <img src="/no.png" /> */
const s = '<img src="/no.png" />'; const t = "/no.png";
export const A = () => <>{/* <img src="/no.png" /> */}<img src={\`/\${s}.png\`} /><img src={s} />
<img src="https://x/no.png" /><img src={"data:image/png,no.png"} /><img {...{ src: '/no.png' }} /></>;`;
    assert.deepEqual(targets(ts, text), []);
  });

  it('reads half-typed code', () => {
    const broken: [text: string, expected: string[]][] = [
      ['const a = <div><img src="/a.png" <p></div>', ['/a.png']],
      ['function F() { return <img src="/a.png" }', ['/a.png']],
      ['<img src="/a.png">', ['/a.png']],
      ['<img src="/a.png" alt=', ['/a.png']],
      ['const x = <div>{<Foo src={"/x.png"} w={{ a: 1 }}></div>', ['/x.png']],
      ['export default () => <Foo src="/x.png" alt={`a ${b}`} />;\nconst q = {', ['/x.png']],
      ["<p>don't <img src='/a.png'> {", ['/a.png']],
      ['const a: Array<string = [];\nconst b = <img src="/b.png" alt="B" />;', ['/b.png']],
      ['// <img src="/no.png">\n{/* <img src="/no.png"> */}<img src="/yes.png" {', ['/yes.png']],
      ['import x from "./x.png', []],
      ['const a = <img src="', []],
    ];
    for (const [text, expected] of broken) assert.deepEqual(targets(ts, text), expected, text);
    assert.equal(only(ts, 'const a = <img src="/a.png" alt="A" width={5} />; const b = {').alt, 'A');
  });

  it('reads plain JavaScript, decorators and unusual syntax', () => {
    assert.deepEqual(targets('javascriptreact', 'const A = () => <img src="a.png"/>'), ['a.png']);
    assert.deepEqual(targets(ts, '#!/usr/bin/env node\n@dec class A { x = <img src="a.png"/> }'), ['a.png']);
    assert.deepEqual(targets(ts, 'return <img src="a.png"/>'), ['a.png']);
  });
});
