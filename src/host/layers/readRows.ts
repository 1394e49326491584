import * as path from 'node:path';
import * as vscode from 'vscode';
import { maxColumns, maxRows, readCsv, type Row, rowsOf } from '../../core/layers/rows/table';
import { megabyte } from '../../core/model/format';
import { isOnDisk } from '../onDisk';
import { readText } from '../readText';
import { unread } from './unread';

const maxBytes = 5 * megabyte;
/** A page's front matter is at its beginning; its heading, too. */
const maxPageBytes = 2 * megabyte;
const isPage = (file: string): boolean => /\.(md|mdx|markdown)$/i.test(file);

/** Rows of a JSON or CSV file, or of Markdown pages (`glob`: from the workspace folder). `refused`: why not. */
export async function readRows(
  from: { file: string } | { files: readonly string[] } | { glob: string },
): Promise<{ rows: readonly Row[] } | { refused: string }> {
  const files = 'file' in from ? [from.file] : 'files' in from ? from.files : await find(from.glob);
  if ('refused' in files) return files;
  if (files.length > maxRows) return tooMany();
  const [only] = files;
  if (files.length === 1 && only !== undefined && !isPage(only)) return readTable(only);
  const { readPage } = await import('../../core/layers/rows/frontMatter');
  const rows: Row[] = [];
  for (const file of files) {
    const name = vscode.workspace.asRelativePath(file, false).split(path.sep).join('/');
    const read = await contentOf(file, maxPageBytes);
    if ('refused' in read) return read;
    const { values, problem } = readPage(read.text, name);
    if (problem) {
      return {
        refused:
          problem.kind === 'too-long'
            ? vscode.l10n.t('The front matter of {0} is too long.', name)
            : vscode.l10n.t('The front matter of {0} could not be read: {1}', name, problem.detail),
      };
    }
    rows.push({ name, values });
  }
  return { rows };
}

export function isGlob(text: string): boolean {
  return /[*?{[]/.test(text) && !/\{\{/.test(text);
}

async function find(glob: string): Promise<readonly string[] | { refused: string }> {
  const found = await vscode.workspace.findFiles(glob, undefined, maxRows + 1);
  // Which of them are missing would be chance.
  if (found.length > maxRows) return tooMany();
  const pages = found
    .filter(isOnDisk)
    .map(uri => uri.fsPath)
    .filter(isPage);
  return pages.length === 0 ? { refused: vscode.l10n.t('No page fits “{0}”.', glob) } : pages.sort();
}

async function readTable(file: string): Promise<{ rows: readonly Row[] } | { refused: string }> {
  const name = vscode.workspace.asRelativePath(file);
  if (!/\.(csv|tsv|json)$/i.test(file)) {
    return { refused: vscode.l10n.t('{0} is neither JSON nor CSV nor Markdown.', name) };
  }
  const read = await contentOf(file, maxBytes);
  if ('refused' in read) return read;
  const { text } = read;
  if (!/\.json$/i.test(file)) {
    const table = readCsv(text);
    return 'rows' in table
      ? enough(table.rows, name)
      : { refused: vscode.l10n.t('{0} has more than {1} columns.', name, maxColumns) };
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

function tooMany(): { refused: string } {
  return { refused: vscode.l10n.t('There are more than {0} files. Each of them would be a row.', maxRows) };
}

async function contentOf(file: string, most: number): Promise<{ text: string } | { refused: string }> {
  const read = await readText(file, most);
  return 'text' in read ? read : { refused: unread(file, read.problem, most) };
}
