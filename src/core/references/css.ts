import { tokenizer, TokenType, type CSSToken } from '@csstools/css-tokenizer';
import { readStatement, type StyleDialect, type StyleImage, type StyleStatement } from './cssStatement';
import { sizeOf, type BoxSizes } from './cssSize';
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
  /** What stands before the `{`. */
  prelude: string;
  images: StyleImage[];
}

/**
 * Images of a style sheet, or of the declarations of a `style` attribute, in the order of the text.
 * A tokenizer and not a grammar of each dialect: nesting, mixins and half-typed rules are all statements in blocks.
 */
export function readStyles(text: string, dialect: StyleDialect, kind: ReferenceKind): Found[] {
  const images: Found[] = [];
  const rules: Rule[] = [newRule('')];
  let statement: CSSToken[] = [];

  const endStatement = (): StyleStatement => {
    const read = readStatement(statement, dialect);
    const rule = rules.at(-1);
    // A font may be an SVG.
    if (rule !== undefined && !/^@font-face\b/i.test(rule.prelude)) {
      rule.images.push(...read.images);
      Object.assign(rule, read.box);
    }
    statement = [];
    return read;
  };
  const endRule = () => {
    endStatement();
    const rule = rules.at(-1);
    if (rule !== undefined && rule.images.length > 0) {
      const component = componentOf(rules);
      for (const image of rule.images) {
        const { start, end, target, density } = image;
        images.push({ start, end, target, kind, density, ...component, ...sizeOf(image, rule) });
      }
    }
    rules.pop();
  };

  for (const token of tokensOf(text, dialect)) {
    if (token === 'open') {
      const { prelude } = endStatement();
      rules.push(newRule(prelude));
    } else if (token === 'close') {
      // One `}` too many: what follows is of the style sheet again.
      if (rules.length > 1) endRule();
      else endStatement();
    } else if (token[0] === TokenType.Semicolon) endStatement();
    else statement.push(token);
  }
  while (rules.length > 0) endRule();
  return images.sort((a, b) => a.start - b.start);
}

function newRule(prelude: string): Rule {
  return { prelude, images: [] };
}

/** Tokens without comments; `open` and `close` are the braces of blocks, not those of `#{…}` and `@{…}`. */
function* tokensOf(text: string, dialect: StyleDialect): Generator<CSSToken | 'open' | 'close'> {
  let shift = 0;
  let tokens = tokenizer({ css: text });
  let interpolations = 0;
  let before = '';
  for (let token = tokens.nextToken(); token[0] !== TokenType.EOF; token = tokens.nextToken()) {
    const [type, raw] = token;
    token[2] += shift;
    token[3] += shift;
    const end = token[3] + 1;
    if (dialect !== 'css' && raw === '/' && text[end] === '/') {
      // CSS itself has no such comment; the tokenizer goes on behind it.
      const lineEnd = text.indexOf('\n', end);
      if (lineEnd < 0) return;
      shift = lineEnd;
      tokens = tokenizer({ css: text.slice(lineEnd) });
    } else if (type === TokenType.OpenCurly) {
      const interpolates = dialect !== 'css' && (before === '#' || before === '@');
      if (interpolates || interpolations > 0) interpolations++;
      else yield 'open';
    } else if (type === TokenType.CloseCurly) {
      if (interpolations > 0) interpolations--;
      else yield 'close';
    } else if (type !== TokenType.Comment) {
      // An interpolation that was never closed ends where no interpolation goes on.
      if (type === TokenType.Semicolon) interpolations = 0;
      yield token;
    }
    before = raw;
  }
}

/** The names that authors gave: `.card { &__icon:hover { … } }` → `card __icon`; for `body`, the element. */
function componentOf(rules: readonly Rule[]): { component?: string } {
  const preludes = rules.map(({ prelude }) => prelude);
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
