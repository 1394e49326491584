import assert from 'node:assert/strict';
import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, before, describe, it } from 'mocha';
import { ImageIndexClient } from '../../../src/host/imageIndex/imageIndexClient';
import { KeptIndex } from '../../../src/host/imageIndex/keptIndex';
import { ReaderPool } from '../../../src/host/imageIndex/readerPool';
import { WorkspaceIndex } from '../../../src/host/imageIndex/workspaceIndex';
import { IndexWorld, indexWorkerFile, png } from './indexWorld';

describe('the workspace index', function () {
  this.timeout(60_000);
  let world: IndexWorld;
  const open = async (...args: Parameters<typeof IndexWorld.create>): Promise<IndexWorld> =>
    (world = await IndexWorld.create(...args));

  before(() => indexWorkerFile());
  afterEach(() => world.dispose());

  it('knows each image, and where it is named', async () => {
    await open({
      'img/a.png': png(4, 3),
      'img/B.JPG': png(2, 2),
      'img/note.txt': 'no image',
      'README.md': '# Top\n\n![A](img/a.png) and\r\n![gone](img/gone.png)',
      'page.html': '<img src="img/a.png"><img src="https://x.y/z.png">',
      'style.css': '.a { background: url(img/a.png?v=1) }',
    });
    const summary = await world.index.ready();
    assert.deepEqual(
      { ...summary, skipped: summary.skipped.length },
      { documents: 4, images: 2, total: 6, skipped: 0, more: false },
    );
    const [b, a] = await world.index.images();
    assert.deepEqual([a?.format, a?.width, a?.height, a?.references], ['png', 4, 3, 3]);
    // By its bytes and not by its name.
    assert.deepEqual([b?.format, b?.references, b?.mentioned], ['png', 0, false]);
    assert.deepEqual(await world.links(), [
      'README.md: img/a.png → img/a.png',
      'README.md: img/gone.png → ✗ img/gone.png',
      'page.html: img/a.png → img/a.png',
      'style.css: img/a.png → img/a.png',
    ]);
    const [, gone] = await world.index.references();
    assert.deepEqual(gone?.range, { start: { line: 3, character: 8 }, end: { line: 3, character: 20 } });
    assert.deepEqual(
      (await world.index.missing()).map(({ target }) => world.relative(target ?? '')),
      ['img/gone.png'],
    );
    assert.deepEqual(
      (await world.index.references([world.at('img/a.png')])).map(({ document }) => world.relative(document)),
      ['README.md', 'page.html', 'style.css'],
    );
  });

  it('looks where the tools of each project look', async () => {
    await open({
      'web/package.json': '{ "dependencies": { "vite": "7" } }',
      'web/tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      'web/public/hero.png': png(1, 1),
      'web/src/img/a.png': png(1, 1),
      'web/src/deep/er/App.tsx':
        "import a from '@/img/a.png';\nexport default () => <img src='/hero.png' />;",
      'other/App.tsx': "import a from '@/img/a.png';",
    });
    assert.deepEqual(await world.links(), [
      'other/App.tsx: @/img/a.png → ?',
      'web/src/deep/er/App.tsx: @/img/a.png → web/src/img/a.png',
      'web/src/deep/er/App.tsx: /hero.png → web/public/hero.png',
    ]);
    await world.write({ 'web/tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }' });
    world.tell('web/tsconfig.json');
    assert.equal((await world.links())[1], 'web/src/deep/er/App.tsx: @/img/a.png → ✗ web/lib/img/a.png');
  });

  it('leaves out what is ignored, and still does not call it missing', async () => {
    await open({
      '.git/HEAD': '',
      '.gitignore': 'dist/\n*.tmp.png\n!keep.tmp.png\n/top.png\n',
      'pkg/.gitignore': 'own.png\n',
      'dist/a.png': png(1, 1),
      'x.tmp.png': png(1, 1),
      'keep.tmp.png': png(1, 1),
      'top.png': png(1, 1),
      'pkg/top.png': png(1, 1),
      'pkg/own.png': png(1, 1),
      'own.png': png(1, 1),
      'hidden/b.png': png(1, 1),
      'node_modules/p/c.png': png(1, 1),
      'dist/doc.md': '![a](nowhere.png)',
      'a.md': '![a](dist/a.png) ![b](hidden/b.png) ![c](dist/gone.png)',
    });
    assert.deepEqual(await world.images(), ['keep.tmp.png', 'own.png', 'pkg/top.png']);
    assert.deepEqual(await world.links(), [
      'a.md: dist/a.png → dist/a.png',
      'a.md: hidden/b.png → hidden/b.png',
      'a.md: dist/gone.png → ✗ dist/gone.png',
    ]);
    await world.write({ '.gitignore': '/top.png\n', 'dist/gone.png': png(1, 1) });
    world.tell('.gitignore');
    assert.deepEqual(
      (await world.images()).filter(each => each.startsWith('dist')),
      ['dist/a.png', 'dist/gone.png'],
    );
    assert.ok((await world.links()).includes('dist/doc.md: nowhere.png → ✗ dist/nowhere.png'));
  });

  it('reads no rules through a link, which may lead to what has no end', async () => {
    await open({ 'w/a.png': png(1, 1), rules: 'b.png\n' }, ['w']);
    await symlink(world.at('rules'), world.at('w/.gitignore'));
    await world.write({ 'w/b.png': png(1, 1) });
    world.tell('w/.gitignore', 'w/b.png');
    assert.deepEqual(await world.images(), ['w/a.png', 'w/b.png']);
  });

  it('takes the rules of the repository for a workspace folder within it', async () => {
    await open(
      { '.git/HEAD': '', '.gitignore': 'web/out/\n', 'web/out/a.png': png(1, 1), 'web/b.png': png(1, 1) },
      ['web'],
    );
    assert.deepEqual(await world.images(), ['web/b.png']);
  });

  it('follows no link, and knows an image by the name of a link to it', async () => {
    await open({ 'w/img/a.png': png(1, 1), 'outside/b.png': png(1, 1), 'w/a.md': '' }, ['w']);
    await symlink(world.at('outside'), world.at('w/out'));
    await symlink(world.at('w/img/a.png'), world.at('w/alias.png'));
    await symlink(world.at('w'), world.at('w/circle'));
    await world.write({ 'w/a.md': '![a](alias.png) ![b](out/b.png) ![c](circle/img/a.png)' });
    assert.deepEqual(await world.images(), ['w/img/a.png']);
    assert.deepEqual(await world.links(), [
      'w/a.md: alias.png → w/img/a.png',
      'w/a.md: out/b.png → w/out/b.png',
      'w/a.md: circle/img/a.png → w/img/a.png',
    ]);
  });

  it('keeps folders of the same name apart, and gives a folder in another one its own root', async () => {
    await open(
      {
        'one/app/public/a.png': png(1, 1),
        'one/app/a.html': '<img src="/a.png">',
        'two/app/a.html': '<img src="/a.png">',
        'two/app/inner/package.json': '{}',
        'two/app/inner/public/a.png': png(1, 1),
        'two/app/inner/b.html': '<img src="/a.png">',
      },
      ['one/app', 'two/app', 'two/app/inner'],
    );
    assert.deepEqual(await world.images(), ['one/app/public/a.png', 'two/app/inner/public/a.png']);
    assert.deepEqual(await world.links(), [
      'one/app/a.html: /a.png → one/app/public/a.png',
      'two/app/a.html: /a.png → ✗ two/app/a.png',
      'two/app/inner/b.html: /a.png → two/app/inner/public/a.png',
    ]);
    world.tellFolders([world.folder('two/app/inner')]);
    assert.deepEqual(await world.links(), ['two/app/inner/b.html: /a.png → two/app/inner/public/a.png']);
  });

  it('finds names of any script, and escaped ones', async () => {
    await open({
      'bilder/größe 1.png': png(1, 1),
      '画像/写真.png': png(1, 1),
      '100%.png': png(1, 1),
      'a%20b.png': png(1, 1),
      'x.md': '![a](bilder/gr%C3%B6%C3%9Fe%201.png) ![b](画像/写真.png) ![c](100%25.png) ![d](a%20b.png)',
    });
    assert.deepEqual(
      (await world.links()).map(link => link.replace(/.*→ /, '')),
      ['bilder/größe 1.png', '画像/写真.png', '100%.png', 'a%20b.png'],
    );
  });

  it('calls no image unused that some text names, or a tool takes by its place', async () => {
    await open({
      'a/front.png': png(1, 1),
      'a/my photo.png': png(1, 1),
      'a/icon@2x.png': png(1, 1),
      'a/icon.png': png(1, 1),
      'a/php.png': png(1, 1),
      'a/lonely.png': png(1, 1),
      'glob/x.png': png(1, 1),
      'context/deep/y.png': png(1, 1),
      'public/favicon.png': png(1, 1),
      'src/app/blog/opengraph-image.png': png(1, 1),
      'android/app/src/main/res/drawable-hdpi/splash.png': png(1, 1),
      'ios/App/Images.xcassets/AppIcon.appiconset/40.png': png(1, 1),
      'post.md': '---\ncover: /a/front.png\n---\n\n![i](a/icon.png)',
      'site.yaml': 'photo: "my photo.png"',
      'index.php': '<?php echo "php.png"; ?>',
      'main.ts': "const all = import.meta.glob('./glob/*.{png,jpg}');",
      'old.js': "require.context('./context', true, /\\.png$/);",
    });
    assert.deepEqual(await world.unused(), ['a/lonely.png']);
    await world.remove('index.php');
    world.tell('index.php');
    assert.deepEqual(await world.unused(), ['a/lonely.png', 'a/php.png']);
  });

  it('knows what a long document says around an image that is missing', async () => {
    const prose = 'A paragraph of plain words that says nothing of images at all.\n\n'.repeat(20);
    await open({
      'a.md': `# Guide\n\n${prose}## Setup\n\n${prose}The screen after login.\n\n![Login](img/login.png)\n\n${prose}`,
      'b.md': `# Other\n\n${prose}## Part\n\n${prose}![x](img/b.png)\n`,
      'img/b.png': png(1, 1),
    });
    const [missing] = await world.index.missing();
    const { alt, heading, documentTitle, paragraph } = missing?.reference ?? {};
    assert.deepEqual(
      { alt, heading, documentTitle, paragraph },
      { alt: 'Login', heading: 'Setup', documentTitle: 'Guide', paragraph: 'The screen after login.' },
    );
    assert.equal(missing?.range.start.line, 2 + 40 + 2 + 40 + 2);
    assert.equal((await world.index.references([world.at('img/b.png')]))[0]?.range.start.line, 84);
  });

  it('knows images of equal bytes', async () => {
    await open({ 'a.png': png(3, 3), 'b.png': png(3, 3), 'c.png': png(30, 30) });
    const [a, b, c] = await world.index.images();
    assert.ok(a?.sha256);
    assert.equal(a.sha256, b?.sha256);
    assert.equal(c?.sha256, undefined);
  });

  it('skips what nobody wrote, and says so', async () => {
    await open({
      'a.png': png(1, 1),
      'b.png': png(1, 1),
      'long.md': `${'text '.repeat(220_000)}\n\n![a](a.png)`,
      'lib.min.js': 'x("gone.png")',
      'bundle.js': `${'a=1;'.repeat(20_000)}import("./gone.png")`,
      'binary.dat2': Buffer.from([0, 1, 2, ...Buffer.from('b.png')]),
    });
    const { skipped } = await world.index.ready();
    assert.deepEqual(skipped.map(each => world.relative(each.path)).sort(), [
      'bundle.js',
      'lib.min.js',
      'long.md',
    ]);
    // What they name is not unused for that.
    assert.deepEqual(await world.unused(), ['b.png']);
    assert.deepEqual(await world.links(), []);
  });

  it('gives up a document that does not end, and reads the others', async () => {
    // Brackets that never close take the parser of Markdown longer than anybody waits.
    const files: Record<string, string | Uint8Array> = { 'a.png': png(1, 1), 'bad.md': endless };
    for (let i = 0; i < 20; i++) files[`good${i}.md`] = '![a](a.png)';
    await open(files, [''], { timeoutMs: 1500 });
    const { skipped } = await world.index.ready();
    assert.deepEqual(
      skipped.map(({ path: at, bytes }) => [world.relative(at), bytes]),
      [['bad.md', endless.length]],
    );
    assert.equal((await world.links()).length, 20);
    // Not tried again with its neighbours, but when somebody mended it.
    await world.write({ 'good1.md': 'none', 'bad.md': '![a](a.png)' });
    world.tell('good1.md');
    assert.equal((await world.links()).length, 19);
    assert.equal((await world.index.ready()).skipped.length, 1);
    world.tell('bad.md');
    assert.equal((await world.links()).length, 20);
    assert.deepEqual((await world.index.ready()).skipped, []);
  });

  it('begins no more documents when slow ones have taken their time together', async () => {
    await open({ 'a.png': png(1, 1), 'bad.md': endless, 'good.md': '![a](a.png)' });
    const bad: string[] = [];
    const pool = new ReaderPool({
      workerFile: await indexWorkerFile(),
      ...{ most: 1, timeoutMs: 1500, budgetMs: 0, freshMs: 0 },
      onBad: file => bad.push(world.relative(file)),
    });
    const read = (name: string) => {
      const names = [name, 'a.png'];
      return pool.run({ kind: 'files', folders: [{ path: world.root, file: world.root, root: '/', names }] });
    };
    const [first, second] = await Promise.all([read('bad.md'), read('good.md')]);
    // Images are looked at by their headers alone.
    for (const found of [first, second]) assert.equal('images' in found && found.images.length, 1);
    assert.deepEqual(bad.sort(), ['bad.md', 'good.md']);
    pool.dispose();
  });

  it('goes on without a folder whose disk does not answer, and looks there again when it is asked to', async () => {
    await open({
      'a.png': png(1, 1),
      'a.md': '![b](dead/b.png)',
      'dead/b.png': png(1, 1),
      'dead/no-answer': '',
    });
    const workerFile = path.join(world.root, '..', `${path.basename(world.root)}.cjs`);
    // A network that is gone, to a thread: the call does not come back.
    await writeFile(
      workerFile,
      `const fs = require('node:fs');
      const { readdirSync } = fs;
      fs.readdirSync = (folder, ...rest) => {
        if (fs.existsSync(folder + '/no-answer')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        return readdirSync(folder, ...rest);
      };
      require(${JSON.stringify(await indexWorkerFile())});`,
    );
    const { root } = world;
    const index = new ImageIndexClient(
      { folders: () => world.folders, unsaved: () => [], watch: () => ({ dispose: () => undefined }) },
      { workerFile, timeoutMs: 500 },
    );
    try {
      const problems = await index.problems({ kinds: ['unused', 'missing'], mostBytes: 1e9 });
      assert.deepEqual(
        problems.map(({ kind }) => kind),
        ['missing'],
      );
      const { silent, images } = await index.ready();
      assert.deepEqual([silent, images], [[path.join(root, 'dead')], 1]);
      await world.remove('dead/no-answer');
      const again = await index.ready(undefined, undefined, true);
      assert.deepEqual([again.silent, again.images], [undefined, 2]);
    } finally {
      index.dispose();
      await rm(workerFile);
    }
  });

  it('reads a long one in which no statement ends', async () => {
    // To look at all that follows, for each line, takes minutes.
    const sad = `import a from './a.png';\n${"const sad = ':(';\n".repeat(40_000)}`;
    await open({ 'a.png': png(1, 1), 'sad.ts': sad }, [''], { timeoutMs: 8000 });
    assert.deepEqual((await world.index.ready()).skipped, []);
    assert.equal((await world.links()).length, 1);
  }).timeout(60_000);

  it('stops at its bound, and says that there is more', async () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 12; i++) files[`d${i}/a.md`] = '![a](a.png)';
    await open(files, [''], { maxFiles: 5 });
    const summary = await world.index.ready();
    assert.equal(summary.more, true);
    assert.ok(summary.documents < 12, `${summary.documents}`);
  });

  it('has an honest nothing for a workspace without folders', async () => {
    await open({}, []);
    assert.deepEqual(await world.index.ready(), {
      documents: 0,
      images: 0,
      total: 0,
      skipped: [],
      more: false,
    });
    assert.deepEqual(await world.index.images(), []);
    assert.deepEqual(await world.index.missing(), []);
  });

  it('ends for the one who cancels, and begins anew for the next', async () => {
    await open({ 'a.md': '![a](a.png)' });
    const controller = new AbortController();
    const given = world.index.ready(controller.signal);
    controller.abort();
    await assert.rejects(given, { name: 'AbortError' });
    assert.equal(world.index.running, false);
    await assert.rejects(world.index.ready(AbortSignal.abort()), { name: 'AbortError' });
    const other = new AbortController();
    const both = [world.index.ready(other.signal), world.index.ready()] as const;
    other.abort();
    await assert.rejects(both[0], { name: 'AbortError' });
    assert.equal((await both[1]).documents, 1);
  });

  describe('afterwards', () => {
    it('reads a document that changed', async () => {
      await open({ 'a.md': '![a](a.png)', 'a.png': png(1, 1), 'b.png': png(1, 1) });
      assert.deepEqual(await world.links(), ['a.md: a.png → a.png']);
      await world.write({ 'a.md': '![b](b.png)' });
      world.tell('a.md');
      assert.deepEqual(await world.links(), ['a.md: b.png → b.png']);
      assert.deepEqual(await world.unused(), ['a.png']);
    });

    it('sees images come, change, and go', async () => {
      await open({ 'a.md': '![a](new/a.png)' });
      assert.deepEqual(await world.links(), ['a.md: new/a.png → ✗ new/a.png']);
      await world.write({ 'new/a.png': png(2, 2) });
      world.tell('new');
      assert.deepEqual(await world.links(), ['a.md: new/a.png → new/a.png']);
      await world.write({ 'new/a.png': png(5, 2) });
      world.tell('new/a.png');
      assert.equal((await world.index.images())[0]?.width, 5);
      await rename(world.at('new'), world.at('other'));
      world.tell('new', 'other');
      assert.deepEqual(await world.images(), ['other/a.png']);
      assert.deepEqual(await world.links(), ['a.md: new/a.png → ✗ new/a.png']);
      await world.remove('other/a.png');
      world.tell('other/a.png');
      assert.deepEqual(await world.images(), []);
    });

    it('walks a folder once, however many of those in it are told of', async () => {
      const names = Array.from({ length: 60 }, (_, i) => `d${i}`.repeat(2));
      const deep = names.map((_, i) => names.slice(0, i + 1).join('/'));
      await open({ [`${deep.at(-1)}/a.png`]: png(1, 1), 'other/b.png': png(1, 1) });
      await world.index.ready();
      const index = new WorkspaceIndex({
        pool: {
          run: () =>
            Promise.resolve({ images: [], documents: [], skipped: [], named: [], seen: [], same: [] }),
        },
        kept: new KeptIndex(undefined),
        maxFiles: 1000,
        progress: () => told++,
      });
      let told = 0;
      await index.setFolders(world.folders);
      told = 0;
      await index.change(deep.map(name => world.at(name)));
      // Once for each folder and a few words at the end, and not for each of those above it again.
      assert.ok(told < 2 * deep.length, String(told));
    });

    it('takes the text of an editor before what is on disk', async () => {
      await open({ 'a.md': '![a](a.png)', 'a.png': png(1, 1) });
      const root = world.at('');
      const unsaved = {
        path: world.at('a.md'),
        root,
        languageId: 'markdown',
        version: 2,
        text: '![x](x.png)',
      };
      world.unsaved = [unsaved];
      assert.deepEqual(await world.links(), ['a.md: x.png → ✗ x.png']);
      // A tool touches the file; what the user sees is still what counts.
      world.tell('a.md');
      assert.deepEqual(await world.links(), ['a.md: x.png → ✗ x.png']);
      world.unsaved = [{ ...unsaved, version: 3, text: '![y](y.png)' }];
      assert.deepEqual(await world.links(), ['a.md: y.png → ✗ y.png']);
      world.unsaved = [];
      assert.deepEqual(await world.links(), ['a.md: a.png → a.png']);
    });

    it('tells once of a burst, and finds all of a large one', async () => {
      await open({ 'a.md': 'x' });
      await world.index.ready();
      let told = 0;
      const change = new Promise<void>(resolve => world.index.onDidChange(() => (told++, resolve())));
      const names = Array.from({ length: 1500 }, (_, i) => `burst/${i % 7}/f${i}.md`);
      for (const name of names) await world.write({ [name]: '![a](gone.png)' });
      for (const name of names) world.tell(name);
      await change;
      assert.equal((await world.index.missing()).length, 1500);
      assert.equal(told, 1);
    });

    it('looks at the disk when it is asked to, whoever changed it', async () => {
      await open({ 'a.md': '![a](a.png)', 'b.md': 'x' });
      await world.index.ready();
      await world.write({ 'a.png': png(1, 1), 'b.md': '![b](b.png)' });
      await world.index.ready(undefined, undefined, true);
      assert.deepEqual(await world.links(), ['a.md: a.png → a.png', 'b.md: b.png → ✗ b.png']);
    });

    it('goes on after its thread was lost', async () => {
      await open({ 'a.md': '![a](a.png)' });
      await world.index.ready();
      await (world.index as unknown as { worker: { terminate(): Promise<number> } }).worker.terminate();
      assert.equal((await world.index.missing()).length, 1);
    });
  });

  it('needs no more than a listing for a folder that cannot be read', async () => {
    await open({ 'a.md': '![a](locked/a.png)' });
    await writeFile(path.join(world.root, 'locked'), '');
    assert.deepEqual(await world.links(), ['a.md: locked/a.png → ✗ locked/a.png']);
  });
});

const endless = `![a](a.png)\n\n${'['.repeat(120_000)}\n${'*a_'.repeat(30_000)}`;
