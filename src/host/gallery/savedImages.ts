import type { Run } from '../../core/model/run';
import type { RunService, Unsubscribe } from '../../core/run/runService';

const page = 200;

/** Which files of the workspace were made here: what the store has on record of saves that were not undone. */
export class SavedImages {
  private readonly runs = new Map<string, readonly string[]>();
  private reading: Promise<void> | undefined;
  private readonly stop: Unsubscribe;

  constructor(
    private readonly service: Pick<RunService, 'list' | 'onDidChange'>,
    changed: () => void,
  ) {
    this.stop = service.onDidChange((id, run) => {
      const before = this.runs.get(id)?.join() ?? '';
      if (run) this.take(run);
      else this.runs.delete(id);
      if ((this.runs.get(id)?.join() ?? '') !== before) changed();
    });
  }

  /** URIs as text. Reads the store on the first call. */
  async uris(): Promise<ReadonlySet<string>> {
    await (this.reading ??= this.read());
    return new Set([...this.runs.values()].flat());
  }

  dispose(): void {
    this.stop();
  }

  private async read(): Promise<void> {
    for (let before: string | undefined, more = true; more;) {
      const found = await this.service.list({ limit: page, ...(before !== undefined && { before }) });
      for (const run of found.runs) if (!this.runs.has(run.id)) this.take(run);
      before = found.runs.at(-1)?.id;
      more = found.more && before !== undefined;
    }
  }

  private take({ id, saved }: Run): void {
    const uris = saved.filter(({ undone }) => undone !== true).map(({ uri }) => uri);
    if (uris.length > 0 || this.runs.has(id)) this.runs.set(id, uris);
  }
}
