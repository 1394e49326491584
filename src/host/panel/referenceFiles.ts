import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { isImagingError, type Imaging } from '../../core/imaging/imagingPort';
import { sniffBytes, sniffFormat } from '../../core/imaging/sniff';
import { extensionOf } from '../../core/model/imageFormat';
import type { ImageFacts } from '../../core/model/run';
import type { RunService } from '../../core/run/runService';
import type { Translate } from '../../core/translate';
import { asIoError } from '../imaging/fileSource';
import { toStorageError } from '../store/storageErrors';
import { imagingProblem, imagingSentence, missingSentence, svgSentence } from '../text/imagingText';
import { composerFileName } from './composerFile';
import type { ReferenceSource } from './composerState';

export interface CheckedReference {
  facts?: ImageFacts;
  /** Absolute path. */
  thumbnail?: string;
  /** What is wrong, one sentence. */
  problem?: string;
}

export interface ReferenceFilesPorts {
  /** The composer's own folder: pasted images and thumbnails. */
  folder: string;
  runs: Pick<RunService, 'get' | 'pathOf'>;
  imaging: Pick<Imaging, 'inspect' | 'thumbnail'>;
  t: Translate;
  now?: () => number;
}

/** Longer edge in pixels; a reference is shown at 64 to 96 on screens of up to twice the density. */
const thumbnailEdge = 192;
const keepUnusedMs = 30 * 24 * 3600 * 1000;

/** The files behind the composer's reference images: what they are, what is wrong with them, what they look like. */
export class ReferenceFiles {
  private readonly checked = new Map<string, Promise<CheckedReference>>();

  constructor(private readonly ports: ReferenceFilesPorts) {}

  /** Absolute path of the bytes, or `undefined` when the run that held them is gone. */
  async pathOf(source: ReferenceSource): Promise<string | undefined> {
    switch (source.kind) {
      case 'file':
        return source.path;
      case 'pasted':
        return path.join(this.ports.folder, source.file);
      case 'run-file':
        return this.ports.runs.pathOf(source.runId, source.file);
      case 'candidate': {
        const run = await this.ports.runs.get(source.candidate.runId);
        const request = run?.requests.find(each => each.id === source.candidate.requestId);
        const image =
          request?.outcome?.kind === 'images' ? request.outcome.images[source.candidate.index] : undefined;
        return image && !image.deleted
          ? this.ports.runs.pathOf(source.candidate.runId, image.file)
          : undefined;
      }
    }
  }

  /** Looks at the file as it is now. What was found is kept until its size or time changes. Never rejects. */
  async check(source: ReferenceSource): Promise<CheckedReference> {
    const { t } = this.ports;
    try {
      const file = await this.pathOf(source);
      if (file === undefined) return { problem: missingSentence(t) };
      const stat = await fs.stat(file);
      if (!stat.isFile()) return { problem: t('This is a folder and not an image.') };
      const key = `${file}|${stat.size}|${stat.mtimeMs}`;
      const known = this.checked.get(key) ?? this.look(file, key);
      this.checked.set(key, known);
      return await known;
    } catch (error) {
      return { problem: this.problemOf(error) };
    }
  }

  /** Keeps pasted or dropped bytes. Resolves to their source, or to a sentence when they are no image. */
  async keep(bytes: Uint8Array): Promise<{ source: ReferenceSource } | { problem: string }> {
    const { t } = this.ports;
    if (bytes.byteLength === 0) return { problem: imagingSentence(t, 'empty') };
    const format = sniffFormat(bytes.subarray(0, sniffBytes));
    if (format === undefined) return { problem: imagingSentence(t, 'not-an-image') };
    if (format === 'svg') return { problem: svgSentence(t) };
    const file = `${randomUUID()}.${extensionOf(format)}`;
    await fs.mkdir(this.ports.folder, { recursive: true });
    await this.whole(path.join(this.ports.folder, file), temporary => fs.writeFile(temporary, bytes));
    return { source: { kind: 'pasted', file } };
  }

  /**
   * Removes what was not used for a month, pasted images that left the composer too: another window may still show what
   * is younger.
   */
  async sweep(used: readonly ReferenceSource[]): Promise<void> {
    const pasted = used.flatMap(source => (source.kind === 'pasted' ? [source.file] : []));
    const keep = new Set([...pasted, composerFileName]);
    const now = (this.ports.now ?? Date.now)();
    for (const folder of [this.ports.folder, this.thumbnails()]) {
      for (const name of await fs.readdir(folder).catch(() => [])) {
        const file = path.join(folder, name);
        const stat = await fs.stat(file).catch(() => undefined);
        const unused = now - (stat?.mtimeMs ?? now);
        if (!stat?.isFile() || unused < keepUnusedMs / 2) continue;
        // Another window knows only by its time that it is in use here.
        if (keep.has(name)) await fs.utimes(file, now / 1000, now / 1000);
        else if (unused >= keepUnusedMs) await fs.rm(file, { force: true });
      }
    }
  }

  private async look(file: string, key: string): Promise<CheckedReference> {
    const { t, imaging } = this.ports;
    let facts: ImageFacts;
    try {
      facts = await imaging.inspect(file);
    } catch (error) {
      // Cancelled or unreadable for a moment: the next look may see more.
      this.checked.delete(key);
      return { problem: this.problemOf(error) };
    }
    if (facts.format === 'svg') return { facts, problem: svgSentence(t) };
    try {
      return { facts, thumbnail: await this.thumbnail(file, key) };
    } catch (error) {
      // A kind that services read and this machine does not: it works, and has no picture here.
      if (isImagingError(error) && error.reason === 'unsupported' && readByServices.has(facts.format))
        return { facts };
      // Our disk's fault, not the image's: there is no picture of it until there is room again.
      if (isFullDisk(error)) {
        this.checked.delete(key);
        return { facts };
      }
      return { facts, problem: this.problemOf(error) };
    }
  }

  private async thumbnail(file: string, key: string): Promise<string> {
    const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
    const target = path.join(this.thumbnails(), `${name}.webp`);
    const there = await fs.stat(target).catch(() => undefined);
    if (there?.isFile()) return target;
    await fs.mkdir(this.thumbnails(), { recursive: true });
    await this.whole(target, temporary => this.ports.imaging.thumbnail(file, temporary, thumbnailEdge));
    return target;
  }

  /** Nothing is visible under its name before it is complete. */
  private async whole(target: string, write: (temporary: string) => Promise<void>): Promise<void> {
    const temporary = `${target}.${randomUUID()}.part`;
    try {
      await write(temporary);
      await fs.rename(temporary, target);
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
  }

  private thumbnails(): string {
    return path.join(this.ports.folder, 'thumbnails');
  }

  private problemOf(error: unknown): string {
    const { t } = this.ports;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return missingSentence(t);
    const told = asIoError(error);
    return isImagingError(told) ? imagingProblem(t, told) : imagingSentence(t, 'io');
  }
}

/** HEIC, and JPEG in the colours of a press. No service takes the others, and they cannot be converted here. */
const readByServices: ReadonlySet<ImageFacts['format']> = new Set(['heic', 'jpeg']);

/** Told by the codecs' worker, or by the disk itself where a folder is made. */
function isFullDisk(error: unknown): boolean {
  return isImagingError(error) ? error.reason === 'disk-full' : toStorageError(error).reason === 'full';
}
