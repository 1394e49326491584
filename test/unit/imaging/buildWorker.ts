import path from 'node:path';
import { build } from 'esbuild';
import { packWasm, workerOptions } from '../../../scripts/lib/imagingWorker.mjs';

const root = path.join(import.meta.dirname, '../../..');
let built: Promise<string> | undefined;

/** The real worker, bundled as the package has it; its path. Once for all tests of a process. */
export function buildWorker(): Promise<string> {
  return (built ??= bundle());
}

async function bundle(): Promise<string> {
  const folder = path.join(root, 'out/unit-imaging');
  const outfile = path.join(folder, 'imagingWorker.js');
  const { metafile } = await build({
    ...workerOptions,
    absWorkingDir: root,
    entryPoints: ['src/host/imaging/worker.ts'],
    outfile,
    logLevel: 'error',
    metafile: true,
  });
  await packWasm(metafile, root, path.join(folder, 'wasm'), { small: false });
  return outfile;
}
