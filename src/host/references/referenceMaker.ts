import * as vscode from 'vscode';
import { bareProject } from '../../core/references/project';
import type { InsertionPoint, InsertionText, ReferenceMaker } from '../save/savePorts';
import { mayHoldReferences } from '../../core/references/languageIds';
import type { ParserClient } from './parserClient';
import type { Projects } from './projects';

/** The markup for an image (absolute path, true size) at an offset of the text. */
export type WriteReference = (
  at: { text: string; offset: number },
  image: { path: string; width: number; height: number; alt: string },
) => InsertionText;

/** Reads a document and its project once, for several images or places; loads the parsers on first use. */
export function createReferenceWriter(
  parser: Pick<ParserClient, 'parse'>,
  projects: Projects,
): (document: Omit<InsertionPoint, 'offset'>) => Promise<WriteReference> {
  return async ({ uri, languageId, text: read }) => {
    const document = vscode.Uri.parse(uri, true);
    const [{ insertionFor }, project, neighbours] = await Promise.all([
      import('../../core/references/parse'),
      projects.of(document),
      // A text that is too much says nothing of how it names images.
      mayHoldReferences(languageId, read) ? parser.parse(languageId, read).catch(() => []) : [],
    ]);
    // `Uri.path` and not `fsPath`: one form of path on every system, the same as the project's.
    return ({ text, offset }, image) =>
      insertionFor(
        { languageId, path: document.path, neighbours, text, offset },
        { ...image, path: vscode.Uri.file(image.path).path },
        project ?? bareProject(vscode.Uri.joinPath(document, '..').path),
      );
  };
}

/** The markup for a saved image in the language of its document. */
export function createReferenceMaker(
  parser: Pick<ParserClient, 'parse'>,
  projects: Projects,
): ReferenceMaker {
  const writer = createReferenceWriter(parser, projects);
  return async (point, path, { width, height }, alt) =>
    (await writer(point))(point, { path, width, height, alt });
}
