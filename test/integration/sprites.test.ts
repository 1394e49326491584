import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import type { SpriteAnswer } from '../../src/host/automation/spriteAutomation';
import { createBitmap } from '../../src/core/imaging/bitmap';
import { encodePng } from '../../src/host/imaging/pngEncoder';
import { workspaceFile } from './extension';

describe('sprite sheets for automation', () => {
  const make = (ask: object): Thenable<SpriteAnswer> =>
    vscode.commands.executeCommand<SpriteAnswer>('inlineAssets.makeSpriteSheet', ask);
  const cut = (ask: object): Thenable<SpriteAnswer> =>
    vscode.commands.executeCommand<SpriteAnswer>('inlineAssets.cutSpriteSheet', ask);
  const disc = (size: number, colour: readonly [number, number, number]): Uint8Array => {
    const bitmap = createBitmap(size, size);
    for (let i = 0; i < size * size; i++) {
      const away = Math.hypot((i % size) - size / 2, Math.floor(i / size) - size / 2);
      if (away < size / 3) bitmap.data.set([...colour, 255], i * 4);
    }
    return encodePng(bitmap);
  };
  const names = async (folder: string) => (await fs.readdir(workspaceFile(folder).fsPath)).sort();

  beforeEach(async () => {
    await fs.mkdir(workspaceFile('sprites').fsPath, { recursive: true });
    for (const [i, size] of [20, 30, 24].entries()) {
      await fs.writeFile(workspaceFile(`sprites/ball-${i}.png`).fsPath, disc(size, [200, i * 80, 40]));
    }
    await fs.writeFile(workspaceFile('sprites/note.png').fsPath, 'no image');
  });
  afterEach(() => fs.rm(workspaceFile('sprites').fsPath, { recursive: true, force: true }));

  it('makes a sheet with its atlas, cuts it again, and takes both back', async () => {
    const images = [2, 1, 0].map(i => `sprites/ball-${i}.png`);
    const made = await make({
      images,
      saveTo: 'sprites/out/ball.png',
      layout: 'grid',
      trim: false,
      padding: 0,
    });
    assert.equal(made.outcome, 'images', made.message);
    assert.deepEqual(
      made.files.map(({ uri, kind, replaced }) => [vscode.workspace.asRelativePath(uri), kind, replaced]),
      [
        ['sprites/out/ball.png', 'sheet', false],
        ['sprites/out/ball.json', 'atlas', false],
      ],
    );
    assert.deepEqual(
      made.frames.map(({ name, sourceWidth }) => [name, sourceWidth]),
      [
        ['ball-0', 30],
        ['ball-1', 30],
        ['ball-2', 30],
      ],
    );
    const atlas = JSON.parse(await fs.readFile(workspaceFile('sprites/out/ball.json').fsPath, 'utf8')) as {
      meta: { image: string };
      animations: object;
    };
    assert.equal(atlas.meta.image, 'ball.png');
    assert.deepEqual(atlas.animations, { ball: ['ball-0', 'ball-1', 'ball-2'] });

    const again = await cut({ image: 'sprites/out/ball.png', saveTo: 'sprites/out/frames', align: 'center' });
    assert.equal(again.outcome, 'images', again.message);
    assert.deepEqual(await names('sprites/out/frames'), ['frames-0.png', 'frames-1.png', 'frames-2.png']);
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    assert.deepEqual(await names('sprites/out'), ['ball.json', 'ball.png']);
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    assert.deepEqual(await names('sprites'), ['ball-0.png', 'ball-1.png', 'ball-2.png', 'note.png']);
  });

  it('writes over nothing unless told to, and then all or none', async () => {
    const ask = { images: ['sprites/ball-0.png'], saveTo: 'sprites/ball-1.png' };
    const before = await fs.readFile(workspaceFile('sprites/ball-1.png').fsPath);
    const refused = await make(ask);
    assert.deepEqual([refused.outcome, refused.files], ['exists', []]);
    assert.deepEqual(await names('sprites'), ['ball-0.png', 'ball-1.png', 'ball-2.png', 'note.png']);
    const done = await make({ ...ask, overwrite: true });
    assert.deepEqual(
      done.files.map(({ replaced }) => replaced),
      [true, false],
    );
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    assert.ok((await fs.readFile(workspaceFile('sprites/ball-1.png').fsPath)).equals(before));
  });

  it('says what cannot be, and leaves nothing behind', async () => {
    for (const [work, outcome, message] of [
      [make({ images: ['sprites/note.png'], saveTo: 'sprites/a.png' }), 'bad-request', /not an image/],
      [make({ images: ['sprites/gone.png'], saveTo: 'sprites/a.png' }), 'bad-request', /not there any more/],
      [make({ images: ['sprites/ball-0.png'], saveTo: 'sprites/a.gif' }), 'unsupported', /PNG or WebP/],
      [make({ images: ['sprites/ball-0.png'], saveTo: '../../a.png' }), 'bad-request', /./],
      [
        make({ images: ['sprites/ball-0.png'], saveTo: 'a.png', rotate: true }),
        'bad-request',
        /“rotate” is not known/,
      ],
      [
        cut({ image: 'sprites/ball-0.png', saveTo: 'a', frameWidth: 99, frameHeight: 99 }),
        'bad-request',
        /No whole frame/,
      ],
    ] as const) {
      const answer = await work;
      assert.equal(answer.outcome, outcome, answer.message);
      assert.match(answer.message ?? '', message);
    }
    assert.deepEqual(await names('sprites'), ['ball-0.png', 'ball-1.png', 'ball-2.png', 'note.png']);
  });
});
