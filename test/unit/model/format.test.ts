import assert from 'node:assert/strict';
import { formatDuration } from '../../../src/core/model/format';

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
});
