import assert from 'node:assert/strict';
import type { ImageProblem } from '../../../src/core/imageIndex/problems';
import { folderLabels } from '../../../src/host/gallery/folderLabels';
import { flagsOf, flagsOfProblems } from '../../../src/host/gallery/galleryFlags';
import { GalleryModel, type KnownImage } from '../../../src/host/gallery/galleryModel';
import { flagBits, type GalleryFlag } from '../../../src/protocol/galleryViews';
import { parseGalleryParams } from '../../../src/protocol/galleryMessages';

const known: KnownImage = { bytes: 9, mtimeMs: 1, format: 'png', width: 4, height: 3, uses: 0, flags: 0 };

describe('gallery: the images of the workspace', () => {
  it('keep their numbers, and only what is new or gone is told', () => {
    const model = new GalleryModel(path => path.slice('/w/'.length));
    const first = model.add(['/w/a/1.png', '/w/a/2.png', '/w/b/3.png']);
    assert.deepEqual(
      first.folders.map(({ label }) => label),
      ['a', 'b'],
    );
    assert.deepEqual(
      first.added.map(([, , name]) => name),
      ['1.png', '2.png', '3.png'],
    );
    assert.deepEqual(model.keep(new Set([1, 4])), [2, 3]);
    const second = model.add(['/w/a/1.png', '/w/b/4.png']);
    assert.deepEqual(second.folders, []);
    assert.deepEqual(second.added, [[4, first.folders[1]?.id, '4.png']]);
    assert.equal(model.idOf('/w/a/1.png'), 1);
    assert.deepEqual(model.add(['/w/a/1.png', '/w/b/4.png']).added, []);
  });

  it('tell facts once, and again when they are others', () => {
    const model = new GalleryModel(path => path);
    model.add(['/w/1.png']);
    const facts = (change: Partial<KnownImage>) => model.setFacts([['/w/1.png', { ...known, ...change }]]);
    assert.deepEqual(facts({}), [[1, 9, 1, 'png', 4, 3, 0, 0]]);
    assert.deepEqual(facts({}), []);
    assert.equal(facts({ mtimeMs: 2 }).length, 1);
    assert.deepEqual(model.setFacts([['/w/other.png', known]]), []);
    assert.deepEqual(model.all().facts.length, 1);
  });

  it('tell flags that are others now, and nothing of images of which no facts are known', () => {
    const model = new GalleryModel(path => path);
    model.add(['/w/1.png', '/w/2.png', '/w/3.png', '/w/4.png']);
    model.setFacts(['/w/1.png', '/w/2.png', '/w/3.png'].map(path => [path, { ...known }]));
    const flags = (path: string): number => (path === '/w/2.png' ? 0 : flagBits.unused);
    const told = [...model.setFlags(flags, 2)].map(part => part.map(([id, ...facts]) => [id, facts.at(-1)]));
    assert.deepEqual(told, [[[1, flagBits.unused]], [[3, flagBits.unused]], []]);
    assert.deepEqual([...model.setFlags(flags, 9)].flat(), []);
  });

  it('are named from their workspace folder, twins told apart by what is above them', () => {
    const one = folderLabels([{ path: '/w/site', name: 'site' }]);
    assert.deepEqual([one('/w/site'), one('/w/site/docs/img')], ['', 'docs/img']);
    const two = folderLabels([
      { path: '/w/client/app', name: 'app' },
      { path: '/w/server/app', name: 'app' },
      { path: '/w/docs', name: 'docs' },
    ]);
    assert.deepEqual(
      [two('/w/client/app/img'), two('/w/server/app'), two('/w/docs/a')],
      ['app (client)/img', 'app (server)', 'docs/a'],
    );
    const deep = folderLabels([
      { path: '/x/1/web/app', name: 'app' },
      { path: '/x/2/web/app', name: 'app' },
    ]);
    assert.deepEqual([deep('/x/1/web/app'), deep('/x/2/web/app')], ['app (1/web)', 'app (2/web)']);
    const nested = folderLabels([
      { path: '/w', name: 'w' },
      { path: '/w/inner', name: 'inner' },
    ]);
    assert.deepEqual([nested('/w/inner/a'), nested('/w/other')], ['inner/a', 'w/other']);
  });
});

describe('gallery: problems of an image', () => {
  const names = (sum: number) =>
    (Object.keys(flagBits) as GalleryFlag[]).filter(flag => sum & flagBits[flag]);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const problems: ImageProblem[] = [
    { kind: 'missing', name: 'x.png', target: '/w/x.png', document: '/w/a.md', range },
    { kind: 'unused', image: '/w/a.png' },
    { kind: 'unreadable', image: '/w/c.png', bytes: 0 },
    { kind: 'too-big', image: '/w/a.png', bytes: 2, mostBytes: 1 },
    { kind: 'no-alt', name: 'b.png', image: '/w/b.png', document: '/w/a.md', range },
    { kind: 'no-alt', name: 'x.png', document: '/w/a.md', range },
    { kind: 'duplicates', image: '/w/b.png', others: ['/w/c.png', '/w/a.png'] },
  ];

  it('are flags that the page can filter by', () => {
    const flags = flagsOfProblems(problems);
    assert.deepEqual([...flags.keys()].sort(), ['/w/a.png', '/w/b.png', '/w/c.png']);
    assert.deepEqual(names(flags.get('/w/a.png') ?? 0), ['unused', 'too-big', 'duplicate']);
    assert.deepEqual(names(flags.get('/w/b.png') ?? 0), ['duplicate', 'no-alt']);
    assert.deepEqual(names(flags.get('/w/c.png') ?? 0), ['duplicate', 'broken']);
    assert.deepEqual(names(flagsOf('png', 0, true)), ['generated']);
    assert.deepEqual(names(flagsOf(null, flagBits.unused, false)), ['unused', 'broken']);
  });
});

describe('gallery: what its page may ask', () => {
  it('names images by number and intents by name, nothing else', () => {
    assert.throws(() => parseGalleryParams('act', { action: 'format-disk', ids: [1] }));
    assert.throws(() => parseGalleryParams('act', { action: 'open', ids: ['/etc/passwd'] }));
    assert.throws(() => parseGalleryParams('look', { ids: [1], edge: 100_000 }));
    assert.throws(() => parseGalleryParams('constructor', {}));
    assert.deepEqual(parseGalleryParams('details', { id: 3, path: '/etc' }), { id: 3 });
  });
});
