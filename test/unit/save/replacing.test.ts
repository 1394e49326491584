import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CandidateRef, ImageFacts, RunReference } from '../../../src/core/model/run';
import { lossesText } from '../../../src/host/save/phrases';
import { english } from '../../../src/core/translate';
import { pngChunk, withChunks } from '../imaging/makeImages';
import { manifest } from '../imaging/makeMetadata';
import { realImaging } from './realImaging';
import { facts, temporaryFolder, tree } from './support';
import { World } from './world';

describe('replacing the original', () => {
  const folder = temporaryFolder(async () => {
    await world.saver.settled();
    world.saver.dispose();
  });
  const imaging = realImaging();
  let world: World;

  beforeEach(async () => {
    await fs.mkdir(path.join(folder(), 'work', 'img'), { recursive: true });
    world = new World(folder(), imaging());
  });

  const reference = (
    file: string,
    bytes: string | Uint8Array,
    own: Partial<ImageFacts> = {},
  ): RunReference => ({
    file: 'ref.png',
    role: 'subject',
    facts: facts(own),
    name: path.basename(file),
    sourceUri: pathToFileURL(file).href,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  /** A file of the workspace, and a candidate made from it. */
  const edited = async (
    name: string,
    before: Partial<ImageFacts> = {},
    after: Partial<ImageFacts> = {},
    bytes: string | Uint8Array = 'new',
  ): Promise<{ file: string; ref: CandidateRef }> => {
    const file = world.work('img', name);
    await fs.writeFile(file, 'old', { mode: 0o640 });
    return {
      file,
      ref: await world.candidate(bytes, { facts: after, references: [reference(file, 'old', before)] }),
    };
  };

  it('asks also when nothing is lost, and can be undone', async () => {
    const { file, ref } = await edited('hero.png');
    await world.saver.replaceOriginal(ref);
    assert.equal(await fs.readFile(file, 'utf8'), 'old');
    assert.deepEqual(world.person.replaceQuestions, [{ path: file, losses: [], drops: [], changed: false }]);
    world.person.replace = 'replace';
    assert.ok('saved' in (await world.saver.replaceOriginal(ref)));
    assert.equal(await fs.readFile(file, 'utf8'), 'new');
    assert.equal((await fs.stat(file)).mode & 0o777, 0o640);
    await world.saver.undoLastSave();
    assert.equal(await fs.readFile(file, 'utf8'), 'old');
  });

  it('says what is lost, and saves as new when that is chosen', async () => {
    const { file, ref } = await edited(
      'hero.png',
      { width: 2400, height: 1350, hasAlpha: true },
      { width: 1376, height: 768 },
    );
    world.person.replace = 'new';
    await world.saver.replaceOriginal(ref);
    const [question] = world.person.replaceQuestions;
    assert.equal(
      lossesText(english, question?.losses ?? []),
      '2400 × 1350 → 1376 × 768 (another shape), transparency lost',
    );
    assert.equal(question?.changed, false);
    assert.equal(await fs.readFile(file, 'utf8'), 'old');
    assert.deepEqual(
      await fs.readdir(world.work('img')),
      ['hero-lighthouse-dawn.png', 'hero.png'],
      'beside the original',
    );
  });

  it('replaces in spite of the loss when that is chosen, and does nothing when the question is closed', async () => {
    const { file, ref } = await edited('hero.png', { hasAlpha: true });
    await world.saver.replaceOriginal(ref);
    assert.equal(await fs.readFile(file, 'utf8'), 'old');
    world.person.replace = 'replace';
    await world.saver.replaceOriginal(ref);
    assert.equal(await fs.readFile(file, 'utf8'), 'new');
  });

  it('keeps path and format: the candidate is converted to what the file is', async () => {
    const made = path.join(folder(), 'made.png');
    await imaging().placeholder({ prompt: 'x', width: 64, height: 64, format: 'png' }, made);
    const { file, ref } = await edited('hero.jpg', { format: 'jpeg' }, {}, await fs.readFile(made));
    world.person.replace = 'replace';
    await world.saver.replaceOriginal(ref);
    assert.equal((await imaging().inspect(file)).format, 'jpeg');
    assert.deepEqual(await fs.readdir(world.work('img')), ['hero.jpg']);
  });

  it('says that the metadata and the color profile of a photo go, also when its size stays', async () => {
    const { file, ref } = await edited('photo.jpg', { format: 'jpeg' }, { format: 'jpeg' });
    const segment = (marker: number, name: string) =>
      Buffer.concat([Buffer.from([0xff, marker, 0, name.length + 2]), Buffer.from(name)]);
    const photo = Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      segment(0xe1, 'Exif\0\0II*\0'),
      segment(0xe2, 'ICC_PROFILE\0\x01\x01'),
      Buffer.from([0xff, 0xda, 0, 2]),
    ]);
    await fs.writeFile(file, photo);
    await world.saver.replaceOriginal(ref);
    assert.equal(
      lossesText(english, world.person.replaceQuestions[0]?.losses ?? []),
      'metadata of the old file lost (EXIF), color profile lost',
    );
    assert.ok(photo.equals(await fs.readFile(file)));
  });

  it('says before what converting takes out of the new image, and keeps its bytes beside when that is wanted', async () => {
    const made = path.join(folder(), 'made.png');
    await imaging().placeholder({ prompt: 'x', width: 64, height: 64, format: 'png' }, made);
    const bytes = withChunks(await fs.readFile(made), pngChunk('caBX', manifest));
    const provenance = { contentCredentials: true, aiGenerated: true, synthIdClaimed: true };
    const { file, ref } = await edited('hero.jpg', { format: 'jpeg' }, { provenance }, bytes);
    await world.saver.replaceOriginal(ref);
    assert.deepEqual(world.person.replaceQuestions[0]?.drops, ['credentials', 'synthid', 'ai']);
    assert.equal(await fs.readFile(file, 'utf8'), 'old');
    world.person.replace = 'replace-beside';
    await world.saver.replaceOriginal(ref);
    assert.deepEqual(await fs.readdir(world.work('img')), ['hero.jpg', 'hero.original.png']);
    assert.deepEqual(await fs.readFile(world.work('img', 'hero.original.png')), Buffer.from(bytes));
    assert.equal((await imaging().inspect(file)).provenance.contentCredentials, false);
    await world.saver.settled();
    await world.saver.undoLastSave();
    assert.deepEqual(await fs.readdir(world.work('img')), ['hero.jpg']);
    assert.equal(await fs.readFile(file, 'utf8'), 'old');
    // Where the very bytes are taken nothing goes.
    const same = await edited('same.png', {}, { provenance }, bytes);
    await world.saver.replaceOriginal(same.ref);
    assert.deepEqual(world.person.replaceQuestions.at(-1)?.drops, []);
  });

  it('asks what is behind transparent parts when the file is a JPEG', async () => {
    const { file, ref } = await edited('hero.jpg', { format: 'jpeg' }, { hasAlpha: true });
    world.person.replace = 'replace';
    await world.saver.replaceOriginal(ref);
    assert.deepEqual(world.person.asked, ['replace', 'matte']);
    assert.equal(await fs.readFile(file, 'utf8'), 'old');
  });

  it('asks when the file was changed since, also when nothing else is lost', async () => {
    const { file, ref } = await edited('hero.png');
    await fs.writeFile(file, 'theirs');
    await world.saver.replaceOriginal(ref);
    assert.equal(world.person.replaceQuestions[0]?.changed, true);
    assert.equal(await fs.readFile(file, 'utf8'), 'theirs');
  });

  it('does not call its own earlier save a change', async () => {
    const { file, ref } = await edited('hero.png');
    const other = await world.candidate('other', { references: [reference(file, 'old')] });
    world.person.replace = 'replace';
    await world.saver.replaceOriginal(ref);
    await world.saver.settled();
    await world.saver.replaceOriginal(other);
    assert.deepEqual(
      world.person.replaceQuestions.map(({ changed }) => changed),
      [false, false],
    );
    assert.equal(await fs.readFile(file, 'utf8'), 'other');
  });

  it('is refused when the original was deleted; saving as new is offered', async () => {
    const { file, ref } = await edited('hero.png');
    await fs.rm(file);
    world.person.saveAsNew = 'new';
    await world.saver.replaceOriginal(ref);
    assert.deepEqual(world.person.asked, ['save-as-new: original-deleted', 'target']);
    assert.deepEqual(await tree(world.work()), { 'img/': '', 'img/hero-lighthouse-dawn.png': 'new' });
  });

  it('is refused for formats that cannot be written, outside the workspace, and for read-only files', async () => {
    const gif = await edited('anim.gif', { format: 'gif', animated: true });
    await world.saver.replaceOriginal(gif.ref);
    const locked = await edited('locked.png');
    await fs.chmod(locked.file, 0o444);
    await world.saver.replaceOriginal(locked.ref);
    const outside = path.join(folder(), 'outside.png');
    await fs.writeFile(outside, 'old');
    await world.saver.replaceOriginal(
      await world.candidate('new', { references: [reference(outside, 'old')] }),
    );
    assert.deepEqual(world.person.asked, [
      'save-as-new: cannot-write-format',
      'save-as-new: read-only',
      'save-as-new: outside',
    ]);
    assert.equal(await fs.readFile(gif.file, 'utf8'), 'old');
    assert.equal(await fs.readFile(locked.file, 'utf8'), 'old');
    assert.equal(await fs.readFile(outside, 'utf8'), 'old');
  });

  it('finds the original at the beginning of a thread', async () => {
    const { file, ref } = await edited('hero.png');
    const second = await world.candidate('second', { parent: ref });
    const third = await world.candidate('third', { parent: second });
    world.person.replace = 'replace';
    await world.saver.replaceOriginal(third);
    assert.equal(await fs.readFile(file, 'utf8'), 'third');
  });

  it('says when there is none', async () => {
    await world.saver.replaceOriginal(await world.candidate('x'));
    assert.deepEqual(world.person.failures, [{ kind: 'no-original' }]);
  });
});
