import assert from 'node:assert/strict';
import {
  formatAboutUsd,
  formatBytes,
  formatDuration,
  formatTook,
  formatUsd,
  kilobyte,
} from '../../../src/core/model/format';
import { problemText } from '../../../src/host/text/problemText';

describe('numbers as they are shown', () => {
  it('has one form for money', () => {
    const shown = {
      $0: 0,
      'less than $0.001': 0.00099,
      '$0.001': 0.001,
      '$0.002': 0.0015001,
      '$0.034': 0.0336,
      '$0.04': 0.0404,
      '$0.134': 0.1344,
      '$0.50': 0.5,
      '$1.00': 0.9996,
      '$1.13': 1.1259,
      '$20.00': 20,
    };
    assert.deepEqual(Object.values(shown).map(formatUsd), Object.keys(shown));
    assert.deepEqual([0.0002, 0.034].map(formatAboutUsd), ['less than $0.001', '≈ $0.034']);
  });

  it('has one form for bytes, of 1024, and none of it hides that a limit was passed', () => {
    const shown = {
      '900 B': 900,
      '1 KB': 1024,
      '1.0 KB': 1030,
      '84 KB': 86_000,
      '500 KB': 512_000,
      '2 MB': 2 ** 21,
    };
    assert.deepEqual(Object.values(shown).map(formatBytes), Object.keys(shown));
    const told = (bytes: number) =>
      problemText(
        (text, ...values) => text.replace(/{(\d)}/g, (_, at) => String(values[Number(at)])),
        { kind: 'too-big', image: '/w/a.png', bytes, mostBytes: 500 * kilobyte },
        path => path,
      );
    assert.equal(told(614_400), 'The image has 600 KB, more than 500 KB.');
    assert.equal(told(500 * kilobyte + 1), 'The image has a little more than 500 KB.');
  });

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
