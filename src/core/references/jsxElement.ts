import type * as t from '@babel/types';
import { isLiteral, literalRange, literalText, type Literal } from './jsxLiteral';
import { jsxMarkup } from './jsxMarkup';
import { readLength, type Description, type Found } from './makeReference';
import { readSrcset } from './srcset';

/** Attributes of any element that hold one image; components take the same names as elements. */
const imageAttributes = new Set(['src', 'poster']);

/** What an element says of the images that are named in one of its expressions. */
export interface DescribedRange {
  start: number;
  end: number;
  described: Description;
}

/** Images that an element names, and the variables it takes images from. Offsets are those of the nodes, plus `shift`. */
export function readJsxElement(
  element: t.JSXOpeningElement,
  shift = 0,
): {
  images: Found[];
  variables: { name: string; described: Description }[];
  expressions: DescribedRange[];
} {
  const images: Found[] = [];
  const variables: { name: string; described: Description }[] = [];
  const expressions: DescribedRange[] = [];
  let described: Description | undefined;
  for (const attribute of element.attributes) {
    if (attribute.type !== 'JSXAttribute') continue;
    const name = nameOf(attribute);
    if (name === 'srcSet' || name === 'srcset') {
      images.push(...readList(attribute.value, (described ??= describe(element, shift)), shift));
    }
    const sources = name === 'sources' ? themedSources(attribute.value) : [];
    if (!imageAttributes.has(name) && sources.length === 0) continue;
    described ??= describe(element, shift);
    if (attribute.value?.type === 'JSXExpressionContainer') {
      const { start, end } = attribute.value;
      expressions.push({ start: (start ?? 0) + shift, end: (end ?? 0) + shift, described });
    }
    for (const { value, theme } of sources.length > 0 ? sources : [{ value: attribute.value }]) {
      const themed = theme === undefined ? described : { ...described, theme };
      for (const literal of possibleValues(value)) {
        if (literal.type === 'Identifier') variables.push({ name: literal.name, described: themed });
        else {
          const place = literalRange(literal, shift);
          images.push({ ...themed, ...place, target: literalText(literal), kind: 'jsx' });
        }
      }
    }
  }
  return { images, variables, expressions };
}

/** Only as it is written: with entities or escapes, nobody knows where its parts stand. */
function readList(value: t.JSXAttribute['value'], described: Description, shift: number): Found[] {
  const literal = value?.type === 'JSXExpressionContainer' ? value.expression : value;
  if (!isLiteral(literal)) return [];
  const { start, end } = literalRange(literal, shift);
  const text = literalText(literal);
  return text.length === end - start ? readSrcset(text, start, described, 'jsx') : [];
}

/** `sources={{ light: '/a.png', dark: '/b.png' }}`. @see https://docusaurus.io/docs/markdown-features/assets#themed-images */
function themedSources(value: t.JSXAttribute['value']): { value: t.Node; theme?: Description['theme'] }[] {
  const object = value?.type === 'JSXExpressionContainer' ? value.expression : undefined;
  if (object?.type !== 'ObjectExpression') return [];
  return object.properties.flatMap(property => {
    if (property.type !== 'ObjectProperty') return [];
    const { key } = property;
    const name = key.type === 'Identifier' ? key.name : isLiteral(key) ? literalText(key) : '';
    return name === 'light' || name === 'dark' ? [{ value: property.value, theme: name }] : [];
  });
}

export function elementName(element: t.JSXOpeningElement): string {
  const name = element.name;
  if (name.type === 'JSXIdentifier') return name.name;
  return name.type === 'JSXMemberExpression' ? name.property.name : name.name.name;
}

function describe(element: t.JSXOpeningElement, shift: number): Description {
  const described: Description = { markup: jsxMarkup(element, shift) };
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
    case 'CallExpression': {
      // Of Docusaurus and VitePress: they put the address before the path that a site is served from.
      const [path] = value.arguments;
      const based = value.callee.type === 'Identifier' && /^(?:useBaseUrl|withBase)$/.test(value.callee.name);
      return based && isLiteral(path) ? [path] : [];
    }
    default:
      return [];
  }
}
