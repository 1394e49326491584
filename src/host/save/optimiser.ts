import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import { isImagingError, type Imaging, type ImagingErrorReason } from '../../core/imaging/imagingPort';
import { plainOutput } from '../../core/model/output';
import { lostMarks } from '../../core/model/provenanceMarks';
import { isWorthIt, planOptimise, type OptimiseMode, type Skipped } from '../../core/save/optimise';
import type { SaveFailure, SaveResult } from '../../core/save/saveResult';
import { remove } from './atomicWrite';
import type { Disk } from './disk';
import type { FileSaver } from './fileSaver';
import { newGroup } from './journalEntry';
import type { Look, OptimiserMemory, Verdict } from './optimiserMemory';
import type { Smaller } from './saveTypes';
import { sha256Of } from '../sha256';

export interface Optimised {
  smaller: readonly Smaller[];
  skipped: readonly { file: string; why: Skipped }[];
  /** What could not be read. */
  failed: readonly { file: string; message: string; reason?: ImagingErrorReason }[];
  /** Files that were not looked at any more. */
  left: number;
  /** Of those that were looked at: known from before, and unchanged since. */
  known: number;
}

export interface LookOptions {
  mode: OptimiseMode;
  /** Look at what would lose its Content Credentials, too: its old bytes stay beside. */
  keepOriginals: boolean;
}

export interface OptimiserDeps {
  imaging: Pick<Imaging, 'inspect' | 'convert' | 'optimisePng'>;
  files: Pick<FileSaver, 'write' | 'release'>;
  memory: OptimiserMemory;
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

  /**
   * Never rejects for a file. What was made until `signal` aborts is given back; `discard` it when it is not used.
   * `onProgress` hears of the beginning of a file too, and names the one that takes longest.
   */
  async look(
    files: readonly string[],
    options: LookOptions,
    signal: AbortSignal,
    onProgress: (done: number, file: string) => void,
  ): Promise<Optimised> {
    const { memory } = this.deps;
    let known = 0;
    const smaller: Smaller[] = [];
    const skipped: { file: string; why: Skipped }[] = [];
    const failed: { file: string; message: string; reason?: ImagingErrorReason }[] = [];
    const waiting = [...files];
    let done = 0;
    const inHand = new Set<string>();
    const tell = (file: string) => {
      const [longest = file] = inHand;
      onProgress(done, longest);
    };
    const lane = async (): Promise<void> => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
        if (signal.aborted) {
          waiting.unshift(file);
          return;
        }
        inHand.add(file);
        tell(file);
        try {
          const look = { file, ...options, quality: this.deps.quality(file) };
          const before = await memory.recall(look);
          if (before) known++;
          const verdict = before ?? (await this.judge(look, signal));
          if ('why' in verdict) skipped.push({ file, why: verdict.why });
          else smaller.push(verdict.smaller);
        } catch (error) {
          if (signal.aborted) {
            waiting.unshift(file);
            return;
          }
          failed.push(
            isImagingError(error)
              ? { file, message: error.message, reason: error.reason }
              : { file, message: String(error) },
          );
        }
        done++;
        inHand.delete(file);
        tell(file);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    await memory.keep();
    const order = new Map(files.map((file, index) => [file, index]));
    smaller.sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0));
    return { smaller, skipped, failed, left: waiting.length, known };
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
        await this.deps.memory.forget(each.file);
        await this.deps.files.release(each.prepared);
      }
      onProgress(written.length + failures.length, each.file);
    }
    await this.deps.memory.keep();
    return { written, failures, ...(saveId !== undefined && { saveId }) };
  }

  /** `keep`: what was made waits for the next look, a day at most. */
  async discard(smaller: readonly Smaller[], { keep = false } = {}): Promise<void> {
    if (keep) return;
    await Promise.all(
      smaller.map(async ({ file, prepared }) => {
        await this.deps.memory.forget(file);
        await this.deps.files.release(prepared);
      }),
    );
    await this.deps.memory.keep();
  }

  private async judge(look: Look, signal: AbortSignal): Promise<Verdict> {
    const { memory } = this.deps;
    const stamp = await memory.stamp(look);
    const verdict = await this.lookAt(look, signal);
    await memory.note(look.file, stamp, verdict);
    return verdict;
  }

  private async lookAt({ file, mode, quality, keepOriginals }: Look, signal: AbortSignal): Promise<Verdict> {
    const { imaging, staging, disk } = this.deps;
    const facts = await imaging.inspect(file, signal);
    const plan = planOptimise(facts, mode, quality, keepOriginals);
    if (plan.kind === 'skip') return { why: plan.why };
    const sha256 = await sha256Of(file);
    await disk.mkdir(staging, { recursive: true });
    const made = path.join(staging, `convert-${randomUUID()}${path.extname(file)}`);
    const make = async () =>
      plan.kind === 'png'
        ? { facts: await imaging.optimisePng(file, made, signal) }
        : await imaging.convert(file, made, plan.options, signal);
    const { facts: after, ...took } = await make().catch(async (error: unknown) => {
      // Stopped in its last moment it may be there.
      await remove(made, disk);
      throw error;
    });
    if (!isWorthIt(plan, facts.bytes, after.bytes)) {
      await remove(made, disk);
      return { why: 'no-gain' };
    }
    const prepared = { file: made, facts: after, took, converted: true, sha256: await sha256Of(made) };
    const drops = lostMarks(facts.provenance, after.provenance);
    return { smaller: { file, before: facts.bytes, after: after.bytes, sha256, facts, prepared, drops } };
  }

  private put({ file, sha256, facts, prepared, drops }: Smaller, group: string): Promise<SaveResult> {
    return this.deps.files.write({
      source: { file, facts },
      ...(drops.length > 0 && { output: { ...plainOutput, keepOriginal: true } }),
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
