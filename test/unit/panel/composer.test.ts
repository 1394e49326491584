import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Imaging } from '../../../src/core/imaging/imagingPort';
import { silentLogger } from '../../../src/core/logger';
import type { RunService } from '../../../src/core/run/runService';
import { english } from '../../../src/core/translate';
import { asIoError } from '../../../src/host/imaging/fileSource';
import { Catalog } from '../../../src/host/models/catalog';
import { Composer, type NewReference } from '../../../src/host/panel/composer';
import { ComposerFile } from '../../../src/host/panel/composerFile';
import { ReferenceFiles } from '../../../src/host/panel/referenceFiles';
import { startFullDisk } from '../imaging/fullDisk';
import { fixturePath, pngHeader } from '../imaging/makeImages';
import { cloud, placeholder, retouch } from '../compose/models';
import { realImaging } from '../save/realImaging';
import { run, withImages } from './runs';

const candidate = { runId: 'run1', requestId: 'q1', index: 0 };

describe('the composer', () => {
  const imaging = realImaging();
  let folder = '';
  let key = true;
  let composer: Composer;

  const file = (name: string) => path.join(folder, 'workspace', name);
  const reference = (name: string): NewReference => ({
    name,
    source: { kind: 'file', path: file(name), uri: pathToFileURL(file(name)).href },
  });
  const image = async (name: string, width = 40) => {
    await imaging().placeholder({ prompt: name, width, height: 30, format: 'png' }, file(name));
    return reference(name);
  };
  const view = () => composer.view(each => `view:${each}`);

  /** The thumbnails wait for it: a large image, a busy machine. */
  let busy: (() => Promise<void>) | undefined;

  function open(): void {
    const slow: Pick<Imaging, 'inspect' | 'thumbnail'> = {
      inspect: (...args) => imaging().inspect(...args),
      thumbnail: async (...args) => {
        await busy?.();
        return imaging().thumbnail(...args);
      },
    };
    const runs: Pick<RunService, 'get' | 'pathOf'> = {
      get: async id => (id === 'run1' ? run([withImages('q1', ['a.png'])]) : undefined),
      pathOf: (_run, name) => path.join(folder, 'run', name),
    };
    composer = new Composer({
      memory: new ComposerFile(path.join(folder, 'composer'), silentLogger),
      files: new ReferenceFiles({
        folder: path.join(folder, 'composer'),
        runs,
        imaging: slow,
        t: english,
      }),
      models: new Catalog({
        providers: () => [
          { id: 'cloud', label: 'Cloud', local: false, api: 'gemini', models: [cloud] },
          { id: 'local', label: 'Local', local: true, api: 'offline', models: [placeholder, retouch] },
        ],
        load: () => Promise.reject(new Error('not needed')),
        hasKey: async () => key,
        defaultModels: () => [],
        log: silentLogger,
      }),
      maxRequests: () => 16,
      trusted: () => true,
      shownPath: uri => uri.replace('file:///w/', ''),
      t: english,
    });
  }

  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'inline-assets-composer-'));
    await fs.mkdir(path.join(folder, 'workspace'));
    await fs.mkdir(path.join(folder, 'run'));
    key = true;
    busy = undefined;
    open();
  });

  afterEach(async () => {
    // Whatever is still being looked at writes thumbnails into the folder.
    await composer.recheck();
    composer.dispose();
    await fs.rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('shows a reference image with its thumbnail and what its bytes say', async () => {
    await composer.fill({ references: [await image('hero.png')] });
    await composer.recheck();
    const [shown] = view().references;
    assert.equal(shown?.problem, undefined);
    assert.equal(shown?.facts?.width, 40);
    assert.match(shown?.thumbnail ?? '', /^view:.*\.webp$/);
    assert.ok((await fs.stat(shown?.thumbnail?.slice(5) ?? '')).size > 0);
    assert.equal(shown?.role, 'subject');
  });

  it('shows an image without its thumbnail while the disk is full, and with it when there is room', async () => {
    const hero = await image('hero.png');
    const disk = await startFullDisk();
    busy = async () => void (await disk.imaging.thumbnail(file('hero.png'), path.join(folder, 'x.webp'), 9));
    await composer.fill({ references: [hero] });
    await composer.recheck();
    const [shown] = view().references;
    assert.deepEqual([shown?.problem, shown?.facts?.width, shown?.thumbnail], [undefined, 40, undefined]);
    assert.equal((await composer.ask()).images.length, 1);
    await disk.makeRoom();
    await composer.recheck();
    assert.match(view().references[0]?.thumbnail ?? '', /\.webp$/);
    assert.deepEqual(
      (await fs.readdir(path.join(folder, 'composer', 'thumbnails'))).filter(name => /part|tmp/.test(name)),
      [],
    );
    await disk.dispose();
  });

  it('survives the window: prompt, settings, references, pasted bytes, parent', async () => {
    await image('hero.png');
    const kept = await pasted(await fs.readFile(file('hero.png')));
    composer.update({ prompt: 'A dune', count: 3, seed: 7, aspectRatio: '16:9' });
    await composer.fill({
      references: [await image('hero.png'), kept],
      parent: { ref: candidate, label: 'Banana' },
      targetFolder: 'file:///w/img',
    });
    composer.dispose();
    open();
    await composer.recheck();
    const shown = view();
    assert.deepEqual([shown.prompt, shown.count, shown.seed, shown.aspectRatio], ['A dune', 3, 7, '16:9']);
    assert.deepEqual(
      shown.references.map(each => [each.name, each.problem, each.facts?.width]),
      [
        ['hero.png', undefined, 40],
        ['pasted.png', undefined, 40],
      ],
    );
    assert.ok(shown.derived.notes.includes('Save will propose the folder img.'));
    const ask = await composer.ask();
    assert.equal(ask.targetFolder, 'file:///w/img');
    assert.deepEqual(ask.parent, candidate);
    assert.deepEqual(
      ask.images.map(each => 'path' in each && each.sourceUri),
      [pathToFileURL(file('hero.png')).href, undefined],
    );
  });

  it('says which file Save will propose, and asks with it', async () => {
    await composer.fill({ prompt: 'A login page', targetFile: 'file:///w/img/login.png' });
    composer.dispose();
    open();
    const { notes } = view().derived;
    assert.ok(notes.includes('Save will propose img/login.png.'), notes.join());
    assert.equal((await composer.ask()).targetFile, 'file:///w/img/login.png');
    await composer.fill({ targetFile: null });
    assert.equal((await composer.ask()).targetFile, undefined);
  });

  async function pasted(bytes: Uint8Array): Promise<NewReference> {
    const runs = { get: async () => undefined, pathOf: () => '' };
    const files = new ReferenceFiles({
      folder: path.join(folder, 'composer'),
      runs,
      imaging: imaging(),
      t: english,
    });
    const kept = await files.keep(bytes);
    assert.ok('source' in kept, JSON.stringify(kept));
    return { name: 'pasted.png', source: kept.source };
  }

  it('starts empty from a damaged file, and keeps what comes then', () => {
    composer.update({ prompt: 'old' });
    composer.dispose();
    const stored = path.join(folder, 'composer', 'composer.json');
    writeFileSync(stored, readFileSync(stored, 'utf8').slice(0, 40));
    open();
    assert.equal(view().prompt, '');
    composer.update({ prompt: 'new' });
    composer.dispose();
    open();
    assert.equal(view().prompt, 'new');
  });

  it('goes on when nothing can be written', async () => {
    await fs.writeFile(path.join(folder, 'composer'), 'a file where the folder should be');
    composer.update({ prompt: 'A dune' });
    composer.dispose();
    assert.equal(view().prompt, 'A dune');
  });

  describe('in two windows of one workspace', () => {
    let other: Composer;

    beforeEach(() => {
      other = composer;
      open();
    });

    afterEach(async () => {
      await other.recheck();
      other.dispose();
    });

    it('keeps the bytes of a pasted image that the other one shows', async () => {
      await image('hero.png');
      const kept = await pasted(await fs.readFile(file('hero.png')));
      await composer.fill({ references: [kept] });
      await other.fill({ references: [kept] });
      composer.remove(view().references[0]?.id ?? '');
      await composer.recheck();
      await other.recheck();
      assert.equal(other.view(each => each).references[0]?.problem, undefined);
    });

    it('does not put an older draft over a newer one, neither at its end nor for what it remembers', () => {
      other.update({ prompt: 'older' });
      other.dispose();
      composer.update({ prompt: 'newer' });
      composer.dispose();
      open();
      const late = composer;
      open();
      composer.update({ prompt: 'newest' });
      composer.dispose();
      late.remember('asked long ago');
      late.tell(['q1']);
      late.dispose();
      open();
      assert.equal(view().prompt, 'newest');
      assert.deepEqual([composer.prompts, composer.told], [['asked long ago'], ['q1']]);
    });

    it('keeps what both have asked for', () => {
      composer.remember('mine');
      composer.dispose();
      other.remember('theirs');
      other.update({ prompt: 'the last draft' });
      other.dispose();
      open();
      assert.deepEqual([...composer.prompts].sort(), ['mine', 'theirs']);
      assert.equal(view().prompt, 'the last draft');
    });

    it('does not take models that follow the keys for a draft', async () => {
      other.update({ prompt: 'worked on' });
      other.dispose();
      key = false;
      assert.equal(await composer.followModels(), true);
      composer.dispose();
      open();
      assert.equal(view().prompt, 'worked on');
    });
  });

  it('removes pasted images that nobody used for a month, and no others', async () => {
    const month = 31 * 24 * 3600 * 1000;
    await image('hero.png');
    const bytes = await fs.readFile(file('hero.png'));
    const [used, unused] = [await pasted(bytes), await pasted(bytes)];
    const sweep = (now: number) =>
      new ReferenceFiles({
        folder: path.join(folder, 'composer'),
        runs: { get: async () => undefined, pathOf: () => '' },
        imaging: imaging(),
        t: english,
        now: () => now,
      }).sweep([used.source]);
    const left = async () =>
      (await fs.readdir(path.join(folder, 'composer'))).filter(name => name.endsWith('.png')).sort();
    const name = ({ source }: NewReference) => (source.kind === 'pasted' ? source.file : '');
    await sweep(Date.now() + month / 2 - 86_400_000);
    assert.deepEqual(await left(), [name(used), name(unused)].sort());
    await sweep(Date.now() + month);
    assert.deepEqual(await left(), [name(used)]);
    // For a window that does not use it, it is as young as its last use elsewhere.
    const { mtimeMs } = await fs.stat(path.join(folder, 'composer', name(used)));
    assert.ok(mtimeMs > Date.now() + month - 86_400_000);
  });

  const broken: readonly [string, string, (target: string) => Promise<void>, RegExp][] = [
    ['is deleted', 'gone.png', async () => undefined, /no longer there/],
    ['is a folder', 'folder.png', async target => void (await fs.mkdir(target)), /is a folder/],
    ['is empty', 'empty.png', target => fs.writeFile(target, ''), /empty/],
    ['is text', 'text.png', target => fs.writeFile(target, 'hello world, no image at all'), /not an image/],
    [
      'is an SVG',
      'logo.svg',
      target => fs.writeFile(target, '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      /SVG/,
    ],
    [
      'ends early',
      'cut.png',
      async target => {
        await imaging().placeholder({ prompt: 'x', width: 400, height: 300, format: 'png' }, target);
        await fs.truncate(target, 600);
      },
      /damaged/,
    ],
    [
      'is a TIFF',
      'a.tiff',
      target => fs.copyFile(fixturePath('plain.tiff'), target),
      /TIFF.*PNG, JPEG or WebP/,
    ],
    [
      'is an icon',
      'a.ico',
      target => fs.copyFile(fixturePath('plain.ico'), target),
      /ICO.*PNG, JPEG or WebP/,
    ],
    [
      'is huge',
      'huge.png',
      target => fs.writeFile(target, pngHeader(12_000, 9000)),
      /12000 × 9000 pixels; at most 64 megapixels are read\. Make it smaller/,
    ],
  ];
  for (const [what, name, make, problem] of broken) {
    it(`says when a reference image ${what}, and blocks Generate with its name`, async () => {
      await make(file(name));
      await composer.fill({ references: [reference(name)] });
      await composer.recheck();
      const shown = view();
      assert.match(shown.references[0]?.problem ?? '', problem);
      assert.match(shown.derived.blocked ?? '', new RegExp(name));
    });
  }

  it('takes what services read and this machine does not', async () => {
    await fs.copyFile(fixturePath('plain.heic'), file('plain.heic'));
    await composer.fill({ references: [reference('plain.heic')] });
    await composer.recheck();
    assert.deepEqual(
      view().references.map(each => [each.facts?.format, each.problem, each.thumbnail]),
      [['heic', undefined, undefined]],
    );
  });

  it('says that it may not read a file', async () => {
    const files = new ReferenceFiles({
      folder: path.join(folder, 'none'),
      runs: { get: async () => undefined, pathOf: () => '' },
      imaging: {
        // As the codecs' worker says it; the tests may run as a user who may read everything.
        inspect: async () => Promise.reject(asIoError(Object.assign(new Error(), { code: 'EACCES' }))),
        thumbnail: async () => undefined,
      },
      t: english,
    });
    await image('locked.png');
    const { problem } = await files.check({ kind: 'file', path: file('locked.png') });
    assert.equal(problem, 'The file cannot be read: no permission.');
  });

  it('sees a reference image that is deleted and one that is put right', async () => {
    await composer.fill({ references: [await image('hero.png')] });
    await fs.rm(file('hero.png'));
    await composer.recheck();
    assert.match(view().references[0]?.problem ?? '', /no longer there/);
    await image('hero.png', 60);
    await composer.recheck();
    assert.equal(view().references[0]?.problem, undefined);
    assert.equal(view().references[0]?.facts?.width, 60);
  });

  it('is not talked out of a problem by a look that began before it', async () => {
    let goOn = (): void => undefined;
    const held = new Promise<void>(resolve => (goOn = resolve));
    const reached = new Promise<void>(resolve => (busy = () => (resolve(), held)));
    await composer.fill({ references: [await image('hero.png')] });
    const before = composer.recheck();
    await reached;
    await fs.rm(file('hero.png'));
    await composer.recheck();
    assert.match(view().references[0]?.problem ?? '', /no longer there/);
    goOn();
    await before;
    assert.match(view().references[0]?.problem ?? '', /no longer there/);
  });

  it('refuses pasted bytes that are no image, and keeps nothing', async () => {
    const runs = { get: async () => undefined, pathOf: () => '' };
    const files = new ReferenceFiles({
      folder: path.join(folder, 'none'),
      runs,
      imaging: imaging(),
      t: english,
    });
    for (const text of ['', 'MZ executable', '<html></html>', '<svg xmlns="http://www.w3.org/2000/svg"/>']) {
      assert.ok('problem' in (await files.keep(Buffer.from(text))), text);
    }
    await assert.rejects(fs.stat(path.join(folder, 'none')), { code: 'ENOENT' });
  });

  it('takes each image once and no more than there is room for', async () => {
    const hero = await image('hero.png');
    assert.equal(await composer.fill({ references: [hero, hero] }), 0);
    assert.equal(view().references.length, 1);
    const many = Array.from({ length: 30 }, (_, index) => reference(`missing-${index}.png`));
    assert.equal(await composer.fill({ references: many }), 7);
    assert.equal(view().references.length, 24);
  });

  it('moves and names roles', async () => {
    await composer.fill({ references: ['a', 'b', 'c'].map(reference) });
    const [first] = view().references;
    assert.ok(first);
    composer.move(first.id, 99);
    composer.setRole(first.id, 'style');
    assert.deepEqual(
      view().references.map(each => [each.name, each.role]),
      [
        ['b', 'object'],
        ['c', 'object'],
        ['a', 'style'],
      ],
    );
    composer.move('unknown', 0);
    assert.equal(view().references.length, 3);
  });

  it('forgets what it continues together with the image', async () => {
    await composer.fill({
      references: [{ name: 'result', source: { kind: 'candidate', candidate } }],
      parent: { ref: candidate, label: 'result' },
    });
    const [shown] = view().references;
    assert.ok(shown && view().parent);
    composer.remove(shown.id);
    assert.equal(view().parent, undefined);
  });

  describe('models that nobody chose', () => {
    it('follow the key and the reference images', async () => {
      key = false;
      await composer.followModels();
      assert.deepEqual(view().models, ['local/placeholder']);
      key = true;
      await composer.followModels();
      assert.deepEqual(view().models, ['cloud/a']);
      key = false;
      await composer.fill({ references: [await image('hero.png')] });
      assert.deepEqual(view().models, ['local/retouch']);
    });

    it('stay free for what is being worked on when a key is stored', async () => {
      key = false;
      await composer.fill({ references: [await image('hero.png')] });
      composer.update({ prompt: 'Make it sepia' });
      key = true;
      await composer.followModels();
      assert.deepEqual(view().models, ['local/retouch']);
      assert.ok(composer.isDraftForOthers('cloud/a'));
      await composer.followModels({ toPaid: true });
      assert.deepEqual(view().models, ['cloud/a'], 'the settings were changed');
    });

    it('are those of the key for the next subject', async () => {
      key = false;
      await composer.followModels();
      composer.update({ prompt: 'A cup' });
      key = true;
      await composer.followModels();
      assert.deepEqual(view().models, ['local/placeholder']);
      await composer.fill({ anew: true, prompt: 'A lamp' });
      assert.deepEqual(view().models, ['cloud/a']);
    });

    it('stay as they are once somebody chose', async () => {
      composer.update({ models: ['local/placeholder'] });
      await composer.followModels();
      assert.deepEqual(view().models, ['local/placeholder']);
      composer.update({ models: [] });
      await composer.followModels();
      assert.deepEqual(view().models, []);
    });

    it('replace chosen ones that cannot do what a command asks for', async () => {
      composer.update({ models: ['local/placeholder'] });
      await composer.fill({ references: [await image('hero.png')] });
      assert.deepEqual(view().models, ['cloud/a']);
    });
  });

  it('begins anew with a new subject, and keeps what was written in the history', async () => {
    composer.update({ prompt: 'An older subject', count: 4, aspectRatio: '16:9', imageSize: '2K', seed: 5 });
    await composer.fill({ references: [await image('hero.png')] });
    assert.deepEqual(
      [view().prompt, view().count],
      ['An older subject', 4],
      'one more image changes nothing',
    );
    await composer.fill({ anew: true, references: [await image('cup.png')], replaceReferences: true });
    const { prompt, count, aspectRatio, imageSize, width, seed } = view();
    assert.deepEqual([prompt, count, aspectRatio, imageSize, width], ['', 1, null, null, null]);
    assert.equal(seed, 5);
    assert.deepEqual(composer.prompts, ['An older subject']);
    composer.update({ count: 2 });
    await composer.fill({ anew: true, prompt: 'grayscale', settings: { aspectRatio: '1:1' } });
    assert.deepEqual([view().prompt, view().count, view().aspectRatio], ['grayscale', 1, '1:1']);
    assert.deepEqual(composer.prompts, ['An older subject'], 'an empty prompt is none');
  });

  it('changes only what it is given', async () => {
    composer.update({ prompt: 'Mine', seed: 5, aspectRatio: '1:1' });
    await composer.fill({ settings: { width: 1200, height: 630 } });
    let { prompt, seed, aspectRatio, width } = view();
    assert.deepEqual([prompt, seed, aspectRatio, width], ['Mine', 5, null, 1200]);
    await composer.fill({ settings: { aspectRatio: '16:9' } });
    ({ prompt, seed, aspectRatio, width } = view());
    assert.deepEqual([prompt, seed, aspectRatio, width], ['Mine', 5, '16:9', null]);
    await composer.fill({ resetSettings: true, settings: { thinking: 'high' } });
    ({ seed, aspectRatio } = view());
    assert.deepEqual([seed, aspectRatio, view().thinking], [null, null, 'high']);
  });
});
