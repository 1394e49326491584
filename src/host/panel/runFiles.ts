import * as fs from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Run } from '../../core/model/run';
import type { RunService } from '../../core/run/runService';

/**
 * What views of runs need from the disk, ready to be read without waiting: thumbnails, and whether an original is
 * still there. What is not known yet is looked up, and `onFound` says which run can be shown better.
 */
export class RunFiles {
  /** `null`: none can be made. */
  private readonly thumbnails = new Map<string, string | null | Promise<void>>();
  private readonly originals = new Map<string, boolean | Promise<void>>();

  constructor(
    private readonly runs: Pick<RunService, 'thumbnail'>,
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

  /** Whether the file of a `file:` URI is there, as far as known. */
  exists(runId: string, uri: string): boolean {
    const known = this.originals.get(uri);
    if (typeof known === 'boolean') return known;
    if (known === undefined) {
      const found = (there: boolean): void => {
        this.originals.set(uri, there);
        if (there) this.onFound(runId);
      };
      this.originals.set(
        uri,
        isFile(uri).then(found, () => found(false)),
      );
    }
    return false;
  }

  /** Looks up what these runs need, and waits at most `ms` for it: a first view without gaps is worth that. */
  async prepare(runs: readonly Run[], ms: number): Promise<void> {
    const waiting: Promise<void>[] = [];
    for (const run of runs) {
      for (const file of filesOf(run)) {
        this.thumbnail(run.id, file);
        const known = this.thumbnails.get(`${run.id}/${file}`);
        if (known instanceof Promise) waiting.push(known);
      }
      const original = run.references[0]?.sourceUri;
      if (original === undefined) continue;
      this.exists(run.id, original);
      const known = this.originals.get(original);
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
    for (const key of this.thumbnails.keys()) if (key.startsWith(`${runId}/`)) this.thumbnails.delete(key);
  }
}

function filesOf(run: Run): string[] {
  const images = run.requests.flatMap(({ outcome }) =>
    outcome?.kind === 'images' ? outcome.images.filter(image => !image.deleted) : [],
  );
  return [...run.references, ...images].map(({ file }) => file);
}

async function isFile(uri: string): Promise<boolean> {
  return (await fs.stat(fileURLToPath(uri))).isFile();
}
