import assert from 'node:assert/strict';
import { flagBits, type GalleryFinding, type GalleryUi } from '../../../src/protocol/galleryViews';
import { arrange, isFiltered } from '../../../src/webview/gallery/arrange';
import { filterFindings, sortFindings } from '../../../src/webview/gallery/findings';
import { edgeFor, type GalleryImage, newImage, takeFacts } from '../../../src/webview/gallery/image';
import {
  lay,
  lineNumber,
  type Measures,
  move,
  type MoveKey,
  placeOf,
  rowOf,
  seenBetween,
  type Spot,
  withoutThumbnail,
} from '../../../src/webview/gallery/layout';
import {
  extendTo,
  noSelection,
  selectOnly,
  toggle,
  withoutHidden,
} from '../../../src/webview/gallery/selection';
import { TypeAhead } from '../../../src/webview/gallery/typeAhead';
import { initialGalleryUi, noFilter, readGalleryUi, uiToBegin } from '../../../src/webview/gallery/ui';

const plain = { sort: 'name', descending: false, grouped: true } as const;

function image(path: string, change: Partial<GalleryImage> = {}): GalleryImage {
  const slash = path.lastIndexOf('/');
  const made = newImage(++lastId, path.slice(0, Math.max(0, slash)), path.slice(slash + 1));
  return Object.assign(made, change);
}
let lastId = 0;

function shown(images: GalleryImage[], change: Partial<GalleryUi> = {}): string[] {
  const ui = { ...initialGalleryUi, ...change };
  return arrange(images, ui, ui).groups.flatMap(group => group.images.map(({ name }) => name));
}

describe('gallery: what is shown, in which order', () => {
  it('groups by folder, a folder before those in it, numbers by their value', () => {
    const images = ['b/x.png', 'a/10.png', 'a/2.png', 'a/deep/y.png', 'z.png', 'a/1.png'].map(each =>
      image(each),
    );
    const { groups, count } = arrange(images, noFilter, plain);
    assert.deepEqual(
      groups.map(({ folder, images: own }) => [folder, own.map(({ name }) => name)]),
      [
        ['', ['z.png']],
        ['a', ['1.png', '2.png', '10.png']],
        ['a/deep', ['y.png']],
        ['b', ['x.png']],
      ],
    );
    assert.equal(count, 6);
  });

  it('sorts by bytes, pixels and date over all folders when it is not grouped', () => {
    const images = [
      image('a/small.png', { bytes: 10, width: 9, height: 9, mtimeMs: 3 }),
      image('b/big.png', { bytes: 99, width: 1, height: 1, mtimeMs: 2 }),
      image('c/middle.png', { bytes: 50, width: 5, height: 5, mtimeMs: 1 }),
    ];
    const by = (sort: GalleryUi['sort']) => shown(images, { sort, descending: true, grouped: false });
    assert.deepEqual(by('bytes'), ['big.png', 'middle.png', 'small.png']);
    assert.deepEqual(by('pixels'), ['small.png', 'middle.png', 'big.png']);
    assert.deepEqual(by('date'), ['small.png', 'big.png', 'middle.png']);
    assert.deepEqual(arrange(images, noFilter, { ...plain, grouped: false }).groups.length, 1);
  });

  it('finds words anywhere in the path, in any case and order', () => {
    const images = ['docs/img/Login Flow.png', 'docs/icons/login.svg', 'public/flow.png'].map(each =>
      image(each),
    );
    assert.deepEqual(shown(images, { search: 'flow DOCS' }), ['Login Flow.png']);
    assert.deepEqual(shown(images, { search: ' ' }).length, 3);
    assert.deepEqual(shown(images, { search: '.*' }), []);
  });

  it('takes a folder with all below it, and no other that begins alike', () => {
    const images = ['img/a.png', 'img/deep/b.png', 'images/c.png', 'd.png'].map(each => image(each));
    assert.deepEqual(shown(images, { folder: 'img' }), ['a.png', 'b.png']);
    assert.equal(shown(images, { folder: '' }).length, 4);
  });

  it('takes formats by the bytes, and by the name as long as those are not known', () => {
    const images = [image('a.png', { format: 'jpeg' }), image('b.jpg'), image('c.webp', { format: null })];
    assert.deepEqual(shown(images, { formats: ['jpeg'] }), ['a.png', 'b.jpg']);
    assert.deepEqual(shown(images, { formats: ['webp'] }), ['c.webp']);
    assert.deepEqual(
      [...arrange(images, noFilter, plain).formatCounts],
      [
        ['jpeg', 2],
        ['webp', 1],
      ],
    );
  });

  it('takes sizes from the first of a range to just before its end', () => {
    const sized = (bytes: number) => image(`${bytes}.png`, { bytes, width: 65, height: 10 });
    const images = [sized(20 * 1024 - 1), sized(20 * 1024), image('unknown.png')];
    assert.deepEqual(shown(images, { bytes: 'small' }), ['20479.png']);
    assert.deepEqual(shown(images, { bytes: 'medium' }), ['20480.png']);
    assert.deepEqual(shown(images, { pixels: 'small' }).length, 2);
    assert.deepEqual(shown(images, { pixels: 'icon' }), []);
  });

  it('shows what has all chosen problems, and counts each among what passes the other filters', () => {
    const both = image('both.png', { flags: flagBits.unused + flagBits['too-big'] });
    const one = image('one.png', { flags: flagBits.unused });
    const images = [both, one, image('none.png')];
    assert.deepEqual(shown(images, { flags: ['unused', 'too-big'] }), ['both.png']);
    const { flagCounts } = arrange(images, { ...noFilter, flags: ['too-big'] }, plain);
    assert.deepEqual([flagCounts.unused, flagCounts['too-big'], flagCounts.generated], [2, 1, 0]);
  });

  it('knows whether anything is filtered', () => {
    assert.equal(isFiltered(noFilter), false);
    assert.equal(isFiltered({ ...noFilter, folder: '' }), true);
    assert.equal(isFiltered({ ...noFilter, search: '  ' }), false);
  });
});

