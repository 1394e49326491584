import { isRecord, pickList, pickNumber, type Json } from '../wire/json';
import { hasError } from '../wire/readReply';

/** Chunks of one answer as one answer: parts one after the other, the last word on everything else. */
export function mergeChunks(chunks: readonly unknown[]): Json {
  const merged: Record<string, unknown> = {};
  const candidates = new Map<number, { said: Json; parts: unknown[] }>();
  for (const chunk of chunks) {
    // An empty field takes nothing back, and no chunk takes an error back.
    const said = Object.entries(isRecord(chunk) ? chunk : {}).filter(([, value]) => value !== null);
    const { error } = merged;
    Object.assign(merged, Object.fromEntries(said), hasError(merged) ? { error } : {});
    for (const [position, candidate] of pickList(chunk, 'candidates').entries()) {
      if (!isRecord(candidate)) continue;
      const index = pickNumber(candidate, 'index') ?? position;
      const { said, parts } = candidates.get(index) ?? { said: {}, parts: [] };
      for (const part of pickList(candidate['content'], 'parts')) parts.push(part);
      candidates.set(index, { said: { ...said, ...candidate }, parts });
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
