import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { english } from '../../../src/core/translate';
import { fateNotes } from '../../../src/host/text/setText';
import { isMissing, realDisk, type Disk } from '../../../src/host/save/disk';
import { pathProblem } from '../../../src/core/sets/setPath';
import { readSets, workspaceSets } from '../../../src/host/sets/setCatalog';
import type { MadeSet, SetChoices } from '../../../src/host/sets/setTypes';
import { defaultLimits } from '../../../src/core/imaging/facts';
import { createCodecs } from '../../../src/host/imaging/codecs';
import { decodeFile } from '../../../src/host/imaging/decode';
import { buildWorker } from '../imaging/buildWorker';
import { bitmapOf, pngOf, solid } from '../imaging/makeImages';
import { png } from '../run/world';
import { realImaging } from '../save/realImaging';
import { systemError, temporaryFolder, tree } from '../save/support';
import { World } from '../save/world';
import { builtIn, builtInFolder } from './builtIn';

/** The share of red pixels. */
async function redOf(file: string): Promise<number> {
  const codecs = createCodecs(path.join(path.dirname(await buildWorker()), 'wasm'));
  const { data, width, height } = (await decodeFile(file, codecs, defaultLimits)).bitmap;
  let red = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at]! > 150 && data[at + 1]! < 90) red++;
  return red / (width * height);
}

const logo = pngOf(bitmapOf(64, 64, (x, y) => [x * 4, y * 4, 90, Math.hypot(x - 32, y - 32) < 30 ? 255 : 0]));

