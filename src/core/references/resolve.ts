import { expandAlias } from './aliases';
import { dirname, foldersUp, isInside, join, normalize, toSlashes } from './paths';
import type { ProjectFacts } from './project';
import type { ImageReference, ReferenceKind } from './reference';
import { isAlias, withoutQuery } from './target';

/**
 * Where a file that a reference names may be. Whether it is there is the disk's to say: some tell `Hero.PNG` from
 * `hero.png`, some do not, and the same goes for the two ways to write `é`. Paths in memory (events, lists of files) are
 * compared by `placeKey`.
 */
export interface Resolution {
  /** Absolute; any of them being there makes the reference whole. The first is where a new file belongs. */
  candidates: readonly string[];
  /** False: a new file would land outside the workspace folder, or in a package. */
  inside: boolean;
  /** False: nothing explains the name, so that a file that is not there says nothing (a package, an unknown alias). */
  certain: boolean;
}

type Named = Pick<ImageReference, 'path' | 'rawTarget' | 'kind'>;

/**
 * @param documentPath absolute
 */
export function resolveReference(reference: Named, documentPath: string, project: ProjectFacts): Resolution {
  const here = dirname(normalize(toSlashes(documentPath)));
  const explained = new Set<string>();
  const others = new Set<string>();
  for (const path of namesOf(reference)) {
    for (const place of explain(path, reference.kind, project)) explained.add(place);
    for (const folder of foldersFor(path, reference.kind, here, project)) others.add(join(folder, path));
  }
  const certain = explained.size > 0 || !isModuleName(reference.path, reference.kind);
  const packaged = packagesFor(reference, here, project);
  // A bare path in a style sheet is a path first, and only then a name, as css-loader and Vite have it.
  const nearest = bareInStyles(reference) ? others : [];
  // Of another machine; a name of the workspace never leads there.
  const candidates = [...new Set([...nearest, ...explained, ...others, ...packaged])].filter(
    path => !path.startsWith('//') || isInside(project.root, path),
  );
  const [first] = candidates;
  const inside =
    certain && first !== undefined && isInside(project.root, first) && !first.includes('/node_modules/');
  return { candidates, inside, certain: certain && first !== undefined };
}

/** As it was decoded, and as it was written: a file may really be named `a%20b.png`. */
function namesOf({ path, rawTarget }: Named): string[] {
  const literal = withoutQuery(rawTarget);
  return literal.includes('%') && !/[&\\]/.test(literal) ? [path, literal] : [path];
}

/** True for what means nothing as a path: `@/x.png`, and in a module `images/x.png`. */
function isModuleName(path: string, kind: ReferenceKind): boolean {
  return isAlias(path) || (kind === 'import' && !/^\.{0,2}\//.test(path));
}

/** `url(images/x.png)` */
function bareInStyles({ path, kind }: Pick<Named, 'path' | 'kind'>): boolean {
  return kind === 'css' && !isAlias(path) && !/^\.{0,2}\//.test(path);
}

/** By the aliases of the project. Vite's may begin with a slash (`/@/x.png`). */
function explain(path: string, kind: ReferenceKind, { aliases = [] }: ProjectFacts): string[] {
  if (!isModuleName(path, kind) && !path.startsWith('/') && !bareInStyles({ path, kind })) return [];
  const places = expandAlias(aliases, path);
  // webpack's `~` says that what follows is a name, in languages where it would be a path.
  return places.length > 0 || !/^~[^/]/.test(path) ? places : expandAlias(aliases, path.slice(1));
}

function foldersFor(
  path: string,
  kind: ReferenceKind,
  here: string,
  project: ProjectFacts,
): readonly string[] {
  const { root, publicFolders, packages, assetFolders = [] } = project;
  if (isModuleName(path, kind)) {
    // A folder may be named `@x`; only nobody can say that it has to be there.
    return kind !== 'import' && /^[@$]/.test(path) ? [here] : [];
  }
  if (!path.startsWith('/')) {
    // A path in JSX is a URL of the page: bundlers leave it alone, and servers look in the public folder.
    if (kind === 'jsx' && !path.startsWith('.')) return [...publicFolders, here];
    return kind === 'markdown' ? [here, ...assetFolders] : [here];
  }
  return [
    ...publicFolders,
    ...rootsWithoutPublic(kind, project),
    ...assetFolders,
    ...packages,
    root,
    ...foldersUp(root, here),
  ];
}

/** Files of packages, in every folder where they may be installed. */
function packagesFor({ path, kind }: Named, here: string, { root }: ProjectFacts): string[] {
  if (!isModuleName(path, kind) && !bareInStyles({ path, kind })) return [];
  const name = /^~[^/]/.test(path) ? path.slice(1) : path;
  // `@/x`, `~/x`, `#x/y` and `$x/y` are never names of packages.
  if (!/^(?:@[\w~.-]+\/)?[a-z\d][\w~.-]*\//i.test(name)) return [];
  return foldersUp(root, here).map(folder => join(folder, `node_modules/${name}`));
}

/** Vite, Next, Create React App and Astro all serve `public/` beside `package.json`. */
function rootsWithoutPublic(kind: ReferenceKind, { publicFolders, packages }: ProjectFacts): string[] {
  const [nearest] = packages;
  return kind === 'jsx' && publicFolders.length === 0 && nearest !== undefined
    ? [join(nearest, 'public')]
    : [];
}
