import type { Background, Layer } from '../model/layers';
import type { Rect } from '../imaging/bitmap';
import type { OutlineStep } from '../imaging/vector/outline';
import { parseColour } from './draw/colour';
import { gradientLine } from './draw/drawLayers';
import { marksOf } from './draw/marks';
import type { Mark, PlacedText } from './draw/markTypes';
import { boundsOf, type Shape } from './draw/mask';
import type { FontBook } from './text/fontFace';

export interface SvgSpec {
  width: number;
  height: number;
  background?: Background;
  /** What lies below the layers, as a `data:` URL. */
  image?: string;
  layers: readonly Layer[];
  /** `text`: letters as text, in whatever font the reader has. Default: as outlines, the same everywhere. */
  text: 'paths' | 'text';
}

/** The drawing as SVG. Redactions have to be in the image already. */
export function writeSvg(spec: SvgSpec, fonts: FontBook): string {
  const { width, height, background, image } = spec;
  const definitions: string[] = [];
  const parts: string[] = [];
  if (background !== undefined) {
    const line = gradientLine(background, width, height);
    const [x2, y2] = [line.x1 + line.dx, line.y1 + line.dy];
    definitions.push(
      `<linearGradient id="bg" gradientUnits="userSpaceOnUse" x1="${n(line.x1)}" y1="${n(line.y1)}" ` +
        `x2="${n(x2)}" y2="${n(y2)}"><stop offset="0" ${ink('stop-color', line.from, 'stop-opacity')}/>` +
        `<stop offset="1" ${ink('stop-color', line.to, 'stop-opacity')}/></linearGradient>`,
    );
    parts.push(`<rect width="${width}" height="${height}" fill="url(#bg)"/>`);
  }
  if (image !== undefined) parts.push(`<image width="${width}" height="${height}" href="${image}"/>`);
  for (const layer of spec.layers) {
    if (layer.hidden === true) continue;
    const body = marksOf(layer, fonts)
      .marks.map(mark => markOf(mark, definitions, spec.text))
      .join('');
    const label = layer.type === 'text' || layer.type === 'step' ? layer.text : undefined;
    const said = label === undefined ? '' : ` role="img" aria-label="${escape(label)}"`;
    const faint = layer.opacity === undefined || layer.opacity === 1 ? '' : ` opacity="${n(layer.opacity)}"`;
    if (body !== '') parts.push(`<g${said}${faint}>${body}</g>`);
  }
  const defs = definitions.length === 0 ? '' : `<defs>${definitions.join('')}</defs>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `${defs}${parts.join('')}</svg>\n`
  );
}

function markOf(mark: Mark, definitions: string[], text: SvgSpec['text']): string {
  switch (mark.kind) {
    case 'redact':
      return '';
    case 'fill':
      return path(mark.shapes, ink('fill', mark.color));
    case 'multiply':
      return path(mark.shapes, `${ink('fill', mark.color)} style="mix-blend-mode:multiply"`);
    case 'stroke':
      return path(
        mark.shapes,
        `fill="none" ${ink('stroke', mark.color)} stroke-width="${n(mark.width)}" stroke-linejoin="round" stroke-linecap="round"`,
      );
    case 'shadow': {
      const bounds = boundsOf(mark.shapes);
      if (!bounds) return '';
      const id = `s${definitions.length}`;
      const { x, y, width, height } = grown(bounds, mark.blur * 1.5 + 1);
      definitions.push(
        `<filter id="${id}" filterUnits="userSpaceOnUse" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" ` +
          `color-interpolation-filters="sRGB"><feGaussianBlur stdDeviation="${n(mark.blur / 2)}"/></filter>`,
      );
      return path(mark.shapes, `${ink('fill', mark.color)} filter="url(#${id})"`);
    }
    case 'letters':
      return text === 'paths' ? path(mark.shapes, ink('fill', mark.color)) : asText(mark.text, mark.color);
  }
}

function asText(
  { block, lines, top, family, weight, italic, letterSpacing }: PlacedText,
  color: string,
): string {
  const style =
    `font-family="${escape(`${quoted(family)}, sans-serif`)}" font-size="${n(block.size)}" font-weight="${weight}"` +
    (italic ? ' font-style="italic"' : '') +
    (letterSpacing === 0 ? '' : ` letter-spacing="${n(letterSpacing * block.size)}"`);
  const rows = block.lines.map((line, i) => {
    // Where a line begins is its right end when it runs from there.
    const x = (lines[i] ?? 0) + (line.rtl ? line.width : 0);
    const direction = line.rtl ? ' direction="rtl"' : '';
    return `<text x="${n(x)}" y="${n(top + line.baseline)}"${direction} xml:space="preserve">${escape(line.text)}</text>`;
  });
  return `<g ${style} ${ink('fill', color)}>${rows.join('')}</g>`;
}

function path(shapes: readonly Shape[], attributes: string): string {
  const d = shapes.map(pathData).join('');
  return d === '' ? '' : `<path ${attributes} d="${d}"/>`;
}

function pathData({ outline, scale, x, y }: Shape): string {
  const at = (px: number, py: number) => `${n(px * scale + x)} ${n(py * scale + y)}`;
  const step = (each: OutlineStep): string => {
    switch (each.type) {
      case 'M':
      case 'L':
        return `${each.type}${at(each.x, each.y)}`;
      case 'Q':
        return `Q${at(each.x1, each.y1)} ${at(each.x, each.y)}`;
      case 'C':
        return `C${at(each.x1, each.y1)} ${at(each.x2, each.y2)} ${at(each.x, each.y)}`;
      case 'Z':
        return 'Z';
    }
  };
  return outline.map(step).join('');
}

function ink(name: 'fill' | 'stroke' | 'stop-color', colour: string, opacity = `${name}-opacity`): string {
  const { r, g, b, alpha } = parseColour(colour);
  const hex = [r, g, b].map(channel => channel.toString(16).padStart(2, '0')).join('');
  return `${name}="#${hex}"${alpha === 1 ? '' : ` ${opacity}="${n(alpha)}"`}`;
}

/** Hundredths of a pixel are finer than anybody sees. */
function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function grown({ x, y, width, height }: Rect, by: number): Rect {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** As a string of CSS: without quotes a name like “Press Start 2P” is none, and one with a comma is two. */
function quoted(family: string): string {
  return `'${family.replace(/['\\\r\n\t]/g, '')}'`;
}

function escape(text: string): string {
  return (
    text
      // XML 1.0 has no way to write some of these, and nobody sees the others.
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]|\p{Cs}/gu, '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/\n/g, '&#10;')
  );
}
