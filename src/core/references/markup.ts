import { Tokenizer, TokenizerMode, type Token, type TokenHandler } from 'parse5';
import { readEmbeddedStyle } from './embeddedStyle';
import { readJsx, type CodeDialect } from './jsx';
import { readExpression } from './jsxExpression';
import { makeReferences, move, type Description, type Found } from './makeReference';
import {
  attributeOf,
  describe,
  markupElementOf,
  mayMatter,
  readElement,
  type MarkupAttribute,
  type MarkupElement,
} from './markupElement';
import type { Block } from './outline';
import type { ImageReference, ReferenceKind, ReferenceMarkup } from './reference';
import { addWritten, expressionValue, tagMarkup, type ReadWritten } from './tagMarkup';

/** What makes Vue, Svelte or Astro of HTML. For one document: it may count what is open. */
export interface MarkupDialect {
  /** The document with nothing in it that a tokenizer of HTML would misread; the same length. */
  masked: string;
  /** Of `<script>` without `lang`. */
  script: CodeDialect;
  /** The code of an attribute that is an expression, and the name it has without that. */
  codeOf(attribute: MarkupAttribute): { name: string; start: number; end: number } | undefined;
  /** How the tool looks up an image that an element names. */
  kindOf(target: string, element: string): ReferenceKind;
  /** @returns true: what is in the element is no markup, up to its end tag. */
  enter(element: MarkupElement): boolean;
  leave?(name: string): void;
  /** Code outside of elements. */
  code?: { start: number; end: number };
}

/**
 * Images of markup with scripts, styles and expressions in it.
 *
 * By the tokenizer of parse5 without its tree. The tree is that of HTML pages: it moves what stands in the wrong place,
 * cannot tell `<Image>` from `<image>`, and takes the rest of a document for the text of a `<Script />` or `<Title />`.
 */
export function parseMarkup(text: string, dialect: MarkupDialect): ImageReference[] {
  const images: Found[] = [];
  const imports = new Map<string, Found>();
  const uses = new Map<string, Description & { near: number }>();

  const addCode = (start: number, end: number, language: CodeDialect) => {
    const code = readJsx(text.slice(start, end), language);
    for (const image of code.images) {
      move(image, start);
      // The headings above a script are not those of what it imports.
      image.near = -1;
      images.push(image);
    }
    for (const [name, found] of code.imports) imports.set(name, found);
  };
  const addElement = ({ element, codes, start }: ReadTag, beside?: ReadTag) => {
    const read = readElement(dialect.masked, element, beside?.element, { kind: 'jsx', components: true });
    for (const found of read) images.push({ ...found, kind: dialect.kindOf(found.target, element.name) });
    for (const { name, ...code } of codes) {
      if (name !== 'src' && name !== 'poster') continue;
      const described = describe(element, beside?.element);
      const expression = readExpression(text.slice(code.start, code.end), code.start);
      for (const found of expression.images) images.push({ ...described, ...found });
      for (const variable of expression.variables)
        if (!uses.has(variable)) uses.set(variable, { ...described, near: start });
    }
  };

  if (dialect.code !== undefined) addCode(dialect.code.start, dialect.code.end, 'typescript');
  const blocks = tokenize(text, dialect, {
    element: addElement,
    raw: (element, start, end) => {
      if (element.name === 'style') images.push(...readEmbeddedStyle(text, start, end, element, 'css'));
      if (element.name !== 'script') return;
      const lang = attributeOf(element, 'lang')?.value.toLowerCase();
      addCode(
        start,
        end,
        lang === undefined ? dialect.script : /^ts$|^typescript$/.test(lang) ? 'typescript' : 'jsx',
      );
    },
  });
  for (const [name, found] of imports) Object.assign(found, uses.get(name));
  return makeReferences(text, { images: inOrder(images), blocks });
}

/** One place may be read twice where half-typed code is read piece by piece. */
function inOrder(images: Found[]): Found[] {
  const sorted = images.sort((a, b) => a.start - b.start);
  return sorted.filter(({ start }, i) => start !== sorted[i - 1]?.start);
}

/** A start tag. */
interface ReadTag {
  start: number;
  /** Its attributes without the expressions, but with those that describe the image in a literal. */
  element: MarkupElement;
  codes: readonly { name: string; start: number; end: number }[];
}

interface Handlers {
  /** @param beside the `<img>` of the `<picture>` around a `<source>` */
  element(tag: ReadTag, beside?: ReadTag): void;
  /** An element whose inside is no markup. */
  raw(element: MarkupElement, start: number, end: number): void;
}

