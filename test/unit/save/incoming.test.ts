import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { sniffBytes, sniffFormat } from '../../../src/core/imaging/sniff';
import type { IncomingImage, IncomingPlace } from '../../../src/host/save/incoming';
import { realImaging } from './realImaging';
import { temporaryFolder, tree } from './support';
import { World } from './world';

const fixtures = path.resolve('test/fixtures/images');

describe('images that come by a paste or a drop', () => {
  const folder = temporaryFolder(async () => {
    await world.saver.settled();
    world.saver.dispose();
  });
  const imaging = realImaging();
  let world: World;
  let place: IncomingPlace;

  beforeEach(async () => {
    await fs.mkdir(path.join(folder(), 'work', 'docs'), { recursive: true });
    world = new World(folder(), imaging());
    const file = world.work('docs', 'guide.md');
    world.editor.file = file;
    world.editor.text = 'Before.';
    const uri = `file://${file}`;
    place = {
      open: uri,
      folder: world.work(),
      document: { uri, path: file, languageId: 'markdown', text: 'Before.' },
    };
  });

  const image = async (name: string, stem: string): Promise<IncomingImage> => {
    const bytes = await fs.readFile(path.join(fixtures, name));
    const format = sniffFormat(bytes.subarray(0, sniffBytes));
    assert.ok(format);
    return { bytes, format, stem, alt: stem };
  };
  const plan = async (...images: IncomingImage[]) => {
    const plans = await world.saver.incoming.plan(images, place);
    assert.ok(!('failure' in plans), JSON.stringify(plans));
    return plans;
  };
  const stage = async (plans: Awaited<ReturnType<typeof plan>>, taken = () => undefined) => {
    const staged = await world.saver.incoming.stage(plans, place, taken);
    assert.ok(!('failure' in staged), JSON.stringify(staged));
    return staged;
  };
  /** As VS Code applies the edit. */
  const take = async ({ offer }: Awaited<ReturnType<typeof stage>>) => {
    const point = { ...place.document, offset: 0 };
    assert.ok(
      await world.editor.apply(point, { edits: [{ offset: 7, length: 0, text: ' ![]()' }] }, offer.moves),
    );
    await world.saver.settled();
  };
  const targets = (plans: Awaited<ReturnType<typeof plan>>) =>
    plans.map(({ target }) => path.relative(world.work(), target));
  const staging = () => fs.readdir(path.join(world.store.dir, 'staging')).catch(() => []);

  it('go where the setting says, else into the nearest folder of images, else beside the document', async () => {
    const png = await image('palette.png', 'cat');
    assert.deepEqual(targets(await plan(png)), ['docs/cat.png']);
    await fs.mkdir(world.work('src', 'assets'), { recursive: true });
    assert.deepEqual(targets(await plan(png)), ['docs/cat.png'], 'not among the sources');
    await fs.mkdir(world.work('static', 'img'), { recursive: true });
    assert.deepEqual(targets(await plan(png)), ['static/img/cat.png']);
    await fs.mkdir(world.work('docs', 'img'));
    assert.deepEqual(targets(await plan(png)), ['docs/img/cat.png']);
    world.saveFolder = 'media/new';
    assert.deepEqual(targets(await plan(png)), ['media/new/cat.png']);
    world.saveFolder = '../outside';
    assert.deepEqual(targets(await plan(png)), ['docs/img/cat.png'], 'never out of the folder');
  });

  it('are numbered when the name is taken, by a file or by one another', async () => {
    await fs.writeFile(world.work('docs', 'CAT.png'), '');
    const png = await image('palette.png', 'cat');
    assert.deepEqual(targets(await plan(png, png)), ['docs/cat-2.png', 'docs/cat-3.png']);
  });

  it('are on record from when the edit took them, and one Undo takes back all', async () => {
    let taken = 0;
    const ref = await world.candidate('bytes of a run', { prompt: 'A quiet harbour' });
    const plans = await plan({ candidate: ref }, await image('animated.gif', 'cat'));
    assert.deepEqual(targets(plans), ['docs/quiet-harbour.png', 'docs/cat.gif']);
    const staged = await stage(plans, () => void taken++);
    assert.deepEqual(await tree(world.work()), { 'docs/': '' }, 'nothing before the edit');
    assert.equal((await world.saver.undoLastSave()).kind, 'nothing');
    await take(staged);
    assert.equal(taken, 1);
    const gif = await fs.readFile(path.join(fixtures, 'animated.gif'));
    assert.deepEqual(await fs.readFile(world.work('docs', 'cat.gif')), gif, 'byte for byte');
    const saved = async () => (await world.store.load(ref.runId))?.saved.map(({ undone = false }) => undone);
    assert.deepEqual(await saved(), [false]);
    await world.editor.undo();
    await world.saver.settled();
    assert.deepEqual(await tree(world.work()), { 'docs/': '' });
    assert.deepEqual(await saved(), [true]);
    await world.editor.redo();
    await world.saver.settled();
    assert.deepEqual(await saved(), [false]);
    assert.equal(taken, 1, 'a Redo is nothing new');
  });

  it('leave nothing behind when the edit is not taken', async () => {
    const staged = await stage(await plan(await image('palette.png', 'cat')));
    assert.equal((await staging()).length, 1);
    await world.saver.incoming.withdraw(staged.offer);
    assert.deepEqual(await staging(), []);
    await stage(await plan(await image('palette.png', 'cat')));
    await world.saver.incoming.withdrawAll();
    assert.deepEqual(await staging(), []);
    assert.equal((await world.saver.undoLastSave()).kind, 'nothing');
  });

  it('stay where they are when they were taken, and on record, whatever is withdrawn later', async () => {
    const ref = await world.candidate('bytes of a run', { prompt: 'A quiet harbour' });
    const staged = await stage(await plan({ candidate: ref }));
    await take(staged);
    await world.saver.incoming.withdraw(staged.offer);
    await world.saver.incoming.withdrawAll();
    assert.ok((await fs.stat(world.work('docs', 'quiet-harbour.png'))).isFile());
    assert.equal((await world.saver.undoLastSave()).kind, 'undone', 'through the editor');
    await world.saver.settled();
    assert.deepEqual(await tree(world.work()), { 'docs/': '' });
    assert.deepEqual(
      (await world.store.load(ref.runId))?.saved.map(({ undone }) => undone),
      [true],
    );
  });

  it('are converted when no browser shows them', async () => {
    const plans = await plan(await image('plain.bmp', 'cat'));
    assert.deepEqual(targets(plans), ['docs/cat.png']);
    const staged = await stage(plans);
    assert.equal(staged.images[0]?.was, 'bmp');
    await take(staged);
    const bytes = await fs.readFile(world.work('docs', 'cat.png'));
    assert.equal(sniffFormat(bytes), 'png');
    assert.deepEqual(
      (await staging()).filter(name => /^(drop|convert)-/.test(name)),
      [],
    );
  });

  it('stay drawings and icons', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6"><script/></svg>');
    const plans = await plan({ bytes: svg, format: 'svg', stem: 'cat', alt: '' });
    const staged = await stage(plans);
    const { format, width, height } = staged.images[0]?.facts ?? {};
    assert.deepEqual([format, width, height], ['svg', 8, 6]);
    await take(staged);
    assert.deepEqual(await fs.readFile(world.work('docs', 'cat.svg')), svg);
  });

  it('say what is wrong with them', async () => {
    const broken: IncomingImage = {
      bytes: Buffer.from('\x89PNG\r\n\x1a\n broken'),
      format: 'png',
      stem: 'a',
      alt: '',
    };
    const staged = await world.saver.incoming.stage(await plan(broken), place, () => undefined);
    assert.equal('failure' in staged && staged.failure.kind, 'unreadable');
    assert.deepEqual(await staging(), []);
    const gone = { candidate: { runId: '20261122-101530123-999999', requestId: '000-aaaa', index: 0 } };
    const plans = await world.saver.incoming.plan([gone], place);
    assert.equal('failure' in plans && plans.failure.kind, 'gone');
    world.trusted = false;
    const refused = await world.saver.incoming.plan([broken], place);
    assert.equal('failure' in refused && refused.failure.kind, 'untrusted');
  });

  it('never take the place of a file that came meanwhile', async () => {
    const plans = await plan(await image('palette.png', 'cat'));
    await fs.writeFile(world.work('docs', 'cat.png'), 'mine');
    const staged = await world.saver.incoming.stage(plans, place, () => undefined);
    assert.equal('failure' in staged && staged.failure.kind, 'exists');
    assert.equal(await fs.readFile(world.work('docs', 'cat.png'), 'utf8'), 'mine');
  });
});
