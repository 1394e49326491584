import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { StageKind } from '../../../protocol/views';
import { readText } from '../../readText';
import { writeAtomic } from '../../store/atomicFile';

/** Bytes; beyond it is no work by hand. */
const maxDraftBytes = 5_000_000;

/** Work in views that is not saved yet: one file of the store for each subject. Never rejects. */
export class Drafts {
  private turn: Promise<unknown> = Promise.resolve();
  /** What is to be written next, by file; `undefined`: nothing is to be there. */
  private readonly waiting = new Map<string, string | undefined>();

  /** @param folder absolute; made when there is something to keep */
  constructor(
    private readonly folder: string,
    private readonly warn: (message: string) => void,
  ) {}

  /** What was kept last, as JSON gives it back; `undefined`: nothing. */
  async read(kind: StageKind, subject: object): Promise<unknown> {
    await this.turn;
    const found = await readText(this.fileOf(kind, subject), maxDraftBytes);
    if ('problem' in found) return undefined;
    try {
      return JSON.parse(found.text) as unknown;
    } catch {
      return undefined;
    }
  }

  /** Soon: what is kept in between is passed over. `undefined`: there is nothing to come back to. */
  keep(kind: StageKind, subject: object, draft: object | undefined): void {
    const file = this.fileOf(kind, subject);
    const queued = this.waiting.has(file);
    this.waiting.set(file, draft && JSON.stringify(draft));
    if (!queued) this.turn = this.turn.then(() => this.write(file));
  }

  private async write(file: string): Promise<void> {
    const text = this.waiting.get(file);
    this.waiting.delete(file);
    try {
      if (text === undefined) await rm(file, { force: true });
      else {
        await mkdir(this.folder, { recursive: true });
        await writeAtomic(file, text);
      }
    } catch (error) {
      this.warn(`A draft could not be kept: ${String(error)}`);
    }
  }

  private fileOf(kind: StageKind, subject: object): string {
    const name = JSON.stringify([kind, Object.entries(subject).sort()]);
    return path.join(this.folder, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`);
  }
}
