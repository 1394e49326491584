import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { realDisk, type Disk } from '../../../src/host/save/disk';
import { Journal } from '../../../src/host/save/journal';
import { newGroup, type JournalEntry } from '../../../src/host/save/journalEntry';
import { writeNew, writeOver } from '../../../src/host/save/atomicWrite';
import { sha256Of } from '../../../src/host/sha256';
import { systemError, temporaryFolder, tree } from './support';

describe('the journal of saves', () => {
  const folder = temporaryFolder();
  const work = (...parts: string[]) => path.join(folder(), 'work', ...parts);
  const store = (...parts: string[]) => path.join(folder(), 'store', ...parts);
  let clock: number;
  let journal: Journal;

  const open = (disk: Disk = realDisk) => new Journal(store(), store('staging'), disk, () => clock);

  beforeEach(async () => {
    clock = 1_700_000_000_000;
    await fs.mkdir(work('img'), { recursive: true });
    await fs.mkdir(store());
    journal = open();
  });

  const begin = async (target: string, content: string, extra: Partial<JournalEntry> = {}) => {
    await fs.writeFile(store('source'), content);
    const old = await fs.stat(target).catch(() => undefined);
    return journal.begin({
      target,
      path: target,
      uri: `file://${target}`,
      candidate: { runId: 'r', requestId: 'q', index: 0 },
      newFolders: [],
      sha256: await sha256Of(store('source')),
      ...(old ? { replaced: { mode: old.mode & 0o7777 } } : {}),
      ...extra,
    });
  };
  const save = async (target: string, content: string, extra: Partial<JournalEntry> = {}) => {
    const entry = await begin(target, content, extra);
    if (entry.replaced) await writeOver(store('source'), target, entry.replaced.mode, entry.id, realDisk);
    else await writeNew(store('source'), target, entry.id, realDisk);
    await journal.complete(entry);
    clock += 1000;
    return entry;
  };

  it('has nothing to undo at first', async () => {
    assert.deepEqual(await journal.undo(), { kind: 'nothing' });
  });

  it('moves a new file out of the workspace, with the folders that were made for it', async () => {
    await fs.mkdir(work('a', 'b'), { recursive: true });
    await save(work('a', 'b', 'hero.png'), 'image', { newFolders: [work('a'), work('a', 'b')] });
    const result = await journal.undo();
    assert.ok(result.kind === 'undone' && result.movedTo);
    assert.deepEqual(await tree(work()), { 'img/': '' });
    assert.equal(await fs.readFile(result.movedTo, 'utf8'), 'image');
    assert.deepEqual(await journal.undo(), { kind: 'nothing' });
  });

  it('takes back the newest save of one candidate, whatever was saved after it', async () => {
    const fox = { runId: 'r', requestId: 'q', index: 1 };
    await save(work('fox.png'), 'fox', { candidate: fox });
    await save(work('fox-2.png'), 'fox', { candidate: fox });
    await save(work('dune.png'), 'dune');
    const first = await journal.undo(fox);
    assert.ok(first.kind === 'undone' && first.entry.target === work('fox-2.png'));
    assert.equal((await journal.undo(fox)).kind, 'undone');
    assert.deepEqual(await journal.undo(fox), { kind: 'nothing' });
    assert.deepEqual(await tree(work()), { 'dune.png': 'dune', 'img/': '' });
  });

  it('goes on with the older saves of a candidate when the newest was changed, and comes back to it', async () => {
    const fox = { runId: 'r', requestId: 'q', index: 1 };
    await save(work('fox.png'), 'fox', { candidate: fox });
    await save(work('fox-2.png'), 'fox', { candidate: fox });
    await fs.writeFile(work('fox-2.png'), 'theirs');
    assert.equal((await journal.undo(fox)).kind, 'changed');
    const older = await journal.undo(fox);
    assert.ok(older.kind === 'undone' && older.entry.target === work('fox.png'));
    await fs.writeFile(work('fox-2.png'), 'fox');
    assert.equal((await journal.undo(fox)).kind, 'undone');
    assert.deepEqual(await tree(work()), { 'img/': '' });
  });

  it('keeps a folder that holds something else by now', async () => {
    await fs.mkdir(work('a'));
    await save(work('a', 'hero.png'), 'image', { newFolders: [work('a')] });
    await fs.writeFile(work('a', 'theirs.txt'), '');
    await journal.undo();
    assert.deepEqual(await tree(work()), { 'a/': '', 'a/theirs.txt': '', 'img/': '' });
  });

  it('puts a replaced file back byte for byte, with its permissions', async () => {
    const bytes = Buffer.from([0, 1, 2, 255, 254, 10, 13]);
    await fs.writeFile(work('hero.png'), bytes, { mode: 0o640 });
    await save(work('hero.png'), 'image');
    assert.equal((await journal.undo()).kind, 'undone');
    assert.deepEqual(await fs.readFile(work('hero.png')), bytes);
    assert.equal((await fs.stat(work('hero.png'))).mode & 0o7777, 0o640);
    assert.deepEqual(Object.keys(await tree(store('journal'))), []);
  });

  it('undoes several saves, the last one first, also in another window', async () => {
    await fs.writeFile(work('hero.png'), 'one');
    await save(work('hero.png'), 'two');
    await save(work('hero.png'), 'three');
    await save(work('other.png'), 'other');
    journal = open();
    assert.equal((await journal.undo()).kind, 'undone');
    assert.deepEqual(await tree(work()), { 'hero.png': 'three', 'img/': '' });
    await journal.undo();
    assert.equal(await fs.readFile(work('hero.png'), 'utf8'), 'two');
    await journal.undo();
    assert.equal(await fs.readFile(work('hero.png'), 'utf8'), 'one');
    assert.equal((await journal.undo()).kind, 'nothing');
  });

  it('undoes the one that is named, not the last', async () => {
    const first = await save(work('a.png'), 'a');
    await save(work('b.png'), 'b');
    await journal.undo(first.id);
    assert.deepEqual(await tree(work()), { 'b.png': 'b', 'img/': '' });
    assert.deepEqual(await journal.undo(first.id), { kind: 'nothing' });
  });

  it('leaves a file alone that somebody changed, keeps the old bytes, and goes on to the save before', async () => {
    await save(work('a.png'), 'a');
    await fs.writeFile(work('b.png'), 'old');
    await save(work('b.png'), 'b');
    await fs.writeFile(work('b.png'), 'theirs');
    const result = await journal.undo();
    assert.ok(result.kind === 'changed' && result.oldVersion);
    assert.equal(await fs.readFile(work('b.png'), 'utf8'), 'theirs');
    assert.equal(await fs.readFile(result.oldVersion, 'utf8'), 'old');
    assert.equal((await journal.undo()).kind, 'undone');
    assert.deepEqual(await tree(work()), { 'b.png': 'theirs', 'img/': '' });
  });

  it('says when the file is gone, and makes nothing of it', async () => {
    await fs.writeFile(work('hero.png'), 'old');
    await save(work('hero.png'), 'image');
    await fs.rm(work('hero.png'));
    assert.equal((await journal.undo()).kind, 'missing');
    assert.deepEqual(await tree(work()), { 'img/': '' });
  });

  it('does not follow a folder that became a link out of the workspace', async () => {
    await save(work('img', 'hero.png'), 'image');
    await fs.rename(work('img'), path.join(folder(), 'elsewhere'));
    await fs.symlink(path.join(folder(), 'elsewhere'), work('img'));
    assert.equal((await journal.undo()).kind, 'changed');
    assert.deepEqual(await tree(path.join(folder(), 'elsewhere')), { 'hero.png': 'image' });
  });

  it('takes back a file whose name the disk has written in its own way', async () => {
    const named = work('caf\u00E9.png');
    await save(named, 'image');
    const realpath = (async (file: string) => (await fs.realpath(file)).normalize('NFD')) as Disk['realpath'];
    assert.equal((await open({ ...realDisk, realpath }).undo()).kind, 'undone');
  });

  it('knows its bytes from the store when the window went away before they were hashed', async () => {
    const entry = await begin(work('hero.png'), 'image');
    const unhashed: JournalEntry = { ...entry };
    delete unhashed.sha256;
    await fs.writeFile(
      store('journal', `${entry.id}.json`),
      JSON.stringify({ ...unhashed, source: store('source') }),
    );
    await writeNew(store('source'), work('hero.png'), entry.id, realDisk);
    assert.equal((await open().undo()).kind, 'undone');
    assert.deepEqual(await tree(work()), { 'img/': '' });
  });

  it('passes over a save that never happened', async () => {
    await save(work('a.png'), 'a');
    await begin(work('b.png'), 'b');
    const result = await journal.undo();
    assert.ok(result.kind === 'undone' && result.entry.path === work('a.png'));
  });

  it('cleans up after a window that ended in the middle of a save', async () => {
    await fs.writeFile(work('hero.png'), 'old');
    const entry = await begin(work('hero.png'), 'image');
    await fs.writeFile(work(`.inline-assets-${entry.id}.tmp`), 'ima');
    await journal.recover();
    assert.ok((await tree(work()))[`.inline-assets-${entry.id}.tmp`], 'it may still be under way');
    clock += 11 * 60_000;
    await journal.recover();
    assert.deepEqual(await tree(work()), { 'hero.png': 'old', 'img/': '' });
    assert.deepEqual(await tree(store('journal')), {});
  });

  it('can undo a save whose window ended right after the write', async () => {
    const entry = await begin(work('hero.png'), 'image');
    await writeNew(store('source'), work('hero.png'), entry.id, realDisk);
    clock += 11 * 60_000;
    journal = open();
    await journal.recover();
    assert.equal((await journal.undo()).kind, 'undone');
  });

  it('passes over damaged entries', async () => {
    await save(work('a.png'), 'a');
    await fs.writeFile(store('journal', 'zzzz.json'), '{"version":1,');
    await fs.writeFile(store('journal', 'zzzy.json'), '{"version":1,"id":"../../x","at":1}');
    await fs.writeFile(store('journal', 'zzzx.json'), '');
    assert.equal((await journal.undo()).kind, 'undone');
  });

  it('refuses to begin when the old bytes cannot be kept', async () => {
    await fs.writeFile(work('hero.png'), 'old');
    journal = open({ ...realDisk, copyFile: () => Promise.reject(systemError('ENOSPC')) });
    await assert.rejects(begin(work('hero.png'), 'image'), { code: 'ENOSPC' });
    assert.deepEqual(await tree(store('journal')), {});
  });

  it('can undo again after an undo that the disk refused', async () => {
    await save(work('hero.png'), 'image');
    const failing = open({ ...realDisk, rename: () => Promise.reject(systemError('EACCES')) });
    const result = await failing.undo();
    assert.ok(result.kind === 'failed' && result.failure.kind === 'read-only');
    assert.equal((await journal.undo()).kind, 'undone');
  });

  it('moves across file systems', async () => {
    await save(work('hero.png'), 'image');
    const rename: Disk['rename'] = (from, to) =>
      String(from).startsWith(work()) ? Promise.reject(systemError('EXDEV')) : realDisk.rename(from, to);
    const result = await open({ ...realDisk, rename }).undo();
    assert.ok(result.kind === 'undone' && result.movedTo);
    assert.equal(await fs.readFile(result.movedTo, 'utf8'), 'image');
    assert.deepEqual(await tree(work()), { 'img/': '' });
  });

  it('keeps a bounded number of saves', async function () {
    this.timeout(20_000);
    await fs.writeFile(work('hero.png'), 'old');
    for (let i = 0; i < 53; i++) await save(work('hero.png'), `image ${i}`);
    const names = await fs.readdir(store('journal'));
    assert.equal(names.filter(name => name.endsWith('.json')).length, 50);
    assert.equal(names.filter(name => name.endsWith('.old')).length, 50);
  });

  it('counts saves of a group as one when it forgets the oldest', async () => {
    const group = newGroup();
    for (let i = 0; i < 60; i++) {
      await fs.writeFile(store('source'), `new ${i}`);
      const entry = await journal.begin({
        target: work(`img/${i}.png`),
        path: work(`img/${i}.png`),
        uri: `file://${i}`,
        newFolders: [],
        sha256: await sha256Of(store('source')),
        group,
      });
      await writeNew(store('source'), entry.target, entry.id, realDisk);
      await journal.complete(entry);
    }
    assert.equal((await journal.idsOf(group)).length, 60);
    for (let i = 0; i < 49; i++) await save(work(`img/later${i}.png`), `later ${i}`);
    assert.equal((await journal.idsOf(group)).length, 60);
    await save(work('img/last.png'), 'last');
    assert.deepEqual(await journal.idsOf(group), []);
  });
});
