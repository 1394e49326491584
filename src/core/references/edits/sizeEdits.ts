import type { PixelSize } from '../../model/modelInfo';
import type { TextEditAt } from '../insertion/insertionTypes';
import { readLength } from '../makeReference';
import type { ImageReference, ReferenceMarkup } from '../reference';
import { showsImage } from '../showsImage';
import { insertAttributes, valueEdit } from './attributeEdits';

/** Pixels of the file for a CSS pixel: as a `srcset` says it, or the name. */
export function densityOf({ density, path }: Pick<ImageReference, 'density' | 'path'>): number {
  if (density !== undefined) return density;
  const named = Number(/@(\d(?:\.\d+)?)x\.[a-z]+$/i.exec(path)?.[1] ?? 1);
  return named >= 1 ? named : 1;
}

/**
 * The width and height that an element should say, where what it says is incomplete or would distort the image. The side
 * that is written stays; without one, an image is as large as its pixels make it. A smaller image than the file is no
 * mistake.
 * @param file of the file, in pixels
 * @returns in CSS pixels; undefined where nothing is to be mended, or nobody can say
 */
export function rightSize(reference: ImageReference, file: PixelSize): PixelSize | undefined {
  const { markup } = reference;
  if (markup === undefined || !takesSize(markup) || isOneOfWidths(reference)) return undefined;
  const [width, height] = [markup.width, markup.height].map(value =>
    value === undefined ? 'absent' : (readLength(value.text) ?? 'unknown'),
  );
  if (width === 'unknown' || height === 'unknown') return undefined;
  if ((width === 'absent' || height === 'absent') && markup.more) return undefined;
  const ratio = file.width / file.height;
  if (typeof width === 'number') {
    const right = Math.max(1, Math.round(width / ratio));
    // Either side may be the rounded one.
    const rounded = typeof height === 'number' && Math.abs(height * ratio - width) <= ratio;
    if (typeof height === 'number' && (Math.abs(height - right) <= 1 || rounded)) return undefined;
    return { width, height: right };
  }
  if (typeof height === 'number') return { width: Math.max(1, Math.round(height * ratio)), height };
  const density = densityOf(reference);
  return {
    width: Math.max(1, Math.round(file.width / density)),
    height: Math.max(1, Math.round(file.height / density)),
  };
}

/** Writes or replaces width and height (CSS pixels); undefined where the language has no place for them. */
export function sizeEdits(
  text: string,
  { markup }: Pick<ImageReference, 'markup'>,
  size: PixelSize,
): TextEditAt[] | undefined {
  if (markup === undefined || !takesSize(markup)) return undefined;
  const edits: TextEditAt[] = [];
  const added: [string, number][] = [];
  for (const name of ['width', 'height'] as const) {
    const value = markup[name];
    if (value === undefined) added.push([name, size[name]]);
    else if (value.text === undefined && value.end > value.start) return undefined;
    else if (value.text !== `${size[name]}`) edits.push(valueEdit(text, markup, value, `${size[name]}`));
  }
  const all = added
    .map(([name, pixels]) => (markup.syntax === 'jsx' ? `${name}={${pixels}}` : `${name}="${pixels}"`))
    .join(' ');
  if (all !== '') edits.push(insertAttributes(markup, all));
  return edits.sort((a, b) => a.offset - b.offset);
}

function takesSize({ syntax, element }: ReferenceMarkup): boolean {
  return syntax !== 'markdown' && showsImage(element);
}

/** `800w`: the file is as wide as that, the element as the page makes it. */
function isOneOfWidths({ markup, width }: ImageReference): boolean {
  return /\s\d+w\b/.test(markup?.srcset?.text ?? '') && width !== undefined;
}
