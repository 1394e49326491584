import { findFetchRefused } from '../../core/fetchRefused';
import type { ReceivedBlob } from '../../core/model/outcome';
import type { ProviderDeps } from '../../core/provider';
import type { Translate } from '../../core/translate';
import { limits, type Exchange } from './exchange';
import { notFetched } from './failures';
import { replyError } from './readReply';
import { saveDownload } from './saveDownload';

const tries = 4;
const baseMs = 500;

/**
 * The image of a job that is done, from the address that the service names, without the key. What passes is tried again
 * here: the image is paid for, and another job would be paid for again. Rejects with what `failureOf` knows.
 */
export async function fetchResult(
  { download, sleep, t }: Pick<ProviderDeps, 'download' | 'sleep' | 't'>,
  url: string,
  { createBlob, signal, context }: Pick<Exchange, 'createBlob' | 'signal' | 'context'>,
): Promise<ReceivedBlob> {
  for (let round = 1; ; round++) {
    try {
      const response = await download(url, { signal, maxBytes: limits.maxImageBytes });
      if (!response.ok) {
        await response.body?.cancel().catch(() => undefined);
        throw gone(t, response.status);
      }
      return await saveDownload(response, {
        ...{ t, createBlob },
        maxBytes: limits.maxImageBytes,
        onProgress: progress => context.onProgress(progress),
      });
    } catch (error) {
      if (signal.aborted || round === tries || !mayPass(error)) throw notFetched(error, url);
      await sleep(baseMs * 2 ** (round - 1), signal);
    }
  }
}

/** An address that was good for minutes, or for hours, and is not any more; or not yet. */
function gone(t: Translate, status: number): Error {
  const expired = status === 403 || status === 404 || status === 410;
  return replyError(
    'result-gone',
    expired
      ? t('The image was made, but its address is not valid any more ({0}).', status)
      : t('The image was made, but could not be fetched ({0}).', status),
  );
}

/** A refusal is for good, and so is a disk that does not take it. */
function mayPass(error: unknown): boolean {
  return (
    findFetchRefused(error) === undefined && !(error instanceof Error && error.name === 'StoreWriteError')
  );
}
