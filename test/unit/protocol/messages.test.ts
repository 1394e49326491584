import assert from 'node:assert/strict';
import { plainCutout, plainOutput } from '../../../src/core/model/output';
import { plainCut, plainSheet } from '../../../src/core/model/sprites';
import { maxPastedBytes } from '../../../src/protocol/limits';
import type { hostSchemas } from '../../../src/protocol/messages';
import { parseHostParams } from '../../../src/protocol/messages';

const sprites = { cut: plainCut, sheet: plainSheet, output: 'files' };
const slices = { slices: { left: 1, top: 0, right: 2, bottom: 3 }, fill: 'tile' };
const candidate = { runId: 'r1', requestId: 'q1', index: 0 };

/** One good message a method: the compiler holds the list to the schemas. */
const good: Record<keyof typeof hostSchemas, unknown> = {
  ready: {},
  updateComposer: { prompt: 'A dune', models: ['gemini/x'], count: 2, aspectRatio: '16:9', seed: null },
  pickImages: {},
  addImages: { uris: ['file:///w/a.png'] },
  addImageBytes: { name: 'pasted.png', bytes: new Uint8Array([1, 2, 3]) },
  removeReference: { id: 'x' },
  moveReference: { id: 'x', to: 0 },
  setRole: { id: 'x', role: 'style' },
  clearParent: {},
  promptHistory: { offset: 0 },
  generate: {},
  stop: { runId: 'r1' },
  retry: { runId: 'r1', requestId: 'q1', model: 'offline/placeholder' },
  failureAction: { runId: 'r1', requestId: 'q1', action: 'retry' },
  listRuns: { text: '' },
  deleteRun: { runId: 'r1' },
  useCandidate: { candidate },
  editCandidate: { candidate },
  openStage: { kind: 'save', candidate },
  previewSave: { id: 's', settings: plainOutput, path: 'a.png' },
  readPalette: { id: 's' },
  browseSave: { id: 's', path: 'a.png' },
  isSaveTaken: { id: 's', path: 'a.png' },
  writeSave: { id: 's', settings: { ...plainOutput, focus: { x: 0.5, y: 1 } }, path: 'a.png', insert: false },
  openCompare: { images: [{ candidate }, { reference: { runId: 'r1', index: 0 } }, { headOf: candidate }] },
  measureDifference: { id: 's', pair: ['0', '1'], tolerance: 8 },
  keepCompare: { id: 's', shown: ['0', '1'], mode: 'fade' },
  previewSprites: { id: 's', settings: sprites, path: 'a.png' },
  browseSprites: { id: 's', settings: { ...sprites, cut: null }, path: 'a.png' },
  writeSprites: { id: 's', settings: { ...sprites, output: 'both' }, path: 'a.png' },
  previewSlices: { id: 's', settings: slices, path: 'a.json' },
  browseSlices: { id: 's', path: 'a.json' },
  writeSlices: { id: 's', settings: slices, path: 'a.9.png' },
  useSlices: {
    id: 's',
    settings: { ...slices, fill: 'repeat' },
    path: 'a.css',
    snippet: 'css',
    how: 'insert',
  },
  previewLayers: { id: 's', description: { anything: 1 }, path: 'a.png' },
  browseLayers: { id: 's', path: 'a.png' },
  writeLayers: { id: 's', description: { version: 1, layers: [] }, path: 'a.png', keep: true },
  renderRows: { id: 's', description: { version: 1, layers: [] }, path: '{{a}}.png' },
  closeStage: { id: 's' },
  beginSet: { id: 's', set: 'favicon' },
  previewSet: {
    id: 's',
    choices: {
      set: 'favicon',
      folder: 'public',
      name: 'icon',
      background: '#ffffff',
      padding: 5,
      fit: 'contain',
      position: 'auto',
      width: null,
      format: 'keep',
      options: { manifest: true },
    },
  },
  browseSet: { id: 's', folder: 'public' },
  pickDark: { id: 's' },
  cutOutOfSet: { id: 's' },
  undoSet: { id: 's' },
  changeMissing: { id: 's', rows: [{ id: 'row-1', prompt: 'a', chosen: false }], style: 'flat' },
  startMissing: { id: 's', row: 'row-1' },
  stopMissing: { id: 's' },
  undoMissing: { id: 's' },
  openMissingUse: { id: 's', row: 'row-1', use: 0 },
  writeSet: { id: 's' },
  useSnippet: { id: 's', snippet: 'html', how: 'copy' },
  saveAndInsert: { candidate },
  replaceOriginal: { candidate },
  undoSave: { candidate },
  reveal: { candidate },
  copyPrompt: { runId: 'r1' },
  deleteCandidate: { candidate },
  provenance: { candidate },
  seams: { candidate },
  seamsOfSave: { id: 's' },
  pngBytes: { candidate },
  reuseRun: { runId: 'r1' },
  setKey: {},
  favourite: { candidate, on: true },
  pin: { runId: 'r1', requestId: 'q1', on: false },
  hide: { runId: 'r1', requestId: 'q1' },
  showHidden: { runId: 'r1' },
  pick: { runId: 'r1' },
  showSpending: {},
  showScoreboard: {},
  exportScoreboard: {},
  resetScoreboard: {},
  manageProviders: {},
  starModel: { model: 'gemini/x', on: true },
  manageTrust: {},
};

const dot = { mode: 'erase', radius: 0.1, points: [0.5, 0.5] };
const painted = (strokes: unknown): unknown => ({
  id: 's',
  settings: { ...plainOutput, cutout: { ...plainCutout, strokes } },
  path: 'a',
});

