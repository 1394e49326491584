import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isMissing } from './save/disk';

export type TextProblem = 'missing' | 'not-a-file' | 'too-large' | 'unreadable' | 'not-utf8';

/** Without it, a pipe that nobody writes to would keep a thread for ever. Windows has no such thing. */
const atOnce = (constants as Partial<typeof constants>).O_NONBLOCK ?? 0;

/**
 * A file of somebody's as UTF-8, of at most `most` bytes. Devices, pipes and folders are not read, and what grows
 * meanwhile (or says 0 bytes and has no end) is cut at one byte too many, which is `too-large`. Never rejects.
 * `strictly`: what is to be written back; other encodings are `not-utf8`, as letters would be lost.
 */
export async function readText(
  file: string,
  most: number,
  { strictly = false } = {},
): Promise<{ text: string } | { problem: TextProblem }> {
  try {
    const handle = await open(file, constants.O_RDONLY | atOnce);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) return { problem: 'not-a-file' };
      if (stat.size > most) return { problem: 'too-large' };
      const bytes = Buffer.alloc(Math.min(most, stat.size) + 1);
      let length = 0;
      while (length < bytes.length) {
        const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      if (length > stat.size) return { problem: 'too-large' };
      return strictly ? decoded(bytes.subarray(0, length)) : { text: bytes.toString('utf8', 0, length) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { problem: isMissing(error) ? 'missing' : 'unreadable' };
  }
}

function decoded(bytes: Uint8Array): { text: string } | { problem: TextProblem } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { problem: 'not-utf8' };
  }
}
