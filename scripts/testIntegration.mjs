// Runs test/integration inside a real extension host: a desktop VS Code when VSCODE_PATH names one (or
// VSCODE_DESKTOP=1 lets it be downloaded), else VS Code in the browser. Prints mocha's lines; VERBOSE=1 prints all.
//   node scripts/testIntegration.mjs [--extension <unpacked folder>] [-g "words"]
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { browserArgs, ensureBrowser } from './lib/browser.mjs';
import { writeCertificates } from './lib/certificates.mjs';
import { startCodeServer, testSettings } from './lib/codeServer.mjs';
import { fromRoot, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const { values } = parseArgs({
  options: { extension: { type: 'string' }, grep: { type: 'string', short: 'g' } },
});
const tests = fromRoot('out/integration/main.js');
const mark = '@@ ';
const limit = Number(process.env.TEST_TIMEOUT ?? 300_000);

async function build() {
  const args = ['esbuild.mjs', ...(values.extension ? ['--only-tests'] : [])];
  if ((await run(process.execPath, args)) !== 0) throw new Error('The build failed.');
}

/**
 * The system of these tests trusts one private authority and no other, whatever the machine's own environment says.
 * Authorities are read when the host starts.
 */
function networkOf(certificates) {
  const none = path.join(certificates, 'none');
  mkdirSync(none);
  const network = {
    SSL_CERT_FILE: path.join(certificates, 'trusted/ca.pem'),
    SSL_CERT_DIR: none,
    NODE_EXTRA_CA_CERTS: path.join(certificates, 'extra/ca.pem'),
  };
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'all_proxy']) {
    network[name] = undefined;
    network[name.toUpperCase()] = undefined;
  }
  return network;
}

async function onDesktop(extension, workspace, env) {
  const { downloadAndUnzipVSCode, runTests } = await import('@vscode/test-electron');
  const executable = process.env.VSCODE_PATH ?? (await downloadAndUnzipVSCode({ version: 'stable' }));
  return runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: extension,
    extensionTestsPath: tests,
    launchArgs: [workspace, '--disable-extensions'],
    extensionTestsEnv: env,
  });
}

async function inBrowser(extension, workspace, folder, env, network) {
  const executablePath = await ensureBrowser();
  const server = await startCodeServer({
    folder,
    extensions: path.join(folder, 'extensions'),
    settings: testSettings,
    developmentHost: true,
    env: network,
  });
  const browser = await chromium.launch({ executablePath, headless: true, args: browserArgs });
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    const ended = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No result after ${limit} ms.`)), limit);
      timer.unref();
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
      page.on('crash', () => reject(new Error('The page crashed.')));
    });
    await page.exposeFunction('codeAutomationLog', (_type, args) => {
      for (const line of format(...args).split('\n')) {
        if (line.startsWith(mark)) console.log(line.slice(mark.length));
        else if (process.env.VERBOSE) console.error(`  | ${line}`);
      }
    });
    const remote = file => `vscode-remote://${server.authority}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote(tests)],
      ['skipWelcome', 'true'],
      ['extensionEnvironment', JSON.stringify({ ...env, TEST_LINE_MARK: mark })],
    ];
    const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
    await page.goto(`${server.url}/?${query}`);
    return await ended;
  } finally {
    await browser.close();
    await server.stop();
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'inline-assets-integration-'));
let code = 1;
try {
  await build();
  const workspace = path.join(folder, 'workspace');
  mkdirSync(workspace);
  cpSync(fromRoot('samples'), workspace, { recursive: true });
  const extension = path.resolve(values.extension ?? root);
  const env = { TEST_REPORTER: fromRoot('scripts/lib/countsReporter.cjs') };
  for (const name of ['TEST_COUNTS', 'VERBOSE']) if (process.env[name]) env[name] = process.env[name];
  if (values.grep) env.TEST_GREP = values.grep;
  env.TEST_CERTIFICATES = path.join(folder, 'certificates');
  for (const authority of ['trusted', 'extra', 'unknown']) {
    writeCertificates(path.join(env.TEST_CERTIFICATES, authority), `The ${authority} authority`, [
      'gemini.test',
      'localhost',
    ]);
  }
  const network = networkOf(env.TEST_CERTIFICATES);
  code =
    process.env.VSCODE_PATH || process.env.VSCODE_DESKTOP
      ? await onDesktop(extension, workspace, { ...env, ...network })
      : await inBrowser(extension, workspace, folder, env, network);
} catch (error) {
  console.error(error);
}
if (code === 0 && !process.env.KEEP) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
else console.log(`Kept for a look: ${folder}`);
process.exit(code);
