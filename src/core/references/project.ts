import { dirname, isInside, join, normalize, toSlashes } from './paths';

/** What decides how the project of a document finds its images. Absolute paths, `/` between the parts. */
export interface ProjectFacts {
  /** The workspace folder. */
  root: string;
  /** Folders with a `package.json`, from the document up to the workspace folder. */
  packages: readonly string[];
  /** Folders that a web server shows as `/`, nearest to the document first. */
  publicFolders: readonly string[];
}

/** Tools that serve `static/`; to some of them (Gatsby, Hugo) `public/` is what they build. */
const staticTools = [
  'docusaurus.config.js',
  'docusaurus.config.ts',
  'docusaurus.config.mjs',
  'gatsby-config.js',
  'gatsby-config.ts',
  'gatsby-config.mjs',
  'svelte.config.js',
  'hugo.toml',
  'hugo.yaml',
  'hugo.json',
];

/**
 * @param documentPath absolute
 * @param workspaceFolder absolute
 * @param names the entries of a folder; none when it cannot be read
 */
export async function findProject(
  documentPath: string,
  workspaceFolder: string,
  names: (folder: string) => Promise<readonly string[]>,
): Promise<ProjectFacts> {
  const root = normalize(toSlashes(workspaceFolder));
  const packages: string[] = [];
  const publicFolders: string[] = [];
  for (
    let folder = dirname(normalize(toSlashes(documentPath)));
    isInside(root, folder);
    folder = dirname(folder)
  ) {
    const entries = new Set(await names(folder));
    if (entries.has('package.json')) packages.push(folder);
    const served = staticTools.some(tool => entries.has(tool)) ? ['static', 'public'] : ['public', 'static'];
    for (const name of served) if (entries.has(name)) publicFolders.push(join(folder, name));
    if (folder === root) break;
  }
  return { root, packages, publicFolders };
}
