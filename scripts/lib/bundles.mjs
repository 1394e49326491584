// Every bundle of the package: source → output. An `import()` of one of them loads its output on first use.

export const hostEntries = {
  'src/extension.ts': 'dist/extension.js',
  'src/host/base.ts': 'dist/base.js',
  'src/host/app.ts': 'dist/host.js',
  'src/providers/gemini/index.ts': 'dist/providers/gemini.js',
  'src/providers/openai/index.ts': 'dist/providers/openai.js',
  'src/providers/openrouter/index.ts': 'dist/providers/openrouter.js',
  'src/providers/bfl/index.ts': 'dist/providers/bfl.js',
  'src/providers/dashscope/index.ts': 'dist/providers/dashscope.js',
  'src/providers/vertex/index.ts': 'dist/providers/vertex.js',
  'src/providers/offline/index.ts': 'dist/providers/offline.js',
  'src/core/references/parse.ts': 'dist/references.js',
  'src/core/layers/rows/frontMatter.ts': 'dist/frontMatter.js',
};
export const workerEntries = {
  'src/host/imaging/worker.ts': 'dist/imagingWorker.js',
  'src/host/references/parserWorker.ts': 'dist/parserWorker.js',
  'src/host/imageIndex/indexWorker.ts': 'dist/indexWorker.js',
};
export const webviewEntries = {
  'src/webview/main.ts': 'dist/webview/panel.js',
  'src/webview/gallery.ts': 'dist/webview/gallery.js',
  'src/webview/panel.css': 'dist/webview/panel.css',
};
/** What an `import()` in src/ may name. */
export const lazyEntries = { ...hostEntries, ...workerEntries };
