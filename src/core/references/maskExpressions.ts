/** Half-typed braces; each costs a look through the rest of the text. */
const mostUnclosed = 20;

/**
 * The text with the inside of `{…}` as `{___}`, so that a tokenizer of HTML takes no `>` of `() => x` for the end of a
 * tag. Same length, so that offsets hold; what scripts and styles hold stays as it is.
 * @param content `opaque`: also between tags (Svelte); `markup`: expressions between tags hold markup (Astro), of which
 * only the comments are taken out
 */
export function maskExpressions(text: string, content: 'opaque' | 'markup'): string {
  const ranges: (readonly [start: number, end: number])[] = [];
  let unclosed = 0;
  /** @returns where the text goes on. */
  const mask = (start: number): number => {
    const end = unclosed < mostUnclosed ? expressionEnd(text, start) : undefined;
    if (end === undefined) {
      unclosed++;
      return start + 1;
    }
    ranges.push([start + 1, end - 1]);
    return end;
  };

  const next = /<!--|<\/?[A-Za-z]|\{/g;
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    const at = match.index;
    if (match[0] === '<!--') next.lastIndex = after(text, '-->', at);
    else if (match[0] !== '{') next.lastIndex = rawEnd(text, at, tagEnd(text, at, content, mask));
    else if (content === 'opaque') next.lastIndex = mask(at);
    else if (/^\{\s{0,100}\/\*/.test(text.slice(at, at + 110))) {
      const end = after(text, '*/', at);
      ranges.push([at + 1, end]);
      next.lastIndex = end;
    }
  }
  return masked(text, ranges);
}

/** The text with the inside of `{{…}}` as `{{___}}` (Vue); never across an end tag, so that scripts keep theirs. */
export function maskMustaches(text: string): string {
  const ranges: (readonly [start: number, end: number])[] = [];
  let [close, endTag] = [0, 0];
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', at)) {
    const start = at + 2;
    if (close >= 0 && close < start) close = text.indexOf('}}', start);
    if (endTag >= 0 && endTag < start) endTag = text.indexOf('</', start);
    if (close < 0) break;
    if (endTag < 0 || close < endTag) {
      ranges.push([start, close]);
      at = close + 2;
    } else at = start;
  }
  return masked(text, ranges);
}

/** From `<` to behind the `>` of the tag, its expressions masked on the way. */
function tagEnd(
  text: string,
  start: number,
  content: 'opaque' | 'markup',
  mask: (at: number) => number,
): number {
  let quote = '';
  const next = /[{>"'`]/g;
  next.lastIndex = start + 1;
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    const [character] = match;
    if (character === '{') {
      if (quote === '' || content === 'opaque') next.lastIndex = mask(match.index);
    } else if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return match.index + 1;
    else if ((character !== '`' || content === 'markup') && isBehindEquals(text, match.index))
      quote = character;
  }
  return text.length;
}

/** A quote counts where a value can begin: not in `alt=don't`. */
function isBehindEquals(text: string, at: number): boolean {
  let before = at - 1;
  while (/\s/.test(text.charAt(before))) before--;
  return text[before] === '=';
}

/** Behind what is no markup although it stands between tags. */
function rawEnd(text: string, tag: number, end: number): number {
  const name = /^<(script|style|textarea)(?=[\s>])/.exec(text.slice(tag, tag + 10))?.[1];
  if (name === undefined || text.startsWith('/>', end - 2)) return end;
  const close = text.indexOf(`</${name}`, end);
  return close < 0 ? text.length : close;
}

/** Behind the `}` that closes the `{` at `start`; strings, templates and comments are skipped. */
function expressionEnd(text: string, start: number): number | undefined {
  // What is open: braces, and template literals that braces interrupt.
  const open: ('{' | '`')[] = [];
  for (let i = start; i < text.length; i++) {
    const character = text.charAt(i);
    if (open.at(-1) === '`') {
      if (character === '\\') i++;
      else if (character === '`') open.pop();
      else if (character === '$' && text[i + 1] === '{') {
        open.push('{');
        i++;
      }
    } else if (character === '{' || character === '`') open.push(character);
    else if (character === '}') {
      open.pop();
      if (open.length === 0) return i + 1;
    } else if (character === '"' || character === "'") i = stringEnd(text, i);
    else if (character === '/' && text[i + 1] === '*') i = after(text, '*/', i) - 1;
    else if (character === '/' && text[i + 1] === '/') {
      const lineEnd = text.indexOf('\n', i);
      if (lineEnd < 0) return undefined;
      i = lineEnd;
    }
  }
  return undefined;
}

/** The closing quote; the opening one when no string ends on its line, as an apostrophe in prose. */
function stringEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let i = start + 1; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i;
  }
  return start;
}

function after(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? text.length : at + what.length;
}

function masked(text: string, ranges: readonly (readonly [start: number, end: number])[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    parts.push(text.slice(at, start), '_'.repeat(end - start));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
