import { megabyte } from '../../core/model/format';
import type { BlobSink } from '../../core/provider';
import type { Translate } from '../../core/translate';
import { Base64Sink } from './base64Sink';
import { ByteList } from './byteList';
import { findStringEnd, incompleteEscape, unescapeBase64 } from './jsonBytes';

/** Shorter strings stay in the JSON; decoding them from there costs nothing. */
const liftAbove = 4096;

/** Brackets, commas and the like, of which each may be an object: a long answer is long because of its words. */
const maxBetween = 4 * megabyte;

const quote = 0x22;
const quoteBytes = Buffer.of(quote);
const none = Buffer.alloc(0);

export interface LiftOptions {
  t: Translate;
  /** Members that hold base64, or a data URL, of an image; `data` where nothing is said. */
  imageKeys?: readonly string[];
  createBlob(declaredType?: string): Promise<BlobSink>;
  /** Starts every placeholder. Random, so that no service can write one. */
  marker: string;
  maxImages: number;
  maxImageBytes: number;
  /** Of all images of one answer together, decoded. */
  maxTotalBytes: number;
  /** Of what is not lifted. */
  maxJsonBytes: number;
}

export type LiftProblem = 'truncated' | 'malformed' | 'too-large';

/** Test `name`, not `instanceof`: it passes through an SDK. */
export interface LiftError extends Error {
  name: 'LiftError';
  reason: LiftProblem;
}

function liftError(reason: LiftProblem, message: string): LiftError {
  const error = new Error(message);
  error.name = 'LiftError';
  return Object.assign(error, { reason }) as LiftError;
}

/** Some gateways send a whole data URL where base64 belongs. */
function withoutUrlHead(start: Buffer): Buffer {
  const head = /^data:[\w.+\\/-]{0,60};base64,/.exec(start.toString('latin1', 0, 100))?.[0];
  return start.subarray(head?.length ?? 0);
}

/** Some servers put an SVG as it is where base64 belongs. */
function beginsDrawing([first]: readonly Buffer[]): boolean {
  const start = first?.toString('latin1', 0, 100) ?? '';
  return /^(?:\\[nrt]|\s)*(?:<|\\u003c)/i.test(start) || /^data:image\\?\/svg\+xml(?!;base64)/i.test(start);
}

type State = 'outside' | 'string' | 'lifting';

/**
 * Cuts every long string of base64 that is an image (`"data": "…"`) out of a JSON text while it streams in and decodes it into a blob; what is left
 * is small and names the blobs by placeholders. Knows of JSON only what that takes: whoever parses the rest finds out
 * whether it is JSON. Chunks may be split anywhere and are not kept.
 */
export class Lifter {
  /** By placeholder. The sinks are still open, because `thought` may come after the data. */
  readonly blobs = new Map<string, Base64Sink>();
  private readonly out = new ByteList();
  private state: State = 'outside';
  /** The beginning of an escape that the last chunk cut. */
  private cut: Buffer = none;
  /** Between the last string and the next, as far as it matters: `:` makes the next one a value. */
  private gap = '';
  /** The beginning of the last or current string. */
  private head = '';
  private key: string | undefined;
  private declaredType: string | undefined;
  /** A value that may yet turn out to be short. */
  private held: Buffer[] | undefined;
  private heldBytes = 0;
  private lifting: Base64Sink | undefined;
  /** Of the images before the present one. */
  private earlierBytes = 0;

  /** What came outside of strings. */
  private betweenBytes = 0;
  private readonly imageKeys: readonly string[];

  constructor(private readonly options: LiftOptions) {
    this.imageKeys = options.imageKeys ?? ['data'];
  }

  async push(chunk: Buffer): Promise<void> {
    let rest = this.cut.length === 0 ? chunk : Buffer.concat([this.cut, chunk]);
    this.cut = none;
    while (rest.length > 0) {
      if (this.state === 'outside') rest = this.outside(rest);
      else rest = await this.inside(rest);
    }
  }

  /** No more comes. */
  end(): void {
    if (this.state !== 'outside')
      throw liftError('truncated', this.options.t('The answer ends in the middle of a string.'));
  }

  /** The JSON without its images, as far as it came. An image that did not end is in a string that does not. */
  text(): string {
    return this.out.toString();
  }

