import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { bytesSource } from '../../../src/core/imaging/byteSource';
import { readHeader } from '../../../src/core/imaging/header/readHeader';
import { workspaceFile } from '../extension';

/** One transparent pixel. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

let folders = 0;
/** Every file of tests has its own copy of this one. */
const mine = Math.random().toString(36).slice(2, 8);

/** A folder of its own for a test, below the workspace. */
export async function place(
  files: Record<string, string | Uint8Array>,
): Promise<(file: string) => vscode.Uri> {
  const name = `missing-images-${mine}-${++folders}`;
  const uri = (file: string) => workspaceFile(`${name}/${file}`);
  for (const [file, content] of Object.entries(files)) {
    await vscode.workspace.fs.writeFile(uri(file), Buffer.from(content));
  }
  return uri;
}

export function ours(document: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document).filter(({ source }) => source === 'Inline Assets');
}

/** Resolves when the underlined texts of a document are these, and rejects with what they are instead. */
export async function underlines(
  document: vscode.TextDocument,
  expected: readonly string[],
): Promise<vscode.Diagnostic[]> {
  const texts = () => ours(document.uri).map(({ range }) => document.getText(range));
  const matches = () => JSON.stringify(texts()) === JSON.stringify(expected);
  await until(
    vscode.languages.onDidChangeDiagnostics,
    matches,
    () => `underlined: ${JSON.stringify(texts())}`,
  );
  return ours(document.uri);
}

export async function until(
  event: vscode.Event<unknown>,
  holds: () => boolean,
  or: () => string,
): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => end(new Error(or())), 10_000);
    const subscription = event(() => holds() && end());
    function end(error?: Error): void {
      clearTimeout(timer);
      subscription.dispose();
      if (error) reject(error);
      else resolve();
    }
  });
}

export async function open(uri: vscode.Uri, language?: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (language !== undefined) await vscode.languages.setTextDocumentLanguage(document, language);
  await vscode.window.showTextDocument(document);
  return document;
}

export async function fixes(document: vscode.TextDocument, at: string): Promise<vscode.CodeAction[]> {
  const start = document.positionAt(document.getText().indexOf(at) + 1);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(start, start),
    vscode.CodeActionKind.QuickFix.value,
  );
  return actions.filter(({ command }) => command?.command.startsWith('inlineAssets.'));
}

export async function run(action: vscode.CodeAction | undefined): Promise<unknown> {
  assert.ok(action?.command, 'the quick fix is not offered');
  return vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** Gives the open input box its answer, as soon as there is one. */
export async function answering(command: string, work: Promise<unknown>): Promise<void> {
  let done = false;
  const ended = work.finally(() => (done = true));
  while (!done) await vscode.commands.executeCommand(command);
  await ended;
}

/** What the bytes of a file say. */
export async function imageAt(uri: vscode.Uri): Promise<{ format: string; width: number; height: number }> {
  const bytes = await vscode.workspace.fs.readFile(uri);
  const { format, storedWidth: width, storedHeight: height } = await readHeader(bytesSource(bytes));
  return { format, width, height };
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
