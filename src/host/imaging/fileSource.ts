import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '../../core/imaging/byteSource';
import { imagingError } from '../../core/imaging/imagingPort';

/** Else a pipe that nobody writes to would keep a thread for ever. Windows has no such thing. */
const atOnce = (constants as Partial<typeof constants>).O_NONBLOCK ?? 0;

/** Opens a file for the time of `use`. Rejects with an `ImagingError` of reason `io` when it cannot be read. */
export async function withFile<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | atOnce);
    const stat = await handle.stat();
    if (stat.isDirectory()) throw imagingError('not-an-image', 'This is a folder, not an image.');
    if (!stat.isFile()) throw imagingError('not-an-image', 'This is a device or a pipe, not an image.');
    return await use(source(handle, stat.size));
  } catch (error) {
    throw asIoError(error);
  } finally {
    await handle?.close();
  }
}

function source(handle: FileHandle, size: number): ByteSource {
  return {
    size,
    async read(offset, length) {
      const buffer = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    },
  };
}

const ioMessages: Readonly<Record<string, string>> = {
  ENOENT: 'The file is not there any more.',
  EACCES: 'The file cannot be read: no permission.',
  EPERM: 'The file cannot be read: no permission.',
  EISDIR: 'This is a folder, not an image.',
  EROFS: 'The disk is read-only.',
};

const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** System errors become an `ImagingError` of reason `io` or `disk-full`; everything else is given back as it is. */
export function asIoError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  if (full.has(code)) return imagingError('disk-full', 'The disk is full.', error);
  return imagingError('io', ioMessages[code] ?? `The file cannot be read or written (${code}).`, error);
}
