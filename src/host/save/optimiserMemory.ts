import * as path from 'node:path';
import * as z from 'zod/mini';
import type { OptimiseMode, Skipped } from '../../core/save/optimise';
import { sha256Of } from '../sha256';
import { remove } from './atomicWrite';
import type { Disk } from './disk';
import type { Smaller } from './saveTypes';

/** What came of a look at a file. */
export type Verdict = { smaller: Smaller } | { why: Skipped };

/** What makes a file the same as it was, and the look the same look. */
export interface Look {
  /** Absolute. */
  file: string;
  mode: OptimiseMode;
  quality: number;
  keepOriginals: boolean;
}

/** Plain data of our own: `Smaller` is taken as it was written. */
const schema = z.object({
  version: z.literal(2),
  files: z.array(z.tuple([z.string(), z.string(), z.custom<Verdict>(isVerdict)])),
});

/** Of files that were looked at longest ago the verdicts go first. */
const maxFiles = 20_000;

/** Files that were judged and have not changed, so that what was stopped goes on where it was. Lives in the store. */
export class OptimiserMemory {
  /** By path: what it was, and the verdict. The newest last. */
  private files: Map<string, { stamp: string; verdict: Verdict }> | undefined;
  private readonly place: string;

  constructor(
    /** Of the store, absolute. */
    folder: string,
    private readonly disk: Disk,
  ) {
    this.place = path.join(folder, 'optimised.json');
  }

  /** `undefined`: never judged, or changed since. */
  async recall(look: Look): Promise<Verdict | undefined> {
    const known = (await this.all()).get(look.file);
    if (!known || known.stamp !== (await this.stamp(look))) return undefined;
    const { verdict } = known;
    if ('why' in verdict) return verdict;
    // What was made waits for a day only.
    const { prepared } = verdict.smaller;
    const made = await sha256Of(prepared.file).catch(() => undefined);
    return made !== undefined && made === prepared.sha256 ? verdict : undefined;
  }

  /** `stamp` from before the look: what changes meanwhile is looked at again. */
  async note(file: string, stamp: string | undefined, verdict: Verdict): Promise<void> {
    await this.forget(file);
    const files = await this.all();
    if (stamp === undefined) return;
    files.set(file, { stamp, verdict });
    const [oldest] = files.keys();
    if (files.size > maxFiles && oldest !== undefined) files.delete(oldest);
  }

  /** What was made of it goes, too. */
  async forget(file: string): Promise<void> {
    const files = await this.all();
    const verdict = files.get(file)?.verdict;
    files.delete(file);
    if (verdict && 'smaller' in verdict) await remove(verdict.smaller.prepared.file, this.disk);
  }

  /** `undefined` when the file is not there. */
  async stamp({ file, mode, quality, keepOriginals }: Look): Promise<string | undefined> {
    const stat = await this.disk.stat(file).catch(() => undefined);
    return stat && [mode, quality, keepOriginals, stat.size, stat.mtimeMs, stat.ctimeMs].join(' ');
  }

  /** Puts it on disk. It saves work and nothing else, so failing is no failure. */
  async keep(): Promise<void> {
    if (!this.files) return;
    const files = [...this.files].map(([file, { stamp, verdict }]) => [file, stamp, verdict]);
    const temporary = `${this.place}.tmp`;
    try {
      await this.disk.mkdir(path.dirname(this.place), { recursive: true });
      await this.disk.writeFile(temporary, JSON.stringify({ version: 2, files }));
      await this.disk.rename(temporary, this.place);
    } catch {
      await this.disk.rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  private async all(): Promise<Map<string, { stamp: string; verdict: Verdict }>> {
    return (this.files ??= await this.read());
  }

  private async read(): Promise<Map<string, { stamp: string; verdict: Verdict }>> {
    try {
      const { files } = z.parse(schema, JSON.parse(await this.disk.readFile(this.place, 'utf8')));
      return new Map(files.map(([file, stamp, verdict]) => [file, { stamp, verdict }]));
    } catch {
      return new Map();
    }
  }
}

function isVerdict(value: unknown): value is Verdict {
  return typeof value === 'object' && value !== null && ('why' in value || 'smaller' in value);
}
