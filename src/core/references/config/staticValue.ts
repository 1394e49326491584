import type * as t from '@babel/types';
import { walk } from '../jsx';
import { dirname, join, normalize, resolvePath } from '../paths';

/** A text that the code of a configuration file can only mean. */
export interface StaticText {
  text: string;
  /** True for a path that the code makes absolute (`__dirname`, `import.meta.url`); false for what was only written. */
  anchored: boolean;
}

/** A configuration is short; code that makes much of little (`a + a`, again and again) is not read to its end. */
const [deepest, mostSteps, longestText] = [40, 20_000, 4096];

/** The values in a configuration file that can be known without running it. */
export class StaticModule {
  readonly folder: string;
  private readonly constants = new Map<string, t.Node>();
  private readonly functions = new Map<string, t.Function>();
  private steps = 0;
  private depth = 0;

  /** @param file absolute */
  constructor(
    private readonly file: string,
    readonly program: t.Program,
  ) {
    this.folder = dirname(file);
    const seen = new Set<string>();
    for (const node of walk(program)) {
      if (node.type === 'FunctionDeclaration' && node.id) this.functions.set(node.id.name, node);
      if (node.type !== 'VariableDeclaration') continue;
      for (const { id, init } of node.declarations) {
        if (id.type !== 'Identifier') continue;
        const { name } = id;
        this.constants.delete(name);
        // Of two of one name only their scopes would tell which is meant.
        if (node.kind === 'const' && init && !seen.has(name)) {
          if (isFunction(init)) this.functions.set(name, init);
          else this.constants.set(name, init);
        }
        seen.add(name);
      }
    }
  }

  /** undefined: only running the code would tell. */
  text(
    node: t.Node | null | undefined,
    parameters?: ReadonlyMap<string, StaticText>,
  ): StaticText | undefined {
    return this.within(() => {
      const value = this.read(node, parameters);
      return value === undefined || value.text.length > longestText ? undefined : value;
    });
  }

  /** What a node is, behind names of constants, casts and calls of `defineConfig` and the like. */
  plain(node: t.Node | null | undefined): t.Node | undefined {
    return this.within(() => {
      switch (node?.type) {
        case 'Identifier':
          return this.plain(this.constants.get(node.name));
        case 'TSAsExpression':
        case 'TSSatisfiesExpression':
        case 'TSNonNullExpression':
        case 'ParenthesizedExpression':
          return this.plain(node.expression);
        default:
          return node ?? undefined;
      }
    });
  }

  /** The properties of an object, spread ones included; none for what is no object. Computed names are left out. */
  properties(node: t.Node | null | undefined): { name: string; value: t.Node }[] {
    return (
      this.within(() => {
        const object = this.plain(node);
        if (object?.type !== 'ObjectExpression') return undefined;
        const found = object.properties.flatMap(property => {
          if (property.type === 'SpreadElement') return this.properties(property.argument);
          const name = this.keyOf(property);
          if (name === undefined) return [];
          return [{ name, value: property.type === 'ObjectProperty' ? property.value : property }];
        });
        // What is spread twice is twice as much, and so on: all that is made counts.
        this.steps += found.length;
        return this.steps > mostSteps ? undefined : found;
      }) ?? []
    );
  }

  property(node: t.Node | null | undefined, name: string): t.Node | undefined {
    return this.properties(node).findLast(property => property.name === name)?.value;
  }

  elements(node: t.Node | null | undefined): t.Node[] {
    const list = this.plain(node);
    return list?.type === 'ArrayExpression' ? list.elements.filter(element => element !== null) : [];
  }

  /** The objects that the file gives its tool: exported, or what an exported function or call is made of. */
  exported(): t.Node[] {
    return this.program.body.flatMap(node => {
      if (node.type === 'ExportDefaultDeclaration') return this.objectsOf(node.declaration);
      if (node.type !== 'ExpressionStatement' || node.expression.type !== 'AssignmentExpression') return [];
      const { left, right } = node.expression;
      const exported = left.type === 'MemberExpression' && isNamed(left.object, 'module');
      return exported || isNamed(left, 'exports') ? this.objectsOf(right) : [];
    });
  }