describe('gallery: where everything is', () => {
  const measures: Measures = { width: 320, cell: 100, caption: 20, gap: 10, heading: 30 };
  const images = (folder: string, count: number) =>
    Array.from({ length: count }, (_, at) => image(`${folder}/${at}.png`));
  const groups = [
    { folder: 'a', images: images('a', 5) },
    { folder: 'b', images: images('b', 2) },
    { folder: 'c', images: images('c', 4) },
  ];
  const layout = lay(groups, new Set(), measures);
  const id = (group: number, at: number) => groups[group]!.images[at]!.id;

  it('lays rows of one height under headings', () => {
    assert.deepEqual([layout.columns, layout.rowHeight, layout.lines], [3, 130, 8]);
    assert.deepEqual(
      layout.groups.map(({ top, rows }) => [top, rows]),
      [
        [0, 2],
        [300, 1],
        [470, 2],
      ],
    );
    assert.equal(layout.height, 770);
    assert.deepEqual(
      rowOf(layout.groups[0]!, layout, 1).map(each => each.id),
      [id(0, 3), id(0, 4)],
    );
  });

  it('finds the rows between two heights, whatever is above and below', () => {
    const between = (top: number, bottom: number) =>
      seenBetween(layout, top, bottom).map(({ group, from, to }) => [group.folder, from, to]);
    assert.deepEqual(between(0, 50), [['a', 0, 1]]);
    assert.deepEqual(between(170, 310), [
      ['a', 1, 2],
      ['b', 0, 1],
    ]);
    assert.deepEqual(between(5000, 6000), []);
  });

  it('draws a screenful of 20,000 images in 500 folders and not more', () => {
    const many = Array.from({ length: 500 }, (_, at) => ({ folder: `f${at}`, images: images(`f${at}`, 40) }));
    const large = lay(many, new Set(), measures);
    for (const top of [0, large.height / 3, large.height - 900]) {
      const rows = seenBetween(large, top, top + 900).reduce((sum, { from, to }) => sum + to - from, 0);
      assert.ok(rows >= 5 && rows <= 9, `${rows} at ${top}`);
    }
  });

  it('leads every key to where it points, over folders, and back', () => {
    const go = (from: Spot, ...keys: MoveKey[]) => keys.reduce((at, key) => move(layout, at, key, 2), from);
    assert.deepEqual(go({ image: id(0, 2) }, 'ArrowRight'), { image: id(0, 3) });
    assert.deepEqual(go({ image: id(0, 2) }, 'ArrowDown'), { image: id(0, 4) });
    assert.deepEqual(go({ image: id(0, 4) }, 'ArrowDown'), { folder: 'b' });
    assert.deepEqual(go({ folder: 'b' }, 'ArrowDown'), { image: id(1, 0) });
    assert.deepEqual(go({ image: id(0, 0) }, 'ArrowUp'), { folder: 'a' });
    assert.deepEqual(go({ folder: 'a' }, 'ArrowUp'), { folder: 'a' });
    assert.deepEqual(go({ image: id(1, 0) }, 'ArrowLeft'), { image: id(0, 4) });
    assert.deepEqual(go({ image: id(1, 0) }, 'Home'), { image: id(0, 0) });
    assert.deepEqual(go({ image: id(1, 0) }, 'End'), { image: id(2, 3) });
    assert.deepEqual(go({ image: id(0, 1) }, 'PageDown'), { folder: 'b' });
    assert.deepEqual(go({ image: id(2, 3) }, 'PageDown'), { image: id(2, 3) });
    assert.deepEqual(go({ image: id(2, 3) }, 'PageUp'), { folder: 'c' });
  });

  it('reaches every line once on the way down, and numbers them all', () => {
    let at: Spot = { folder: 'a' };
    const numbers: number[] = [];
    for (let step = 0; step < layout.lines; step++) {
      const place = placeOf(layout, at);
      assert.ok(place);
      numbers.push(lineNumber(place.group, place.row));
      at = move(layout, at, 'ArrowDown', 1);
    }
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('leaves out what is in closed folders', () => {
    const closed = lay(groups, new Set(['a', 'b']), measures);
    assert.deepEqual(
      closed.order.map(each => each.id),
      groups[2]!.images.map(each => each.id),
    );
    assert.deepEqual(placeOf(closed, { image: id(2, 0) })?.group.folder, 'c');
    assert.equal(placeOf(closed, { image: id(0, 0) }), undefined);
    assert.deepEqual(move(closed, { folder: 'a' }, 'ArrowDown', 1), { folder: 'b' });
    assert.deepEqual(move(closed, { image: id(0, 0) }, 'ArrowDown', 1), { image: id(2, 0) });
  });

  it('has no headings when nothing is grouped', () => {
    const flat = lay([{ folder: null, images: groups[0]!.images }], new Set(), measures);
    assert.deepEqual([flat.lines, flat.groups[0]?.heading], [2, 0]);
    assert.deepEqual(move(flat, { image: id(0, 0) }, 'ArrowUp', 1), { image: id(0, 0) });
    assert.deepEqual(lay([], new Set(), measures).height, 0);
  });

  it('asks for thumbnails of what is in sight first, and not for those that are there or cannot be', () => {
    Object.assign(groups[0]!.images[0]!, { edge: 320 });
    Object.assign(groups[0]!.images[1]!, { failed: 'broken' });
    assert.deepEqual(
      withoutThumbnail(
        layout,
        [
          [320, 400],
          [0, 400],
        ],
        320,
      ),
      [id(1, 0), id(1, 1), id(0, 2), id(0, 3), id(0, 4)],
    );
    assert.ok(withoutThumbnail(layout, [[0, 100]], 640).includes(id(0, 0)));
    assert.deepEqual(
      [edgeFor(144, 1), edgeFor(144, 2), edgeFor(256, 1), edgeFor(320, 1)],
      [320, 640, 320, 640],
    );
  });

  it('finds names by their first letters, and goes on with the same letter', () => {
    const named = ['apple.png', 'banana.png', 'berry.png'].map(each => image(each));
    const all = lay([{ folder: null, images: named }], new Set(), measures);
    const keys = new TypeAhead();
    assert.equal(keys.find('b', all, named[0]!.id, 0)?.name, 'banana.png');
    assert.equal(keys.find('e', all, named[1]!.id, 100)?.name, 'berry.png');
    assert.equal(keys.find('b', all, named[1]!.id, 5000)?.name, 'berry.png');
    assert.equal(keys.find('x', all, named[1]!.id, 9000), undefined);
  });
});

describe('gallery: selecting', () => {
  const order = [1, 2, 3, 4, 5].map(id => ({ id }));
  const ids = ({ ids: set }: { ids: ReadonlySet<number> }) => [...set].sort();

  it('extends from where it began, in both directions', () => {
    const began = selectOnly(3);
    assert.deepEqual(ids(extendTo(began, 5, order)), [3, 4, 5]);
    assert.deepEqual(ids(extendTo(extendTo(began, 5, order), 1, order)), [1, 2, 3]);
    assert.deepEqual(ids(extendTo(noSelection, 4, order)), [4]);
  });

  it('adds and takes away single ones, and ranges to what is there', () => {
    const two = toggle(selectOnly(1), 3);
    assert.deepEqual(ids(two), [1, 3]);
    assert.deepEqual(ids(toggle(two, 1)), [3]);
    assert.deepEqual(ids(extendTo(two, 5, order, true)), [1, 3, 4, 5]);
  });

  it('forgets what is not shown any more', () => {
    const three = extendTo(selectOnly(2), 4, order);
    assert.deepEqual(ids(withoutHidden(three, new Map([[3, true]]))), [3]);
    assert.equal(withoutHidden(three, new Map([2, 3, 4].map(id => [id, true]))), three);
    assert.equal(withoutHidden(three, new Map([[3, true]])).anchor, undefined);
  });
});

describe('gallery: what is kept and told', () => {
  it('takes from a kept state what makes sense', () => {
    assert.deepEqual(readGalleryUi(undefined), initialGalleryUi);
    assert.deepEqual(readGalleryUi({ v: 2, search: 'x' }), initialGalleryUi);
    const odd = readGalleryUi({
      ...{ v: 1, search: 7, folder: {}, formats: ['png', 3], bytes: 'enormous', flags: ['unused', 'funny'] },
      ...{ cell: 9999, collapsed: 'all', sort: 'date', descending: 'yes' },
    });
    assert.deepEqual(odd, {
      ...initialGalleryUi,
      formats: ['png'],
      flags: ['unused'],
      cell: 320,
      sort: 'date',
    });
    const whole = { ...initialGalleryUi, search: 'a', folder: '', grouped: false, details: false };
    assert.deepEqual(readGalleryUi(structuredClone(whole)), whole);
  });

  it('begins with what was chosen last, whether the tab or the host has it', () => {
    const at = (chosen: number) => ({ ...initialGalleryUi, chosen, search: `at ${chosen}` });
    assert.equal(uiToBegin(at(2), at(1)).search, 'at 2');
    assert.equal(uiToBegin(at(1), at(2)).search, 'at 2');
    assert.equal(uiToBegin(undefined, at(1)).search, 'at 1');
    assert.deepEqual(uiToBegin(undefined, undefined), initialGalleryUi);
    // As it was kept before it had a time.
    assert.equal(uiToBegin(undefined, { v: 1, search: 'old' }).search, 'old');
  });

  it('wants a new thumbnail of a file that changed, and shows the old one until then', () => {
    const one = image('a.png', { thumbnail: 'uri', edge: 320 });
    takeFacts(one, [one.id, 10, 1, 'png', 4, 4, 0, 0]);
    assert.equal(one.edge, 320);
    takeFacts(one, [one.id, 10, 2, 'png', 4, 4, 0, 0]);
    assert.deepEqual([one.edge, one.thumbnail], [0, 'uri']);
  });

  const finding = (index: number, change: Partial<GalleryFinding>): GalleryFinding => ({
    ...{ index, kind: 'unused', title: 'Unused', severity: 'information', message: 'm', file: 'a.png' },
    ...change,
  });

  it('sorts findings by how bad they are, then by place', () => {
    const all = [
      finding(0, { file: 'b.md', line: 10 }),
      finding(1, { file: 'b.md', line: 9 }),
      finding(2, { severity: 'error', title: 'Missing', file: 'z.md', message: 'not there' }),
    ];
    const order = (by: 'kind' | 'file', descending = false) =>
      sortFindings(all, { by, descending }).map(({ index }) => index);
    assert.deepEqual(order('kind'), [2, 1, 0]);
    assert.deepEqual(order('file'), [1, 0, 2]);
    assert.deepEqual(order('file', true), [2, 0, 1]);
    assert.deepEqual(
      filterFindings(all, 'MISSING z').map(({ index }) => index),
      [2],
    );
  });
});
