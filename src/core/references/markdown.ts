import { fromMarkdown, type Extension } from 'mdast-util-from-markdown';
import { readHtml } from './html';
import { makeReferences, readLength, type Found } from './makeReference';
import { mapMarkup, writtenIn } from './tagMarkup';
import type { Block } from './outline';
import type { ImageReference, ReferenceMarkup } from './reference';

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root | Root['children'][number];
type Options = NonNullable<Parameters<typeof fromMarkdown>[1]>;
/** Of Obsidian. */
const sizeInAlt = /\|\s*\d{1,5}(?:x\d{1,5})?\s*$/;
type Range = readonly [start: number, end: number];

/** Images of a Markdown document: inline, by reference, and those of the HTML inside. */
export function parseMarkdown(text: string): ImageReference[] {
  return makeReferences(text, readMarkdown(text));
}

/**
 * The same before the targets are judged. `code` are the ranges where nothing is an image.
 * @param extensions of micromark, for dialects
 */
export function readMarkdown(
  text: string,
  extensions: NonNullable<Options['extensions']> = [],
): { images: Found[]; blocks: Block[]; code: Range[] } {
  const destinations = new Map<unknown, Range>();
  const labels = new Map<unknown, Range>();
  const root = fromMarkdown(blankFrontMatter(text), {
    extensions,
    mdastExtensions: [noting(destinations, labels)],
  });
  const images: Found[] = [];
  const blocks: Block[] = [];
  const code: Range[] = [];
  const described = new Map<string, Pick<Found, 'alt' | 'markup'>>();
  const definitions: { node: Extract<Node, { type: 'definition' }>; range: Range }[] = [];

  for (const [node, parent, index] of walk(root)) {
    const [start, end] = [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
    const range = destinations.get(node);
    switch (node.type) {
      case 'image':
        if (range === undefined) break;
        images.push({
          ...{ start: range[0], end: range[1], target: node.url, kind: 'markdown' },
          ...readAlt(node.alt),
          ...(node.title ? { title: node.title } : {}),
          markup: imageMarkup(text, start, end, labels.get(node), node.alt),
          ...readSize(text, end, node.title, node.alt, parent, index),
        });
        break;
      case 'imageReference':
        if (described.has(node.identifier)) break;
        described.set(node.identifier, {
          ...readAlt(node.alt),
          markup: imageMarkup(text, start, end, labels.get(node), node.alt),
        });
        break;
      case 'definition':
        if (range !== undefined) definitions.push({ node, range });
        break;
      case 'html':
        for (const part of readEmbedded(text, start, end, node.value)) {
          if ('target' in part) images.push(part);
          else blocks.push(part);
        }
        break;
      case 'text':
        images.push(...readSizedImages(text, start, end));
        break;
      case 'code':
      case 'inlineCode':
        code.push([start, end]);
        break;
      case 'heading':
        blocks.push({ start, end, level: node.depth, text: textOf(node) });
        break;
      case 'paragraph':
        blocks.push({ start, end, text: textOf(node).replace(/!\[[^\]]*\]\([^)]*\)|\{[^{}]*\}/g, '') });
        break;
    }
  }
  // A definition that only links use names a page, even when it ends in `.png`.
  for (const { node, range } of definitions) {
    const use = described.get(node.identifier);
    if (use === undefined) continue;
    described.delete(node.identifier);
    const title = node.title ? { title: node.title } : {};
    images.push({ start: range[0], end: range[1], target: node.url, kind: 'markdown', ...use, ...title });
  }
  images.sort((a, b) => a.start - b.start);
  return { images, blocks: blocks.sort((a, b) => a.start - b.start), code };
}

/** mdast has no positions for destinations and labels: notes them by the tokens they come from. */
function noting(destinations: Map<unknown, Range>, labels: Map<unknown, Range>): Extension {
  const note = (inset: number): NonNullable<Extension['enter']>[string] =>
    function (token) {
      destinations.set(this.stack[this.stack.length - 1], [
        token.start.offset + inset,
        token.end.offset - inset,
      ]);
    };
  return {
    enter: {
      resourceDestinationLiteral: note(1),
      resourceDestinationRaw: note(0),
      definitionDestinationLiteral: note(1),
      definitionDestinationRaw: note(0),
      labelText(token) {
        // On top of the image lies what its label is collected in.
        labels.set(this.stack[this.stack.length - 2], [token.start.offset, token.end.offset]);
      },
    },
  };
}

/** Front matter is YAML or TOML; as Markdown its last line would be a heading. Same length, so that offsets hold. */
function blankFrontMatter(text: string): string {
  const frontMatter = /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n(?:[\s\S]*?\r?\n)?\1[ \t]*(?=\r?\n|$)/.exec(text);
  // A byte order mark counts as a character here and not in micromark's offsets.
  const length = frontMatter?.[0].length ?? (text.startsWith('\uFEFF') ? 1 : 0);
  return text.slice(0, length).replace(/[^\r\n]/g, ' ') + text.slice(length);
}

function* walk(root: Root): Generator<[node: Node, parent: Node, index: number]> {
  const waiting: [Node, Node, number][] = [[root, root, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    const [node] = next;
    if (!('children' in node)) continue;
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child !== undefined) waiting.push([child, node, i]);
    }
  }
}

