import { parse } from 'jsonc-parser';
import type { AliasRule } from '../aliases';
import { join } from '../paths';
import type { PackageFacts, TypescriptFacts } from './configFacts';

/** Of a `tsconfig.json` or `jsconfig.json`, comments and trailing commas included; what is no text is left out. */
export function readTypescriptConfig(text: string): TypescriptFacts {
  const config = recordOf(parse(text, [], { allowTrailingComma: true }));
  const options = recordOf(config['compilerOptions']);
  const facts: TypescriptFacts = {
    kind: 'typescript',
    extends: textsOf(config['extends']),
    references: listOf(config['references']).flatMap(reference => textsOf(recordOf(reference)['path'])),
  };
  const [baseUrl] = textsOf(options['baseUrl']);
  if (baseUrl !== undefined) facts.baseUrl = baseUrl;
  const { paths } = options;
  if (typeof paths === 'object' && paths !== null) {
    facts.paths = Object.entries(paths).map(([pattern, targets]) => ({ pattern, targets: textsOf(targets) }));
  }
  return facts;
}

/** Of a `package.json` in `folder` (absolute). */
export function readPackage(text: string, folder: string): PackageFacts {
  const config = recordOf(parse(text));
  const rules = Object.entries(recordOf(config['imports'])).flatMap(([pattern, target]): AliasRule[] => {
    if (!pattern.startsWith('#')) return [];
    // Others are packages: https://nodejs.org/api/packages.html#subpath-imports
    const targets = targetsOf(target).filter(path => path.startsWith('./'));
    return [{ pattern, targets: targets.map(path => join(folder, path)) }];
  });
  const dependencies: Record<string, number> = {};
  for (const key of ['devDependencies', 'dependencies']) {
    for (const [name, version] of Object.entries(recordOf(config[key]))) {
      dependencies[name] = typeof version === 'string' ? Number(/\d+/.exec(version)?.[0] ?? 0) : 0;
    }
  }
  return { kind: 'package', rules, dependencies };
}

/** Whatever the conditions are: an image is the same for all but types. */
function targetsOf(target: unknown, depth = 0): string[] {
  if (typeof target === 'string') return [target];
  if (typeof target !== 'object' || target === null || depth > 8) return [];
  const entries: [string, unknown][] = Object.entries(target);
  return entries.flatMap(([condition, value]) => (condition === 'types' ? [] : targetsOf(value, depth + 1)));
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text or a list of texts. */
function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter(text => typeof text === 'string');
}
