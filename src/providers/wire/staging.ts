/**
 * A multiple of 3, so that whole groups of four base64 characters fill it exactly; large, because each write costs a
 * hand-over to another thread (1.5 MB take 20 % less time than 384 KB for eight images at once).
 */
export const stagingBytes = 1536 * 1024;

/** Fresh memory costs more than the decoding into it, and one image often follows another. */
const idle: Buffer[] = [];
/** Two for each of four requests at once. */
const mostIdle = 8;
const keepMs = 10_000;
let timer: ReturnType<typeof setTimeout> | undefined;

export function takeStaging(): Buffer {
  return idle.pop() ?? Buffer.allocUnsafeSlow(stagingBytes);
}

/** Nobody may use them any more. */
export function giveBack(...buffers: readonly (Buffer | undefined)[]): void {
  for (const buffer of buffers) {
    if (buffer?.length === stagingBytes && idle.length < mostIdle) idle.push(buffer);
  }
  clearTimeout(timer);
  timer = setTimeout(() => void (idle.length = 0), keepMs);
  timer.unref();
}
