import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { english } from '../../../src/core/translate';
import { setProblem, setWarning } from '../../../src/host/text/setText';
import type { MadeSet, SetChoices, SetFailure } from '../../../src/host/sets/setTypes';
import { bitmapOf, pngOf } from '../imaging/makeImages';
import { realImaging } from '../save/realImaging';
import { temporaryFolder, tree } from '../save/support';
import { World } from '../save/world';
import { builtIn } from './builtIn';

const densities = ['mdpi', 'hdpi', 'xhdpi', 'xxhdpi', 'xxxhdpi'];
const logo = pngOf(bitmapOf(64, 64, (x, y) => [x * 4, y * 4, 90, Math.hypot(x - 32, y - 32) < 30 ? 255 : 0]));

const filesIn = (files: Readonly<Record<string, unknown>>) =>
  Object.keys(files)
    .filter(name => !name.endsWith('/'))
    .sort();

/** Gradle stops at two files of one resource: "Duplicate resources". */
describe('sets of a platform that takes one file of a name', function () {
  this.timeout(60_000);
  const folder = temporaryFolder(async () => {
    await world.saver.settled();
    world.saver.dispose();
  });
  const imaging = realImaging();
  let world: World;
  let res: string;
  beforeEach(async () => {
    world = new World(folder(), imaging());
    res = world.work('app/src/main/res');
    await fs.mkdir(res, { recursive: true });
    await fs.writeFile(world.work('logo.png'), logo);
  });

  const put = async (name: string, bytes: Uint8Array | string = 'old') => {
    const file = path.join(res, ...name.split('/'));
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, bytes);
  };
  const make = async (id: string, part: Partial<SetChoices> = {}): Promise<MadeSet | SetFailure> => {
    const sources = await world.saver.assetSets.find({ image: { file: world.work('logo.png') } });
    assert.ok(!('failure' in sources), JSON.stringify(sources));
    return world.saver.assetSets.make(sources, {
      ...{ set: builtIn(id), folder: res, name: null, background: '#ffffff', padding: 0, fit: null },
      ...{ position: 'auto', width: null, format: null, options: {}, ...part },
    });
  };
  const made = async (id: string, part: Partial<SetChoices> = {}): Promise<MadeSet> => {
    const result = await make(id, part);
    assert.ok('files' in result, JSON.stringify(result));
    return result;
  };
  const write = async (set: MadeSet) => {
    const result = await world.saver.assetSets.write(set, { overwrite: true });
    await world.saver.assetSets.release(set);
    assert.ok('files' in result, JSON.stringify(result));
  };
  const files = async () => filesIn(await tree(res));
  const resources = async () => (await files()).map(file => file.replace(/\..*/, ''));
  const formatOf = async (name: string) => (await imaging().inspect(path.join(res, name))).format;

  it('replace the WebP icons of a new Android project as WebP, and undo gives them back', async () => {
    for (const density of densities) {
      for (const name of ['ic_launcher', 'ic_launcher_round', 'ic_launcher_foreground'])
        await put(`mipmap-${density}/${name}.webp`);
    }
    const before = await tree(res);
    const set = await made('android-icon');
    const replaced = set.files.filter(({ fate }) => fate === 'replaced').map(({ planned }) => planned.path);
    assert.deepEqual(replaced.sort(), filesIn(before));
    const refused = await world.saver.assetSets.write(set, { overwrite: false });
    assert.ok('failure' in refused && refused.failure.kind === 'exists');
    await write(set);
    const there = await resources();
    assert.equal(new Set(there).size, there.length, there.join(' '));
    for (const [i, density] of densities.entries()) {
      const facts = await imaging().inspect(path.join(res, `mipmap-${density}`, 'ic_launcher.webp'));
      const side = [48, 72, 96, 144, 192][i];
      assert.deepEqual([facts.format, facts.width, facts.hasAlpha], ['webp', side, true]);
      assert.equal(await formatOf(`mipmap-${density}/ic_launcher_monochrome.png`), 'png');
    }
    await world.saver.settled();
    await world.saver.undoLastSave();
    assert.deepEqual(await tree(res), before);
  });

  it('say so, once', async () => {
    for (const density of densities) await put(`mipmap-${density}/ic_launcher.webp`);
    const { plan, sources, ...rest } = await made('android-icon');
    const said = plan.warnings.filter(({ kind }) => kind === 'other-format');
    assert.deepEqual(
      said.map(each => setWarning(english, each, sources.image.facts)),
      [
        'mipmap-mdpi/ic_launcher.webp, mipmap-hdpi/ic_launcher.webp and 3 more: replaced in the format that is there, as the platform takes one file of a name.',
      ],
    );
    await world.saver.assetSets.release(rest);
  });

  it('lose nothing where a PNG was wanted, and take the quality of the user where the format was left open', async () => {
    await put('drawable-mdpi/hero.webp');
    await put('drawable-hdpi/hero.jpg');
    const optionsOf = async (format: SetChoices['format']) => {
      const { plan, ...set } = await made('android-densities', { name: 'hero', format });
      await world.saver.assetSets.release(set);
      return plan.files.flatMap(each =>
        each.kind === 'image' ? [[each.path, each.options.lossless === true] as const] : [],
      );
    };
    const rest = (ext: string) =>
      densities.slice(2).map(density => [`drawable-${density}/hero.${ext}`, false] as const);
    const jpeg = ['drawable-hdpi/hero.jpg', false] as const;
    assert.deepEqual(await optionsOf('png'), [['drawable-mdpi/hero.webp', true], jpeg, ...rest('png')]);
    assert.deepEqual(await optionsOf(null), [['drawable-mdpi/hero.webp', false], jpeg, ...rest('png')]);
    assert.deepEqual(await optionsOf('webp'), [['drawable-mdpi/hero.webp', false], jpeg, ...rest('webp')]);
    await write(await made('android-densities', { name: 'hero', format: 'png' }));
    assert.deepEqual(
      await Promise.all([formatOf('drawable-mdpi/hero.webp'), formatOf('drawable-hdpi/hero.jpg')]),
      ['webp', 'jpeg'],
    );
    assert.equal((await files()).length, densities.length);
  });

  it('leave other names, other folders and what is no file alone', async () => {
    for (const name of ['drawable/hero.webp', 'drawable-mdpi/hero_2.webp', 'drawable-mdpi/her.webp']) {
      await put(name);
    }
    const { plan, ...set } = await made('android-densities', { name: 'hero', format: 'png' });
    await world.saver.assetSets.release(set);
    assert.ok(plan.files.every(each => each.path.endsWith('/hero.png')));
  });

  const taken: readonly [string, readonly string[], string][] = [
    ['a format that is not written', ['hero.gif'], 'hero.gif'],
    ['a drawing', ['hero.xml'], 'hero.xml'],
    ['a nine-patch', ['hero.9.png'], 'hero.9.png'],
    ['two', ['hero.jpg', 'hero.webp'], 'hero.jpg'],
    ['another one beside the same', ['hero.png', 'hero.webp'], 'hero.webp'],
  ];
  for (const [title, names, by] of taken) {
    it(`are not made where there is ${title}`, async () => {
      for (const name of names) await put(`drawable-xhdpi/${name}`);
      const result = await make('android-densities', { name: 'hero', format: 'png' });
      assert.ok('problem' in result, JSON.stringify(result));
      const problem = { path: 'drawable-xhdpi/hero.png', by: `drawable-xhdpi/${by}` };
      assert.deepEqual(result.problem, { kind: 'name-taken', ...problem });
      assert.ok(setProblem(english, result.problem).startsWith(`${problem.by} is there, `));
      assert.deepEqual(await fs.readdir(path.join(world.store.dir, 'staging')).catch(() => []), []);
    });
  }
});
