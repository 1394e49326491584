import { parse } from '@babel/parser';
import type * as t from '@babel/types';
import { brokenJsx } from './brokenJsx';
import { brokenModules } from './brokenModules';
import {
  elementName,
  isLiteral,
  literalRange,
  literalText,
  readJsxElement,
  type Description,
  type Literal,
} from './jsxElement';
import { makeReference, type Found } from './makeReference';
import { outlineOf, type Block } from './outline';
import type { ImageReference, ReferenceParser } from './reference';

/** `jsx`: JavaScript or TypeScript with elements. In plain `typescript`, `<T>x` is a cast. */
export type CodeDialect = 'jsx' | 'typescript';

/** Images of JavaScript or TypeScript with JSX: `src` of elements, imports, `require`, `new URL`. */
export const parseJsx: ReferenceParser = text => parseCode(text, 'jsx');
export const parseTypeScript: ReferenceParser = text => parseCode(text, 'typescript');

function parseCode(text: string, dialect: CodeDialect): ImageReference[] {
  const { images, blocks } = readJsx(text, dialect);
  const contextAt = outlineOf(blocks);
  return images.flatMap(
    found => makeReference(text, { ...contextAt(found.near ?? found.start), ...found }) ?? [],
  );
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

/** `near`: where an imported image is used, which says more than where it is imported. */
type FoundInCode = Found & { near?: number };

/** The same before the targets are judged. Half-typed code that Babel gives up on is read piece by piece. */
export function readJsx(
  text: string,
  dialect: CodeDialect = 'jsx',
): { images: FoundInCode[]; blocks: Block[] } {
  let program: t.Program;
  try {
    program = parseProgram(text, dialect);
  } catch {
    const images = [...(dialect === 'jsx' ? brokenJsx(text) : []), ...brokenModules(text)];
    return { images: images.sort((a, b) => a.start - b.start), blocks: [] };
  }
  const images: FoundInCode[] = [];
  const blocks: Block[] = [];
  const components: { name: string; start: number; end: number }[] = [];
  const imports = new Map<string, FoundInCode>();
  const uses = new Map<string, Description & { near: number }>();

  for (const node of walk(program)) {
    switch (node.type) {
      case 'JSXOpeningElement': {
        const { images: found, variables } = readJsxElement(node);
        images.push(...found);
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
      case 'ExportNamedDeclaration':
      case 'ImportExpression':
        if (isLiteral(node.source)) images.push(fromModule(node.source));
        break;
      case 'TSExternalModuleReference':
        images.push(fromModule(node.expression));
        break;
      case 'CallExpression': {
        const [argument] = node.arguments;
        const required = node.callee.type === 'Identifier' && node.callee.name === 'require';
        if (required && isLiteral(argument)) images.push(fromModule(argument));
        break;
      }
      case 'NewExpression': {
        const [url, base] = node.arguments;
        const relative = base?.type === 'MemberExpression' && base.object.type === 'MetaProperty';
        if (relative && isLiteral(url)) images.push(fromModule(url));
        break;
      }
      default: {
        const name = componentName(node);
        if (name !== undefined) components.push({ name, start: node.start ?? 0, end: node.end ?? 0 });
      }
    }
  }
  for (const [name, found] of imports) Object.assign(found, uses.get(name));
  for (const image of images) {
    const at = image.near ?? image.start;
    const component = components.findLast(({ start, end }) => start <= at && at < end);
    if (component !== undefined) image.component = component.name;
  }
  images.sort((a, b) => a.start - b.start);
  return { images, blocks: blocks.sort((a, b) => a.start - b.start) };
}

function fromModule(source: Literal): Found {
  const target = literalText(source);
  // A bare name is a package and not a file beside the document.
  return { ...literalRange(source), target: /^\.{0,2}\//.test(target) ? target : '', kind: 'import' };
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
function* walk(program: t.Program): Generator<t.Node> {
  const waiting: t.Node[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    const children: t.Node[] = [];
    for (const [key, value] of Object.entries(node) as [string, unknown][]) {
      if (key === 'loc' || key === 'extra' || key === 'errors') continue;
      for (const child of Array.isArray(value) ? (value as unknown[]) : [value])
        if (isNode(child)) children.push(child);
    }
    waiting.push(...children.reverse());
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
