import { tokenizer, TokenType, type CSSToken } from '@csstools/css-tokenizer';
import { functions, idPattern, properties } from './svgLists';

/** What a property leads to: another element of the drawing. */
export interface StyleReference {
  property: string;
  id: string;
}

export interface CleanStyle {
  text: string;
  references: readonly StyleReference[];
}

/** The value of a property without what could be more than looks; `undefined`: it goes as a whole. */
export function cleanValue(property: string, value: string): CleanStyle | undefined {
  if (!properties.has(property) || value.trim() === '') return undefined;
  return cleanTokens(property, tokensOf(value));
}

/** `fill: red; …`, as a `style` attribute has it. */
export function cleanDeclarations(text: string): CleanStyle {
  return declarations(tokensOf(text));
}

/**
 * A style sheet of plain rules. No at-rule stays, and of references only those to gradients (`isGradient`): how often a rule
 * applies nobody counts here.
 */
export function cleanSheet(text: string, isGradient: (id: string) => boolean): string {
  const rules: string[] = [];
  const tokens = tokensOf(text);
  let at = 0;
  let semicolon = nextOf(tokens, 0, TokenType.Semicolon);
  while (at < tokens.length) {
    const open = nextOf(tokens, at, TokenType.OpenCurly);
    if (open < 0) break;
    if (semicolon >= 0 && semicolon < at) semicolon = nextOf(tokens, at, TokenType.Semicolon);
    if (semicolon >= 0 && semicolon < open) {
      // `@import …;`
      at = semicolon + 1;
      continue;
    }
    const close = closing(tokens, open);
    const selector = selectorOf(tokens.slice(at, open));
    const body = tokens.slice(open + 1, close);
    at = close + 1;
    if (selector === undefined || body.some(([type]) => type === TokenType.OpenCurly)) continue;
    const { text: clean } = declarations(body, isGradient);
    if (clean !== '') rules.push(`${selector}{${clean}}`);
  }
  return rules.join('\n');
}

function declarations(tokens: readonly CSSToken[], mayLead?: (id: string) => boolean): CleanStyle {
  const kept: string[] = [];
  const references: StyleReference[] = [];
  for (let at = 0; at < tokens.length;) {
    const end = nextOf(tokens, at, TokenType.Semicolon);
    const until = end < 0 ? tokens.length : end;
    const declaration = tokens.slice(at, until);
    at = until + 1;
    const colon = nextOf(declaration, 0, TokenType.Colon);
    const [name, ...more] = declaration.slice(0, Math.max(0, colon)).filter(isMeant);
    if (name?.[0] !== TokenType.Ident || more.length > 0) continue;
    const property = name[4].value.toLowerCase();
    if (!properties.has(property)) continue;
    const clean = cleanTokens(property, declaration.slice(colon + 1));
    if (clean === undefined) continue;
    if (mayLead && clean.references.some(({ id }) => !mayLead(id))) continue;
    kept.push(`${property}:${clean.text}`);
    for (const reference of clean.references) references.push(reference);
  }
  return { text: kept.join(';'), references };
}

function cleanTokens(property: string, tokens: readonly CSSToken[]): CleanStyle | undefined {
  const parts: string[] = [];
  const references: StyleReference[] = [];
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) return undefined;
    const [type, raw] = token;
    // An escape may spell anything; nobody writes colours with one.
    if (raw.includes('\\') && type !== TokenType.Comment) return undefined;
    switch (type) {
      case TokenType.EOF:
        break;
      case TokenType.Comment:
      case TokenType.Whitespace:
        parts.push(' ');
        break;
      case TokenType.Ident:
      case TokenType.Number:
      case TokenType.Percentage:
      case TokenType.Dimension:
      case TokenType.Hash:
      case TokenType.Comma:
        parts.push(raw);
        break;
      case TokenType.Delim:
        // `!important`, and what `calc` reckons with.
        if (!'+-*/!'.includes(raw)) return undefined;
        parts.push(raw);
        break;
      case TokenType.String:
        if (property !== 'font-family' || !/^[\p{L}\p{N}\p{M} ._-]*$/u.test(token[4].value)) return undefined;
        parts.push(`'${token[4].value}'`);
        break;
      case TokenType.Function:
        if (token[4].value.toLowerCase() === 'url') {
          const close = nextOf(tokens, at, TokenType.CloseParen);
          const [string, ...more] = tokens.slice(at + 1, Math.max(at + 1, close)).filter(isMeant);
          if (close < 0 || string?.[0] !== TokenType.String || more.length > 0) return undefined;
          if (!lead(string[4].value)) return undefined;
          at = close;
          break;
        }
        if (!functions.has(token[4].value.toLowerCase())) return undefined;
        depth++;
        parts.push(raw);
        break;
      case TokenType.OpenParen:
        depth++;
        parts.push(raw);
        break;
      case TokenType.CloseParen:
        if (--depth < 0) return undefined;
        parts.push(raw);
        break;
      case TokenType.URL:
        if (!lead(token[4].value)) return undefined;
        break;
      default:
        return undefined;
    }
  }
  const text = parts.join('').replace(/\s+/g, ' ').trim();
  return depth !== 0 || text === '' ? undefined : { text, references };

  /** Only to an element of the drawing itself. */
  function lead(url: string): boolean {
    const id = url.trim().slice(1);
    if (!url.trim().startsWith('#') || !idPattern.test(id)) return false;
    references.push({ property, id });
    parts.push(`url(#${id})`);
    return true;
  }
}

/** Names, classes, ids and how they stand to each other. */
function selectorOf(tokens: readonly CSSToken[]): string | undefined {
  let text = '';
  for (const [type, raw] of tokens) {
    if (raw.includes('\\') && type !== TokenType.Comment) return undefined;
    if (type === TokenType.Whitespace || type === TokenType.Comment) text += ' ';
    else if (type === TokenType.Ident || type === TokenType.Hash || type === TokenType.Comma) text += raw;
    else if (type === TokenType.Colon) text += raw;
    else if (type === TokenType.Delim && '.*>+~'.includes(raw)) text += raw;
    else return undefined;
  }
  const trimmed = text.replace(/\s+/g, ' ').trim();
  return trimmed === '' ? undefined : trimmed;
}

function tokensOf(text: string): readonly CSSToken[] {
  const stream = tokenizer({ css: text });
  const tokens: CSSToken[] = [];
  while (!stream.endOfFile()) tokens.push(stream.nextToken());
  return tokens.filter(([type]) => type !== TokenType.EOF);
}

function isMeant([type]: CSSToken): boolean {
  return type !== TokenType.Whitespace && type !== TokenType.Comment;
}

function nextOf(tokens: readonly CSSToken[], from: number, type: TokenType): number {
  for (let at = from; at < tokens.length; at++) if (tokens[at]?.[0] === type) return at;
  return -1;
}

/** Where the block ends that begins at `open`. */
function closing(tokens: readonly CSSToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const type = tokens[at]?.[0];
    if (type === TokenType.OpenCurly) depth++;
    else if (type === TokenType.CloseCurly && --depth === 0) return at;
  }
  return tokens.length;
}
