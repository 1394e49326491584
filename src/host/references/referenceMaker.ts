import * as vscode from 'vscode';
import { bareProject } from '../../core/references/project';
import type { ReferenceMaker } from '../save/savePorts';
import { mayHoldReferences } from '../../core/references/languageIds';
import type { ParserClient } from './parserClient';
import type { Projects } from './projects';

/** The markup for a saved image in the language of its document; loads the parsers on first use. */
export function createReferenceMaker(
  parser: Pick<ParserClient, 'parse'>,
  projects: Projects,
): ReferenceMaker {
  return async ({ uri, languageId, text, offset }, imagePath, { width, height }, alt) => {
    const document = vscode.Uri.parse(uri, true);
    const [{ insertionFor }, project, neighbours] = await Promise.all([
      import('../../core/references/parse'),
      projects.of(document),
      // A text that is too much says nothing of how it names images.
      mayHoldReferences(languageId, text) ? parser.parse(languageId, text).catch(() => []) : [],
    ]);
    // `Uri.path` and not `fsPath`: one form of path on every system, the same as the project's.
    return insertionFor(
      { languageId, path: document.path, neighbours, text, offset },
      { path: vscode.Uri.file(imagePath).path, width, height, alt },
      project ?? bareProject(vscode.Uri.joinPath(document, '..').path),
    );
  };
}
