import * as z from 'zod/mini';
import { imageKinds } from './kind';
import type { ScoreLine } from './scoreboard';

const id = z.string().check(z.minLength(1), z.maxLength(200));
const at = z.number().check(z.nonnegative());
const kind = z.enum(imageKinds);
const schema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('request'),
    ...{ at, kind, run: id, request: id, model: id, outcome: id, ms: at },
    usd: z.optional(at),
  }),
  z.object({
    type: z.literal('vote'),
    ...{ at, kind, run: id, winner: id },
    how: z.enum(['blind', 'saved']),
    losers: z.array(id).check(z.maxLength(64)),
  }),
  z.object({ type: z.literal('kept'), ...{ at, kind, run: id, request: id, model: id }, on: z.boolean() }),
]);

/** `undefined` for what is no line, as one that a crash cut. */
export function readLine(text: string): ScoreLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = z.safeParse(schema, value);
  return read.success ? (read.data as ScoreLine) : undefined;
}
