import { statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { dirname, isInside, normalize, toSlashes } from '../../core/references/paths';
import { askDisk } from './diskWatch';
import type { IndexedFolder } from './indexMessages';

/** Paths of URIs to paths of this system and back; in a workspace folder as it is mounted (`\\server\share`). */
export class IndexPaths {
  constructor(
    private readonly folders: readonly Pick<IndexedFolder, 'path' | 'file'>[],
    private readonly system: { sep: string } = path,
  ) {}

  fileOf(at: string): string {
    const folder = this.folderOf(at);
    if (this.system.sep === '/') return at;
    const rest =
      folder === undefined ? at.replace(/^\/(?=[a-z]:)/i, '') : folder.file + at.slice(folder.path.length);
    return rest.replaceAll('/', this.system.sep);
  }

  /** `undefined`: it is not there, or cannot be looked at. */
  stat(at: string): Stats | undefined {
    try {
      return askDisk(this.fileOf(dirname(at)), () => statSync(this.fileOf(at), { throwIfNoEntry: false }));
    } catch {
      return undefined;
    }
  }

  /** undefined for what is in no workspace folder. */
  pathOf(file: string): string | undefined {
    const at = this.system.sep === '/' ? file : `/${normalize(toSlashes(file))}`;
    if (this.folderOf(at) !== undefined) return at;
    const slashed = toSlashes(file);
    const folder = this.folders.find(each => isInside(toSlashes(each.file), slashed));
    return folder === undefined ? undefined : folder.path + slashed.slice(folder.file.length);
  }

  /** The innermost. */
  folderOf(at: string): Pick<IndexedFolder, 'path' | 'file'> | undefined {
    return this.folders
      .filter(({ path: folder }) => isInside(folder, at))
      .reduce<(typeof this.folders)[number] | undefined>(
        (best, each) => (best === undefined || each.path.length > best.path.length ? each : best),
        undefined,
      );
  }
}