  private objectsOf(node: t.Node | null | undefined): t.Node[] {
    return (
      this.within(() => {
        const value = this.plain(node);
        if (value === undefined) {
          const called = node?.type === 'Identifier' ? this.functions.get(node.name) : undefined;
          return called === undefined ? [] : this.objectsOf(called);
        }
        if (value.type === 'ObjectExpression') return [value];
        if (value.type === 'CallExpression') return value.arguments.flatMap(each => this.objectsOf(each));
        if (value.type === 'ArrayExpression')
          return this.elements(value).flatMap(each => this.objectsOf(each));
        if (!isFunction(value)) return [];
        return returnedBy(value).flatMap(each => this.objectsOf(each));
      }) ?? []
    );
  }

  private read(
    node: t.Node | null | undefined,
    parameters?: ReadonlyMap<string, StaticText>,
  ): StaticText | undefined {
    switch (node?.type) {
      case 'StringLiteral':
        return written(node.value);
      case 'TemplateLiteral': {
        const parts = node.quasis.flatMap(({ value }, i) => {
          const expression = node.expressions[i];
          const filled = expression === undefined ? written('') : this.text(expression, parameters);
          return [written(value.cooked ?? ''), filled];
        });
        return concatenated(parts);
      }
      case 'BinaryExpression':
        if (node.operator !== '+') return undefined;
        return concatenated([this.text(node.left, parameters), this.text(node.right, parameters)]);
      case 'Identifier':
        if (parameters?.has(node.name)) return parameters.get(node.name);
        // Even where the file makes it by itself, as ES modules have to.
        if (node.name === '__dirname') return anchored(this.folder);
        if (node.name === '__filename') return anchored(this.file);
        return this.text(this.constants.get(node.name));
      case 'MemberExpression':
        return this.readMember(node, parameters);
      case 'NewExpression':
        return this.readUrl(node, parameters);
      case 'CallExpression':
        return this.readCall(node, parameters);
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'ParenthesizedExpression':
        return this.text(node.expression, parameters);
      default:
        return undefined;
    }
  }

  /** `import.meta.url`, and the parts of a URL that are its path. */
  private readMember(
    { object, property }: t.MemberExpression,
    parameters?: ReadonlyMap<string, StaticText>,
  ): StaticText | undefined {
    const name = property.type === 'Identifier' ? property.name : undefined;
    if (object.type === 'MetaProperty') {
      if (name === 'url' || name === 'filename') return anchored(this.file);
      return name === 'dirname' ? anchored(this.folder) : undefined;
    }
    return name === 'pathname' || name === 'href' ? this.text(object, parameters) : undefined;
  }

  /** `new URL('./src', import.meta.url)` */
  private readUrl(
    { callee, arguments: [path, base] }: t.NewExpression,
    parameters?: ReadonlyMap<string, StaticText>,
  ): StaticText | undefined {
    if (!isNamed(callee, 'URL')) return undefined;
    const [relative, from] = [this.text(path, parameters), this.text(base, parameters)];
    if (relative === undefined || from?.anchored !== true) return undefined;
    const place = resolvePath(from.text.endsWith('/') ? from.text : dirname(from.text), relative.text);
    return { text: /(?:\/|^\.{0,2})$/.test(relative.text) ? `${place}/` : place, anchored: true };
  }

