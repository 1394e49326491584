import { assetOf } from './journalEntry';
import type { SaveContext } from './saveContext';
import type { UndoOutcome } from './saveTypes';

/** "Undo Last Save", or the undo of one save, said to the user. */
export async function undoSave(context: SaveContext, saveId?: string): Promise<UndoOutcome> {
  const outcome = await undo(context, saveId);
  context.ui.tellUndo(outcome);
  return outcome;
}

async function undo(
  { workspace, files, inserter, journal, records, editors, log }: SaveContext,
  saveId?: string,
): Promise<UndoOutcome> {
  if (!workspace.trusted()) return { kind: 'refused', failure: { kind: 'untrusted' } };
  // A save that is still being hashed would put its entry back after the undo took it away.
  await Promise.all([files.settled(), inserter.settled()]);
  const result = await journal.undo(saveId);
  if (result.kind === 'insertion' && result.entry.insertion) {
    const { document, staged } = result.entry.insertion;
    // The document's own Undo, because it is one step with the text; the record follows the file's move.
    const undone = await editors.undo(document, result.entry.target);
    return undone ? { kind: 'undone', entry: result.entry, movedTo: staged, restored: false } : result;
  }
  if (result.kind === 'undone') {
    await records
      .recordSaved({ ...assetOf(result.entry), undone: true })
      .catch((error: unknown) => log(`After undo: ${String(error)}`));
  }
  return result;
}
