import * as vscode from 'vscode';
import { isConfigFile } from '../../core/references/config/configFacts';
import { basename } from '../../core/references/paths';

/** Tells when a file came, went or changed that decides how a project finds its images. Not those of packages. */
export function watchConfigs(changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(
    '**/*{config,package,webpack,rspack}*.{js,ts,cjs,cts,mjs,mts,json}',
  );
  const tell = ({ path }: vscode.Uri) => {
    if (isConfigFile(basename(path)) && !path.includes('/node_modules/')) changed();
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(tell),
    watcher.onDidCreate(tell),
    watcher.onDidDelete(tell),
    // Sooner than the watcher, and also where it does not look.
    vscode.workspace.onDidSaveTextDocument(({ uri }) => tell(uri)),
  );
}
