import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { createBitmap } from '../../src/core/imaging/bitmap';
import type { SliceAnswer } from '../../src/host/automation/sliceAutomation';
import { encodePng } from '../../src/host/imaging/pngEncoder';
import { workspaceFile } from './extension';

describe('nine-slice guides for automation', () => {
  const slice = (ask: object): Thenable<SliceAnswer> =>
    vscode.commands.executeCommand<SliceAnswer>('inlineAssets.nineSlice', ask);
  const text = (file: string) => fs.readFile(workspaceFile(file).fsPath, 'utf8');
  const names = async (folder: string) => (await fs.readdir(workspaceFile(folder).fsPath)).sort();
  const guides = { left: 6, top: 6, right: 6, bottom: 6 };

  /** A panel with a rim of six pixels. */
  const panel = (): Uint8Array => {
    const bitmap = createBitmap(40, 32);
    for (let i = 0; i < 40 * 32; i++) {
      const [x, y] = [i % 40, Math.floor(i / 40)];
      const away = Math.min(x, y, 39 - x, 31 - y);
      bitmap.data.set(away < 6 ? [away * 40, 90, 160, 255] : [240, 240, 245, 255], i * 4);
    }
    return encodePng(bitmap);
  };

  beforeEach(async () => {
    await fs.mkdir(workspaceFile('slices/ui').fsPath, { recursive: true });
    await fs.writeFile(workspaceFile('slices/ui/panel.png').fsPath, panel());
  });
  afterEach(() => fs.rm(workspaceFile('slices').fsPath, { recursive: true, force: true }));

  it('are proposed, and nothing is written where nothing is asked for', async () => {
    const answer = await slice({ image: 'slices/ui/panel.png' });
    assert.deepEqual([answer.outcome, answer.slices, answer.files], ['images', guides, []]);
    assert.deepEqual(await names('slices/ui'), ['panel.png']);
  });

  it('are written in all forms as one, beside and elsewhere, and taken back as one', async () => {
    const saveTo = ['slices/res/panel.9.png', 'slices/css/panel.css', 'slices/ui/panel.json'];
    const answer = await slice({ image: 'slices/ui/panel.png', saveTo, fill: 'tile', bottom: 8 });
    assert.equal(answer.outcome, 'images', answer.message);
    assert.deepEqual(
      answer.files.map(({ uri, kind, replaced }) => [vscode.workspace.asRelativePath(uri), kind, replaced]),
      [
        ['slices/res/panel.9.png', 'android', false],
        ['slices/css/panel.css', 'css', false],
        ['slices/ui/panel.json', 'json', false],
      ],
    );
    const patch = await fs.readFile(workspaceFile('slices/res/panel.9.png').fsPath);
    assert.deepEqual([patch.readUInt32BE(16), patch.readUInt32BE(20)], [42, 34]);
    assert.match(await text('slices/css/panel.css'), /url\("\.\.\/ui\/panel\.png"\) 6 6 8 6 fill .* round;/);
    assert.match(await text('slices/ui/panel.json'), /"image": "panel\.png"/);
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    assert.deepEqual(await names('slices/ui'), ['panel.png']);
    await assert.rejects(fs.stat(workspaceFile('slices/res/panel.9.png').fsPath));
    await assert.rejects(fs.stat(workspaceFile('slices/css/panel.css').fsPath));
  });

  it('write nothing at all where one file is there, until they may', async () => {
    await fs.writeFile(workspaceFile('slices/ui/panel.css').fsPath, 'mine');
    const saveTo = ['slices/ui/panel.json', 'slices/ui/panel.css'];
    const answer = await slice({ image: 'slices/ui/panel.png', saveTo });
    assert.deepEqual([answer.outcome, answer.files], ['exists', []]);
    assert.deepEqual(await names('slices/ui'), ['panel.css', 'panel.png']);
    assert.equal(await text('slices/ui/panel.css'), 'mine');
    const again = await slice({ image: 'slices/ui/panel.png', saveTo, overwrite: true });
    assert.deepEqual(
      again.files.map(({ replaced }) => replaced),
      [false, true],
    );
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    assert.equal(await text('slices/ui/panel.css'), 'mine');
  });

  it('say by name what is wrong', async () => {
    const image = 'slices/ui/panel.png';
    const crossing = await slice({ image, left: 20, right: 20, saveTo: 'slices/ui/panel.9.png' });
    assert.equal(crossing.outcome, 'bad-request');
    assert.match(crossing.message ?? '', /meet or cross: of 40 × 32/);
    assert.deepEqual(await names('slices/ui'), ['panel.png']);
    const jpeg = await slice({ image, saveTo: 'slices/ui/panel.9.jpg' });
    assert.equal(jpeg.outcome, 'unsupported');
    assert.match(jpeg.message ?? '', /\.9\.png, \.json or \.css, not as panel\.9\.jpg/);
    await fs.writeFile(workspaceFile('slices/ui/done.9.png').fsPath, panel());
    assert.match((await slice({ image: 'slices/ui/done.9.png' })).message ?? '', /guides in it already/);
    const twice = await slice({ image, saveTo: ['slices/a.css', 'slices/b.css'] });
    assert.match(twice.message ?? '', /two files of the same kind/);
    assert.match((await slice({ image, depth: 3 })).message ?? '', /“depth” is not known/);
    assert.equal((await slice({ image: 'slices/ui/none.png' })).outcome, 'bad-request');
    assert.equal((await slice({})).outcome, 'bad-request');
    assert.equal((await slice({ image, saveTo: '/nowhere/panel.css' })).outcome, 'bad-request');
  });
});
