import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readTarget } from '../../../src/core/references/target';

describe('targets of references', () => {
  const cases: [target: string, path: string | undefined][] = [
    ['img/a.png', 'img/a.png'],
    ['./a.JPG', './a.JPG'],
    ['/a.jpeg', '/a.jpeg'],
    ['../../a.svg', '../../a.svg'],
    [' a.webp ', 'a.webp'],
    ['a.png?v=1&x=.gif', 'a.png'],
    ['a.avif#part', 'a.avif'],
    ['a%20b%C3%A9.gif', 'a bé.gif'],
    ['100%.png', '100%.png'],
    ['a%zz%20.png', 'a%zz .png'],
    ['a%FF.png', 'a%FF.png'],
    ['img\\sub\\a.png', 'img/sub/a.png'],
    ['[id]/a.png', '[id]/a.png'],
    ['图 片😀.png', '图 片😀.png'],
    ['', undefined],
    ['#a.png', undefined],
    ['?a.png', undefined],
    ['a.md', undefined],
    ['a.png/b', undefined],
    ['.png', undefined],
    ['img/.png', undefined],
    ['http://x/a.png', undefined],
    ['HTTPS://x/a.png', undefined],
    ['data:image/png;base64,a.png', undefined],
    ['file:///a.png', undefined],
    ['vscode-resource:a.png', undefined],
    ['C:\\a.png', undefined],
    ['c:/a.png', undefined],
    ['//host/a.png', undefined],
    ['\\\\host\\a.png', undefined],
    ['%2F%2Fhost/a.png', undefined],
    ['{{ a }}.png', undefined],
    ['<%= a %>.png', undefined],
    ['${a}.png', undefined],
    ['$(a).png', undefined],
    ['img/*.png', undefined],
    ['%PUBLIC_URL%/a.png', undefined],
    // Names: whether anything explains them is found out later.
    ['@/a.png', '@/a.png'],
    ['@site/static/a%20b.png?x#y', '@site/static/a b.png'],
    ['~/a.png', '~/a.png'],
    ['~assets/a.png', '~assets/a.png'],
    ['~~/a.png#x', '~~/a.png'],
    ['$lib/a.png', '$lib/a.png'],
    ['#app/a.png?x#y', '#app/a.png'],
    ['#app/a#b.png', undefined],
    ['a%00.png', undefined],
    ['a\nb.png', undefined],
  ];
  for (const [target, path] of cases) {
    it(`${JSON.stringify(target)} is ${path === undefined ? 'left alone' : JSON.stringify(path)}`, () => {
      assert.equal(readTarget(target)?.path, path);
    });
  }

  it('knows the extension whatever its case', () => {
    assert.equal(readTarget('a.JpEg')?.extension, 'jpeg');
  });
});
