import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { ImageIndexClient } from '../../src/host/imageIndex/imageIndexClient';
import { keptName } from '../../src/host/imageIndex/keptIndex';
import { problemKinds } from '../../src/core/imageIndex/problems';
import { makeTree } from './checkTree';

// Whole-workspace check against ripgrep in the same tree, in turns: one that nothing is known for, and one as in the next
// window; then one changed file after the other.
//   check.ts <folder> <storage> <sources> <images> <dist> <rg>
const [folder = '', storage = '', sources = '', images = '', dist = '', rg = ''] = process.argv.slice(2);
makeTree(folder, { sources: Number(sources), images: Number(images) });

const rounds = 5;
const firstMs: number[] = [];
const againMs: number[] = [];
const rgMs: number[] = [];
const changeMs: number[] = [];
let found = '';

/** Lines that name an image, as somebody would look for them by hand. */
function search(): number {
  const begun = performance.now();
  const pattern = '\\.(png|jpe?g|webp|gif|avif|svg)\\b';
  const { status } = spawnSync(rg, ['-n', '-i', '--no-heading', pattern, folder], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`rg: ${status}`);
  return performance.now() - begun;
}

const options = { kinds: problemKinds, mostBytes: 500_000 };

function open(): ImageIndexClient {
  const place = {
    path: folder,
    file: folder,
    excludes: ['**/.git', '**/node_modules'],
    useIgnoreFiles: true,
  };
  const watch = (changes: { files(paths: readonly string[]): void }) => {
    tell = changes.files;
    return { dispose: () => undefined };
  };
  const [workerFile, parsers] = ['indexWorker.js', 'references.js'].map(name => path.join(dist, name)) as [
    string,
    string,
  ];
  return new ImageIndexClient(
    { folders: () => [place], unsaved: () => [], watch },
    { workerFile, kept: { folder: storage, code: [workerFile, parsers] }, keepAfterMs: 200 },
  );
}
let tell: (paths: readonly string[]) => void = () => undefined;

async function check(index: ImageIndexClient, took: number[]): Promise<string> {
  const begun = performance.now();
  await index.ready();
  const problems = await index.problems(options);
  took.push(performance.now() - begun);
  return `${problems.length} problems`;
}

async function main(): Promise<void> {
  search();
  for (let round = 0; round < rounds; round++) {
    rgMs.push(search());
    rmSync(storage, { recursive: true, force: true });
    const first = open();
    found = await check(first, firstMs);
    // As long as the user goes on in this window.
    while (!existsSync(path.join(storage, keptName))) await new Promise(setImmediate);
    first.dispose();

    const index = open();
    const again = await check(index, againMs);
    if (again !== found) throw new Error(`${again} in the next window, and ${found} before`);
    if (round === rounds - 1) {
      const references = await index.references();
      // The first ones find the compilers of the thread cold, as after a pause of the user.
      for (let i = 0; i < 40; i++) {
        const { document } = references[(i * 97) % references.length] ?? { document: '' };
        writeFileSync(document, readFileSync(document));
        const at = performance.now();
        tell([document]);
        await index.ready();
        changeMs.push(performance.now() - at);
      }
      const summary = await index.ready();
      found = `${summary.images} images, ${summary.documents} other files, ${references.length} references, ${found}`;
    }
    index.dispose();
  }
  console.log(JSON.stringify({ firstMs, againMs, rgMs, changeMs, found, folder: path.basename(folder) }));
}

void main().then(() => process.exit(0));
