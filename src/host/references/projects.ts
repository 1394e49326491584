import * as vscode from 'vscode';
import { findProject, type ProjectFacts } from '../../core/references/project';

/** Long enough for a burst of documents, short enough that a new `public/` is seen. */
const freshForMs = 10_000;

/** What decides how a document's project finds images, in the paths of its URI (`uri.path`). */
export class Projects {
  private readonly folders = new Map<string, { names: Promise<readonly string[]>; at: number }>();

  /** undefined for a document outside the workspace. */
  async of(document: vscode.Uri): Promise<ProjectFacts | undefined> {
    const folder = vscode.workspace.getWorkspaceFolder(document);
    if (folder === undefined) return undefined;
    return findProject(document.path, folder.uri.path, path => this.names(document.with({ path })));
  }

  clear(): void {
    this.folders.clear();
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
}
