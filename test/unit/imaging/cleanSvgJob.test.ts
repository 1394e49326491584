import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import { candidateOf, toStored } from '../../../src/core/run/finish';
import { answerNotes } from '../../../src/core/run/answerNotes';
import { english } from '../../../src/core/translate';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { FileRunStore } from '../../../src/host/store/runStore';
import { serverDrawing } from '../../server/openrouterServer';
import { buildWorker } from './buildWorker';
import { pngHeader, pngOf, solid } from './makeImages';

const log = { info() {}, warn() {}, error() {}, debug() {} };
const clean =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 48"><path d="M4 4H60V44H4z" fill="rgb(20,110,90)"/></svg>\n';
const runId = '20260101-000000000-aaaaaa';

describe('drawings that come from a service', function () {
  this.timeout(60_000);
  let folder: string;
  let imaging: ImagingClient;
  let store: FileRunStore;

  before(async () => {
    imaging = new ImagingClient({ workerPath: await buildWorker() });
  });
  after(() => imaging.dispose());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'drawings-'));
    store = new FileRunStore(folder, log);
    await store.prepare(runId);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const arrive = async (text: string) => {
    const blobs = store.blobs(runId, 'r1');
    const sink = await blobs.createBlob('image/png');
    await sink.write(Buffer.from(text));
    return { blobs, image: await sink.close() };
  };

  it('are made harmless before anybody is told of them', async () => {
    const { blobs, image } = await arrive(serverDrawing);
    const ports = { store, imaging, t: english, log };
    const outcome = await toStored(ports, runId, 'r1', { kind: 'images', images: [image] }, blobs);
    assert.ok(outcome.kind === 'images');
    const [candidate] = outcome.images;
    assert.ok(candidate);
    assert.equal(await readFile(store.pathOf(runId, candidate.file), 'utf8'), clean);
    const { format, width, height, bytes, mimeType } = candidate.facts;
    assert.deepEqual(
      [format, width, height, bytes, mimeType],
      ['svg', 64, 48, clean.length, 'image/svg+xml'],
    );
    assert.deepEqual(answerNotes(english, outcome), [
      'Taken out of the SVG drawing, because it could do more than look: onload, script, href.',
    ]);
  });

  it('are taken from a window that went away in the middle in the same way', async () => {
    const { image } = await arrive(serverDrawing);
    const [arrived] = await store.arrived(runId, 'r1');
    assert.equal(arrived?.file, image.file);
    const candidate = await candidateOf({ store, imaging }, runId, arrived);
    assert.ok('facts' in candidate);
    assert.equal(await readFile(store.pathOf(runId, candidate.file), 'utf8'), clean);
  });

  it('are not kept where nothing harmless is left of them', async () => {
    for (const text of ['<svg><g>', '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>']) {
      const { blobs, image } = await arrive(text);
      const ports = { store, imaging, t: english, log };
      const outcome = await toStored(ports, runId, 'r1', { kind: 'images', images: [image] }, blobs);
      assert.ok(outcome.kind === 'bad-response');
      assert.deepEqual([outcome.reason, outcome.sent], ['svg', true]);
      assert.match(outcome.message ?? '', /^The SVG drawing of the answer was not kept\. The SVG drawing/);
    }
    assert.deepEqual(
      (await readdir(path.join(folder, 'runs', runId))).filter(file => /svg/.test(file)),
      [],
    );
  });

  it('hold no image that is larger than one may be', async () => {
    const drawing = (png: Uint8Array): string =>
      `<svg><image href="data:image/png;base64,${Buffer.from(png).toString('base64')}"/></svg>`;
    const file = path.join(folder, 'a.svg');
    await writeFile(file, drawing(pngOf(solid(8, 8, [1, 2, 3, 255]))));
    assert.deepEqual((await imaging.cleanSvg(file, file)).removed, []);
    await writeFile(file, drawing(pngHeader(60_000, 60_000)));
    await assert.rejects(
      imaging.cleanSvg(file, file),
      error => isImagingError(error) && error.reason === 'too-large',
    );
    await assert.rejects(imaging.cleanSvg(path.join(folder, 'none.svg'), file), isImagingError);
  });
});
