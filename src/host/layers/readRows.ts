import { readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { maxRows, readCsv, type Row, rowsOf } from '../../core/layers/rows/table';

const maxBytes = 20_000_000;
/** A page's front matter is at its beginning; its heading, too. */
const maxPageBytes = 2_000_000;
const isPage = (file: string): boolean => /\.(md|mdx|markdown)$/i.test(file);

/** Rows of a JSON or CSV file, or of Markdown pages (`glob`: from the workspace folder). `refused`: why not. */
export async function readRows(
  from: { file: string } | { files: readonly string[] } | { glob: string },
): Promise<{ rows: readonly Row[] } | { refused: string }> {
  const files = 'file' in from ? [from.file] : 'files' in from ? from.files : await find(from.glob);
  if (files.length === 0)
    return { refused: vscode.l10n.t('No page fits “{0}”.', 'glob' in from ? from.glob : '') };
  try {
    const [only] = files;
    if (files.length === 1 && only !== undefined && !isPage(only)) return await readTable(only);
    const { readPage } = await import('../../core/layers/rows/frontMatter');
    const rows: Row[] = [];
    for (const file of files) {
      const name = vscode.workspace.asRelativePath(file, false).split(path.sep).join('/');
      const { values, problem } = readPage(await read(file, maxPageBytes), name);
      if (problem !== undefined) {
        return { refused: vscode.l10n.t('The front matter of {0} could not be read: {1}', name, problem) };
      }
      rows.push({ name, values });
    }
    return { rows };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

export function isGlob(text: string): boolean {
  return /[*?{[]/.test(text) && !/\{\{/.test(text);
}

async function find(glob: string): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles(glob, undefined, maxRows + 1);
  return found
    .map(uri => uri.fsPath)
    .filter(isPage)
    .sort();
}

async function readTable(file: string): Promise<{ rows: readonly Row[] } | { refused: string }> {
  const name = vscode.workspace.asRelativePath(file);
  const text = await read(file, maxBytes);
  if (/\.(csv|tsv)$/i.test(file)) return enough(readCsv(text), name);
  if (!/\.json$/i.test(file)) {
    return { refused: vscode.l10n.t('{0} is neither JSON nor CSV nor Markdown.', name) };
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { refused: vscode.l10n.t('{0} is not JSON: {1}', name, why.slice(0, 200)) };
  }
  const rows = rowsOf(value);
  return rows ? enough(rows, name) : { refused: vscode.l10n.t('{0} holds no list of objects.', name) };
}

function enough(rows: readonly Row[], name: string): { rows: readonly Row[] } | { refused: string } {
  if (rows.length === 0) return { refused: vscode.l10n.t('{0} has no rows.', name) };
  return rows.length > maxRows
    ? { refused: vscode.l10n.t('{0} has more than {1} rows.', name, maxRows) }
    : { rows };
}

async function read(file: string, most: number): Promise<string> {
  if ((await stat(file)).size > most) {
    throw new Error(vscode.l10n.t('{0} is too large.', vscode.workspace.asRelativePath(file)));
  }
  return readFile(file, 'utf8');
}
