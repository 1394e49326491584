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
    const lastFolder = work('last');
    assert.equal(await propose({ lastFolder }), lastFolder);
    assert.equal(await propose({ lastFolder, saveFolder: () => 'made/later' }), work('made', 'later'));
  });

  it('is the folder of the reference image before the setting, and the asked one before all', async () => {
    await make('refs');
    await make('asked');
    const original = work('refs', 'a.png');
    const saveFolder = () => 'set';
    assert.equal(await propose({ original, saveFolder }), work('refs'));
    assert.equal(await propose({ original, saveFolder, askedFolder: work('asked') }), work('asked'));
  });

  it('is never outside the workspace, whatever settings and references say', async () => {
    await fs.mkdir(path.join(folder(), 'elsewhere'));
    await fs.symlink(path.join(folder(), 'elsewhere'), work('linked'));
    for (const setting of ['../elsewhere', path.join(folder(), 'elsewhere'), 'linked']) {
      assert.equal(await propose({ saveFolder: () => setting }), work(), setting);
    }
    const elsewhere = path.join(folder(), 'elsewhere');
    assert.equal(
      await propose({
        original: path.join(elsewhere, 'a.png'),
        askedFolder: elsewhere,
        lastFolder: elsewhere,
      }),
      work(),
    );
  });

  it('is the home folder without a workspace', async () => {
    assert.equal(await propose({ folders: [] }), os.homedir());
  });
});
