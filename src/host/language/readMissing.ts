import type * as vscode from 'vscode';
import { giveWay } from '../../core/giveWay';
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
  /** For who reads the same text again and again: to make a URI, and to write it as text, takes most of the time. */
  uriAt?(document: vscode.Uri, path: string): vscode.Uri;
}

/** References that are looked up in one go; then others get their turn. */
const atOnce = 40;

/** The references of a document whose files are not there. Rejects for a text that is too much for the parser. */
export async function readMissing(
  { parser, projects, exists, uriAt = (document, path) => document.with({ path }) }: MissingReader,
  { uri, languageId, text }: ReadDocument,
): Promise<ReadMissing> {
  const nothing = { missing: [], files: [] };
  if (!mayHoldReferences(languageId, text)) return nothing;
  const [references, project] = await Promise.all([parser.parse(languageId, text), projects.of(uri)]);
  if (project === undefined) return nothing;
  const files: vscode.Uri[] = [];
  const missing: MissingReference[] = [];
  const look = async (reference: ImageReference): Promise<void> => {
    if (reference.guess) return;
    const { candidates, inside, certain } = resolveReference(reference, uri.path, project);
    const uris = candidates.map(path => uriAt(uri, path));
    files.push(...uris);
    const there = await Promise.all(uris.map(exists));
    const [target] = uris;
    if (there.includes(true) || target === undefined || !certain) return;
    missing.push({ reference, target, inside });
  };
  for (let from = 0; from < references.length; from += atOnce) {
    if (from > 0) await giveWay();
    await Promise.all(references.slice(from, from + atOnce).map(look));
  }
  missing.sort((a, b) => a.reference.start - b.reference.start);
  return { missing, files };
}
