import { sniffBytes } from '../../core/imaging/sniff';
import type { BlobSink } from '../../core/provider';
import { giveBack, stagingBytes, takeStaging } from './staging';

const released = Buffer.alloc(0);

const plus = 0x2b;
const slash = 0x2f;
const minus = 0x2d;
const underscore = 0x5f;
const equals = 0x3d;

/**
 * Decodes base64 as it comes, in pieces of any length, into a sink. Either alphabet, with padding or without, as proto3
 * JSON asks of readers: a missing `=` says nothing about the image, whose own bytes say whether it is whole. Strict
 * where `Buffer` is not: a character outside the alphabet, both alphabets at once, or what no encoder writes make it
 * `corrupt`, after which nothing more is written. Never closes or aborts the sink.
 */
export class Base64Sink {
  corrupt = false;
  /** Decoded so far. */
  bytes = 0;
  /** The first bytes, for telling what they are; there when the first are written. */
  head: Buffer = released;
  private readonly maxBytes: number;
  /** 0–3 characters that wait for the rest of their group. */
  private rest = '';
  private padding = 0;
  private standard = false;
  private urlSafe = false;
  private staging = takeStaging();
  /** Being written; swapped with `staging`, so that decoding goes on meanwhile. */
  private spare: Buffer | undefined;
  private staged = 0;
  private writing: Promise<void> = Promise.resolve();
  private failed = false;

  constructor(
    readonly sink: BlobSink,
    maxBytes = Infinity,
  ) {
    this.maxBytes = maxBytes;
  }

  /** Rejects with what the sink rejects with. */
  async feed(piece: Buffer): Promise<void> {
    if (this.corrupt || piece.length === 0) return;
    const end = piece.indexOf(equals);
    if (end >= 0 || this.padding > 0) {
      if (!this.takePadding(end < 0 ? piece : piece.subarray(end), end > 0)) return this.spoil();
      if (end <= 0) return;
      piece = piece.subarray(0, end);
    }
    if (this.mixesAlphabets(piece)) return this.spoil();

    let at = 0;
    if (this.rest !== '') {
      at = Math.min(4 - this.rest.length, piece.length);
      this.rest += piece.toString('latin1', 0, at);
      if (this.rest.length < 4) return;
      const group = this.rest;
      this.rest = '';
      await this.decode(group);
    }
    const whole = piece.length - ((piece.length - at) % 4);
    while (at < whole && !this.corrupt) {
      const room = ((stagingBytes - this.staged) / 3) * 4;
      const to = Math.min(whole, at + (room - (room % 4)));
      await this.decode(piece.toString('latin1', at, to));
      at = to;
    }
    if (whole < piece.length) this.rest = piece.toString('latin1', whole);
  }

  /** No more comes. Check `corrupt` afterwards. */
  async end(): Promise<void> {
    const { rest, padding } = this;
    const proper = rest.length === 0 ? padding === 0 : rest.length > 1 && rest.length + padding <= 4;
    if (!this.corrupt && (!proper || (this.bytes === 0 && rest === ''))) this.spoil();
    if (!this.corrupt && rest !== '') await this.decode(rest);
    if (!this.corrupt) await this.flush();
    await this.writing;
    this.release();
  }

  /** Resolves when the sink is idle, whatever came of it. */
  async settle(): Promise<void> {
    await this.writing.catch(() => undefined);
    this.release();
  }

  private release(): void {
    giveBack(this.staging, this.spare);
    this.staging = released;
    this.spare = undefined;
    this.staged = 0;
  }

  private spoil(): void {
    this.corrupt = true;
    this.staged = 0;
  }

  private takePadding(piece: Buffer, freshData: boolean): boolean {
    if (freshData && this.padding > 0) return false;
    for (const byte of piece) if (byte !== equals) return false;
    this.padding += piece.length;
    return this.padding <= 2;
  }

  private mixesAlphabets(piece: Buffer): boolean {
    this.standard ||= piece.includes(plus) || piece.includes(slash);
    this.urlSafe ||= piece.includes(minus) || piece.includes(underscore);
    return this.standard && this.urlSafe;
  }

  /** `text` is at most what the staging buffer has room for. */
  private async decode(text: string): Promise<void> {
    const expected = Math.floor((text.length * 3) / 4);
    if (stagingBytes - this.staged < expected) await this.flush();
    // `Buffer` skips what is no base64: the count gives it away.
    const written = this.staging.write(text, this.staged, 'base64');
    if (written !== expected) return this.spoil();
    this.staged += written;
    this.bytes += written;
    if (this.bytes > this.maxBytes) return this.spoil();
    if (this.staged > stagingBytes - 3) await this.flush();
  }

  private async flush(): Promise<void> {
    await this.writing;
    if (this.staged === 0 || this.failed) return;
    const full = this.staging.subarray(0, this.staged);
    if (this.head.length === 0) this.head = Buffer.from(full.subarray(0, sniffBytes));
    const next = this.spare ?? takeStaging();
    this.spare = this.staging;
    this.staging = next;
    this.staged = 0;
    this.writing = this.sink.write(full);
    // Awaited at the next flush; until then it must not count as unhandled.
    this.writing.catch(() => {
      this.failed = true;
    });
  }
}
