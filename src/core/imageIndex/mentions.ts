import { basename } from '../references/paths';
import { placeKey } from '../save/placeKey';

/** Also of `.png` in `*.{png,jpg}`. A word goes on behind `.svgIcon` and `.png-file`. */
const extension = /\.(?:png|jpe?g|webp|gif|avif|svg)(?![\w-])/gi;
/** What ends a name in code, prose and paths; the blank too, as nobody knows where a name with blanks begins. */
const delimiters = new Set('\u00a0\t\n\r "\'`()<>{}[]|\\/:*?=,;&#!$^~');
/** Longer ones are no names but data. */
const longest = 255;

/**
 * Whether a text can name an image: to be asked before it is read closely. `bytes` may be decoded as Latin-1, which costs a
 * tenth of UTF-8 and leaves these letters as they are.
 */
export function mayNameImages(bytes: string): boolean {
  return /\.(?:png|jpe?g|webp|gif|avif|svg)(?![\w-])|import\.meta\.glob|require\.context/i.test(bytes);
}

/**
 * The names of image files that stand in a text, as `mentionKey` has them, outside of the given places.
 * @param apart in the order of the text, apart from each other
 */
export function mentionsIn(text: string, apart: readonly { start: number; end: number }[] = []): string[] {
  const found = new Set<string>();
  let next = 0;
  for (const { index, 0: dotted } of text.matchAll(extension)) {
    const end = index + dotted.length;
    while ((apart[next]?.end ?? Infinity) < end) next++;
    if ((apart[next]?.start ?? Infinity) <= index) continue;
    let start = index;
    while (start > 0 && index - start < longest && !delimiters.has(text.charAt(start - 1))) start--;
    if (start === index || index - start === longest) continue;
    found.add(keyOf(text.slice(start, end)));
  }
  return [...found];
}

/** Under what an image is looked for among the names of texts: without its folder, its density and what is before a blank. */
export function mentionKey(path: string): string {
  const name = basename(path);
  let start = name.length;
  while (start > 0 && !delimiters.has(name.charAt(start - 1))) start--;
  return keyOf(name.slice(start));
}

function keyOf(name: string): string {
  const decoded = name.includes('%') ? decode(name) : name;
  // React Native and Xcode take `icon@2x.png` where `icon.png` is asked for.
  return placeKey(decoded.replace(/@\d(?:\.\d+)?x(?=\.\w+$)/, ''));
}

function decode(name: string): string {
  try {
    const decoded = decodeURIComponent(name);
    return decoded.slice(Math.max(decoded.lastIndexOf(' '), decoded.lastIndexOf('/')) + 1);
  } catch {
    return name;
  }
}
