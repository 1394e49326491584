import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** Git-ignored: downloads and kept profiles. */
export const cache = path.join(root, '.cache');
/** Git-ignored: what builds and tests leave behind. */
export const out = path.join(root, 'out');
export const vsixFile = path.join(root, 'inline-assets.vsix');
export const fromRoot = (...parts) => path.join(root, ...parts);
