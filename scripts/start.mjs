// Opens a VS Code with the extension and a copy of samples/: a desktop one (VSCODE_PATH, `code` on the PATH, or a
// download), else VS Code in the browser on a fixed port, so that stored keys last.
//   npm start [-- --browser]      PORT=9000 npm start
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installVsix, quietSettings, startCodeServer } from './lib/codeServer.mjs';
import { onPath } from './lib/browser.mjs';
import { cache, fromRoot, root, vsixFile } from './lib/paths.mjs';
import { capture, cleanEnv, portIsFree } from './lib/run.mjs';
import { spawnable } from './lib/windowsCommand.mjs';

const home = path.join(cache, 'start');
const workspace = path.join(home, 'harbour');
const pidFile = path.join(home, 'server.pid');
const port = Number(process.env.PORT ?? 8974);
const say = line => console.log(line);

function prepareWorkspace() {
  if (existsSync(workspace)) return;
  mkdirSync(home, { recursive: true });
  cpSync(fromRoot('samples'), workspace, { recursive: true });
}

/** A desktop VS Code, or undefined. `code` inside a remote terminal only talks to the window it belongs to. */
async function findDesktop() {
  if (process.argv.includes('--browser')) return undefined;
  if (process.env.VSCODE_PATH) return process.env.VSCODE_PATH;
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!hasScreen || process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  const installed = onPath(process.platform === 'win32' ? 'code.cmd' : 'code');
  if (installed) return installed;
  try {
    say('Looking for a desktop VS Code to download …');
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
    return await downloadAndUnzipVSCode({
      version: 'stable',
      timeout: 15_000,
      cachePath: path.join(cache, 'vscode-desktop'),
    });
  } catch {
    say('None can be had here.');
    return undefined;
  }
}

async function startDesktop(executable) {
  say('Building …');
  await capture(process.execPath, ['esbuild.mjs']);
  say(`Opening ${executable}. Close its window, or press Ctrl+C here, to stop.`);
  const args = [
    '--new-window',
    '--wait',
    '--disable-workspace-trust',
    `--extensionDevelopmentPath=${root}`,
    `--user-data-dir=${path.join(home, 'desktop')}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    workspace,
  ];
  const [command, words, options] = spawnable(executable, args);
  const child = spawn(command, words, { stdio: 'inherit', env: cleanEnv(), ...options });
  const stop = () => child.kill();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? 0));
  });
}

const address = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`;

/** Frees the port when it is an earlier run of ours that nobody watches any more; says what to do otherwise. */
async function portProblem() {
  if (await portIsFree(port)) return undefined;
  const other =
    `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start\n` +
    '(In the browser, keys are stored for one port: there you would enter yours again.)';
  const [owner, server] = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split(' ').map(Number) : [];
  if (!server || !(await commandOf(server)).includes(home)) return other;
  if ((await commandOf(owner)).includes('start.mjs')) {
    return `It is already running (process ${owner}): open ${address}\nor stop it with Ctrl+C where you started it, and start again.`;
  }
  say('An earlier start was cut short and left its VS Code running. Stopping that first …');
  process.kill(-server, 'SIGKILL');
  for (let tries = 0; tries < 50; tries += 1) {
    if (await portIsFree(port)) return undefined;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return other;
}

async function commandOf(pid) {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return await capture('ps', ['-o', 'command=', '-p', String(pid)]);
  } catch {
    return '';
  }
}

async function startInBrowser() {
  const problem = await portProblem();
  if (problem) {
    console.error(problem);
    return 1;
  }
  say('Building and packaging …');
  await capture(process.execPath, ['scripts/package.mjs']);
  const extensions = path.join(home, 'extensions');
  await installVsix(vsixFile, extensions, home, 'inline-assets.inline-assets');
  const server = await startCodeServer({
    folder: home,
    extensions,
    port,
    // Opens the tour of the sample workspace.
    settings: { ...quietSettings, 'workbench.startupEditor': 'readme' },
    keepSettings: true,
  });
  writeFileSync(pidFile, `${process.pid} ${server.pid}`);
  say('');
  say('VS Code with Inline Assets and a sample workspace is at');
  say(`  ${address}`);
  say('');
  say('Stored keys and generated images last from one start to the next. Ctrl+C stops it.');
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    say('\nStopping …');
    void server.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  const code = await server.exited;
  rmSync(pidFile, { force: true });
  if (stopping) return 0;
  console.error(`VS Code ended by itself (code ${code}). Its log: ${server.log}`);
  return 1;
}

try {
  prepareWorkspace();
  const desktop = await findDesktop();
  process.exit(desktop ? await startDesktop(desktop) : await startInBrowser());
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
