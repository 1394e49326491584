import type { TextEditAt } from './insertionTypes';

/** Replaces `length` UTF-16 units at `offset` of the unchanged text by a snippet (TextMate's form, as VS Code takes it). */
export interface SnippetEditAt {
  offset: number;
  length: number;
  snippet: string;
}

export interface TextRange {
  /** UTF-16 offsets. */
  start: number;
  end: number;
}

/** The edits that put one image into a text at an offset. `alt` is plain text. */
export type WriteImage = (
  at: { text: string; offset: number },
  image: number,
  alt: string,
) => readonly TextEditAt[];

/** No document's alt text has it (a private use character), and no language escapes it. */
const mark = '\uE000';

/**
 * The edits that put images in place of ranges, one after the other, with each alt text as a placeholder: what is
 * typed next takes its place, at all ranges at once.
 * @param ranges in the order of the text, none overlapping
 * @param alts of the images, plain text
 * @returns in the order of the text, none overlapping
 */
export function snippetEdits(
  languageId: string,
  text: string,
  ranges: readonly TextRange[],
  alts: readonly string[],
  write: WriteImage,
): SnippetEditAt[] {
  // Markup is made for the text that is left when the ranges are gone, then moved to where they are.
  const left = without(text, ranges);
  const mains: SnippetEditAt[] = [];
  const others = new Map<string, SnippetEditAt>();
  let removed = 0;
  for (const { start, end } of ranges) {
    const offset = start - removed;
    let words = '';
    const found = alts.map((alt, image) => {
      // An import that came with the image before must not be named a second time.
      const at = { text: words === '' ? left : `${left}\n// ${words}`, offset };
      const edits = write(at, image, mark);
      const said = write(at, image, alt);
      const main = edits.findIndex(edit => edit.text.includes(mark));
      const index = main < 0 ? edits.length - 1 : main;
      for (const [other, edit] of edits.entries()) {
        if (other === index) continue;
        words += ` ${(edit.text.match(/[\p{ID_Continue}$]+/gu) ?? []).join(' ')}`;
        const moved = {
          offset: original(edit.offset, ranges),
          length: edit.length,
          snippet: escape(edit.text),
        };
        others.set(`${moved.offset} ${moved.snippet}`, moved);
      }
      const edit = edits[index] ?? { offset, length: 0, text: '' };
      return { edit, snippet: withPlaceholder(edit.text, said[index]?.text ?? edit.text, image + 1) };
    });
    const [first] = found;
    if (first === undefined) continue;
    const [lead, tail] = [/^\s*/, /\s*$/].map(space => space.exec(first.edit.text)?.[0] ?? '');
    const between = separator(languageId, left, offset, linesBetween(lead, tail));
    // It may have gone before what the cursor is in; what was selected goes where it was.
    const moved = first.edit.offset !== offset && end > start;
    if (moved) others.set(`${start}`, { offset: start, length: end - start, snippet: '' });
    mains.push({
      offset: first.edit.offset + removed,
      length: first.edit.length + (moved ? 0 : end - start),
      snippet: `${lead}${found.map(({ snippet }) => snippet.trim()).join(between)}$0${tail}`,
    });
    removed += end - start;
  }
  return inOrder([...others.values()], mains);
}

function without(text: string, ranges: readonly TextRange[]): string {
  let out = '';
  let at = 0;
  for (const { start, end } of ranges) {
    out += text.slice(at, start);
    at = end;
  }
  return out + text.slice(at);
}

/** Where an offset of the text that is left is in the whole one: before a range that begins there. */
function original(offset: number, ranges: readonly TextRange[]): number {
  let removed = 0;
  for (const { start, end } of ranges) {
    if (start - removed >= offset) break;
    removed += end - start;
  }
  return offset + removed;
}

/** Where the first image gets a line of its own among what stands there, the others get one too. */
function linesBetween(lead = '', tail = ''): string | undefined {
  if (/\n[ \t]*$/.test(lead)) return lead.slice(lead.lastIndexOf('\n'));
  return /^\r?\n[ \t]*$/.test(tail) ? tail + lead : undefined;
}

/** Between images: lines of their own where the first has one, else a space. */
function separator(languageId: string, text: string, offset: number, lines = ' '): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end < 0 ? undefined : end);
  if (line.trim() !== '') return lines;
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  return (languageId === 'markdown' || languageId === 'mdx' ? newLine : '') + newLine + indent;
}

/** @param said the same markup with the alt text in the place of the mark */
function withPlaceholder(marked: string, said: string, number: number): string {
  const at = marked.indexOf(mark);
  if (at < 0) return escape(marked);
  const [before, after] = [marked.slice(0, at), marked.slice(at + mark.length)];
  const alt = said.slice(before.length, said.length - after.length);
  const place = alt === '' ? `$${number}` : `\${${number}:${escape(alt)}}`;
  return escape(before) + place + escape(after);
}

function escape(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** What would overlap is left out: two cursors on one empty line get one image. */
function inOrder(others: readonly SnippetEditAt[], mains: readonly SnippetEditAt[]): SnippetEditAt[] {
  const sorted = [...others, ...mains].sort((a, b) => a.offset - b.offset);
  const out: SnippetEditAt[] = [];
  for (const edit of sorted) {
    const last = out.at(-1);
    if (last === undefined || last.offset + last.length <= edit.offset) out.push(edit);
  }
  return out;
}
