import { nameLikeNeighbours, type Neighbour, type ReferenceForm } from './neighbours';
import { dirname, isInside, normalize, relative, toSlashes } from './paths';
import type { ProjectFacts } from './project';

export interface ReferringDocument {
  languageId: string;
  /** Absolute; absent for a document that was never saved. */
  path?: string | undefined;
  /** The references that it has already, in the order of the text; absent: none are known. */
  neighbours?: readonly Neighbour[] | undefined;
}

/** Languages that take images in as modules; in all others an `import` beside the markup says nothing about it. */
const codeLanguages = new Set(['javascript', 'javascriptreact', 'typescript', 'typescriptreact']);

/**
 * How a document names an image: as it names others of the same place already; else `/x.png` for what a public folder
 * serves, in languages of the web; else relative to the document (to the workspace folder for one without a path). Not
 * yet encoded or escaped. Relative names begin with `./` only where those beside them do.
 */
export function referenceTo(
  imagePath: string,
  document: ReferringDocument,
  project: ProjectFacts,
): { path: string; form: ReferenceForm } {
  const image = normalize(toSlashes(imagePath));
  const asModules = codeLanguages.has(document.languageId);
  const neighbours = document.neighbours?.filter(({ kind }) => asModules || kind !== 'import') ?? [];
  const alike = document.path && nameLikeNeighbours(image, document.path, neighbours, project);
  if (alike) return alike;
  const served = project.publicFolders.find(folder => isInside(folder, image));
  const folder = document.path === undefined ? project.root : dirname(normalize(toSlashes(document.path)));
  // A page inside the public folder keeps working wherever that folder is served.
  if (served !== undefined && document.languageId !== 'markdown' && !isInside(served, folder)) {
    return { path: image.slice(served.length), form: 'rooted' };
  }
  return { path: relative(folder, image), form: 'relative' };
}

/** For a URL: percent-encoded where the path would read as something else. Scripts other than Latin stay readable. */
export function encodeUrlPath(path: string): string {
  const encoded = path.replace(/[\s%#?"'()<>[\]\\^`{|}\u0000-\u001F\u007F]/g, character =>
    encodeCharacter(character),
  );
  // `a:b.png` would be a scheme.
  return /^[^/]*:/.test(encoded) ? `./${encoded}` : encoded;
}

function encodeCharacter(character: string): string {
  const encoded = encodeURIComponent(character);
  // `'`, `(` and `)` are left alone by encodeURIComponent.
  return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encoded;
}