  private readCall(
    { callee, arguments: given }: t.CallExpression,
    parameters?: ReadonlyMap<string, StaticText>,
  ): StaticText | undefined {
    // `require.resolve` and `import.meta.resolve` are asked for packages.
    const ofModules =
      callee.type === 'MemberExpression' &&
      (isNamed(callee.object, 'require') || callee.object.type === 'MetaProperty');
    const name = ofModules ? undefined : calledName(callee);
    const values = () => given.map(each => this.text(each, parameters));
    const own = callee.type === 'Identifier' ? this.functions.get(callee.name) : undefined;
    if (own !== undefined) return this.callOwn(own, values());
    switch (name) {
      case 'cwd':
        return anchored(this.folder);
      // Of `path`, however it was imported; Nuxt's `createResolver` gives one that begins at the file as well.
      case 'resolve':
      case 'resolvePath': {
        const all = known(values());
        return all && anchored(all.reduce((at, { text }) => resolvePath(at, text), this.folder));
      }
      case 'join': {
        const all = known(values());
        const [first] = all ?? [];
        if (all === undefined || first === undefined) return undefined;
        return { text: normalize(all.map(({ text }) => text).join('/')), anchored: first.anchored };
      }
      case 'dirname': {
        const [path] = values();
        return path && { ...path, text: dirname(path.text) };
      }
      case 'fileURLToPath':
      case 'normalize':
      case 'normalizePath':
      case 'String':
      case 'toString':
        return given.length === 0 && callee.type === 'MemberExpression'
          ? this.text(callee.object, parameters)
          : values()[0];
      default:
        return undefined;
    }
  }

  /** `const resolve = dir => path.join(__dirname, dir)` */
  private callOwn(called: t.Function, values: readonly (StaticText | undefined)[]): StaticText | undefined {
    const inside = new Map<string, StaticText>();
    for (const [i, parameter] of called.params.entries()) {
      const value = values[i];
      if (parameter.type === 'Identifier' && value !== undefined) inside.set(parameter.name, value);
    }
    const [returned, another] = returnedBy(called);
    return another === undefined ? this.text(returned, inside) : undefined;
  }

  private within<T>(read: () => T | undefined): T | undefined {
    if (++this.steps > mostSteps || this.depth > deepest) return undefined;
    this.depth++;
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  private keyOf(property: t.ObjectProperty | t.ObjectMethod): string | undefined {
    const { key, computed } = property;
    if (key.type === 'StringLiteral') return key.value;
    if (computed) return this.text(key)?.text;
    return key.type === 'Identifier' ? key.name : undefined;
  }
}

/** Name of what is called: `path.resolve` → `resolve`. */
export function calledName(callee: t.Node): string | undefined {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression') return undefined;
  const { property } = callee;
  return property.type === 'Identifier' ? property.name : undefined;
}

export function isNamed(node: t.Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function isFunction(
  node: t.Node,
): node is t.FunctionExpression | t.ArrowFunctionExpression | t.FunctionDeclaration {
  return (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration'
  );
}

/** What a function gives back; not by the functions inside it. */
function returnedBy({ body }: t.Function): t.Node[] {
  if (body.type !== 'BlockStatement') return [body];
  return body.body.flatMap(node => (node.type === 'ReturnStatement' && node.argument ? [node.argument] : []));
}

/** Backslashes are separators in configurations that were written on Windows, and nothing in any other. */
function written(text: string): StaticText {
  return { text: text.replaceAll('\\', '/'), anchored: false };
}

function anchored(path: string): StaticText {
  return { text: normalize(path), anchored: true };
}

function known(values: readonly (StaticText | undefined)[]): StaticText[] | undefined {
  const all = values.filter(value => value !== undefined);
  return all.length === values.length ? all : undefined;
}

/** Without normalising: a URL for the prefix of a path may end in a slash. */
function concatenated(values: readonly (StaticText | undefined)[]): StaticText | undefined {
  const all = known(values);
  const first = all?.find(({ text }) => text !== '');
  return all && { text: all.map(({ text }) => text).join(''), anchored: first?.anchored ?? false };
}

/** For a value that was only written: below the folder of the file. `/src` too, as Vite has it from its root. */
export function placeOf({ text, anchored: absolute }: StaticText, folder: string): string {
  return absolute ? normalize(text) : join(folder, text);
}
