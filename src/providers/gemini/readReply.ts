import type { GenerateContext } from '../../core/provider';
import type { Base64Sink } from './base64Sink';
import { describeHtml, looksLikeHtml } from './html';
import { isRecord, pickList, tryParse } from './json';
import { Lifter, type LiftOptions } from './lift';

/** The event loop gets a turn at least this often while bytes keep coming. */
const sliceMs = 12;
const progressEveryMs = 100;

export type ReplyProblem = 'empty' | 'html' | 'truncated' | 'malformed';

/** A success status with a body that is no reply. Test `name`, not `instanceof`. */
export interface ReplyError extends Error {
  name: 'ReplyError';
  reason: ReplyProblem;
}

function replyError(reason: ReplyProblem, message: string): ReplyError {
  const error = new Error(message);
  error.name = 'ReplyError';
  return Object.assign(error, { reason }) as ReplyError;
}

/** The service's JSON with placeholders in place of images, and what they stand for. */
export interface Reply {
  json: unknown;
  blobs: ReadonlyMap<string, Base64Sink>;
  /** Removes every blob that is not in `keep`. */
  discard(keep?: ReadonlySet<Base64Sink>): Promise<void>;
}

/**
 * Reads a reply to its end, decoding its images to the store on the way. Rejects with `LiftError`, `ReplyError`, what
 * the connection or the store rejects with; nothing is left in the store then.
 */
export async function readReply(
  response: Response,
  options: LiftOptions,
  onProgress: GenerateContext['onProgress'],
): Promise<Reply> {
  const lifter = new Lifter(options);
  try {
    await drain(response, lifter, onProgress);
    const json = parseReply(lifter.end());
    return { json, blobs: lifter.blobs, discard: keep => lifter.abort(keep) };
  } catch (error) {
    await lifter.abort();
    throw error;
  }
}

async function drain(
  response: Response,
  lifter: Lifter,
  onProgress: GenerateContext['onProgress'],
): Promise<void> {
  if (response.body === null) return;
  // A compressed body is longer than what was declared.
  const encoded = response.headers.has('content-encoding');
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = !encoded && Number.isInteger(length) ? { total: length } : {};
  const reader = response.body.getReader();
  let bytes = 0;
  let shown = -Infinity;
  let turn = performance.now();
  try {
    for (;;) {
      const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
      if (done || value === undefined) break;
      bytes += value.length;
      await lifter.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      const now = performance.now();
      if (now - shown >= progressEveryMs) {
        shown = now;
        onProgress({ state: 'receiving', bytes, ...total });
      }
      if (now - turn >= sliceMs) {
        await new Promise(resolve => setImmediate(resolve));
        turn = performance.now();
      }
    }
    onProgress({ state: 'receiving', bytes, ...total });
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}

/** Takes what gateways make of a reply as well: an array of chunks, or server-sent events. */
function parseReply(text: string): unknown {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') throw replyError('empty', 'The service answered with nothing.');
  const json = tryParse(trimmed);
  if (Array.isArray(json)) return mergeChunks(json);
  if (isRecord(json)) return json;
  if (trimmed.startsWith('data:')) return mergeEvents(trimmed);
  if (looksLikeHtml(trimmed)) throw replyError('html', describeHtml(trimmed));
  if (looksCut(trimmed)) throw replyError('truncated', 'The answer ended before it was complete.');
  throw replyError('malformed', 'The answer is not the JSON that the Gemini API sends.');
}

function mergeEvents(text: string): unknown {
  const chunks: unknown[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const data = /^data:(.*)$/.exec(line)?.[1]?.trim();
    if (data === undefined || data === '' || data === '[DONE]') continue;
    const chunk = tryParse(data);
    if (!isRecord(chunk)) throw replyError('truncated', 'The answer ended before it was complete.');
    chunks.push(chunk);
  }
  return mergeChunks(chunks);
}

/** Chunks of one answer as one answer: parts one after the other, the last word on everything else. */
function mergeChunks(chunks: readonly unknown[]): unknown {
  const failed = chunks.find(chunk => isRecord(chunk) && 'error' in chunk);
  if (failed !== undefined) return failed;
  if (chunks.length === 0) throw replyError('empty', 'The service answered with nothing.');
  const merged: Record<string, unknown> = {};
  let candidate: Record<string, unknown> | undefined;
  const parts: unknown[] = [];
  for (const chunk of chunks) {
    if (!isRecord(chunk))
      throw replyError('malformed', 'The answer is not the JSON that the Gemini API sends.');
    Object.assign(merged, chunk);
    const first = pickList(chunk, 'candidates')[0];
    if (!isRecord(first)) continue;
    candidate = { ...candidate, ...first };
    for (const part of pickList(first['content'], 'parts')) parts.push(part);
  }
  if (candidate !== undefined) {
    merged['candidates'] = [{ ...candidate, content: { role: 'model', parts } }];
  }
  return merged;
}

/** Begins as JSON and does not end as JSON. */
function looksCut(text: string): boolean {
  return /^[[{]/.test(text) && !/[\]}]$/.test(text);
}
