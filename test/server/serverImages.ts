import { createCipheriv, createHash } from 'node:crypto';
import { makeJpeg } from './jpeg';
import { makePng } from './png';

export interface ServerImage {
  mimeType: 'image/png' | 'image/jpeg' | 'image/svg+xml';
  bytes: Buffer;
  base64: string;
  sha256: string;
}

const cache = new Map<string, ServerImage>();

/** A real image of exactly these pixels; `bytes` asks for about that file size. The same for the same arguments. */
export function serverImage(
  mimeType: 'image/png' | 'image/jpeg',
  width: number,
  height: number,
  hue: number,
  bytes = 0,
): ServerImage {
  const name = `${mimeType} ${String(width)} ${String(height)} ${String(hue)} ${String(bytes)}`;
  const known = cache.get(name);
  if (known !== undefined) return known;
  const make = mimeType === 'image/png' ? makePng : makeJpeg;
  let made = make(width, height, hue);
  if (bytes > made.length) made = make(width, height, hue, incompressible(name, bytes - made.length));
  const image = asServerImage(mimeType, made);
  if (cache.size > 16) cache.clear();
  cache.set(name, image);
  return image;
}

/** What no codec makes smaller; the same for the same name, also when the cache was emptied meanwhile. */
function incompressible(name: string, length: number): Buffer {
  const key = createHash('sha256').update(name).digest().subarray(0, 16);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

export function asServerImage(mimeType: ServerImage['mimeType'], bytes: Buffer): ServerImage {
  return {
    mimeType,
    bytes,
    base64: bytes.toString('base64'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
