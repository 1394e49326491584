import * as vscode from 'vscode';
import { maxConfigLength, type ConfigFacts } from '../../core/references/config/configFacts';
import { findProject, type ProjectFacts } from '../../core/references/project';
import { isTooMuch, type ParserClient } from './parserClient';

/** Long enough for a burst of documents, short enough that a new `public/` is seen. */
const freshForMs = 10_000;

interface Names {
  names: Promise<readonly string[]>;
  at: number;
}

interface Config {
  facts: Promise<ConfigFacts | undefined>;
  /** Of the file that was read: as long as these are the same it is not read again. Absent: there was none. */
  stamp: Promise<string | undefined>;
  at: number;
}

/** What decides how a document's project finds images, in the paths of its URI (`uri.path`). */
export class Projects {
  private readonly folders = new Map<string, Names>();
  private readonly configs = new Map<string, Config>();

  /** @param parser reads configurations, which may be long code; none of them is ever run */
  constructor(private readonly parser: Pick<ParserClient, 'readConfig'>) {}

  /** undefined for a document outside the workspace. */
  async of(document: vscode.Uri): Promise<ProjectFacts | undefined> {
    const folder = vscode.workspace.getWorkspaceFolder(document);
    if (folder === undefined) return undefined;
    return findProject(document.path, folder.uri.path, {
      names: path => this.names(document.with({ path })),
      config: path => this.config(document.with({ path })),
    });
  }

  /** Looks anew at what is there; a configuration that did not change is not read again. */
  clear(): void {
    this.folders.clear();
    for (const config of this.configs.values()) config.at = -Infinity;
  }

  private names(folder: vscode.Uri): Promise<readonly string[]> {
    const key = folder.toString();
    const known = this.folders.get(key);
    if (known !== undefined && Date.now() - known.at < freshForMs) return known.names;
    const names = Promise.resolve(vscode.workspace.fs.readDirectory(folder)).then(
      entries => entries.map(([name]) => name),
      () => [],
    );
    this.folders.set(key, { names, at: Date.now() });
    return names;
  }

  private config(file: vscode.Uri): Promise<ConfigFacts | undefined> {
    const key = file.toString();
    const known = this.configs.get(key);
    if (known !== undefined && Date.now() - known.at < freshForMs) return known.facts;
    const stamp = stampOf(file);
    const facts = stamp.then(async now => {
      if (now === undefined) return undefined;
      if (known !== undefined && now === (await known.stamp)) return known.facts;
      const bytes = await vscode.workspace.fs.readFile(file);
      return this.parser.readConfig(file.path, new TextDecoder().decode(bytes));
    });
    const settled = facts.catch((error: unknown) => {
      // A text that was too much will be again, until somebody changes it.
      if (!isTooMuch(error)) this.configs.delete(key);
      return undefined;
    });
    this.configs.set(key, { facts: settled, stamp, at: Date.now() });
    return settled;
  }
}

/** undefined for what is no file, or more than anybody writes by hand. */
async function stampOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    const { type, size, mtime } = await vscode.workspace.fs.stat(file);
    if ((type & vscode.FileType.File) === 0 || size > maxConfigLength) return undefined;
    return `${mtime} ${size}`;
  } catch {
    return undefined;
  }
}
