import { parseExpression } from '@babel/parser';
import { moduleIn, walk } from './jsx';
import { possibleValues } from './jsxElement';
import { isLiteral, literalRange, literalText } from './jsxLiteral';
import type { Found } from './makeReference';

/**
 * What an expression in the attribute of some markup can mean: `dark ? '/a.png' : logo`, `require('./a.png')`.
 * @param shift where `code` begins in the document
 */
export function readExpression(code: string, shift: number): { images: Found[]; variables: string[] } {
  const images: Found[] = [];
  const variables: string[] = [];
  try {
    const expression = parseExpression(code, { errorRecovery: true, plugins: ['jsx', 'typescript'] });
    for (const value of possibleValues(expression)) {
      if (isLiteral(value))
        images.push({ ...literalRange(value, shift), target: literalText(value), kind: 'jsx' });
      else variables.push(value.name);
    }
    for (const node of walk(expression)) {
      const module = moduleIn(node);
      if (module !== undefined) {
        images.push({ ...module, start: module.start + shift, end: module.end + shift });
      }
    }
  } catch {
    // Half-typed: nothing to say until it is whole.
  }
  return { images, variables };
}
