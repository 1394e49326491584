import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';

const text = z.string();

const entrySchema = z.object({
  version: z.literal(1),
  /** Sorts by time. */
  id: text.check(z.regex(/^[0-9a-z-]{1,60}$/)),
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** `prepared`: the write may or may not have happened. `set-aside`: an undo left it alone. */
  state: z.enum(['prepared', 'done', 'set-aside']),
  /** Absolute, symlinks resolved. */
  target: text,
  /** As the user named it. */
  path: text,
  uri: text,
  /** Absent: not made by a run. */
  candidate: z.optional(z.object({ runId: text, requestId: text, index: z.number() })),
  /** What was written, hex; absent while `source` is still being hashed. */
  sha256: z.optional(text),
  /** A file of the store with the bytes that were written; for entries without `sha256`. */
  source: z.optional(text),
  /** The bytes that were there before are in `<id>.old`. */
  replaced: z.optional(z.object({ mode: z.number() })),
  /** Folders made for the file, outermost first. */
  newFolders: z.array(text),
  /** The process that writes it: see `thisProcess`. */
  owner: z.optional(text),
  /** It is one of so many that are written together or not at all. */
  set: z.optional(z.object({ id: text, count: z.number() })),
  /** Saved and inserted in one step of the editor, whose own Undo takes both back. */
  insertion: z.optional(z.object({ document: text, staged: text })),
});

/** What "Undo Last Save" knows of one save. One JSON file each. */
export type JournalEntry = z.infer<typeof entrySchema>;

/** `undefined` for what is damaged or of a newer version. */
export function parseEntry(json: string): JournalEntry | undefined {
  try {
    return z.parse(entrySchema, JSON.parse(json));
  } catch {
    return undefined;
  }
}

let last = 0;

/** Later ids sort behind earlier ones, within one window even in the same millisecond. `group`: see `groupOf`. */
export function newEntryId(now: number, group?: string): string {
  last = Math.max(now, last + 1);
  const id = `${last.toString(36).padStart(9, '0')}-${randomBytes(4).toString('hex')}`;
  return group === undefined ? id : `${id}-g${group}`;
}

export function newGroup(): string {
  return randomBytes(5).toString('hex');
}

/** What saves have in common that are taken back together. Part of the id, so that it is known without reading the file. */
export function groupOf(id: string): string | undefined {
  return /-g([0-9a-f]{10})$/.exec(id)?.[1];
}
