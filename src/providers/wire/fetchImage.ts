import type { ReceivedBlob } from '../../core/model/outcome';
import type { ProviderDeps } from '../../core/provider';
import { limits, type Exchange } from './exchange';

/**
 * An image that an answer names by its address, into the store. Without the key, never from a private address, bounded:
 * see `ProviderDeps.download`. Rejects with what that rejects with, and with errors that `failureOf` knows.
 */
export async function fetchImage(
  { download, t }: Pick<ProviderDeps, 'download' | 't'>,
  url: string,
  { createBlob, signal }: Pick<Exchange, 'createBlob' | 'signal'>,
): Promise<ReceivedBlob> {
  const maxBytes = limits.maxImageBytes;
  const response = await download(url, { signal, maxBytes });
  const { host } = new URL(url);
  const declaredType = response.headers.get('content-type')?.split(';')[0]?.trim();
  if (!response.ok || response.body === null || declaredType === 'text/html') {
    await response.body?.cancel().catch(() => undefined);
    throw linkError(t('The image at {0} could not be fetched ({1}).', host, response.status));
  }
  const sink = await createBlob(declaredType);
  const reader = response.body.getReader();
  try {
    for (let bytes = 0; ;) {
      const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
      if (done || value === undefined) break;
      bytes += value.length;
      if (bytes > maxBytes) throw linkError(t('The image at {0} is too large.', host));
      await sink.write(value);
    }
    const stored = await sink.close();
    return declaredType === undefined ? stored : { ...stored, declaredType };
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    await sink.abort().catch(() => undefined);
    throw error;
  }
}

function linkError(message: string): Error {
  const error = new Error(message);
  error.name = 'ReplyError';
  return Object.assign(error, { reason: 'link' });
}
