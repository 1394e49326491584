import { spawn } from 'node:child_process';
import net from 'node:net';
import { root } from './paths.mjs';
import { spawnable } from './windowsCommand.mjs';

/**
 * Runs a command to its end with its output shown.
 * @returns {Promise<number>} its exit code; 1 when it could not be started
 */
export function run(command, args, options = {}) {
  return new Promise(resolve => {
    const [program, words, more] = spawnable(command, args);
    const child = spawn(program, words, { cwd: root, stdio: 'inherit', ...more, ...options });
    child.on('error', error => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on('close', code => resolve(code ?? 1));
  });
}

/** Runs a command and gives what it printed; rejects with the end of it when it fails. */
export function capture(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const [program, words, more] = spawnable(command, args);
    const child = spawn(program, words, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...more,
      ...options,
    });
    let text = '';
    child.stdout.on('data', chunk => (text += chunk));
    child.stderr.on('data', chunk => (text += chunk));
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) resolve(text);
      else reject(new Error(`${command} ${args.join(' ')} failed (${code})\n${text.slice(-4000)}`));
    });
  });
}

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** A bin of this project's own node_modules, run by the Node that runs now. */
export const nodeBin = file => [process.execPath, root + '/node_modules/' + file];

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export function portIsFree(port) {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export const delay = ms => new Promise(resolve => setTimeout(resolve, ms));

/** What a child needs of our environment; VS Code's and npm's own variables would change how it behaves. */
export function cleanEnv(extra = {}) {
  const env = { ...process.env };
  for (const key of Object.keys(env)) if (/^(VSCODE_|npm_)/i.test(key)) delete env[key];
  return { ...env, ...extra };
}
