import { escapeAttribute, oneLine } from '../references/insertion/insertionTypes';
import { encodeUrlPath } from '../references/referenceTo';
import type { PlannedSnippet } from './planned';
import { expand } from './template';

export interface SnippetPlace {
  /** How the document names a file of the set, by its id; not yet encoded. */
  reference(id: string): string;
  /** Plain text. */
  alt: string;
}

/** Whoever shares a link needs the whole address, and the host is not known here. */
const host = 'https://example.com/';

/** The code of a snippet as it goes into a document. */
export function snippetText({ text }: PlannedSnippet, { reference, alt }: SnippetPlace): string {
  const url = (id: string | undefined) => escapeAttribute(encodeUrlPath(reference(id ?? '')));
  const named = text.replace(/"\{alt\}"/g, () => `"${escapeAttribute(oneLine(alt))}"`);
  return expand(named, ({ name, file }) => {
    switch (name) {
      case 'href':
        return url(file);
      case 'url':
        return host + url(file).replace(/^(?:\.{0,2}\/)+/, '');
      case 'alt':
        return oneLine(alt).replace(/[\\[\]`*_<]/g, '\\$&');
      default:
        return undefined;
    }
  });
}

/** The snippet for a document of this language; the first one where none is made for it. */
export function snippetFor<S extends Pick<PlannedSnippet, 'languages'>>(
  snippets: readonly S[],
  languageId: string | undefined,
): S | undefined {
  return snippets.find(({ languages }) => languages.includes(languageId ?? '')) ?? snippets[0];
}

/** Lines below the first one begin where the line of the cursor does. */
export function indented(text: string, document: string, offset: number): string {
  const start = document.lastIndexOf('\n', offset - 1) + 1;
  const indent = /^[ \t]*/.exec(document.slice(start, offset))?.[0] ?? '';
  const newLine = document.includes('\r\n') ? '\r\n' : '\n';
  return text.split('\n').join(newLine + indent);
}

/** The lines that name none of these files. Links to a file that is broken, or not there, would be errors of the page. */
export function withoutLinksTo(text: string, files: ReadonlySet<string>): string {
  const links = [...files].flatMap(id => [`{href:${id}}`, `{url:${id}}`]);
  const lines = text.split('\n').filter(line => !links.some(link => line.includes(link)));
  return lines.join('\n');
}
