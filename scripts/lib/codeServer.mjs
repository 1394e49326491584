// Starts and stops code-server, and installs a VSIX into an extensions folder of it.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureHost } from './host.mjs';
import { fromRoot } from './paths.mjs';
import { capture, cleanEnv, delay, freePort } from './run.mjs';

/** Quiet and the same everywhere: nothing that looks things up, opens by itself or changes from day to day. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.showReleaseNotes': false,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.startupPrompt': 'never',
  'git.openRepositoryInParentFolders': 'never',
};

/** Files are saved and selected by tests alone: in the browser VS Code saves by itself after a second. */
export const testSettings = { ...quietSettings, 'files.autoSave': 'off', 'explorer.autoReveal': false };

function layout(folder) {
  return { config: path.join(folder, 'config.yaml'), userData: path.join(folder, 'user-data') };
}

/** The file of the user settings of a server in `folder`. */
export const settingsFile = folder => path.join(layout(folder).userData, 'User/settings.json');

const { configuration } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).contributes;
const properties = Object.assign({}, ...configuration.map(section => section.properties));

/** Writes the user settings of a server in `folder`, those of machine scope where VS Code in a browser reads them. */
export function writeSettings(folder, settings) {
  const isMachine = ([name]) => properties[name]?.scope === 'machine';
  const write = (file, entries) => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(Object.fromEntries(entries), null, 2));
  };
  const all = Object.entries(settings);
  const machine = all.filter(isMachine);
  // First: who waits for the other file to be read finds this one read, too.
  if (machine.length > 0) write(path.join(layout(folder).userData, 'Machine/settings.json'), machine);
  write(
    settingsFile(folder),
    all.filter(entry => !isMachine(entry)),
  );
}

function environment(folder, extra) {
  return cleanEnv({
    // Else it writes into the person's own ~/.config and ~/.local.
    XDG_CONFIG_HOME: path.join(folder, 'xdg-config'),
    XDG_DATA_HOME: path.join(folder, 'xdg-data'),
    // No marketplace: a test must not depend on one, and its look-ups only cost time.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...extra,
  });
}

/**
 * @param {{
 *   folder: string, extensions: string, port?: number, settings?: object, keepSettings?: boolean, trustAll?: boolean,
 *   developmentHost?: boolean, env?: Record<string, string | undefined>
 * }} options `folder` keeps user data and the log; with `keepSettings` the settings are those of a first start; `developmentHost` lets a page load an unpacked extension (and
 *   keeps toasts away); without `trustAll` a workspace starts untrusted
 * @returns {Promise<{ url: string, authority: string, folder: string, log: string, pid: number, exited: Promise<number>, stop(): Promise<void> }>}
 */
export async function startCodeServer(options) {
  const host = await ensureHost();
  const { folder } = options;
  const { config, userData } = layout(folder);
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  mkdirSync(options.extensions, { recursive: true });
  writeFileSync(config, 'auth: none\n');
  if (options.settings && !(options.keepSettings && existsSync(settingsFile(folder)))) {
    writeSettings(folder, options.settings);
  }
  const port = options.port ?? (await freePort());
  const log = path.join(folder, 'server.log');
  const output = openSync(log, 'a');
  const args = [
    host.entry,
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--config', config],
    ...['--user-data-dir', userData, '--extensions-dir', options.extensions],
    ...[
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      '--ignore-last-opened',
    ],
    ...(options.trustAll === false ? [] : ['--disable-workspace-trust']),
    ...(options.developmentHost ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
  // A group of its own, so that its children end with it.
  const child = spawn(host.node, args, {
    detached: true,
    stdio: ['ignore', output, output],
    env: environment(folder, options.env),
  });
  closeSync(output);
  const exited = new Promise(resolve => {
    child.once('error', () => resolve(1));
    child.once('exit', code => resolve(code ?? 1));
  });
  const signal = name => {
    try {
      process.kill(-child.pid, name);
      return true;
    } catch {
      return false;
    }
  };
  const onExit = () => signal('SIGKILL');
  process.once('exit', onExit);
  const stop = async () => {
    process.removeListener('exit', onExit);
    if (!signal('SIGTERM')) return;
    await Promise.race([exited, delay(3000)]);
    signal('SIGKILL');
    await exited;
  };
  const url = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + 60_000; ; await delay(50)) {
    try {
      if ((await fetch(`${url}/healthz`)).ok) break;
    } catch {
      // Not listening yet.
    }
    if (child.exitCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`code-server did not start:\n${readFileSync(log, 'utf8').slice(-4000)}`);
    }
  }
  return { url, authority: `127.0.0.1:${port}`, folder, log, pid: child.pid, exited, stop };
}

/** Installs `vsix` into `extensions`, as a user would, and gives the folder that it was unpacked to. */
export async function installVsix(vsix, extensions, folder, id) {
  const host = await ensureHost();
  mkdirSync(extensions, { recursive: true });
  const { config, userData } = layout(folder);
  mkdirSync(userData, { recursive: true });
  writeFileSync(config, 'auth: none\n');
  const args = [host.entry, '--config', config, '--user-data-dir', userData, '--extensions-dir', extensions];
  await capture(host.node, [...args, '--force', '--install-extension', vsix], { env: environment(folder) });
  const list = JSON.parse(readFileSync(path.join(extensions, 'extensions.json'), 'utf8'));
  const entry = list.find(item => item.identifier.id === id);
  if (!entry) throw new Error(`${vsix} was not installed.`);
  return path.join(extensions, entry.relativeLocation);
}
