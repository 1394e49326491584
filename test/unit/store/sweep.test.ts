import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { silentLogger } from '../../../src/core/logger';
import { sweep } from '../../../src/host/store/sweep';
import { tree, temporaryFolder } from '../save/support';

const day = 24 * 3600_000;

describe('the sweep of what was left behind', () => {
  const folder = temporaryFolder();
  const store = (...parts: string[]) => path.join(folder(), 'workspaces', 'w', ...parts);

  const sweepAfter = (ms: number, signal?: AbortSignal) =>
    sweep({ root: folder(), storeDir: store(), log: silentLogger, now: () => Date.now() + ms }, signal);
  const put = async (file: string, text = ''): Promise<string> => {
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, text);
    return file;
  };
  const files = async () => Object.keys(await tree(folder())).filter(name => !name.endsWith('/'));
  const dayName = (ms: number) => new Date(ms).toISOString().slice(0, 10);

  const afterADay = [
    'windows/host~1~abc',
    'workspaces/w/clipboard-0b6d.png',
    'workspaces/w/journal/one.json.tmp',
    'workspaces/w/references/.0123456789ab.part',
    'workspaces/w/runs/.20261122-101530123-100000.trash/run.json',
    'workspaces/w/runs/20261122-101530123-100001/.2kz-0123456789ab-1z.part',
    'workspaces/w/drafts/.2kz-0123456789ab-1z.part',
    'workspaces/w/runs/20261122-101530123-100001/.0123456789ab.part.webp',
    ...['convert-0b6d.webp', 'layers-0b6d.png', 'set-0b6d.ico', 'slices-0b6d.png', 'text-0b6d.json'].map(
      name => `workspaces/w/staging/${name}`,
    ),
    'workspaces/w/staging/sprites-0b6d/sheet.png',
  ];
  const afterAMonth = [
    'workspaces/w/staging/look-0b6d.jpg',
    'workspaces/w/drafts/0123456789abcdef0123456789abcdef.json',
    'workspaces/w/staging/undone-0001/hero.png',
    'workspaces/w/staging/0d6f9f0e-7a6c-4c55-9b0e-3a1df1cf2a10/hero.png',
  ];
  const kept = [
    'workspaces/w/composer/composer.json',
    'workspaces/w/journal/one.json',
    'workspaces/w/journal/one.old',
    'workspaces/w/references/a.png',
    'workspaces/w/runs/20261122-101530123-100001/000-a-1.png',
    'workspaces/w/runs/20261122-101530123-100001/run.json',
    'workspaces/w/staging/1d6f9f0e-7a6c-4c55-9b0e-3a1df1cf2a11/hero.png',
  ];

  beforeEach(async () => {
    for (const file of [...afterADay, ...afterAMonth, ...kept]) await put(path.join(folder(), file));
    const entry = {
      ...{
        version: 1,
        id: 'one',
        at: 1,
        state: 'done',
        target: '/w/a.png',
        path: '/w/a.png',
        uri: 'file:///w',
      },
      ...{ candidate: { runId: 'r', requestId: 'q', index: 0 }, newFolders: [] },
      insertion: {
        document: 'file:///w/a.md',
        staged: store('staging', '1d6f9f0e-7a6c-4c55-9b0e-3a1df1cf2a11', 'hero.png'),
      },
    };
    await put(store('journal', 'one.json'), JSON.stringify(entry));
  });

  it('leaves everything that is young', async () => {
    await sweepAfter(day / 2);
    assert.deepEqual((await files()).sort(), [...afterADay, ...afterAMonth, ...kept].sort());
  });

  it('takes what crashes left after a day', async () => {
    await sweepAfter(2 * day);
    assert.deepEqual((await files()).sort(), [...afterAMonth, ...kept].sort());
  });

  it('takes what was undone after a month, but never what an Undo may need', async () => {
    await sweepAfter(31 * day);
    assert.deepEqual((await files()).sort(), [...kept].sort());
  });

  it('counts from the move of what was written long ago', async () => {
    const undone = path.join(folder(), afterAMonth[0]!);
    const trash = store('runs', '.20261122-101530123-100000.trash');
    for (const file of [undone, path.dirname(undone), trash]) await fs.utimes(file, 1, 1);
    await sweepAfter(day / 2);
    assert.ok((await files()).includes(afterAMonth[0]!));
    await fs.access(trash);
  });

  it('takes days of spending after 13 months', async () => {
    const now = Date.now();
    for (const age of [0, 59, 399, 402])
      await put(path.join(folder(), 'spending', dayName(now - age * day), 'x.json'));
    await put(path.join(folder(), 'spending', 'notes', 'x.json'));
    await sweepAfter(0);
    assert.deepEqual(
      (await fs.readdir(path.join(folder(), 'spending'))).sort(),
      [dayName(now - 399 * day), dayName(now - 59 * day), dayName(now), 'notes'].sort(),
    );
  });

  it('ends with the window, and finds nothing where nothing is', async () => {
    await sweepAfter(31 * day, AbortSignal.abort());
    assert.equal((await files()).length, afterADay.length + afterAMonth.length + kept.length);
    await fs.rm(store(), { recursive: true });
    await sweepAfter(31 * day);
  });
});
