import assert from 'node:assert/strict';
import type { ComposerDerived, ComposerView, RunView } from '../../../src/protocol/views';
import { announcements } from '../../../src/webview/announce';
import { type ComposerChange, ComposerDraft } from '../../../src/webview/composerDraft';
import { droppedUris } from '../../../src/webview/dropImages';
import { agoText, costText, filesText, writeText } from '../../../src/webview/labels';
import { initialState, withPage, withRun } from '../../../src/webview/state';
import { initialUi, readUi } from '../../../src/webview/uiState';
import { boxOf, clampView, fitScale, zoomAt } from '../../../src/webview/viewport';

/** A clock that a test turns, and a host that answers when the test says so. */
function draftWith() {
  const timers = new Map<number, () => void>();
  const sent: { change: ComposerChange; answer(derived: ComposerDerived): void; fail(): void }[] = [];
  const derived: ComposerDerived[] = [];
  let last = 0;
  const draft = new ComposerDraft(
    change =>
      new Promise((resolve, reject) =>
        sent.push({ change, answer: resolve, fail: () => reject(new Error('closed')) }),
      ),
    each => derived.push(each),
    { set: run => (timers.set(++last, run), last), clear: handle => void timers.delete(handle) },
  );
  const pass = () => {
    for (const [handle, run] of [...timers]) {
      timers.delete(handle);
      run();
    }
  };
  return { draft, sent, derived, pass };
}

const composer: ComposerView = { ...initialState.composer, prompt: 'from the host' };
const derivedOf = (requests: number): ComposerDerived => ({ ...initialState.composer.derived, requests });
const settle = () => new Promise(setImmediate);

function run(id: string, createdAt: number, prompt = 'p'): RunView {
  return {
    id,
    createdAt,
    prompt,
    columns: [],
    references: [],
    hidden: 0,
    running: false,
    costUsd: 0,
    costIsEstimate: false,
    summary: '',
  };
}

describe('panel: composer draft', () => {
  it('sends typing once it pauses and anything else at once, with what was typed before', () => {
    const { draft, sent, pass } = draftWith();
    draft.change({ prompt: 'a' });
    draft.change({ prompt: 'ab' });
    assert.equal(sent.length, 0);
    pass();
    assert.deepEqual(
      sent.map(each => each.change),
      [{ prompt: 'ab' }],
    );
    draft.change({ prompt: 'abc' });
    draft.change({ count: 2 });
    assert.deepEqual(sent[1]?.change, { prompt: 'abc', count: 2 });
    pass();
    assert.equal(sent.length, 2);
  });

  it('lays what the host has not confirmed over what the host says', async () => {
    const { draft, sent, pass } = draftWith();
    draft.change({ prompt: 'typed' });
    assert.equal(draft.overlay(composer).prompt, 'typed');
    pass();
    assert.equal(draft.overlay(composer).prompt, 'typed', 'while it is under way');
    sent[0]?.answer(derivedOf(1));
    await settle();
    assert.equal(draft.overlay(composer).prompt, 'from the host', 'once it has arrived');
  });

  it('takes what follows from the newest change only', async () => {
    const { draft, sent, derived } = draftWith();
    draft.change({ count: 2 });
    draft.change({ count: 3 });
    sent[1]?.answer(derivedOf(3));
    sent[0]?.answer(derivedOf(2));
    await settle();
    assert.deepEqual(
      derived.map(each => each.requests),
      [3],
    );
  });

  it('gives up a change that the host refused', async () => {
    const { draft, sent } = draftWith();
    draft.change({ count: 2 });
    sent[0]?.fail();
    await settle();
    assert.equal(draft.overlay(composer).count, 1);
  });
});

describe('panel: remembered view', () => {
  it('takes what makes sense of any stored state', () => {
    for (const bad of [undefined, null, 1, 'x', [], {}, { v: 2, scroll: 5 }])
      assert.deepEqual(readUi(bad), initialUi);
    assert.deepEqual(
      readUi({ v: 1, scroll: -4, toggled: { a: true, b: 'x' }, folded: 'no', search: 7, more: 1 }),
      {
        ...initialUi,
        toggled: { a: true },
      },
    );
  });

  it('keeps the newest choices only', () => {
    const toggled = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`run-${index}`, true]));
    const kept = Object.keys(readUi({ ...initialUi, toggled }).toggled);
    assert.equal(kept.length, 100);
    assert.equal(kept.at(-1), 'run-149');
  });
});

