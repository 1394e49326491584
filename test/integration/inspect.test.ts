import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { createBitmap } from '../../src/core/imaging/bitmap';
import type { InspectAnswer } from '../../src/host/automation/inspectAutomation';
import { encodePng } from '../../src/host/imaging/pngEncoder';
import { workspaceFile } from './extension';

describe('inspecting for automation', () => {
  const inspect = (ask: object): Thenable<InspectAnswer> =>
    vscode.commands.executeCommand<InspectAnswer>('inlineAssets.inspect', ask);
  const folder = () => workspaceFile('inspect').fsPath;

  /** A ramp from left to right: top and bottom meet, the sides do not. */
  const ramp = (): Uint8Array => {
    const bitmap = createBitmap(64, 48);
    for (let i = 0; i < 64 * 48; i++) bitmap.data.set([(i % 64) * 4, 90, 160, 255], i * 4);
    return encodePng(bitmap);
  };
  /** Squares of the two grays that editors show transparency by. */
  const painted = (): Uint8Array => {
    const bitmap = createBitmap(256, 256);
    for (let i = 0; i < 256 * 256; i++) {
      const [x, y] = [i % 256, Math.floor(i / 256)];
      const inside = Math.hypot(x - 128, y - 128) < 60;
      const gray = (Math.floor(x / 16) + Math.floor(y / 16)) % 2 === 0 ? 255 : 204;
      bitmap.data.set(inside ? [200, 40, 40, 255] : [gray, gray, gray, 255], i * 4);
    }
    return encodePng(bitmap);
  };

  beforeEach(async () => {
    await fs.mkdir(folder(), { recursive: true });
    await fs.writeFile(workspaceFile('inspect/ramp.png').fsPath, ramp());
    await fs.writeFile(workspaceFile('inspect/painted.jpg').fsPath, painted());
    await fs.writeFile(workspaceFile('inspect/cut.png').fsPath, ramp().subarray(0, 60));
  });
  afterEach(() => fs.rm(folder(), { recursive: true, force: true }));

  it('says what is in the bytes, whatever the name says', async () => {
    const { outcome, format, mimeType, width, height, bytes, hasAlpha, provenance, seams, checkerboard } =
      await inspect({ image: 'inspect/painted.jpg' });
    assert.deepEqual(
      { outcome, format, mimeType, width, height, bytes, hasAlpha, seams, checkerboard },
      {
        ...{ outcome: 'inspected', format: 'png', mimeType: 'image/png', width: 256, height: 256 },
        ...{ bytes: painted().length, hasAlpha: false, seams: undefined, checkerboard: undefined },
      },
    );
    assert.deepEqual(provenance, { contentCredentials: false, aiGenerated: false, synthIdClaimed: false });
  });

  it('measures seams and finds painted checkerboards where that is asked for', async () => {
    const tile = await inspect({ image: 'inspect/ramp.png', seams: true, checkerboard: true });
    assert.deepEqual(
      [tile.seams?.sides.shows, tile.seams?.ends.shows, tile.checkerboard],
      [true, false, false],
    );
    const fake = await inspect({ image: 'inspect/painted.jpg', checkerboard: true });
    assert.equal(fake.checkerboard, true);
  });

  it('names what is wrong', async () => {
    const said = async (ask: object): Promise<string> => {
      const { outcome, message = '' } = await inspect(ask);
      return `${outcome}: ${message}`;
    };
    assert.match(await said({}), /^bad-request: “image” must be/);
    assert.match(await said({ image: 'inspect/ramp.png', seam: true }), /^bad-request: “seam” is not known/);
    assert.match(await said({ image: 'inspect/ramp.png', seams: 1 }), /^bad-request: “seams” must be/);
    assert.match(await said({ image: 'inspect/none.png' }), /^bad-request: ./);
    assert.match(await said({ image: 'inspect/cut.png' }), /^bad-request: ./);
    assert.match(await said({ image: 'README.md' }), /^(bad-request|unsupported): ./);
  });
});
