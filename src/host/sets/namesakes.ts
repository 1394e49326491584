import * as path from 'node:path';
import { formatOfExtension } from '../../core/model/imageFormat';
import { isEncodable } from '../../core/model/output';
import type { SetProblem } from '../../core/sets/plan';
import type { PlannedFile } from '../../core/sets/planned';
import type { Disk } from '../save/disk';

/**
 * For files whose platform takes one of a name: what is there under their name in another format. `there`: the path of
 * that file by the path that was planned, both from `folder`. A problem where what is there cannot be replaced in its own
 * format, or is not the only one.
 */
export async function namesakesOf(
  files: readonly PlannedFile[],
  folder: string,
  disk: Pick<Disk, 'readdir'>,
): Promise<{ there: ReadonlyMap<string, string> } | { problem: SetProblem }> {
  const there = new Map<string, string>();
  for (const file of files) {
    if (file.kind !== 'image' || !file.onePerName) continue;
    const { dir, base } = path.posix.parse(file.path);
    const names = await disk.readdir(path.join(folder, ...dir.split('/'))).catch((): string[] => []);
    const alike = names.filter(name => nameIn(name) === nameIn(base)).sort();
    const [other, another] = alike.filter(name => name !== base);
    if (other === undefined) continue;
    const found = path.posix.join(dir, other);
    const taken = another !== undefined || alike.includes(base) || !isReplaceable(other);
    if (taken) return { problem: { kind: 'name-taken', path: file.path, by: found } };
    there.set(file.path, found);
  }
  return { there };
}

/** Of the resource: up to the first dot, so that `a.9.png` is `a`. */
function nameIn(file: string): string {
  const dot = file.indexOf('.', 1);
  return dot < 0 ? file : file.slice(0, dot);
}

function isReplaceable(name: string): boolean {
  const format = formatOfExtension(name.slice(nameIn(name).length + 1));
  return format !== undefined && isEncodable(format);
}
