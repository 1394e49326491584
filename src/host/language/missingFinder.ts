import * as vscode from 'vscode';
import { maxDocumentLength } from '../../core/references/languageIds';
import { missingItems, type MissingItem, type MissingUse } from '../../core/references/missingItems';
import type { ParserClient } from '../references/parserClient';
import type { Projects } from '../references/projects';
import { hiddenGlob } from '../picker/imageSearch';
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

/** Of files that nobody has opened; VS Code names the language of the others. */
const languages: Readonly<Record<string, string>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'mdx',
  html: 'html',
  htm: 'html',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescriptreact',
  css: 'css',
  scss: 'scss',
  less: 'less',
  vue: 'vue',
  svelte: 'svelte',
  astro: 'astro',
  json: 'json',
  jsonc: 'jsonc',
  webmanifest: 'json',
};
const documentsGlob = `**/*.{${Object.keys(languages).join(',')}}`;
/** More than these are no project that somebody fills with images in one go. */
const mostDocuments = 20_000;
/** Read while the parser works; it takes one text at a time. */
const atOnce = 8;

export interface MissingFinderDeps {
  parser: Pick<ParserClient, 'parse'>;
  projects: Pick<Projects, 'of'>;
}

/** Finds the images that are not there, in documents as they are now, saved or not. */
export class MissingFinder {
  constructor(private readonly deps: MissingFinderDeps) {}

  /** Ends early, with nothing, when it is stopped. */
  async find(
    scope: MissingScope,
    signal: AbortSignal,
    onProgress: (done: number, all: number) => void = () => undefined,
  ): Promise<FoundItems> {
    const uris = [...(await documentsOf(scope))];
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

async function documentsOf(scope: MissingScope): Promise<readonly vscode.Uri[]> {
  if (scope === 'workspace') return vscode.workspace.findFiles(documentsGlob, hiddenGlob(), mostDocuments);
  if ('documents' in scope) return scope.documents;
  const pattern = new vscode.RelativePattern(scope.folder, documentsGlob);
  return vscode.workspace.findFiles(pattern, hiddenGlob(), mostDocuments);
}

/** undefined: of no language that is read. */
async function read(uri: vscode.Uri): Promise<ReadDocument | 'too-long' | undefined> {
  const open = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri.toString());
  if (open) return { uri, languageId: open.languageId, text: open.getText() };
  const languageId = languages[uri.path.slice(uri.path.lastIndexOf('.') + 1).toLowerCase()];
  if (languageId === undefined) return undefined;
  const { size } = await vscode.workspace.fs.stat(uri);
  // UTF-8: no character has more than 4 bytes.
  if (size > 4 * maxDocumentLength) return 'too-long';
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return text.length > maxDocumentLength ? 'too-long' : { uri, languageId, text };
}

function isFile(file: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(file)).then(
    ({ type }) => (type & vscode.FileType.File) !== 0,
    () => false,
  );
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
