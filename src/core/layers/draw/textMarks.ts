import type { Finding, LayerOf } from '../../model/layers';
import type { FontBook } from '../text/fontFace';
import { type BlockWish, measureText, type MeasuredText, type TextBlock } from '../text/layOutText';
import type { DrawnLayer, Mark } from './markTypes';
import type { Shape } from './mask';
import { asShape, ellipse, rectangle } from './shapes';

/** What text is set in when nothing is said: ships with the extension. */
export const defaultFont = 'Manrope';
const defaultLineHeight = 1.25;

/** Steps in which text shrinks, pixels. */
const shrinkStep = 0.25;

export function textMarks(layer: LayerOf<'text'>, fonts: FontBook): DrawnLayer {
  const { id, size, width, height, minSize = size, font = defaultFont, plate, shadow, outline } = layer;
  if (layer.text.trim() === '') return { marks: [], findings: [{ layer: id, kind: 'empty' }] };
  const wish: BlockWish = {
    family: font,
    weight: layer.weight ?? 400,
    italic: layer.italic ?? false,
    direction: layer.direction ?? 'auto',
    letterSpacing: layer.letterSpacing ?? 0,
    lineHeight: layer.lineHeight ?? defaultLineHeight,
    size,
    ...(layer.language !== undefined && { language: layer.language }),
  };
  const measured = measureText(layer.text, wish, fonts);
  const used = fittingSize(measured, size, Math.min(minSize, size), width, height);
  const block = measured.layOut(used.size, width);
  const free = height - block.height;
  const top = layer.y + (layer.valign === 'bottom' ? free : layer.valign === 'middle' ? free / 2 : 0);
  const lines = block.lines.map(line => layer.x + shareOfRoom(layer.align, line.rtl) * (width - line.width));
  const shapes = lettersOf(block, lines, top);
  const left = Math.min(...lines);
  const right = Math.max(...lines.map((x, i) => x + (block.lines[i]?.width ?? 0)));
  const bounds = { x: left, y: top, width: right - left, height: block.height };

  const marks: Mark[] = [];
  if (plate) {
    const { padding = used.size * 0.4, radius = 0, behind = 'text', color } = plate;
    const area = behind === 'box' ? { x: layer.x, y: layer.y, width, height } : bounds;
    const grown = {
      x: area.x - padding,
      y: area.y - padding,
      width: area.width + 2 * padding,
      height: area.height + 2 * padding,
    };
    marks.push({ kind: 'fill', shapes: [asShape(rectangle(grown, radius))], color });
  }
  if (shadow) {
    const moved = shapes.map(shape => ({ ...shape, x: shape.x + shadow.x, y: shape.y + shadow.y }));
    marks.push({ kind: 'shadow', shapes: moved, color: shadow.color, blur: shadow.blur });
  }
  // Half of the line lies under the letter.
  if (outline) marks.push({ kind: 'stroke', shapes, color: outline.color, width: outline.width * 2 });
  const { family, weight, italic, letterSpacing } = wish;
  const text = { block, lines, top, family, weight, italic, letterSpacing, bounds };
  marks.push({ kind: 'letters', shapes, color: layer.color, text });
  return { marks, findings: findingsOf(layer, block, used.fits, fonts, font) };
}

export function stepMarks(layer: LayerOf<'step'>, fonts: FontBook): DrawnLayer {
  const { id, x, y, size, text, color, textColor } = layer;
  const box = { x: x - size / 2, y: y - size / 2, width: size, height: size };
  const disc: Mark = { kind: 'fill', shapes: [asShape(ellipse(box))], color };
  if (text.trim() === '') return { marks: [disc], findings: [] };
  const letters = textMarks(
    {
      type: 'text',
      id,
      ...{ x: x - size * 0.4, y: box.y, width: size * 0.8, height: size },
      text,
      weight: 700,
      size: Math.max(1, size * 0.55),
      minSize: Math.max(1, size * 0.2),
      lineHeight: 1,
      align: 'center',
      valign: 'middle',
      color: textColor,
    },
    fonts,
  );
  return { marks: [disc, ...letters.marks], findings: letters.findings };
}

/** The largest size from `most` down to `least` at which the text stays in the box. */
function fittingSize(
  measured: MeasuredText,
  most: number,
  least: number,
  width: number,
  height: number,
): { size: number; fits: boolean } {
  if (measured.fits(most, width, height)) return { size: most, fits: true };
  if (!measured.fits(least, width, height)) return { size: least, fits: false };
  let low = least;
  let high = most;
  while (high - low > shrinkStep) {
    const middle = (low + high) / 2;
    if (measured.fits(middle, width, height)) low = middle;
    else high = middle;
  }
  return { size: low, fits: true };
}

function shareOfRoom(align: LayerOf<'text'>['align'], rtl: boolean): number {
  switch (align) {
    case 'center':
      return 0.5;
    case 'left':
      return 0;
    case 'right':
      return 1;
    case 'end':
      return rtl ? 0 : 1;
    default:
      return rtl ? 1 : 0;
  }
}

function lettersOf(block: TextBlock, lines: readonly number[], top: number): Shape[] {
  return block.lines.flatMap((line, i) =>
    line.glyphs.flatMap(({ face, id, x, y }) => {
      const outline = face.outline(id);
      return outline.length === 0 ? [] : [{ outline, scale: block.size, x: (lines[i] ?? 0) + x, y: top + y }];
    }),
  );
}

const emoji = /\p{Emoji_Presentation}|\uFE0F/u;

function findingsOf(
  layer: LayerOf<'text'>,
  block: TextBlock,
  fits: boolean,
  fonts: FontBook,
  font: string,
): Finding[] {
  const { id: of, size } = layer;
  const found: Finding[] = [];
  if (fonts.faces({ family: font, weight: 400, italic: false }).length === 0) {
    found.push({ layer: of, kind: 'no-such-font', wanted: font, used: block.families[0] ?? '' });
  }
  const letters = block.missing.filter(letter => !emoji.test(letter));
  if (letters.length > 0) found.push({ layer: of, kind: 'missing-letters', letters });
  const lost = block.missing.filter(letter => emoji.test(letter));
  if (lost.length > 0) found.push({ layer: of, kind: 'emoji', letters: lost, drawn: false });
  const all = [...new Intl.Segmenter().segment(layer.text)].map(({ segment }) => segment);
  const drawn = [...new Set(all)].filter(letter => emoji.test(letter) && !block.missing.includes(letter));
  if (drawn.length > 0) found.push({ layer: of, kind: 'emoji', letters: drawn, drawn: true });
  if (!fits) found.push({ layer: of, kind: 'overflow', size: block.size });
  else if (block.size < size) found.push({ layer: of, kind: 'shrunk', from: size, to: block.size });
  return found;
}
