import { dirname, isInside, join, normalize, toSlashes } from './paths';
import type { ProjectFacts } from './project';
import type { ImageReference, ReferenceKind } from './reference';

/** Where a file that a reference names may be. */
export interface Resolution {
  /** Absolute; any of them being there makes the reference whole. The first is where a new file belongs. */
  candidates: readonly string[];
  /** False: a new file would land outside the workspace folder. */
  inside: boolean;
}

/**
 * @param documentPath absolute
 */
export function resolveReference(
  reference: Pick<ImageReference, 'path' | 'rawTarget' | 'kind'>,
  documentPath: string,
  project: ProjectFacts,
): Resolution {
  const here = dirname(normalize(toSlashes(documentPath)));
  const candidates = new Set(
    foldersFor(reference, here, project).map(folder => join(folder, reference.path)),
  );
  // A file may really be named `a%20b.png`.
  const literal = reference.rawTarget.replace(/[?#].*$/s, '');
  if (literal.includes('%') && reference.kind !== 'import' && !/[&\\]/.test(literal)) {
    for (const folder of foldersFor(reference, here, project)) candidates.add(join(folder, literal));
  }
  const [first] = candidates;
  return { candidates: [...candidates], inside: first !== undefined && isInside(project.root, first) };
}

function foldersFor(
  reference: Pick<ImageReference, 'path' | 'kind'>,
  here: string,
  project: ProjectFacts,
): readonly string[] {
  const { root, publicFolders, packages } = project;
  if (!reference.path.startsWith('/')) {
    // A path in JSX is a URL of the page: bundlers leave it alone, and servers look in the public folder.
    if (reference.kind === 'jsx' && !reference.path.startsWith('.')) return [...publicFolders, here];
    return [here];
  }
  return [
    ...publicFolders,
    ...rootsWithoutPublic(reference.kind, project),
    ...packages,
    root,
    ...upTo(root, here),
  ];
}

/** Vite, Next, Create React App and Astro all serve `public/` beside `package.json`. */
function rootsWithoutPublic(kind: ReferenceKind, { publicFolders, packages }: ProjectFacts): string[] {
  const [nearest] = packages;
  return kind === 'jsx' && publicFolders.length === 0 && nearest !== undefined
    ? [join(nearest, 'public')]
    : [];
}

/** A site may be served from any folder above the document. */
function upTo(root: string, folder: string): string[] {
  const folders: string[] = [];
  for (let at = folder; isInside(root, at); at = dirname(at)) {
    folders.push(at);
    if (at === root || at === dirname(at)) break;
  }
  return folders;
}
