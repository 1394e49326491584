import * as vscode from 'vscode';
import { isMissing, realDisk } from './disk';
import type { Editors, InsertionPoint, InsertionText, Move } from './savePorts';

/** How many editors back another one is looked for when the last one was closed. */
const maxRecent = 10;

/** The text editors of this window: the panel takes the focus, so the last one has to be remembered. */
export class VscodeEditors implements Editors, vscode.Disposable {
  /** Newest first. */
  private recent: readonly vscode.TextEditor[] = [];
  /** Document URI → its version right after an insertion. */
  private readonly inserted = new Map<string, number>();
  /** Document URI → a part of the text that is to come. */
  private readonly expected = new Map<string, string>();
  private readonly listeners = new Set<(from: string, to: string) => void>();
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.note(vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0]);
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(editor => this.note(editor)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const uri = document.uri.toString();
        const part = this.expected.get(uri);
        if (part === undefined || !contentChanges.some(({ text }) => text.includes(part))) return;
        this.expected.delete(uri);
        this.inserted.set(uri, document.version);
      }),
      vscode.workspace.onDidRenameFiles(event => {
        for (const { oldUri, newUri } of event.files) {
          for (const listener of this.listeners) listener(oldUri.fsPath, newUri.fsPath);
        }
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.listeners.clear();
    this.recent = [];
  }

  /** Path of the last document, open or not. */
  activePath(): string | undefined {
    return this.recent[0]?.document.uri.fsPath;
  }

  async current(): Promise<InsertionPoint | undefined> {
    // What was closed is not looked at any more, so nothing is written into it.
    const tabs = openInTabs();
    const last = this.recent.find(editor => tabs.has(editor.document.uri.toString()));
    if (!last) return undefined;
    // A tab that is not shown may have let go of its document.
    const document = last.document.isClosed ? await open(last.document.uri) : last.document;
    if (!document) return undefined;
    return {
      uri: document.uri.toString(),
      path: document.uri.fsPath,
      languageId: document.languageId,
      text: document.getText(),
      offset: document.offsetAt(document.validatePosition(last.selection.active)),
    };
  }

  async apply(
    point: InsertionPoint,
    { edits }: InsertionText,
    moves: readonly Move[] = [],
  ): Promise<boolean> {
    const uri = vscode.Uri.parse(point.uri, true);
    const document = await open(uri);
    // The offsets are those of the text that was read.
    if (!document || document.getText() !== point.text) return false;
    const edit = new vscode.WorkspaceEdit();
    for (const { from, to } of moves)
      edit.renameFile(vscode.Uri.file(from), vscode.Uri.file(to), { overwrite: false });
    for (const { offset, length, text } of edits) {
      const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
      edit.replace(uri, range, text);
    }
    const done = await vscode.workspace.applyEdit(edit);
    if (done) this.inserted.set(point.uri, document.version);
    return done;
  }

  async undo(documentUri: string, target: string): Promise<boolean> {
    const document = await open(vscode.Uri.parse(documentUri, true));
    if (!document || document.version !== this.inserted.get(documentUri)) return false;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    this.inserted.delete(documentUri);
    return realDisk.stat(target).then(() => false, isMissing);
  }

  expect(documentUri: string, part: string): void {
    this.expected.set(documentUri, part);
  }

  onDidMove(listener: (from: string, to: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** `undefined` when the panel took the focus: then the last one stays. It keeps its selection when it is hidden. */
  private note(editor: vscode.TextEditor | undefined): void {
    if (editor?.document.uri.scheme !== 'file') return;
    const others = this.recent.filter(
      ({ document }) => document.uri.toString() !== editor.document.uri.toString(),
    );
    this.recent = [editor, ...others].slice(0, maxRecent);
  }
}

/** URIs of the text files that have a tab, shown or not; of a comparison its right side, which can be edited. */
function openInTabs(): ReadonlySet<string> {
  const uris = new Set<string>();
  for (const { input } of vscode.window.tabGroups.all.flatMap(group => group.tabs)) {
    if (input instanceof vscode.TabInputText) uris.add(input.uri.toString());
    else if (input instanceof vscode.TabInputTextDiff) uris.add(input.modified.toString());
  }
  return uris;
}

async function open(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    // Deleted meanwhile.
    return undefined;
  }
}
