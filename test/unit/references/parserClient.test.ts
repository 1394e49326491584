import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { after, afterEach, before, describe, it } from 'mocha';
import { isTooMuch, ParserClient } from '../../../src/host/references/parserClient';

describe('the worker that reads documents', () => {
  let folder: string;
  let workerFile: string;
  let client: ParserClient | undefined;

  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(path.join(tmpdir(), 'inline-assets-parser-'));
    workerFile = path.join(folder, 'parserWorker.cjs');
    await build({
      entryPoints: ['src/host/references/parserWorker.ts'],
      outfile: workerFile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      supported: { 'dynamic-import': false },
    });
  });
  afterEach(() => client?.dispose());
  after(() => rm(folder, { recursive: true, force: true }));

  it('answers each text by itself', async () => {
    client = new ParserClient({ workerFile });
    const [markdown, html, other] = await Promise.all([
      client.parse('markdown', '![a](a.png)'),
      client.parse('html', '<img src="b.png">'),
      client.parse('plaintext', '![a](a.png)'),
    ]);
    assert.deepEqual(
      [markdown, html, other].map(references => references.map(({ path }) => path)),
      [['a.png'], ['b.png'], []],
    );
  });

  it('leaves this thread free while it reads a long text', async function () {
    this.timeout(60_000);
    client = new ParserClient({ workerFile });
    await client.parse('markdown', '![a](a.png)');
    const text = '# Heading\n\nSome *text* with `code` and a [link](x).\n\n![a](a.png)\n\n'.repeat(3000);
    let longest = 0;
    const begun = performance.now();
    let last = begun;
    const ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const references = await client.parse('markdown', text);
    clearInterval(ticking);
    assert.equal(references.length, 3000);
    // Reading here would block for all of the time; absolute times are those of whatever else the machine does.
    assert.ok(longest < (last - begun) / 2, `blocked for ${longest} of ${last - begun} ms`);
  });

  it('gives up a text that takes too long, and reads the next', async () => {
    const endless = path.join(folder, 'endless.cjs');
    await writeFile(
      endless,
      `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ id, text }) => {
        if (text === 'endless') for (;;);
        parentPort.postMessage({ id, references: [] });
      });`,
    );
    client = new ParserClient({ workerFile: endless, timeoutMs: 500 });
    const endlessOne = client.parse('markdown', 'endless');
    const next = client.parse('markdown', 'x');
    await assert.rejects(endlessOne, error => isTooMuch(error));
    assert.deepEqual(await next, []);
  });

  it('says so when the worker breaks, and starts another', async () => {
    const broken = path.join(folder, 'broken.cjs');
    await writeFile(broken, 'throw new Error("no parser here");');
    client = new ParserClient({ workerFile: broken });
    await assert.rejects(client.parse('markdown', 'x'), /no parser here/);
    await assert.rejects(client.parse('markdown', 'x'), /no parser here/);
  });

  it('ends when there is nothing to read, and comes back', async () => {
    client = new ParserClient({ workerFile, idleMs: 1 });
    await client.parse('markdown', '![a](a.png)');
    while (client.running) await new Promise(setImmediate);
    assert.equal((await client.parse('markdown', '![a](a.png)')).length, 1);
  });

  it('answers nothing any more once it is disposed', async () => {
    client = new ParserClient({ workerFile });
    const pending = client.parse('markdown', '![a](a.png)');
    client.dispose();
    await assert.rejects(pending, /disposed/);
    await assert.rejects(client.parse('markdown', 'x'), /disposed/);
  });
});
