const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** `walk-2` before `walk-10`. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * A frame's name for each file: without folder and extension where that is enough to tell them apart, else with the
 * folder (`walk/0`), else numbered. Paths may have either slash. Each name once; in the order of the paths.
 */
export function frameNames(paths: readonly string[]): string[] {
  const parts = paths.map(path => path.split(/[\\/]/).filter(Boolean));
  const stem = (file: string): string => file.replace(/(?<=.)\.[^.]*$/, '') || 'frame';
  const short = parts.map(each => stem(each.at(-1) ?? ''));
  const count = countOf(short);
  const names = short.map((name, i) => {
    const folder = parts[i]?.at(-2);
    return (count.get(name) ?? 0) > 1 && folder !== undefined ? `${folder}/${name}` : name;
  });
  return unique(names);
}

/** Numbers what comes again: `a`, `a-2`. */
export function unique(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const wanted = new Set(names);
  return names.map(name => {
    let free = name;
    for (let number = 2; taken.has(free) || (free !== name && wanted.has(free)); number++) {
      free = `${name}-${number}`;
    }
    taken.add(free);
    return free;
  });
}

/** Frames of an animation: consecutive ones that are called the same but for a number at the end. */
export interface FrameGroup {
  name: string;
  /** Indices, both ends included. */
  from: number;
  to: number;
}

/** `fallback`: what a row of bare numbers is called. Every frame is in one group; each name comes once. */
export function groupsOf(names: readonly string[], fallback: string): FrameGroup[] {
  const groups: FrameGroup[] = [];
  let last: string | undefined;
  names.forEach((name, i) => {
    const stem = /^(.*?)[-_. ]*\(?\d+\)?$/.exec(name)?.[1];
    const group = groups.at(-1);
    if (stem !== undefined && stem === last && group) group.to = i;
    else groups.push({ name: stem === undefined ? name : stem || fallback, from: i, to: i });
    last = stem;
  });
  const named = unique(groups.map(group => group.name));
  return groups.map((group, i) => ({ ...group, name: named[i] ?? group.name }));
}

function countOf(names: readonly string[]): Map<string, number> {
  const count = new Map<string, number>();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return count;
}
