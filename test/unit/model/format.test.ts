import assert from 'node:assert/strict';
import { formatDuration, formatTook } from '../../../src/core/model/format';

describe('numbers as they are shown', () => {
  it('has no seconds in full minutes', () => {
    assert.deepEqual([400, 12_300, 60_000, 64_000, 600_000].map(formatDuration), [
      '0 s',
      '12 s',
      '1 min',
      '1 min 4 s',
      '10 min',
    ]);
  });

  it('has tenths of a second for what was quick, and nothing for what took none', () => {
    assert.deepEqual([0, 49, 50, 340, 2000, 9949, 9950, 11_400, 64_000].map(formatTook), [
      '',
      '',
      '0.1 s',
      '0.3 s',
      '2.0 s',
      '9.9 s',
      '10 s',
      '11 s',
      '1 min 4 s',
    ]);
  });
});