describe('sets written together', function () {
  this.timeout(60_000);
  const folder = temporaryFolder(async () => {
    await world.saver.settled();
    world.saver.dispose();
  });
  const imaging = realImaging();
  let world: World;

  const begin = async (disk?: Disk): Promise<void> => {
    await fs.mkdir(path.join(folder(), 'work', 'public'), { recursive: true });
    world = new World(folder(), imaging(), disk);
    await fs.writeFile(world.work('logo.png'), logo);
  };
  beforeEach(() => begin());

  const choices = (id: string, part: Partial<SetChoices> = {}): SetChoices => ({
    set: builtIn(id),
    folder: world.work('public'),
    name: null,
    background: '#ffffff',
    padding: 0,
    fit: null,
    position: 'auto',
    width: null,
    format: null,
    options: {},
    ...part,
  });
  const make = async (asked: SetChoices, image = world.work('logo.png')): Promise<MadeSet> => {
    const sources = await world.saver.assetSets.find({ image: { file: image } });
    assert.ok(!('failure' in sources), JSON.stringify(sources));
    const made = await world.saver.assetSets.make(sources, asked);
    assert.ok('files' in made, JSON.stringify(made));
    return made;
  };
  const write = async (made: MadeSet, overwrite = false) => {
    const result = await world.saver.assetSets.write(made, { overwrite });
    await world.saver.assetSets.release(made);
    return result;
  };
  const staged = () => fs.readdir(path.join(world.store.dir, 'staging'));
  const fates = (made: MadeSet) => Object.fromEntries(made.files.map(f => [f.planned.path, f.fate]));
  const publicFiles = async () => Object.keys(await tree(world.work('public'))).sort();

  it('come all at once with their sizes, and one undo takes all back', async () => {
    const made = await make(choices('favicon'));
    const written = await write(made);
    assert.ok('files' in written, JSON.stringify(written));
    assert.equal(written.files.length, made.files.length);
    for (const { target, bytes, width, planned } of made.files) {
      assert.equal((await fs.stat(target)).size, bytes);
      if (!target.endsWith('.png')) continue;
      const facts = await imaging().inspect(target);
      assert.equal(facts.width, width);
      assert.equal(facts.hasAlpha, !/apple|maskable/.test(planned.path), planned.path);
    }
    const manifest = JSON.parse(await fs.readFile(world.work('public', 'site.webmanifest'), 'utf8'));
    assert.equal(manifest.name, 'Work');
    for (const { src, sizes } of manifest.icons) {
      const facts = await imaging().inspect(world.work('public', src));
      assert.equal(sizes, `${facts.width}x${facts.height}`);
    }
    assert.deepEqual(await staged(), []);
    await world.saver.settled();
    await world.saver.undoLastSave();
    assert.deepEqual(await publicFiles(), []);
  });

  it('never take the place of the image that they are made of', async () => {
    const own = choices('densities', { folder: world.work() });
    const made = await make(own);
    assert.ok(
      made.files.every(({ planned }) => planned.path.startsWith('logo-web')),
      'another name is proposed',
    );
    await world.saver.assetSets.release(made);
    const sources = await world.saver.assetSets.find({ image: { file: world.work('logo.png') } });
    assert.ok('image' in sources);
    assert.deepEqual(await world.saver.assetSets.make(sources, { ...own, name: 'logo' }), {
      problem: { kind: 'own-source', path: 'logo.png' },
    });
    assert.deepEqual(await staged(), []);
    assert.deepEqual(await fs.readFile(world.work('logo.png')), Buffer.from(logo));
  });

  it('leave a file alone that came into being while they were written', async () => {
    let copies = 0;
    await begin({
      ...realDisk,
      copyFile: async (from, to, mode) => {
        if (String(to).endsWith('.tmp') && ++copies === 2)
          await fs.writeFile(world.work('public', 'site.webmanifest'), 'theirs');
        return realDisk.copyFile(from, to, mode);
      },
    });
    const result = await write(await make(choices('favicon')), true);
    assert.ok('failure' in result && result.failure.kind === 'exists', JSON.stringify(result));
    assert.deepEqual(await publicFiles(), ['site.webmanifest']);
    assert.equal(await fs.readFile(world.work('public', 'site.webmanifest'), 'utf8'), 'theirs');
  });

  it('take no drawing from outside the workspace, and none that is not one', async () => {
    await fs.writeFile(path.join(folder(), 'secret'), 'PRIVATE KEY');
    await fs.symlink(path.join(folder(), 'secret'), world.work('logo.svg'));
    const find = (svg?: string) =>
      world.saver.assetSets.find({ image: { file: world.work('logo.png') }, ...(svg && { svg }) });
    assert.equal(((await find()) as { svg?: string }).svg, undefined);
    await fs.writeFile(world.work('text.svg'), 'no drawing');
    for (const svg of ['logo.svg', 'text.svg', 'missing.svg']) {
      const found = await find(world.work(svg));
      assert.ok('failure' in found && found.failure.kind === 'unreadable', svg);
    }
  });

  it('merge into the manifest that is there, and need no leave to overwrite for that', async () => {
    const mine = '{\n    "name": "Mine",\n    "icons": [{ "src": "mine.png" }]\n}\n';
    await fs.writeFile(world.work('public', 'site.webmanifest'), mine);
    const made = await make(choices('favicon'));
    assert.equal(fates(made)['site.webmanifest'], 'merged');
    assert.ok('files' in (await write(made)));
    const merged = JSON.parse(await fs.readFile(world.work('public', 'site.webmanifest'), 'utf8'));
    assert.deepEqual([merged.name, merged.icons.length, merged.icons[0]], ['Mine', 4, { src: 'mine.png' }]);
    await world.saver.settled();
    await world.saver.undoLastSave();
    assert.equal(await fs.readFile(world.work('public', 'site.webmanifest'), 'utf8'), mine);
    assert.deepEqual(await publicFiles(), ['site.webmanifest']);
  });

  it('name the image that they cannot be made of', async () => {
    // Whole by its header, which is all that is read of an opaque image.
    const torn = Buffer.from(png(300, 300));
    torn.fill(0xaa, torn.indexOf('IDAT') + 10, torn.length - 30);
    await fs.writeFile(world.work('torn.png'), torn);
    const sources = await world.saver.assetSets.find({ image: { file: world.work('torn.png') } });
    assert.ok(!('failure' in sources));
    const made = await world.saver.assetSets.make(sources, choices('favicon'));
    assert.ok('failure' in made && made.failure.kind === 'conversion', JSON.stringify(made));
    assert.match(
      world.saver.describe(made.failure),
      /^torn\.png could not be made into the files of the set: /,
    );
    assert.deepEqual(await publicFiles(), []);
  });

  const latin1 = Buffer.from('{"name":"Café"}', 'latin1');
  const untouched: readonly [string, string | Buffer, RegExp][] = [
    ['is not JSON', '{ "name": ', /site\.webmanifest is not valid JSON/],
    ['is in another encoding', latin1, /site\.webmanifest is not in UTF-8/],
    ['is too long to be one', ' '.repeat(2_000_001), /site\.webmanifest cannot be read/],
    ['says one thing twice', '{"icons": [], "icons": []}', /site\.webmanifest has “icons” twice/],
  ];
  for (const [what, text, said] of untouched) {
    it(`leave a manifest that ${what} as it is, and say so`, async () => {
      await fs.writeFile(world.work('public', 'site.webmanifest'), text);
      const made = await make(choices('favicon'));
      assert.equal(fates(made)['site.webmanifest'], 'kept');
      assert.match(fateNotes(english, made.files).join(), said);
      assert.ok('files' in (await write(made)));
      const left = await fs.readFile(world.work('public', 'site.webmanifest'));
      assert.ok(left.equals(Buffer.from(text)));
      assert.ok((await publicFiles()).includes('favicon.ico'));
    });
  }

  it('read nothing without end that a link leads to, and do not write there', async () => {
    await fs.symlink('/dev/zero', world.work('public', 'site.webmanifest'));
    const made = await make(choices('favicon'));
    const written = await write(made, true);
    assert.ok('failure' in written && written.failure.kind === 'outside', JSON.stringify(written));
  });

  it('name the icon in a package.json that is there, and make none', async () => {
    const own = choices('vscode-extension', { folder: world.work() });
    const without = await make(own);
    assert.equal(fates(without)['package.json'], 'left-out');
    await write(without);
    assert.ok(!('package.json' in (await tree(world.work()))));
    await fs.writeFile(world.work('package.json'), '{ "name": "x", "files": ["a", "b"] }\n');
    const made = await make(own);
    assert.deepEqual(fates(made), { 'images/icon.png': 'same', 'package.json': 'merged' });
    await write(made);
    const text = await fs.readFile(world.work('package.json'), 'utf8');
    assert.match(text, /\["a", "b"\]/);
    assert.equal(JSON.parse(text).icon, 'images/icon.png');
  });

  it('are all or none when some of the files are there: told, refused, replaced, taken back', async () => {
    await fs.writeFile(world.work('public', 'favicon.ico'), 'old');
    await fs.writeFile(world.work('public', 'icon-192.png'), 'old too');
    const made = await make(choices('favicon'));
    const there = Object.entries(fates(made)).filter(([, fate]) => fate === 'replaced');
    assert.deepEqual(
      there.map(([name]) => name),
      ['favicon.ico', 'icon-192.png'],
    );
    const sets = world.saver.assetSets;
    const refused = await sets.write(made, { overwrite: false });
    assert.ok('failure' in refused && refused.failure.kind === 'exists');
    assert.deepEqual(await publicFiles(), ['favicon.ico', 'icon-192.png']);
    assert.ok('files' in (await write(made, true)));
    await world.saver.settled();
    await world.saver.undoLastSave();
    assert.deepEqual(await tree(world.work('public')), { 'favicon.ico': 'old', 'icon-192.png': 'old too' });
  });

  it('do not replace what came after they were shown', async () => {
    const made = await make(choices('favicon'));
    await fs.writeFile(world.work('public', 'favicon.ico'), 'theirs');
    const result = await write(made, true);
    assert.ok('failure' in result && result.failure.kind === 'exists');
    assert.deepEqual(await tree(world.work('public')), { 'favicon.ico': 'theirs' });
  });

  it('are not written when the image, or a file to merge into, changed meanwhile', async () => {
    await fs.writeFile(world.work('public', 'site.webmanifest'), '{}');
    const first = await make(choices('favicon'));
    await fs.writeFile(world.work('logo.png'), pngOf(solid(64, 64, [1, 2, 3, 255])));
    const image = await write(first, true);
    assert.deepEqual(image, { failure: { kind: 'changed-meanwhile', path: world.work('logo.png') } });
    const second = await make(choices('favicon'));
    await fs.writeFile(world.work('public', 'site.webmanifest'), '{"a": 1}');
    const manifest = await write(second, true);
    assert.deepEqual(manifest, {
      failure: { kind: 'changed-meanwhile', path: world.work('public', 'site.webmanifest') },
    });
    assert.deepEqual(await publicFiles(), ['site.webmanifest']);
  });

  for (const code of ['ENOSPC', 'EACCES']) {
    it(`leave nothing when the disk says ${code} in the middle`, async () => {
      let copies = 0;
      await begin({
        ...realDisk,
        copyFile: (from, to, mode) => {
          if (String(to).endsWith('.tmp') && ++copies === 5) throw systemError(code);
          return realDisk.copyFile(from, to, mode);
        },
      });
      await fs.writeFile(world.work('public', 'favicon.ico'), 'old');
      const result = await write(await make(choices('favicon')), true);
      assert.ok('failure' in result);
      assert.equal(result.failure.kind, code === 'ENOSPC' ? 'disk-full' : 'read-only');
      assert.deepEqual(await tree(world.work('public')), { 'favicon.ico': 'old' });
      assert.deepEqual(await staged(), []);
    });
  }

  it('are refused outside the workspace', async () => {
    const result = await write(await make(choices('favicon', { folder: path.join(folder(), 'elsewhere') })));
    assert.ok('failure' in result && result.failure.kind === 'outside');
    await assert.rejects(fs.stat(path.join(folder(), 'elsewhere')), isMissing);
  });

  it('take any image: one pixel, not square, names of other scripts with spaces', async () => {
    const name = 'Мой логотип 1.png';
    await fs.writeFile(world.work(name), pngOf(solid(1, 1, [9, 9, 9, 255])));
    const tiny = await make(choices('densities'), world.work(name));
    assert.deepEqual(
      tiny.files.map(({ width, height }) => [width, height]),
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    );
    assert.ok('files' in (await write(tiny)));
    assert.ok((await publicFiles()).includes('Мой логотип 1@2x.png'));
    await fs.writeFile(world.work('wide.png'), pngOf(solid(300, 40, [9, 9, 9, 255])));
    const wide = await make(choices('electron-icon', { fit: 'contain' }), world.work('wide.png'));
    assert.ok(wide.plan.warnings.some(({ kind }) => kind === 'not-square'));
    assert.ok('files' in (await write(wide)));
  });

  it('fill icons with what matters in a photograph, or with the part that was chosen', async () => {
    // A detailed red thing at the right of an even wall.
    const thing = (x: number, y: number): readonly [number, number, number, number] =>
      x > 420 && x < 560 && y > 60 && y < 180
        ? [200 + ((x * 7 + y * 13) % 55), 20, 20, 255]
        : [150, 160, 165, 255];
    await fs.writeFile(world.work('photo.png'), pngOf(bitmapOf(600, 240, (x, y) => [...thing(x, y)])));
    const red = async (position: SetChoices['position']): Promise<number[]> => {
      const made = await make(choices('favicon', { fit: 'cover', position }), world.work('photo.png'));
      const pictures = made.files.filter(each => each.file?.endsWith('.png'));
      const shares = await Promise.all(pictures.map(each => redOf(each.file ?? '')));
      await world.saver.assetSets.release(made);
      return shares;
    };
    for (const share of await red('auto')) assert.ok(share > 0.2, String(share));
    for (const share of await red('right')) assert.ok(share > 0.1, String(share));
    for (const share of await red('left')) assert.equal(share, 0);
  });

  it('take the drawing beside the image, byte for byte', async () => {
    await fs.writeFile(world.work('logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const made = await make(choices('favicon'));
    assert.equal(fates(made)['icon.svg'], 'new');
    await write(made);
    assert.equal(
      await fs.readFile(world.work('public', 'icon.svg'), 'utf8'),
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
    );
  });

  it('of light and dark are copies, and what is in its place already is left alone', async () => {
    await fs.writeFile(world.work('night.png'), pngOf(solid(64, 64, [0, 0, 0, 255])));
    const sets = world.saver.assetSets;
    const sources = await sets.find({
      image: { file: world.work('logo.png') },
      dark: { file: world.work('night.png') },
    });
    assert.ok('image' in sources);
    for (const fate of ['new', 'same']) {
      const made = await sets.make(sources, choices('theme-pair'));
      assert.ok('files' in made);
      assert.deepEqual(fates(made), { 'logo-light.png': fate, 'logo-dark.png': fate });
      const result = await write(made);
      assert.ok('files' in result && result.files.length === (fate === 'new' ? 2 : 0));
    }
    assert.ok((await fs.readFile(world.work('public', 'logo-light.png'))).equals(logo));
  });

  it('of a candidate are on its record', async () => {
    const ref = await world.candidate(logo, { facts: { width: 64, height: 64, hasAlpha: true } });
    const sources = await world.saver.assetSets.find({ image: ref });
    assert.ok('image' in sources);
    const made = await world.saver.assetSets.make(sources, choices('densities', { name: 'hero' }));
    assert.ok('files' in made);
    assert.ok('files' in (await write(made)));
    await world.saver.settled();
    const run = await world.store.load(ref.runId);
    assert.equal(run?.saved.length, 3);
  });

  it('stopped while they are made leave nothing', async () => {
    const sources = await world.saver.assetSets.find({ image: { file: world.work('logo.png') } });
    assert.ok('image' in sources);
    const stop = new AbortController();
    const making = world.saver.assetSets.make(sources, choices('electron-icon'), stop.signal);
    stop.abort();
    assert.deepEqual(await making, { failure: { kind: 'cancelled' } });
    assert.deepEqual(await staged(), []);
  });
});

describe('sets of the user', () => {
  const folder = temporaryFolder();
  const own = async (name: string, content: object | string): Promise<string> => {
    const file = path.join(folder(), ...workspaceSets.split('/'), name);
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const badge = {
    id: 'badge',
    title: 'Badge',
    about: 'Ours',
    source: 'https://example.com/badges',
    files: [{ kind: 'image', path: '{name}-badge.png', width: 40, height: 20 }],
  };
  const read = () => readSets(builtInFolder, [folder()], realDisk);

  it('are files of the workspace, and come first', async () => {
    const file = await own('badge.json', badge);
    const { sets, broken } = await read();
    assert.deepEqual([sets[0]?.set.id, sets[0]?.own], ['badge', file]);
    assert.deepEqual(broken, []);
    assert.equal(sets[1]?.set.id, 'favicon');
  });

  it('cannot take the place of one of ours, nor of another one', async () => {
    const file = await own('favicon.json', { ...badge, id: 'favicon' });
    const { sets, broken } = await read();
    assert.deepEqual(
      sets.filter(({ set }) => set.id === 'favicon').map(({ set }) => set.title),
      ['Favicon'],
    );
    assert.deepEqual(broken, [{ file, field: 'id', problem: '“favicon” is the id of another set' }]);
  });

  it('of a hostile repository take no other set away, and reach nothing that tools run', async () => {
    const depth = 20_000;
    await own('badge.json', badge);
    const deep = path.join(folder(), '.vscode/inline-assets/sets/deep.json');
    const nested = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const json = { ...badge, id: 'deep', files: [{ kind: 'json', path: 'a.json', json: { deep: 0 } }] };
    await fs.writeFile(deep, JSON.stringify(json).replace('{"deep":0}', nested));
    const slow = await own('slow.json', { ...badge, id: 'slow', name: { pattern: '(a+)+' } });
    const slower = await own('slower.json', {
      ...badge,
      ...{ id: 'slower', name: { pattern: `${'a*'.repeat(12)}b` } },
    });
    const shallow = `${'['.repeat(2000)}1${']'.repeat(2000)}`;
    await fs.writeFile(
      path.join(path.dirname(deep), 'list.json'),
      JSON.stringify({ ...json, id: 'list' }).replace('0}', `${shallow}}`),
    );
    await fs.symlink('/dev/zero', path.join(path.dirname(deep), 'zero.json'));
    const { sets, broken } = await read();
    assert.ok(sets.length > 10 && sets[0]?.set.id === 'badge');
    assert.deepEqual(broken.map(each => path.basename(each.file)).sort(), [
      'deep.json',
      'list.json',
      'slow.json',
      'slower.json',
      'zero.json',
    ]);
    for (const each of [slow, slower]) {
      assert.equal(broken.find(({ file }) => file === each)?.field, 'name.pattern');
    }
    for (const place of ['.git/config', '.GIT/hooks/pre-commit', 'a/.vscode/tasks.json']) {
      assert.equal(pathProblem(place), 'hidden', place);
    }
    assert.equal(pathProblem('.well-known/icon.png'), undefined);
  });

  it('that are broken are named with file and field, and the others still work', async () => {
    await own('badge.json', badge);
    const bad = await own('bad.json', { ...badge, id: 'bad', files: [{ ...badge.files[0], width: '40' }] });
    const torn = await own('torn.json', '{ "id": ');
    const { sets, broken } = await read();
    assert.equal(sets[0]?.set.id, 'badge');
    assert.ok(sets.length > 10);
    assert.deepEqual(
      broken.map(({ file, field }) => [file, field]),
      [
        [bad, 'files[0].width'],
        [torn, ''],
      ],
    );
    assert.match(broken[0]?.problem ?? '', /must be of type number/);
  });
});
