import { encodableFormats, type EncodableFormat } from '../model/output';
import { formatOfExtension } from '../model/imageFormat';
import { fillText, type Values } from '../model/layerVariables';

/** What a drawing can be written as, by the extension of its path; undefined for others. */
export function drawnFormat(path: string): EncodableFormat | 'svg' | undefined {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  if (extension === undefined) return undefined;
  if (extension === 'svg') return 'svg';
  const format = formatOfExtension(extension);
  return encodableFormats.find(each => each === format);
}

/** A path with the values of a row in it, each as a part of a file name. `missing`: names without a value. */
export function fillPath(pattern: string, values: Values): { path: string; missing: readonly string[] } {
  const missing: string[] = [];
  const safe = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asPathPart(value)]));
  const path = fillText(pattern, safe, name => void missing.push(name));
  return { path, missing };
}

/** Letters of every script stay; what no file system, or not every one, takes becomes `-`. Folders stay folders. */
function asPathPart(value: string): string {
  return value
    .normalize('NFC')
    .split('/')
    .map(part =>
      part
        .replace(/[\u0000-\u001F\u007F<>:"\\|?*\s]+/g, '-')
        .replace(/^[.-]+|[.-]+$/g, '')
        .slice(0, 120),
    )
    .filter(part => part !== '')
    .join('/');
}
