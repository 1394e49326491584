// Finds a Chromium, or installs one.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { capture, nodeBin, run } from './run.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

export function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** A browser can be there and lack its system libraries. */
async function starts(file) {
  try {
    await capture(file, ['--version'], { timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

function installed() {
  const candidates = [...names.map(onPath), ...applications, chromium.executablePath()];
  return candidates.find(file => file && existsSync(file));
}

/**
 * CHROMIUM_PATH, else one that is installed, else playwright's download, else Debian's package (as root).
 * @returns {Promise<string>} the executable
 */
export async function ensureBrowser(say = console.log) {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, and there is no such file.`);
    return given;
  }
  const there = installed();
  if (there && (await starts(there))) return there;

  say('Installing Chromium (playwright, once) …');
  const playwright = (...args) => run(...playwrightCli(args), { timeout: 600_000 });
  await playwright('install', 'chromium');
  const downloaded = chromium.executablePath();
  if (existsSync(downloaded) && (await starts(downloaded))) return downloaded;

  if (process.getuid?.() === 0 && onPath('apt-get')) {
    say('Installing Chromium (Debian package) …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
    const packaged = onPath('chromium');
    if (packaged && (await starts(packaged))) return packaged;
    // Ubuntu has no such package; there the download only lacks its libraries.
    if (existsSync(downloaded)) await playwright('install-deps', 'chromium');
    if (existsSync(downloaded) && (await starts(downloaded))) return downloaded;
  }
  throw new Error(
    'No Chromium was found and none could be installed. Install one and set CHROMIUM_PATH to it.',
  );
}

function playwrightCli(args) {
  const [node, cli] = nodeBin('playwright-core/cli.js');
  return [node, [cli, ...args]];
}

export const browserArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
