import * as vscode from 'vscode';
import { mayHoldReferences } from '../../core/references/languageIds';
import { resolveReference } from '../../core/references/resolve';
import type { DocumentImages } from '../save/savePorts';
import type { ParserClient } from './parserClient';
import type { Projects } from './projects';

/** What a document shows already; nothing for a text that is too much for the parser. */
export function createDocumentImages(
  parser: Pick<ParserClient, 'parse'>,
  projects: Projects,
): DocumentImages {
  return async ({ uri, languageId, text }) => {
    if (!mayHoldReferences(languageId, text)) return [];
    const document = vscode.Uri.parse(uri, true);
    const project = await projects.of(document);
    if (project === undefined) return [];
    const references = await parser.parse(languageId, text).catch(() => []);
    return references.map(reference =>
      resolveReference(reference, document.path, project).candidates.map(
        path => document.with({ path }).fsPath,
      ),
    );
  };
}
