import * as vscode from 'vscode';
import type { ImageReference } from '../../core/references/reference';
import { nearestReference, type DocumentReferences, type OpenReferences } from './documentReferences';

/** Another text in the place of a reference's path. */
export interface Rewrite {
  reference: ImageReference;
  to: string;
}

/** What was written, so that it can be written back. Not empty. */
export interface Rewritten {
  /** `document`: its URI. */
  changes: readonly { document: string; from: string; to: string; start: number }[];
}

/**
 * Makes references lead to other files: in many documents, as one edit with one Undo. Each document is read anew: what
 * somebody knew of it may be older than its text. What nobody looks at is saved.
 */
export class ReferenceRewriter {
  /** One after the other: each reads what the one before it has written. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly documents: Pick<DocumentReferences, 'open'>) {}

  /**
   * @param change what is to be written in a document; the offsets are those of `read`
   * @returns `changed`: somebody typed meanwhile, so that nothing was written; `nothing`: there was nothing to write
   */
  rewrite(
    uris: readonly vscode.Uri[],
    change: (read: OpenReferences) => Promise<readonly Rewrite[]>,
  ): Promise<Rewritten | 'changed' | 'nothing'> {
    const mine = this.turn.then(() => this.work(uris, change));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** False: what was written is not there any more, or somebody types. */
  async writeBack({ changes }: Rewritten): Promise<boolean> {
    let found = 0;
    const done = await this.rewrite(
      changes.map(({ document }) => vscode.Uri.parse(document, true)),
      async ({ document, references }) => {
        let rest = references;
        const own = changes.filter(each => each.document === document.uri.toString());
        return own.flatMap(({ from, to, start }) => {
          const reference = nearestReference(rest, { rawTarget: to, start });
          if (reference === undefined) return [];
          rest = rest.filter(each => each !== reference);
          found++;
          return [{ reference, to: from }];
        });
      },
    );
    return done !== 'changed' && found === changes.length;
  }

  private async work(
    uris: readonly vscode.Uri[],
    change: (read: OpenReferences) => Promise<readonly Rewrite[]>,
  ): Promise<Rewritten | 'changed' | 'nothing'> {
    const edit = new vscode.WorkspaceEdit();
    const changes: Rewritten['changes'][number][] = [];
    const reads: OpenReferences[] = [];
    for (const uri of new Map(uris.map(each => [each.toString(), each])).values()) {
      const read = await this.documents.open(uri);
      if (read === undefined) continue;
      const seen = new Set<number>();
      for (const { reference, to } of await change(read)) {
        const { start, end, rawTarget: from } = reference;
        if (seen.has(start) || from === to) continue;
        seen.add(start);
        const { document } = read;
        edit.replace(uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), to);
        changes.push({ document: uri.toString(), from, to, start });
      }
      if (seen.size > 0) reads.push(read);
    }
    if (changes.length === 0) return 'nothing';
    return (await apply(edit, reads)) ? { changes } : 'changed';
  }
}

async function apply(edit: vscode.WorkspaceEdit, reads: readonly OpenReferences[]): Promise<boolean> {
  // The offsets are those of the texts that were read.
  if (reads.some(({ document, text }) => document.getText() !== text)) return false;
  const tabs = new Set(
    vscode.window.tabGroups.all
      .flatMap(group => group.tabs)
      .map(({ input }) => (input instanceof vscode.TabInputText ? input.uri.toString() : '')),
  );
  const unseen = reads
    .map(({ document }) => document)
    .filter(document => !document.isDirty && !tabs.has(document.uri.toString()));
  if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) return false;
  // VS Code asks the same of its own refactorings, where there are several documents.
  if (vscode.workspace.getConfiguration('files').get('refactoring.autoSave') === false) return true;
  for (const document of unseen) if (document.isDirty) await document.save();
  return true;
}
