import { isInside } from '../../core/references/paths';

/** Numbers: how often the disk was asked and how often it answered; bytes of the path. Then the path, UTF-8. */
const [asked, answered, length] = [0, 1, 2];
const head = 12;
const longest = 4096;

/** Shared by the thread that asks a disk and the one that sees whether it answers. */
export const diskMarkBytes = head + longest;

const encoder = new TextEncoder();
let mark: { numbers: Int32Array; path: Uint8Array } | undefined;
let silent: readonly string[] = [];

/**
 * For the thread of the index. The dead mount of a network answers nothing, and nothing in this thread can end that: so it
 * leaves word of where it is.
 * @param avoid folders that did not answer before
 */
export function leaveMarks(buffer: SharedArrayBuffer, avoid: readonly string[]): void {
  mark = { numbers: new Int32Array(buffer, 0, 3), path: new Uint8Array(buffer, head) };
  silent = avoid;
}

/** Asks the disk about a folder. Throws, without asking, in one that did not answer. */
export function askDisk<T>(folder: string, ask: () => T): T {
  if (silent.some(each => isInside(slashed(each), slashed(folder)))) throw new Error('does not answer');
  if (mark === undefined) return ask();
  const { numbers, path } = mark;
  numbers[length] = encoder.encodeInto(folder, path).written;
  Atomics.add(numbers, asked, 1);
  try {
    return ask();
  } finally {
    Atomics.store(numbers, answered, numbers[asked] ?? 0);
  }
}

/** For the other thread: sees when one answer takes too long. */
export class DiskWatch {
  private readonly numbers: Int32Array;
  private seen = { asked: 0, since: 0 };

  constructor(
    private readonly buffer: SharedArrayBuffer,
    private readonly timeoutMs: number,
  ) {
    this.numbers = new Int32Array(buffer, 0, 3);
  }

  /** The folder that does not answer; to be asked again and again. */
  look(now: number): string | undefined {
    const at = Atomics.load(this.numbers, asked);
    if (at === Atomics.load(this.numbers, answered)) this.seen = { asked: 0, since: now };
    else if (at !== this.seen.asked) this.seen = { asked: at, since: now };
    else if (now - this.seen.since > this.timeoutMs) {
      // A copy: a decoder takes nothing that is shared.
      return new TextDecoder().decode(new Uint8Array(this.buffer, head, this.numbers[length]).slice());
    }
    return undefined;
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
