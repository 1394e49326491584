import * as path from 'node:path';
import { parseDescription, type SetDescription } from '../../core/sets/description';
import { readText } from '../readText';
import type { Disk } from '../save/disk';

/** Where a workspace keeps sets of its own. */
export const workspaceSets = '.vscode/inline-assets/sets';

/** Longer than any description; a file of another kind that got there is not read whole. */
const maxBytes = 500_000;

export interface CatalogSet {
  set: SetDescription;
  /** The file of the workspace that it comes from, absolute; absent for ours. */
  own?: string;
}

/** A description that cannot be used. The others can. */
export interface BrokenSet {
  /** Absolute. */
  file: string;
  /** Where in it: `files[3].width`; empty: the file as a whole. */
  field: string;
  problem: string;
}

export interface SetCatalog {
  sets: readonly CatalogSet[];
  broken: readonly BrokenSet[];
}

type Reading = Pick<Disk, 'readdir'>;

/** Ours, then those of the workspace folders. A new set is a file; it cannot take the id of another one. */
export async function readSets(
  builtIn: string,
  workspaceFolders: readonly string[],
  disk: Reading,
): Promise<SetCatalog> {
  const sets = new Map<string, CatalogSet>();
  const broken: BrokenSet[] = [];
  const read = async (folder: string, own: boolean): Promise<void> => {
    for (const file of await filesIn(folder, disk)) {
      const json = await readText(file, maxBytes);
      if ('problem' in json) {
        broken.push({ file, field: '', problem: 'cannot be read, or is far too long' });
        continue;
      }
      const parsed = parseDescription(json.text);
      if ('set' in parsed) {
        const { id } = parsed.set;
        if (sets.has(id)) broken.push({ file, field: 'id', problem: `“${id}” is the id of another set` });
        else sets.set(id, { set: parsed.set, ...(own && { own: file }) });
      } else broken.push(...parsed.problems.map(problem => ({ file, ...problem })));
    }
  };
  await read(builtIn, false);
  for (const folder of workspaceFolders) await read(path.join(folder, ...workspaceSets.split('/')), true);
  return { sets: [...sets.values()].sort(inOrder), broken };
}

/** As people look for them: their own, what web pages need, then by name. */
const webFirst = ['favicon', 'densities', 'theme-pair', 'responsive-picture', 'social-cards', 'pwa-icons'];

function inOrder(a: CatalogSet, b: CatalogSet): number {
  const place = ({ set, own }: CatalogSet): number => {
    const at = webFirst.indexOf(set.id);
    return own !== undefined ? -1 : at < 0 ? webFirst.length : at;
  };
  return place(a) - place(b) || a.set.title.localeCompare(b.set.title);
}

async function filesIn(folder: string, disk: Reading): Promise<string[]> {
  const names = await disk.readdir(folder).catch(() => [] as string[]);
  return names
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => path.join(folder, name));
}