  /** Removes everything that was written and is not in `keep`. */
  async abort(keep: ReadonlySet<Base64Sink> = new Set()): Promise<void> {
    for (const blob of this.blobs.values()) {
      if (keep.has(blob)) continue;
      await blob.settle();
      await blob.sink.abort().catch(() => undefined);
    }
  }

  private outside(rest: Buffer): Buffer {
    const at = rest.indexOf(quote);
    const between = at < 0 ? rest : rest.subarray(0, at);
    this.betweenBytes += between.length;
    if (this.betweenBytes > maxBetween) throw this.tooLarge();
    this.emit(between);
    if (this.gap.length < 64) this.gap += between.toString('latin1').trim();
    if (between.includes(0x7b) || between.includes(0x7d)) this.declaredType = undefined;
    if (at < 0) return none;
    this.key = this.gap === ':' ? this.head : undefined;
    this.gap = '';
    this.head = '';
    this.state = 'string';
    if (this.key !== undefined && this.imageKeys.includes(this.key)) {
      this.held = [];
      this.heldBytes = 0;
    }
    this.emit(rest.subarray(at, at + 1));
    return rest.subarray(at + 1);
  }

  private async inside(rest: Buffer): Promise<Buffer> {
    const end = findStringEnd(rest);
    const until = end < 0 ? rest.length - incompleteEscape(rest) : end;
    const piece = rest.subarray(0, until);
    if (this.state === 'lifting') await this.liftPiece(piece);
    else if (this.held === undefined) this.keepPiece(piece);
    else await this.holdPiece(piece, this.held);
    if (end < 0) {
      this.cut = Buffer.from(rest.subarray(until));
      return none;
    }
    await this.endString();
    return rest.subarray(end + 1);
  }

  private async endString(): Promise<void> {
    if (this.held !== undefined) for (const piece of this.held) this.emit(piece);
    this.held = undefined;
    if (this.lifting !== undefined) {
      await this.lifting.end();
      this.checkTotal(this.lifting);
      this.earlierBytes += this.lifting.bytes;
    }
    this.lifting = undefined;
    if (this.key === 'mimeType' || this.key === 'mime_type') this.declaredType = this.head;
    this.state = 'outside';
    this.emit(quoteBytes);
  }

  private keepPiece(piece: Buffer): void {
    if (this.head.length < 64) this.head += piece.toString('latin1', 0, 64);
    this.emit(piece);
  }

  private async holdPiece(piece: Buffer, held: Buffer[]): Promise<void> {
    held.push(Buffer.from(piece));
    this.heldBytes += piece.length;
    if (this.heldBytes <= liftAbove) return;
    this.held = undefined;
    if (beginsDrawing(held)) {
      // Not base64 but the drawing itself, which is not large.
      for (const each of held) this.keepPiece(each);
      return;
    }
    if (this.blobs.size >= this.options.maxImages)
      throw liftError('too-large', this.options.t('The answer has too many images.'));
    const sink = await this.options.createBlob(this.declaredType);
    this.lifting = new Base64Sink(sink, this.options.maxImageBytes);
    const placeholder = `${this.options.marker}${this.blobs.size}`;
    this.blobs.set(placeholder, this.lifting);
    this.emit(Buffer.from(placeholder, 'latin1'));
    this.state = 'lifting';
    await this.liftPiece(withoutUrlHead(Buffer.concat(held)));
  }

  private async liftPiece(piece: Buffer): Promise<void> {
    const plain = unescapeBase64(piece);
    if (plain === undefined) throw liftError('malformed', this.options.t('The answer is not valid JSON.'));
    if (this.lifting === undefined) return;
    await this.lifting.feed(plain);
    this.checkTotal(this.lifting);
  }

  private checkTotal({ bytes }: Base64Sink): void {
    if (this.earlierBytes + bytes > this.options.maxTotalBytes)
      throw liftError('too-large', this.options.t('The images of the answer are too large together.'));
  }

  private emit(piece: Buffer): void {
    this.out.append(piece);
    if (this.out.length > this.options.maxJsonBytes) throw this.tooLarge();
  }

  private tooLarge(): LiftError {
    return liftError('too-large', this.options.t('The answer is too large.'));
  }
}
