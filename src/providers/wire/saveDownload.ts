import { fetchRefused } from '../../core/fetchRefused';
import { giveWay } from '../../core/giveWay';
import type { ReceivedBlob } from '../../core/model/outcome';
import type { GenerateContext } from '../../core/provider';
import type { Translate } from '../../core/translate';
import { describeHtml, looksLikeHtml } from './html';
import { cutShort, malformed, nothingCame, replyError } from './readReply';

/** The event loop gets a turn at least this often while bytes keep coming. */
const sliceMs = 12;
const progressEveryMs = 100;
/** Enough of a page for its title. */
const pageBytes = 20_000;

export interface SaveOptions {
  t: Translate;
  createBlob: GenerateContext['createBlob'];
  maxBytes: number;
  onProgress?: GenerateContext['onProgress'];
}

/**
 * The body of a good answer, as it comes, into a blob of the store: what a service names by an address. Nothing stays of
 * one that is cut, empty, a web page or larger than `maxBytes`. Rejects with `ReplyError`, with `FetchRefused` for one
 * that is too large, with what the store rejects with, and with what the connection ended with.
 */
export async function saveDownload(response: Response, options: SaveOptions): Promise<ReceivedBlob> {
  const { t, createBlob, maxBytes, onProgress } = options;
  const declaredType = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  const length = declaredLength(response);
  if (response.body === null) throw nothingCame(t);
  const reader = response.body.getReader();
  let sink: Awaited<ReturnType<typeof createBlob>> | undefined;
  try {
    await refuseText(t, reader, declaredType);
    let bytes = 0;
    let shown = -Infinity;
    let turn = performance.now();
    for (;;) {
      const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
      if (done || value === undefined) break;
      if (value.length === 0) continue;
      if (bytes === 0) refusePage(t, value);
      bytes += value.length;
      if (bytes > maxBytes) throw fetchRefused('too-large', t('The image is too large.'), true);
      sink ??= await createBlob(declaredType);
      await sink.write(value);
      const now = performance.now();
      if (now - shown >= progressEveryMs) {
        shown = now;
        onProgress?.({ state: 'receiving', bytes, ...(length !== undefined && { total: length }) });
      }
      if (now - turn >= sliceMs) {
        await giveWay();
        turn = performance.now();
      }
    }
    if (sink === undefined) throw nothingCame(t);
    if (length !== undefined && bytes < length) throw cutShort(t);
    const stored = await sink.close();
    return { ...stored, ...(declaredType !== undefined && { declaredType }) };
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    await sink?.abort().catch(() => undefined);
    throw error;
  }
}

/** `undefined` where it is not said, or is of compressed bytes, which are others than those that arrive. */
function declaredLength({ headers }: Response): number | undefined {
  const said = headers.get('content-length');
  if (said === null || !/^\d+$/.test(said) || headers.has('content-encoding')) return undefined;
  return Number(said);
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** What says of itself that it is words is no image. */
async function refuseText(t: Translate, reader: Reader, declaredType: string | undefined): Promise<void> {
  if (declaredType === 'application/json' || declaredType === 'text/plain') throw malformed(t);
  if (declaredType !== 'text/html') return;
  const parts: Uint8Array[] = [];
  for (let length = 0; length < pageBytes; length += parts.at(-1)?.length ?? 0) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done || value === undefined) break;
    parts.push(value);
  }
  const page = Buffer.concat(parts).toString('utf8', 0, pageBytes);
  throw replyError('html', describeHtml(t, page));
}

/** Services of files call any page an image. A drawing (SVG) begins as XML too. */
function refusePage(t: Translate, first: Uint8Array): void {
  const start = Buffer.from(first.buffer, first.byteOffset, Math.min(first.length, pageBytes)).toString(
    'utf8',
  );
  if (looksLikeHtml(start) && !/<svg[\s>]/i.test(start)) throw replyError('html', describeHtml(t, start));
}
