import { SaxesParser } from 'saxes';

/** An element as it was written. */
export interface SvgElement {
  name: string;
  attributes: readonly (readonly [name: string, value: string])[];
  children: (SvgElement | string)[];
}

/** Why a drawing is not taken. */
export type SvgRefusal = 'too-large' | 'too-deep' | 'too-many' | 'entities' | 'broken' | 'no-svg';

export const svgLimits = {
  /** Larger than any icon or illustration; a drawing of that size is traced noise. */
  maxBytes: 4_000_000,
  maxElements: 50_000,
  maxDepth: 200,
  /** Elements that are drawn, each as often as it is used. */
  maxDrawn: 500_000,
} as const;

/** The tree of an XML document, strictly: what is not well-formed no browser shows either. Throws nothing. */
export function readSvgTree(bytes: Uint8Array): SvgElement | { refused: SvgRefusal; detail?: string } {
  if (bytes.length > svgLimits.maxBytes) return { refused: 'too-large' };
  const text = textOf(bytes);
  let refused: SvgRefusal | undefined;
  let root: SvgElement | undefined;
  let elements = 0;
  const open: SvgElement[] = [];
  const parser = new SaxesParser({ xmlns: false, position: false });
  const refuse = (why: SvgRefusal): never => {
    refused ??= why;
    throw new Error(why);
  };
  parser.on('error', error => {
    throw error;
  });
  parser.on('doctype', doctype => {
    // One that only names the language says nothing; one with declarations can say anything.
    if (doctype.includes('[')) refuse('entities');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++elements > svgLimits.maxElements) refuse('too-many');
    if (open.length >= svgLimits.maxDepth) refuse('too-deep');
    const element: SvgElement = { name, attributes: Object.entries(attributes), children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const words = (said: string): void => void open.at(-1)?.children.push(said);
  parser.on('text', words);
  parser.on('cdata', words);
  try {
    parser.write(text).close();
  } catch (error) {
    if (refused !== undefined) return { refused };
    const detail = error instanceof Error ? error.message.slice(0, 200) : '';
    return { refused: /entity/i.test(detail) ? 'entities' : 'broken', detail };
  }
  return root?.name === 'svg' ? root : { refused: 'no-svg' };
}

/** Of one encoding, whatever the text says of itself: it is written as UTF-8. */
function textOf(bytes: Uint8Array): string {
  const start = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const encoding = start === 0xfffe ? 'utf-16le' : start === 0xfeff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes).trim();
}
