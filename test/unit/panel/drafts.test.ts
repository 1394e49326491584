import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { Drafts } from '../../../src/host/panel/stages/drafts';
import { temporaryFolder } from '../save/support';

describe('work in views that is not saved', () => {
  const folder = temporaryFolder();
  const place = () => path.join(folder(), 'drafts');
  const open = (warn: (message: string) => void = assert.fail) => new Drafts(place(), warn);

  it('is there for the same subject in the next window, and for no other', async () => {
    const drafts = open();
    drafts.keep('save', { file: '/w/a.png' }, { width: 30 });
    drafts.keep('layers', { runId: 'r', requestId: 'q', index: 0 }, { layers: [] });
    await drafts.read('save', {});
    const next = open();
    assert.deepEqual(await next.read('save', { file: '/w/a.png' }), { width: 30 });
    assert.deepEqual(await next.read('layers', { index: 0, requestId: 'q', runId: 'r' }), { layers: [] });
    assert.equal(await next.read('layers', { file: '/w/a.png' }), undefined);
    assert.equal(await next.read('save', { file: '/w/b.png' }), undefined);
  });

  it('is what came last, also when that is nothing', async () => {
    const drafts = open();
    for (let width = 0; width < 50; width++) drafts.keep('save', { file: 'a' }, { width });
    assert.deepEqual(await drafts.read('save', { file: 'a' }), { width: 49 });
    drafts.keep('save', { file: 'a' }, { width: 1 });
    drafts.keep('save', { file: 'a' }, undefined);
    assert.equal(await drafts.read('save', { file: 'a' }), undefined);
    assert.deepEqual(await fs.readdir(place()), []);
  });

  it('is given up where it cannot be kept or read', async () => {
    await fs.writeFile(place(), 'a file, and no folder');
    const warnings: string[] = [];
    const drafts = open(message => warnings.push(message));
    drafts.keep('save', { file: 'a' }, {});
    assert.equal(await drafts.read('save', { file: 'a' }), undefined);
    assert.match(warnings.join(), /^A draft could not be kept/);
    await fs.rm(place());
    drafts.keep('save', { file: 'a' }, {});
    await drafts.read('save', { file: 'a' });
    const [name = ''] = await fs.readdir(place());
    await fs.writeFile(path.join(place(), name), '{"half');
    assert.equal(await drafts.read('save', { file: 'a' }), undefined);
  });
});
