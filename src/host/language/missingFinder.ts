import * as vscode from 'vscode';
import type { ImageIndex, IndexProgress } from '../../core/imageIndex/imageIndex';
import { maxDocumentLength } from '../../core/references/languageIds';
import { languageOf } from '../../core/references/languageOf';
import { isInside, normalize } from '../../core/references/paths';
import { missingItems, type MissingItem, type MissingUse } from '../../core/references/missingItems';
import { isFile } from '../fileStat';
import { foldersOnDisk } from '../onDisk';
import type { ParserClient } from '../references/parserClient';
import type { Projects } from '../references/projects';
import { readMissing, type ReadDocument } from './readMissing';

/** Where missing images are looked for. */
export type MissingScope = { documents: readonly vscode.Uri[] } | { folder: vscode.Uri } | 'workspace';

export interface FoundItems {
  items: readonly MissingItem[];
  /** That were read. */
  documents: number;
  /** Too long, or too much for the parser. */
  skipped: readonly vscode.Uri[];
}

/** Read while the parser works; it takes one text at a time. */
const atOnce = 8;

export interface MissingFinderDeps {
  parser: Pick<ParserClient, 'parse'>;
  projects: Pick<Projects, 'of'>;
  /** Of all documents of the workspace that are not hidden. */
  index: Pick<ImageIndex, 'ready' | 'missing'>;
}

/** Finds the images that are not there, in documents as they are now, saved or not. */
export class MissingFinder {
  constructor(private readonly deps: MissingFinderDeps) {}

  /** Ends early, with nothing, when it is stopped. `all` is absent as long as files are still being found. */
  find(
    scope: MissingScope,
    signal: AbortSignal,
    onProgress: (done: number, all?: number) => void = () => undefined,
  ): Promise<FoundItems> {
    return scope !== 'workspace' && 'documents' in scope
      ? this.inDocuments(scope.documents, signal, onProgress)
      : this.inIndex(scope === 'workspace' ? undefined : scope.folder, signal, onProgress);
  }

  private async inIndex(
    folder: vscode.Uri | undefined,
    signal: AbortSignal,
    onProgress: (done: number, all?: number) => void,
  ): Promise<FoundItems> {
    const nothing = { items: [], documents: 0, skipped: [] };
    const [root] = foldersOnDisk();
    if (!root) return nothing;
    const { index } = this.deps;
    const isMeant = (path: string) => folder === undefined || isInside(normalize(folder.path), path);
    const uriOf = (path: string) => root.uri.with({ path });
    try {
      const tell = ({ documents, images, total }: IndexProgress) => onProgress(documents + images, total);
      const summary = await index.ready(signal, tell, true);
      const missing = await index.missing();
      if (signal.aborted) return nothing;
      return {
        items: missingItems(
          missing.flatMap(({ document, reference, range, target, inside }) =>
            target === undefined || !isMeant(document)
              ? []
              : {
                  document: uriOf(document).toString(),
                  line: range.start.line + 1,
                  reference,
                  target: uriOf(target).toString(),
                  inside,
                },
          ),
        ),
        documents: summary.documents,
        skipped: summary.skipped.flatMap(({ path }) => (isMeant(path) ? uriOf(path) : [])),
      };
    } catch (error) {
      if (signal.aborted) return nothing;
      throw error;
    }
  }

  private async inDocuments(
    documents: readonly vscode.Uri[],
    signal: AbortSignal,
    onProgress: (done: number, all: number) => void,
  ): Promise<FoundItems> {
    const uris = [...documents];
    const all = uris.length;
    const known = new Map<string, Promise<boolean>>();
    const exists = (file: vscode.Uri): Promise<boolean> => {
      const key = file.toString();
      const there = known.get(key) ?? isFile(file);
      known.set(key, there);
      return there;
    };
    const found = new Map<string, readonly (MissingUse & { target: string; inside: boolean })[]>();
    const skipped: vscode.Uri[] = [];
    let done = 0;
    const work = async (): Promise<void> => {
      for (let uri = uris.shift(); uri !== undefined && !signal.aborted; uri = uris.shift()) {
        try {
          const document = await read(uri);
          if (document === 'too-long') skipped.push(uri);
          else if (document) found.set(uri.toString(), await this.usesIn(document, exists));
        } catch {
          skipped.push(uri);
        }
        onProgress(++done, all);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    // In the order of the documents, however they were read.
    const order = [...found.keys()].sort();
    const items = signal.aborted ? [] : missingItems(order.flatMap(key => found.get(key) ?? []));
    return { items, documents: found.size, skipped };
  }

  private async usesIn(
    document: ReadDocument,
    exists: (file: vscode.Uri) => Promise<boolean>,
  ): Promise<(MissingUse & { target: string; inside: boolean })[]> {
    const { missing } = await readMissing({ ...this.deps, exists }, document);
    return missing.map(({ reference, target, inside }) => ({
      document: document.uri.toString(),
      line: lineAt(document.text, reference.start),
      reference,
      target: target.toString(),
      inside,
    }));
  }
}

/** undefined: of no language that is read. */
async function read(uri: vscode.Uri): Promise<ReadDocument | 'too-long' | undefined> {
  const open = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri.toString());
  if (open) return { uri, languageId: open.languageId, text: open.getText() };
  const languageId = languageOf(uri.path);
  if (languageId === undefined) return undefined;
  const { size } = await vscode.workspace.fs.stat(uri);
  // UTF-8: no character has more than 4 bytes.
  if (size > 4 * maxDocumentLength) return 'too-long';
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return text.length > maxDocumentLength ? 'too-long' : { uri, languageId, text };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
