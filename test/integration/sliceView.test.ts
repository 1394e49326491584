import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { GifWriter } from 'omggif';
import { createBitmap } from '../../src/core/imaging/bitmap';
import type { SliceFill, Slices } from '../../src/core/model/slices';
import { encodePng } from '../../src/host/imaging/pngEncoder';
import { SliceStage } from '../../src/host/panel/stages/sliceStage';
import { parseConfig } from '../../src/core/references/config/parseConfig';
import { Projects } from '../../src/host/references/projects';
import type { SlicePreview } from '../../src/protocol/sliceViews';
import { workspaceFile } from './extension';
import { World, type Page } from './lib/panelWorld';

const rim = { left: 6, top: 6, right: 6, bottom: 6 };

/** A panel with a rim of six pixels. */
function panel(width = 40, height = 32): Uint8Array {
  const bitmap = createBitmap(width, height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const away = Math.min(x, y, width - 1 - x, height - 1 - y);
    bitmap.data.set(away < 6 ? [away * 40, 90, 160, 255] : [240, 240, 245, 255], i * 4);
  }
  return encodePng(bitmap);
}

function animation(): Uint8Array {
  const bytes = new Uint8Array(2000);
  const gif = new GifWriter(bytes, 8, 8, { palette: [0x000000, 0xff0000], loop: 0 });
  for (const index of [0, 1]) gif.addFrame(0, 0, 8, 8, new Array<number>(64).fill(index), { delay: 5 });
  return bytes.slice(0, gif.end());
}

