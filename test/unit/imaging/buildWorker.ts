import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

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
    absWorkingDir: root,
    entryPoints: ['src/host/imaging/worker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    loader: { '.woff': 'binary' },
    define: { 'import.meta.url': '__metaUrl' },
    banner: { js: 'const __metaUrl=require("node:url").pathToFileURL(__filename).href;' },
    logLevel: 'error',
    metafile: true,
  });
  await mkdir(path.join(folder, 'wasm'), { recursive: true });
  const glue = Object.keys(metafile.inputs).filter(file => /@jsquash\/.*\/(codec|pkg)\//.test(file));
  for (const file of glue) {
    const wasm = file.includes('/pkg/') ? file.replace(/\.js$/, '_bg.wasm') : file.replace(/\.js$/, '.wasm');
    await copyFile(path.join(root, wasm), path.join(folder, 'wasm', path.basename(wasm)));
  }
  return outfile;
}
