// What must hold for the package, looked at as VS Code unpacks it.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { hostEntries, webviewEntries, workerEntries } from './bundles.mjs';
import { root } from './paths.mjs';

const MB = 1_000_000;
const bundles = Object.values({ ...hostEntries, ...workerEntries, ...webviewEntries });

const allowed = [
  ...bundles.map(file => new RegExp(`^${file.replaceAll('.', '\\.')}$`)),
  /^(license\.txt|readme\.md|changelog\.md|package(\.nls(\.[\w-]+)?)?\.json|\.vsixmanifest)$/i,
  /^dist\/wasm\/\w+\.wasm\.br$/,
  /^dist\/webview\/codicon\.ttf$/,
  /^dist\/notices\.txt$/,
  /^media\/(icon\.png|(recipe|assetSet)\.schema\.json|sets\/[\w-]+\.json|panel(Light|Dark)\.svg|walkthrough\/[\w-]+\.(svg|png|md))$/,
  /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
];
const required = [
  ...bundles,
  'dist/notices.txt',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'package.json',
  'media/icon.png',
];

const secrets = [
  /AIza[0-9A-Za-z_-]{35}/,
  /\bsk-[A-Za-z0-9_-]{20,}/,
  /\bgh[pousr]_[A-Za-z0-9]{36}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
];

const isText = file => /\.(js|css|json|md|svg|txt|vsixmanifest)$/i.test(file);

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/**
 * @param {string} vsix the package
 * @param {string} folder the same, unpacked
 * @returns {{ name: string, problems: string[] }[]} every check; it holds when it has no problems
 */
export function checkPackage(vsix, folder) {
  const files = filesOf(folder);
  const texts = files
    .filter(isText)
    .map(file => ({ file, text: readFileSync(path.join(folder, file), 'utf8') }));
  const having = (...patterns) =>
    texts.flatMap(({ file, text }) =>
      patterns.filter(pattern => pattern.test(text)).map(pattern => `${file}: ${pattern}`),
    );
  const atMost = (file, limit) => {
    const size = existsSync(file) ? statSync(file).size : Infinity;
    return size <= limit ? [] : [`${path.basename(file)} has ${size} bytes, ${limit} are allowed`];
  };
  return [
    // Eight services, each some 15 to 20 KB; the codecs are half of it.
    { name: 'package of at most 3.1 MB', problems: atMost(vsix, 3.1 * MB) },
    {
      name: 'extension.js of at most 150 KB',
      problems: atMost(path.join(folder, 'dist/extension.js'), 150_000),
    },
    {
      name: 'no file in the package that nobody expects (tests, sources, source maps)',
      problems: files.filter(file => !allowed.some(pattern => pattern.test(file))),
    },
    {
      name: 'every file in the package that must be there',
      problems: required.filter(file => !files.includes(file)),
    },
    { name: 'no source map named in the package', problems: having(/sourceMappingURL=(?!data:)/) },
    { name: 'no secret in the package', problems: having(...secrets) },
    {
      name: 'no path of this machine in the package',
      problems: texts.filter(({ text }) => text.includes(root)).map(({ file }) => file),
    },
  ];
}
