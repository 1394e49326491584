import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isImagingError, type Imaging } from '../../../src/core/imaging/imagingPort';
import { fullnesses, startFullDisk, type FullDisk } from './fullDisk';
import { noise, pngOf } from './makeImages';

const jobs: Readonly<Record<string, (imaging: Imaging, input: string, output: string) => Promise<unknown>>> =
  {
    convert: (imaging, input, output) => imaging.convert(input, output, { format: 'webp' }),
    thumbnail: (imaging, input, output) => imaging.thumbnail(input, output, 64),
    placeholder: (imaging, _input, output) =>
      imaging.placeholder({ prompt: 'x', width: 60, height: 40, format: 'png' }, output),
    retouch: (imaging, input, output) => imaging.retouch([input], [{ op: 'sepia' }], output),
  };

for (const how of fullnesses) {
  describe(`the imaging worker on a full disk (${how})`, function () {
    this.timeout(60_000);
    let folder: string;
    let disk: FullDisk;

    beforeEach(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), 'imaging-full-'));
      disk = await startFullDisk(how);
    });
    afterEach(async () => {
      await disk.dispose();
      await rm(folder, { recursive: true, force: true });
    });

    for (const [kind, run] of Object.entries(jobs)) {
      it(`says so for a ${kind}, leaves no half file, and works when there is room`, async () => {
        const { imaging } = disk;
        const at = (name: string) => path.join(folder, name);
        const source = pngOf(noise(80, 60));
        await writeFile(at('in.png'), source);
        await writeFile(at('old'), 'old');
        for (const output of ['new', 'old']) {
          const error: unknown = await run(imaging, at('in.png'), at(output)).then(
            () => assert.fail('was written'),
            (thrown: unknown) => thrown,
          );
          assert.ok(isImagingError(error), String(error));
          assert.deepEqual([error.reason, error.message], ['disk-full', 'The disk is full.']);
          assert.deepEqual((await readdir(folder)).sort(), ['in.png', 'old']);
        }
        assert.equal(await readFile(at('old'), 'utf8'), 'old');
        assert.deepEqual(new Uint8Array(await readFile(at('in.png'))), new Uint8Array(source));
        await disk.makeRoom();
        await run(imaging, at('in.png'), at('old'));
        assert.ok((await stat(at('old'))).size > 50);
        assert.deepEqual((await readdir(folder)).sort(), ['in.png', 'old']);
      });
    }
  });
}
