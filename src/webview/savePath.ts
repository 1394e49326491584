import { extensionOf, formatOfExtension } from '../core/model/imageFormat';
import type { ImageFormat } from '../core/model/run';

/** Without the dot; empty where there is none. */
export function extensionIn(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1);
}

/** The path with the extension of this format, unless it has one of it already. */
export function withExtension(path: string, format: ImageFormat): string {
  const extension = extensionIn(path);
  if (formatOfExtension(extension) === format) return path;
  const stem =
    extension === '' || formatOfExtension(extension) === undefined
      ? path
      : path.slice(0, -extension.length - 1);
  return `${stem}.${extensionOf(format)}`;
}
