import type * as t from '@babel/types';

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
