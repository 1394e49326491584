import type { ReferenceMarkup, WrittenValue } from './reference';

/** Attributes that edits are about. */
const edited = ['alt', 'width', 'height', 'srcset', 'sizes'] as const;
type Edited = (typeof edited)[number];

type Location = { startOffset: number; endOffset: number };

/** Where parse5 met a start tag. */
export interface TagLocation extends Location {
  attrs?: Readonly<Record<string, Location>>;
}

export interface TagAttribute {
  name: string;
  prefix?: string;
  value: string;
}

/**
 * The value of an attribute whose name may say that it is an expression; undefined: an attribute of no interest. `more`:
 * it stands for attributes that nobody can see here.
 */
export type ReadWritten = (name: string, value: WrittenValue) => readonly [string, WrittenValue] | 'more';

/** What a start tag holds that can be edited. */
export function tagMarkup(
  text: string,
  tag: TagLocation,
  attrs: readonly TagAttribute[],
  read: ReadWritten = readBound,
): ReferenceMarkup {
  const { startOffset: start, endOffset: end } = tag;
  const element = /^[^\s/>]*/.exec(text.slice(start + 1, start + 100))?.[0] ?? '';
  const markup: ReferenceMarkup = { syntax: 'html', start, end, element };
  let last = start + 1 + element.length;
  for (const attr of attrs) {
    const name = attr.prefix ? `${attr.prefix}:${attr.name}` : attr.name;
    const location = tag.attrs?.[name];
    if (location === undefined) continue;
    last = Math.max(last, location.endOffset);
    const written = read(name, { ...rawValue(text, location), text: attr.value });
    if (written === 'more') markup.more = true;
    else addWritten(markup, ...written);
  }
  // Behind the last attribute there may be some that parse5 left out, for they were there already.
  let at = text.endsWith('>', end) ? end - 1 : end;
  const spaces = () => {
    while (at > last && /\s/.test(text.charAt(at - 1))) at--;
  };
  spaces();
  if (at > last && text[at - 1] === '/') at--;
  spaces();
  markup.attributesEnd = at;
  return markup;
}

export function addWritten(markup: ReferenceMarkup, name: string, value: WrittenValue): void {
  const key = edited.find(known => known === name);
  if (key !== undefined) markup[key] ??= value;
}

export function movedMarkup(markup: ReferenceMarkup, by: number): ReferenceMarkup {
  return mapMarkup(markup, offset => offset + by);
}

/** The same with other offsets. */
export function mapMarkup(markup: ReferenceMarkup, map: (offset: number) => number): ReferenceMarkup {
  const moved: ReferenceMarkup = { ...markup, start: map(markup.start), end: map(markup.end) };
  if (markup.attributesEnd !== undefined) moved.attributesEnd = map(markup.attributesEnd);
  for (const [name, value] of writtenIn(markup))
    moved[name] = { ...value, start: map(value.start), end: map(value.end) };
  return moved;
}

export function writtenIn(markup: ReferenceMarkup): [name: Edited, value: WrittenValue][] {
  return edited.flatMap(name => {
    const value = markup[name];
    return value === undefined ? [] : [[name, value]];
  });
}

/**
 * The value of an expression (`start` to `end` in `text`): its text when it is a number or a string without escapes.
 * @returns offsets without white space, and without the quotes of a string
 */
export function expressionValue(text: string, start: number, end: number): WrittenValue {
  const [, before = '', number, quote, string] =
    /^(\s*)(?:(\d+)|(["'`])([^"'`\\$&]*)\3)\s*$/.exec(text.slice(start, end)) ?? [];
  const from = start + before.length;
  if (number !== undefined) return { start: from, end: from + number.length, text: number };
  if (quote === undefined || string === undefined) return { start, end };
  return { start: from + 1, end: from + 1 + string.length, text: string };
}

/** In a page, other tools bind attributes: Angular's `[alt]`, Vue's and Alpine's `:alt`. */
function readBound(name: string, value: WrittenValue): readonly [string, WrittenValue] {
  const bound = /^(?:\[(?:attr\.)?(\w+)\]|(?:v-bind|x-bind)?:(\w+))$/.exec(name);
  const { start, end } = value;
  return bound === null ? [name, value] : [bound[1] ?? bound[2] ?? '', { start, end }];
}

/** Without the quotes. An attribute without a value ends where it would begin. */
function rawValue(text: string, { startOffset, endOffset }: Location): { start: number; end: number } {
  const source = text.slice(startOffset, endOffset);
  const [before, quote = ''] = /^[^=]+=\s*(["']?)/.exec(source) ?? [];
  if (before === undefined) return { start: endOffset, end: endOffset };
  const start = startOffset + before.length;
  const closed = quote !== '' && endOffset > start && source.endsWith(quote);
  return { start, end: closed ? endOffset - 1 : endOffset };
}
