import type { AliasRule } from '../aliases';
import { join } from '../paths';
import type { ProjectFiles } from '../projectFiles';
import type { PackageFacts, ToolFacts } from './configFacts';

/** What the tools of a folder make of names: what is written, then what they have by themselves. */
export function toolRules({
  folder,
  entries,
  tools,
  package: own,
}: {
  folder: string;
  entries: ReadonlySet<string>;
  tools: readonly ToolFacts[];
  package: PackageFacts | undefined;
}): AliasRule[] {
  const written = tools.flatMap(({ rules }) => rules);
  const dependencies = own?.dependencies ?? {};
  const byThemselves = tools.flatMap((facts): AliasRule[] => {
    switch (facts.tool) {
      case 'docusaurus':
        // https://docusaurus.io/docs/advanced/architecture: `@theme` is a choice among several folders.
        return alias('@site', [folder]);
      case 'svelte':
        return '@sveltejs/kit' in dependencies || facts.rules.length > 0
          ? alias('$lib', [facts.sourceFolder ?? join(folder, 'src/lib')])
          : [];
      case 'nuxt':
        return nuxtRules(folder, entries, facts, dependencies['nuxt'] ?? 0);
      default:
        return [];
    }
  });
  // https://cli.vuejs.org/guide/html-and-static-assets.html#url-transform-rules
  const isVueCli = '@vue/cli-service' in dependencies || tools.some(({ tool }) => tool === 'vue');
  if (isVueCli) byThemselves.push(...alias('@', [join(folder, 'src')]));
  // What is written takes the place of a default, also when nobody can read where it leads.
  const patterns = new Set(written.map(({ pattern }) => pattern));
  return [...written, ...byThemselves.filter(({ pattern }) => !patterns.has(pattern))];
}

/** https://nuxt.com/docs/api/nuxt-config#alias; the sources are in `app/` from version 4 on, if there is one. */
function nuxtRules(
  folder: string,
  entries: ReadonlySet<string>,
  { sourceFolder }: ToolFacts,
  version: number,
): AliasRule[] {
  const inApp = [join(folder, 'app'), folder];
  const usual = !entries.has('app') ? [folder] : version >= 4 ? inApp : inApp.toReversed();
  const sources = sourceFolder === undefined ? usual : [sourceFolder];
  return [
    ...alias('~', sources),
    ...alias('@', sources),
    ...alias('~~', [folder]),
    ...alias('@@', [folder]),
    ...alias(
      'assets',
      sources.map(each => join(each, 'assets')),
    ),
    ...alias('public', [join(folder, 'public')]),
    ...alias(
      'static',
      sources.map(each => join(each, 'static')),
    ),
  ];
}

function alias(name: string, folders: readonly string[]): AliasRule[] {
  return [{ pattern: `${name}/*`, targets: folders.map(each => join(each, '*')) }];
}

/**
 * Hugo serves `static/` of the site and of its themes, and its pages find images in `assets/` as well.
 * @see https://gohugo.io/render-hooks/images/
 * @returns undefined for a folder that is no site
 */
export async function hugoFolders(
  folder: string,
  entries: ReadonlySet<string>,
  files: Pick<ProjectFiles, 'names'>,
): Promise<{ publicFolders: string[]; assetFolders: string[] } | undefined> {
  const isNew = ['hugo.toml', 'hugo.yaml', 'hugo.yml', 'hugo.json'].some(name => entries.has(name));
  const isOld =
    ['config.toml', 'config.yaml', 'config.yml', 'config.json'].some(name => entries.has(name)) &&
    ['archetypes', 'layouts', 'themes'].some(name => entries.has(name));
  if (!isNew && !(entries.has('content') && (isOld || entries.has('config')))) return undefined;
  const themes = entries.has('themes') ? await files.names(join(folder, 'themes')) : [];
  return {
    publicFolders: themes.slice(0, 10).map(theme => join(folder, `themes/${theme}/static`)),
    assetFolders: entries.has('assets') ? [join(folder, 'assets')] : [],
  };
}