/** Lines of a block quote or list lose their prefix in `value`: each line of it is the tail of a line of the text. */
function readEmbedded(text: string, start: number, end: number, value: string): (Found | Block)[] {
  if (!/<(?:img|image|source|video|input|style|h[1-6])\b|\sstyle\s*=/i.test(value)) return [];
  const lines = value.split('\n');
  const starts: number[] = [];
  let [inText, inValue] = [start, 0];
  const offsets = lines.map(line => {
    const next = text.indexOf('\n', inText);
    const lineEnd = next < 0 || next >= end ? end : next - (text[next - 1] === '\r' ? 1 : 0);
    const offset = lineEnd - line.replace(/\r$/, '').length;
    starts.push(inValue);
    [inText, inValue] = [next < 0 ? end : next + 1, inValue + line.length + 1];
    return offset;
  });
  const toText = (offset: number) => {
    const after = starts.findIndex(lineStart => lineStart > offset);
    const line = (after < 0 ? starts.length : after) - 1;
    return (offsets[line] ?? start) + offset - (starts[line] ?? 0);
  };
  const { images, blocks } = readHtml(value, 'fragment');
  const moved = images.flatMap(found => {
    const place = { start: toText(found.start), end: toText(found.end) };
    // Tabs and lazy lines may shift a column: better no reference than one in the wrong place.
    const same = text.slice(place.start, place.end) === value.slice(found.start, found.end);
    if (!same) return [];
    const markup = found.markup && mapMarkup(found.markup, toText);
    const sound =
      markup !== undefined && found.markup !== undefined && sameParts(text, markup, value, found.markup);
    return [{ ...found, ...place, markup: sound ? markup : undefined }];
  });
  return [
    ...moved,
    ...blocks.map(block => ({ ...block, start: toText(block.start), end: toText(block.end) })),
  ];
}

/** Line by line and value by value: a tag in a block quote holds the `>` of each line. */
function sameParts(text: string, markup: ReferenceMarkup, value: string, inValue: ReferenceMarkup): boolean {
  const places = writtenIn(inValue);
  return (
    text[markup.start] === '<' &&
    text[markup.end - 1] === '>' &&
    writtenIn(markup).every(([, { start, end }], i) => {
      const place = places[i]?.[1];
      return place !== undefined && text.slice(start, end) === value.slice(place.start, place.end);
    })
  );
}

/** @param label its place; absent: it is empty */
function imageMarkup(
  text: string,
  start: number,
  end: number,
  label: Range | undefined,
  alt: string | null | undefined,
): ReferenceMarkup {
  const [from, to] = label ?? [start + 2, start + 2];
  const written = text.slice(from, to);
  const place = { start: from, end: from + written.replace(sizeInAlt, '').length };
  // In a block quote it holds the `>` of its lines.
  const said = /\n[ \t]*>/.test(written) ? {} : { text: readAlt(alt).alt ?? '' };
  return { syntax: 'markdown', start, end, alt: { ...place, ...said } };
}

/** Obsidian writes the width into the alt text: `![A cat|300](cat.png)`. */
function readAlt(alt: string | null | undefined): { alt?: string } {
  const said = (alt ?? '').replace(sizeInAlt, '').trim();
  return said === '' ? {} : { alt: said };
}

/** A title `=600x400`, an alt text `…|600`, or attributes behind it: `{width=600}`, `{: width="600" }`. */
function readSize(
  text: string,
  end: number,
  title: string | null | undefined,
  alt: string | null | undefined,
  parent: Node,
  index: number,
): Pick<Found, 'width' | 'height'> {
  const written = /=\s*(\d*)x(\d*)\s*$/.exec(title ?? '') ?? /\|\s*(\d+)(?:x(\d+))?\s*$/.exec(alt ?? '');
  if (written !== null) return { width: readLength(written[1]), height: readLength(written[2]) };
  const next = 'children' in parent ? parent.children[index + 1] : undefined;
  const attributes =
    next?.type === 'text' ? /^\{:?([^{}\n]*)\}/.exec(text.slice(end, end + 300))?.[1] : undefined;
  if (attributes === undefined) return {};
  const read = (name: string) => new RegExp(`\\b${name}\\s*=\\s*["']?([^\\s"']+)`).exec(attributes)?.[1];
  return { width: readLength(read('width')), height: readLength(read('height')) };
}

/** `![alt](path =600x400)` is no image in CommonMark but one in several renderers; it arrives as plain text. */
function readSizedImages(text: string, start: number, end: number): Found[] {
  const source = text.slice(start, end);
  if (!source.includes('](')) return [];
  return [...source.matchAll(/!\[([^\]\n]*)\]\(([^\s()]+)\s+=(\d*)x(\d*)\s*\)/g)].map(match => {
    const at = start + match.index + 4 + (match[1] ?? '').length;
    const target = match[2] ?? '';
    return {
      ...{ start: at, end: at + target.length, target, kind: 'markdown' as const },
      ...readAlt(match[1]),
      ...{ width: readLength(match[3]), height: readLength(match[4]) },
      markup: imageMarkup(
        text,
        start + match.index,
        start + match.index + match[0].length,
        [at - 2 - (match[1] ?? '').length, at - 2],
        match[1],
      ),
    };
  });
}

function textOf(node: Node): string {
  let text = '';
  for (const [inner] of walk({ type: 'root', children: 'children' in node ? node.children : [] } as Root)) {
    if (inner.type === 'text' || inner.type === 'inlineCode') text += inner.value;
    else if (inner.type === 'break') text += ' ';
  }
  return text;
}
