import { parse } from '@babel/parser';
import type * as t from '@babel/types';
import { brokenJsx } from './brokenJsx';
import { brokenModules } from './brokenModules';
import { elementName, readJsxElement, type DescribedRange } from './jsxElement';
import { isLiteral, literalRange, literalText, type Literal } from './jsxLiteral';
import { makeReferences, type Description, type Found } from './makeReference';
import type { Block } from './outline';
import type { ImageReference, ReferenceParser } from './reference';

/** `jsx`: JavaScript or TypeScript with elements. In plain `typescript`, `<T>x` is a cast. */
export type CodeDialect = 'jsx' | 'typescript';

/** Images of JavaScript or TypeScript with JSX: `src` of elements, imports, `require`, `new URL`. */
export const parseJsx: ReferenceParser = text => parseCode(text, 'jsx');
export const parseTypeScript: ReferenceParser = text => parseCode(text, 'typescript');

function parseCode(text: string, dialect: CodeDialect): ImageReference[] {
  return makeReferences(text, readJsx(text, dialect));
}

/** @throws SyntaxError where Babel's own error recovery ends */
export function parseProgram(text: string, dialect: CodeDialect = 'jsx'): t.Program {
  return parse(text, {
    sourceType: 'unambiguous',
    errorRecovery: true,
    allowReturnOutsideFunction: true,
    allowNewTargetOutsideFunction: true,
    allowSuperOutsideMethod: true,
    attachComment: false,
    plugins: dialect === 'jsx' ? ['jsx', 'typescript', 'decorators'] : ['typescript', 'decorators'],
  }).program;
}

/**
 * The same before the targets are judged, and the names of what is imported. Half-typed code that Babel gives up on is
 * read piece by piece.
 */
export function readJsx(
  text: string,
  dialect: CodeDialect = 'jsx',
): { images: Found[]; blocks: Block[]; imports: ReadonlyMap<string, Found> } {
  let program: t.Program;
  try {
    program = parseProgram(text, dialect);
  } catch {
    const images = [...(dialect === 'jsx' ? brokenJsx(text) : []), ...brokenModules(text)];
    return { images: images.sort((a, b) => a.start - b.start), blocks: [], imports: new Map() };
  }
  const images: Found[] = [];
  const blocks: Block[] = [];
  const components: { name: string; start: number; end: number }[] = [];
  const imports = new Map<string, Found>();
  const uses = new Map<string, Description & { near: number }>();
  const described: DescribedRange[] = [];
  const required: { name: string; at: number }[] = [];

  for (const node of walk(program)) {
    switch (node.type) {
      case 'JSXOpeningElement': {
        const { images: found, variables, expressions } = readJsxElement(node);
        images.push(...found);
        described.push(...expressions);
        for (const { name, described } of variables) {
          if (!uses.has(name)) uses.set(name, { ...described, near: node.start ?? 0 });
        }
        break;
      }
      case 'JSXElement': {
        const level = /^h([1-6])$/.exec(elementName(node.openingElement))?.[1];
        if (level === undefined && elementName(node.openingElement) !== 'p') break;
        const block: Block = { start: node.start ?? 0, end: node.end ?? 0, text: textOf(node) };
        if (level !== undefined) block.level = Number(level);
        blocks.push(block);
        break;
      }
      case 'ImportDeclaration': {
        const found = fromModule(node.source);
        images.push(found);
        for (const { local } of node.specifiers) imports.set(local.name, found);
        break;
      }
      default: {
        const module = moduleIn(node);
        if (module !== undefined) {
          images.push(module);
          // `src={require('./a.png')}`: what holds it was met before it.
          const within = described.findLast(({ start }) => start <= module.start);
          if (within !== undefined && module.end <= within.end) Object.assign(module, within.described);
        }
        const variable = requiredBy(node);
        if (variable !== undefined) required.push(variable);
        const name = componentName(node);
        if (name !== undefined) components.push({ name, start: node.start ?? 0, end: node.end ?? 0 });
      }
    }
  }
  const byStart = new Map(required.length > 0 ? images.map(image => [image.start, image]) : []);
  for (const { name, at } of required) {
    const found = byStart.get(at);
    if (found !== undefined && !imports.has(name)) imports.set(name, found);
  }
  for (const [name, found] of imports) Object.assign(found, uses.get(name));
  for (const image of images) {
    const at = image.near ?? image.start;
    const component = components.findLast(({ start, end }) => start <= at && at < end);
    if (component !== undefined) image.component = component.name;
  }
  images.sort((a, b) => a.start - b.start);
  return { images, blocks: blocks.sort((a, b) => a.start - b.start), imports };
}

/** What a node other than an import takes as a module. */
export function moduleIn(node: t.Node): Found | undefined {
  switch (node.type) {
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
      return isLiteral(node.source) ? fromModule(node.source) : undefined;
    case 'TSExternalModuleReference':
      return fromModule(node.expression);
    case 'CallExpression': {
      const [argument] = node.arguments;
      const required = node.callee.type === 'Identifier' && node.callee.name === 'require';
      return required && isLiteral(argument) ? fromModule(argument) : undefined;
    }
    case 'NewExpression': {
      const [url, base] = node.arguments;
      const relative = base?.type === 'MemberExpression' && base.object.type === 'MetaProperty';
      return relative && isLiteral(url) ? fromModule(url) : undefined;
    }
    default:
      return undefined;
  }
}

/** `const logo = require('./logo.png')` */
function requiredBy(node: t.Node): { name: string; at: number } | undefined {
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier') return undefined;
  const init = node.init?.type === 'MemberExpression' ? node.init.object : node.init;
  const module = init?.type === 'CallExpression' ? moduleIn(init) : undefined;
  return module && { name: node.id.name, at: module.start };
}

function fromModule(source: Literal): Found {
  return { ...literalRange(source), target: literalText(source), kind: 'import' };
}

function componentName(node: t.Node): string | undefined {
  const id =
    node.type === 'FunctionDeclaration' ||
    node.type === 'ClassDeclaration' ||
    node.type === 'VariableDeclarator'
      ? node.id
      : undefined;
  return id?.type === 'Identifier' && /^[A-Z]/.test(id.name) ? id.name : undefined;
}

/** Every node in the order of the text. A stack and not recursion: minified code nests deeper than the call stack. */
export function* walk(root: t.Node): Generator<t.Node> {
  const waiting: t.Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    const from = waiting.length;
    for (const key in node) {
      if (key === 'loc' || key === 'extra' || key === 'errors') continue;
      const value: unknown = node[key as keyof t.Node];
      if (typeof value !== 'object' || value === null) continue;
      if (!Array.isArray(value)) {
        if (isNode(value)) waiting.push(value);
      } else for (const child of value as unknown[]) if (isNode(child)) waiting.push(child);
    }
    // In place and without a list of its own: most of the time here was the collection of such garbage.
    for (let first = from, last = waiting.length - 1; first < last; first++, last--)
      [waiting[first], waiting[last]] = [waiting[last] as t.Node, waiting[first] as t.Node];
  }
}

function isNode(value: unknown): value is t.Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function textOf(element: t.JSXElement): string {
  let text = '';
  const waiting: t.Node[] = [element];
  for (let node = waiting.pop(); node !== undefined && text.length < 2000; node = waiting.pop()) {
    if (node.type === 'JSXText') text += node.value;
    else if (node.type === 'JSXExpressionContainer' && isLiteral(node.expression))
      text += literalText(node.expression);
    else if (node.type === 'JSXElement' || node.type === 'JSXFragment')
      waiting.push(...node.children.toReversed());
  }
  return text;
}
