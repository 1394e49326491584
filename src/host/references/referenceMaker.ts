import * as vscode from 'vscode';
import { bareProject } from '../../core/references/project';
import type { ReferenceMaker } from '../save/savePorts';
import type { Projects } from './projects';

/** The markup for a saved image in the language of its document; loads the parsers on first use. */
export function createReferenceMaker(projects: Projects): ReferenceMaker {
  return async ({ uri, languageId, text, offset }, imagePath, { width, height }, alt) => {
    const document = vscode.Uri.parse(uri, true);
    const [{ insertionFor }, project] = await Promise.all([
      import('../../core/references/parse'),
      projects.of(document),
    ]);
    // `Uri.path` and not `fsPath`: one form of path on every system, the same as the project's.
    return insertionFor(
      { languageId, path: document.path, text, offset },
      { path: vscode.Uri.file(imagePath).path, width, height, alt },
      project ?? bareProject(vscode.Uri.joinPath(document, '..').path),
    );
  };
}
