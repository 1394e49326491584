import type * as t from '@babel/types';
import { isLiteral, literalRange, literalText } from './jsxLiteral';
import type { ReferenceMarkup, WrittenValue } from './reference';
import { addWritten } from './tagMarkup';

/** What the opening tag of an element holds that can be edited. Offsets are those of the nodes, plus `shift`. */
export function jsxMarkup(element: t.JSXOpeningElement, shift: number): ReferenceMarkup {
  const markup: ReferenceMarkup = {
    syntax: 'jsx',
    start: (element.start ?? 0) + shift,
    end: (element.end ?? 0) + shift,
    element: writtenName(element.name),
  };
  let last: t.Node = element.typeArguments ?? element.name;
  for (const attribute of element.attributes) {
    last = attribute;
    if (attribute.type === 'JSXSpreadAttribute') markup.more = true;
    else if (attribute.name.type === 'JSXIdentifier') {
      // React's `srcSet`.
      addWritten(markup, attribute.name.name.toLowerCase(), valueOf(attribute, shift));
    }
  }
  markup.attributesEnd = (last.end ?? 0) + shift;
  return markup;
}

function valueOf({ value, end }: t.JSXAttribute, shift: number): WrittenValue {
  const none = (end ?? 0) + shift;
  if (value === null || value === undefined) return { start: none, end: none };
  if (isLiteral(value)) return { ...literalRange(value, shift), text: literalText(value) };
  const inside = { start: (value.start ?? 0) + 1 + shift, end: (value.end ?? 0) - 1 + shift };
  if (value.type !== 'JSXExpressionContainer') return { start: inside.start - 1, end: inside.end + 1 };
  const { expression } = value;
  if (isLiteral(expression)) return { ...literalRange(expression, shift), text: literalText(expression) };
  if (expression.type !== 'NumericLiteral') return inside;
  const range = { start: (expression.start ?? 0) + shift, end: (expression.end ?? 0) + shift };
  return { ...range, text: `${expression.value}` };
}

function writtenName(name: t.JSXElement['openingElement']['name']): string {
  switch (name.type) {
    case 'JSXIdentifier':
      return name.name;
    case 'JSXMemberExpression':
      return `${writtenName(name.object)}.${name.property.name}`;
    case 'JSXNamespacedName':
      return `${name.namespace.name}:${name.name.name}`;
  }
}
