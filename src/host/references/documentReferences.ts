import * as vscode from 'vscode';
import { mayHoldReferences } from '../../core/references/languageIds';
import type { ProjectFacts } from '../../core/references/project';
import type { ImageReference } from '../../core/references/reference';
import { resolveReference } from '../../core/references/resolve';
import { isFile } from '../fileStat';
import type { ParserClient } from './parserClient';
import type { Projects } from './projects';

/** The references of a document as its text was when it was asked. */
export interface ReadReferences {
  text: string;
  references: readonly ImageReference[];
  project: ProjectFacts;
}

export interface OpenReferences extends ReadReferences {
  document: vscode.TextDocument;
}

/** Where a reference leads. */
export interface FoundImage {
  reference: ImageReference;
  range: vscode.Range;
  /** The file that is there. */
  image?: vscode.Uri;
  /** Where the file that is not there belongs; absent when nothing explains the name, or nothing is to be made there. */
  target?: vscode.Uri;
  /** A file at `target` would be inside the workspace. */
  inside: boolean;
}

/** What documents name, for features that ask when somebody looks. Nothing is watched and nothing is kept. */
export class DocumentReferences {
  constructor(
    private readonly parser: Pick<ParserClient, 'parse'>,
    private readonly projects: Pick<Projects, 'of'>,
  ) {}

  /** undefined: nothing to read there, or too much for the parser. */
  async read(document: vscode.TextDocument): Promise<ReadReferences | undefined> {
    const { languageId, uri } = document;
    const text = document.getText();
    if (!mayHoldReferences(languageId, text)) return undefined;
    const [references, project] = await Promise.all([
      this.parser.parse(languageId, text).catch(() => []),
      this.projects.of(uri),
    ]);
    return project && references.length > 0 ? { text, references, project } : undefined;
  }

  /** Of a file, open or not; undefined also when it is not there, or no text. */
  async open(uri: vscode.Uri): Promise<OpenReferences | undefined> {
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const read = await this.read(document);
      return read && { document, ...read };
    } catch {
      return undefined;
    }
  }

  /** Those that touch the range, in the order of the text; where there is none, that of the innermost element around it. */
  async at(document: vscode.TextDocument, range: vscode.Range): Promise<readonly FoundImage[]> {
    const read = await this.read(document);
    if (read === undefined || document.getText() !== read.text) return [];
    const from = document.offsetAt(range.start);
    const to = document.offsetAt(range.end);
    const touches = ({ start, end }: { start: number; end: number }) => start <= to && end >= from;
    const inside = ({ start, end }: { start: number; end: number }) => start < to && end > from;
    const touched = read.references.filter(touches);
    if (touched.length === 0) {
      const around = read.references.filter(({ markup }) => markup !== undefined && inside(markup));
      const length = ({ markup }: ImageReference) => (markup ? markup.end - markup.start : Infinity);
      touched.push(...around.sort((a, b) => length(a) - length(b)).slice(0, 1));
    }
    return Promise.all(touched.map(reference => this.find(document, reference, read.project)));
  }

  async find(
    document: vscode.TextDocument,
    reference: ImageReference,
    project: ProjectFacts,
  ): Promise<FoundImage> {
    const range = new vscode.Range(document.positionAt(reference.start), document.positionAt(reference.end));
    const { candidates, inside, certain } = resolveReference(reference, document.uri.path, project);
    const uris = candidates.map(path => document.uri.with({ path }));
    const there = await Promise.all(uris.map(isFile));
    const image = uris.find((_, i) => there[i]);
    const [target] = uris;
    const found: FoundImage = { reference, range, inside };
    if (image !== undefined) found.image = image;
    else if (certain && target !== undefined && !reference.guess) found.target = target;
    return found;
  }
}

/** The same text, as near as possible to where it was. */
export function nearestReference(
  references: readonly ImageReference[],
  { rawTarget, start }: Pick<ImageReference, 'rawTarget' | 'start'>,
): ImageReference | undefined {
  return references
    .filter(each => each.rawTarget === rawTarget)
    .sort((a, b) => Math.abs(a.start - start) - Math.abs(b.start - start))[0];
}
