import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { IndexedImage, IndexedReference } from '../../../src/core/imageIndex/imageIndex';
import {
  findProblems,
  problemKinds,
  type ImageProblem,
  type ProblemKind,
} from '../../../src/core/imageIndex/problems';
import { parseReferences } from '../../../src/core/references/parse';

const image = (path: string, more: Partial<IndexedImage> = {}): IndexedImage => ({
  path,
  bytes: 100,
  mtimeMs: 0,
  format: path.endsWith('.svg') ? 'svg' : path.endsWith('.jpg') ? 'jpeg' : 'png',
  width: 600,
  height: 400,
  references: 1,
  mentioned: true,
  ...more,
});

/** What the parser finds in a text; each of them leads to the image of this name, or is missing. */
function referencesIn(
  languageId: string,
  text: string,
  images: readonly IndexedImage[] = [],
): IndexedReference[] {
  return parseReferences(languageId, text).map((reference): IndexedReference => {
    const found = images.find(({ path }) => path === `/w/${reference.path}`);
    const range = {
      start: { line: 0, character: reference.start },
      end: { line: 0, character: reference.end },
    };
    const base = { document: '/w/doc', languageId, reference, range, inside: true };
    return found ? { ...base, image: found.path } : { ...base, target: `/w/${reference.path}` };
  });
}

function find(
  kind: ProblemKind,
  images: readonly IndexedImage[],
  references: readonly IndexedReference[] = [],
  complete = true,
): ImageProblem[] {
  return findProblems(images, references, { kinds: [kind], mostBytes: 500_000 }, complete);
}

const starts = (problems: readonly ImageProblem[]): number[] =>
  problems.map(problem => ('range' in problem ? problem.range.start.character : -1));

