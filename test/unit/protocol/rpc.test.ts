import assert from 'node:assert/strict';
import { Rpc } from '../../../src/protocol/rpc';
import { looseEnd, settle, transportPair } from './pair';

type Host = {
  add: (params: { a: number; b: number }) => number;
  bytes: (params: { length: number }) => Uint8Array;
  fail: (params: object) => void;
  never: (params: object) => string;
};
type View = { changed: (params: { text: string }) => void };

function ends(heard: string[] = []) {
  const { a, b } = transportPair();
  const host = new Rpc<Host, View>(a, {
    add: ({ a, b }) => a + b,
    bytes: ({ length }) => new Uint8Array(length),
    fail: async () => {
      await Promise.resolve();
      throw new Error('The disk is full.');
    },
    never: () => new Promise(() => undefined),
  });
  const view = new Rpc<View, Host>(b, { changed: ({ text }) => void heard.push(text) });
  return { host, view };
}

describe('Rpc', () => {
  it('answers each request with its own result', async () => {
    const { view } = ends();
    const results = await Promise.all([
      view.request('add', { a: 1, b: 2 }),
      view.request('bytes', { length: 3 }),
      view.request('add', { a: 10, b: 20 }),
    ]);
    assert.deepEqual(results, [3, new Uint8Array(3), 30]);
  });

  it('rejects on this side what was thrown on the other', async () => {
    const { view } = ends();
    await assert.rejects(view.request('fail', {}), { message: 'The disk is full.' });
    assert.equal(await view.request('add', { a: 1, b: 1 }), 2);
  });

  it('carries notifications, in order', async () => {
    const heard: string[] = [];
    const { host } = ends(heard);
    host.notify('changed', { text: 'one' });
    host.notify('changed', { text: 'two' });
    await settle();
    assert.deepEqual(heard, ['one', 'two']);
  });

  it('rejects what is pending when it is disposed, and everything after', async () => {
    const { view } = ends();
    const pending = view.request('never', {});
    view.dispose();
    await assert.rejects(pending, { message: 'closed' });
    await assert.rejects(view.request('add', { a: 1, b: 1 }), { message: 'closed' });
  });

  it('sends nothing more once it is disposed, late answers included', async () => {
    const { transport, posted, receive } = looseEnd();
    let finish = (): void => undefined;
    const rpc = new Rpc<{ slow: (params: object) => Promise<void> }, View>(transport, {
      slow: () => new Promise<void>(resolve => (finish = resolve)),
    });
    receive({ type: 'request', id: 1, method: 'slow', params: {} });
    rpc.dispose();
    finish();
    rpc.notify('changed', { text: 'late' });
    receive({ type: 'request', id: 2, method: 'slow', params: {} });
    await settle();
    assert.deepEqual(posted, []);
  });

  it('does not take a reply to the page before it for its own', async () => {
    const { transport, posted, receive } = looseEnd();
    const before = new Rpc<View, Host>(transport, { changed: () => undefined });
    const lost = before.request('add', { a: 1, b: 1 }).catch(() => 'closed');
    const { id } = posted[0] as { id: number };
    before.dispose();
    const after = new Rpc<View, Host>(transport, { changed: () => undefined });
    const own = after.request('add', { a: 2, b: 2 });
    receive({ type: 'reply', id, ok: true, result: 2 });
    receive({ type: 'reply', id: (posted[1] as { id: number }).id, ok: true, result: 4 });
    assert.equal(await own, 4);
    assert.equal(await lost, 'closed');
  });

  for (const method of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'missing', '']) {
    it(`knows no method ${JSON.stringify(method)}`, async () => {
      const { transport, posted, receive } = looseEnd();
      new Rpc<View, Host>(transport, { changed: () => undefined });
      receive({ type: 'request', id: 7, method, params: {} });
      await settle();
      assert.deepEqual(posted, [{ type: 'reply', id: 7, ok: false, message: `Unknown method: ${method}` }]);
    });
  }

  it('ignores what is no envelope', async () => {
    const { transport, posted, receive } = looseEnd();
    const heard: unknown[] = [];
    new Rpc<View, Host>(transport, { changed: params => void heard.push(params) });
    const junk = [
      undefined,
      null,
      0,
      'changed',
      [],
      {},
      { type: 'run' },
      { type: 'request', method: 'changed' },
    ];
    for (const data of [
      ...junk,
      { type: 'notify' },
      { type: 'notify', method: 5 },
      { type: 'reply', id: 99, ok: true },
    ]) {
      receive(data);
    }
    await settle();
    assert.deepEqual([heard, posted], [[], []]);
  });
});
