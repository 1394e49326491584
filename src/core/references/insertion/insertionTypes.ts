import type { ProjectFacts } from '../project';
import type { ReferringDocument } from '../referenceTo';

/** The document that gets the reference, as the editor shows it now. */
export interface InsertionDocument extends ReferringDocument {
  text: string;
  /** UTF-16 offset of the cursor in `text`. */
  offset: number;
}

export interface InsertedImage {
  /** Absolute. */
  path: string;
  /** Of the file, in pixels. */
  width: number;
  height: number;
  /** Plain text, not escaped. */
  alt: string;
}

/** Replaces `length` UTF-16 units at `offset` of the unchanged text. */
export interface TextEditAt {
  offset: number;
  length: number;
  text: string;
}

/** Edits in the order of the text, none overlapping. */
export type Insertion = (
  document: InsertionDocument,
  image: InsertedImage,
  project: ProjectFacts,
) => TextEditAt[];

/** One line: alt texts come from prompts, which may have several. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** For a quoted attribute of HTML or JSX. `attribute` with neither quote nor entity in it stays as it is. */
export function escapeAttribute(text: string): string {
  return text
    .replace(/&(?=#|[a-z][a-z\d]*;)/gi, '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
