// How the imaging worker is bundled, and its codecs beside it: for the package, and for the tests that run the real one.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);

/** esbuild options of worker threads. */
export const workerOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  loader: { '.woff': 'binary' },
  define: { 'import.meta.url': '__metaUrl' },
  banner: { js: 'const __metaUrl=require("node:url").pathToFileURL(__filename).href;' },
};

/** The `.wasm` files of the codecs' glue code that a bundle really has, from `root`. */
export function wasmOf(metafile, root) {
  return Object.keys(metafile?.inputs ?? {})
    .filter(input => /node_modules\/(@jsquash|harfbuzzjs)\//.test(input))
    .flatMap(input => [input.replace(/\.js$/, '.wasm'), input.replace(/\.js$/, '_bg.wasm')])
    .filter(file => file.endsWith('.wasm') && existsSync(path.join(root, file)));
}

/** What a codec is called in the package. */
export function packedName(wasm) {
  return `${path.basename(wasm)}.br`;
}

/**
 * Puts them into `folder`, compressed: a fifth less than in the package's own zip, and at most 17 ms at first use.
 * `small`: as small as can be, which takes seconds.
 */
export async function packWasm(metafile, root, folder, { small }) {
  await mkdir(folder, { recursive: true });
  const quality = small ? constants.BROTLI_MAX_QUALITY : 4;
  const pack = async wasm => {
    const bytes = await readFile(path.join(root, wasm));
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    await writeFile(path.join(folder, packedName(wasm)), await compress(bytes, { params }));
  };
  await Promise.all(wasmOf(metafile, root).map(pack));
}
