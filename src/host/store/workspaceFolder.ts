import { createHash } from 'node:crypto';
import { mkdirSync, opendirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface WorkspacePlace {
  /** `vscode.workspace.workspaceFile`; of the scheme `untitled` while several folders are saved as no workspace. */
  workspaceFile?: { scheme: string; path: string } | undefined;
  /** Paths, in the order of the Explorer. */
  folders: readonly string[];
}

/**
 * Name of the workspace's folder under `dir`, such that generated images stay in sight when folders come, go or change
 * places: a saved workspace has a store of its own, several folders without one have that of the first. A store that was
 * filled before the workspace became what it is now is kept on with. Never throws.
 */
export function storeName(dir: string, { workspaceFile, folders }: WorkspacePlace): string {
  // Until 0.1.0 several folders had a store together, by the paths of all.
  const earlier = folders.length === 0 ? [] : [folders, ...folders.map(folder => [folder])].map(workspaceKey);
  const filled = earlier.find(name => holdsRuns(path.join(dir, name)));
  if (workspaceFile === undefined || workspaceFile.scheme === 'untitled') {
    return filled ?? workspaceKey(folders.slice(0, 1));
  }
  const own = workspaceKey([workspaceFile.path]);
  // Decided once and written down: later the folders may be others, or have got stores of their own.
  const decision = path.join(dir, `${own}.store`);
  const decided = readDecision(decision);
  if (decided !== undefined) return decided;
  const name = holdsRuns(path.join(dir, own)) ? own : (filled ?? own);
  try {
    mkdirSync(dir, { recursive: true });
    writeFileSync(decision, name);
  } catch {
    // Decided anew next time. That the disk takes nothing is said by what needs it.
  }
  return name;
}

/**
 * Of the paths only: in remote windows the authority and VS Code's own storage id change from one window of the same
 * workspace to the next.
 */
export function workspaceKey(paths: readonly string[]): string {
  if (paths.length === 0) return 'no-folder';
  return createHash('sha256')
    .update([...paths].sort().join('\n'))
    .digest('hex')
    .slice(0, 24);
}

/** Every window makes its store, so one that is there may be empty. */
function holdsRuns(store: string): boolean {
  try {
    const runs = opendirSync(path.join(store, 'runs'));
    try {
      return runs.readSync() !== null;
    } finally {
      runs.closeSync();
    }
  } catch {
    return false;
  }
}

function readDecision(file: string): string | undefined {
  try {
    const name = readFileSync(file, 'utf8');
    return /^[0-9a-f]{24}$/.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
