// Everything that has to hold. Stops at nothing, tells every failure again at the end, and its last line is
// "N passed, M failed" (every mocha test and every check is one).
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installVsix } from './lib/codeServer.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { ensureHost } from './lib/host.mjs';
import { checkPackage } from './lib/packageChecks.mjs';
import { out, vsixFile } from './lib/paths.mjs';
import { capture, nodeBin, run } from './lib/run.mjs';

const work = path.join(out, 'test');
const started = Date.now();
let passed = 0;
const failures = [];

const seconds = since => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const title = text => console.log(`\n=== ${text}`);

function record(name, problems) {
  if (problems.length === 0) passed += 1;
  else failures.push(`${name}: ${problems.join('; ')}`);
  console.log(`${problems.length === 0 ? '✔' : '✘'} ${name}`);
  for (const problem of problems) console.log(`    ${problem}`);
}

/** A command that says nothing worth reading unless it fails. */
async function check(name, [command, ...args]) {
  const since = Date.now();
  try {
    await capture(command, args);
    record(`${name} (${seconds(since)})`, []);
    return true;
  } catch (error) {
    console.log(error.message);
    record(name, ['see above']);
    return false;
  }
}

/** A mocha run that leaves its numbers in TEST_COUNTS. */
async function suite(name, [command, ...args], env = {}) {
  title(name);
  const counts = path.join(work, `${name.replaceAll(' ', '-')}.json`);
  const code = await run(command, args, { env: { ...process.env, ...env, TEST_COUNTS: counts } });
  try {
    const result = JSON.parse(readFileSync(counts, 'utf8'));
    passed += result.passes;
    failures.push(...result.failed.map(test => `${name}: ${test}`));
    if (result.passes + result.failures === 0) failures.push(`${name}: no test ran`);
    // Mocha can also fail beside its tests: in a hook's promise, on the way out.
    else if (code !== 0 && result.failures === 0) failures.push(`${name}: ended with code ${code}`);
  } catch {
    failures.push(`${name}: gave no result (code ${code})`);
  }
}

async function attempt(name, work) {
  try {
    return await work();
  } catch (error) {
    record(name, [error.message]);
    return undefined;
  }
}

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });

title('checks');
const two = async tasks => {
  const next = tasks[Symbol.iterator]();
  const lane = async () => {
    for (const task of next) await task();
  };
  await Promise.all([lane(), lane()]);
};
let packaged = false;
await two([
  async () =>
    (packaged = await check('production build and package', [process.execPath, 'scripts/package.mjs'])),
  () => check('types', [...nodeBin('typescript/bin/tsc'), '--noEmit']),
  () => check('types of the webview', [...nodeBin('typescript/bin/tsc'), '--noEmit', '-p', 'src/webview']),
  () => check('strings for translators', [process.execPath, 'scripts/l10n.mjs', '--check']),
  () => attempt('a VS Code to test in', () => ensureHost()),
  () => attempt('a browser to test with', () => ensureBrowser()),
]);

const unpacked =
  packaged &&
  (await attempt('the package can be installed', async () => {
    const extensions = path.join(work, 'extensions');
    return installVsix(vsixFile, extensions, path.join(work, 'installer'), 'inline-assets.inline-assets');
  }));
if (unpacked) for (const { name, problems } of checkPackage(vsixFile, unpacked)) record(name, problems);

await suite('unit tests', [...nodeBin('mocha/bin/mocha.js'), '--config', 'test/unit/.mocharc.json']);
// Integration tests have one window, and so leave a core to these.
const style = async () => {
  await check('lint', [...nodeBin('eslint/bin/eslint.js'), '--max-warnings', '0', '.']);
  await check('format', [...nodeBin('prettier/bin/prettier.cjs'), '--check', '.']);
};
const beside = style();
if (unpacked) {
  await suite('integration tests', [
    process.execPath,
    'scripts/testIntegration.mjs',
    '--extension',
    unpacked,
  ]);
  await beside;
  await suite('e2e tests', [process.execPath, 'scripts/testE2e.mjs', '--vsix', vsixFile]);
} else {
  failures.push('integration tests: there is no package to test', 'e2e tests: there is no package to test');
  await beside;
}

title(`summary (${seconds(started)})`);
for (const failure of failures) console.log(`✘ ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
