import assert from 'node:assert/strict';
import { framesOfBefore } from '../../../src/core/sprites/spriteFiles';
import { english } from '../../../src/core/translate';
import { staysText } from '../../../src/host/text/spriteNotes';

describe('frames of an earlier cut', () => {
  const four = [0, 1, 2, 3].map(n => `sheet-${n}.png`);

  it('stay, with their names, where fewer are written now', () => {
    const there = [
      'sheet-10.png',
      ...four,
      'sheet-4.png',
      'SHEET-5.PNG',
      'sheet.png',
      'other-1.png',
      'sheet-6.json',
    ];
    const stay = framesOfBefore(there, four);
    assert.deepEqual(stay, ['sheet-4.png', 'SHEET-5.PNG', 'sheet-10.png']);
    assert.equal(staysText(english, stay), 'sheet-4.png, SHEET-5.PNG and 1 more of before stay there.');
    assert.equal(staysText(english, stay.slice(0, 2)), 'sheet-4.png and SHEET-5.PNG of before stay there.');
    assert.equal(staysText(english, stay.slice(0, 1)), 'sheet-4.png of before stays there.');
  });

  it('are none in a folder that has only these, or none, and none without numbers', () => {
    assert.deepEqual(framesOfBefore(four, four), []);
    assert.deepEqual(framesOfBefore([], four), []);
    assert.deepEqual(framesOfBefore(['idle.png', 'run-2.png'], ['idle.png']), []);
  });
});
