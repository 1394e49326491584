import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { bytesSource } from '../../../src/core/imaging/byteSource';
import { readHeader } from '../../../src/core/imaging/header/readHeader';
import { svgPlaceholder } from '../../../src/core/imaging/placeholder/svgPlaceholder';

const size = { width: 1200, height: 630 };

describe('placeholder drawings', () => {
  it('have the asked size, and say what they stand for', async () => {
    const svg = svgPlaceholder('The login flow', size);
    const header = await readHeader(bytesSource(Buffer.from(svg)));
    assert.deepEqual([header.format, header.storedWidth, header.storedHeight], ['svg', 1200, 630]);
    assert.match(svg, /<title>The login flow<\/title>/);
    assert.match(svg, />1200 × 630<\/text>/);
    assert.ok(svg.length < 1500, String(svg.length));
  });

  it('are the same for the same words, in colors for light and dark', () => {
    assert.equal(svgPlaceholder('A', size), svgPlaceholder('A', size));
    assert.notEqual(svgPlaceholder('A', size), svgPlaceholder('B', size));
    assert.match(svgPlaceholder('A', size), /@media\(prefers-color-scheme:dark\)/);
  });

  it('hold nothing of what a label may bring along', () => {
    const svg = svgPlaceholder('</style><script>alert(1)</script>&"\'\u0000\ud800\u202e]]>', size);
    assert.doesNotMatch(svg, /<script|[\u0000-\u0008\ud800-\udfff]/);
    assert.match(svg, /&lt;\/style&gt;/);
    assert.equal(svg.match(/<style>/g)?.length, 1);
  });

  it('draw at every size, with a letter where a line cannot be read', () => {
    assert.match(svgPlaceholder('search', { width: 24, height: 24 }), />S<\/text>/);
    for (const [width, height] of [
      [16, 16],
      [16, 4096],
      [4096, 16],
      [100, 10],
      [300, 200],
      [97, 97],
    ] as const) {
      for (const label of ['', 'x', 'a '.repeat(200), 'w'.repeat(300), '登录流程图 '.repeat(20), '🙂']) {
        const svg = svgPlaceholder(label, { width, height });
        assert.doesNotMatch(svg, /NaN|Infinity|undefined/, `${width} × ${height} ${label}`);
      }
    }
  });
});
