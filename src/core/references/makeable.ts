import { formatOfExtension } from '../model/imageFormat';
import { isEncodable } from '../model/output';

/**
 * How a file with this extension comes to be. `image`: of pixels, from a model or drawn here. `vector`: no pixels in an SVG
 * coat, so only what is a drawing. `other`: it is not written here; an image of another format takes its place, and the
 * reference is changed.
 */
export type Making = 'image' | 'vector' | 'other';

/** @param extension without the dot, any case */
export function makingOf(extension: string): Making {
  const format = formatOfExtension(extension);
  if (format === 'svg') return 'vector';
  return format !== undefined && isEncodable(format) ? 'image' : 'other';
}

/** The name that an image gets which takes the place of one that cannot be made: `x.gif` → `x.png`. */
export function asPng(path: string): string {
  return path.replace(/\.[^./\\]+$/, '.png');
}
