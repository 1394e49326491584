import type { AliasRule } from '../aliases';
import { dirname, join, normalize, resolvePath } from '../paths';
import type { ProjectFiles } from '../projectFiles';
import type { TypescriptFacts } from './configFacts';

/** Longer chains of `extends` are somebody's mistake. */
const deepest = 20;
/** Files that are asked for what they extend: where each extends several there are soon more ways than anybody can go. */
const mostFollowed = 200;
/** Folders that are listed for patterns that begin with `*`; nobody writes so many. */
const mostListed = 100;

interface Options {
  /** Absolute. */
  baseUrl?: string;
  paths?: TypescriptFacts['paths'];
  /** Folder of the file that has the `paths`. */
  pathsFolder?: string;
}

/**
 * What `paths` and `baseUrl` of a tsconfig (absolute path) mean, `extends` followed. A file that only refers to others
 * (as Vite's templates have it) means what those say.
 * @see https://www.typescriptlang.org/docs/handbook/modules/reference.html#paths
 */
export async function typescriptRules(configPath: string, files: ProjectFiles): Promise<AliasRule[]> {
  const config = await files.config(configPath);
  if (config?.kind !== 'typescript') return [];
  const own = await rulesOf(configPath, files);
  if (own.length > 0) return own;
  const referred = await Promise.all(
    config.references.slice(0, deepest).map(async path => {
      const at = resolvePath(dirname(configPath), path);
      return rulesOf(at.endsWith('.json') ? at : join(at, 'tsconfig.json'), files);
    }),
  );
  return referred.flat();
}

async function rulesOf(configPath: string, files: ProjectFiles): Promise<AliasRule[]> {
  const folder = dirname(configPath);
  const {
    baseUrl,
    paths = [],
    pathsFolder = folder,
  } = await optionsOf(configPath, folder, files, new Set(), { left: mostFollowed });
  let left = mostListed;
  /** Of another machine: looking there would log in there. */
  const mayList = (place: string) => !place.startsWith('//') && left-- > 0;
  const rules = await Promise.all(
    paths.map(async ({ pattern, targets }) => {
      const places = targets.map(target => resolvePath(baseUrl ?? pathsFolder, inConfigDir(target, folder)));
      return pattern.startsWith('*')
        ? (await Promise.all(places.filter(mayList).map(place => rulesByNames(pattern, place, files)))).flat()
        : [{ pattern, targets: places }];
    }),
  );
  const byBase = baseUrl === undefined ? [] : await rulesByNames('*', join(baseUrl, '*'), files);
  return [...rules.flat(), ...byBase];
}

/** A pattern that takes any name: only what lies in the target's folder is meant, all else is a package. */
export async function rulesByNames(
  pattern: string,
  target: string,
  files: Pick<ProjectFiles, 'names'>,
): Promise<AliasRule[]> {
  const only = await files.names(dirname(target));
  return only.length === 0 ? [] : [{ pattern, targets: [target], only }];
}

/** Own options over inherited ones, later ones of a list over earlier ones; a file that extends itself ends there. */
async function optionsOf(
  configPath: string,
  configDir: string,
  files: ProjectFiles,
  above: ReadonlySet<string>,
  steps: { left: number },
): Promise<Options> {
  if (--steps.left < 0) return {};
  const config = above.has(configPath) || above.size > deepest ? undefined : await files.config(configPath);
  if (config?.kind !== 'typescript') return {};
  const folder = dirname(configPath);
  const options: Options = {};
  for (const extended of config.extends.slice(0, deepest)) {
    for (const path of extendedPaths(extended, folder, configDir)) {
      if ((await files.config(path)) === undefined) continue;
      Object.assign(options, await optionsOf(path, configDir, files, new Set([...above, configPath]), steps));
      break;
    }
  }
  if (config.baseUrl !== undefined) {
    options.baseUrl = resolvePath(folder, inConfigDir(config.baseUrl, configDir));
  }
  if (config.paths !== undefined) Object.assign(options, { paths: config.paths, pathsFolder: folder });
  return options;
}

/** A path with or without `.json`, or a package above. */
function extendedPaths(extended: string, folder: string, configDir: string): string[] {
  const path = inConfigDir(extended, configDir);
  // Of another machine: looking there would log in there.
  if (path.startsWith('//')) return [];
  const withExtension = (at: string) => (at.endsWith('.json') ? [at] : [`${at}.json`]);
  if (/^\.{0,2}\/|^\.{1,2}$|^[a-z]:/i.test(path)) {
    return withExtension(resolvePath(folder, path));
  }
  const places: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    const inPackage = join(at, `node_modules/${path}`);
    places.push(
      ...withExtension(inPackage),
      ...(path.endsWith('.json') ? [] : [join(inPackage, 'tsconfig.json')]),
    );
    if (at === dirname(at)) return places;
  }
}

/** `${configDir}` is the folder of the file that all the others are extended by. Backslashes are slashes to TypeScript. */
function inConfigDir(written: string, configDir: string): string {
  const path = written.replaceAll('\\', '/');
  return path.startsWith('${configDir}') ? normalize(configDir + path.slice('${configDir}'.length)) : path;
}
