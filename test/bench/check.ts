import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { ImageIndexClient } from '../../src/host/imageIndex/imageIndexClient';
import { problemKinds } from '../../src/core/imageIndex/problems';
import { makeTree } from './checkTree';

// Whole-workspace check against ripgrep in the same tree, in turns; then one changed file after the other.
//   check.ts <folder> <sources> <images> <indexWorker.js> <rg>
const [folder = '', sources = '', images = '', workerFile = '', rg = ''] = process.argv.slice(2);
makeTree(folder, { sources: Number(sources), images: Number(images) });

const rounds = 5;
const oursMs: number[] = [];
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
  return new ImageIndexClient({ folders: () => [place], unsaved: () => [], watch }, { workerFile });
}
let tell: (paths: readonly string[]) => void = () => undefined;

async function main(): Promise<void> {
  search();
  for (let round = 0; round < rounds; round++) {
    rgMs.push(search());
    const index = open();
    const begun = performance.now();
    await index.ready();
    const problems = await index.problems(options);
    oursMs.push(performance.now() - begun);
    found = `${problems.length} problems`;
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
  console.log(JSON.stringify({ oursMs, rgMs, changeMs, found, folder: path.basename(folder) }));
}

void main().then(() => process.exit(0));
