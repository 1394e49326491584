// Builds for production and writes inline-assets.vsix.
import { createVSIX } from '@vscode/vsce';
import { statSync } from 'node:fs';
import { root, vsixFile } from './lib/paths.mjs';

// Runs "vscode:prepublish" (the production build) first, and looks for secrets.
try {
  await createVSIX({ cwd: root, packagePath: vsixFile, dependencies: false });
  console.log(`${vsixFile}: ${(statSync(vsixFile).size / 1e6).toFixed(2)} MB`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
