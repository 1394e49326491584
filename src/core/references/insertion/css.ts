import { encodeUrlPath, referenceTo } from '../referenceTo';
import type { Insertion } from './insertionTypes';

/** A whole declaration, or only the part of it that is not written yet. CSS has no place for alt text or size. */
export const insertCss: Insertion = (document, image, project) => {
  const url = encodeUrlPath(referenceTo(image.path, document, project).path);
  const place = placeAt(document.text.slice(0, document.offset));
  const text = {
    string: url,
    call: `"${url}"`,
    value: `url("${url}")`,
    declaration: `background-image: url("${url}");`,
  }[place];
  return [{ offset: document.offset, length: 0, text }];
};

type Place = 'string' | 'call' | 'value' | 'declaration';

/** Where the text ends: in a string, in `url(`, in the value of a declaration, or where a declaration can begin. */
function placeAt(before: string): Place {
  let inValue = false;
  const call = /(?:url|image-set|image)\(\s*$/i.test(before);
  // Comments and strings first, so that what they hold counts as nothing.
  const token =
    /\/\*[\s\S]*?(?:\*\/|$)|\/\/(?!\S*\))[^\n]*|"(?:[^"\\\n]|\\[\s\S])*("|\n|$)|'(?:[^'\\\n]|\\[\s\S])*('|\n|$)|[{};:]/g;
  for (const match of before.matchAll(token)) {
    const [text] = match;
    const quoted = text.startsWith('"') || text.startsWith("'");
    if (quoted && match.index + text.length === before.length && (match[1] ?? match[2]) === '')
      return 'string';
    if (text === ':') inValue = true;
    else if (text.length === 1) inValue = false;
  }
  if (call) return 'call';
  return inValue ? 'value' : 'declaration';
}
