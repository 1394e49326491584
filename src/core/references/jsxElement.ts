import type * as t from '@babel/types';
import { readLength, type Found } from './makeReference';

/** Attributes of any element that hold one image; components take the same names as elements. */
const imageAttributes = new Set(['src', 'poster']);

/** Images that an element names, and the variables it takes images from. Offsets are those of the nodes, plus `shift`. */
export function readJsxElement(
  element: t.JSXOpeningElement,
  shift = 0,
): { images: Found[]; variables: { name: string; described: Description }[] } {
  const images: Found[] = [];
  const variables: { name: string; described: Description }[] = [];
  const described = describe(element);
  for (const attribute of element.attributes) {
    if (attribute.type !== 'JSXAttribute' || !imageAttributes.has(nameOf(attribute))) continue;
    for (const value of possibleValues(attribute.value)) {
      if (value.type === 'Identifier') variables.push({ name: value.name, described });
      else {
        images.push({ ...described, ...literalRange(value, shift), target: literalText(value), kind: 'jsx' });
      }
    }
  }
  return { images, variables };
}

export type Description = Pick<Found, 'alt' | 'title' | 'width' | 'height'>;
export type Literal = t.StringLiteral | t.TemplateLiteral;

/** A string literal, or a template literal without expressions. */
export function isLiteral(node: { type: string } | null | undefined): node is Literal {
  if (node?.type === 'TemplateLiteral') return (node as t.TemplateLiteral).quasis.length === 1;
  return node?.type === 'StringLiteral';
}

export function literalText(literal: Literal): string {
  if (literal.type === 'StringLiteral') return literal.value;
  return literal.quasis[0]?.value.cooked ?? '';
}

/** Without the quotes. */
export function literalRange(literal: Literal, shift = 0): { start: number; end: number } {
  return { start: (literal.start ?? 0) + 1 + shift, end: (literal.end ?? 0) - 1 + shift };
}

export function elementName(element: t.JSXOpeningElement): string {
  const name = element.name;
  if (name.type === 'JSXIdentifier') return name.name;
  return name.type === 'JSXMemberExpression' ? name.property.name : name.name.name;
}

function describe(element: t.JSXOpeningElement): Description {
  const described: Description = {};
  for (const attribute of element.attributes) {
    if (attribute.type !== 'JSXAttribute') continue;
    const name = nameOf(attribute);
    const value =
      attribute.value?.type === 'JSXExpressionContainer' ? attribute.value.expression : attribute.value;
    const text = isLiteral(value)
      ? literalText(value)
      : value?.type === 'NumericLiteral'
        ? `${value.value}`
        : undefined;
    if (text === undefined) continue;
    if (name === 'alt' || name === 'title') described[name] = text;
    if (name === 'width' || name === 'height') described[name] = readLength(text);
  }
  return described;
}

function nameOf(attribute: t.JSXAttribute): string {
  return attribute.name.type === 'JSXIdentifier' ? attribute.name.name : attribute.name.name.name;
}

/** Every image that `src={dark ? '/a.png' : light}` can mean. */
export function possibleValues(value: t.Node | null | undefined): (Literal | t.Identifier)[] {
  if (isLiteral(value)) return [value];
  switch (value?.type) {
    case 'Identifier':
      return [value];
    case 'JSXExpressionContainer':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return possibleValues(value.expression);
    case 'ConditionalExpression':
      return [...possibleValues(value.consequent), ...possibleValues(value.alternate)];
    case 'LogicalExpression':
      return [...possibleValues(value.left), ...possibleValues(value.right)];
    case 'MemberExpression':
      // Next and Vite components take `logo.src` of an import.
      return value.object.type === 'Identifier' ? [value.object] : [];
    default:
      return [];
  }
}