describe('what the webview may say', () => {
  for (const [method, params] of Object.entries(good)) {
    it(`${method}: well-formed passes as it is`, () => {
      assert.deepEqual(parseHostParams(method, params), params);
    });

    it(`${method}: anything that is no object is refused`, () => {
      for (const junk of [undefined, null, 'x', 5, true, [], [params]]) {
        assert.throws(() => parseHostParams(method, junk), `${JSON.stringify(junk)} passed`);
      }
    });
  }

  it('drops what no message has: nothing rides along', () => {
    assert.deepEqual(parseHostParams('copyPrompt', { runId: 'r1', command: 'workbench.action.quit' }), {
      runId: 'r1',
    });
  });

  it('keeps prototypes clean', () => {
    const params: unknown = JSON.parse('{"prompt":"x","__proto__":{"polluted":true},"constructor":{"a":1}}');
    const parsed = parseHostParams('updateComposer', params) as object;
    assert.deepEqual(Object.keys(parsed), ['prompt']);
    assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  for (const method of ['__proto__', 'constructor', 'toString', 'executeCommand', 'openUrl', '']) {
    it(`knows no ${JSON.stringify(method)}`, () => {
      assert.throws(() => parseHostParams(method, {}), /Unknown method/);
    });
  }

  const bad: readonly [string, keyof typeof hostSchemas, unknown][] = [
    ['a prompt of megabytes', 'updateComposer', { prompt: 'x'.repeat(2_000_000) }],
    ['a prompt that is no text', 'updateComposer', { prompt: { toString: 'x' } }],
    ['a thousand models', 'updateComposer', { models: Array.from({ length: 1000 }, () => 'a/b') }],
    ['a count of zero', 'updateComposer', { count: 0 }],
    ['a count of a million', 'updateComposer', { count: 1_000_000 }],
    ['half an image', 'updateComposer', { count: 1.5 }],
    ['a ratio that is none', 'updateComposer', { aspectRatio: '16/9' }],
    ['a ratio with a path in it', 'updateComposer', { aspectRatio: '../../etc' }],
    ['pixels below one', 'updateComposer', { width: 0 }],
    ['pixels without end', 'updateComposer', { width: Infinity }],
    [
      'half a pixel',
      'previewSlices',
      { id: 's', path: 'a', settings: { slices: { ...slices.slices, top: 0.5 }, fill: 'tile' } },
    ],
    [
      'a guide outside',
      'writeSlices',
      { id: 's', path: 'a', settings: { slices: { ...slices.slices, left: -1 }, fill: 'tile' } },
    ],
    [
      'a fill that is none',
      'useSlices',
      { id: 's', path: 'a', settings: { ...slices, fill: 'round' }, snippet: 'css', how: 'copy' },
    ],
    ['a role that is none', 'setRole', { id: 'x', role: 'admin' }],
    ['an action that is none', 'failureAction', { runId: 'r', requestId: 'q', action: 'run-command' }],
    ['an empty id', 'deleteRun', { runId: '' }],
    ['an id without end', 'deleteRun', { runId: 'x'.repeat(10_000) }],
    ['an id that is an object', 'deleteRun', { runId: { $ne: null } }],
    [
      'pixels that are too many',
      'previewSave',
      { id: 's', settings: { ...plainOutput, width: 1e9 }, path: 'a' },
    ],
    [
      'a colour that is code',
      'previewSave',
      { id: 's', settings: { ...plainOutput, background: 'url(x)' }, path: 'a' },
    ],
    ['more strokes than fit', 'previewSave', painted(Array.from({ length: 201 }, () => dot))],
    ['half a point', 'previewSave', painted([{ ...dot, points: [0.5] }])],
    [
      'a stroke without end',
      'previewSave',
      painted([{ ...dot, points: Array.from({ length: 1002 }, () => 0.5) }]),
    ],
    ['a brush without end', 'previewSave', painted([{ ...dot, radius: 1e9 }])],
    ['a point far away', 'previewSave', painted([{ ...dot, points: [9, 0.5] }])],
    ['a brush that is none', 'previewSave', painted([{ ...dot, mode: 'smudge' }])],
    [
      'a path without end',
      'writeSave',
      { id: 's', settings: plainOutput, path: 'x'.repeat(10_000), insert: false },
    ],
    ['a negative position', 'openStage', { kind: 'save', candidate: { ...candidate, index: -1 } }],
    ['a position that is text', 'openStage', { kind: 'save', candidate: { ...candidate, index: '0' } }],
    ['a candidate that is text', 'openStage', { kind: 'save', candidate: 'r1/q1/0' }],
    ['bytes as a list', 'addImageBytes', { name: 'a.png', bytes: [1, 2, 3] }],
    ['bytes as base64', 'addImageBytes', { name: 'a.png', bytes: 'AAAA' }],
    ['more bytes than fit', 'addImageBytes', { name: 'a.png', bytes: new Uint8Array(maxPastedBytes + 1) }],
    ['ten thousand files', 'addImages', { uris: Array.from({ length: 10_000 }, () => 'file:///a.png') }],
    ['an address without end', 'addImages', { uris: ['x'.repeat(100_000)] }],
    ['a search without end', 'listRuns', { text: 'x'.repeat(100_000) }],
    ['a place before the first', 'moveReference', { id: 'x', to: -1 }],
  ];
  for (const [what, method, params] of bad) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseHostParams(method, params));
    });
  }
});
