import { encodeUrlPath, referenceTo } from '../referenceTo';
import type { Insertion, InsertionDocument } from './insertionTypes';

/** A whole declaration, or only the part of it that is not written yet. CSS has no place for alt text or size. */
export const insertCss: Insertion = (document, image, project) => {
  const url = encodeUrlPath(referenceTo(image.path, document, project).path);
  const place = scan(document.text.slice(0, document.offset)).place;
  const text = {
    string: url,
    call: `"${url}"`,
    value: `url("${url}")`,
    declaration: `background-image: url("${url}");`,
  }[place];
  return [{ offset: document.offset, length: 0, text }];
};

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
