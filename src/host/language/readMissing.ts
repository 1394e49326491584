import type * as vscode from 'vscode';
import type { ImageReference } from '../../core/references/reference';
import { mayHoldReferences } from '../../core/references/languageIds';
import { resolveReference } from '../../core/references/resolve';
import type { ParserClient } from '../references/parserClient';
import type { Projects } from '../references/projects';

/** A text as it is now, saved or not. */
export interface ReadDocument {
  uri: vscode.Uri;
  languageId: string;
  text: string;
}

export interface MissingReference {
  reference: ImageReference;
  /** Where the file belongs. */
  target: vscode.Uri;
  /** A file at `target` would be inside the workspace. */
  inside: boolean;
}

export interface ReadMissing {
  /** In the order of the text. */
  missing: readonly MissingReference[];
  /** All files that the document names, there or not. */
  files: readonly vscode.Uri[];
}

export interface MissingReader {
  parser: Pick<ParserClient, 'parse'>;
  projects: Pick<Projects, 'of'>;
  exists(file: vscode.Uri): Promise<boolean>;
}

/** The references of a document whose files are not there. Rejects for a text that is too much for the parser. */
export async function readMissing(
  { parser, projects, exists }: MissingReader,
  { uri, languageId, text }: ReadDocument,
): Promise<ReadMissing> {
  const nothing = { missing: [], files: [] };
  if (!mayHoldReferences(languageId, text)) return nothing;
  const [references, project] = await Promise.all([parser.parse(languageId, text), projects.of(uri)]);
  if (project === undefined) return nothing;
  const files: vscode.Uri[] = [];
  const missing: MissingReference[] = [];
  await Promise.all(
    references.map(async reference => {
      if (reference.guess) return;
      const { candidates, inside, certain } = resolveReference(reference, uri.path, project);
      const uris = candidates.map(path => uri.with({ path }));
      files.push(...uris);
      const there = await Promise.all(uris.map(exists));
      const [target] = uris;
      if (there.includes(true) || target === undefined || !certain) return;
      missing.push({ reference, target, inside });
    }),
  );
  missing.sort((a, b) => a.reference.start - b.reference.start);
  return { missing, files };
}
