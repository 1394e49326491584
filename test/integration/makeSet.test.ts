import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { SetAnswer } from '../../src/host/automation/setAutomation';
import { workspaceFile } from './extension';

describe('inlineAssets.makeSet for automation', () => {
  const makeSet = (ask: object): Thenable<SetAnswer> =>
    vscode.commands.executeCommand<SetAnswer>('inlineAssets.makeSet', ask);
  const image = 'sets/logo.png';
  const folder = 'sets/public';
  const at = (...parts: string[]) => workspaceFile(path.join('sets', ...parts)).fsPath;
  const there = async () => (await fs.readdir(at(), { recursive: true })).map(String).sort();
  const own = workspaceFile('.vscode/inline-assets').fsPath;

  beforeEach(async () => {
    await fs.mkdir(at(), { recursive: true });
    const made = await vscode.commands.executeCommand<{ results: { outcome: string }[] }>(
      'inlineAssets.generate',
      {
        prompt: 'A fox',
        models: ['offline/placeholder'],
        width: 640,
        height: 640,
        background: 'transparent',
        saveTo: image,
        wait: true,
      },
    );
    assert.equal(made.results[0]?.outcome, 'images');
  });
  afterEach(async () => {
    await fs.rm(at(), { recursive: true, force: true });
    await fs.rm(own, { recursive: true, force: true });
  });

  it('writes a favicon set, says of each file what it is, and gives the code', async () => {
    const answer = await makeSet({ image, set: 'favicon', folder, background: '#fff4e0' });
    assert.equal(answer.outcome, 'written', answer.message);
    for (const { uri, bytes, width } of answer.files ?? []) {
      const written = await fs.readFile(uri.fsPath);
      assert.equal(written.length, bytes, uri.fsPath);
      if (uri.fsPath.endsWith('.png')) assert.equal(written.readUInt32BE(16), width);
    }
    assert.deepEqual(answer.files?.map(({ role }) => role).slice(0, 2), ['ico', 'png16']);
    const html = answer.snippets?.find(({ id }) => id === 'html')?.text ?? '';
    assert.match(html, /<link rel="icon" href="\/favicon\.ico" sizes="48x48">/);
    assert.match(html, /<link rel="manifest" href="\/site\.webmanifest">/);
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    assert.deepEqual(await there(), ['logo.png']);
  });

  it('links no manifest that it left as it is because it is broken', async () => {
    await fs.mkdir(at('public'));
    await fs.writeFile(at('public', 'site.webmanifest'), '{ "name": ');
    const answer = await makeSet({ image, set: 'favicon', folder, background: '#ffffff' });
    assert.equal(answer.outcome, 'written', answer.message);
    assert.match(answer.notes?.join() ?? '', /site\.webmanifest is not valid JSON/);
    for (const { text } of answer.snippets ?? []) {
      assert.match(text, /favicon\.ico/);
      assert.doesNotMatch(text, /manifest/);
    }
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
  });

  it('writes nothing over what is there unless told to, and only looks when asked to', async () => {
    await fs.mkdir(at('public'));
    await fs.writeFile(at('public', 'favicon.ico'), 'old');
    const ask = { image, set: 'favicon', folder, background: '#ffffff' };
    const planned = await makeSet({ ...ask, dryRun: true });
    assert.equal(planned.outcome, 'planned');
    assert.equal(planned.files?.find(({ role }) => role === 'ico')?.result, 'replaced');
    const refused = await makeSet(ask);
    assert.equal(refused.outcome, 'exists');
    assert.match(refused.message ?? '', /favicon\.ico already exists/);
    assert.deepEqual(await there(), ['logo.png', 'public', path.join('public', 'favicon.ico')]);
    assert.equal((await makeSet({ ...ask, overwrite: true })).outcome, 'written');
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    assert.equal(await fs.readFile(at('public', 'favicon.ico'), 'utf8'), 'old');
  });

  it('makes every set of ours of one image, in a folder of its own', async function () {
    this.timeout(120_000);
    const { message = '' } = await makeSet({ image, set: '?', folder });
    const ids = /Known are: ([^.]*)\./.exec(message)?.[1]?.split(', ') ?? [];
    assert.ok(ids.length >= 12, message);
    for (const set of ids) {
      const ask = { image, dark: image, set, folder: `sets/${set}`, name: 'ic_logo', background: '#102030' };
      const answer = await makeSet(ask);
      assert.equal(answer.outcome, 'written', `${set}: ${answer.message}`);
      const written = answer.files?.filter(({ result }) => result !== 'left-out') ?? [];
      for (const { uri, bytes } of written) assert.equal((await fs.stat(uri.fsPath)).size, bytes);
      for (const { text } of answer.snippets ?? []) assert.doesNotMatch(text, /\{(href|alt|url|width)/);
    }
  });

  it('takes the sets of the workspace, and says what is wrong with one that is broken', async () => {
    await fs.mkdir(path.join(own, 'sets'), { recursive: true });
    const badge = {
      id: 'badge',
      title: 'Badge',
      about: 'Ours',
      source: 'https://example.com/badges',
      files: [{ kind: 'image', path: '{name}-badge.png', width: 40, height: 20 }],
    };
    await fs.writeFile(path.join(own, 'sets', 'badge.json'), JSON.stringify(badge));
    await fs.writeFile(
      path.join(own, 'sets', 'torn.json'),
      JSON.stringify({ ...badge, files: [{ kind: 'image' }] }),
    );
    assert.equal((await makeSet({ image, set: 'badge', folder })).outcome, 'written');
    assert.ok((await there()).includes(path.join('public', 'logo-badge.png')));
    const { message } = await makeSet({ image, set: 'torn', folder });
    assert.match(message ?? '', /torn\.json: “files\[0\]\.path” is missing/);
  });

  const good = { image, set: 'favicon', folder, background: '#ffffff' };
  const wrong: readonly [string, object, RegExp][] = [
    ['a part that is not known', { ...good, sett: 'x' }, /“sett” is not known/],
    ['a set that is not known', { ...good, set: 'x' }, /There is no set “x”\. Known are: favicon/],
    ['an option that is not known', { ...good, options: { x: true } }, /has no “x”\. It has: pngs/],
    ['no image', { ...good, image: undefined }, /“image” must be/],
    ['no folder', { ...good, folder: undefined }, /“folder” must be/],
    ['a color that is none', { ...good, background: 'white' }, /“background” must be/],
    ['no color where one is needed', { ...good, background: undefined }, /“background”: .*apple-touch/],
    ['room beyond the image', { ...good, padding: 50 }, /“padding” must be/],
    [
      'an image that is not there',
      { ...good, image: 'sets/no.png' },
      /not there|no such|cannot be read|can’t/i,
    ],
    ['a name that leads out', { ...good, name: '../../x' }, /leads out of the folder/],
    ['a folder outside', { ...good, folder: '../elsewhere' }, /outside the workspace/],
    ['a pair without its dark image', { ...good, set: 'theme-pair' }, /dark/],
    [
      'a name that Android refuses',
      { ...good, set: 'android-icon', name: 'My Icon' },
      /cannot be the name here/,
    ],
  ];
  for (const [what, ask, message] of wrong) {
    it(`refuses ${what}, and leaves nothing`, async () => {
      const answer = await makeSet(ask);
      assert.notEqual(answer.outcome, 'written');
      assert.match(answer.message ?? '', message);
      assert.deepEqual(await there(), ['logo.png']);
    });
  }
});
