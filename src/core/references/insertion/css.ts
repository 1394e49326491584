import { encodeUrlPath, referenceTo } from '../referenceTo';
import type { Insertion, InsertionDocument, TextEditAt } from './insertionTypes';

/** A whole declaration, or only the part of it that is not written yet. CSS has no place for alt text or size. */
export const insertCss: Insertion = (document, image, project) => {
  const url = encodeUrlPath(referenceTo(image.path, document, project).path);
  const { place, inRule } = scan(document.text.slice(0, document.offset));
  const declaration = `background-image: url("${url}");`;
  if (place === 'declaration') return [inRule ? asLine(document, declaration) : at(document, declaration)];
  return [at(document, { string: url, call: `"${url}"`, value: `url("${url}")` }[place])];
};

function at({ offset }: Pick<InsertionDocument, 'offset'>, text: string): TextEditAt {
  return { offset, length: 0, text };
}

/** A declaration on a line of its own, or beside others in a rule that has one line. Never in the name of another one. */
function asLine(
  { text, offset }: Pick<InsertionDocument, 'text' | 'offset'>,
  declaration: string,
): TextEditAt {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const rest = text.slice(offset, end < 0 ? undefined : end);
  let before = text.slice(start, offset);
  const [, indent = '', name] = /^([ \t]*)([-\w]*)/.exec(before) ?? [];
  if (name !== '' && before === indent + name && /^[-\w]*\s*:/.test(rest)) {
    return asLine({ text, offset: start + indent.length }, declaration);
  }
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const step = /^\t/m.test(text) ? '\t' : '  ';
  if (before.trim() === '') {
    if (rest.trim() === '') return at({ offset }, declaration);
    // What follows goes down, with its own indent.
    const spaces = /^[ \t]*/.exec(rest)?.[0] ?? '';
    const deeper = rest.trim().startsWith('}') ? step : '';
    return at({ offset }, spaces + deeper + declaration + newLine + before);
  }
  before = before.trimEnd();
  if (rest.trim() === '')
    return at({ offset }, newLine + indent + (before.endsWith('{') ? step : '') + declaration);
  const lead = /\s$/.test(text.slice(start, offset)) ? '' : ' ';
  return at({ offset }, lead + declaration + (/^\s/.test(rest) ? '' : ' '));
}

/** A string, `url(`, the value of a declaration, or where a declaration can begin. */
type Place = 'string' | 'call' | 'value' | 'declaration';

/** Whether declarations can be written at the offset: in a rule, or in what lies in one. In a page: in a rule of its `<style>`. */
export function isInRule({
  text,
  offset,
  languageId,
}: Pick<InsertionDocument, 'text' | 'offset' | 'languageId'>): boolean {
  const before = text.slice(0, offset);
  if (sheets.includes(languageId)) return scan(before).inRule;
  const style = before.toLowerCase().lastIndexOf('<style');
  const from = style < 0 ? -1 : before.indexOf('>', style);
  if (from < 0 || /<\/style/i.test(before.slice(from))) return false;
  return scan(before.slice(from + 1)).inRule;
}

const sheets: readonly string[] = ['css', 'scss', 'less', 'postcss'];
/** Their blocks hold rules, not declarations, unless they lie in a rule themselves. */
const grouping =
  /^\s*@(?:-\w+-)?(?:media|supports|container|layer|scope|document|starting-style|keyframes)\b/i;

/** What the end of the text is in. */
function scan(before: string): { place: Place; inRule: boolean } {
  let inValue = false;
  /** For each block that is open, whether it is a rule. */
  const open: boolean[] = [];
  let preludeFrom = 0;
  const call = /(?:url|image-set|image)\(\s*$/i.test(before);
  // Comments and strings first, so that what they hold counts as nothing; so does what Sass and Less put in for a name.
  const token =
    /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?!\S*\))[^\n]*|"(?:[^"\\\n]|\\[\s\S])*("|\n|$)|'(?:[^'\\\n]|\\[\s\S])*('|\n|$)|[#@]\{[^{}\n]*\}|[{};:]/g;
  for (const match of before.matchAll(token)) {
    const [text] = match;
    const end = match.index + text.length;
    const quoted = text.startsWith('"') || text.startsWith("'");
    if (quoted && end === before.length && (match[1] ?? match[2]) === '')
      return { place: 'string', inRule: open.includes(true) };
    if (text === ':') inValue = true;
    else if (text.length === 1) {
      inValue = false;
      if (text === '{') open.push(!grouping.test(before.slice(preludeFrom, match.index)));
      else if (text === '}') open.pop();
      preludeFrom = end;
    }
    // A comment before an at-rule is no part of it.
    else if (text.startsWith('/') && before.slice(preludeFrom, match.index).trim() === '') preludeFrom = end;
  }
  const inRule = open.includes(true);
  if (call) return { place: 'call', inRule };
  return { place: inValue ? 'value' : 'declaration', inRule };
}
