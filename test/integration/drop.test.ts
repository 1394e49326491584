import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { createEngine, type Engine } from '../../src/host/engine';
import { ImageDrops, type OfferedImages } from '../../src/host/drop/imageDrops';
import { createDocumentImages } from '../../src/host/references/documentImages';
import { ParserClient } from '../../src/host/references/parserClient';
import { Projects } from '../../src/host/references/projects';
import { createReferenceMaker, createReferenceWriter } from '../../src/host/references/referenceMaker';
import type { Saver } from '../../src/host/save/saver';
import { createVscodeSaver } from '../../src/host/save/vscodeSaver';
import { dragTypes } from '../../src/protocol/dragTypes';
import { extension, workspaceFile } from './extension';
import { newContext } from './lib/panelWorld';

/** As VS Code hands over what came from the operating system. */
class FileItem extends vscode.DataTransferItem {
  constructor(
    private readonly name: string,
    private readonly bytes: Uint8Array,
    private readonly uri?: vscode.Uri,
  ) {
    super('');
  }

  override asFile(): vscode.DataTransferFile {
    const { name, uri, bytes } = this;
    return { name, ...(uri && { uri }), data: () => Promise.resolve(bytes) };
  }
}

const none = new vscode.CancellationTokenSource().token;

describe('what a paste or a drop brings', () => {
  let engine: Engine;
  let saver: Saver;
  let parser: ParserClient;
  let drops: ImageDrops;
  let png: Uint8Array;
  let tests = 0;
  // A folder of its own for each test: an editor remembers a document that was there before.
  const file = (name: string) => workspaceFile(`dropped-${tests}/${name}`);
  const write = async (name: string, content: string | Uint8Array) => {
    await vscode.workspace.fs.writeFile(
      file(name),
      typeof content === 'string' ? Buffer.from(content) : content,
    );
    return file(name);
  };

  before(async () => {
    engine = createEngine(newContext());
    const { services } = engine;
    parser = new ParserClient({
      workerFile: path.join(extension().extensionPath, 'dist', 'parserWorker.js'),
    });
    const projects = new Projects(parser);
    saver = createVscodeSaver({
      runs: services.runs,
      imaging: services.imaging,
      records: services.runs,
      reference: createReferenceMaker(parser, projects),
      documentImages: createDocumentImages(parser, projects),
      log: () => undefined,
      storeFolder: services.storeUri.fsPath,
      settings: services.settings,
      memory: services.context.workspaceState,
    });
    drops = new ImageDrops({
      incoming: saver.incoming,
      references: createReferenceWriter(parser, projects),
      imaging: services.imaging,
      describe: failure => saver.describe(failure),
    });
    png = await fs.readFile(workspaceFile('public/logo.png').fsPath);
  });

  after(async () => {
    await saver.incoming.withdrawAll();
    await saver.settled();
    saver.dispose();
    parser.dispose();
    await engine.dispose();
  });

  beforeEach(() => {
    tests += 1;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await fs.rm(file('').fsPath, { recursive: true, force: true });
  });

  const offer = (
    document: vscode.TextDocument,
    items: Record<string, vscode.DataTransferItem>,
    range = new vscode.Range(0, 0, 0, 0),
  ): Promise<OfferedImages | undefined> => {
    const transfer = new vscode.DataTransfer();
    for (const [type, item] of Object.entries(items)) transfer.set(type, item);
    return drops.offer('drop', document, [range], transfer, none);
  };
  const apply = async (offered: OfferedImages | undefined): Promise<void> => {
    const edit = await offered?.complete(none);
    assert.ok(edit, 'nothing is offered');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await saver.settled();
  };
  const open = async (name: string, text: string): Promise<vscode.TextDocument> => {
    const { document } = await vscode.window.showTextDocument(await write(name, text));
    return document;
  };
  const names = () => fs.readdir(file('').fsPath).then(all => all.sort());

  it('is inserted several at once, each under its name', async () => {
    const document = await open('team.md', '\n');
    const offered = await offer(document, {
      'image/png': new FileItem('Login Form.png', png),
      'image/x-icon': new FileItem('image.png', png),
    });
    assert.match(offered?.title ?? '', /^Insert 2 images, saved in /);
    await apply(offered);
    const folder = /\]\((.*)login-form\.png\)/.exec(document.getText())?.[1];
    assert.equal(
      document.getText(),
      `![Login form](${folder}login-form.png)\n\n![Team](${folder}team.png)\n`,
    );
    for (const name of ['login-form.png', 'team.png'])
      await fs.rm(path.join(file('').fsPath, folder ?? '', name));
  });

  it('is taken from the words of the page that it was copied from', async () => {
    const document = await open('team.md', 'Here: \n');
    const html = '<meta><img alt="Tom &amp; Jerry" src="https://example.com/a/tom-jerry.png?x=1">';
    const offered = await offer(
      document,
      { 'image/png': new FileItem('image.png', png), 'text/html': new vscode.DataTransferItem(html) },
      new vscode.Range(0, 6, 0, 6),
    );
    assert.match(offered?.title ?? '', /tom-jerry\.png$/);
    await apply(offered);
    const [, alt, target = ''] = /^Here: !\[(.*)\]\((.*)\)/.exec(document.getText()) ?? [];
    assert.equal(alt, 'Tom & Jerry');
    await fs.rm(path.join(file('').fsPath, target));
  });

  it('replaces words that were selected, and says them of the picture', async () => {
    const document = await open('page.html', '<p>our team</p>\n');
    const image = await write('a.png', png);
    await apply(
      await offer(
        document,
        { 'text/uri-list': new vscode.DataTransferItem(image.toString()) },
        new vscode.Range(0, 3, 0, 11),
      ),
    );
    assert.equal(document.getText(), '<p><img src="a.png" alt="our team" width="256" height="256"></p>\n');
  });

  it('is not copied when it lies in the workspace, whoever names it', async () => {
    const image = await write('there.png', png);
    const items: Record<string, vscode.DataTransferItem>[] = [
      { 'text/uri-list': new vscode.DataTransferItem(`# a comment\r\n${image.toString()}\r\n`) },
      { 'text/uri-list': new vscode.DataTransferItem(`vscode-remote://host${image.path}`) },
      { [dragTypes.images]: new vscode.DataTransferItem(image.toString()) },
      { 'image/png': new FileItem('there.png', png, image) },
    ];
    const document = await open('team.md', '\n');
    for (const each of items) {
      const offered = await offer(document, each);
      assert.equal(offered?.title, 'Insert image');
      await apply(offered);
    }
    assert.equal(document.getText().match(/!\[There\]\(there\.png\)/g)?.length, items.length);
    assert.deepEqual(await names(), ['team.md', 'there.png']);
    // The same path on another machine is another file.
    const other = new FileItem('there.png', png.subarray(0, 2000), image);
    assert.match((await offer(document, { 'image/png': other }))?.title ?? '', /saved as .*there.*\.png$/);
  });

  it('is left alone when it is no image that can be shown, or comes with one', async () => {
    const document = await open('team.md', '\n');
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic');
    const pdf = new FileItem('a.pdf', Buffer.from('%PDF-1.7'));
    const outside = vscode.Uri.file(path.join(os.tmpdir(), 'elsewhere.png')).toString();
    for (const items of [
      { 'image/heic': new FileItem('a.heic', heic) },
      { 'application/pdf': pdf },
      { 'image/png': new FileItem('a.png', png), 'application/pdf': pdf },
      { 'image/png': new FileItem('a.png', Buffer.from('not an image')) },
      { 'text/uri-list': new vscode.DataTransferItem('https://example.com/a.png') },
      { 'text/uri-list': new vscode.DataTransferItem(outside) },
      { 'text/uri-list': new vscode.DataTransferItem(document.uri.toString()) },
      { 'text/plain': new vscode.DataTransferItem('words') },
      { [dragTypes.candidate]: new vscode.DataTransferItem('{"runId": 1}') },
    ] as Record<string, vscode.DataTransferItem>[]) {
      assert.equal(await offer(document, items), undefined, Object.keys(items).join());
    }
  });

  it('says what is wrong with a damaged image, and leaves nothing behind', async () => {
    const document = await open('team.md', '\n');
    const offered = await offer(document, { 'image/png': new FileItem('a.png', png.subarray(0, 30)) });
    assert.ok(offered);
    await assert.rejects(offered.complete(none), /a\.png/);
    assert.equal(document.getText(), '\n');
    assert.deepEqual(await names(), ['team.md']);
  });

  it('is refused by a text that changed meanwhile', async () => {
    const document = await open('team.md', '\n');
    const offered = await offer(document, { 'image/png': new FileItem('a.png', png) });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'typed');
    await vscode.workspace.applyEdit(edit);
    assert.equal(await offered?.complete(none), undefined);
  });

  it('goes into strings only where a language knows no other place', async () => {
    const image = new vscode.DataTransferItem((await write('a.png', png)).toString());
    const document = await open('data.json', '{ "icon": "" }\n');
    assert.equal(await offer(document, { 'text/uri-list': image }, new vscode.Range(0, 2, 0, 2)), undefined);
    await apply(await offer(document, { 'text/uri-list': image }, new vscode.Range(0, 11, 0, 11)));
    assert.equal(document.getText(), '{ "icon": "a.png" }\n');
  });

  it('goes into a document that was never saved, from the folder, and into none outside', async () => {
    const items = { 'image/png': new FileItem('fox.png', png) };
    const untitled = await vscode.workspace.openTextDocument({ language: 'markdown', content: '\n' });
    await vscode.window.showTextDocument(untitled);
    await apply(await offer(untitled, items));
    assert.equal(untitled.getText(), '![Fox](public/images/fox.png)\n');
    await fs.rm(workspaceFile('public/images/fox.png').fsPath);
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'inline-assets-outside-'));
    try {
      await fs.writeFile(path.join(folder, 'a.md'), '\n');
      const outside = await vscode.workspace.openTextDocument(path.join(folder, 'a.md'));
      assert.equal(await offer(outside, items), undefined);
    } finally {
      await fs.rm(folder, { recursive: true });
    }
  });
});
