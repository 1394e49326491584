/** Random access to bytes, so that a header is read without the pixels behind it. */
export interface ByteSource {
  readonly size: number;
  /** Up to `length` bytes from `offset`; fewer at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

const firstWindow = 16 * 1024;
const largestWindow = 1024 * 1024;

/**
 * Reads ahead in windows, because headers are walked in steps of a few bytes and every read of a file costs a
 * round trip. Each window is twice the last: a walk that goes on for long (metadata of many megabytes) is not a short
 * one. Holds one window at a time.
 */
export function windowed(source: ByteSource): ByteSource {
  let start = 0;
  let window: Uint8Array = new Uint8Array(0);
  let next = firstWindow;
  return {
    size: source.size,
    async read(offset, length) {
      const end = Math.min(offset + length, source.size);
      if (offset >= end) return new Uint8Array(0);
      if (offset < start || end > start + window.length) {
        window = await source.read(offset, Math.max(length, next));
        start = offset;
        next = Math.min(next * 2, largestWindow);
      }
      return window.subarray(offset - start, Math.min(end - start, window.length));
    },
  };
}
