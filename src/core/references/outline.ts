/** A heading or a paragraph of a document, in document order. */
export interface Block {
  start: number;
  end: number;
  /** 1–6 for headings, absent for text. */
  level?: number;
  text: string;
}

export interface BlockContext {
  heading?: string;
  documentTitle?: string;
  paragraph?: string;
}

/**
 * The headings and the paragraph that belong to a place: the nearest above, the paragraph only within the section.
 * `blocks` are ordered by `start`. One pass ahead, so that a long document with many images stays linear.
 */
export function outlineOf(blocks: readonly Block[]): (offset: number) => BlockContext {
  const said = blocks.filter(block => block.text.trim() !== '');
  const title = said.find(block => block.level === 1)?.text;
  let heading: string | undefined;
  let paragraph: string | undefined;
  const contexts = said.map(block => {
    if (block.level === undefined) paragraph = block.text;
    else [heading, paragraph] = [block.text, undefined];
    const context: BlockContext = {};
    if (heading !== undefined) context.heading = heading;
    if (paragraph !== undefined) context.paragraph = paragraph;
    if (title !== undefined && title !== heading) context.documentTitle = title;
    return context;
  });
  return offset =>
    contexts[lastBefore(said, offset)] ?? (title === undefined ? {} : { documentTitle: title });
}

function lastBefore(blocks: readonly Block[], offset: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
