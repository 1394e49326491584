import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import { imagingError, type Imaging } from '../../../src/core/imaging/imagingPort';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { Lazy } from '../../../src/host/lazy';
import { RunFiles } from '../../../src/host/panel/runFiles';
import { runAll, world } from '../run/world';

describe('the files of runs', () => {
  const here = world();

  it('are looked at again by the next page when a thumbnail could not be made, and not before', async () => {
    let asked = 0;
    let working = false;
    const thumbnail: Imaging['thumbnail'] = async (_input, output) => {
      asked++;
      if (!working) throw imagingError('cancelled', 'The worker ended.');
      await fs.writeFile(output, 'webp');
    };
    const imaging = Object.assign(new ImagingClient({ workerPath: 'none.js' }), { thumbnail });
    const window = here().window({ imaging });
    const run = await runAll(window);
    const [request] = run.requests;
    const file = request?.outcome?.kind === 'images' ? request.outcome.images[0]!.file : '';
    const files = new RunFiles(window.runs, () => undefined);
    await files.prepare([run], 5000);
    working = true;
    assert.equal(files.thumbnail(run.id, file), undefined);
    assert.equal(asked, 1);
    await files.prepare([run], 5000);
    assert.equal(await fs.readFile(files.thumbnail(run.id, file) ?? '', 'utf8'), 'webp');
    assert.equal(asked, 2);
  });
});

describe('what is made on first use', () => {
  it('is made once', async () => {
    let made = 0;
    const lazy = new Lazy(async () => ++made);
    assert.equal(await lazy.ifMade(), undefined);
    assert.deepEqual(await Promise.all([lazy.get(), lazy.get(), lazy.ifMade()]), [1, 1, 1]);
  });

  it('is tried again after it could not be made, and is no trouble at the end', async () => {
    let works = false;
    const lazy = new Lazy(async () => {
      if (!works) throw new Error('no memory');
      return 'made';
    });
    const failing = lazy.get();
    assert.equal(await lazy.ifMade(), undefined);
    await assert.rejects(failing, /no memory/);
    assert.equal(await lazy.ifMade(), undefined);
    works = true;
    assert.equal(await lazy.get(), 'made');
  });
});
