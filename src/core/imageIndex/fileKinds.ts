import { languageOf } from '../references/languageOf';

/**
 * What a file is to the index: an image, a document whose references are read, a text that is only looked through for the
 * names of images, or nothing.
 */
export type FileKind = 'image' | 'document' | 'text';

const image = /[^/]\.(?:png|jpe?g|webp|gif|avif|svg)$/i;

/** Bytes that hold no names, or names nobody wrote. */
const nothing =
  /\.(?:map|lock|ico|icns|bmp|tiff?|heic|heif|psd|ai|eps|sketch|fig|xcf|woff2?|ttf|otf|eot|mp[34]|m4[av]|mov|avi|mkv|webm|ogg|oga|wav|flac|pdf|zip|gz|tgz|bz2|xz|7z|rar|jar|war|aar|apk|ipa|dmg|iso|exe|dll|so|dylib|a|o|obj|lib|class|pyc|pyo|wasm|bin|dat|db|sqlite3?|node|vsix|snap|log)$|(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|\.DS_Store)$/i;

/** By its name alone. */
export function fileKindOf(name: string): FileKind | undefined {
  if (image.test(name)) return 'image';
  if (nothing.test(name)) return undefined;
  return languageOf(name) === undefined ? 'text' : 'document';
}

export function isImageName(name: string): boolean {
  return image.test(name);
}

/** What was written by a tool for machines: one line of thousands of characters after the other. */
export function isMinified(languageId: string, name: string, text: string): boolean {
  if (!/script|css|less/.test(languageId)) return false;
  if (/\.min\.\w+$/i.test(name)) return true;
  if (text.length < 30_000) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return text.length / lines > 1000;
}
