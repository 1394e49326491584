import { defaultTreeAdapter, parse, parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { makeReference, readLength, type Found } from './makeReference';
import { outlineOf, type Block } from './outline';
import type { ImageReference } from './reference';
import { splitSrcset } from './srcset';

/** Images of an HTML document; `fragment`: of a piece of one, as Markdown holds them. Offsets are within `text`. */
export function parseHtml(text: string): ImageReference[] {
  const { images, blocks } = readHtml(text, 'document');
  const contextAt = outlineOf(blocks);
  return images.flatMap(found => makeReference(text, { ...contextAt(found.start), ...found }) ?? []);
}

/** The same before the targets are judged, with the headings and paragraphs that were met. */
export function readHtml(text: string, as: 'document' | 'fragment'): { images: Found[]; blocks: Block[] } {
  // Without scripting, `<noscript>` holds elements and not raw text: the fallback image is an image too.
  const options = { sourceCodeLocationInfo: true, scriptingEnabled: false };
  const root = as === 'document' ? parse(text, options) : parseFragment(text, options);
  const images: Found[] = [];
  const blocks: Block[] = [];
  // A stack and not recursion: documents nest deeper than the call stack.
  const waiting: Tree.Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (defaultTreeAdapter.isElementNode(node)) {
      if (node.tagName === 'base' && /^[a-z][a-z\d+.-]*:|^\/\//i.test(attribute(node, 'href') ?? '')) {
        return { images: [], blocks: [] };
      }
      const block = readBlock(node);
      if (block !== undefined) blocks.push(block);
      images.push(...readElement(text, node));
    }
    const parent = 'content' in node ? node.content : node;
    if ('childNodes' in parent) waiting.push(...parent.childNodes.toReversed());
  }
  return { images, blocks: blocks.sort((a, b) => a.start - b.start) };
}

function readElement(text: string, element: Tree.Element): Found[] {
  const found: Found[] = [];
  for (const { name, value } of element.attrs) {
    const use = useOf(element, name);
    const location = use === undefined ? undefined : valueLocation(text, element, name);
    if (location === undefined) continue;
    const described = describe(element);
    if (use === 'one') found.push({ ...described, ...location, target: value, kind: 'html' });
    else {
      // The raw text, so that offsets hold; entities are as good as unknown in a srcset.
      for (const candidate of splitSrcset(text.slice(location.start, location.end))) {
        found.push({
          ...described,
          start: location.start + candidate.start,
          end: location.start + candidate.end,
          target: candidate.url,
          kind: 'html',
          ...(candidate.width === undefined ? {} : scaled(described, candidate.width)),
          density: candidate.density,
        });
      }
    }
  }
  return found;
}

function useOf(element: Tree.Element, name: string): 'one' | 'list' | undefined {
  const tag = element.tagName;
  if (name === 'src' && (tag === 'img' || tag === 'source')) return 'one';
  if (name === 'src' && tag === 'input' && attribute(element, 'type')?.toLowerCase() === 'image')
    return 'one';
  if (name === 'poster' && tag === 'video') return 'one';
  if (name === 'href' && tag === 'link' && /\bicon\b/i.test(attribute(element, 'rel') ?? '')) return 'one';
  if (name === 'srcset' && (tag === 'img' || tag === 'source')) return 'list';
  return undefined;
}

/** What the element says of the picture; a `<source>` of a `<picture>` is described by the `<img>` beside it. */
function describe(element: Tree.Element): Pick<Found, 'alt' | 'title' | 'width' | 'height'> {
  const beside =
    element.tagName === 'source' && element.parentNode !== null && 'childNodes' in element.parentNode
      ? element.parentNode.childNodes.find(node => node.nodeName === 'img')
      : undefined;
  const read = (name: string) =>
    attribute(element, name) ??
    (beside !== undefined && defaultTreeAdapter.isElementNode(beside) ? attribute(beside, name) : undefined);
  const icon = element.tagName === 'link' ? /^(\d+)x(\d+)/i.exec(attribute(element, 'sizes') ?? '') : null;
  const alt = read('alt');
  const title = read('title');
  return {
    ...(alt === undefined ? {} : { alt }),
    ...(title === undefined ? {} : { title }),
    width: readLength(icon?.[1] ?? read('width')),
    height: readLength(icon?.[2] ?? read('height')),
  };
}

/** The size of an `800w` candidate, with the ratio that the attributes give. */
function scaled(size: Pick<Found, 'width' | 'height'>, width: number): Pick<Found, 'width' | 'height'> {
  if (size.width === undefined || size.height === undefined) return { width, height: undefined };
  return { width, height: Math.round((width * size.height) / size.width) };
}

function attribute(element: Tree.Element, name: string): string | undefined {
  return element.attrs.find(attr => attr.name === name)?.value;
}

/** Offsets of an attribute's value without its quotes. */
function valueLocation(
  text: string,
  element: Tree.Element,
  name: string,
): { start: number; end: number } | undefined {
  const location = element.sourceCodeLocation?.attrs?.[name];
  if (location === undefined) return undefined;
  const source = text.slice(location.startOffset, location.endOffset);
  const before = /^[^=]*=\s*(["']?)/.exec(source);
  if (before === null) return undefined;
  let start = location.startOffset + before[0].length;
  let end = location.endOffset - (before[1] !== '' && source.endsWith(before[1] ?? '') ? 1 : 0);
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (start < end && /\s/.test(text.charAt(end - 1))) end--;
  return { start, end };
}

function readBlock(element: Tree.Element): Block | undefined {
  const location = element.sourceCodeLocation;
  const level = /^h([1-6])$/.exec(element.tagName)?.[1];
  if (!location || (level === undefined && !/^(?:p|figcaption)$/.test(element.tagName))) return undefined;
  const block: Block = { start: location.startOffset, end: location.endOffset, text: textOf(element) };
  if (level !== undefined) block.level = Number(level);
  return block;
}

function textOf(element: Tree.Element): string {
  let text = '';
  const waiting: Tree.Node[] = [element];
  for (let node = waiting.pop(); node !== undefined && text.length < 2000; node = waiting.pop()) {
    if (defaultTreeAdapter.isTextNode(node)) text += node.value;
    else if ('childNodes' in node) waiting.push(...node.childNodes.toReversed());
  }
  return text;
}
