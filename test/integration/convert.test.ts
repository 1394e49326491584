import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { createBitmap } from '../../src/core/imaging/bitmap';
import type { ConvertAnswer } from '../../src/host/automation/convertAutomation';
import { encodePng } from '../../src/host/imaging/pngEncoder';
import { manifest, phoneExif } from '../unit/imaging/makeMetadata';
import { pngChunk, withChunks } from '../unit/imaging/makeParts';
import { workspaceFile } from './extension';

describe('inlineAssets.convert for automation', () => {
  const convert = (ask: object): Thenable<ConvertAnswer> =>
    vscode.commands.executeCommand<ConvertAnswer>('inlineAssets.convert', ask);
  const image = 'converted/source.png';

  before(async () => {
    await fs.mkdir(workspaceFile('converted').fsPath, { recursive: true });
    const made = await vscode.commands.executeCommand<{ results: { outcome: string }[] }>(
      'inlineAssets.generate',
      {
        prompt: 'A fox',
        models: ['offline/placeholder'],
        width: 640,
        height: 480,
        saveTo: image,
        wait: true,
      },
    );
    assert.equal(made.results[0]?.outcome, 'images');
  });
  after(() => fs.rm(workspaceFile('converted').fsPath, { recursive: true, force: true }));

  it('writes exact pixels in the asked format within a budget, and says what it took', async () => {
    const answer = await convert({
      image,
      saveTo: 'converted/card.webp',
      width: 300,
      height: 100,
      maxKilobytes: 4,
      quality: 95,
    });
    assert.deepEqual(
      [answer.outcome, answer.mimeType, answer.width, answer.height, answer.hasAlpha],
      ['images', 'image/webp', 300, 100, false],
      answer.message,
    );
    const bytes = await fs.readFile(answer.uri?.fsPath ?? '');
    assert.equal(bytes.length, answer.bytes);
    assert.ok(bytes.length <= 4000);
    assert.equal(bytes.toString('latin1', 8, 12), 'WEBP');
    assert.ok(answer.quality !== undefined && answer.quality <= 95);
  });

  it('takes the format for a path without one, and the ratio for one side', async () => {
    const answer = await convert({ image, saveTo: 'converted/small', width: 64, format: 'avif' });
    assert.deepEqual([answer.outcome, answer.width, answer.height], ['images', 64, 48], answer.message);
    assert.ok(answer.uri?.fsPath.endsWith('small.avif'));
  });

  it('writes over nothing unless told to, and one undo brings the old bytes back', async () => {
    const before = await fs.readFile(workspaceFile(image).fsPath);
    const refused = await convert({ image, saveTo: image, width: 10 });
    assert.equal(refused.outcome, 'exists');
    assert.ok((await fs.readFile(workspaceFile(image).fsPath)).equals(before));
    const done = await convert({ image, saveTo: image, width: 10, overwrite: true });
    assert.deepEqual([done.outcome, done.width], ['images', 10], done.message);
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    assert.ok((await fs.readFile(workspaceFile(image).fsPath)).equals(before));
  });

  it('takes out all metadata, says what it was, and keeps the original beside, under one undo', async () => {
    const file = workspaceFile('converted/phone.png');
    const png = await fs.readFile(workspaceFile(image).fsPath);
    const told = pngChunk('tEXt', Buffer.from('Comment\0On the pier'));
    const bytes = withChunks(png, pngChunk('caBX', manifest), pngChunk('eXIf', phoneExif(1)), told);
    await fs.writeFile(file.fsPath, bytes);
    const saveTo = 'converted/bare.png';
    const done = await convert({ image: file, saveTo, strip: true, keepOriginal: true });
    assert.equal(done.outcome, 'images', done.message);
    assert.deepEqual(done.notes, [
      'In the original and not in this file: Content Credentials, the note that names SynthID, the mark as AI-made, ' +
        'GPS position, camera, date, preview picture, 2 comments.',
    ]);
    assert.deepEqual(await fs.readFile(workspaceFile(saveTo).fsPath), png);
    assert.deepEqual(
      done.beside?.map(uri => path.basename(uri.fsPath)),
      ['bare.original.png'],
    );
    assert.deepEqual(
      await fs.readFile(workspaceFile('converted/bare.original.png').fsPath),
      Buffer.from(bytes),
    );
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    await assert.rejects(fs.access(workspaceFile('converted/bare.original.png').fsPath));
    await assert.rejects(fs.access(workspaceFile(saveTo).fsPath));
    await fs.rm(file.fsPath);
  });

  it('says what a cut-out left', async () => {
    const glass = createBitmap(120, 120);
    for (let i = 0; i < 120 * 120; i++) {
      const [x, y] = [i % 120, Math.floor(i / 120)];
      const pane = x > 30 && x < 90 && y > 30 && y < 90;
      glass.data.set(pane ? [100, 228, 100, 255] : [0, 255, 0, 255], i * 4);
    }
    await fs.writeFile(workspaceFile('converted/glass.png').fsPath, encodePng(glass));
    const ask = { image: 'converted/glass.png', cutout: true, overwrite: true };
    const answer = await convert({ ...ask, saveTo: 'converted/pane.png' });
    assert.equal(answer.hasAlpha, true, answer.message);
    assert.ok(
      answer.notes?.some(note => /see-through/.test(note)),
      JSON.stringify(answer.notes),
    );
    const whole = await convert({ ...ask, image, cutout: undefined, saveTo: 'converted/pane.png' });
    assert.ok(!whole.notes?.some(note => /see-through/.test(note)));
  });

  const wrong: readonly [string, object, RegExp][] = [
    ['a part that is not known', { image, saveTo: 'converted/x.png', heigth: 5 }, /“heigth” is not known/],
    [
      'a recipe of what no run made',
      { image, saveTo: 'converted/x.png', recipe: true },
      /“recipe” is not known/,
    ],
    ['a width of nothing', { image, saveTo: 'converted/x.png', width: 0 }, /“width”/],
    ['a width beyond all', { image, saveTo: 'converted/x.png', width: 1e9 }, /“width”/],
    ['no image', { saveTo: 'converted/x.png' }, /“image” must be/],
    ['no place', { image }, /“saveTo” must be/],
    ['an image that is not there', { image: 'no.png', saveTo: 'converted/x.png' }, /not there/],
    ['a format that is not written', { image, saveTo: 'converted/x.gif' }, /\.gif files cannot be written/],
    [
      'a name of another format',
      { image, saveTo: 'converted/x.png', format: 'webp' },
      /cannot hold the format/,
    ],
    ['a place outside', { image, saveTo: '../x.png' }, /outside the workspace/],
    [
      'a budget that cannot be met',
      { image, saveTo: 'converted/x.webp', maxKilobytes: 1, width: 600 },
      /at least/,
    ],
    [
      'pixels that are too many',
      { image, saveTo: 'converted/x.png', width: 20_000, height: 20_000 },
      /too many/,
    ],
  ];
  for (const [what, ask, message] of wrong) {
    it(`refuses ${what}, and leaves nothing`, async () => {
      const before = await fs.readdir(workspaceFile('converted').fsPath);
      const answer = await convert(ask);
      assert.notEqual(answer.outcome, 'images');
      assert.match(answer.message ?? '', message);
      assert.deepEqual(await fs.readdir(workspaceFile('converted').fsPath), before);
    });
  }
});
