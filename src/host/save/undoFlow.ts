import type { CandidateRef } from '../../core/model/run';
import { groupOf, type JournalEntry } from './journalEntry';
import { recordSave } from './saveRecords';
import type { SaveContext } from './saveContext';
import type { UndoOutcome } from './saveTypes';

/** "Undo Last Save", or the undo of one save or of a candidate's newest one, said to the user. */
export async function undoSave(context: SaveContext, which?: string | CandidateRef): Promise<UndoOutcome> {
  const first = await undo(context, which);
  const outcome = await withGroup(context, first);
  context.ui.tellUndo(outcome);
  return outcome;
}

/** What was saved together is taken back together. */
async function withGroup(context: SaveContext, first: UndoOutcome): Promise<UndoOutcome> {
  const group = 'entry' in first ? groupOf(first.entry.id) : undefined;
  if (group === undefined) return first;
  let undone = first.kind === 'undone' ? 1 : 0;
  let left = 1 - undone;
  for (const id of await context.journal.idsOf(group)) {
    if ('entry' in first && id === first.entry.id) continue;
    if ((await undo(context, id)).kind === 'undone') undone++;
    else left++;
  }
  return { kind: 'group', undone, left };
}

async function undo(context: SaveContext, which?: string | CandidateRef): Promise<UndoOutcome> {
  const { workspace, placer, inserter, journal, records, log } = context;
  if (!workspace.trusted()) return { kind: 'refused', failure: { kind: 'untrusted' } };
  // A save that is still being hashed would put its entry back after the undo took it away.
  await Promise.all([placer.settled(), inserter.settled()]);
  let result = await journal.undo(which);
  if (result.kind === 'insertion') {
    const insertion = await undoInsertion(context, result.entry);
    if (insertion !== 'file-only') {
      // What the user left as it is must not be in the way of the saves before it.
      if (insertion.kind === 'insertion') await journal.setAside(result.entry);
      return insertion;
    }
    // The question may have been open for long, so the file is looked at again.
    result = await journal.undo(result.entry.id, { fileOnly: true });
  }
  if (result.kind === 'undone') {
    await recordSave(records, result.entry, { undone: true }).catch((error: unknown) =>
      log(`After undo: ${String(error)}`),
    );
  }
  return result;
}

/** The document's own Undo, because it is one step with the text; the record follows the file's move. */
async function undoInsertion(
  { editors, ui }: SaveContext,
  entry: JournalEntry,
): Promise<UndoOutcome | 'file-only'> {
  const { document, staged: movedTo } = entry.insertion ?? {};
  if (document !== undefined && (await editors.undo(document, entry.target))) {
    return { kind: 'undone', entry, restored: false, ...(movedTo !== undefined && { movedTo }) };
  }
  return (await ui.askFileOnly(entry.path)) === 'file-only' ? 'file-only' : { kind: 'insertion', entry };
}
