import assert from 'node:assert/strict';
import { sizeDifference } from '../../../src/core/compose/came';
import { mergeOrdered } from '../../../src/core/compose/choices';
import { cloud, placeholder, small } from './models';

describe('whether an image came as it was asked for', () => {
  it('is not said for three percent', () => {
    assert.equal(sizeDifference(cloud, { aspectRatio: '16:9' }, { width: 1376, height: 768 }), undefined);
    assert.equal(sizeDifference(cloud, { aspectRatio: '16:9' }, { width: 1366, height: 768 }), undefined);
  });

  it('is said for another ratio', () => {
    const came = { width: 1024, height: 1024 };
    assert.deepEqual(sizeDifference(cloud, { aspectRatio: '16:9' }, came), {
      kind: 'ratio',
      asked: '16:9',
      came,
    });
  });

  it('is said for fewer pixels in the right ratio', () => {
    const came = { width: 1024, height: 1024 };
    assert.deepEqual(sizeDifference(cloud, { aspectRatio: '1:1', imageSize: '2K' }, came), {
      kind: 'pixels',
      asked: { width: 2048, height: 2048 },
      came,
    });
    assert.deepEqual(sizeDifference(placeholder, { width: 1200, height: 630 }, came), {
      kind: 'pixels',
      asked: { width: 1200, height: 630 },
      came,
    });
  });

  it('compares with what this model was asked for, not with what was chosen for all', () => {
    // 16:9 is not among its ratios: it is asked for 4:3.
    assert.equal(sizeDifference(small, { aspectRatio: '16:9' }, { width: 800, height: 600 }), undefined);
  });

  it('is silent when nothing was asked', () => {
    assert.equal(sizeDifference(cloud, {}, { width: 300, height: 900 }), undefined);
  });
});

describe('mergeOrdered', () => {
  it('keeps the order of each list', () => {
    assert.deepEqual(
      mergeOrdered([
        ['1K', '2K'],
        ['512', '1K'],
        ['2K', '4K'],
      ]),
      ['512', '1K', '2K', '4K'],
    );
    assert.deepEqual(mergeOrdered([]), []);
  });
});
