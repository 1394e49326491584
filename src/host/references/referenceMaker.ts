import * as vscode from 'vscode';
import type { ImageFacts } from '../../core/model/run';
import type { ProjectFacts } from '../../core/references/project';
import type { InsertionPoint, InsertionText } from '../save/savePorts';
import type { Projects } from './projects';

/** The markup for a saved image in the language of its document; loads the parsers on first use. */
export function createReferenceMaker(
  projects: Projects,
): (
  point: InsertionPoint,
  imagePath: string,
  facts: ImageFacts,
  alt: string,
) => Promise<InsertionText | undefined> {
  return async (point, imagePath, { width, height }, alt) => {
    const document = vscode.Uri.parse(point.uri, true);
    const [{ insertionFor }, project] = await Promise.all([
      import('../../core/references/parse'),
      projects.of(document),
    ]);
    // `uri.path` and not `fsPath`: one form of path on every system, the same as the project's.
    const image = { path: vscode.Uri.file(imagePath).path, width, height, alt };
    const { edits } = insertionFor(
      { languageId: point.languageId, path: document.path, text: point.text, offset: point.start },
      image,
      project ?? noProject(document),
    );
    // An import may land on the cursor too; the element then comes after it.
    const insert = edits.findLast(edit => edit.offset === point.start);
    if (insert === undefined) return undefined;
    return {
      insert: insert.text,
      extraEdits: edits.filter(edit => edit !== insert).map(({ offset, text }) => ({ offset, text })),
    };
  };
}

/** A document outside the workspace: nothing is known but where it is. */
function noProject(document: vscode.Uri): ProjectFacts {
  return { root: vscode.Uri.joinPath(document, '..').path, packages: [], publicFolders: [] };
}
