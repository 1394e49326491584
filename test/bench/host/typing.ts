import * as vscode from 'vscode';
import { longestHeldBy, quiet } from './hostLoad';

/** Faster than anybody types for long, so that the pauses in which a document is read come in between as well. */
const [keystrokes, keystrokeMs, pauseEvery, pauseMs] = [120, 60, 20, 1200];

export interface Typing {
  /** The longest time that our code held the host, in milliseconds. */
  longestMs: number;
  diagnostics: number;
}

/** Types in the middle of a long document. `severity` `off`: our extension looks at nothing. */
export async function measureTyping([file = '']: readonly string[]): Promise<Typing> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const editor = await vscode.window.showTextDocument(document);
  await vscode.extensions.getExtension('inline-assets.inline-assets')?.activate();
  const found = (): number =>
    vscode.languages.getDiagnostics(document.uri).filter(each => each.source === 'Inline Assets').length;
  // The first reading starts the worker and looks for every file once.
  for (const end = Date.now() + 30_000; found() === 0 && Date.now() < end;) await pause(100);
  await quiet();
  const middle = Math.floor(document.lineCount / 2);
  const longestMs = await longestHeldBy('inline-assets.inline-assets', async () => {
    for (let i = 0; i < keystrokes; i++) {
      const pauses = i % pauseEvery === pauseEvery - 1;
      // Enter moves all that is below it, underlines as well.
      const key = pauses ? '\n' : 'x';
      await editor.edit(edit => edit.insert(new vscode.Position(middle, 0), key), {
        undoStopBefore: false,
        undoStopAfter: false,
      });
      await pause(pauses ? pauseMs : keystrokeMs);
    }
  });
  const diagnostics = found();
  await vscode.commands.executeCommand('workbench.action.files.revert');
  return { longestMs, diagnostics };
}

function pause(forMs: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, forMs));
}
