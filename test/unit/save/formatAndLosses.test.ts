import assert from 'node:assert/strict';
import { formatOfExtension } from '../../../src/core/model/imageFormat';
import { qualityOf } from '../../../src/core/model/output';
import { formatChoices, planFormat } from '../../../src/core/save/fileFormat';
import { lossesOf } from '../../../src/core/save/losses';
import { facts } from './support';

describe('what an extension asks for', () => {
  it('is a plain copy when it names the format of the bytes, in any spelling', () => {
    for (const extension of ['jpg', 'JPG', 'jpeg', 'jfif']) {
      assert.deepEqual(planFormat(extension, 'jpeg'), { kind: 'copy' });
    }
    assert.deepEqual(planFormat('gif', 'gif'), { kind: 'copy' });
  });

  it('is a conversion to what this machine writes', () => {
    assert.deepEqual(planFormat('webp', 'png'), { kind: 'convert', format: 'webp' });
    assert.deepEqual(planFormat('JPEG', 'png'), { kind: 'convert', format: 'jpeg' });
  });

  it('is the extension of the bytes when there is none', () => {
    assert.deepEqual(planFormat('', 'jpeg'), { kind: 'append', extension: 'jpg' });
  });

  it('is impossible for every other', () => {
    for (const extension of ['gif', 'heic', 'svg', 'txt', 'exe']) {
      assert.deepEqual(planFormat(extension, 'png'), { kind: 'impossible', extension });
    }
    assert.equal(formatOfExtension('toString'), undefined);
  });

  it('leaves a drawing a drawing', () => {
    assert.deepEqual(planFormat('svg', 'svg'), { kind: 'copy' });
    assert.deepEqual(planFormat('png', 'svg'), { kind: 'impossible', extension: 'png' });
    assert.deepEqual(formatChoices('svg'), ['svg']);
  });

  it('is the same for every name of a format', () => {
    for (const [extension, format] of [
      ['JPEG', 'jpeg'],
      ['dib', 'bmp'],
      ['tif', 'tiff'],
      ['heif', 'heic'],
    ] as const) {
      assert.equal(formatOfExtension(extension), format);
      assert.deepEqual(planFormat(extension, format), { kind: 'copy' });
    }
  });

  it('takes less quality for AVIF', () => {
    assert.deepEqual([qualityOf('webp', 82), qualityOf('avif', 82), qualityOf('avif', 5)], [82, 67, 1]);
  });

  it('offers the own format first', () => {
    assert.deepEqual(formatChoices('webp'), ['webp', 'png', 'jpeg', 'avif']);
    assert.deepEqual(formatChoices('gif'), ['gif', 'png', 'jpeg', 'webp', 'avif']);
  });
});

describe('what a file loses', () => {
  const before = facts({ width: 2400, height: 1350, hasAlpha: true });

  it('is nothing when an equal one takes its place', () => assert.deepEqual(lossesOf(before, before), []));

  it('is size and transparency', () => {
    assert.deepEqual(lossesOf(before, facts({ width: 1376, height: 768 })), [
      { kind: 'size', from: { width: 2400, height: 1350 }, to: { width: 1376, height: 768 }, ratio: true },
      { kind: 'transparency' },
    ]);
  });

  it('is no shape when rounding alone changed it', () => {
    const [loss] = lossesOf(facts({ width: 1920, height: 1080 }), facts({ width: 1280, height: 720 }));
    assert.deepEqual(loss?.kind === 'size' && loss.ratio, false);
  });

  it('is animation, format and the credentials of the old file', () => {
    const old = facts({ format: 'gif', animated: true });
    old.provenance.contentCredentials = true;
    assert.deepEqual(
      lossesOf(old, facts({})).map(({ kind }) => kind),
      ['animation', 'format', 'credentials'],
    );
  });
});
