import { readStyleAttribute } from './embeddedStyle';
import { readLength, type Description, type Found } from './makeReference';
import type { ReferenceKind, ReferenceMarkup } from './reference';
import { readSrcset } from './srcset';
import { tagMarkup, type TagAttribute, type TagLocation } from './tagMarkup';

/** The start tag of an element in HTML or in a language like it. */
export interface MarkupElement {
  /** Lower case for elements of HTML. */
  name: string;
  attributes: readonly MarkupAttribute[];
  /** Made when it is asked for: most elements name no image. */
  markup?(): ReferenceMarkup;
}

export interface MarkupAttribute {
  /** Lower case. */
  name: string;
  /** Decoded. */
  value: string;
  /** UTF-16 offsets of the value without quotes and white space around it. */
  start: number;
  end: number;
}

type Location = { startOffset: number; endOffset: number };

const imageAttribute = /(?:src|srcset|poster|href|style)$/;

/** False for the many elements that neither name an image nor describe one: cheap, because all are asked. */
export function mayMatter(name: string, attrs: readonly { name: string }[]): boolean {
  if (/^(?:img|source|base|style|script|template)$/.test(name)) return true;
  return attrs.length > 0 && attrs.some(attr => imageAttribute.test(attr.name));
}

/** What parse5 says of an element. Attributes without a value are none. */
export function markupElementOf(
  text: string,
  name: string,
  attrs: readonly TagAttribute[],
  tag: TagLocation | null | undefined,
): MarkupElement {
  const attributes = attrs.flatMap(attr => {
    const full = attr.prefix ? `${attr.prefix}:${attr.name}` : attr.name;
    const location = tag?.attrs?.[full];
    const place = location && valueLocation(text, location);
    return place === undefined ? [] : [{ name: full, value: attr.value, ...place }];
  });
  if (!tag) return { name, attributes };
  let markup: ReferenceMarkup | undefined;
  return { name, attributes, markup: () => (markup ??= tagMarkup(text, tag, attrs)) };
}

export function attributeOf(element: MarkupElement, name: string): MarkupAttribute | undefined {
  return element.attributes.find(attribute => attribute.name === name);
}

export interface ReadingElement {
  kind: ReferenceKind;
  /** Components take images in the attributes of elements. */
  components: boolean;
}

/** @param beside the `<img>` that describes a `<source>` */
export function readElement(
  text: string,
  element: MarkupElement,
  beside?: MarkupElement,
  { kind, components }: ReadingElement = { kind: 'html', components: false },
): Found[] {
  const found: Found[] = [];
  for (const { name, value, start, end } of element.attributes) {
    const use = useOf(element, name, components);
    if (use === 'style') found.push(...readStyleAttribute(text, { start, end }, kind));
    if (use === 'one') found.push({ ...describe(element, beside), start, end, target: value, kind });
    if (use !== 'list') continue;
    // The raw text, so that offsets hold; entities are as good as unknown in a srcset.
    found.push(...readSrcset(text.slice(start, end), start, describe(element, beside), kind));
  }
  return found;
}

function useOf(
  element: MarkupElement,
  name: string,
  components: boolean,
): 'one' | 'list' | 'style' | undefined {
  const tag = element.name;
  const shows = tag === 'img' || tag === 'source' || components;
  switch (name) {
    case 'style':
      return 'style';
    case 'src':
      return shows || (tag === 'input' && attributeOf(element, 'type')?.value.toLowerCase() === 'image')
        ? 'one'
        : undefined;
    case 'poster':
      return tag === 'video' || components ? 'one' : undefined;
    case 'href':
      return tag === 'image' || (tag === 'link' && /\bicon\b/i.test(attributeOf(element, 'rel')?.value ?? ''))
        ? 'one'
        : undefined;
    case 'xlink:href':
      return tag === 'image' ? 'one' : undefined;
    case 'srcset':
      return shows ? 'list' : undefined;
    default:
      return undefined;
  }
}

/** What the element says of the picture, or the `<img>` beside it. */
export function describe(element: MarkupElement, beside?: MarkupElement): Description {
  const read = (name: string) => (attributeOf(element, name) ?? (beside && attributeOf(beside, name)))?.value;
  const icon = element.name === 'link' ? /^(\d+)x(\d+)/i.exec(read('sizes') ?? '') : null;
  const alt = read('alt');
  const title = read('title');
  // Of the element itself: the `<img>` of a `<picture>` stands for all that no `<source>` is for.
  const theme = /\(\s*prefers-color-scheme\s*:\s*(light|dark)/.exec(
    attributeOf(element, 'media')?.value ?? '',
  )?.[1];
  return {
    ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
    ...(alt === undefined ? {} : { alt }),
    ...(title === undefined ? {} : { title }),
    width: readLength(icon?.[1] ?? read('width')),
    height: readLength(icon?.[2] ?? read('height')),
    markup: element.markup?.(),
  };
}

function valueLocation(text: string, location: Location): { start: number; end: number } | undefined {
  const source = text.slice(location.startOffset, location.endOffset);
  const before = /^[^=]*=\s*(["']?)/.exec(source);
  if (before === null) return undefined;
  let start = location.startOffset + before[0].length;
  let end = location.endOffset - (before[1] !== '' && source.endsWith(before[1] ?? '') ? 1 : 0);
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (start < end && /\s/.test(text.charAt(end - 1))) end--;
  return { start, end };
}
