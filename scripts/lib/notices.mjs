// The licences of what is bundled, which most of them ask to be shipped.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** `node_modules/a/node_modules/@b/c/d.js` → `node_modules/a/node_modules/@b/c`. */
function packageFolder(input) {
  const at = input.lastIndexOf('node_modules/');
  if (at < 0) return undefined;
  const parts = input.slice(at + 'node_modules/'.length).split('/');
  return input.slice(0, at) + ['node_modules', ...parts.slice(0, parts[0].startsWith('@') ? 2 : 1)].join('/');
}

function licenceText(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter(
      file =>
        /^(licen[cs]e|copying|notice)[^/]*$/i.test(path.basename(file)) && !file.includes('node_modules'),
    )
    .sort()
    .map(file => readFileSync(path.join(folder, file), 'utf8').trim())
    .join('\n\n');
}

/**
 * @param {readonly string[]} inputs files that went into the bundles, from the project's root
 * @returns {string} one text with every package, its version and its licence
 */
export function notices(inputs) {
  const folders = [...new Set(inputs.map(packageFolder).filter(folder => folder !== undefined))].sort();
  const parts = folders.map(relative => {
    const folder = path.join(root, relative);
    const manifest = path.join(folder, 'package.json');
    if (!existsSync(manifest)) throw new Error(`${relative} has no package.json`);
    const { name, version, license } = JSON.parse(readFileSync(manifest, 'utf8'));
    return `${name} ${version} (${license})\n\n${licenceText(folder) || 'See its home page for the text.'}`;
  });
  return `Inline Assets contains these packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
