/** UTF-16 units of a heading that are looked at. */
const longest = 400;

/** Languages whose headings are elements. */
const markupLanguages = new Set([
  'html',
  'vue',
  'svelte',
  'astro',
  'javascript',
  'javascriptreact',
  'typescriptreact',
]);

/**
 * What the text above an offset is headed by, in plain words: the nearest heading, of a style sheet the class or id of
 * the rule. Reads lines, no syntax: a name is made of it, nothing that has to be right. `undefined`: there is none.
 */
export function nearestHeading(languageId: string, text: string, offset: number): string | undefined {
  const above = text.slice(0, offset);
  if (languageId === 'markdown' || languageId === 'mdx') return inMarkdown(above);
  if (languageId === 'css' || languageId === 'scss' || languageId === 'less') return ofRule(above);
  return markupLanguages.has(languageId) ? inMarkup(above) : undefined;
}

function inMarkdown(above: string): string | undefined {
  let heading: string | undefined;
  let fence = '';
  let before = '';
  const body = above.replace(/^---\r?\n[\s\S]*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/, '');
  for (const line of body.split(/\r?\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined && (fence === '' || mark.startsWith(fence))) fence = fence === '' ? mark : '';
    else if (fence === '') {
      const atx = /^ {0,3}#{1,6}[ \t]+(.*)$/
        .exec(line)?.[1]
        ?.trimEnd()
        .replace(/(?<!#)#+$/, '');
      const said =
        atx ?? (before.trim() !== '' && /^ {0,3}(?:=+|-{2,})[ \t]*$/.test(line) ? before : undefined);
      if (said !== undefined) heading = plain(said) || heading;
    }
    before = /^\s*[-*+>|]/.test(line) ? '' : line;
  }
  return heading ?? (body.includes('<h') ? inMarkup(body) : undefined);
}

function inMarkup(above: string): string | undefined {
  let heading: string | undefined;
  for (const match of above.matchAll(/<h([1-6])\b[^<>]*>([\s\S]{0,400}?)<\/h\1\s*>/gi)) {
    heading = plain((match[2] ?? '').replace(/\{+[^{}]*\}+/g, ' ')) || heading;
  }
  return heading;
}

/** `.hero-banner` as `hero banner`. */
function ofRule(above: string): string | undefined {
  // From the last brace up, each as far as the one before: no text is looked at twice, however long a selector is.
  let end = above.lastIndexOf('{');
  while (end >= 0) {
    const near = above.slice(Math.max(0, end - longest), end);
    const from = Math.max(near.lastIndexOf('{'), near.lastIndexOf('}'), near.lastIndexOf(';')) + 1;
    const name = /[.#](-?[_\p{L}][\w\p{L}-]*)/u.exec(near.slice(from))?.[1];
    if (name !== undefined) return name.replace(/[_-]+/g, ' ').trim() || undefined;
    end = end === 0 ? -1 : above.lastIndexOf('{', end - 1);
  }
  return undefined;
}

/** Without the markup of either language. */
function plain(text: string): string {
  return text
    .slice(0, longest)
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\{#[^{}]*\}\s*$/, '')
    .replace(/&[a-z]+;|&#\w+;/gi, ' ')
    .replace(/[`*~]|\\(?=[\p{P}\p{S}])/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
