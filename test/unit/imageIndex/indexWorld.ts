import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { IndexedFolder } from '../../../src/host/imageIndex/indexMessages';
import {
  ImageIndexClient,
  type ImageIndexOptions,
  type IndexHost,
} from '../../../src/host/imageIndex/imageIndexClient';
import type { Changes } from '../../../src/host/imageIndex/workspaceWatch';
import { makePng } from '../../server/png';

let bundle: Promise<string> | undefined;

/** The real worker, built once a run. */
export function indexWorkerFile(): Promise<string> {
  return (bundle ??= (async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'inline-assets-index-worker-'));
    const outfile = path.join(folder, 'indexWorker.cjs');
    await build({
      entryPoints: ['src/host/imageIndex/indexWorker.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      supported: { 'dynamic-import': false },
    });
    return outfile;
  })());
}

/** A red rectangle. */
export const png = (width: number, height: number): Buffer => makePng(width, height, 0);

/** Workspace folders in a temporary one, and the index of them; what VS Code would tell is told by hand. */
export class IndexWorld {
  folders: IndexedFolder[] = [];
  unsaved: { path: string; root: string; languageId: string; version: number; text: string }[] = [];
  private changes: Changes | undefined;
  index!: ImageIndexClient;

  private constructor(
    readonly root: string,
    private readonly options: Partial<ImageIndexOptions>,
  ) {}

  /** @param files path → content; folders of the workspace are `folders`, or the root itself */
  static async create(
    files: Readonly<Record<string, string | Uint8Array>>,
    folders: readonly string[] = [''],
    options: Partial<ImageIndexOptions> = {},
  ): Promise<IndexWorld> {
    const root = await realpath(await mkdtemp(path.join(tmpdir(), 'inline-assets-index-')));
    const world = new IndexWorld(root, options);
    await world.write(files);
    world.folders = folders.map(folder => world.folder(folder));
    world.index = await world.open();
    return world;
  }

  /** An index of these folders in another window; what changes is told to the last one. */
  async open(): Promise<ImageIndexClient> {
    const host: IndexHost = {
      folders: () => this.folders,
      unsaved: () => this.unsaved.map(each => ({ ...each, read: () => each.text })),
      watch: changes => {
        this.changes = changes;
        return { dispose: () => (this.changes = undefined) };
      },
    };
    return new ImageIndexClient(host, {
      workerFile: await indexWorkerFile(),
      // What is told by hand is told in time.
      watchersListenMs: 600_000,
      ...this.options,
    });
  }

  /** The window is closed, and opened again. */
  async reopen(): Promise<void> {
    this.index.dispose();
    this.index = await this.open();
  }

  folder(name: string): IndexedFolder {
    const at = this.at(name);
    return { path: at, file: at, excludes: ['**/.git', '**/hidden'], useIgnoreFiles: true };
  }

  at(name: string): string {
    return name === '' ? this.root : path.join(this.root, name);
  }

  async write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(this.at(name)), { recursive: true });
      await writeFile(this.at(name), content);
    }
  }

  remove(name: string): Promise<void> {
    return rm(this.at(name), { recursive: true });
  }

  /** As the watcher does. */
  tell(...names: string[]): void {
    this.changes?.files(names.map(name => this.at(name)));
  }

  tellFolders(folders: readonly IndexedFolder[]): void {
    this.folders = [...folders];
    this.changes?.folders();
  }

  relative(at: string): string {
    return path.relative(this.root, at);
  }

  async images(): Promise<string[]> {
    return (await this.index.images()).map(image => this.relative(image.path));
  }

  /** `document: path → image`, or `✗ target` for what is missing, or `?` for what nothing explains. */
  async links(): Promise<string[]> {
    return (await this.index.references()).map(({ document, reference, image, target }) => {
      const to = image ? this.relative(image) : target ? `✗ ${this.relative(target)}` : '?';
      return `${this.relative(document)}: ${reference.path} → ${to}`;
    });
  }

  /** Images that nothing uses. */
  async unused(): Promise<string[]> {
    const images = await this.index.images();
    return images
      .filter(({ references, mentioned }) => references === 0 && !mentioned)
      .map(image => this.relative(image.path));
  }

  async dispose(): Promise<void> {
    this.index.dispose();
    await rm(this.root, { recursive: true, force: true });
  }
}
