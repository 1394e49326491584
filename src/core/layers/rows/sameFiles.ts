import { placeKey } from '../../save/placeKey';

export interface Target {
  /** Of the row, as people know it: its number, or its page. */
  row: string;
  path: string;
}

/** Rows that would be one file. */
export interface SameFile {
  /** As the first of them has it. */
  path: string;
  /** Two or more, in their order. */
  rows: readonly string[];
}

export function sameFiles(targets: readonly Target[]): readonly SameFile[] {
  const byPlace = new Map<string, { path: string; rows: string[] }>();
  for (const { row, path } of targets) {
    const same = byPlace.get(placeKey(path));
    if (same) same.rows.push(row);
    else byPlace.set(placeKey(path), { path, rows: [row] });
  }
  return [...byPlace.values()].filter(({ rows }) => rows.length > 1);
}

/** The first of a name keeps it, later ones become `card-2.png`, `card-3.png` …, none of them another's name. */
export function numbered(paths: readonly string[]): readonly string[] {
  const taken = new Set(paths.map(placeKey));
  const seen = new Set<string>();
  return paths.map(path => {
    const first = !seen.has(placeKey(path));
    seen.add(placeKey(path));
    if (first) return path;
    const end = /\.[^./\\]*$/.exec(path)?.index ?? path.length;
    for (let number = 2; ; number++) {
      const next = `${path.slice(0, end)}-${number}${path.slice(end)}`;
      if (taken.has(placeKey(next))) continue;
      taken.add(placeKey(next));
      return next;
    }
  });
}
