import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { Emitter } from '../../core/emitter';
import { readLine } from '../../core/scoreboard/readLine';
import type { ScoreLine } from '../../core/scoreboard/scoreboard';

/** Beyond it the oldest are of models that nobody offers any more. */
const maxBytes = 32 * 1024 * 1024;

/**
 * What the scoreboard is made of: a line of JSON for each thing that happened, of all windows and workspaces. Lines are
 * shorter than what a file system appends at once, and one that is cut all the same is left out. Never leaves the machine.
 */
export class ScoreboardLog {
  private readonly changed = new Emitter<[]>();
  private turn: Promise<unknown> = Promise.resolve();

  /** @param file absolute; its folder is made when there is something to keep */
  constructor(
    private readonly file: string,
    private readonly warn: (message: string) => void,
  ) {}

  readonly onDidChange = this.changed.on;

  /** Never rejects: a game that is not on record must not stop anybody. */
  add(line: ScoreLine): Promise<void> {
    return this.then(async () => {
      await mkdir(path.dirname(this.file), { recursive: true });
      await appendFile(this.file, `${JSON.stringify(line)}\n`);
    });
  }

  async read(): Promise<readonly ScoreLine[]> {
    await this.turn;
    const bytes = await readFile(this.file).catch(() => Buffer.alloc(0));
    const text = bytes.subarray(Math.max(0, bytes.length - maxBytes)).toString('utf8');
    return text.split('\n').flatMap(line => readLine(line) ?? []);
  }

  reset(): Promise<void> {
    return this.then(() => rm(this.file, { force: true }));
  }

  private then(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work).then(
      () => this.changed.fire(),
      (error: unknown) => this.warn(`The scoreboard could not be written: ${String(error)}`),
    );
    this.turn = done;
    return done;
  }
}
