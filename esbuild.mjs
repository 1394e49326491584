// Builds everything that ships (dist/) and the tests that run inside VS Code (out/integration/).
//   node esbuild.mjs [--production] [--watch] [--only-tests]
// What is built: scripts/lib/bundles.mjs.
import { builtinModules } from 'node:module';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { notices } from './scripts/lib/notices.mjs';
import { packedName, packWasm, wasmOf, workerOptions } from './scripts/lib/imagingWorker.mjs';
import { hostEntries, lazyEntries, webviewEntries, workerEntries } from './scripts/lib/bundles.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const onlyTests = process.argv.includes('--only-tests');

const fromRoot = file => path.relative(root, file).split(path.sep).join('/');
const filesUnder = folder =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => fromRoot(path.join(entry.parentPath, entry.name)));

/** Maps every `import()` in src/ to the bundle of its target; anything else would silently grow the importer. */
const lazyBundles = output => ({
  name: 'lazy-bundles',
  setup(build) {
    build.onResolve({ filter: /.*/ }, async args => {
      if (args.kind !== 'dynamic-import' || args.pluginData?.seen) return undefined;
      if (args.importer.includes('node_modules')) return undefined;
      if (args.path === 'vscode' || builtinModules.includes(args.path.replace(/^node:/, '')))
        return undefined;
      const found = await build.resolve(args.path, {
        kind: args.kind,
        importer: args.importer,
        resolveDir: args.resolveDir,
        pluginData: { seen: true },
      });
      if (found.errors.length > 0) return found;
      const target = lazyEntries[fromRoot(found.path)];
      if (target === undefined) {
        return {
          errors: [
            {
              text: `import('${args.path}') has no bundle: add ${fromRoot(found.path)} to scripts/lib/bundles.mjs`,
            },
          ],
        };
      }
      const relative = path.posix.relative(path.posix.dirname(output), target);
      return { path: relative.startsWith('.') ? relative : `./${relative}`, external: true };
    });
  },
});

/** The SDK's web build is half the size and loads four times as fast. */
const genaiWeb = {
  name: 'genai-web',
  setup(build) {
    build.onResolve({ filter: /^@google\/genai$/ }, args =>
      build.resolve('@google/genai/web', {
        kind: args.kind,
        resolveDir: args.resolveDir,
        importer: args.importer,
      }),
    );
  },
};

/**
 * `import * as vscode` of a CommonJS module becomes a copy of its 400 properties in each file that has it (8 ms and 400 KB
 * of heap at first use). Here it is one module with the names that are used.
 */
const vscodeApi = {
  name: 'vscode-api',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, args =>
      args.namespace === 'vscode-api'
        ? { path: 'vscode', external: true }
        : { path: 'vscode', namespace: 'vscode-api' },
    );
    build.onLoad({ filter: /.*/, namespace: 'vscode-api' }, () => {
      const sources = filesUnder('src').filter(file => file.endsWith('.ts'));
      const used = sources.flatMap(file => [
        ...readFileSync(path.join(root, file), 'utf8').matchAll(/\bvscode\.([A-Za-z]\w*)/g),
      ]);
      const names = [...new Set(used.map(match => match[1]))].sort();
      const lines = names.map(name => `export const ${name} = api.${name};`);
      return { contents: ["const api = require('vscode');", ...lines].join('\n'), resolveDir: root };
    });
  },
};

/** Codec builds that need shared memory across threads; we run one thread a job. */
const noThreads = {
  name: 'no-threads',
  setup(build) {
    build.onResolve({ filter: /avif_enc_mt|pkg-parallel/ }, args => ({
      path: args.path,
      namespace: 'empty',
    }));
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default undefined;' }));
  },
};

/** The codecs of the worker go into dist/wasm. */
const wasmFiles = {
  name: 'wasm-files',
  setup(build) {
    build.onEnd(({ metafile }) =>
      metafile ? packWasm(metafile, root, path.join(root, 'dist/wasm'), { small: production }) : undefined,
    );
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  // A kept `import()` of a CommonJS file makes first use 3–4 times slower than `require`.
  supported: { 'dynamic-import': false },
  mainFields: ['module', 'main'],
  external: ['vscode'],
  tsconfig: 'tsconfig.json',
};

const worker = { ...node, ...workerOptions };

const webview = {
  ...common,
  platform: 'browser',
  format: 'esm',
  target: ['es2023', 'chrome138'],
  tsconfig: 'src/webview/tsconfig.json',
  external: ['*.ttf'],
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
  conditions: production ? [] : ['development'],
};

function builds() {
  const list = [];
  const add = (entries, options, plugins) => {
    for (const [source, output] of Object.entries(entries)) {
      list.push({ ...options, entryPoints: [source], outfile: output, plugins: plugins(output) });
    }
  };
  if (!onlyTests) {
    add(hostEntries, node, output => [lazyBundles(output), vscodeApi, genaiWeb]);
    add(workerEntries, worker, output => [lazyBundles(output), noThreads, wasmFiles]);
    add(webviewEntries, webview, () => []);
  }
  const tests = filesUnder('test/integration').filter(file => file.endsWith('.ts'));
  if (!production && tests.length > 0) {
    list.push({
      ...node,
      minify: false,
      entryPoints: tests,
      outdir: 'out/integration',
      outbase: 'test/integration',
      external: ['vscode', 'mocha'],
      plugins: [genaiWeb],
    });
  }
  return list;
}

function copyCodicon() {
  mkdirSync(path.join(root, 'dist/webview'), { recursive: true });
  copyFileSync(
    path.join(root, 'node_modules/@vscode/codicons/dist/codicon.ttf'),
    path.join(root, 'dist/webview/codicon.ttf'),
  );
}

function writeNotices(results) {
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  writeFileSync(
    path.join(root, 'dist/notices.txt'),
    notices([...inputs, 'node_modules/@vscode/codicons/dist/codicon.ttf']),
  );
}

/** What an earlier build left, source maps above all, must not get into the package. */
function removeStale(results) {
  const fresh = new Set(['dist/notices.txt', 'dist/webview/codicon.ttf']);
  for (const { metafile } of results) {
    for (const output of Object.keys(metafile.outputs)) fresh.add(output);
    for (const wasm of wasmOf(metafile, root)) fresh.add(`dist/wasm/${packedName(wasm)}`);
  }
  for (const file of filesUnder('dist')) if (!fresh.has(file)) rmSync(path.join(root, file));
}

if (!onlyTests) copyCodicon();
if (watch) {
  const report = {
    name: 'report',
    setup(build) {
      build.onEnd(result => {
        if (result.errors.length === 0)
          console.log(`built ${build.initialOptions.outfile ?? build.initialOptions.outdir}`);
      });
    },
  };
  for (const options of builds()) {
    const context = await esbuild.context({ ...options, plugins: [...options.plugins, report] });
    await context.watch();
  }
  // The words that .vscode/tasks.json waits for.
  console.log('watching');
} else {
  const results = await Promise.allSettled(builds().map(options => esbuild.build(options)));
  // esbuild has printed the messages already.
  if (results.some(result => result.status === 'rejected')) process.exitCode = 1;
  else if (production) {
    const done = results.map(result => result.value);
    writeNotices(done);
    removeStale(done);
  }
}
