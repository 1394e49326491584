/** Paths as text, `/` between the parts; `C:/…` and `//host/…` keep their roots. `node:path` is not for the core. */

export function toSlashes(path: string): string {
  return /^(?:[a-z]:[/\\]|\\\\)/i.test(path) ? path.replaceAll('\\', '/') : path;
}

/** Without `.` and `..`; a `..` that would leave the root stays at the root. Drive letters become lower case. */
export function normalize(path: string): string {
  const root = rootOf(path).replace(/^\/?[A-Z]:/, drive => drive.toLowerCase());
  const parts: string[] = [];
  for (const part of path.slice(root.length).split('/')) {
    if (part === '..' && (root !== '' || (parts.length > 0 && parts.at(-1) !== '..'))) parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return root + parts.join('/');
}

export function join(folder: string, path: string): string {
  return normalize(`${folder.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`);
}

/** A path that is absolute stays itself; any other one is below `folder`. */
export function resolvePath(folder: string, path: string): string {
  const slashed = toSlashes(path);
  if (rootOf(slashed) === '') return join(folder, slashed);
  // The path of a URI has a slash before the drive.
  const inUri = /^\/[a-z]:\//i.test(folder) && /^[a-z]:\//i.test(slashed);
  return normalize(inUri ? `/${slashed}` : slashed);
}

/** The folder that holds `path`; a root is its own folder. */
export function dirname(path: string): string {
  const root = rootOf(path);
  const slash = path.lastIndexOf('/');
  return slash < root.length ? root : path.slice(0, slash);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** True for the folder itself and everything below it. Both normalised. */
export function isInside(folder: string, path: string): boolean {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return path === folder || path.startsWith(prefix);
}

/** `folder` and the ones above it up to `root`; none for a folder outside. Both normalised. */
export function foldersUp(root: string, folder: string): string[] {
  const folders: string[] = [];
  for (let at = folder; isInside(root, at); at = dirname(at)) {
    folders.push(at);
    if (at === root || at === dirname(at)) break;
  }
  return folders;
}

/** From a folder to a path, without a leading `./`. Both normalised, absolute, on one root. */
export function relative(folder: string, path: string): string {
  const from = folder.split('/').filter(part => part !== '');
  const to = path.split('/').filter(part => part !== '');
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}

function rootOf(path: string): string {
  return /^(?:\/?[a-z]:\/|\/\/[^/]+\/[^/]+\/|\/)/i.exec(path)?.[0] ?? '';
}
