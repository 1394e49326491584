import { isRecord, pick, pickList, pickNumber, type Json } from '../wire/json';
import { hasError } from '../wire/readReply';

/** Chunks of one answer as one answer: parts one after the other, the last word on everything else. */
export function mergeChunks(chunks: readonly unknown[]): Json {
  const merged: Record<string, unknown> = {};
  const candidates = new Map<number, { said: Record<string, unknown>; parts: unknown[] }>();
  for (const chunk of chunks) {
    // An empty field takes nothing back, and no chunk takes an error back.
    const said = Object.entries(isRecord(chunk) ? chunk : {}).filter(([, value]) => value !== null);
    const { error } = merged;
    Object.assign(merged, Object.fromEntries(said), hasError(merged) ? { error } : {});
    for (const [position, candidate] of pickList(chunk, 'candidates').entries()) {
      if (!isRecord(candidate)) continue;
      const index = pickNumber(candidate, 'index') ?? position;
      const { said, parts } = candidates.get(index) ?? { said: {}, parts: [] };
      for (const part of pickList(candidate['content'], 'parts')) {
        if (!join(parts.at(-1), part)) parts.push(isRecord(part) ? { ...part } : part);
      }
      candidates.set(index, { said: Object.assign(said, candidate), parts });
    }
  }
  if (candidates.size > 0) {
    merged['candidates'] = [...candidates.values()].map(({ said, parts }) => ({
      ...said,
      content: { role: 'model', parts },
    }));
  }
  return merged;
}

/**
 * Words come in pieces; a signature ends what it is of. Puts `next` into `before`, which is ours: to copy all that came so far
 * for each piece would take for ever when there are many.
 */
function join(before: unknown, next: unknown): boolean {
  if (!isRecord(before) || !isRecord(next)) return false;
  const [a, b] = [before['text'], next['text']];
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  if (pick(before, 'thoughtSignature') !== undefined) return false;
  if ((before['thought'] === true) !== (next['thought'] === true)) return false;
  Object.assign(before, next, { text: a + b });
  return true;
}
