import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { plainOutput, type OutputSettings } from '../../../src/core/model/output';
import type { CandidateRef, RunReference } from '../../../src/core/model/run';
import type { Recipe } from '../../../src/core/recipe/recipe';
import { realDisk, type Disk } from '../../../src/host/save/disk';
import { sha256Of } from '../../../src/host/sha256';
import { noise, pngChunk, pngOf, withChunks } from '../imaging/makeImages';
import { manifest } from '../imaging/makeMetadata';
import { realImaging } from './realImaging';
import { facts, systemError, temporaryFolder, tree } from './support';
import { World } from './world';

const signed = withChunks(
  pngOf(noise(40, 30)),
  pngChunk('caBX', manifest),
  pngChunk('tEXt', Buffer.from('Comment\0hello')),
);
const marks = { contentCredentials: true, aiGenerated: true, synthIdClaimed: true };
const key = `AIza${'Sy0123456789'.repeat(3)}`;

describe('what goes beside an image', function () {
  this.timeout(60_000);
  const folder = temporaryFolder(async () => {
    await world.saver.settled();
    world.saver.dispose();
  });
  const imaging = realImaging();
  let world: World;
  let valid: (recipe: unknown) => boolean;

  const begin = async (disk?: Disk): Promise<void> => {
    await fs.mkdir(path.join(folder(), 'work'), { recursive: true });
    world = new World(folder(), imaging(), disk);
  };
  before(async () => {
    const schema = JSON.parse(await fs.readFile('media/recipe.schema.json', 'utf8')) as object;
    const ajv = new Ajv({ strict: true, formats: { 'date-time': /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ } });
    const validate = ajv.compile(schema);
    valid = recipe => {
      const fine = validate(recipe);
      assert.deepEqual(validate.errors ?? [], []);
      return fine;
    };
  });
  beforeEach(() => begin());

  const candidate = (about: Parameters<World['candidate']>[1] = {}): Promise<CandidateRef> =>
    world.candidate(signed, {
      ...about,
      facts: { width: 40, height: 30, bytes: signed.length, provenance: marks },
    });
  const names = async (): Promise<string[]> => (await fs.readdir(world.work())).sort();
  const recipeOf = async (name: string): Promise<Recipe> =>
    JSON.parse(await fs.readFile(world.work(`${name}.recipe.json`), 'utf8')) as Recipe;
  const asked = (name: string, output: Partial<OutputSettings>) => ({
    path: world.work(name),
    output: { ...plainOutput, ...output },
  });
  const webp: Partial<OutputSettings> = { format: 'webp', keepOriginal: true, recipe: true };

  it('comes with it in one step, and goes with it in one', async () => {
    const ref = await candidate();
    const result = await world.saver.save(ref, asked('hero.webp', webp));
    assert.ok('saved' in result);
    assert.deepEqual(await names(), ['hero.original.png', 'hero.webp', 'hero.webp.recipe.json']);
    assert.deepEqual(await fs.readFile(world.work('hero.original.png')), Buffer.from(signed));
    assert.deepEqual(
      result.saved.beside?.map(file => path.basename(file)),
      ['hero.original.png', 'hero.webp.recipe.json'],
    );
    const recipe = await recipeOf('hero.webp');
    assert.ok(valid(recipe));
    assert.equal(recipe.image.sha256, await sha256Of(world.work('hero.webp')));
    assert.equal(recipe.original.sha256, await sha256Of(world.work('hero.original.png')));
    assert.equal(recipe.original.file, 'hero.original.png');
    assert.equal(recipe.original.contentCredentials, true);
    assert.deepEqual(recipe.output, { format: 'webp', quality: 80 });
    await world.saver.settled();
    await world.saver.undoLastSave(result.saved.saveId);
    assert.deepEqual(await names(), []);
    assert.deepEqual(await world.saver.undoLastSave(), { kind: 'nothing' });
  });

  it('is of what the service sent, also where that was cut out on this machine', async () => {
    const cut = pngOf(noise(40, 30));
    const ref = await world.candidate(signed, {
      facts: { width: 40, height: 30, bytes: signed.length, provenance: marks },
      cutOut: { bytes: cut, facts: { width: 40, height: 30 }, key: 'green' },
    });
    const result = await world.saver.save(ref, asked('logo.png', { keepOriginal: true, recipe: true }));
    assert.ok('saved' in result);
    assert.deepEqual(await names(), ['logo.original.png', 'logo.png', 'logo.png.recipe.json']);
    assert.deepEqual(await fs.readFile(world.work('logo.png')), Buffer.from(cut));
    assert.deepEqual(await fs.readFile(world.work('logo.original.png')), Buffer.from(signed));
    assert.deepEqual(result.saved.original.provenance, marks, 'what the file has not got is known');
    const recipe = await recipeOf('logo.png');
    assert.ok(valid(recipe));
    assert.equal(recipe.original.sha256, await sha256Of(world.work('logo.original.png')));
    assert.deepEqual(recipe.keyed, { colour: '#00ff00', added: 'Paint green behind it.' });
    assert.deepEqual(recipe.output, {});
  });

  it('is not needed where the image is saved as it came: cut out or not, the bytes are there', async () => {
    const ref = await world.candidate(signed, {
      facts: { width: 40, height: 30, bytes: signed.length, provenance: marks },
      cutOut: { bytes: pngOf(noise(40, 30)), facts: { width: 40, height: 30 }, key: 'green' },
    });
    const result = await world.saver.save(
      { ...ref, original: true },
      asked('logo.png', { keepOriginal: true, recipe: true }),
    );
    assert.ok('saved' in result);
    assert.deepEqual(await names(), ['logo.png', 'logo.png.recipe.json']);
    assert.deepEqual(await fs.readFile(world.work('logo.png')), Buffer.from(signed));
    assert.equal((await recipeOf('logo.png')).keyed, undefined);
    assert.deepEqual(
      (await world.store.load(ref.runId))?.saved.map(({ candidate }) => candidate),
      [ref],
    );
  });

  it('is nothing unless it is wanted, and no original where the very bytes are written', async () => {
    const ref = await candidate();
    await world.saver.save(ref, asked('plain.webp', { format: 'webp' }));
    await world.saver.save(ref, asked('same.png', { keepOriginal: true }));
    assert.deepEqual(await names(), ['plain.webp', 'same.png']);
    world.writeRecipes = true;
    await world.saver.save(ref, asked('off.png', { recipe: false }));
    assert.deepEqual(await names(), ['off.png', 'plain.webp', 'same.png']);
  });

  it('comes on every road when the setting says so', async () => {
    world.writeRecipes = true;
    const old = world.work('old.png');
    await fs.writeFile(old, 'old');
    const reference: RunReference = {
      file: 'ref.png',
      role: 'subject',
      facts: facts({}),
      name: 'old.png',
      sourceUri: pathToFileURL(old).href,
      sha256: await sha256Of(old),
    };
    const ref = await candidate({ references: [reference] });
    world.person.picks = [() => world.work('dialog.png')];
    await world.saver.save(ref);
    assert.ok((await world.saver.saveTo(ref, world.work('automatic.webp'))).ok);
    world.person.replace = 'replace';
    await world.saver.replaceOriginal(ref);
    world.editor.file = world.work('guide.md');
    const inserted = await world.saver.saveAndInsert(ref, asked('inserted.png', {}));
    assert.ok('saved' in inserted);
    for (const name of ['dialog.png', 'automatic.webp', 'old.png', 'inserted.png']) {
      const recipe = await recipeOf(name);
      assert.ok(valid(recipe), name);
      assert.equal(recipe.image.sha256, await sha256Of(world.work(name)), name);
    }
    await world.saver.settled();
    // The insertion, the replaced file, then the two others: one undo each.
    for (let i = 0; i < 4; i++) await world.saver.undoLastSave();
    assert.deepEqual(await names(), ['old.png']);
    assert.equal(await fs.readFile(old, 'utf8'), 'old');
  });

  it('is inserted in one step of the editor, which takes back all of it, and brings it again', async () => {
    const ref = await candidate();
    world.editor.file = world.work('guide.md');
    const result = await world.saver.saveAndInsert(ref, asked('hero.webp', webp));
    assert.ok('saved' in result);
    const all = ['hero.original.png', 'hero.webp', 'hero.webp.recipe.json'];
    assert.deepEqual(await names(), all);
    assert.deepEqual(world.person.inserted.at(-1)?.kind, 'one-step');
    assert.match(world.editor.text, /hero\.webp/);
    await world.editor.undo();
    await world.saver.settled();
    assert.deepEqual(await names(), []);
    assert.equal(world.editor.text, '');
    await world.editor.redo();
    await world.saver.settled();
    assert.deepEqual(await names(), all);
    const [saved] = (await world.store.load(ref.runId))?.saved ?? [];
    assert.ok(saved && !saved.undone);
    assert.equal((await world.store.load(ref.runId))?.saved.length, 1, 'the image alone is on record');
    // After more was typed the document cannot take it back: then the files can, all of them, after one question.
    world.editor.moved = true;
    world.person.fileOnly = 'file-only';
    assert.deepEqual(await world.saver.undoLastSave(), { kind: 'group', restored: 0, removed: 3, left: 0 });
    assert.deepEqual(world.person.asked.filter(each => each === 'file-only').length, 1);
    assert.deepEqual(await names(), []);
  });

  it('undone by the button it is the same one step', async () => {
    const ref = await candidate();
    world.editor.file = world.work('guide.md');
    await world.saver.saveAndInsert(ref, asked('hero.webp', webp));
    assert.equal((await world.saver.undoLastSave()).kind, 'undone');
    await world.saver.settled();
    assert.deepEqual(await names(), []);
    assert.deepEqual(await world.saver.undoLastSave(), { kind: 'nothing' });
  });

  it('left alone by the user it is not in the way of the saves before it', async () => {
    const ref = await candidate();
    await world.saver.save(ref, asked('first.png', {}));
    world.editor.file = world.work('guide.md');
    await world.saver.saveAndInsert(ref, asked('hero.webp', webp));
    world.editor.moved = true;
    assert.equal((await world.saver.undoLastSave()).kind, 'insertion');
    assert.equal((await world.saver.undoLastSave()).kind, 'undone');
    assert.deepEqual(await names(), ['hero.original.png', 'hero.webp', 'hero.webp.recipe.json']);
  });

  it('leaves everything as it was when the disk is full in the middle', async () => {
    let copies = 0;
    await begin({
      ...realDisk,
      copyFile: (from, to, mode) => {
        if (String(to).endsWith('.tmp') && ++copies === 3) throw systemError('ENOSPC');
        return realDisk.copyFile(from, to, mode);
      },
    });
    const result = await world.saver.save(await candidate(), asked('new/hero.webp', webp));
    assert.deepEqual(result, { failure: { kind: 'disk-full', path: world.work('new', 'hero.webp') } });
    assert.deepEqual(await tree(world.work()), {});
  });

  it('never takes the place of what is somebody else’s', async () => {
    const ref = await candidate();
    await fs.writeFile(world.work('hero.original.png'), 'mine');
    await fs.writeFile(world.work('hero.webp.recipe.json'), '{"flour": "500 g"}');
    const refused = await world.saver.save(ref, asked('hero.webp', webp));
    assert.deepEqual(refused, { failure: { kind: 'exists', path: world.work('hero.webp.recipe.json') } });
    await fs.rm(world.work('hero.webp.recipe.json'));
    await world.saver.save(ref, asked('hero.webp', webp));
    assert.equal(await fs.readFile(world.work('hero.original.png'), 'utf8'), 'mine');
    assert.equal((await recipeOf('hero.webp')).original.file, 'hero.original-2.png');
    await fs.rm(world.work('hero.original.png'));
    await fs.rename(world.work('hero.original-2.png'), world.work('hero.original.png'));
    // Saved again it is there already, and the recipe of the file that is replaced is replaced with it.
    world.person.overwrite = 'overwrite';
    const again = await world.saver.save(ref, asked('hero.webp', { ...webp, quality: 30 }));
    assert.ok('saved' in again);
    assert.deepEqual(await names(), ['hero.original.png', 'hero.webp', 'hero.webp.recipe.json']);
    assert.equal((await recipeOf('hero.webp')).output.quality, 30);
    await world.saver.undoLastSave(again.saved.saveId);
    assert.equal((await recipeOf('hero.webp')).output.quality, 80);
  });

  it('tells how it was made, step by step, without keys and without paths of this machine', async () => {
    const reference: RunReference = {
      file: 'ref.png',
      role: 'style',
      facts: facts({ width: 8, height: 9 }),
      name: path.join(folder(), 'elsewhere', 'mood.png'),
      sha256: 'ab'.repeat(32),
    };
    const first = await candidate({
      prompt: `A pier, key=${key}`,
      references: [reference],
      settings: { aspectRatio: '16:9', seed: 7 },
      modelVersion: 'nano-2026-11',
    });
    const second = await candidate({ prompt: 'Make it dusk', parent: first });
    const third = await candidate({
      prompt: 'Add a boat',
      parent: second,
      settings: { systemInstruction: `Authorization: Bearer ${key}` },
    });
    await world.saver.save(third, asked('pier.png', { recipe: true }));
    const text = await fs.readFile(world.work('pier.png.recipe.json'), 'utf8');
    const recipe = await recipeOf('pier.png');
    assert.ok(valid(recipe));
    assert.equal(text.includes(key), false);
    assert.equal(text.includes(folder()), false);
    assert.deepEqual(
      recipe.steps.map(({ prompt }) => prompt.replace(/key=.*/, 'key=')),
      ['A pier, key=', 'Make it dusk'],
    );
    assert.deepEqual(recipe.steps[0]?.references, [
      { name: 'mood.png', role: 'style', sha256: 'ab'.repeat(32), format: 'png', width: 8, height: 9 },
    ]);
    assert.equal(recipe.steps[0]?.modelVersion, 'nano-2026-11');
    assert.deepEqual(recipe.steps[0]?.settings, { aspectRatio: '16:9', seed: 7 });
    assert.equal(recipe.prompt, 'Add a boat');
    assert.equal(recipe.made, new Date(1_790_000_000_000).toISOString());
    assert.deepEqual(recipe.output, {});
    assert.equal(recipe.image.sha256, recipe.original.sha256);
  });

  it('takes out all metadata without touching a pixel, and says what it was', async () => {
    const ref = await candidate();
    const result = await world.saver.save(ref, asked('bare.png', { strip: true, keepOriginal: true }));
    assert.ok('saved' in result);
    assert.deepEqual(result.saved.left, [
      { item: 'credentials', count: 1 },
      { item: 'comment', count: 1 },
    ]);
    const bare = await fs.readFile(world.work('bare.png'));
    assert.deepEqual(bare, Buffer.from(pngOf(noise(40, 30))));
    assert.deepEqual(await names(), ['bare.original.png', 'bare.png']);
    // A file of the workspace over itself: its own bytes stay beside.
    const own = world.work('own.png');
    await fs.writeFile(own, signed);
    const over = { overwrite: true, output: { ...plainOutput, strip: true, keepOriginal: true } };
    assert.ok((await world.saver.saveTo({ file: own }, own, over)).ok);
    assert.deepEqual(await fs.readFile(own), bare);
    assert.deepEqual(await fs.readFile(world.work('own.original.png')), Buffer.from(signed));
    await world.saver.settled();
    await world.saver.undoLastSave();
    assert.deepEqual(await fs.readFile(own), Buffer.from(signed));
    // Where it cannot be done nothing is pretended.
    await fs.copyFile('test/fixtures/images/animated.gif', world.work('a.gif'));
    const gif = await world.saver.saveTo({ file: world.work('a.gif') }, world.work('b.gif'), {
      output: { ...plainOutput, strip: true },
    });
    assert.ok(!gif.ok && gif.reason.kind === 'cannot-write-format');
  });
});
