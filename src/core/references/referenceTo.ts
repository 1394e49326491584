import { dirname, isInside, normalize, relative, toSlashes } from './paths';
import type { ProjectFacts } from './project';

/**
 * How a document names an image: `/x.png` for what a public folder serves, in languages of the web; else relative
 * to the document (to the workspace folder for one without a path). Not yet encoded or escaped.
 */
export function referenceTo(
  imagePath: string,
  document: { languageId: string; path?: string | undefined },
  project: ProjectFacts,
): { path: string; rooted: boolean } {
  const image = normalize(toSlashes(imagePath));
  const served = project.publicFolders.find(folder => isInside(folder, image));
  const folder = document.path === undefined ? project.root : dirname(normalize(toSlashes(document.path)));
  // A page inside the public folder keeps working wherever that folder is served.
  if (served !== undefined && document.languageId !== 'markdown' && !isInside(served, folder)) {
    return { path: image.slice(served.length), rooted: true };
  }
  return { path: relative(folder, image), rooted: false };
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
