import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCodeServer, testSettings } from '../../../scripts/lib/codeServer.mjs';
import { newContext } from './browser';
import { Workbench } from './workbench';

export interface OpenOptions {
  /**
   * What to open: a folder to copy (absolute, or from the project's root such as `samples`), files to write
   * (path → content), or nothing. Tests write into the copy only.
   */
  workspace?: string | Readonly<Record<string, string | Uint8Array>>;
  /** A further folder of the workspace, `site`, whose files (path → content) are on no disk as far as VS Code knows. */
  virtual?: Readonly<Record<string, string | Uint8Array>>;
  /** User settings; machine-scoped ones too. */
  settings?: Readonly<Record<string, unknown>>;
  /** User keybindings, as in keybindings.json. */
  keybindings?: readonly unknown[];
  /** `false` opens the folder in Restricted Mode. Default true. */
  trust?: boolean;
  viewport?: { width: number; height: number };
  /** Device pixels per CSS pixel. Default 1. */
  scale?: number;
  /** Environment of the server and its extension host; `undefined` removes a variable. */
  env?: Record<string, string | undefined>;
}

/** As VS Code names the folders of extensions. */
const virtualFiles = 'inline-assets-test.virtual-files-0.0.1';
const open = new Set<Workbench>();
const projectRoot = path.resolve(import.meta.dirname, '../../..');

function extensionsFolder(): string {
  const folder = process.env['E2E_EXTENSIONS'];
  if (folder === undefined)
    throw new Error('Run these tests with npm run test:e2e: it installs the package.');
  return folder;
}

/**
 * A real VS Code with the installed package, on a server and a browser profile of its own. Close it, or leave that
 * to the end of the run.
 */
export async function openWorkbench(options: OpenOptions = {}): Promise<Workbench> {
  const folder = mkdtempSync(path.join(tmpdir(), 'inline-assets-e2e-'));
  const workspace = options.workspace === undefined ? undefined : path.join(folder, 'workspace');
  if (workspace !== undefined) {
    mkdirSync(workspace);
    fill(workspace, options.workspace ?? {});
  }
  if (options.keybindings) {
    writeInto(folder, 'user-data/User/keybindings.json', JSON.stringify(options.keybindings));
  }
  const virtual = options.virtual && addVirtual(folder, options.virtual, workspace);
  const settings = { ...testSettings, ...options.settings };
  const server = await startCodeServer({
    folder,
    extensions: virtual?.extensions ?? extensionsFolder(),
    settings,
    trustAll: options.trust ?? true,
    env: { ...options.env, ...virtual?.env },
  });
  const context = await newContext(server.url, {
    viewport: options.viewport ?? { width: 1280, height: 800 },
    deviceScaleFactor: options.scale ?? 1,
  });
  const workbench = new Workbench({
    server,
    context,
    page: await context.newPage(),
    settings,
    workspace,
    ...(virtual && { workspaceFile: virtual.workspaceFile }),
    onClose: () => {
      open.delete(workbench);
      if (!process.env['KEEP']) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  });
  open.add(workbench);
  await workbench.load();
  return workbench;
}

/** A workspace of both folders, and the extension that has the file system of the second, beside ours. */
function addVirtual(
  folder: string,
  files: NonNullable<OpenOptions['virtual']>,
  workspace: string | undefined,
): { workspaceFile: string; extensions: string; env: Record<string, string> } {
  const root = path.join(folder, 'virtual');
  for (const [file, data] of Object.entries(files)) writeInto(root, `site/${file}`, data);
  const folders = [...(workspace === undefined ? [] : [{ path: workspace }]), { uri: 'virtual:/site' }];
  writeInto(folder, 'both.code-workspace', JSON.stringify({ folders }));
  const extensions = path.join(folder, 'extensions');
  cpSync(extensionsFolder(), extensions, { recursive: true });
  cpSync(path.join(projectRoot, 'test/e2e/virtualFiles'), path.join(extensions, virtualFiles), {
    recursive: true,
  });
  // VS Code makes its list anew, of all folders that are there.
  rmSync(path.join(extensions, 'extensions.json'));
  return {
    workspaceFile: path.join(folder, 'both.code-workspace'),
    extensions,
    env: { VIRTUAL_FILES: root },
  };
}

function fill(folder: string, content: NonNullable<OpenOptions['workspace']>): void {
  if (typeof content === 'string') {
    cpSync(path.resolve(projectRoot, content), folder, { recursive: true });
    return;
  }
  for (const [file, data] of Object.entries(content)) writeInto(folder, file, data);
}

function writeInto(folder: string, file: string, data: string | Uint8Array): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, data);
}

export async function closeAll(): Promise<void> {
  for (const workbench of [...open]) await workbench.close();
}

/** A picture of every open window, named after the test, in out/e2e. */
export async function photographAll(title: string): Promise<void> {
  let number = 0;
  for (const workbench of open) {
    number += 1;
    const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 120);
    await workbench.screenshot(number === 1 ? name : `${name}-${number}`).catch(() => undefined);
  }
}