describe('panel: list of runs', () => {
  it('replaces a known run, puts a new one in its place, and leaves out what the search does not want', () => {
    const runs = [run('b', 2), run('a', 1)];
    assert.deepEqual(
      withRun(runs, run('c', 3), '').map(each => each.id),
      ['c', 'b', 'a'],
    );
    assert.deepEqual(withRun(runs, { ...run('a', 1), summary: 'x' }, 'zzz')[1]?.summary, 'x');
    assert.equal(withRun(runs, run('c', 3, 'Red fox'), 'blue'), runs);
    assert.equal(withRun(runs, run('c', 3, 'Red fox'), ' red ').length, 3);
  });

  it('adds a page without doubles', () => {
    assert.deepEqual(
      withPage([run('b', 2)], [run('b', 2), run('a', 1)]).map(each => each.id),
      ['b', 'a'],
    );
  });

  it('says only what has just ended', () => {
    const request = { id: 'r', place: '0.0', state: 'running' as const, candidates: [], notes: [] };
    const before = {
      ...run('a', 1),
      running: true,
      columns: [{ model: 'm', label: 'M', requests: [request] }],
    };
    const failure = { kind: 'blocked' as const, title: 'Blocked', detail: '', cost: '' };
    const done = { ...request, state: 'done' as const, failure };
    const after = {
      ...before,
      running: false,
      summary: '1 blocked',
      columns: [{ model: 'm', label: 'M', requests: [done] }],
    };
    assert.deepEqual(announcements(before, after), ['Blocked: M', 'Finished: 1 blocked']);
    assert.deepEqual(announcements(after, after), []);
    assert.deepEqual(announcements(undefined, after), []);
  });
});

describe('panel: words', () => {
  it('marks an estimate and says free', () => {
    assert.equal(costText(0.034, false), '$0.034');
    assert.equal(costText(0.034, true), '≈ $0.034');
    assert.equal(costText(0.0004, true), 'less than $0.001');
    assert.equal(costText(0, undefined), 'free');
    assert.equal(costText(undefined, undefined), '');
  });

  it('says how long ago, and the date from yesterday on', () => {
    const now = Date.UTC(2026, 5, 15, 12);
    assert.equal(agoText(now - 20_000, now, 'en'), 'now');
    assert.equal(agoText(now - 5 * 60_000, now, 'en'), '5 min. ago');
    assert.equal(agoText(now - 3 * 3_600_000, now, 'en'), '3 hr. ago');
    assert.match(agoText(now - 50 * 3_600_000, now, 'en'), /^Jun 13, /);
    assert.equal(agoText(Date.UTC(2024, 5, 15, 12), now, 'en'), 'Jun 15, 2024');
  });
});

describe('panel: dropped addresses', () => {
  const data = (values: Record<string, string>) => ({ getData: (type: string) => values[type] ?? '' });

  it('reads a uri-list with comments, and VS Code’s own list where there is none', () => {
    assert.deepEqual(droppedUris(data({ 'text/uri-list': '#x\r\nfile:///a\r\nfile:///b' })), [
      'file:///a',
      'file:///b',
    ]);
    assert.deepEqual(droppedUris(data({ resourceurls: '["vscode-remote://h/a.png"]' })), [
      'vscode-remote://h/a.png',
    ]);
    for (const resourceurls of ['{', '{"a":1}', '[1]', ''])
      assert.deepEqual(droppedUris(data({ resourceurls })), []);
  });
});

describe('panel: viewport', () => {
  const size = { width: 2000, height: 1000 };
  const room = { width: 1000, height: 800 };

  it('fits the whole image and never enlarges it', () => {
    assert.ok(Math.abs(fitScale(size, room) - 0.484) < 0.001);
    assert.equal(fitScale({ width: 10, height: 10 }, room), 1);
  });

  it('enlarges where that is asked for, by whole factors, and no further than one can zoom', () => {
    assert.equal(fitScale({ width: 300, height: 100 }, room, true), 3);
    assert.equal(fitScale({ width: 10, height: 10 }, room, true), 32);
    assert.equal(fitScale(size, room, true), fitScale(size, room));
  });

  it('keeps the point under the pointer while zooming', () => {
    const view = { scale: 1, x: 100, y: 0 };
    const at = { x: 120, y: -60 };
    const before = boxOf(view, size, room);
    const after = zoomAt(view, 2, at, size, room);
    const box = boxOf(after, size, room);
    const where = (b: typeof box, scale: number) => [
      (room.width / 2 + at.x - b.x) / scale,
      (room.height / 2 + at.y - b.y) / scale,
    ];
    assert.deepEqual(where(before, 1).map(Math.round), where(box, 2).map(Math.round));
  });

  it('does not let an image leave the window', () => {
    assert.deepEqual(clampView({ scale: 1, x: 9999, y: 9999 }, size, room), { scale: 1, x: 500, y: 100 });
    assert.deepEqual(clampView({ scale: 0.4, x: 50, y: 50 }, size, room), { scale: 0.4, x: 0, y: 0 });
    assert.equal(clampView({ scale: 1e9, x: 0, y: 0 }, size, room).scale, 32);
  });
});

describe('panel: how many files', () => {
  it('is said of one file and of more', () => {
    assert.deepEqual([filesText(1, 7885), filesText(9, 66_000)], ['1 file, 7.7 KB', '9 files, 64 KB']);
    assert.deepEqual(
      [writeText(0, 0), writeText(1, 0), writeText(1, 1), writeText(8, 0), writeText(8, 1)],
      ['Write files', 'Write 1 file', 'Replace 1 file', 'Write 8 files', 'Write 8 files, replace 1'],
    );
  });
});
