import type { AliasRule } from '../aliases';

/** Tools whose configuration says how images are found, by the names of their files. */
const toolFiles = [
  ['docusaurus', /^docusaurus\.config\.[cm]?[jt]s$/],
  ['gatsby', /^gatsby-config\.[cm]?[jt]s$/],
  ['svelte', /^svelte\.config\.[cm]?[jt]s$/],
  ['nuxt', /^nuxt\.config\.[cm]?[jt]s$/],
  ['astro', /^astro\.config\.[cm]?[jt]s$/],
  ['vue', /^vue\.config\.[cm]?[jt]s$/],
  ['vite', /^(?:electron\.)?vite(?:\.renderer)?\.config\.[cm]?[jt]s$/],
  ['next', /^next\.config\.[cm]?[jt]s$/],
  [
    'webpack',
    /^(?:webpack|rspack)\.[\w.-]+\.[cm]?[jt]s$|^(?:craco|config-overrides|rsbuild)(?:\.config)?\.[cm]?[jt]s$/,
  ],
] as const;
export type ProjectTool = (typeof toolFiles)[number][0];

/** `compilerOptions` of one file, as it is written: `extends` is not followed yet. */
export interface TypescriptFacts {
  kind: 'typescript';
  extends: readonly string[];
  references: readonly string[];
  baseUrl?: string;
  paths?: readonly { pattern: string; targets: readonly string[] }[];
}

export interface PackageFacts {
  kind: 'package';
  /** `imports`: `#app/*`. */
  rules: readonly AliasRule[];
  /** Names of what it depends on, with the first number of the version; 0: not said. */
  dependencies: Readonly<Record<string, number>>;
}

export interface ToolFacts {
  kind: 'tool';
  tool: ProjectTool;
  rules: readonly AliasRule[];
  /** Folders that are served as `/`; absolute. Absent: those that the tool has by itself. */
  publicFolders?: readonly string[];
  /** Absolute: Nuxt's `srcDir`, SvelteKit's `files.lib`. */
  sourceFolder?: string;
}

export type ConfigFacts = TypescriptFacts | PackageFacts | ToolFacts;

/** Characters. Nobody writes a longer one by hand. */
export const maxConfigLength = 1_000_000;

export function toolOf(fileName: string): ProjectTool | undefined {
  return toolFiles.find(([, names]) => names.test(fileName))?.[0];
}

/** True for the files that decide how a project finds its images. `tsconfig.*.json` may be extended by the others. */
export function isConfigFile(fileName: string): boolean {
  if (/^(?:package|[jt]sconfig(?:\.[\w.-]+)?)\.json$/.test(fileName)) return true;
  return toolOf(fileName) !== undefined;
}
