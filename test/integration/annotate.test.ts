import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import type { AnnotateAnswer } from '../../src/host/automation/annotateAutomation';
import { workspaceFile } from './extension';

type Wrong = [string, object, AnnotateAnswer['outcome'], RegExp];

/** Links that lead out, and pipes that nobody writes to. */
function strangeFiles(pages: object): Wrong[] {
  const drawing = (name: string) => ({ description: `drawn/${name}.layers.json`, saveTo: 'drawn/x.png' });
  return [
    ['a base image by a link out', drawing('linked'), 'bad-request', /link\.png is outside the workspace/],
    ['a base image that is a pipe', drawing('piped'), 'bad-request', /pipe\.png is not a file/],
    [
      'an image of its own that is a pipe',
      { image: 'drawn/pipe.png', layers: [], saveTo: 'drawn/x.png' },
      'bad-request',
      /device or a pipe/,
    ],
    ['a description that is a pipe', drawing('pipe'), 'bad-request', /pipe\.layers\.json is not a file/],
    ['rows of a pipe', { ...pages, variables: 'drawn/pipe.json' }, 'bad-request', /pipe\.json is not a file/],
  ];
}

describe('inlineAssets.annotate for automation', () => {
  const annotate = (ask: object): Thenable<AnnotateAnswer> =>
    vscode.commands.executeCommand<AnnotateAnswer>('inlineAssets.annotate', ask);
  const put = async (name: string, text: string): Promise<void> =>
    fs.writeFile(workspaceFile(`drawn/${name}`).fsPath, text);
  const there = async (): Promise<string[]> => (await fs.readdir(workspaceFile('drawn').fsPath)).sort();
  const title = {
    type: 'text',
    x: 40,
    y: 40,
    width: 520,
    height: 200,
    size: 60,
    minSize: 20,
    weight: 700,
    color: '#ffffff',
  };
  const canvas = { width: 600, height: 315, background: { from: '#0f172a', to: '#1e3a8a', angle: 120 } };
  const card = {
    version: 1,
    canvas,
    safeArea: 20,
    variables: { site: 'Docs' },
    layers: [{ ...title, id: 'title', text: '{{title}} · {{site}}' }],
  };

  beforeEach(async () => {
    await fs.mkdir(workspaceFile('drawn').fsPath, { recursive: true });
  });
  afterEach(() => fs.rm(workspaceFile('drawn').fsPath, { recursive: true, force: true }));

  it('draws one picture, and says how well its text is read', async () => {
    const answer = await annotate({
      canvas,
      layers: [{ ...title, text: 'Hello 世界' }],
      saveTo: 'drawn/card.webp',
    });
    assert.equal(answer.outcome, 'images', answer.message);
    const [file] = answer.files ?? [];
    assert.deepEqual([file?.width, file?.height, file?.mimeType], [600, 315, 'image/webp']);
    assert.equal((await fs.readFile(file?.uri.fsPath ?? '')).toString('latin1', 8, 12), 'WEBP');
    const [contrast] = answer.contrast ?? [];
    assert.ok(contrast && contrast.ratio > 8 && contrast.needed === 3, JSON.stringify(contrast));
    assert.match(answer.notes?.join() ?? '', /no font here has the letters 世 界|^$/);
  });

  it('draws a card for every page, in every language, all or none, taken back by one undo', async () => {
    await put('card.layers.json', JSON.stringify(card));
    await put('one.md', '---\ntitle: First page\n---\n');
    await put('two.md', '# Второй\n');
    const pages = {
      description: 'drawn/card.layers.json',
      variables: 'drawn/*.md',
      pattern: 'drawn/og/{{slug}}.png',
    };
    const answer = await annotate(pages);
    assert.equal(answer.outcome, 'images', answer.message);
    assert.deepEqual(
      answer.files?.map(({ uri }) => vscode.workspace.asRelativePath(uri)),
      ['drawn/og/one.png', 'drawn/og/two.png'],
    );
    const again = await annotate(pages);
    assert.equal(again.outcome, 'exists');
    await fs.rm(workspaceFile('drawn/og/two.png').fsPath);
    // One of them is there: none is written.
    assert.equal((await annotate(pages)).outcome, 'exists');
    assert.deepEqual(await fs.readdir(workspaceFile('drawn/og').fsPath), ['one.png']);
    assert.equal((await annotate({ ...pages, overwrite: true })).outcome, 'images');
    await vscode.commands.executeCommand('inlineAssets.undoLastSave');
    assert.deepEqual(await fs.readdir(workspaceFile('drawn/og').fsPath), ['one.png']);

    await put('words.csv', 'lang,title\nde,Grüße\nel,Γειά\n');
    const csv = await annotate({ ...pages, variables: 'drawn/words.csv', pattern: 'drawn/{{lang}}.svg' });
    assert.equal(csv.files?.length, 2, csv.message);
    assert.match(
      await fs.readFile(workspaceFile('drawn/de.svg').fsPath, 'utf8'),
      /aria-label="Grüße · Docs"/,
    );
  });

  it('redacts a picture, and says where the pixels still are', async () => {
    await vscode.commands.executeCommand('inlineAssets.generate', {
      ...{
        prompt: 'Secret',
        models: ['offline/placeholder'],
        width: 300,
        height: 200,
        saveTo: 'drawn/shot.png',
        wait: true,
      },
    });
    const layers = [{ type: 'redact', x: 10, y: 10, width: 100, height: 50, mode: 'pixelate' }];
    const answer = await annotate({ image: 'drawn/shot.png', layers, saveTo: 'drawn/safe.png' });
    assert.deepEqual([answer.outcome, answer.files?.[0]?.width], ['images', 300], answer.message);
    assert.match(answer.notes?.join() ?? '', /drawn\/shot\.png itself still shows it/);
  });

  const strangeImages = [
    ['absolute', '/etc/hostname'],
    ['drive', 'C:\\secret.png'],
    ['share', '\\\\host\\share\\a.png'],
    ['url', 'file:///etc/hostname'],
    ['linked', 'link.png'],
    ['piped', 'pipe.png'],
  ] as const;
  const named = /must be named by a path from the folder of its description/;
  const pages = { description: 'drawn/card.layers.json', pattern: 'drawn/{{title}}.png' };
  const wrong: readonly Wrong[] = [
    [
      'a broken description',
      { description: 'drawn/broken.layers.json', saveTo: 'drawn/x.png' },
      'bad-request',
      /broken\.layers\.json: “layers\[0\]\.size” must be/,
    ],
    [
      'a missing description',
      { description: 'drawn/no.layers.json', saveTo: 'drawn/x.png' },
      'bad-request',
      /drawn\/no\.layers\.json is not there/,
    ],
    [
      'a variable without a value',
      { description: 'drawn/card.layers.json', saveTo: 'drawn/x.png' },
      'bad-request',
      /no value for \{\{title\}\}/,
    ],
    [
      'a row without a value',
      {
        description: 'drawn/card.layers.json',
        variables: [{ title: 'a' }, {}],
        pattern: 'drawn/{{title}}.png',
      },
      'bad-request',
      /no value for \{\{title\}\} in row 2/,
    ],
    [
      'rows of one name',
      {
        description: 'drawn/card.layers.json',
        variables: [{ title: 'a' }, { title: 'A' }],
        pattern: 'drawn/{{title}}.png',
      },
      'bad-request',
      /same file: drawn\/a\.png: rows 1, 2\./,
    ],
    [
      'a base image that is not there',
      { description: 'drawn/base.layers.json', saveTo: 'drawn/x.png' },
      'bad-request',
      /drawn\/gone\.png is not there/,
    ],
    [
      'a base image outside',
      { description: 'drawn/out.layers.json', saveTo: 'drawn/x.png' },
      'bad-request',
      /is outside the workspace/,
    ],
    [
      'a place outside',
      { canvas, layers: [{ ...title, text: 'A' }], saveTo: '../x.png' },
      'bad-request',
      /outside the workspace/,
    ],
    [
      'a format that is not written',
      { canvas, layers: [{ ...title, text: 'A' }], saveTo: 'drawn/x.gif' },
      'unsupported',
      /\.gif/,
    ],
    [
      'pixels that are too many',
      { canvas: { width: 20_000, height: 20_000 }, layers: [], saveTo: 'drawn/x.png' },
      'bad-request',
      /too many/,
    ],
    [
      'no pages',
      { description: 'drawn/card.layers.json', variables: 'nowhere/*.md', pattern: 'drawn/{{title}}.png' },
      'bad-request',
      /No page fits/,
    ],
    ...(['absolute', 'drive', 'share', 'url'] as const).map((name): Wrong => [
      `a base image that is named by a path of another kind (${name})`,
      { description: `drawn/${name}.layers.json`, saveTo: 'drawn/x.png' },
      ...(['bad-request', named] as const),
    ]),
    [
      'a description that is too large',
      { description: 'drawn/large.layers.json', saveTo: 'drawn/x.png' },
      'bad-request',
      /large\.layers\.json is too large: it may have 2 MB/,
    ],
    [
      'too many rows',
      { ...pages, variables: 'drawn/rows.csv' },
      'bad-request',
      /rows\.csv has more than 1000 rows/,
    ],
    [
      'too many columns',
      { ...pages, variables: 'drawn/columns.csv' },
      'bad-request',
      /columns\.csv has more than 200 columns/,
    ],
    [
      'front matter of aliases',
      { ...pages, variables: 'drawn/bomb.md' },
      'bad-request',
      /front matter of drawn\/bomb\.md could not be read/,
    ],
    ...(process.platform === 'win32' ? [] : strangeFiles(pages)),
  ];
  for (const [what, ask, outcome, message] of wrong) {
    it(`refuses ${what}, and leaves nothing`, async () => {
      await put('card.layers.json', JSON.stringify(card));
      await put(
        'broken.layers.json',
        JSON.stringify({ ...card, layers: [{ ...card.layers[0], size: 'big' }] }),
      );
      await put('base.layers.json', JSON.stringify({ version: 1, image: 'gone.png', layers: [] }));
      await put(
        'out.layers.json',
        JSON.stringify({ version: 1, image: '../../../../../../../../etc/hostname', layers: [] }),
      );
      for (const [name, image] of strangeImages) {
        await put(`${name}.layers.json`, JSON.stringify({ version: 1, image, layers: [] }));
      }
      await put('large.layers.json', ' '.repeat(2 * 1024 * 1024 + 1));
      await put('rows.csv', `title\n${'x\n'.repeat(1001)}`);
      await put('columns.csv', 'a,'.repeat(300));
      await put('bomb.md', `---\na: &a x\nb: [${'*a,'.repeat(200)}]\n---\n`);
      if (process.platform !== 'win32') {
        await fs.symlink('/etc/hostname', workspaceFile('drawn/link.png').fsPath);
        for (const name of ['pipe.png', 'pipe.json', 'pipe.layers.json']) {
          execFileSync('mkfifo', [workspaceFile(`drawn/${name}`).fsPath]);
        }
      }
      const before = await there();
      const answer = await annotate(ask);
      assert.equal(answer.outcome, outcome, answer.message);
      assert.match(answer.message ?? '', message);
      assert.deepEqual(await there(), before);
    });
  }
});
