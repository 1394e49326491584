import type { SavedAsset } from '../../core/model/run';
import type { JournalEntry } from './journalEntry';

/** The store's record of what became of a candidate. */
export interface SaveRecords {
  /** Adds, or replaces the one with the same candidate, URI and time: `undone` comes and goes with Undo and Redo. */
  recordSaved(asset: SavedAsset): Promise<void>;
}

/** The store's record of this save: runs know what became of their images. */
export async function recordSave(
  records: SaveRecords,
  { candidate, uri, at, sha256 = '' }: JournalEntry,
  more: Partial<Pick<SavedAsset, 'sha256' | 'undone'>> = {},
): Promise<void> {
  if (candidate) await records.recordSaved({ candidate, uri, sha256, savedAt: at, ...more });
}
