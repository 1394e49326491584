import { defaultTreeAdapter, parse, parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { readEmbeddedStyle } from './embeddedStyle';
import { makeReferences, type Found } from './makeReference';
import { attributeOf, markupElementOf, mayMatter, readElement, type MarkupElement } from './markupElement';
import type { Block } from './outline';
import type { ImageReference } from './reference';

/** Images of an HTML document; `fragment`: of a piece of one, as Markdown holds them. Offsets are within `text`. */
export function parseHtml(text: string): ImageReference[] {
  return makeReferences(text, readHtml(text, 'document'));
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
      const block = readBlock(node);
      if (block !== undefined) blocks.push(block);
      if (mayMatter(node.tagName, node.attrs)) {
        const element = markupElement(text, node);
        const base = node.tagName === 'base' ? attributeOf(element, 'href')?.value : undefined;
        if (base !== undefined && /^[a-z][a-z\d+.-]*:|^\/\//i.test(base)) return { images: [], blocks: [] };
        const beside = pictureOf(node);
        images.push(...readElement(text, element, beside && markupElement(text, beside)));
        if (node.tagName === 'style') images.push(...readStyleElement(text, node, element));
      }
    }
    const parent = 'content' in node ? node.content : node;
    if ('childNodes' in parent) waiting.push(...parent.childNodes.toReversed());
  }
  images.sort((a, b) => a.start - b.start);
  return { images, blocks: blocks.sort((a, b) => a.start - b.start) };
}

function markupElement(text: string, element: Tree.Element): MarkupElement {
  const { tagName, attrs, sourceCodeLocation } = element;
  return markupElementOf(text, tagName, attrs, sourceCodeLocation?.startTag);
}

/** The `<img>` that describes a `<source>`. */
function pictureOf(element: Tree.Element): Tree.Element | undefined {
  if (element.tagName !== 'source' || element.parentNode === null || !('childNodes' in element.parentNode))
    return undefined;
  return element.parentNode.childNodes
    .filter(node => defaultTreeAdapter.isElementNode(node))
    .find(({ tagName }) => tagName === 'img');
}

function readStyleElement(text: string, element: Tree.Element, markup: MarkupElement): Found[] {
  // What is not closed yet ends with its text.
  const end = element.childNodes.at(-1)?.sourceCodeLocation?.endOffset;
  const start = element.sourceCodeLocation?.startTag?.endOffset;
  if (start === undefined || end === undefined) return [];
  return readEmbeddedStyle(text, start, end, markup, 'html');
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
