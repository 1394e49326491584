import { isRecord, pick, pickList, pickNumber, type Json } from '../wire/json';
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
      for (const part of pickList(candidate['content'], 'parts')) {
        const whole = joined(parts.at(-1), part);
        if (whole === undefined) parts.push(part);
        else parts[parts.length - 1] = whole;
      }
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

/** Words come in pieces; a signature ends what it is of. */
function joined(before: unknown, next: unknown): Json | undefined {
  if (!isRecord(before) || !isRecord(next)) return undefined;
  const [a, b] = [before['text'], next['text']];
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  if (pick(before, 'thoughtSignature') !== undefined) return undefined;
  if ((before['thought'] === true) !== (next['thought'] === true)) return undefined;
  return { ...before, ...next, text: a + b };
}
