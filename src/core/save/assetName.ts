import { placeKey } from './placeKey';

/** Longest stem that is proposed, in code points. With a suffix it stays below the 255 bytes of a file name in any script. */
const maxLength = 48;

const fallback = 'image';

/** What people say to the model and not about the picture; dropped from the beginning. */
const leadWords = new Set(
  'please create generate make draw render design give show produce can could would you i we want need like to me us a an the'.split(
    ' ',
  ),
);
/** Only with "of": a "photo frame" is a thing, a "photo of a frame" is a frame. */
const pictureWords = new Set('image picture photo photograph'.split(' '));

const stopWords = new Set(
  'a an the of in on at by for from to into onto with without and or but is are be its it this that these those some very as'.split(
    ' ',
  ),
);

/** Device names of Windows, with any extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d|conin|conout)$/;

/** Latin letters that Unicode does not take apart. */
const latin: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/**
 * File name without extension for an image of this prompt: `lighthouse-stormy-dawn`. Latin is lower-case ASCII, other scripts stay as they are.
 * Never empty, never a path: letters, digits and `-` only.
 */
export function assetName(prompt: string): string {
  const words = meaningful(wordsOf(prompt));
  const name = bounded(words);
  if (!name) return fallback;
  return reserved.test(name) ? `${name}-${fallback}` : name;
}

/** The words of a text as a file name without extension, every one of them: `sign-in`. Empty when it has none. */
export function slugOf(text: string): string {
  const name = bounded(wordsOf(text));
  return reserved.test(name) ? `${name}-${fallback}` : name;
}

/** Longest part that says what was done to an image. */
const maxEdit = 24;

/** `photo` and "Crop to 16:9" as `photo-crop-16-9`. `base`: the name of the image without its extension. */
export function editedName(base: string, prompt: string): string {
  return `${cut(base)}-${bounded(meaningful(wordsOf(prompt)), maxEdit) || fallback}`;
}

/** `name.ext`, or `name-2.ext`, `name-3.ext` … when taken. Case is ignored, as on macOS and Windows. */
export function uniqueFileName(stem: string, extension: string, taken: Iterable<string>): string {
  const names = new Set([...taken].map(placeKey));
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.${extension}`;
    if (!names.has(placeKey(name))) return name;
  }
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      // Marks are dropped from Latin letters only: in other scripts they are vowels.
      .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
      .normalize('NFC')
      .toLowerCase()
      .replace(/[ßæœøłđðþı]/g, letter => latin[letter] ?? letter)
      // Emoji styles, key caps and skin tones, then what joins letters without being one.
      .replace(/[\uFE00-\uFE0F\u20E3]|[\u{1F3FB}-\u{1F3FF}]/gu, '')
      .replace(/(?<=\p{L}\p{M}*)['’ʼ\u200C\u200D\u00AD](?=\p{L})/gu, '')
      .split(/[^\p{L}\p{N}\p{M}]+/u)
      .map(word => word.replace(/^\p{M}+/u, ''))
      .filter(Boolean)
  );
}

function meaningful(words: readonly string[]): readonly string[] {
  let start = 0;
  for (; start < words.length; start++) {
    const word = words[start] ?? '';
    if (pictureWords.has(word) && words[start + 1] === 'of') start++;
    else if (!leadWords.has(word)) break;
  }
  const kept = words.slice(start).filter(word => !stopWords.has(word));
  return kept.length > 0 ? kept : words;
}

function bounded(words: readonly string[], most = maxLength): string {
  let name = '';
  for (const word of words) {
    const longer = name ? `${name}-${word}` : word;
    if (length(longer) > most) return name || cut(word, most);
    name = longer;
  }
  return name;
}

/** Never inside a letter that is several code points. */
function cut(word: string, most = maxLength): string {
  let out = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)) {
    if (length(out) + length(segment) > most) break;
    out += segment;
  }
  return out;
}

function length(text: string): number {
  return [...text].length;
}
