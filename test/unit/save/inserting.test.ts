import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { CandidateRef } from '../../../src/core/model/run';
import { realImaging } from './realImaging';
import { temporaryFolder, tree } from './support';
import { World } from './world';

describe('save and insert', () => {
  const folder = temporaryFolder(async () => {
    await world.saver.settled();
    world.saver.dispose();
  });
  const imaging = realImaging();
  let world: World;

  beforeEach(async () => {
    await fs.mkdir(path.join(folder(), 'work', 'docs'), { recursive: true });
    world = new World(folder(), imaging());
    world.editor.file = world.work('docs', 'guide.md');
    world.editor.text = 'Before. After.';
    world.editor.offset = 8;
    world.person.picks = [() => world.work('docs', 'img', 'hero.png')];
  });

  const undoneOnRecord = async (runId: string) => {
    await world.saver.settled();
    const saved = (await world.store.load(runId))?.saved ?? [];
    return saved.map(asset => asset.undone === true);
  };

  it('puts the file and its reference in place as one step', async () => {
    const ref = await world.candidate('image');
    const result = await world.saver.saveAndInsert(ref);
    assert.ok('saved' in result);
    assert.equal(world.editor.text, 'Before. ![A lighthouse at dawn 64x64](img/hero.png)After.');
    assert.equal(await fs.readFile(world.work('docs', 'img', 'hero.png'), 'utf8'), 'image');
    const document = world.work('docs', 'guide.md');
    assert.deepEqual(world.person.into, [document]);
    assert.deepEqual(world.person.inserted, [{ kind: 'one-step', document, line: 1 }]);
    assert.deepEqual(await undoneOnRecord(ref.runId), [false]);
  });

  it('is taken back by one Undo of the editor and comes again by Redo, on record too', async () => {
    const ref = await world.candidate('image');
    await world.saver.saveAndInsert(ref);
    await world.editor.undo();
    assert.equal(world.editor.text, 'Before. After.');
    await world.saver.settled();
    assert.deepEqual(await tree(world.work()), { 'docs/': '' });
    await world.saver.undoLastSave();
    assert.deepEqual(world.person.undone, [{ kind: 'nothing' }], 'nothing is left for Undo Last Save');
    assert.deepEqual(await undoneOnRecord(ref.runId), [true]);
    await world.editor.redo();
    assert.equal(await fs.readFile(world.work('docs', 'img', 'hero.png'), 'utf8'), 'image');
  });

  it('is taken back by Undo Last Save, through the editor', async () => {
    await world.saver.saveAndInsert(await world.candidate('image'));
    assert.equal((await world.saver.undoLastSave()).kind, 'undone');
    assert.equal(world.editor.text, 'Before. After.');
    await world.saver.settled();
    assert.deepEqual(await tree(world.work()), { 'docs/': '' });
  });

  describe('that the document cannot take back any more', () => {
    const hero = () => world.work('docs', 'img', 'hero.png');
    let ref: CandidateRef;

    beforeEach(async () => {
      world.person.picks = [() => world.work('first.png'), hero];
      await world.saver.save(await world.candidate('first'));
      ref = await world.candidate('image');
      await world.saver.saveAndInsert(ref);
      world.editor.moved = true;
    });

    it('gives back the file alone when that is wanted, and then the save before it', async () => {
      world.person.fileOnly = 'file-only';
      const outcome = await world.saver.undoLastSave();
      assert.ok(outcome.kind === 'undone' && outcome.movedTo);
      assert.equal(await fs.readFile(outcome.movedTo, 'utf8'), 'image');
      assert.deepEqual(await tree(world.work()), { 'docs/': '', 'first.png': 'first' });
      assert.match(world.editor.text, /hero\.png/);
      assert.deepEqual(await undoneOnRecord(ref.runId), [true]);
      assert.equal((await world.saver.undoLastSave()).kind, 'undone');
      assert.deepEqual(await tree(world.work()), { 'docs/': '' });
    });

    it('does not keep the save before it from being taken back', async () => {
      assert.equal((await world.saver.undoLastSave()).kind, 'insertion');
      assert.equal(await fs.readFile(hero(), 'utf8'), 'image');
      const next = await world.saver.undoLastSave();
      assert.ok(next.kind === 'undone' && next.entry.path === world.work('first.png'));
      assert.deepEqual(await world.saver.undoLastSave(), { kind: 'nothing' });
      assert.deepEqual(
        world.person.asked.filter(question => question === 'file-only'),
        ['file-only'],
      );
      assert.deepEqual(await undoneOnRecord(ref.runId), [false]);
    });

    it('leaves the file alone when it was changed while the question was open', async () => {
      world.person.askFileOnly = async () => {
        await fs.writeFile(hero(), 'theirs');
        return 'file-only';
      };
      assert.equal((await world.saver.undoLastSave()).kind, 'changed');
      assert.equal(await fs.readFile(hero(), 'utf8'), 'theirs');
    });
  });

  it('leaves no folder that was made for its dialog, whoever takes it back', async () => {
    world.saveFolder = 'assets/new';
    for (const fileOnly of [false, true]) {
      world.person.picks = [proposed => proposed];
      world.person.fileOnly = fileOnly ? 'file-only' : undefined;
      await world.saver.saveAndInsert(await world.candidate('image'));
      world.editor.moved = fileOnly;
      assert.equal((await world.saver.undoLastSave()).kind, 'undone');
      await world.saver.settled();
      assert.deepEqual(await tree(world.work()), { 'docs/': '' });
    }
  });

  it('proposes the folder of the images that the document shows, not that of a save that was taken back', async () => {
    await fs.mkdir(world.work('docs', 'pictures'));
    await fs.writeFile(world.work('docs', 'pictures', 'a.png'), '');
    const asked: string[] = [];
    const other = new World(folder(), imaging(), undefined, {
      documentImages: async ({ path: document }) => {
        asked.push(document);
        return [[world.work('docs', 'pictures', 'a.png')]];
      },
    });
    other.editor.file = world.editor.file;
    await other.saver.saveAndInsert(await other.candidate('image'));
    assert.equal(path.dirname(other.person.proposed[0] ?? ''), world.work('docs', 'pictures'));
    assert.deepEqual(asked, [world.work('docs', 'guide.md')]);
    await other.saver.settled();
    other.saver.dispose();
  });

  describe('of what was saved before', () => {
    const hero = () => world.work('docs', 'img', 'hero.png');
    let ref: CandidateRef;

    beforeEach(async () => {
      world.person.picks = [hero, () => world.work('docs', 'img', 'hero-2.png')];
      ref = await world.candidate('image');
      await world.saver.saveAndInsert(ref);
      world.editor.file = world.work('docs', 'other.md');
      world.editor.text = 'One.\n\n';
      world.editor.offset = 6;
    });

    it('refers to that file and saves no other', async () => {
      assert.deepEqual(await world.saver.saveAndInsert(ref), { referenced: hero() });
      assert.deepEqual(world.person.asked, ['target']);
      assert.match(world.editor.text, /^One\.\n\n!\[.*\]\(img\/hero\.png\)$/);
      assert.deepEqual(await fs.readdir(world.work('docs', 'img')), ['hero.png']);
      assert.deepEqual(world.person.referenced, [hero()]);
      assert.deepEqual(world.person.inserted[1], {
        kind: 'text-only',
        document: world.work('docs', 'other.md'),
        line: 3,
      });
      assert.deepEqual(await undoneOnRecord(ref.runId), [false]);
    });

    it('saves again when that file was changed, moved or taken back', async () => {
      await fs.writeFile(hero(), 'theirs');
      assert.ok('saved' in (await world.saver.saveAndInsert(ref)));
      assert.deepEqual((await fs.readdir(world.work('docs', 'img'))).sort(), ['hero-2.png', 'hero.png']);
    });

    it('copies the path when there is no document', async () => {
      world.editor.file = undefined;
      await world.saver.saveAndInsert(ref);
      assert.equal(world.person.clipboard, 'docs/img/hero.png');
    });

    it('says so when the document cannot be edited', async () => {
      world.editor.refuses = true;
      const result = await world.saver.saveAndInsert(ref);
      assert.ok('failure' in result && result.failure.kind === 'not-inserted');
      assert.equal(world.person.failures.length, 1);
    });
  });

  it('leaves no file when the document cannot be edited', async () => {
    world.editor.refuses = true;
    const ref = await world.candidate('image');
    const result = await world.saver.saveAndInsert(ref);
    assert.ok('failure' in result && result.failure.kind === 'not-inserted');
    assert.deepEqual(await tree(world.work()), { 'docs/': '' });
    assert.deepEqual(await tree(path.join(world.store.dir, 'staging')), {});
    assert.deepEqual(await tree(path.join(world.store.dir, 'journal')), {});
    assert.deepEqual((await world.store.load(ref.runId))?.saved, []);
  });

  it('copies the path when there is no document', async () => {
    world.editor.file = undefined;
    await world.saver.saveAndInsert(await world.candidate('image'));
    assert.equal(world.person.clipboard, 'docs/img/hero.png');
    assert.deepEqual(world.person.inserted, [{ kind: 'clipboard', text: 'docs/img/hero.png' }]);
    assert.equal(await fs.readFile(world.work('docs', 'img', 'hero.png'), 'utf8'), 'image');
  });

  it('replaces a file with the journal, because Undo in the editor would lose its bytes', async () => {
    await fs.mkdir(world.work('docs', 'img'));
    await fs.writeFile(world.work('docs', 'img', 'hero.png'), 'old');
    await world.saver.saveAndInsert(await world.candidate('image'));
    assert.equal(world.person.inserted[0]?.kind, 'text-only');
    assert.match(world.editor.text, /hero\.png/);
    await world.editor.undo();
    assert.equal(await fs.readFile(world.work('docs', 'img', 'hero.png'), 'utf8'), 'image');
    await world.saver.undoLastSave();
    assert.equal(await fs.readFile(world.work('docs', 'img', 'hero.png'), 'utf8'), 'old');
  });

  it('names the pixels of the file, converted or not', async () => {
    const made = path.join(folder(), 'made.png');
    await imaging().placeholder({ prompt: 'x', width: 40, height: 30, format: 'png' }, made);
    const ref = await world.candidate(await fs.readFile(made), { facts: { width: 40, height: 30 } });
    world.person.picks = [() => world.work('docs', 'hero.webp')];
    await world.saver.saveAndInsert(ref);
    assert.match(world.editor.text, /40x30\]\(hero\.webp\)/);
    assert.equal((await imaging().inspect(world.work('docs', 'hero.webp'))).format, 'webp');
  });
});
