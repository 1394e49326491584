import { dirname, isInside, relative } from '../../core/references/paths';

const maxDepth = 20;

/** A folder of the workspace. */
export interface RootFolder {
  /** `uri.path`. */
  path: string;
  name: string;
}

/**
 * How folders are shown: from the workspace folder, with its name in front where there are several. Two of the same name
 * are told apart by the folders that they are in.
 */
export function folderLabels(roots: readonly RootFolder[]): (path: string) => string {
  const names = new Map(roots.map(root => [root.path, rootName(root, roots)]));
  // The innermost one, where one workspace folder lies in another.
  const byDepth = [...roots].sort((a, b) => b.path.length - a.path.length);
  return path => {
    const root = byDepth.find(each => isInside(each.path, path));
    if (!root) return path;
    const inner = path === root.path ? '' : relative(root.path, path);
    if (roots.length === 1) return inner;
    return [names.get(root.path) ?? root.name, inner].filter(Boolean).join('/');
  };
}

function rootName(root: RootFolder, roots: readonly RootFolder[]): string {
  const twins = roots.filter(({ name }) => name === root.name);
  if (twins.length === 1) return root.name;
  const parent = dirname(root.path);
  // As many folders as it takes.
  for (let depth = 1; depth < maxDepth; depth++) {
    const label = tail(parent, depth);
    if (twins.every(twin => twin === root || tail(dirname(twin.path), depth) !== label))
      return `${root.name} (${label})`;
  }
  return `${root.name} (${parent})`;
}

function tail(path: string, depth: number): string {
  return path.split('/').filter(Boolean).slice(-depth).join('/');
}
