import { nameLikeNeighbours, type Neighbour } from './neighbours';
import { dirname, normalize, relative, toSlashes } from './paths';
import type { ProjectFacts } from './project';
import type { ImageReference } from './reference';
import { encodeUrlPath, referenceTo } from './referenceTo';
import { resolveReference } from './resolve';
import { withoutQuery } from './target';

/**
 * The text that takes the place of `reference.rawTarget` so that it leads to another image: in the reference's own form
 * (relative, rooted, alias) where one such name leads there, else in that of its neighbours. Query and fragment stay.
 * @param image absolute
 */
export function changedTarget(
  reference: Pick<ImageReference, 'path' | 'rawTarget' | 'kind'>,
  image: string,
  document: { path: string; languageId: string; neighbours?: readonly Neighbour[] },
  project: ProjectFacts,
): string {
  const { kind, rawTarget } = reference;
  const file = normalize(toSlashes(image));
  const near = relative(dirname(normalize(toSlashes(document.path))), file);
  const own = nameLikeNeighbours(file, document.path, [reference], project)?.path;
  const usual = referenceTo(file, document, project).path;
  // What is imported is no URL, so that a path of the page is the last choice.
  const names = [own, ...(kind === 'import' ? [`./${near}`, near, usual] : [usual, near, `./${near}`])];
  const leads = (name: string) =>
    resolveReference({ path: name, rawTarget: '', kind }, document.path, project).candidates[0] === file;
  const name = names.find(each => each !== undefined && leads(each)) ?? near;
  const plain = normalizeDots(name);
  const inCode = kind === 'import' && codeLanguages.test(document.languageId);
  const written = inCode ? escapeModule(plain) : encodeUrlPath(plain).replaceAll('&', '%26');
  return written + suffixOf(rawTarget);
}

/** Elsewhere an image is taken in by markup, whose paths are URLs: one of a script there is no different but for odd names. */
const codeLanguages = /^(?:java|type)script(?:react)?$/;

/** `./../x` is `../x`. */
function normalizeDots(name: string): string {
  return name.startsWith('./../') ? name.slice(2) : name;
}

/** In whatever quotes the code has it. A bundler takes it as a path, and so nothing is percent-encoded. */
function escapeModule(name: string): string {
  return name.replace(/[\\"'`]/g, '\\$&').replaceAll('${', '\\${');
}

/** `?v=1#icon`, as it is written. */
function suffixOf(rawTarget: string): string {
  return rawTarget.slice(withoutQuery(rawTarget).length);
}
