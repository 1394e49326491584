/** `{name}`, or of a file by its id: `{path:icon}`. With a space in it, it is a block of CSS and no variable. */
const variable = /\{([a-zA-Z]+)(?::([a-z0-9-]+))?\}/g;

export const plainVariables = ['name', 'folder', 'project', 'ext', 'background', 'alt'] as const;
/** `href` is how a document names the file, `url` with a host in front, `path` how its neighbours do. */
export const fileVariables = ['path', 'href', 'url', 'width', 'height', 'size', 'type'] as const;

export type Variable = { name: string; file?: string };

/** Puts values in place of variables; `undefined` leaves one as it is. */
export function expand(template: string, value: (variable: Variable) => string | undefined): string {
  return template.replace(variable, (whole, name: string, file: string | undefined) => {
    return value({ name, ...(file !== undefined && { file }) }) ?? whole;
  });
}

/** In all strings of a JSON value, keys included in none. `"$if"` leaves out an item of a list or a property. */
export function expandJson(
  value: unknown,
  text: (template: string) => string,
  holds: (condition: string) => boolean,
): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) {
    return (value as unknown[]).flatMap(item =>
      isLeftOut(item, holds) ? [] : [expandJson(item, text, holds)],
    );
  }
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([name, part]) => name !== '$if' && !isLeftOut(part, holds));
  return Object.fromEntries(kept.map(([name, part]) => [name, expandJson(part, text, holds)]));
}

/** Names of variables that mean nothing, in any string of the value. */
export function unknownVariables(value: unknown, files: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const known = new Set<string>(plainVariables);
  const knownOfFiles = new Set<string>(fileVariables);
  const visit = (part: unknown): void => {
    if (typeof part === 'string') {
      for (const [, name = '', file] of part.matchAll(variable)) {
        const means = file === undefined ? known.has(name) : knownOfFiles.has(name) && files.has(file);
        if (!means) found.push(file === undefined ? name : `${name}:${file}`);
      }
    } else if (typeof part === 'object' && part !== null) Object.values(part).forEach(visit);
  };
  visit(value);
  return found;
}

function isLeftOut(value: unknown, holds: (condition: string) => boolean): boolean {
  return isRecord(value) && typeof value['$if'] === 'string' && !holds(value['$if']);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
