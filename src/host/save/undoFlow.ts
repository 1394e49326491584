import type { CandidateRef } from '../../core/model/run';
import type { InterruptedSet } from './journal';
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

/** Of each save what came of it. Says nothing. */
export async function takeBack(
  context: SaveContext,
  saveIds: readonly string[],
): Promise<readonly UndoOutcome[]> {
  const outcomes: UndoOutcome[] = [];
  for (const id of saveIds) outcomes.push(await withGroup(context, await undo(context, id)));
  return outcomes;
}

/** Says of each set whose window went away in the middle that it is there in part. Never rejects. */
export async function offerPutBack(context: SaveContext, sets: readonly InterruptedSet[]): Promise<void> {
  try {
    for (const set of sets) {
      if ((await context.ui.askPutBack(set)) === 'put-back') await undoSave(context, set.id);
    }
  } catch (error) {
    context.log(`Interrupted set: ${String(error)}`);
  }
}

/** `road`: how a save that came with its reference was taken back. */
type Undone = UndoOutcome & { road?: 'editor' | 'file-only' };

/** What was saved together is taken back together. */
async function withGroup(context: SaveContext, { road, ...first }: Undone): Promise<UndoOutcome> {
  const group = 'entry' in first ? groupOf(first.entry.id) : undefined;
  // The editor took back all that came in its one step.
  if (group === undefined || road === 'editor') return first;
  const others = (await context.journal.idsOf(group)).filter(
    id => !('entry' in first) || id !== first.entry.id,
  );
  if (first.kind === 'insertion') {
    for (const id of others) await context.journal.setAsideById(id);
    return first;
  }
  const count = { restored: 0, removed: 0, left: 0 };
  const add = (each: UndoOutcome): void => {
    // Of it nothing was written.
    if (each.kind === 'nothing') return;
    if (each.kind !== 'undone') count.left++;
    else if (each.restored) count.restored++;
    else count.removed++;
  };
  add(first);
  for (const id of others) add(await undo(context, id, road === 'file-only'));
  return { kind: 'group', ...count };
}

async function undo(context: SaveContext, which?: string | CandidateRef, fileOnly = false): Promise<Undone> {
  const { workspace, placer, inserter, journal, records, log } = context;
  if (!workspace.trusted()) return { kind: 'refused', failure: { kind: 'untrusted' } };
  // A save that is still being hashed would put its entry back after the undo took it away.
  await Promise.all([placer.settled(), inserter.settled()]);
  let result = await journal.undo(which, { fileOnly });
  let road: Undone['road'];
  if (result.kind === 'insertion') {
    const insertion = await undoInsertion(context, result.entry);
    if (insertion !== 'file-only') {
      // What the user left as it is must not be in the way of the saves before it.
      if (insertion.kind === 'insertion') await journal.setAside(result.entry);
      return insertion.kind === 'insertion' ? insertion : { ...insertion, road: 'editor' };
    }
    road = 'file-only';
    // The question may have been open for long, so the file is looked at again.
    result = await journal.undo(result.entry.id, { fileOnly: true });
  }
  if (result.kind === 'under-way') {
    const { path, set } = result.entry;
    return { kind: 'refused', failure: { kind: 'under-way', path, count: set?.count ?? 1 } };
  }
  if (result.kind === 'undone') {
    await recordSave(records, result.entry, { undone: true }).catch((error: unknown) =>
      log(`After undo: ${String(error)}`),
    );
  }
  return { ...result, ...(road && { road }) };
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
