import { tokenizer, TokenType, type CSSToken } from '@csstools/css-tokenizer';
import { readStatement, type StyleDialect, type StyleImage } from './cssStatement';
import { isOfBox, sizeOf, type BoxSizes } from './cssSize';
import { makeReference, type Found } from './makeReference';
import type { ImageReference, ReferenceKind, ReferenceParser } from './reference';

export const parseCss: ReferenceParser = text => parseStyles(text, 'css');
export const parseScss: ReferenceParser = text => parseStyles(text, 'scss');
export const parseLess: ReferenceParser = text => parseStyles(text, 'less');

function parseStyles(text: string, dialect: StyleDialect): ImageReference[] {
  return readStyles(text, dialect, 'css').flatMap(found => makeReference(text, found) ?? []);
}

/** A block, from its `{` to its `}`; the style sheet itself is the outermost. */
interface Rule extends BoxSizes {
  /** Where the text before the `{` stands. */
  start: number;
  end: number;
  images: StyleImage[];
}

/**
 * Images of a style sheet, or of the declarations of a `style` attribute, in the order of the text.
 * A tokenizer and not a grammar of each dialect: nesting, mixins and half-typed rules are all statements in blocks.
 */
export function readStyles(text: string, dialect: StyleDialect, kind: ReferenceKind): Found[] {
  const images: Found[] = [];
  const rules: Rule[] = [{ start: 0, end: 0, images: [] }];
  /** Without white space and comments. */
  const statement: CSSToken[] = [];
  let mayHoldImages = false;

  const endStatement = () => {
    const rule = rules.at(-1);
    if (rule !== undefined && statement.length > 0 && (mayHoldImages || isOfBox(statement))) {
      const read = readStatement(statement, dialect);
      rule.images.push(...read.images);
      Object.assign(rule, read.box);
    }
    statement.length = 0;
    mayHoldImages = false;
  };
  const openRule = () => {
    const start = statement[0]?.[2] ?? 0;
    const end = (statement.at(-1)?.[3] ?? start - 1) + 1;
    endStatement();
    rules.push({ start, end, images: [] });
  };
  const endRule = () => {
    endStatement();
    const rule = rules.at(-1);
    if (rule !== undefined && rule.images.length > 0) {
      const preludes = rules.map(({ start, end }) => preludeOf(text, start, end));
      const component = componentOf(preludes);
      // A font may be an SVG.
      const font = /^@font-face\b/i.test(preludes.at(-1) ?? '');
      for (const image of font ? [] : rule.images) {
        const { start, end, target, density } = image;
        images.push({ start, end, target, kind, density, ...component, ...sizeOf(image, rule) });
      }
    }
    rules.pop();
  };

  let shift = 0;
  let tokens = tokenizer({ css: text });
  /** Braces of `#{…}` and `@{…}`, which are no blocks. */
  let interpolations = 0;
  let before = '';
  for (let token = tokens.nextToken(); token[0] !== TokenType.EOF; token = tokens.nextToken()) {
    const raw = token[1];
    if (shift > 0) {
      token[2] += shift;
      token[3] += shift;
    }
    switch (token[0]) {
      case TokenType.Whitespace:
      case TokenType.Comment:
        break;
      case TokenType.OpenCurly:
        if (interpolations > 0 || (dialect !== 'css' && (before === '#' || before === '@'))) interpolations++;
        else openRule();
        break;
      case TokenType.CloseCurly:
        if (interpolations > 0) interpolations--;
        else if (rules.length > 1) endRule();
        // One `}` too many: what follows is of the style sheet again.
        else endStatement();
        break;
      case TokenType.Semicolon:
        // An interpolation that was never closed goes no further.
        interpolations = 0;
        endStatement();
        break;
      default:
        if (raw === '/' && dialect !== 'css' && text[token[3] + 1] === '/') {
          // CSS itself has no such comment; the tokenizer goes on behind it.
          shift = text.indexOf('\n', token[3]);
          if (shift < 0) shift = text.length;
          tokens = tokenizer({ css: text.slice(shift) });
        } else {
          mayHoldImages ||= token[0] === TokenType.URL || token[0] === TokenType.Function;
          statement.push(token);
        }
    }
    before = raw;
  }
  while (rules.length > 0) endRule();
  return images.sort((a, b) => a.start - b.start);
}

/** Bounded; comments are no part of a selector. */
function preludeOf(text: string, start: number, end: number): string {
  return text.slice(start, Math.min(end, start + 300)).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ');
}

/** The names that authors gave: `.card { &__icon:hover { … } }` → `card __icon`; for `body`, the element. */
function componentOf(preludes: readonly string[]): { component?: string } {
  if (preludes.some(prelude => /^@(?:-\w+-)?keyframes\b/i.test(prelude))) return {};
  const selectors = preludes.filter(prelude => prelude !== '' && !prelude.startsWith('@'));
  const names = selectors.flatMap(selector =>
    [...(selector.split(',')[0] ?? '').matchAll(/[.#&]([\p{L}\p{N}_-]+)/gu)].map(match => match[1] ?? ''),
  );
  const [element] = /^[a-z][a-z\d-]*/i.exec(selectors.at(-1) ?? '') ?? [];
  // The innermost say what it is.
  const component = names.length > 0 ? names.slice(-3).join(' ') : element;
  return component === undefined ? {} : { component };
}
