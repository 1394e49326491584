import assert from 'node:assert/strict';
import type { CutChecks, KeptReason } from '../../../src/core/model/cutout';
import type { Candidate } from '../../../src/core/model/run';
import { english } from '../../../src/core/translate';
import { checkNotes, keyNotes } from '../../../src/host/text/cutoutText';

const halo = { black: 1, white: 2, page: 0 };
const clean: CutChecks = { clear: 0.5, seeThrough: 0.01, holes: 0, halo };
const key = { name: 'magenta', added: '…' } as const;
const image = (part: Partial<Candidate>): Candidate => ({
  file: 'a.png',
  facts: {} as Candidate['facts'],
  ...part,
});

describe('What is said of a cut-out', () => {
  it('is nothing where nothing is worth it', () => {
    assert.deepEqual(checkNotes(english, clean), []);
    assert.deepEqual(keyNotes(english, {}, image({})), []);
    assert.deepEqual(keyNotes(english, { key }, image({})), []);
  });

  it('names what was found, and where it shows', () => {
    const text = (part: Partial<CutChecks>) => checkNotes(english, { ...clean, ...part }).join(' ');
    assert.match(text({ clear: 0 }), /Nothing of the image is transparent/);
    assert.match(text({ halo: { black: 3.5, white: 0, page: 9 } }), /shows on black, the page color\./);
    assert.match(text({ holes: 1 }), /has a hole/);
    assert.match(text({ holes: 3 }), /has 3 holes/);
    assert.match(text({ seeThrough: 0.234 }), /23 % of the subject is see-through/);
  });

  it('says that it was made here, or why not', () => {
    const cut = keyNotes(english, { key }, image({ cutout: { checks: { ...clean, holes: 1 } } }));
    assert.match(cut[0] ?? '', /^The magenta background .* was removed on this machine/);
    assert.equal(cut.length, 2);
    const reasons: KeptReason[] = ['no-key', 'gradient', 'all-background', 'key-in-subject', 'failed'];
    const said = reasons.map(kept => keyNotes(english, { key }, image({ cutout: { kept } }))[0] ?? '');
    assert.equal(new Set(said).size, reasons.length);
    for (const sentence of said) assert.match(sentence, /^Not transparent: .*magenta.* as it came\.$/);
    const both = keyNotes(english, { key }, image({ cutout: { kept: 'no-key' }, painted: 'checkerboard' }));
    assert.match(both[1] ?? '', /checkerboard is painted/);
  });
});