describe('the view of nine-slice guides', () => {
  let world: World;
  let page: Page;
  const at = (name: string): string => workspaceFile(`guides/${name}`).fsPath;
  const put = (name: string, content: Uint8Array | string) => fs.writeFile(at(name), content);
  const names = async () => (await fs.readdir(at('.'))).sort();
  const json = async (name: string) => JSON.parse(await fs.readFile(at(name), 'utf8')) as unknown;

  beforeEach(async () => {
    await fs.mkdir(at('.'), { recursive: true });
    world = new World();
    page = await world.open();
    await page.request('ready', {});
  });
  afterEach(async () => {
    page.close();
    await world.dispose();
    await fs.rm(at('.'), { recursive: true, force: true });
  });

  const stage = () => {
    assert.ok(page.stage?.kind === 'slice');
    return page.stage;
  };
  const open = async (subject: Parameters<SliceStage['begin']>[0]) => {
    const before = page.stage;
    await world.panel.openStage({ kind: 'slice', subject });
    await page.until(() => page.stage !== undefined && page.stage !== before);
    return stage();
  };
  const asked = (slices: Slices, path: string, fill: SliceFill = 'stretch') => ({
    ...{ id: stage().id, path },
    settings: { slices, fill },
  });
  const previewed = (preview: SlicePreview | null) => {
    assert.ok(preview && 'files' in preview, JSON.stringify(preview));
    return preview;
  };

  it('begins with what was measured, survives a new page, and writes its JSON beside the image', async () => {
    await put('panel.png', panel());
    const view = await open({ file: at('panel.png') });
    assert.deepEqual(
      [view.settings, view.size],
      [
        { slices: rim, fill: 'stretch' },
        { width: 40, height: 32 },
      ],
    );
    assert.equal(view.path, 'guides/panel.json');
    const slices = { ...rim, left: 9 };
    const preview = previewed(await page.request('previewSlices', asked(slices, view.path, 'tile')));
    assert.deepEqual(preview.files, [{ path: 'guides/panel.json', taken: false }]);
    await page.request('ready', {});
    await page.until(() => page.stage !== view);
    assert.deepEqual([stage().settings, stage().opened], [{ slices, fill: 'tile' }, view.settings]);

    assert.equal(await page.request('writeSlices', asked(slices, view.path, 'tile')), true);
    assert.deepEqual(await names(), ['panel.json', 'panel.png']);
    const written = (await json('panel.json')) as { frames: Record<string, { borders: Slices }> };
    assert.deepEqual(written.frames['panel.png']?.borders, slices);
    await page.request('closeStage', { id: view.id });

    const again = await open({ file: at('panel.png') });
    assert.deepEqual(again.settings, { slices, fill: 'tile' });
    assert.deepEqual([again.proposed, again.path], [rim, 'guides/panel.json']);
    assert.match(again.notes.join(), /guides are those of panel\.json/);
    const taken = previewed(await page.request('previewSlices', asked(slices, again.path)));
    assert.deepEqual(taken.files, [{ path: 'guides/panel.json', taken: true }]);
    // A question has no answer here, and nothing is written.
    assert.notEqual(await page.request('writeSlices', asked(rim, again.path)).catch(() => undefined), true);
    assert.deepEqual(await json('panel.json'), written);
    await world.saver.undoLastSave();
    assert.deepEqual(await names(), ['panel.png']);
  });

  it('leaves a JSON of another kind alone, and other forms have their own names', async () => {
    await put('panel.png', panel());
    await put('panel.json', '{"name":"mine"}');
    const view = await open({ file: at('panel.png') });
    assert.equal(view.path, 'guides/panel-slices.json');
    assert.deepEqual(view.settings.slices, rim);
    for (const path of ['guides/panel.9.png', 'guides/panel.css']) {
      assert.equal(await page.request('writeSlices', asked(rim, path, 'repeat')), true);
    }
    assert.deepEqual(await names(), ['panel.9.png', 'panel.css', 'panel.json', 'panel.png']);
    const patch = await fs.readFile(at('panel.9.png'));
    assert.deepEqual([patch.readUInt32BE(16), patch.readUInt32BE(20)], [42, 34]);
    assert.match(await fs.readFile(at('panel.css'), 'utf8'), /url\("panel\.png"\) 6 6 6 6 fill .* repeat;/);
    const note = previewed(await page.request('previewSlices', asked(rim, 'guides/panel.9.png', 'tile')));
    assert.match(note.notes.join(), /Android always stretches/);
  });

  it('says what is in the way, and writes nothing', async () => {
    await put('panel.png', panel());
    await open({ file: at('panel.png') });
    const problem = async (ask: ReturnType<typeof asked>) => {
      const preview = await page.request('previewSlices', ask);
      assert.notEqual(await page.request('writeSlices', ask), true);
      return preview && 'problem' in preview ? preview.problem : (preview?.place ?? '');
    };
    assert.match(await problem(asked({ ...rim, left: 34 }, 'guides/a.json')), /cross: of 40 × 32/);
    assert.match(await problem(asked(rim, 'guides/a.txt')), /not as a\.txt/);
    assert.notEqual(await problem(asked(rim, '/nowhere/a.json')), '');
    assert.deepEqual(await names(), ['panel.png']);
    const none = previewed(
      await page.request('previewSlices', asked({ left: 0, top: 0, right: 0, bottom: 0 }, 'guides/a.json')),
    );
    assert.match(none.notes.join(), /nothing to keep at the edges/);
  });

  it('saves an image of a run with its guides, and later the guides alone', async () => {
    await page.request('updateComposer', { prompt: 'A panel', width: 64, height: 48 });
    const started = await page.request('generate', {});
    assert.ok('runId' in started);
    await page.until(() => page.runs.get(started.runId)?.running === false);
    const candidate = page.runs.get(started.runId)?.columns[0]?.requests[0]?.candidates[0]?.ref;
    assert.ok(candidate);
    await page.request('openStage', { kind: 'slice', candidate });
    await page.until(() => page.stage !== undefined);
    const slices = { left: 10, top: 10, right: 10, bottom: 10 };
    assert.equal(await page.request('writeSlices', asked(slices, 'guides/frame.json')), true);
    const [image = ''] = (await names()).filter(name => !name.endsWith('.json'));
    assert.match(image, /^frame\.\w+$/);
    assert.deepEqual(((await json('frame.json')) as { meta: { image: string } }).meta.image, image);
    await page.request('closeStage', { id: stage().id });
    await world.saver.settled();

    const again = await open(candidate);
    assert.deepEqual([again.path, again.settings.slices], ['guides/frame.json', slices]);
    const preview = previewed(await page.request('previewSlices', asked(slices, 'guides/other.json')));
    assert.deepEqual(preview.files, [{ path: 'guides/other.json', taken: false }]);
    await page.request('closeStage', { id: again.id });
    await world.saver.undoLastSave();
    assert.deepEqual(await names(), []);

    // Of the file that it became, and not of what it was.
    const size = { width: 32, height: 20 };
    assert.ok((await world.saver.saveTo(candidate, at('small.webp'), { size })).ok);
    await world.saver.settled();
    const smaller = await open(candidate);
    assert.deepEqual([smaller.name, smaller.size, smaller.path], ['small.webp', size, 'guides/small.json']);
  });

  it('writes its code as the document names the image, at the cursor or for the clipboard', async () => {
    await put('panel.png', panel());
    await fs.mkdir(at('css'));
    await put('css/page.css', '@media print {\n  \n}\n');
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(at('css/page.css')));
    editor.selection = new vscode.Selection(1, 2, 1, 2);
    const view = await open({ file: at('panel.png') });
    const preview = previewed(await page.request('previewSlices', asked(rim, view.path)));
    assert.deepEqual([preview.snippet, preview.document], ['css', 'guides/css/page.css']);
    const use = (snippet: string, how: 'insert' | 'copy') =>
      page.request('useSlices', { ...asked(rim, view.path), snippet, how });
    assert.equal(await use('css', 'copy'), true);
    const copied = await vscode.env.clipboard.readText();
    assert.equal(copied, preview.snippets.find(({ id }) => id === 'css')?.text);
    assert.match(copied, /url\("\.\.\/panel\.png"\) 6 6 6 6 fill/);
    assert.equal(await use('css', 'insert'), true);
    assert.match(
      editor.document.getText(),
      /^@media print \{\n {2}\.panel \{\n {4}border-style: solid;[^]*\n {2}\}\n\}\n$/,
    );
    // A rule is there already: only what stands in it.
    editor.selection = new vscode.Selection(2, 4, 2, 4);
    assert.equal(await use('css', 'insert'), true);
    const twice = editor.document.getText();
    assert.deepEqual([twice.split('.panel {').length, twice.split('border-style: solid;').length], [2, 3]);
    assert.equal(await use('none', 'copy'), false);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('opens what can be read, and says by name what cannot', async () => {
    const own = new SliceStage({
      saver: world.saver,
      services: world.engine.services,
      projects: new Projects({ readConfig: async (path, text) => parseConfig(path, text) }),
      toUri: path => path,
    });
    const begin = async (name: string, content: Uint8Array | string) => {
      await put(name, content);
      const view = await own.begin({ file: at(name) });
      if ('refused' in view) return view.refused;
      await own.end(view.id);
      return view;
    };
    const sentence = async (name: string, content: Uint8Array | string) => {
      const answer = await begin(name, content);
      assert.ok(typeof answer === 'string', `${name} was opened`);
      return answer;
    };
    assert.match(await sentence('dot.png', panel(1, 1)), /dot\.png has 1 × 1 pixels: there is no room/);
    assert.match(await sentence('two.png', panel(2, 2)), /2 × 2/);
    assert.match(await sentence('done.9.png', panel()), /guides in it already/);
    assert.match(await sentence('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG/);
    assert.notEqual(await sentence('text.png', 'not an image'), '');
    const header = Buffer.from(panel());
    header.writeUInt32BE(60_000, 16);
    header.writeUInt32BE(60_000, 20);
    assert.notEqual(await sentence('huge.png', header), '');
    assert.notEqual(await sentence('half.png', panel().slice(0, 60)), '');

    const line = await begin('line.png', panel(1, 40));
    assert.ok(typeof line === 'object');
    assert.deepEqual([line.proposed.left, line.proposed.right], [0, 0]);
    const moving = await begin('moving.gif', animation());
    assert.ok(typeof moving === 'object');
    assert.match(moving.notes.join(), /animated: the guides were measured on its first picture/);
    const folder = vscode.Uri.joinPath(world.engine.services.storeUri, 'staging').fsPath;
    assert.deepEqual(await fs.readdir(folder).catch(() => []), [], 'nothing is left of them in the store');
  });
});
