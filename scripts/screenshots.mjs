// Takes the README's pictures (media/readme) of the real extension, installed from its package.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installVsix } from './lib/codeServer.mjs';
import { vsixFile } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

if ((await run(process.execPath, ['scripts/package.mjs'])) !== 0) process.exit(1);
const folder = mkdtempSync(path.join(tmpdir(), 'inline-assets-extensions-'));
try {
  const extensions = path.join(folder, 'extensions');
  await installVsix(vsixFile, extensions, folder, 'inline-assets.inline-assets');
  process.exitCode = await run(process.execPath, ['--import', 'tsx', 'test/e2e/screenshots.ts'], {
    env: { ...process.env, E2E_EXTENSIONS: extensions },
  });
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
