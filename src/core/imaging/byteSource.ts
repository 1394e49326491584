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

/**
 * Reads ahead in windows, because headers are walked in steps of a few bytes and every read of a file costs a
 * round trip. Holds one window at a time.
 */
export function windowed(source: ByteSource, windowBytes = 16 * 1024): ByteSource {
  let start = 0;
  let window = new Uint8Array(0);
  return {
    size: source.size,
    async read(offset, length) {
      const end = Math.min(offset + length, source.size);
      if (offset >= end) return new Uint8Array(0);
      if (offset < start || end > start + window.length) {
        const want = Math.max(length, windowBytes);
        window = new Uint8Array(await source.read(offset, want));
        start = offset;
      }
      return window.subarray(offset - start, Math.min(end - start, window.length));
    },
  };
}