/** @returns headings and paragraphs */
function tokenize(text: string, dialect: MarkupDialect, handlers: Handlers): Block[] {
  const blocks: Block[] = [];
  let block: (Block & { name: string }) | undefined;
  let raw: { element: MarkupElement; start: number } | undefined;
  /** Those of the `<picture>` that is open. */
  let sources: ReadTag[] | undefined;

  const endBlock = (end: number) => {
    if (block === undefined) return;
    const { name, ...rest } = block;
    const level = /^h([1-6])$/.exec(name)?.[1];
    const said = rest.text.replace(/\{+[^{}]*\}+/g, ' ');
    blocks.push({ ...rest, end, text: said, ...(level === undefined ? {} : { level: Number(level) }) });
    block = undefined;
  };
  const endPicture = (beside?: ReadTag) => {
    for (const source of sources ?? []) handlers.element(source, beside);
    sources = undefined;
  };
  const endRaw = (end: number) => {
    if (raw !== undefined) handlers.raw(raw.element, raw.start, end);
    raw = undefined;
  };
  const onText = ({ chars }: Token.CharacterToken) => {
    if (raw === undefined && block !== undefined && block.text.length < 2000) block.text += chars;
  };

  const handler: TokenHandler = {
    onStartTag(token) {
      const { startOffset, endOffset } = token.location ?? { startOffset: 0, endOffset: 0 };
      const tag = readTag(text, dialect, token);
      const { name } = tag.element;
      if (!token.selfClosing && dialect.enter(tag.element)) {
        raw = { element: tag.element, start: endOffset };
        tokenizer.state = TokenizerMode.RAWTEXT;
        return;
      }
      if (/^(?:h[1-6]|p)$/.test(name)) {
        endBlock(startOffset);
        block = { name, start: startOffset, end: endOffset, text: '' };
      }
      if (name === 'picture') {
        endPicture();
        sources = [];
      } else if (name === 'source' && sources !== undefined) sources.push(tag);
      else {
        if (name === 'img') endPicture(tag);
        if (tag.element.attributes.length > 0 || tag.codes.length > 0) handlers.element(tag);
      }
    },
    onEndTag(token) {
      const start = token.location?.startOffset ?? text.length;
      endRaw(start);
      if (token.tagName === 'picture') endPicture();
      if (token.tagName === block?.name) endBlock(token.location?.endOffset ?? start);
      dialect.leave?.(token.tagName);
    },
    onEof() {
      endRaw(text.length);
      endPicture();
      endBlock(text.length);
    },
    onCharacter: onText,
    onWhitespaceCharacter: onText,
    onNullCharacter: onText,
    onComment: () => undefined,
    onDoctype: () => undefined,
  };
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, handler);
  tokenizer.write(dialect.masked, true);
  return blocks;
}

function readTag(text: string, dialect: MarkupDialect, token: Token.TagToken): ReadTag {
  const { tagName, attrs, location } = token;
  const start = location?.startOffset ?? 0;
  // As it is written: `Image` is not `image`.
  const name = text.slice(start + 1, start + 1 + tagName.length);
  if (!mayMatter(name, attrs)) return { start, element: { name, attributes: [] }, codes: [] };
  const read = markupElementOf(text, name, attrs, location);
  const attributes: MarkupAttribute[] = [];
  const codes: ReadTag['codes'][number][] = [];
  for (const attribute of read.attributes) {
    const code = dialect.codeOf(attribute);
    if (code === undefined) {
      const said = /^(?:alt|title)$/.test(attribute.name);
      attributes.push(said ? { ...attribute, value: attribute.value.replace(/\{_*\}/g, ' ') } : attribute);
      continue;
    }
    codes.push(code);
    const literal = /^\s*(?:(\d+)|(["'`])([^"'`\\$]*)\2)\s*$/.exec(text.slice(code.start, code.end));
    if (literal !== null && /^(?:alt|title|width|height)$/.test(code.name))
      attributes.push({ ...code, value: literal[1] ?? literal[3] ?? '' });
  }
  let markup: ReferenceMarkup | undefined;
  const element = { name, attributes, markup: () => (markup ??= dialectMarkup(text, dialect, token)) };
  return { start, element, codes };
}

/** With the attributes that are expressions. */
function dialectMarkup(
  text: string,
  dialect: MarkupDialect,
  { attrs, location }: Token.TagToken,
): ReferenceMarkup {
  const tag = location ?? { startOffset: 0, endOffset: 0 };
  const read: ReadWritten = (name, { start, end, text: value = '' }) => {
    if (name === 'v-bind') return 'more';
    const code = dialect.codeOf({ name, value, start, end });
    if (code !== undefined) return [code.name, expressionValue(text, code.start, code.end)];
    const whole = text.slice(start, end) === dialect.masked.slice(start, end);
    return [name, { start, end, ...(whole ? { text: value } : {}) }];
  };
  const markup = tagMarkup(dialect.masked, tag, attrs, read);
  addShorthands(markup, text, dialect.masked);
  return markup;
}

/** `<img {src} {alt} {...rest}>` of Svelte and Astro: to parse5, attributes with the same odd name. */
function addShorthands(markup: ReferenceMarkup, text: string, masked: string): void {
  for (const { index } of masked.slice(markup.start, markup.end).matchAll(/(?<=[\s"'}])\{_+\}(?=[\s/>])/g)) {
    const start = markup.start + index + 1;
    const end = masked.indexOf('}', start);
    const code = text.slice(start, end).trim();
    if (code.startsWith('...')) markup.more = true;
    else addWritten(markup, code, { start, end });
  }
}
