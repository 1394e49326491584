import { isRecord, pick, pickList, pickString, type Json } from './json';

/** Base64, a data URL, an address, or a placeholder of what was lifted. */
export interface NamedImage {
  value: string;
  declaredType?: string;
}

export interface Found {
  images: readonly NamedImage[];
  /** What the model said, in order. */
  words: readonly string[];
  /** Why it ended, where it says so. */
  finish?: string;
}

/** Members that hold the image itself, for the reader of answers and for `findImages`. */
export const imageKeys = ['b64_json', 'base64', 'b64', 'url', 'data', 'image', 'result'] as const;

/** Lists of images: OpenAI's, and those of gateways and local servers. */
const lists = ['data', 'images', 'output', 'artifacts', 'result', 'results'] as const;

/**
 * The images of an answer, in whichever dialect it is: `data[].b64_json` or `.url` (OpenAI, OpenRouter), `images`,
 * `output` (Stable Diffusion servers), a chat message with `images` or parts, or Gemini's `candidates`.
 */
export function findImages(json: unknown): Found {
  const images: NamedImage[] = [];
  const words: string[] = [];
  let finish: string | undefined;
  if (!isRecord(json)) return { images, words };
  for (const name of lists) {
    const value = json[name];
    const items: readonly unknown[] = Array.isArray(value) ? (value as unknown[]) : [value];
    for (const item of items) {
      const image = imageOf(item);
      if (image !== undefined) images.push(image);
    }
    if (images.length > 0) return { images, words };
  }
  for (const choice of pickList(json, 'choices').filter(isRecord)) {
    finish ??= pickString(choice, 'finishReason') ?? pickString(choice, 'nativeFinishReason');
    const message = pick(choice, 'message');
    for (const part of [...pickList(message, 'images'), ...pickList(message, 'content')]) take(part);
    const content = pickString(message, 'content');
    if (content !== undefined) words.push(content);
  }
  for (const candidate of pickList(json, 'candidates').filter(isRecord)) {
    finish ??= pickString(candidate, 'finishReason');
    for (const part of pickList(candidate['content'], 'parts')) take(part);
  }
  return { images, words, ...(finish !== undefined && { finish }) };

  function take(part: unknown): void {
    if (isRecord(part) && part['thought'] === true) return;
    const image = imageOf(part);
    if (image !== undefined) images.push(image);
    else if (isRecord(part) && typeof part['text'] === 'string') words.push(part['text']);
  }
}

function imageOf(item: unknown): NamedImage | undefined {
  if (typeof item === 'string') return looksLikeImage(item) ? { value: item } : undefined;
  if (!isRecord(item)) return undefined;
  const inner = pick(item, 'imageUrl') ?? pick(item, 'inlineData');
  if (typeof inner === 'string') return { value: inner };
  const holder: Json = isRecord(inner) ? inner : item;
  const declaredType = pickString(holder, 'mimeType') ?? pickString(holder, 'mediaType');
  for (const key of imageKeys) {
    const value = holder[key];
    if (typeof value === 'string' && value !== '')
      return { value, ...(declaredType !== undefined && { declaredType }) };
  }
  return undefined;
}

/** Nothing says what it is: an address, or more than a word without a space in it. */
function looksLikeImage(text: string): boolean {
  return /^(https?:\/\/|data:image\/|blob:|\s*<(svg|\?xml)\b)/i.test(text) || /^[\w+/=-]{64}/.test(text);
}
