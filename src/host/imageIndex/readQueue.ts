import type { FilesRead, FolderFiles, OpenText, ReaderTask } from './readerMessages';
import type { ReaderPool } from './readerPool';
import { childPath, type Folder } from './tree';

/** A file that was to be read, and its workspace folder. */
export interface ReadPlace {
  path: string;
  root: string;
}

/** Files of one task: enough to be worth a message, few enough for all readers to end at the same time. */
const batchFiles = { scan: 192, files: 64 };

type FileTask = Exclude<ReaderTask, { kind: 'config' | 'hashes' }>;

interface Batch {
  folders: FolderFiles[];
  count: number;
}

/** Gathers files into batches, and hands on what was read of them. */
export class ReadQueue {
  private readonly batches = { scan: emptyBatch(), files: emptyBatch() };
  private pending: Promise<void>[] = [];
  private held: FileTask[] | undefined = [];

  constructor(
    private readonly pool: Pick<ReaderPool, 'run'>,
    private readonly take: (result: FilesRead, places: readonly ReadPlace[], isOpen: boolean) => void,
  ) {}

  /**
   * @param whole documents are read to the letter (see `FolderFiles`), which is for few of them
   * @param stamps of files that need not be read again (see `FolderFiles`)
   */
  add(
    { path, file, root }: Folder,
    names: readonly string[],
    whole: boolean,
    stamps?: readonly string[],
  ): void {
    const folder = { path, file, root: root.path };
    if (whole) this.gather('files', { ...folder, names, whole });
    else this.gather('scan', { ...folder, names, ...(stamps && { stamps }) });
  }

  addOpen(texts: readonly OpenText[]): void {
    this.run({ kind: 'texts', texts });
  }

  /** Nothing is read before this: only names were asked for until now. */
  begin(): void {
    const { held = [] } = this;
    this.held = undefined;
    for (const task of held) this.run(task);
  }

  get begun(): boolean {
    return this.held === undefined;
  }

  /** Everything was read. */
  async settled(): Promise<void> {
    for (;;) {
      this.flush('scan');
      this.flush('files');
      const { pending } = this;
      if (pending.length === 0) return;
      this.pending = [];
      // Scans may find documents to read.
      await Promise.all(pending);
    }
  }

  private gather(kind: 'scan' | 'files', folder: FolderFiles): void {
    for (let from = 0; from < folder.names.length;) {
      const batch = this.batches[kind];
      const to = from + batchFiles[kind] - batch.count;
      const names = folder.names.slice(from, to);
      const stamps = folder.stamps?.slice(from, to);
      batch.folders.push({ ...folder, names, ...(stamps && { stamps }) });
      batch.count += names.length;
      from += names.length;
      if (batch.count >= batchFiles[kind]) this.flush(kind);
    }
  }

  private flush(kind: 'scan' | 'files'): void {
    const { folders } = this.batches[kind];
    this.batches[kind] = emptyBatch();
    this.run({ kind, folders });
  }

  private run(task: FileTask): void {
    if (this.held) {
      this.held.push(task);
      return;
    }
    if ((task.kind === 'texts' ? task.texts : task.folders).length === 0) return;
    const done = this.pool.run(task).then(
      result => {
        if (!('documents' in result)) return;
        const places = task.kind === 'texts' ? task.texts : placesOf(task.folders);
        for (const folder of result.named) this.gather('files', folder);
        // Those count when they were read closely.
        const later = new Set(placesOf(result.named).map(({ path }) => path));
        const now = later.size === 0 ? places : places.filter(({ path }) => !later.has(path));
        this.take(result, now, task.kind === 'texts');
      },
      // The index is being ended.
      () => undefined,
    );
    this.pending.push(done);
  }
}

function emptyBatch(): Batch {
  return { folders: [], count: 0 };
}

function placesOf(folders: readonly FolderFiles[]): ReadPlace[] {
  return folders.flatMap(({ path, root, names }) =>
    names.map(name => ({ path: childPath(path, name), root })),
  );
}
