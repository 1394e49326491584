import assert from 'node:assert/strict';
import { Coalescer } from '../../../src/host/coalescer';
import {
  emptyComposer,
  mergePrompts,
  parseComposerState,
  rememberPrompt,
} from '../../../src/host/panel/composerState';
import { pathInWorkspace } from '../../../src/host/panel/dropped';

describe('Coalescer', () => {
  it('flushes the first mark at once and the rest together, losing none', async () => {
    const flushed: string[][] = [];
    const done = new Promise<void>(resolve => {
      const coalescer = new Coalescer<string>(5, keys => {
        flushed.push([...keys]);
        if (flushed.length === 2) resolve();
      });
      for (const key of ['a', 'b', 'a', 'c', 'b']) coalescer.mark(key);
    });
    await done;
    assert.deepEqual(flushed, [['a'], ['b', 'a', 'c']]);
  });

  it('says nothing once it is disposed', () => {
    const flushed: unknown[] = [];
    const coalescer = new Coalescer<string>(1, keys => void flushed.push(keys));
    coalescer.dispose();
    coalescer.mark('a');
    assert.deepEqual(flushed, []);
  });
});

describe('what an earlier session left of the composer', () => {
  const state = {
    ...emptyComposer,
    values: { ...emptyComposer.values, prompt: 'A dune', models: ['gemini/x'], seed: 7 },
    references: [
      {
        id: '1',
        name: 'a.png',
        role: 'subject',
        source: { kind: 'file', path: '/w/a.png', uri: 'file:///w/a.png' },
      },
      { id: '2', name: 'pasted', role: 'style', source: { kind: 'pasted', file: 'x-1.png' } },
    ],
    parent: { ref: { runId: 'r', requestId: 'q', index: 0 }, label: 'Banana' },
  };

  it('comes back whole', () => {
    assert.deepEqual(parseComposerState(JSON.parse(JSON.stringify(state))), state);
  });

  for (const [what, broken] of Object.entries({
    nothing: undefined,
    text: 'x',
    'another version': { ...state, version: 2 },
    'a missing part': { version: 1, values: state.values },
    'a count that is none': { ...state, values: { ...state.values, count: 0 } },
    'a pasted file outside of its folder': {
      ...state,
      references: [{ ...state.references[1], source: { kind: 'pasted', file: '../../key.png' } }],
    },
  })) {
    it(`is an empty composer for ${what}`, () => {
      assert.deepEqual(parseComposerState(broken), emptyComposer);
    });
  }
});

describe('prompt history', () => {
  it('has each prompt once, the newest in front, bounded', () => {
    assert.deepEqual(rememberPrompt(['b', 'a'], ' a '), ['a', 'b']);
    assert.deepEqual(rememberPrompt(['b'], '  '), ['b']);
    let prompts: readonly string[] = [];
    for (let index = 0; index < 500; index++) prompts = rememberPrompt(prompts, `prompt ${index}`);
    assert.equal(prompts.length, 100);
    assert.equal(prompts[0], 'prompt 499');
    const long = rememberPrompt(prompts, 'x'.repeat(199_990));
    assert.deepEqual(long.slice(1), ['prompt 499']);
  });

  it('merges with the prompts of runs', () => {
    assert.deepEqual(mergePrompts(['b', 'a'], ['a', 'c', ' ', 'b ']), ['b', 'a', 'c']);
  });
});

describe('a drop from the Explorer', () => {
  const folders = ['/home/u/site', '/home/u/docs/'];

  it('is mapped to the folder that it is in', () => {
    assert.deepEqual(pathInWorkspace('/home/u/docs/img/a.png', folders), {
      folder: 1,
      path: '/home/u/docs/img/a.png',
    });
  });

  for (const path of [
    '/home/u/site-secret/a.png',
    '/home/u/site/../.ssh/a.png',
    '/etc/a.png',
    '/home/u/site',
    '',
  ]) {
    it(`is refused outside: ${JSON.stringify(path)}`, () => {
      assert.equal(pathInWorkspace(path, folders), undefined);
    });
  }

  it('does not mind case where the system does not', () => {
    assert.equal(pathInWorkspace('/c:/Work/A.png', ['/C:/work']), undefined);
    assert.equal(pathInWorkspace('/c:/Work/A.png', ['/C:/work'], true)?.folder, 0);
  });
});
