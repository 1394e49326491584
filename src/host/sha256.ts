import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Hex. Streams in pieces that block the host for about a millisecond each. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, {
    highWaterMark: 1024 * 1024,
    ...(signal && { signal }),
  })) {
    hash.update(chunk as Uint8Array);
  }
  return hash.digest('hex');
}
