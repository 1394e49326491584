import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';

/** The real codec worker, bundled as esbuild.mjs does it. For the surrounding `describe`. */
export function realImaging(): () => ImagingClient {
  let folder = '';
  let imaging: ImagingClient | undefined;
  before(async function () {
    this.timeout(60_000);
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'inline-assets-worker-'));
    const workerPath = path.join(folder, 'imagingWorker.js');
    const { metafile } = await esbuild.build({
      entryPoints: ['src/host/imaging/worker.ts'],
      outfile: workerPath,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      metafile: true,
      logLevel: 'warning',
      mainFields: ['module', 'main'],
      supported: { 'dynamic-import': false },
      loader: { '.woff': 'binary' },
      define: { 'import.meta.url': '__metaUrl' },
      banner: { js: 'const __metaUrl=require("node:url").pathToFileURL(__filename).href;' },
    });
    await fs.mkdir(path.join(folder, 'wasm'));
    for (const input of Object.keys(metafile.inputs)) {
      for (const wasm of [input.replace(/\.js$/, '.wasm'), input.replace(/\.js$/, '_bg.wasm')]) {
        if (wasm.endsWith('.wasm') && existsSync(wasm)) {
          await fs.copyFile(wasm, path.join(folder, 'wasm', path.basename(wasm)));
        }
      }
    }
    imaging = new ImagingClient({ workerPath });
  });
  after(async () => {
    imaging?.dispose();
    await fs.rm(folder, { recursive: true, force: true });
  });
  return () => {
    if (!imaging) throw new Error('Called before the hooks ran.');
    return imaging;
  };
}
