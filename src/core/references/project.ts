import type { AliasRule, AliasTable } from './aliases';
import { toolOf, type ConfigFacts, type PackageFacts, type ToolFacts } from './config/configFacts';
import { hugoFolders, toolRules } from './config/toolDefaults';
import { rulesByNames, typescriptRules } from './config/typescriptPaths';
import { basename, dirname, foldersUp, isInside, join, normalize, toSlashes } from './paths';
import type { ProjectFiles } from './projectFiles';

/** What decides how the project of a document finds its images. Absolute paths, `/` between the parts. */
export interface ProjectFacts {
  /** The workspace folder. */
  root: string;
  /** Folders with a `package.json`, from the document up to the workspace folder. */
  packages: readonly string[];
  /** Folders that a web server shows as `/`, nearest to the document first. */
  publicFolders: readonly string[];
  /** What names like `@/x.png` stand for, nearest to the document first. Absent: nothing explains them. */
  aliases?: readonly AliasTable[];
  /** Folders in which a page finds its images as well: Hugo's `assets/`. */
  assetFolders?: readonly string[];
}

/** Tools that serve `static/`; to some of them (Gatsby, Hugo) `public/` is what they build. */
const staticTools = new Set(['docusaurus', 'gatsby', 'svelte']);
/** Where a configuration of webpack may be kept instead of beside `package.json`. */
const configFolders = ['build', 'config', 'webpack'];
/** Of one folder. More are not configurations but a folder full of examples. */
const mostConfigs = 20;

/** One folder on the way from the document up. */
interface Level {
  folder: string;
  entries: ReadonlySet<string>;
  package: PackageFacts | undefined;
  tools: readonly ToolFacts[];
}

/**
 * @param documentPath absolute
 * @param workspaceFolder absolute
 */
export async function findProject(
  documentPath: string,
  workspaceFolder: string,
  disk: ProjectFiles,
): Promise<ProjectFacts> {
  const root = normalize(toSlashes(workspaceFolder));
  const files = nearbyOnly(disk, root);
  const levels = await Promise.all(
    foldersUp(root, dirname(normalize(toSlashes(documentPath)))).map(folder => readLevel(folder, files)),
  );
  const served = await Promise.all(levels.map(level => servedBy(level, files)));
  const facts: ProjectFacts = {
    root,
    packages: levels.filter(({ entries }) => entries.has('package.json')).map(({ folder }) => folder),
    publicFolders: [...new Set(served.flatMap(({ publicFolders }) => publicFolders))],
  };
  const aliases = await tablesOf(levels, files);
  if (aliases.length > 0) facts.aliases = aliases;
  const assetFolders = served.flatMap(each => each.assetFolders);
  if (assetFolders.length > 0) facts.assetFolders = assetFolders;
  return facts;
}

/** For a document of which nothing is known but its folder. */
export function bareProject(root: string): ProjectFacts {
  return { root, packages: [], publicFolders: [] };
}

/** A path of another machine (`//host/share`) is not asked for: that would log in there. */
function nearbyOnly(disk: ProjectFiles, root: string): ProjectFiles {
  const isNear = (path: string) => !path.startsWith('//') || isInside(root, path);
  return {
    names: async folder => (isNear(folder) ? disk.names(folder) : []),
    config: async path => (isNear(path) ? disk.config(path) : undefined),
  };
}

async function readLevel(folder: string, files: ProjectFiles): Promise<Level> {
  const entries = new Set(await files.names(folder));
  const isPackage = entries.has('package.json');
  const paths = [...entries].filter(name => toolOf(name) !== undefined).map(name => join(folder, name));
  for (const name of isPackage ? configFolders.filter(each => entries.has(each)) : []) {
    const inside = await files.names(join(folder, name));
    paths.push(
      ...inside.filter(each => toolOf(each) === 'webpack').map(each => join(folder, `${name}/${each}`)),
    );
  }
  const [own, ...tools] = await Promise.all([
    isPackage ? files.config(join(folder, 'package.json')) : undefined,
    ...paths.slice(0, mostConfigs).map(path => files.config(path)),
  ]);
  return {
    folder,
    entries,
    package: own?.kind === 'package' ? own : undefined,
    // One that cannot be read is still there, and its tool with it.
    tools: tools.map((facts, i) => toolFacts(facts, paths[i] ?? '')),
  };
}

function toolFacts(facts: ConfigFacts | undefined, path: string): ToolFacts {
  return facts?.kind === 'tool'
    ? facts
    : { kind: 'tool', tool: toolOf(basename(path)) ?? 'webpack', rules: [] };
}

async function servedBy(
  { folder, entries, tools }: Level,
  files: ProjectFiles,
): Promise<{ publicFolders: string[]; assetFolders: string[] }> {
  const hugo = await hugoFolders(folder, entries, files);
  const configured = tools.flatMap(({ publicFolders = [] }) => publicFolders);
  const isStatic = hugo !== undefined || tools.some(({ tool }) => staticTools.has(tool));
  // To these `public/` is what they build, or nothing, also before there is a `static/`.
  const onlyStatic =
    hugo !== undefined || tools.some(({ tool }) => tool === 'docusaurus' || tool === 'gatsby');
  const usual = (isStatic ? ['static', 'public'] : ['public', 'static']).filter(
    name => entries.has(name) || (name === 'static' && onlyStatic && configured.length === 0),
  );
  return {
    publicFolders: [...configured, ...usual.map(name => join(folder, name)), ...(hugo?.publicFolders ?? [])],
    assetFolders: hugo?.assetFolders ?? [],
  };
}

async function tablesOf(levels: readonly Level[], files: ProjectFiles): Promise<AliasTable[]> {
  const configured = levels.find(
    ({ entries }) => entries.has('tsconfig.json') || entries.has('jsconfig.json'),
  );
  const nearestPackage = levels.find(level => level.package !== undefined);
  const tables = await Promise.all(
    levels.map(async level => {
      const { folder, entries } = level;
      const sources: (readonly AliasRule[])[] = [toolRules(level)];
      if (level === configured) {
        const name = entries.has('tsconfig.json') ? 'tsconfig.json' : 'jsconfig.json';
        sources.push(await typescriptRules(join(folder, name), files));
      }
      if (level === nearestPackage) sources.push(level.package?.rules ?? []);
      const all = await Promise.all(sources.map(rules => onlyWhatIsThere(rules, files)));
      return all.filter(rules => rules.length > 0).map(rules => ({ folder, rules }));
    }),
  );
  return tables.flat();
}

async function onlyWhatIsThere(rules: readonly AliasRule[], files: ProjectFiles): Promise<AliasRule[]> {
  const some = await Promise.all(
    rules.map(async rule => {
      const targets = rule.targets.filter(target => !target.startsWith('//'));
      if (!rule.pattern.startsWith('*') || rule.only !== undefined) return [{ ...rule, targets }];
      return (await Promise.all(targets.map(target => rulesByNames(rule.pattern, target, files)))).flat();
    }),
  );
  return some.flat();
}

/** False for names of entries that change nothing, whatever folder they are in: the folder has the facts of the one above. */
export function decidesProject(entry: string): boolean {
  return (
    /^(?:(?:package|[jt]sconfig)\.json|public|static|content|hugo\.\w+)$/.test(entry) ||
    toolOf(entry) !== undefined
  );
}
