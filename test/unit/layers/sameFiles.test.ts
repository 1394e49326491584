import assert from 'node:assert/strict';
import fc from 'fast-check';
import { numbered, sameFiles } from '../../../src/core/layers/rows/sameFiles';
import { placeKey } from '../../../src/core/save/placeKey';
import { english } from '../../../src/core/translate';
import { sameFileLines } from '../../../src/host/text/layersText';

describe('rows of one name', () => {
  const targets = ['og/a.png', 'og/b.png', 'og/A.png', 'og/caf\u00E9.png', 'og/cafe\u0301.png', 'og/a.png'];

  it('are found, whatever the disk makes of case and accents', () => {
    const found = sameFiles(targets.map((path, i) => ({ row: String(i + 1), path })));
    assert.deepEqual(found, [
      { path: 'og/a.png', rows: ['1', '3', '6'] },
      { path: 'og/caf\u00E9.png', rows: ['4', '5'] },
    ]);
    assert.deepEqual(sameFileLines(english, found), [
      'og/a.png: rows 1, 3, 6',
      'og/caf\u00E9.png: rows 4, 5',
    ]);
  });

  it('are named in a message of bounded length', () => {
    const many = Array.from({ length: 400 }, (_, i) => ({ row: String(i), path: `${i % 40}.png` }));
    const lines = sameFileLines(english, sameFiles(many));
    assert.deepEqual([lines.length, lines.at(-1)], [21, 'and 20 more']);
    assert.equal(lines[0], '0.png: rows 0, 40, 80, 120, 160, 200, 240, 280 and 2 more');
  });

  it('get numbers before the extension, and take no other row’s name', () => {
    assert.deepEqual(numbered(['x.y/a.png', 'x.y/A.png', 'x.y/a-2.png', 'x.y/a.png', 'x.y/b', 'x.y/b']), [
      'x.y/a.png',
      'x.y/A-3.png',
      'x.y/a-2.png',
      'x.y/a-4.png',
      'x.y/b',
      'x.y/b-2',
    ]);
    const name = fc.constantFrom('a.png', 'A.png', 'a-2.png', 'a-3.png', 'b', 'b-2', 'c/a.png');
    fc.assert(
      fc.property(fc.array(name, { maxLength: 20 }), names => {
        const made = numbered(names);
        assert.equal(new Set(made.map(placeKey)).size, names.length);
        const keys = names.map(placeKey);
        for (const [i, each] of names.entries()) {
          if (keys.indexOf(keys[i] ?? '') === i) assert.equal(made[i], each);
        }
      }),
    );
  });
});
