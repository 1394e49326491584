import * as path from 'node:path';
import { darkNeighbours } from '../../core/sets/lightAndDark';
import type { Disk } from '../save/disk';

/** The image for dark themes that lies beside this one, by its name; both absolute. */
export async function darkBeside(image: string, disk: Pick<Disk, 'stat'>): Promise<string | undefined> {
  const folder = path.dirname(image);
  for (const neighbour of darkNeighbours(path.basename(image))) {
    const file = path.join(folder, ...neighbour.split('/'));
    const found = await disk.stat(file).catch(() => undefined);
    if (found?.isFile()) return file;
  }
  return undefined;
}
