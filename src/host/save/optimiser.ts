import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { isImagingError, type Imaging } from '../../core/imaging/imagingPort';
import { isWorthIt, planOptimise, type OptimiseMode, type Skipped } from '../../core/save/optimise';
import type { SaveFailure, SaveResult } from '../../core/save/saveResult';
import { remove } from './atomicWrite';
import type { Disk } from './disk';
import type { FileSaver } from './fileSaver';
import { newGroup } from './journalEntry';
import type { Prepared } from './saveTypes';
import { sha256Of } from '../sha256';

/** A file that can be smaller, and the bytes for it. */
export interface Smaller {
  /** Absolute. */
  file: string;
  before: number;
  after: number;
  /** Of the bytes that were looked at, hex. */
  sha256: string;
  prepared: Prepared;
}

export interface Optimised {
  smaller: readonly Smaller[];
  skipped: readonly { file: string; why: Skipped }[];
  /** What could not be read. */
  failed: readonly { file: string; message: string }[];
  /** Files that were not looked at any more. */
  left: number;
}

export interface OptimiserDeps {
  imaging: Pick<Imaging, 'inspect' | 'convert' | 'optimisePng'>;
  files: Pick<FileSaver, 'write' | 'release'>;
  /** Of the store, absolute. */
  staging: string;
  disk: Disk;
  /** Workspace folders. */
  folders(): readonly string[];
  quality(file: string): number;
}

/** The imaging worker has two threads; a third file is read meanwhile. */
const atOnce = 3;

/** Makes files smaller: first beside them, then, what the user wants, in their place. */
export class Optimiser {
  constructor(private readonly deps: OptimiserDeps) {}

  /** Never rejects for a file. What was made until `signal` aborts is given back; `discard` it when it is not used. */
  async look(
    files: readonly string[],
    mode: OptimiseMode,
    signal: AbortSignal,
    onProgress: (done: number, file: string) => void,
  ): Promise<Optimised> {
    const smaller: Smaller[] = [];
    const skipped: { file: string; why: Skipped }[] = [];
    const failed: { file: string; message: string }[] = [];
    const waiting = [...files];
    let done = 0;
    const lane = async (): Promise<void> => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
        if (signal.aborted) {
          waiting.unshift(file);
          return;
        }
        try {
          const made = await this.lookAt(file, mode, signal);
          if ('why' in made) skipped.push({ file, why: made.why });
          else smaller.push(made);
        } catch (error) {
          if (signal.aborted) {
            waiting.unshift(file);
            return;
          }
          failed.push({ file, message: isImagingError(error) ? error.message : String(error) });
        }
        onProgress(++done, file);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    const order = new Map(files.map((file, index) => [file, index]));
    smaller.sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0));
    return { smaller, skipped, failed, left: waiting.length };
  }

  /** Puts the bytes in place of the files, all under one undo. A file that changed meanwhile is left alone. */
  async write(
    chosen: readonly Smaller[],
    onProgress: (done: number, file: string) => void,
  ): Promise<{ written: readonly Smaller[]; failures: readonly SaveFailure[]; saveId?: string }> {
    const group = newGroup();
    const written: Smaller[] = [];
    const failures: SaveFailure[] = [];
    let saveId: string | undefined;
    for (const each of chosen) {
      const result = await this.put(each, group);
      if ('failure' in result) failures.push(result.failure);
      else {
        written.push(each);
        saveId = result.saved.saveId;
      }
      onProgress(written.length + failures.length, each.file);
    }
    return { written, failures, ...(saveId !== undefined && { saveId }) };
  }

  async discard(smaller: readonly Smaller[]): Promise<void> {
    await Promise.all(smaller.map(({ prepared }) => this.deps.files.release(prepared)));
  }

  private async lookAt(
    file: string,
    mode: OptimiseMode,
    signal: AbortSignal,
  ): Promise<Smaller | { why: Skipped }> {
    const { imaging, staging, disk } = this.deps;
    const facts = await imaging.inspect(file, signal);
    const plan = planOptimise(facts, mode, this.deps.quality(file));
    if (plan.kind === 'skip') return { why: plan.why };
    const sha256 = await sha256Of(file);
    await disk.mkdir(staging, { recursive: true });
    const made = path.join(staging, `convert-${randomUUID()}${path.extname(file)}`);
    const after =
      plan.kind === 'png'
        ? await imaging.optimisePng(file, made, signal)
        : (await imaging.convert(file, made, plan.options, signal)).facts;
    if (!isWorthIt(plan, facts.bytes, after.bytes)) {
      await remove(made, disk);
      return { why: 'no-gain' };
    }
    const prepared: Prepared = { file: made, facts: after, converted: true, sha256: await sha256Of(made) };
    return { file, before: facts.bytes, after: after.bytes, sha256, prepared };
  }

  private put({ file, sha256, prepared }: Smaller, group: string): Promise<SaveResult> {
    return this.deps.files.write({
      source: { file, facts: prepared.facts },
      target: file,
      roots: this.deps.folders(),
      overwrite: true,
      replaces: sha256,
      quality: 0,
      ready: prepared,
      group,
    });
  }
}
