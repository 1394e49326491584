import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { realDisk } from '../../../src/host/save/disk';
import { proposeTarget, type ProposalInput } from '../../../src/host/save/proposal';
import { temporaryFolder } from './support';

describe('the proposed place of a new image', () => {
  const folder = temporaryFolder();
  const work = (...parts: string[]) => path.join(folder(), 'work', ...parts);
  const propose = async (input: Partial<ProposalInput> = {}) =>
    path.dirname(
      await proposeTarget(
        { prompt: 'fox', extension: 'png', folders: [work()], saveFolder: () => '', ...input },
        realDisk,
      ),
    );
  const make = (...parts: string[]) => fs.mkdir(work(...parts), { recursive: true });

  beforeEach(() => make());

  it('is the very path that is missing, its folder too, or the next free name', async () => {
    const asked = async (askedFile: string) =>
      proposeTarget(
        { prompt: 'fox', extension: 'png', folders: [work()], saveFolder: () => 'assets', askedFile },
        realDisk,
      );
    assert.equal(await asked(work('docs', 'img', 'Log in.JPG')), work('docs', 'img', 'Log in.JPG'));
    await make('docs', 'img');
    await fs.writeFile(work('docs', 'img', 'Log in.JPG'), '');
    assert.equal(await asked(work('docs', 'img', 'Log in.JPG')), work('docs', 'img', 'Log in-2.JPG'));
    assert.equal(await asked(path.join(folder(), 'elsewhere', 'a.png')), work('assets', 'fox.png'));
  });

  it('is the workspace folder when nothing better is there', async () =>
    assert.equal(await propose(), work()));

  it('is an assets folder, the most specific first', async () => {
    await make('public');
    assert.equal(await propose(), work('public'));
    await make('public', 'images');
    assert.equal(await propose(), work('public', 'images'));
  });

  it('is the assets folder nearest to the document', async () => {
    await make('images');
    await make('packages', 'site', 'static', 'img');
    await make('packages', 'site', 'src');
    const activeDocument = work('packages', 'site', 'src', 'page.mdx');
    assert.equal(await propose({ activeDocument }), work('packages', 'site', 'static', 'img'));
    assert.equal(await propose(), work('images'));
  });

  it('is in the workspace folder of the document, of several', async () => {
    const other = path.join(folder(), 'other');
    await fs.mkdir(path.join(other, 'assets'), { recursive: true });
    const folders = [work(), other];
    assert.equal(
      await propose({ folders, activeDocument: path.join(other, 'x.md') }),
      path.join(other, 'assets'),
    );
    assert.equal(await propose({ folders }), work());
  });

  it('is the folder of the last save before a found one, and the setting before that', async () => {
    await make('images');
    await make('last');
    await fs.writeFile(work('last', 'a.png'), '');
    const lastFiles = [work('undone', 'b.png'), work('last', 'a.png')];
    await make('undone');
    assert.equal(await propose({ lastFiles }), work('last'), 'not that of a save that was taken back');
    assert.equal(await propose({ lastFiles, saveFolder: () => 'made/later' }), work('made', 'later'));
    assert.equal(await propose({ lastFiles: lastFiles.slice(0, 1) }), work('images'));
  });

  it('is the folder of the reference image before the setting, and the asked one before all', async () => {
    await make('refs');
    await make('asked');
    const original = work('refs', 'a.png');
    const saveFolder = () => 'set';
    assert.equal(await propose({ original, saveFolder }), work('refs'));
    assert.equal(await propose({ original, saveFolder, askedFolder: work('asked') }), work('asked'));
  });

  it('is where most images of the document are, before the reference image and the setting', async () => {
    await make('refs');
    await make('docs', 'img');
    await make('docs', 'other');
    for (const name of ['a.png', 'b.png']) await fs.writeFile(work('docs', 'img', name), '');
    const documentImages = [
      [work('docs', 'other', 'c.png')],
      [work('public', 'a.png'), work('docs', 'img', 'a.png')],
      [work('docs', 'img', 'b.png')],
      ...['x.png', 'y.png', 'z.png'].map(name => [work('gone', name)]),
    ];
    const input = { documentImages, original: work('refs', 'a.png'), saveFolder: () => 'set' };
    assert.equal(await propose(input), work('docs', 'img'));
    await make('asked');
    assert.equal(await propose({ ...input, askedFolder: work('asked') }), work('asked'));
  });

  it('has a name after the image that was edited', async () => {
    const name = async (edited: string, prompt: string) =>
      path.basename(
        await proposeTarget(
          { prompt, edited, extension: 'jpg', folders: [work()], saveFolder: () => '' },
          realDisk,
        ),
      );
    assert.equal(await name('photos/photo.png', 'Crop to 16:9'), 'photo-crop-16-9.jpg');
    await fs.writeFile(work('photo-brighten-5.jpg'), '');
    assert.equal(await name('photo.jpg', 'brighten 5%'), 'photo-brighten-5-2.jpg');
    const long = await name('x'.repeat(250), 'Make the sky much darker and the trees in front of it lighter');
    assert.equal(long, `${'x'.repeat(48)}-sky-much-darker-trees.jpg`);
  });

  it('is never outside the workspace, whatever settings and references say', async () => {
    await fs.mkdir(path.join(folder(), 'elsewhere'));
    await fs.writeFile(path.join(folder(), 'elsewhere', 'a.png'), '');
    await fs.symlink(path.join(folder(), 'elsewhere'), work('linked'));
    for (const setting of ['../elsewhere', path.join(folder(), 'elsewhere'), 'linked']) {
      assert.equal(await propose({ saveFolder: () => setting }), work(), setting);
    }
    const elsewhere = path.join(folder(), 'elsewhere');
    assert.equal(
      await propose({
        original: path.join(elsewhere, 'a.png'),
        askedFolder: elsewhere,
        documentImages: [[path.join(elsewhere, 'a.png')]],
        lastFiles: [path.join(elsewhere, 'a.png')],
      }),
      work(),
    );
  });

  it('is the home folder without a workspace', async () => {
    assert.equal(await propose({ folders: [] }), os.homedir());
  });
});
