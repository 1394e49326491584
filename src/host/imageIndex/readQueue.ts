import type { FilesRead, FolderFiles, OpenText, ReaderTask } from './readerMessages';
import type { ReaderPool } from './readerPool';
import { childPath, type Folder } from './tree';

/** A file that was to be read, and its workspace folder. */
export interface ReadPlace {
  path: string;
  root: string;
}

/** Files of one task: enough to be worth a message, few enough for all readers to end at the same time. */
const batchFiles = 192;

/** Gathers files into batches, and hands on what was read of them. */
export class ReadQueue {
  private folders: FolderFiles[] = [];
  private count = 0;
  private pending: Promise<void>[] = [];

  constructor(
    private readonly pool: Pick<ReaderPool, 'run'>,
    private readonly take: (result: FilesRead, places: readonly ReadPlace[], isOpen: boolean) => void,
  ) {}

  /** @param whole documents are read to the letter (see `FolderFiles`) */
  add({ path, file, root }: Folder, names: readonly string[], whole: boolean): void {
    for (let from = 0; from < names.length;) {
      const part = names.slice(from, from + batchFiles - this.count);
      this.folders.push({ path, file, root: root.path, names: part, ...(whole && { whole }) });
      this.count += part.length;
      from += part.length;
      if (this.count >= batchFiles) this.flush();
    }
  }

  addOpen(texts: readonly OpenText[]): void {
    this.run({ kind: 'texts', texts }, texts);
  }

  /** Everything was read. */
  async settled(): Promise<void> {
    this.flush();
    for (let from = 0; from < this.pending.length; from++) await this.pending[from];
    this.pending = [];
  }

  private flush(): void {
    const { folders } = this;
    this.folders = [];
    this.count = 0;
    const places = folders.flatMap(({ path, root, names }) =>
      names.map(name => ({ path: childPath(path, name), root })),
    );
    this.run({ kind: 'files', folders }, places);
  }

  private run(task: ReaderTask, places: readonly ReadPlace[]): void {
    if (places.length === 0) return;
    const done = this.pool.run(task).then(
      result => {
        if ('documents' in result) this.take(result, places, task.kind === 'texts');
      },
      // The index is being ended.
      () => undefined,
    );
    this.pending.push(done);
  }
}
