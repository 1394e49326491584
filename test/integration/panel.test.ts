import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { GifWriter } from 'omggif';
import { type OutputSettings, plainOutput } from '../../src/core/model/output';
import type { InitialState } from '../../src/protocol/messages';
import type { RunView, StageView } from '../../src/protocol/views';
import { workspaceFile, workspaceFolder } from './extension';
import { World, type Page } from './lib/panelWorld';

const done = (page: Page, runId: string): boolean => page.runs.get(runId)?.running === false;
const candidateOf = (run: RunView | undefined) => {
  const candidate = run?.columns[0]?.requests[0]?.candidates[0];
  assert.ok(candidate, 'no image came');
  return candidate;
};
const asSave = (stage: StageView | undefined) =>
  stage?.kind === 'save' ? stage : assert.fail('another view is open');
const fileOf = (webviewUri: string | undefined): string => vscode.Uri.parse(webviewUri ?? '').path;

describe('the panel over the real engine', () => {
  let world: World;
  let page: Page;
  let initial: InitialState;

  beforeEach(async () => {
    world = new World();
    page = await world.open();
    initial = await page.request('ready', {});
  });

  afterEach(async () => {
    page.close();
    await world.dispose();
  });

  async function generate(prompt: string): Promise<string> {
    await page.request('updateComposer', { prompt });
    const started = await page.request('generate', {});
    assert.ok('runId' in started, JSON.stringify(started));
    await page.until(() => done(page, started.runId));
    return started.runId;
  }

  async function image(name: string): Promise<vscode.Uri> {
    const uri = workspaceFile(`panel/${name}`);
    await vscode.workspace.fs.createDirectory(workspaceFile('panel'));
    const spec = { prompt: name, width: 64, height: 48, format: 'png' as const };
    await world.engine.services.imaging.placeholder(spec, uri.fsPath);
    return uri;
  }

  /** What is under way in the store. */
  async function staged(): Promise<string[]> {
    const folder = vscode.Uri.joinPath(world.engine.services.storeUri, 'staging').fsPath;
    return fs.readdir(folder).catch(() => []);
  }

  it('has a page that lets nothing out and carries no data', async () => {
    const { html, options } = page.tab.webview;
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    for (const part of ["default-src 'none'", "connect-src 'none'", 'img-src https://csp.test blob:']) {
      assert.ok(policy.includes(part), policy);
    }
    assert.doesNotMatch(policy, /unsafe|\*|data:/);
    assert.doesNotMatch(html, / style=|<script(?![^>]*nonce=)/);
    const nonce = /nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    assert.ok(Buffer.from(nonce, 'base64').length >= 16);
    assert.deepEqual(
      options.localResourceRoots?.map(root => root.fsPath).sort(),
      [
        vscode.Uri.joinPath(world.context.extensionUri, 'dist', 'webview').fsPath,
        world.engine.services.storeUri.fsPath,
      ].sort(),
    );
    const other = new World();
    const second = await other.open();
    assert.ok(!second.tab.webview.html.includes(nonce));
    await other.dispose();
  });

  it('starts with everything: a free model, no runs, no key', () => {
    assert.deepEqual(initial.composer.models, ['offline/placeholder']);
    assert.equal(initial.composer.derived.blocked, undefined);
    assert.equal(initial.composer.derived.estimateUsd, 0);
    assert.deepEqual([initial.runs, initial.noKey, initial.restricted], [[], true, undefined]);
    assert.ok(initial.models.some(model => model.provider === 'gemini' && (model.priceUsd ?? 0) > 0));
  });

  it('makes an image and shows it, with a thumbnail, from files of the store', async () => {
    const runId = await generate('A dune at dusk');
    await page.until(() => candidateOf(page.runs.get(runId)).thumbnail !== undefined);
    const candidate = candidateOf(page.runs.get(runId));
    for (const uri of [candidate.image, candidate.thumbnail]) {
      assert.ok(fileOf(uri).startsWith(world.engine.services.storeUri.path), uri);
      assert.ok((await fs.stat(fileOf(uri))).size > 0);
    }
    assert.equal(page.runs.get(runId)?.summary, '1 image');
    const again = await page.request('listRuns', { text: 'DUNE' });
    assert.equal(candidateOf(again.runs[0]).image, candidate.image);
    assert.equal(candidateOf(again.runs[0]).thumbnail, candidate.thumbnail);
    assert.deepEqual((await page.request('listRuns', { text: 'nothing like it' })).runs, []);
  });

  it('says what is missing instead of sending: a prompt, a model', async () => {
    await page.request('updateComposer', { prompt: '  ' });
    const empty = await page.request('generate', {});
    assert.ok('refused' in empty && /Write what/.test(empty.refused));
    const derived = await page.request('updateComposer', { prompt: 'x', models: [] });
    assert.equal(derived.blocked, 'Choose a model.');
    assert.deepEqual(await page.request('generate', {}), { refused: 'Choose a model.' });
    assert.deepEqual((await page.request('listRuns', { text: '' })).runs, []);
  });

  it('refuses a reference image that was deleted meanwhile, and runs once it is out', async () => {
    const uri = await image('gone.png');
    await world.panel.compose({ images: [uri], prompt: 'grayscale' });
    await vscode.workspace.fs.delete(uri);
    const refused = await page.request('generate', {});
    assert.ok('refused' in refused && /gone\.png/.test(refused.refused), JSON.stringify(refused));
    await page.until(() => page.composer?.references[0]?.problem !== undefined);
    const [reference] = page.composer?.references ?? [];
    assert.ok(reference);
    await page.request('removeReference', { id: reference.id });
    await page.until(() => page.composer?.models[0] === 'offline/placeholder');
    await generate('A dune');
  });

  it('loses nothing while it is hidden, and sends nothing into the dark', async () => {
    await page.request('updateComposer', { prompt: 'While you were away', count: 3 });
    page.hide();
    const heard = page.heard;
    const started = await world.panel.generate();
    assert.ok('runId' in started);
    await world.engine.services.runs.whenDone(started.runId);
    assert.equal(page.heard, heard);
    page.show();
    const back = await page.request('ready', {});
    assert.equal(back.composer.prompt, 'While you were away');
    assert.equal(back.runs[0]?.summary, '3 images');
    assert.equal(back.runs[0]?.running, false);
  });

  it('shows a run as ended that ends while the page opens', async () => {
    await page.request('updateComposer', { prompt: 'Many', count: 3 });
    const { secrets } = world.context;
    const { get } = secrets;
    const started = await world.panel.generate();
    assert.ok('runId' in started);
    // The page waits for the key after the runs were read.
    secrets.get = async name => {
      await world.engine.services.runs.whenDone(started.runId);
      return get(name);
    };
    const [shown] = (await page.request('ready', {})).runs;
    assert.equal(shown?.running, false);
    assert.equal(shown.summary, '3 images');
    // And what is told of it after that says the same.
    page.runs.clear();
    await page.until(() => page.runs.has(started.runId));
    assert.equal(page.runs.get(started.runId)?.running, false);
  });

  it('keeps the composer over the end of the window', async () => {
    const uri = await image('kept.png');
    await world.panel.compose({ images: [uri] });
    await page.request('updateComposer', { prompt: 'sepia, please', seed: 7 });
    page.close();
    await world.dispose();
    world = new World(world.context);
    page = await world.open();
    const { composer } = await page.request('ready', {});
    assert.deepEqual([composer.prompt, composer.seed], ['sepia, please', 7]);
    assert.deepEqual(
      composer.references.map(reference => reference.name),
      ['panel/kept.png'],
    );
  });

  it('takes over a missing image with nothing of what was there, and its run knows the path', async () => {
    const earlier = await generate('A dune');
    const { ref } = candidateOf(page.runs.get(earlier));
    await world.panel.compose({ images: [await image('stranger.png')] });
    await page.request('editCandidate', { candidate: ref });
    await page.until(() => page.composer?.parent !== undefined);
    const missing = workspaceFile('docs/img/login.png');
    const composition = { prompt: 'The login flow', targetFile: missing, replaceReferences: true };
    await world.panel.compose(composition);
    await page.until(() => page.composer?.prompt === 'The login flow');
    assert.deepEqual([page.composer?.references, page.composer?.parent], [[], undefined]);
    assert.ok(page.composer?.derived.notes.includes('Save will propose docs/img/login.png.'));
    const run = await world.engine.services.runs.get(await generate('The login flow'));
    assert.deepEqual([run?.targetFile, run?.references, run?.parent], [missing.toString(), [], undefined]);
    // The one that is continued then was for no such path.
    await page.request('editCandidate', { candidate: ref });
    await page.until(() => page.composer?.parent !== undefined);
    assert.deepEqual(
      page.composer?.derived.notes.filter(note => note.startsWith('Save')),
      [],
    );
  });

  it('goes on from a result: the image, an empty prompt, the focus', async () => {
    const runId = await generate('A dune');
    const { ref } = candidateOf(page.runs.get(runId));
    await page.request('editCandidate', { candidate: ref });
    await page.until(() => page.focused.length > 0 && page.composer?.parent !== undefined);
    assert.equal(page.composer?.prompt, '');
    assert.deepEqual(page.composer?.parent?.ref, ref);
    assert.equal(page.composer?.references.length, 1);
    // What made it can't edit; something here can.
    assert.deepEqual(page.composer?.models, ['offline/retouch']);
    const next = await generate('grayscale');
    assert.deepEqual(page.runs.get(next)?.parent, ref);
    assert.equal(candidateOf(page.runs.get(next)).facts.width, 1024);
    await page.request('reuseRun', { runId });
    await page.until(() => page.composer?.prompt === 'A dune');
    assert.deepEqual([page.composer?.references.length, page.composer?.parent], [0, undefined]);
  });

  it('hands out PNG bytes for the clipboard: exact, and no Buffer', async () => {
    const candidate = candidateOf(page.runs.get(await generate('A dune'))).ref;
    const bytes = await page.request('pngBytes', { candidate });
    assert.equal(Object.getPrototypeOf(bytes), Uint8Array.prototype);
    assert.equal(bytes.byteLength, bytes.buffer.byteLength);
    assert.deepEqual([...bytes.subarray(1, 4)], [0x50, 0x4e, 0x47]);
  });

  it('takes dropped images of the workspace however they are named, and no others', async () => {
    const uri = await image('dropped.png');
    const outside = uri.with({ path: '/etc/passwd.png' }).toString();
    const remote = `vscode-remote://host%2Bname${uri.path}`;
    const escaping = `${workspaceFolder().uri.toString()}/../outside.png`;
    await page.request('addImages', {
      uris: [remote, uri.toString(), outside, escaping, 'http://x/y.png', '::'],
    });
    await page.until(() => (page.composer?.references.length ?? 0) > 0);
    assert.deepEqual(
      page.composer?.references.map(reference => reference.name),
      ['panel/dropped.png'],
    );
  });

  it('takes pasted images, and says what is no image', async () => {
    const bytes = new Uint8Array(await fs.readFile((await image('source.png')).fsPath));
    await page.request('addImageBytes', { name: 'pasted.png', bytes });
    await page.until(() => page.composer?.references[0]?.thumbnail !== undefined);
    assert.equal(page.composer?.references[0]?.facts?.width, 64);
    const text = new Uint8Array(Buffer.from('no image'));
    await assert.rejects(page.request('addImageBytes', { name: 'a.png', bytes: text }), /not an image/);
    assert.equal(page.composer?.references.length, 1);
  });

  it('hands intents about an image to the saver', async () => {
    const candidate = candidateOf(page.runs.get(await generate('A dune'))).ref;
    await page.request('saveAndInsert', { candidate });
    await page.request('replaceOriginal', { candidate });
    await page.request('undoSave', { candidate });
    assert.deepEqual(world.saved, [
      ['saveAndInsert', candidate],
      ['replaceOriginal', candidate],
      ['undoSaveOf', candidate],
    ]);
    const { lines } = await page.request('provenance', { candidate });
    assert.ok(lines.some(line => line.value === 'A dune'));
  });

  it('saves a file as it was looked at, whatever becomes of it, and keeps the view over a new page', async () => {
    const file = await image('look.png');
    const bytes = await fs.readFile(file.fsPath);
    await world.panel.openStage({ kind: 'save', subject: { file: file.fsPath } });
    await page.until(() => page.stage !== undefined);
    const { id, image: shown } = asSave(page.stage);
    assert.deepEqual(await fs.readFile(fileOf(shown)), bytes);
    await fs.writeFile(file.fsPath, 'somebody else');

    const settings = { ...plainOutput, width: 32, height: 24 };
    const preview = await page.request('previewSave', { id, settings, path: 'panel/look-32.png' });
    assert.ok(preview && 'facts' in preview);
    assert.deepEqual([preview.facts.width, preview.facts.height], [32, 24]);
    const before = page.stage;
    await page.request('ready', {});
    await page.until(() => page.stage !== before);
    assert.ok(page.stage?.kind === 'save');
    assert.equal(page.stage.id, id);
    assert.deepEqual(page.stage.draft, { settings, path: 'panel/look-32.png' });

    const write = (path: string) =>
      page.request('writeSave', { id, settings: plainOutput, path, insert: false });
    const taken = () => page.request('isSaveTaken', { id, path: 'panel/look-copy.png' });
    assert.equal(await taken(), false);
    assert.equal(await write('panel/look-copy.png'), true);
    assert.equal(await taken(), true);
    assert.deepEqual(await fs.readFile(workspaceFile('panel/look-copy.png').fsPath), bytes);
    await page.request('closeStage', { id });
    await assert.rejects(write('panel/look-again.png'), /closed/);
    assert.deepEqual(await staged(), [], 'nothing is left of it in the store');
  });

  it('names a format that can be written for an image whose own cannot', async () => {
    const gif = workspaceFile('panel/moving.gif');
    await fs.mkdir(workspaceFile('panel').fsPath, { recursive: true });
    const bytes = new Uint8Array(500);
    const writer = new GifWriter(bytes, 4, 4, { palette: [0, 0xffffff] });
    for (const index of [0, 1]) writer.addFrame(0, 0, 4, 4, new Array<number>(16).fill(index), { delay: 5 });
    await fs.writeFile(gif.fsPath, bytes.slice(0, writer.end()));
    await world.panel.openStage({ kind: 'save', subject: { file: gif.fsPath } });
    await page.until(() => page.stage !== undefined);
    const { id } = asSave(page.stage);
    const preview = async (change: Partial<OutputSettings>, path: string) =>
      page.request('previewSave', { id, settings: { ...plainOutput, ...change }, path });
    assert.ok('url' in ((await preview({}, 'panel/small.gif')) ?? {}));
    const refused = await preview({ width: 2 }, 'panel/small.gif');
    assert.ok(refused && 'problem' in refused && refused.instead === 'png', JSON.stringify(refused));
    const made = await preview({ width: 2, format: 'png' }, 'panel/small.png');
    assert.ok(made && 'url' in made && made.notes.includes('Only the first frame of the animation is kept.'));
    await page.request('closeStage', { id });
  });

  it('begins with what was saved last in the folder, by its name, and enlarges nothing by it', async () => {
    const open = async (name: string) => {
      const { fsPath } = await image(name);
      await world.panel.openStage({ kind: 'save', subject: { file: fsPath } });
      await page.until(() => page.stage?.name === name);
      return asSave(page.stage);
    };
    const { id } = await open('small.png');
    for (const [width, begins] of [
      [32, 32],
      [640, null],
    ] as const) {
      const settings = { ...plainOutput, format: 'webp' as const, width };
      const ask = { id: asSave(page.stage).id, settings, path: `panel/small-${width}.webp`, insert: false };
      assert.equal(await page.request('writeSave', ask), true);
      const next = await open(`next-${width}.png`);
      assert.notEqual(next.id, id);
      assert.deepEqual([next.settings.format, next.settings.width], ['webp', begins]);
      const last = next.presets.find(({ name }) => name === 'As last saved in this folder');
      assert.deepEqual(last?.settings, next.settings);
    }
    await page.request('closeStage', { id: asSave(page.stage).id });
  });

  it('saves an opened description and its picture again without a question, until somebody else changed them', async () => {
    const card = { version: 1 as const, canvas: { width: 20, height: 10 }, layers: [], output: 'card.png' };
    const document = workspaceFile('panel/card.layers.json');
    const picture = workspaceFile('panel/card.png');
    await fs.mkdir(workspaceFile('panel').fsPath, { recursive: true });
    await fs.writeFile(document.fsPath, JSON.stringify(card));
    await fs.writeFile(picture.fsPath, 'old');
    await world.panel.openStage({ kind: 'layers', subject: { file: document.fsPath } });
    await page.until(() => page.stage !== undefined);
    assert.ok(page.stage?.kind === 'layers');
    const { id, path } = page.stage;
    const write = (width: number) =>
      page.request('writeLayers', {
        ...{ id, path, keep: true },
        description: { ...card, canvas: { width, height: 10 } },
      });
    // A question would have no answer here, and nothing would be written.
    assert.equal(await write(30), true);
    assert.equal(await write(40), true);
    assert.equal((await fs.readFile(picture.fsPath)).readUInt32BE(16), 40);
    assert.match(await fs.readFile(document.fsPath, 'utf8'), /"width": 40/);
    await fs.writeFile(document.fsPath, 'mine');
    assert.notEqual(await write(50).catch(() => undefined), true);
    assert.equal(await fs.readFile(document.fsPath, 'utf8'), 'mine');
    assert.equal((await fs.readFile(picture.fsPath)).readUInt32BE(16), 40);
    await page.request('closeStage', { id });
  });

  it('keeps what was not saved, whatever else is opened, until it is saved or not wanted', async () => {
    const file = (await image('drawn.png')).fsPath;
    const begin = async <K extends 'save' | 'layers'>(kind: K) => {
      const before = page.stage;
      await world.panel.openStage({ kind, subject: { file } });
      await page.until(() => page.stage !== before && page.stage?.kind === kind);
      return page.stage as Extract<StageView, { kind: K }>;
    };
    const box = { type: 'box', id: 'a', x: 1, y: 2, width: 20, height: 10 } as const;
    const draw = async (): Promise<string> => {
      const { id, description } = await begin('layers');
      const drawn = await page.request('previewLayers', {
        ...{ id, path: 'panel/marked.png' },
        description: { ...description, layers: [box] },
      });
      assert.ok(drawn && 'url' in drawn, JSON.stringify(drawn));
      return id;
    };
    await draw();
    const saving = await begin('save');
    assert.equal(saving.draft, undefined);
    const settings = { ...plainOutput, width: 30, height: 20 };
    await page.request('previewSave', { id: saving.id, settings, path: 'panel/s.png' });
    // The tab goes, and with it everything that is not on disk.
    page.close();
    page = await world.open();
    await page.request('ready', {});

    const again = await begin('layers');
    assert.deepEqual([again.description.layers, again.draft?.path], [[], 'panel/marked.png']);
    assert.equal(again.draft?.description.layers[0]?.type, 'box');
    const { draft } = await begin('save');
    assert.deepEqual(draft, { settings, path: 'panel/s.png' });

    const { id, draft: drawn } = await begin('layers');
    assert.ok(drawn);
    const done = await page.request('writeLayers', {
      ...{ id, path: 'panel/marked.png', keep: false },
      description: drawn.description,
    });
    assert.equal(done, true);
    await page.request('closeStage', { id });
    assert.equal((await begin('layers')).draft, undefined, 'saved');
    const other = await draw();
    await page.request('closeStage', { id: other, discard: true });
    assert.equal((await begin('layers')).draft, undefined, 'not wanted');
    const last = await begin('save');
    await page.request('closeStage', { id: last.id, discard: true });
    assert.equal((await begin('save')).draft, undefined, 'not wanted');
  });

  it('makes a set as it was shown, remembers how, and keeps the view over a new page', async () => {
    const file = await image('logo.png');
    await world.panel.openStage({ kind: 'set', subject: { image: { file: file.fsPath } } });
    await page.until(() => page.stage !== undefined);
    assert.ok(page.stage?.kind === 'set');
    const { id } = page.stage;
    assert.equal(page.stage.choices.set, 'favicon');
    const choices = {
      ...page.stage.choices,
      folder: 'panel/icons',
      background: '#204060',
      options: { pngs: false, manifest: true },
    };
    const preview = await page.request('previewSet', { id, choices });
    assert.ok(preview && 'files' in preview, JSON.stringify(preview));
    for (const { url, bytes } of preview.files) {
      if (url !== undefined) assert.equal((await fs.readFile(fileOf(url))).length, bytes);
    }
    const before = page.stage;
    await page.request('ready', {});
    await page.until(() => page.stage !== before);
    assert.ok(page.stage?.kind === 'set');
    assert.deepEqual(page.stage.choices, choices);

    const written = await page.request('writeSet', { id });
    assert.ok(written && !('refused' in written), JSON.stringify(written));
    assert.equal(written.files, preview.files.length);
    const names = (await fs.readdir(workspaceFile('panel/icons').fsPath)).sort();
    assert.deepEqual(names, preview.files.map(each => each.path).sort());
    assert.match(written.snippets[0]?.text ?? '', /rel="icon"/);
    assert.equal(await page.request('useSnippet', { id, snippet: 'html', how: 'copy' }), true);
    assert.equal(await vscode.env.clipboard.readText(), written.snippets[0]?.text);
    const html = workspaceFile('panel/page.html');
    await fs.writeFile(html.fsPath, '<head>\n  \n</head>\n');
    const editor = await vscode.window.showTextDocument(html);
    editor.selection = new vscode.Selection(1, 2, 1, 2);
    assert.equal(await page.request('useSnippet', { id, snippet: 'html', how: 'insert' }), true);
    assert.match(
      editor.document.getText(),
      /^<head>\n {2}<link rel="icon" href="icons\/favicon\.ico" sizes="48x48">\n {2}<link .*>\n<\/head>\n$/s,
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await page.request('closeStage', { id });
    assert.deepEqual(await staged(), [], 'nothing is left of it in the store');

    await world.panel.openStage({ kind: 'set', subject: { image: { file: file.fsPath } } });
    await page.until(() => page.stage !== undefined && page.stage.id !== id);
    assert.ok(page.stage?.kind === 'set');
    assert.deepEqual(
      [page.stage.choices.folder, page.stage.choices.background, page.stage.choices.options['pngs']],
      ['panel/icons', null, false],
      'all but the color, which is of the image',
    );
    const same = { ...page.stage.choices, background: '#204060' };
    const again = await page.request('previewSet', { id: page.stage.id, choices: same });
    assert.ok(again && 'files' in again && again.files.every(({ fate }) => fate === 'same'));
    await page.request('closeStage', { id: page.stage.id });
    await world.saver.undoLastSave();
    await assert.rejects(fs.stat(workspaceFile('panel/icons').fsPath));
  });

  it('proposes the image for dark themes beside it to a set that needs one, and to no other', async () => {
    const file = await image('mark.png');
    await image('mark.dark.png');
    await world.panel.openStage({ kind: 'set', subject: { image: { file: file.fsPath } } });
    await page.until(() => page.stage !== undefined);
    assert.ok(page.stage?.kind === 'set');
    const { id, choices, dark, proposedDark } = page.stage;
    assert.equal(dark, undefined);
    assert.equal(proposedDark?.name, 'mark.dark.png');
    const one = await page.request('previewSet', { id, choices: { ...choices, background: '#204060' } });
    assert.ok(one && 'files' in one && one.notes.every(note => !note.includes('second image')));
    const pair = await page.request('beginSet', { id, set: 'theme-pair' });
    assert.ok(pair);
    const two = await page.request('previewSet', { id, choices: pair });
    assert.ok(two && 'files' in two, JSON.stringify(two));
    assert.deepEqual(
      two.files.map(each => each.path),
      ['mark-light.png', 'mark-dark.png'],
    );
    await page.request('closeStage', { id });
    assert.deepEqual(await staged(), []);
  });

  it('shows one view at a time: the newest that was asked for', async () => {
    const [one, two] = [await image('one.png'), await image('two.png')];
    const open = (file: vscode.Uri) =>
      world.panel.openStage({ kind: 'save', subject: { file: file.fsPath } });
    await Promise.all([open(one), open(two)]);
    await page.until(() => page.stage !== undefined);
    assert.equal(page.stage?.name, 'two.png');
    assert.equal((await staged()).length, 1);
    await open(one);
    await page.until(() => page.stage?.name === 'one.png');
    assert.equal((await staged()).length, 1);
    await page.request('closeStage', { id: page.stage?.id ?? '' });
    assert.deepEqual(await staged(), []);
  });

  it('says in the cell what a local edit does not know, and what it knows', async () => {
    await world.panel.compose({ images: [await image('a.png')] });
    const view = page.runs.get(await generate('make it look like a painting by a child'));
    const failure = view?.columns[0]?.requests[0]?.failure;
    assert.equal(failure?.kind, 'unsupported');
    assert.match(failure?.detail ?? '', /grayscale/i);
    assert.match(failure?.cost ?? '', /cost nothing/);
    assert.equal(failure?.action?.id, 'edit-prompt');
  });

  it('remembers prompts, newest first, each once', async () => {
    await generate('one');
    await generate('two');
    await generate('one');
    const prompts = await Promise.all([0, 1, 2].map(offset => page.request('promptHistory', { offset })));
    assert.deepEqual(prompts, ['one', 'two', null]);
  });

  it('copies a prompt', async () => {
    await page.request('copyPrompt', { runId: await generate('A dune to copy') });
    assert.equal(await vscode.env.clipboard.readText(), 'A dune to copy');
  });

  it('answers a page that was taken over with refusals, and goes on', async () => {
    const hostile: [string, unknown][] = [
      ['constructor', {}],
      ['__proto__', {}],
      ['executeCommand', { command: 'workbench.action.quit' }],
      ['save', { candidate: '../../x' }],
      ['copyPrompt', { runId: '../../../etc/passwd' }],
      ['deleteRun', { runId: 'x'.repeat(1_000_000) }],
      ['updateComposer', { prompt: 'x'.repeat(5_000_000) }],
      ['pngBytes', { candidate: { runId: '../..', requestId: '..', index: 0 } }],
      ['reveal', { candidate: { runId: '__proto__', requestId: 'constructor', index: 0 } }],
    ];
    for (const [index, [method, params]] of hostile.entries()) {
      const reply = page.reply(index);
      page.raw({ type: 'request', id: index, method, params });
      const { ok, message } = await reply;
      if (method !== 'copyPrompt') assert.equal(ok, false, method);
      assert.ok((message ?? '').length <= 400, method);
    }
    for (const junk of [null, 1, 'x', [], { type: 'request' }, { type: 'reply', id: 3 }]) page.raw(junk);
    assert.equal((await page.request('updateComposer', { prompt: 'still here' })).requests, 1);
  });

  it('opens no tab for a file that it cannot show', async () => {
    const file = await image('half.png');
    await fs.truncate(file.fsPath, 60);
    const closed = new World();
    const tabs = () =>
      vscode.window.tabGroups.all
        .flatMap(group => group.tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview).length;
    const before = tabs();
    try {
      for (const kind of ['save', 'slice', 'layers'] as const) {
        await closed.panel.openStage({ kind, subject: { file: file.fsPath } });
      }
      await closed.panel.openStage({ kind: 'set', subject: { image: { file: file.fsPath } } });
      assert.equal(closed.panel.visible, false);
      assert.equal(tabs(), before);
    } finally {
      await closed.dispose();
    }
  });

  it('is one: another tab closes at once', async () => {
    const second = await world.open();
    assert.equal(second.closed, true);
    page.close();
    const third = await world.open();
    assert.equal(third.closed, false);
    third.close();
  });
});
