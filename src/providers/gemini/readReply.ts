import { giveWay } from '../../core/giveWay';
import type { GenerateContext } from '../../core/provider';
import type { Translate } from '../../core/translate';
import type { Base64Sink } from './base64Sink';
import { describeHtml, looksLikeHtml } from './html';
import { isRecord, pickList, pickNumber, tryParse, type Json } from './json';
import { Lifter, type LiftOptions } from './lift';
import { parsePartial } from './partialJson';

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
  /** All that came and could be read. */
  json: unknown;
  /** Why that is not a whole reply, if it is not: what `failureOf` takes, of the connection, the store or the JSON. */
  cut?: unknown;
  blobs: ReadonlyMap<string, Base64Sink>;
  /** Removes every blob that is not in `keep`. */
  discard(keep?: ReadonlySet<Base64Sink>): Promise<void>;
}

/**
 * Reads a reply as far as it comes, decoding its images to the store on the way. Whatever goes wrong, an image that
 * arrived whole is paid for: nothing is removed before somebody looked at it.
 */
export async function readReply(
  response: Response,
  options: LiftOptions,
  onProgress: GenerateContext['onProgress'],
): Promise<Reply> {
  const lifter = new Lifter(options);
  let lost: unknown;
  try {
    await drain(response, lifter, onProgress);
    lifter.end();
  } catch (error) {
    lost = error;
  }
  const { json, problem, mayGoOn } = parseReply(options.t, lifter.text());
  // A JSON value that ends is all there is, however the connection ended; of events there may have been more.
  const cut = problem === undefined && mayGoOn !== true ? undefined : (lost ?? problem);
  return {
    json,
    ...(cut === undefined ? {} : { cut }),
    blobs: lifter.blobs,
    discard: keep => lifter.abort(keep),
  };
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
        await giveWay();
        turn = performance.now();
      }
    }
    onProgress({ state: 'receiving', bytes, ...total });
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}

interface Parsed {
  json: unknown;
  problem?: ReplyError;
  /** Nothing in it says that it is the end. */
  mayGoOn?: true;
}

/** Takes what gateways make of a reply as well: an array of chunks, or server-sent events. */
function parseReply(t: Translate, text: string): Parsed {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return { json: undefined, problem: nothingCame(t) };
  const json = tryParse(trimmed);
  if (Array.isArray(json)) return mergeChunks(t, json);
  if (isRecord(json)) return { json };
  if (/^(data|event|id|retry)?:/.test(trimmed)) return { ...mergeEvents(t, trimmed), mayGoOn: true };
  if (looksLikeHtml(trimmed))
    return { json: undefined, problem: replyError('html', describeHtml(t, trimmed)) };
  const problem = looksCut(trimmed) ? cutShort(t) : malformed(t);
  const partial = parsePartial(trimmed);
  return { json: Array.isArray(partial) ? mergeChunks(t, partial).json : partial, problem };
}

function nothingCame(t: Translate): ReplyError {
  return replyError('empty', t('The service answered with nothing.'));
}

function cutShort(t: Translate): ReplyError {
  return replyError('truncated', t('The answer ended before it was complete.'));
}

function malformed(t: Translate): ReplyError {
  return replyError('malformed', t('The answer is not the JSON that the Gemini API sends.'));
}

function mergeEvents(t: Translate, text: string): Parsed {
  const chunks: unknown[] = [];
  let problem: ReplyError | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const data = /^data:(.*)$/.exec(line)?.[1]?.trim();
    if (data === undefined || data === '' || data === '[DONE]') continue;
    const chunk = tryParse(data);
    if (!isRecord(chunk)) problem ??= cutShort(t);
    chunks.push(isRecord(chunk) ? chunk : parsePartial(data));
  }
  const merged = mergeChunks(t, chunks);
  return problem === undefined ? merged : { ...merged, problem };
}

/** Chunks of one answer as one answer: parts one after the other, the last word on everything else. */
function mergeChunks(t: Translate, chunks: readonly unknown[]): Parsed {
  if (chunks.length === 0) return { json: undefined, problem: nothingCame(t) };
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
  return chunks.every(isRecord) ? { json: merged } : { json: merged, problem: malformed(t) };
}

/** Some gateways send an empty `error` with what is none. */
export function hasError(json: unknown): boolean {
  const error = isRecord(json) ? json['error'] : undefined;
  return isRecord(error) ? Object.keys(error).length > 0 : Boolean(error);
}

/** Begins as JSON and does not end as JSON. */
function looksCut(text: string): boolean {
  return /^[[{]/.test(text) && !/[\]}]$/.test(text);
}
