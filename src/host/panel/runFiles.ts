import * as fs from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Run } from '../../core/model/run';
import type { RunService } from '../../core/run/runService';
import { findOriginal } from '../../core/save/original';

/**
 * What views of runs need from the disk, ready to be read without waiting: thumbnails, and whether an original is
 * still there. What is not known yet is looked up, and `onFound` says which run can be shown better.
 */
export class RunFiles {
  /** `null`: it could not be made. Tried again when a page asks for everything, and not with every step of a run. */
  private readonly thumbnails = new Map<string, string | null | Promise<void>>();
  /** `null`: there is none, or it is gone. */
  private readonly originals = new Map<string, string | null | Promise<void>>();

  constructor(
    private readonly runs: Pick<RunService, 'thumbnail' | 'get'>,
    private readonly onFound: (runId: string) => void,
  ) {}

  /** Absolute path, or `undefined` while it is made. */
  thumbnail(runId: string, file: string): string | undefined {
    const key = `${runId}/${file}`;
    const known = this.thumbnails.get(key);
    if (typeof known === 'string') return known;
    if (known === undefined) {
      const found = (path: string | null): void => {
        this.thumbnails.set(key, path);
        if (path !== null) this.onFound(runId);
      };
      this.thumbnails.set(
        key,
        this.runs.thumbnail(runId, file).then(found, () => found(null)),
      );
    }
    return undefined;
  }

  /** URI of the workspace file that Replace would be about, as far as known. */
  original(run: Run): string | undefined {
    const known = this.originals.get(run.id);
    if (typeof known === 'string') return known;
    if (known === undefined) {
      const found = (uri: string | null): void => {
        this.originals.set(run.id, uri);
        if (uri !== null) this.onFound(run.id);
      };
      this.originals.set(
        run.id,
        this.findOriginal(run).then(found, () => found(null)),
      );
    }
    return undefined;
  }

  /** Looks up what these runs need, and waits at most `ms` for it: a first view without gaps is worth that. */
  async prepare(runs: readonly Run[], ms: number): Promise<void> {
    const waiting: Promise<void>[] = [];
    for (const run of runs) {
      for (const file of filesOf(run)) {
        const key = `${run.id}/${file}`;
        if (this.thumbnails.get(key) === null) this.thumbnails.delete(key);
        this.thumbnail(run.id, file);
        const known = this.thumbnails.get(key);
        if (known instanceof Promise) waiting.push(known);
      }
      this.original(run);
      const known = this.originals.get(run.id);
      if (known instanceof Promise) waiting.push(known);
    }
    if (waiting.length === 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([Promise.all(waiting), new Promise(resolve => (timer = setTimeout(resolve, ms)))]);
    clearTimeout(timer);
  }

  /** Files of the workspace come and go while nobody looks. */
  forgetOriginals(): void {
    this.originals.clear();
  }

  forgetRun(runId: string): void {
    this.originals.delete(runId);
    for (const key of this.thumbnails.keys()) if (key.startsWith(`${runId}/`)) this.thumbnails.delete(key);
  }

  private async findOriginal(run: Run): Promise<string | null> {
    const original = await findOriginal(run, id => this.runs.get(id));
    if (!original) return null;
    return (await fs.stat(fileURLToPath(original.uri))).isFile() ? original.uri : null;
  }
}

function filesOf(run: Run): string[] {
  const images = run.requests.flatMap(({ outcome }) =>
    outcome?.kind === 'images' ? outcome.images.filter(image => !image.deleted) : [],
  );
  return [...run.references, ...images].map(({ file }) => file);
}
