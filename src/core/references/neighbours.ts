import { aliasName, bestRule } from './aliases';
import { dirname, isInside, normalize, relative, toSlashes } from './paths';
import type { ProjectFacts } from './project';
import type { ImageReference } from './reference';
import { resolveReference } from './resolve';

/** A reference that the document has already. */
export type Neighbour = Pick<ImageReference, 'path' | 'rawTarget' | 'kind'>;

export type ReferenceForm = 'relative' | 'rooted' | 'alias';

/** More say no more. */
const mostNeighbours = 200;

/**
 * The name of an image in the form that most of the document's references have which show images of the same place:
 * what a public folder serves is named in another way than what a bundler takes in.
 * @param image normalised, absolute
 * @param documentPath absolute
 * @returns undefined when there is no such reference, or no such name leads to the image
 */
export function nameLikeNeighbours(
  image: string,
  documentPath: string,
  neighbours: readonly Neighbour[],
  project: ProjectFacts,
): { path: string; form: ReferenceForm } | undefined {
  const servedBy = (path: string | undefined) =>
    path === undefined ? undefined : project.publicFolders.find(folder => isInside(folder, path));
  const served = servedBy(image);
  const names = new Map<string, { path: string; form: ReferenceForm; times: number }>();
  for (const neighbour of neighbours.slice(0, mostNeighbours)) {
    const { candidates, certain } = resolveReference(neighbour, documentPath, project);
    if (!certain || servedBy(candidates[0]) !== served) continue;
    const name = nameLike(neighbour, image, documentPath, project);
    if (name === undefined || !leadsTo(image, { ...neighbour, ...name }, documentPath, project)) continue;
    const { times } = names.get(name.path) ?? { times: 0 };
    names.set(name.path, { ...name, times: times + 1 });
  }
  // Of as many, the one that stands first.
  let usual: { path: string; form: ReferenceForm; times: number } | undefined;
  for (const name of names.values()) if (usual === undefined || name.times > usual.times) usual = name;
  return usual && { path: usual.path, form: usual.form };
}

function nameLike(
  { path }: Neighbour,
  image: string,
  documentPath: string,
  { root, publicFolders, aliases = [] }: ProjectFacts,
): { path: string; form: ReferenceForm } | undefined {
  if (!/^\.{1,2}\//.test(path)) {
    for (const prefix of path.startsWith('~') ? ['', '~'] : ['']) {
      for (const { rules } of aliases) {
        const best = bestRule(rules, path.slice(prefix.length));
        const name = best && aliasName(best.rule, image);
        if (name !== undefined) return { path: prefix + name, form: 'alias' };
      }
    }
  }
  if (path.startsWith('/')) {
    const base = publicFolders.find(folder => isInside(folder, image)) ?? root;
    return isInside(base, image)
      ? { path: image.slice(base.replace(/\/$/, '').length), form: 'rooted' }
      : undefined;
  }
  const name = relative(dirname(normalize(toSlashes(documentPath))), image);
  return { path: path.startsWith('./') && !name.startsWith('../') ? `./${name}` : name, form: 'relative' };
}

function leadsTo(image: string, named: Neighbour, documentPath: string, project: ProjectFacts): boolean {
  return resolveReference({ ...named, rawTarget: '' }, documentPath, project).candidates[0] === image;
}