describe('problems of images', () => {
  it('are references that lead nowhere, once something explains the name', () => {
    const [gone] = referencesIn('markdown', '![a](gone.png)');
    const unexplained: IndexedReference = { ...gone! };
    delete unexplained.target;
    assert.deepEqual(
      find('missing', [], [gone!, unexplained]).map(each => each.kind === 'missing' && each.target),
      ['/w/gone.png'],
    );
  });

  it('are images that nothing names, unless there is more than was read', () => {
    const images = [
      image('/w/used.png', { mentioned: false }),
      image('/w/mentioned.png', { references: 0 }),
      image('/w/lonely.png', { references: 0, mentioned: false }),
    ];
    assert.deepEqual(find('unused', images), [{ kind: 'unused', image: '/w/lonely.png' }]);
    assert.deepEqual(find('unused', images, [], false), []);
  });

  it('are files that cannot be read as an image', () => {
    const images = [
      image('/w/a.png'),
      image('/w/empty.png', { bytes: 0, format: undefined as never }),
      image('/w/text.png', { bytes: 12, format: undefined as never }),
    ];
    assert.deepEqual(find('unreadable', images), [
      { kind: 'unreadable', image: '/w/empty.png', bytes: 0 },
      { kind: 'unreadable', image: '/w/text.png', bytes: 12 },
    ]);
  });

  it('are too many bytes', () => {
    const images = [image('/w/a.png', { bytes: 500_000 }), image('/w/b.png', { bytes: 500_001 })];
    assert.deepEqual(find('too-big', images), [
      { kind: 'too-big', image: '/w/b.png', bytes: 500_001, mostBytes: 500_000 },
    ]);
  });

  it('are pixels that no screen shows, where every use says its size', () => {
    const large = image('/w/a.png', { width: 2000, height: 1000, bytes: 60_000 });
    const pixels = (text: string, one = large) => find('too-big', [one], referencesIn('html', text, [one]));
    const [found] = pixels('<img src="a.png" width="400"> <img src="a.png" width="200">');
    assert.deepEqual(found && 'shown' in found && found.shown, { width: 400 });
    assert.deepEqual(pixels('<img src="a.png" width="500">'), []);
    assert.deepEqual(pixels('<img src="a.png" width="100"><img src="a.png">'), [], 'one use says no size');
    assert.deepEqual(pixels('<img src="a.png" width="100" srcset="a.png 2000w">'), [], 'the browser chooses');
    assert.deepEqual(pixels('<img src="a.png" width="100" height="900">'), [], 'cut to its height');
    assert.deepEqual(pixels('<img src="a.png" width="10">', { ...large, bytes: 900 }), [], 'few bytes');
    const drawing = image('/w/a.svg', { width: 2000, height: 1000, bytes: 60_000 });
    assert.deepEqual(pixels('<img src="a.svg" width="10">', drawing), []);
  });

  it('are extensions of another format', () => {
    const images = [
      image('/w/a.png', { format: 'jpeg' }),
      image('/w/b.jpeg', { format: 'jpeg' }),
      image('/w/C.PNG'),
      image('/w/d.png', { format: undefined as never }),
    ];
    assert.deepEqual(find('wrong-extension', images), [
      { kind: 'wrong-extension', image: '/w/a.png', extension: 'jpg' },
    ]);
  });

  it('are width and height of another shape, both written, and by more than rounding', () => {
    const file = image('/w/a.png');
    const shapes = (text: string, language = 'html') =>
      find('wrong-size', [file], referencesIn(language, text, [file])).length;
    assert.equal(shapes('<img src="a.png" width="300" height="300">'), 1);
    assert.equal(shapes('<img src="a.png" width="300" height="200">'), 0);
    assert.equal(shapes('<img src="a.png" width="301" height="200">'), 0);
    assert.equal(shapes('<img src="a.png" width="16" height="11">'), 0, 'rounded');
    assert.equal(shapes('<img src="a.png" width="300" height="207">'), 1, '3.5 %');
    assert.equal(shapes('<img src="a.png" width="300">'), 0);
    assert.equal(shapes('<img src="a.png" width="100%" height="90">'), 0);
    assert.equal(shapes('<video poster="a.png" width="300" height="300"></video>'), 0);
    assert.equal(shapes('<img src="a.png" srcset="a.png 1x, a.png 2x" width="9" height="99">'), 1, 'once');
    assert.equal(shapes('<Image src="a.png" width={300} height={300} />', 'typescriptreact'), 1);
  });

  it('are images without alternative text, and not those that say they need none', () => {
    const alts = (language: string, text: string) => starts(find('no-alt', [], referencesIn(language, text)));
    assert.deepEqual(alts('markdown', '![](a.png) ![ ](b.png) ![c](c.png)'), [4, 16]);
    assert.deepEqual(alts('html', '<img src="a.png"><img src="b.png" alt=""><img src="c.png" alt>'), [10]);
    assert.deepEqual(alts('html', '<picture><source srcset="a.png"><img src="b.png" alt="B"></picture>'), []);
    assert.deepEqual(alts('html', '<img src="a.png" srcset="b.png 1x, c.png 2x">').length, 1);
    assert.deepEqual(alts('html', '<video poster="a.png"></video><link rel="icon" href="b.png">'), []);
    assert.deepEqual(
      alts(
        'typescriptreact',
        '<><img src="a.png" {...rest} /><img src="b.png" alt={t} /><Card image="c.png" /></>',
      ),
      [],
    );
    assert.equal(alts('typescriptreact', '<><Image src="/a.png" /><img src="b.png" /></>').length, 2);
    assert.deepEqual(alts('css', 'a { background: url(a.png) }'), []);
  });

  it('are images with equal bytes, but for those that a platform wants twice', () => {
    const sha256 = 'x';
    const images = [
      image('/w/a.png', { sha256 }),
      image('/w/b.png', { sha256: 'y' }),
      image('/w/c.png', { sha256 }),
      image('/w/android/res/drawable-hdpi/c.png', { sha256 }),
      image('/w/d.png'),
      image('/w/empty.png', { sha256: 'z', bytes: 0 }),
      image('/w/empty2.png', { sha256: 'z', bytes: 0 }),
    ];
    assert.deepEqual(find('duplicates', images), [
      { kind: 'duplicates', image: '/w/a.png', others: ['/w/c.png'] },
    ]);
  });

  it('are told for one folder, of the kinds that are asked for', () => {
    const images = [
      image('/w/a.png', { references: 0, mentioned: false, format: 'gif' }),
      image('/w/in/b.png', { references: 0, mentioned: false }),
      image('/w/inside.png', { references: 0, mentioned: false }),
    ];
    const options = { kinds: problemKinds, mostBytes: 1e6 };
    assert.deepEqual(
      findProblems(images, [], options, true).map(({ kind }) => kind),
      ['unused', 'unused', 'unused', 'wrong-extension'],
    );
    assert.deepEqual(findProblems(images, [], { ...options, folder: '/w/in' }, true), [
      { kind: 'unused', image: '/w/in/b.png' },
    ]);
  });
});
