import * as fs from 'node:fs/promises';
import { isImagingError, type Imaging } from '../../core/imaging/imagingPort';
import { sniffBytes, sniffFormat } from '../../core/imaging/sniff';
import type { Translate } from '../../core/translate';
import { asIoError, withFile } from '../imaging/fileSource';
import { imagingProblem, imagingSentence, missingSentence } from '../text/imagingText';
import type { FileStamp, ThumbnailCache } from './thumbnailCache';

export interface ThumbnailsPorts {
  cache: ThumbnailCache;
  /** For many files, and for one that somebody looks at. */
  bulk: Pick<Imaging, 'thumbnail' | 'warmUp'>;
  now: Pick<Imaging, 'thumbnail'>;
  t: Translate;
}

export interface Wish {
  id: number;
  /** Absolute path of the file. */
  path: string;
}

export type Thumbnail = { id: number } & ({ file: string } | { problem: string });

/** One for each thread, and one that is ready when a thread is. */
const atOnce = 3;
/** Files that are looked up together before any is made: what is in the cache is shown at once. */
const lookUp = 24;
/** Drawn by the page each time it is shown. */
const maxSvgBytes = 2_000_000;

/**
 * Thumbnails in the order in which they are wished for. The newest wishes count: what has been scrolled past and was not
 * begun is not made.
 */
export class Thumbnails {
  private queue: { wish: Wish; edge: number }[] = [];
  private readonly active = new Map<number, number>();
  /** Why there is none, by the name that it would have. */
  private readonly failed = new Map<string, string>();
  private generation = 0;
  private looking = false;
  private readonly stopped = new AbortController();

  constructor(
    private readonly ports: ThumbnailsPorts,
    private readonly tell: (thumbnail: Thumbnail) => void,
  ) {}

  /** The page is on its way: while it loads, the codecs can, too. Not where thumbnails are there already. */
  async warmUp(): Promise<void> {
    if (!(await this.ports.cache.isEmpty())) return;
    await this.ports.bulk.warmUp(this.stopped.signal).catch(() => undefined);
  }

  /** Replaces what was wished for before. */
  async want(wishes: readonly Wish[], edge: number): Promise<void> {
    const generation = ++this.generation;
    this.queue = [];
    this.looking = true;
    const later: { wish: Wish; edge: number }[] = [];
    for (let from = 0; from < wishes.length; from += lookUp) {
      const part = wishes.slice(from, from + lookUp);
      const missing = await Promise.all(
        part.map(async wish => ((await this.known(wish, edge)) ? [] : [wish])),
      );
      if (generation !== this.generation || this.stopped.signal.aborted) return;
      later.push(...missing.flat().map(wish => ({ wish, edge })));
      this.queue = later;
      this.next();
    }
    this.looking = false;
  }

  /** All that was wished for last is there, or cannot be. */
  get idle(): boolean {
    return !this.looking && this.queue.length === 0 && this.active.size === 0;
  }

  /** Nobody looks any more. */
  pause(): void {
    this.generation++;
    this.queue = [];
    this.looking = false;
  }

  /** A larger one that somebody waits for. */
  async one(path: string, edge: number): Promise<{ file: string } | { problem: string }> {
    return this.make(path, edge, this.ports.now);
  }

  dispose(): void {
    this.pause();
    this.stopped.abort();
  }

  private async known(wish: Wish, edge: number): Promise<boolean> {
    if (this.active.get(wish.id) === edge) return true;
    const stamp = await stampOf(wish.path);
    if (typeof stamp === 'string' || this.stopped.signal.aborted) return false;
    const name = this.nameOf(stamp, edge);
    const problem = this.failed.get(name);
    const file = problem === undefined ? await this.ports.cache.find(name) : undefined;
    if (problem !== undefined) this.tell({ id: wish.id, problem });
    else if (file !== undefined) this.tell({ id: wish.id, file });
    return problem !== undefined || file !== undefined;
  }

  private next(): void {
    while (this.active.size < atOnce && !this.stopped.signal.aborted) {
      const entry = this.queue.shift();
      if (!entry) return;
      const { wish, edge } = entry;
      if (this.active.has(wish.id)) continue;
      this.active.set(wish.id, edge);
      void this.make(wish.path, edge, this.ports.bulk).then(made => {
        this.active.delete(wish.id);
        if (this.stopped.signal.aborted) return;
        this.tell({ id: wish.id, ...made });
        this.next();
      });
    }
  }

  /** Never rejects. */
  private async make(
    path: string,
    edge: number,
    imaging: Pick<Imaging, 'thumbnail'>,
  ): Promise<{ file: string } | { problem: string }> {
    const { cache, t } = this.ports;
    const stamp = await stampOf(path);
    if (typeof stamp === 'string')
      return { problem: stamp === 'missing' ? missingSentence(t) : imagingSentence(t, 'io') };
    const name = this.nameOf(stamp, edge);
    try {
      const there = await cache.find(name);
      if (there !== undefined) return { file: there };
      if (name.endsWith('.svg')) return { file: await this.copySvg(stamp, name) };
      const { signal } = this.stopped;
      return { file: await cache.add(name, temporary => imaging.thumbnail(path, temporary, edge, signal)) };
    } catch (error) {
      const problem = this.problemOf(error);
      // Of the file itself, as long as it is this one; a full disk or a stop says nothing of it.
      const told = asIoError(error);
      if (isImagingError(told) && !['cancelled', 'disk-full', 'io'].includes(told.reason))
        this.failed.set(name, problem);
      return { problem };
    }
  }

  /** Drawings are shown by the page, as an image: no script of theirs runs and nothing is loaded. */
  private async copySvg({ path, size }: FileStamp, name: string): Promise<string> {
    const { cache, t } = this.ports;
    const head = await withFile(path, source => source.read(0, sniffBytes));
    const format = sniffFormat(head);
    if (size === 0) throw new Problem(imagingSentence(t, 'empty'));
    if (format !== undefined && format !== 'svg')
      throw new Problem(t('This is a {0} file with the name of an SVG.', format.toUpperCase()));
    if (format === undefined) throw new Problem(imagingSentence(t, 'not-an-image'));
    if (size > maxSvgBytes) throw new Problem(t('This drawing is too large to be shown here.'));
    return cache.add(name, temporary => fs.copyFile(path, temporary));
  }

  private nameOf(stamp: FileStamp, edge: number): string {
    return this.ports.cache.name(stamp, edge, /\.svg$/i.test(stamp.path) ? 'svg' : 'webp');
  }

  private problemOf(error: unknown): string {
    if (error instanceof Problem) return error.message;
    const told = asIoError(error);
    return isImagingError(told) ? imagingProblem(this.ports.t, told) : imagingSentence(this.ports.t, 'io');
  }
}

class Problem extends Error {}

async function stampOf(path: string): Promise<FileStamp | 'missing' | 'unreadable'> {
  try {
    const stat = await fs.stat(path);
    return stat.isFile() ? { path, size: stat.size, mtimeMs: stat.mtimeMs } : 'unreadable';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'unreadable';
  }
}
