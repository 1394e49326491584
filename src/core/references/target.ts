import { imageExtensions, type ImageExtension } from './reference';

/** Anything with a scheme (`https:`, `data:`, `vscode:`), a drive letter, or a host of its own. */
const elsewhere = /^(?:[a-z][a-z\d+.-]*:|[/\\]{2})/i;
/** Names that only the project's configuration explains: `@/x`, `@site/x`, `~/x`, `~pkg/x`, `$lib/x`, `#app/x`. */
const alias = /^(?:[@~#$]{1,2}[\w.-]*\/|~)/;
/** Template expressions, globs, and `%PUBLIC_URL%`: not a path until something fills them in. */
const template = /[{}<>*|"`]|\$\(|%[A-Z_]{2,}%/;

/**
 * Reads a target as the language decoded it (entities and escapes gone, percent signs still there).
 * @returns undefined when it names no image file of the project.
 */
export function readTarget(target: string): { path: string; extension: ImageExtension } | undefined {
  const trimmed = target.trim();
  if (elsewhere.test(trimmed) || template.test(trimmed)) return undefined;
  const path = decodePercent(withoutQuery(trimmed)).replaceAll('\\', '/');
  if (hasControlCharacter(path) || path.startsWith('//')) return undefined;
  const extension = extensionOf(path);
  return extension === undefined ? undefined : { path, extension };
}

/** True for a path that begins with a name; in a module (`import`) every path that is neither relative nor rooted does. */
export function isAlias(path: string): boolean {
  return alias.test(path);
}

/** Without query and fragment; the `#` of `#app/x.png` is part of a name. */
export function withoutQuery(target: string): string {
  const from = isAlias(target) ? 1 : 0;
  return target.slice(0, from) + target.slice(from).replace(/[?#].*$/s, '');
}

/** @returns undefined for other extensions and for names that are nothing but an extension. */
function extensionOf(path: string): ImageExtension | undefined {
  const extension = /[^/]\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  return imageExtensions.find(known => known === extension);
}

/** Decodes what can be decoded; `100%.png` stays as it is. */
function decodePercent(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, escaped => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 0x20 || text.charCodeAt(i) === 0x7f) return true;
  }
  return false;
}
