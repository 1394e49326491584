// Packages the extension, installs the package into a VS Code in the browser and drives that with test/e2e.
//   node scripts/testE2e.mjs [--vsix <file>] [more arguments for mocha, such as -g "words" or a file]
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { installVsix } from './lib/codeServer.mjs';
import { fromRoot, out, vsixFile } from './lib/paths.mjs';
import { nodeBin, run } from './lib/run.mjs';

const args = process.argv.slice(2);
const at = args.indexOf('--vsix');
const given = at >= 0 ? path.resolve(args.splice(at, 2)[1]) : undefined;
const files = args.filter(argument => argument.endsWith('.test.ts'));
const folderOfTests = fromRoot('test/e2e');
/** The longest first: at the end no lane has to wait for another that has just begun a long one. */
const allFiles = () =>
  readdirSync(folderOfTests)
    .filter(name => name.endsWith('.test.ts'))
    .map(name => path.join(folderOfTests, name))
    .sort((a, b) => statSync(b).size - statSync(a).size);
const rest = args.filter(argument => !files.includes(argument));

if (!given && (await run(process.execPath, ['scripts/package.mjs'])) !== 0) process.exit(1);
const folder = mkdtempSync(path.join(tmpdir(), 'inline-assets-extensions-'));
try {
  const extensions = path.join(folder, 'extensions');
  await installVsix(given ?? vsixFile, extensions, folder, 'inline-assets.inline-assets');
  await ensureBrowser();
  mkdirSync(out, { recursive: true });
  rmSync(path.join(out, 'e2e'), { recursive: true, force: true });
  const [node, mocha] = nodeBin('mocha/bin/mocha.js');
  process.exitCode = await run(
    node,
    [mocha, '--config', 'test/e2e/.mocharc.json', ...rest, ...(files.length > 0 ? files : allFiles())],
    { env: { ...process.env, E2E_EXTENSIONS: extensions } },
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
