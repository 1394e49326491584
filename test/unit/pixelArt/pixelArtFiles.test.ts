import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { defaultLimits } from '../../../src/core/imaging/facts';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import { enlarge } from '../../../src/core/imaging/pixelArt/scale';
import { plainOutput } from '../../../src/core/model/output';
import { type PixelArt, plainPixelArt } from '../../../src/core/model/pixelArt';
import { parseConvert } from '../../../src/core/save/convertArgs';
import { planOutput } from '../../../src/core/save/output';
import { readOutput } from '../../../src/core/save/presets';
import { english } from '../../../src/core/translate';
import { createCodecs } from '../../../src/host/imaging/codecs';
import { decodeFile } from '../../../src/host/imaging/decode';
import { paletteOf } from '../../../src/host/save/paletteOf';
import { buildWorker } from '../imaging/buildWorker';
import { pngOf } from '../imaging/makeImages';
import { realImaging } from '../save/realImaging';
import { facts, temporaryFolder } from '../save/support';
import { blowUp, difference, drawing, opaque } from './makePixelArt';

describe('pixel art as files', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const imaging = realImaging();
  const small = opaque(drawing(24, 16, 5));

  const convert = async (
    pixelArt: Partial<PixelArt>,
    size: { width?: number; height?: number } = {},
    fit?: 'contain',
  ) => {
    const input = path.join(folder(), 'in.png');
    const output = path.join(folder(), 'out.png');
    await fs.writeFile(input, pngOf(blowUp(small, 9.4)));
    const options = {
      format: 'png' as const,
      pixelArt: { ...plainPixelArt, ...pixelArt },
      ...size,
      ...(fit && { fit }),
    };
    const made = await imaging().convert(input, output, options);
    const codecs = createCodecs(path.join(path.dirname(await buildWorker()), 'wasm'));
    return { made, bitmap: (await decodeFile(output, codecs, defaultLimits)).bitmap };
  };

  it('are as large as they were, or as asked, by whole factors only', async () => {
    const own = await convert({});
    assert.equal(difference(own.bitmap, enlarge(small, 9)), 0);
    assert.deepEqual([own.made.drawing?.width, own.made.drawing?.height], [24, 16]);
    assert.ok(Math.abs((own.made.drawing?.cell ?? 0) - 9.4) < 0.1);
    assert.equal(difference((await convert({ scale: 1 })).bitmap, small), 0);
    const boxed = await convert({}, { width: 100, height: 100 });
    assert.deepEqual([boxed.bitmap.width, boxed.bitmap.height], [100, 100]);
    assert.equal(
      difference((await convert({}, { width: 100, height: 100 }, 'contain')).bitmap, enlarge(small, 4)),
      0,
    );
  });

  it('are refused where they do not fit', async () => {
    const refused = async (work: Promise<unknown>) => {
      const error: unknown = await work.then(
        () => assert.fail('was made'),
        (thrown: unknown) => thrown,
      );
      assert.ok(isImagingError(error) && error.reason === 'unsupported', String(error));
    };
    await refused(convert({}, { width: 20, height: 20 }));
    await refused(convert({ scale: 9 }, { width: 100, height: 100 }));
    await refused(convert({ cell: 500 }));
  });

  it('are asked for by settings and arguments', async () => {
    assert.deepEqual(readOutput({ pixelArt: true }).settings.pixelArt, plainPixelArt);
    assert.deepEqual(readOutput({ pixelArt: { cell: 0 } }).unknown, ['pixelArt']);
    assert.deepEqual(readOutput({ pixelArt: { palette: ['red'] } }).unknown, ['pixelArt']);
    assert.deepEqual(readOutput({ pixelArt: { constructor: 1 } }).unknown, ['pixelArt']);
    const plan = planOutput(
      { ...plainOutput, pixelArt: plainPixelArt, width: 64, height: 64 },
      facts({}),
      'png',
      80,
    );
    assert.ok(plan.kind === 'convert' && plan.options.width === 64 && plan.options.pixelArt);
    const parsed = parseConvert(
      { image: 'a.png', saveTo: 'b.png', pixelArt: { palette: 'art/p.gpl' } },
      english,
    );
    assert.ok('args' in parsed);
    assert.deepEqual([parsed.args.palette, parsed.args.output.pixelArt], ['art/p.gpl', plainPixelArt]);
  });

  it('take their colors from a file, and say why there are none', async () => {
    const file = path.join(folder(), 'p.hex');
    const read = async (text: string) => {
      await fs.writeFile(file, text);
      return paletteOf(file, english);
    };
    assert.deepEqual(await read('ff0000\n00ff00'), { colours: ['#ff0000', '#00ff00'] });
    for (const [text, why] of [
      ['', /no colors/],
      ['x'.repeat(200_000), /no palette file/],
      [Array.from({ length: 300 }, (_, i) => i.toString(16).padStart(6, '0')).join('\n'), /more than 256/],
    ] as const) {
      const answer = await read(text);
      assert.match('refused' in answer ? answer.refused : '', why);
    }
    if (process.platform !== 'win32') {
      await fs.symlink('/dev/zero', path.join(folder(), 'zero.hex'));
      const device = await paletteOf(path.join(folder(), 'zero.hex'), english);
      assert.match('refused' in device ? device.refused : '', /cannot be read/);
    }
    const gone = await paletteOf(path.join(folder(), 'gone.pal'), english);
    assert.match('refused' in gone ? gone.refused : '', /cannot be read/);
  });
});
