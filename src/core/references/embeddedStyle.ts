import { readStyles } from './css';
import type { StyleDialect } from './cssStatement';
import { move, type Found } from './makeReference';
import type { ReferenceKind } from './reference';

/** Its start tag; values are decoded. */
interface StyleElement {
  attributes: readonly { name: string; value: string }[];
}

/** Images of what a `<style>` element holds; indented languages (Sass, Stylus) are not read. */
export function readEmbeddedStyle(
  text: string,
  start: number,
  end: number,
  element: StyleElement,
  kind: ReferenceKind,
): Found[] {
  const dialect = dialectOf(element);
  if (dialect === undefined) return [];
  // Its rules say where they apply; the heading above the element does not.
  return moved(readStyles(text.slice(start, end), dialect, kind), start).map(found => ({
    ...found,
    near: -1,
  }));
}

/** Images of a `style` attribute's value, as it is written. */
export function readStyleAttribute(
  text: string,
  { start, end }: { start: number; end: number },
  kind: ReferenceKind,
): Found[] {
  const source = text.slice(start, end);
  if (!/url\(|image-set\(/i.test(source)) return [];
  let opening = false;
  // Same length: the spaces of an opening quote stand before the string, those of a closing one behind it.
  const css = source.replace(/&(?:quot|apos|#34|#39|#x22|#x27);/gi, ({ length }) => {
    opening = !opening;
    return opening ? '"'.padStart(length) : '"'.padEnd(length);
  });
  return moved(readStyles(css, 'css', kind), start);
}

function dialectOf(element: StyleElement): StyleDialect | undefined {
  const read = (name: string) => element.attributes.find(attribute => attribute.name === name)?.value;
  const lang = read('lang') ?? ((read('type') ?? '').replace(/^text\//i, '') || 'css');
  switch (lang.toLowerCase()) {
    case 'css':
    case 'postcss':
    case 'pcss':
      return 'css';
    case 'scss':
      return 'scss';
    case 'less':
      return 'less';
    default:
      return undefined;
  }
}

function moved(images: readonly Found[], by: number): Found[] {
  return images.map(found => move({ ...found }, by));
}
