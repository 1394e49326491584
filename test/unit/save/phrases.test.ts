import assert from 'node:assert/strict';
import type { SavedFile, SaveFailure } from '../../../src/core/save/saveResult';
import { english } from '../../../src/core/translate';
import {
  failureText,
  insertedText,
  savedFilesText,
  savedText,
  undoText,
} from '../../../src/host/save/phrases';
import { facts } from './support';

const wording = { t: english, place: (path: string) => path.replace('/work/', '') };

describe('what is said about a save', () => {
  const failures: [failure: SaveFailure, text: string][] = [
    [
      { kind: 'outside', path: '/work/out/a.png', truePlace: '/srv/shared/a.png' },
      'out/a.png leads out of the workspace, to /srv/shared/a.png. Images are saved inside it only.',
    ],
    [
      { kind: 'outside', path: '/tmp/a.png', truePlace: '/tmp/a.png' },
      '/tmp/a.png is outside the workspace. Images are saved inside it only.',
    ],
    [{ kind: 'exists', path: '/work/a.png' }, 'a.png already exists, and was left as it is.'],
    [
      { kind: 'cannot-write-format', extension: 'gif' },
      '.gif files cannot be written. PNG, JPEG, WebP and AVIF can.',
    ],
    [{ kind: 'disk-full', path: '/work/a.png' }, 'a.png could not be written: the disk is full.'],
    [
      { kind: 'read-only', path: '/work/a.png' },
      'a.png could not be written: the file or its folder is read-only.',
    ],
    [{ kind: 'untrusted' }, 'Nothing is saved in Restricted Mode. Trust this workspace first.'],
  ];
  it('says one sentence of files that were saved together, whatever made them', () => {
    const files = ['frames/sheet.png', 'frames/sheet.json', 'a.png'].map(path => ({ path: `/work/${path}` }));
    assert.equal(savedFilesText(wording, files), 'Saved frames/sheet.png and 2 more.');
    assert.equal(savedFilesText(wording, files.slice(0, 1)), 'Saved frames/sheet.png.');
  });

  it('says of files that were saved together how many came back', () => {
    assert.equal(
      undoText(wording, { kind: 'group', restored: 3, removed: 0, left: 0 }),
      'Files put back as they were before: 3.',
    );
    assert.match(
      undoText(wording, { kind: 'group', restored: 3, removed: 1, left: 2 }),
      /: 3\. .*: 1\. .*left alone: 2\.$/,
    );
  });

  for (const [failure, text] of failures) {
    it(`says: ${text}`, () => assert.equal(failureText(wording, failure), text));
  }

  const saved: SavedFile = {
    saveId: '1',
    path: '/work/img/a.jpg',
    uri: 'file:///work/img/a.jpg',
    facts: facts({ format: 'jpeg' }),
    converted: true,
    replaced: false,
    original: facts({ provenance: { contentCredentials: true, aiGenerated: false, synthIdClaimed: true } }),
    generated: true,
    left: [
      { item: 'credentials', count: 1 },
      { item: 'position', count: 1 },
      { item: 'comment', count: 2 },
    ],
    beside: ['/work/img/a.original.png'],
    flattenedOn: '#ffffff',
  };

  it('begins with what is wrong with a file that cannot be opened', () => {
    const said = (reason: 'corrupt' | 'too-large' | 'empty' | 'unsupported', detail: string) =>
      failureText(wording, { kind: 'unreadable', path: '/work/a.png', detail, reason });
    assert.deepEqual(
      [
        said('corrupt', 'It ends early.'),
        said('too-large', 'The image has 12000 × 9000 pixels.'),
        said('empty', ''),
        said('unsupported', 'SVG is a drawing.'),
      ],
      [
        'Damaged file: a.png. It ends early.',
        'Too many pixels: a.png. The image has 12000 × 9000 pixels.',
        'Empty file: a.png.',
        'a.png could not be read: SVG is a drawing.',
      ],
    );
  });

  it('names the file and what was to be done with it', () => {
    const failed = { kind: 'conversion', reason: 'corrupt', detail: 'It is damaged.' } as const;
    const said = (failure: SaveFailure) => failureText(wording, failure);
    assert.deepEqual(
      (['convert', 'strip', 'set'] as const).map(work => said({ ...failed, work, path: '/work/a.png' })),
      [
        'a.png could not be converted: It is damaged.',
        'a.png could not be written without its metadata: It is damaged.',
        'a.png could not be made into the files of the set: It is damaged.',
      ],
    );
    assert.match(said({ ...failed, work: 'convert' }), /^The image could not be converted/);
    assert.match(said({ ...failed, kind: 'drawing', path: '/work/b.png' }), /^b\.png could not be drawn/);
  });

  it('names what the conversion cost', () => {
    assert.equal(
      savedText(wording, saved),
      'Saved img/a.jpg. Transparent parts were laid on #ffffff. Not in the file: Content Credentials, ' +
        'the note that names SynthID, GPS position, 2 comments. The original with them stays in the ' +
        'generated images. Beside it: img/a.original.png.',
    );
  });

  it('says how an insertion is undone', () => {
    const { flattenedOn: _color, left: _left, beside: _beside, ...rest } = saved;
    const plain = { ...rest, original: saved.facts };
    assert.ok(_color && _left && _beside);
    assert.equal(
      insertedText(wording, plain, { kind: 'one-step', document: '/work/guide.md', line: 12 }),
      'Saved img/a.jpg. Inserted into guide.md, line 12: Undo there takes back both.',
    );
  });
});
