import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { storeName, workspaceKey, type WorkspacePlace } from '../../../src/host/store/workspaceFolder';

describe('the store of a workspace', () => {
  const file = { scheme: 'file', path: '/work/all.code-workspace' };
  const untitled = { scheme: 'untitled', path: '/config/Workspaces/1763/workspace.json' };
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(path.join(tmpdir(), 'workspaces-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  /** What a window does: it makes the folder, whether or not anything is generated. */
  function open(folders: readonly string[], workspaceFile?: WorkspacePlace['workspaceFile']): string {
    const name = storeName(dir, { folders, workspaceFile });
    mkdirSync(path.join(dir, name), { recursive: true });
    return name;
  }
  const generateIn = (name: string): void =>
    void mkdirSync(path.join(dir, name, 'runs', 'a-run'), { recursive: true });

  it('is named by paths alone, whatever their order', () => {
    assert.equal(workspaceKey(['/a', '/b']), workspaceKey(['/b', '/a']));
    assert.notEqual(workspaceKey(['/a']), workspaceKey(['/b']));
    assert.match(workspaceKey(['/a']), /^[0-9a-f]{24}$/);
    assert.equal(open([]), 'no-folder');
    assert.equal(open(['/a']), workspaceKey(['/a']));
  });

  it('stays when a folder is added, changes places, and the workspace is saved', () => {
    const first = open(['/a']);
    generateIn(first);
    assert.equal(open(['/a', '/b'], untitled), first);
    assert.equal(open(['/a', '/b', '/c'], untitled), first);
    assert.equal(open(['/b', '/a'], untitled), first);
    assert.equal(open(['/b', '/a'], file), first);
    assert.equal(open(['/b'], file), first);
    assert.equal(open(['/a']), first);
  });

  it('is that of the first folder in a window of several, before anything is generated', () => {
    assert.equal(open(['/b', '/a'], untitled), workspaceKey(['/b']));
  });

  it('of a saved workspace is its own, whatever becomes of its folders', () => {
    const own = open(['/a', '/b'], file);
    assert.equal(own, workspaceKey([file.path]));
    generateIn(open(['/a']));
    assert.equal(open(['/a', '/b'], file), own);
    assert.equal(open(['/a', '/b', '/c'], file), own);
    assert.equal(open([], file), own);
    assert.notEqual(open(['/a', '/b'], { scheme: 'file', path: '/work/other.code-workspace' }), own);
  });

  it('is the one that the folders had together until 0.1.0, if anything is in it', () => {
    const together = workspaceKey(['/a', '/b']);
    mkdirSync(path.join(dir, together, 'runs'), { recursive: true });
    assert.equal(open(['/a', '/b'], untitled), workspaceKey(['/a']));
    generateIn(together);
    generateIn(workspaceKey(['/a']));
    assert.equal(open(['/a', '/b'], untitled), together);
    assert.equal(open(['/a', '/b'], file), together);
    assert.equal(open(['/a', '/b', '/c'], file), together);
    assert.equal(open(['/a']), workspaceKey(['/a']));
  });

  it('of a workspace without folders is not that of windows without a workspace', () => {
    generateIn(open([]));
    assert.equal(open([], untitled), 'no-folder');
    assert.equal(open([], file), workspaceKey([file.path]));
  });

  it('is found again when what was decided is damaged', () => {
    const own = open(['/a'], file);
    generateIn(own);
    for (const damage of ['', '../../elsewhere', own.slice(1)]) {
      writeFileSync(path.join(dir, `${own}.store`), damage);
      assert.equal(open(['/a'], file), own);
      assert.equal(readFileSync(path.join(dir, `${own}.store`), 'utf8'), own);
    }
  });

  it('is decided also where nothing can be written', () => {
    const notThere = path.join(dir, 'a-file', 'workspaces');
    writeFileSync(path.join(dir, 'a-file'), '');
    assert.equal(storeName(notThere, { folders: ['/a'], workspaceFile: file }), workspaceKey([file.path]));
  });
});
