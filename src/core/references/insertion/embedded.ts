/** Languages whose documents hold style sheets and scripts in elements. */
const pages = new Set(['html', 'vue', 'svelte', 'astro', 'php', 'handlebars']);

export interface EmbeddedBlock {
  kind: 'style' | 'script';
  /** Where its content begins, UTF-16. */
  start: number;
}

/** The `<style>`, the `<script>` or the front matter of Astro that an offset is in. By the tags alone: nothing is parsed. */
export function embeddedBlockAt(languageId: string, text: string, offset: number): EmbeddedBlock | undefined {
  if (!pages.has(languageId)) return undefined;
  const before = text.slice(0, offset);
  if (languageId === 'astro' && /^\s*---/.test(before) && !/^\s*---[\s\S]*?\n---/.test(before)) {
    return { kind: 'script', start: before.indexOf('---') + 3 };
  }
  let found: EmbeddedBlock | undefined;
  for (const match of before.matchAll(/<(\/?)(style|script)\b(?:"[^"]*"|'[^']*'|[^"'<>])*>/gi)) {
    const [tag, closing, name = ''] = match;
    if (closing === '/') found = undefined;
    else
      found ??= {
        kind: name.toLowerCase() === 'style' ? 'style' : 'script',
        start: match.index + tag.length,
      };
  }
  return found;
}
