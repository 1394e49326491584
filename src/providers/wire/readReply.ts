import { giveWay } from '../../core/giveWay';
import type { GenerateContext } from '../../core/provider';
import type { Translate } from '../../core/translate';
import type { Base64Sink } from './base64Sink';
import { describeHtml, looksLikeHtml } from './html';
import { isRecord, tryParse } from './json';
import { Lifter, type LiftOptions } from './lift';
import { parsePartial } from './partialJson';

/** The event loop gets a turn at least this often while bytes keep coming. */
const sliceMs = 12;
const progressEveryMs = 100;

/** Chunks of one answer (an array, or server-sent events) as one answer. */
export type MergeChunks = (chunks: readonly unknown[]) => Readonly<Record<string, unknown>>;

export type ReplyProblem =
  | 'empty'
  | 'html'
  | 'truncated'
  | 'malformed'
  /** The address of a job, or of its image, is none that may be asked. */
  | 'unsafe-address'
  /** The image was made, and is not where the answer says. */
  | 'result-gone';

/** A success status with a body that is no reply. Test `name`, not `instanceof`. */
export interface ReplyError extends Error {
  name: 'ReplyError';
  reason: ReplyProblem;
}

export function replyError(reason: ReplyProblem, message: string): ReplyError {
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
  options: LiftOptions & { mergeChunks?: MergeChunks },
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
  const { json, problem, mayGoOn } = parseReply(options.t, lifter.text(), options.mergeChunks ?? lastWord);
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
function parseReply(t: Translate, text: string, merge: MergeChunks): Parsed {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return { json: undefined, problem: nothingCame(t) };
  const json = tryParse(trimmed);
  if (Array.isArray(json)) return merged(t, json, merge);
  if (isRecord(json)) return { json };
  if (/^(data|event|id|retry)?:/.test(trimmed)) return { ...mergeEvents(t, trimmed, merge), mayGoOn: true };
  if (looksLikeHtml(trimmed))
    return { json: undefined, problem: replyError('html', describeHtml(t, trimmed)) };
  const problem = looksCut(trimmed) ? cutShort(t) : malformed(t);
  const partial = parsePartial(trimmed);
  return { json: Array.isArray(partial) ? merged(t, partial, merge).json : partial, problem };
}

export function nothingCame(t: Translate): ReplyError {
  return replyError('empty', t('The service answered with nothing.'));
}

export function cutShort(t: Translate): ReplyError {
  return replyError('truncated', t('The answer ended before it was complete.'));
}

export function malformed(t: Translate): ReplyError {
  return replyError('malformed', t('The answer is not the JSON that was expected.'));
}

function mergeEvents(t: Translate, text: string, merge: MergeChunks): Parsed {
  const chunks: unknown[] = [];
  let problem: ReplyError | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const data = /^data:(.*)$/.exec(line)?.[1]?.trim();
    if (data === undefined || data === '' || data === '[DONE]') continue;
    const chunk = tryParse(data);
    if (!isRecord(chunk)) problem ??= cutShort(t);
    chunks.push(isRecord(chunk) ? chunk : parsePartial(data));
  }
  const all = merged(t, chunks, merge);
  return problem === undefined ? all : { ...all, problem };
}

function merged(t: Translate, chunks: readonly unknown[], merge: MergeChunks): Parsed {
  if (chunks.length === 0) return { json: undefined, problem: nothingCame(t) };
  const json = merge(chunks);
  return chunks.every(isRecord) ? { json } : { json, problem: malformed(t) };
}

/** The last chunk says it all, or nothing does. */
function lastWord(chunks: readonly unknown[]): Readonly<Record<string, unknown>> {
  return chunks.findLast(isRecord) ?? {};
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
