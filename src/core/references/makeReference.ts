import { outlineOf, type Block } from './outline';
import type { ImageReference, ReferenceContext, ReferenceKind, ReferenceMarkup } from './reference';
import { movedMarkup } from './tagMarkup';
import { readTarget } from './target';

/** Longer texts say more than a prompt needs. */
const maxContext = 240;

export interface Found extends ReferenceContext {
  start: number;
  end: number;
  /** The target as the language decoded it. */
  target: string;
  kind: ReferenceKind;
  width?: number | undefined;
  height?: number | undefined;
  density?: number | undefined;
  guess?: true;
  markup?: ReferenceMarkup | undefined;
  /** Whose headings describe it when not those at `start`; before the text: only the document's title does. */
  near?: number;
}

/** What an element says of the image that it names. */
export type Description = Pick<Found, 'alt' | 'title' | 'width' | 'height' | 'theme' | 'markup'>;

/** Those whose targets are images of the project, with what the document says around them. */
export function makeReferences(
  text: string,
  { images, blocks }: { images: readonly Found[]; blocks: readonly Block[] },
): ImageReference[] {
  const contextAt = outlineOf(blocks);
  return images.flatMap(found => makeReference(text, found, contextAt(found.near ?? found.start)) ?? []);
}

/**
 * @param context what the document says around it, as far as the image does not say it itself
 * @returns undefined when the target is no image file of the project (see `readTarget`)
 */
export function makeReference(
  text: string,
  found: Found,
  context: ReferenceContext = {},
): ImageReference | undefined {
  const target = readTarget(found.target);
  if (target === undefined) return undefined;
  const reference: ImageReference = {
    start: found.start,
    end: found.end,
    rawTarget: text.slice(found.start, found.end),
    path: target.path,
    extension: target.extension,
    kind: found.kind,
  };
  if (found.guess) reference.guess = true;
  if (found.purpose) reference.purpose = found.purpose;
  for (const key of ['alt', 'title', 'heading', 'documentTitle', 'paragraph', 'component'] as const) {
    const value = plain(found[key] ?? context[key]);
    if (value !== undefined) reference[key] = value;
  }
  for (const key of ['width', 'height', 'density'] as const) {
    const value = found[key];
    if (value !== undefined && Number.isFinite(value) && value > 0) reference[key] = value;
  }
  const theme = found.theme ?? themeOf(reference.rawTarget);
  if (theme !== undefined) reference.theme = theme;
  if (found.markup) reference.markup = found.markup;
  return reference;
}

/** What GitHub and Material for MkDocs read in the fragment: `logo.png#gh-dark-mode-only`, `logo.png#only-light`. */
function themeOf(target: string): 'light' | 'dark' | undefined {
  const theme = /#(?:gh-(light|dark)-mode-only|only-(light|dark))$/.exec(target);
  return (theme?.[1] ?? theme?.[2]) as 'light' | 'dark' | undefined;
}

/** Its offsets and those of its markup, in place: others may hold it. */
export function move(found: Found, by: number): Found {
  found.start += by;
  found.end += by;
  if (found.markup) found.markup = movedMarkup(found.markup, by);
  return found;
}

/** `600`, `600px`, ` 600.5 `; percentages and other units say nothing about pixels. */
export function readLength(value: string | undefined): number | undefined {
  const digits = /^\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$/i.exec(value ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits) || undefined;
}

/** One line, bounded; undefined when nothing is left. */
function plain(text: string | undefined): string | undefined {
  const line = text?.replace(/\s+/g, ' ').trim();
  if (line === undefined || line === '') return undefined;
  if (line.length <= maxContext) return line;
  const cut = line.slice(0, maxContext);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), maxContext / 2)).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
