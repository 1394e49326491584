import type { PixelSize } from '../../model/modelInfo';
import type { Rgb } from '../bitmap';
import { hashText } from '../random';
import { contrast, luminance, mix } from './colour';
import { choosePalette } from './palette';

/** Letters are those of the reader's system: an outline of each would be ten times the bytes. */
const font = 'system-ui,-apple-system,Segoe UI,Roboto,sans-serif';
const longestLabel = 140;
const smallestText = 10;
const lineHeight = 1.25;
/** Up to this side it is an icon: a letter says more than a line that nobody can read. */
const iconSide = 96;

/**
 * Placeholder art that really is a drawing: what it stands for, and its size, on a ground of its own in the colours of
 * the reader's theme. The same for the same label and size. Holds no script, no link and nothing from elsewhere.
 * @returns a whole file, well-formed XML
 */
export function svgPlaceholder(label: string, { width, height }: PixelSize): string {
  const said = clean(label);
  const hash = hashText(`${said.toLowerCase()}|${width}x${height}`);
  const { tones } = choosePalette(said, hash >>> 8, 0);
  const sorted = [...tones].sort((a, b) => luminance(a) - luminance(b)) as [Rgb, Rgb, Rgb, Rgb, Rgb];
  // Of its own: drawn into a page, rules for `.a` would hold for all of it.
  const name = `ph${hash.toString(36)}`;
  const light = colours(sorted[4], sorted[3], sorted[0], white, night);
  const dark = colours(mix(sorted[0], night, 0.35), sorted[1], sorted[4], night, white);
  const rules = ([ground, shape, ink]: readonly string[]) =>
    `.${name}g{fill:${ground}}.${name}s{fill:${shape}}.${name}i{fill:${ink}}`;
  const words =
    Math.max(width, height) <= iconSide ? letter(said, width, height) : lines(said, width, height);
  const title = said === '' ? '' : `<title>${escape(said)}</title>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `${title}<style>${rules(light)}@media(prefers-color-scheme:dark){${rules(dark)}}</style>`,
    ...ground(name, width, height),
    ...(words.length === 0
      ? []
      : [
          `<g class="${name}i" font-family="${font}" text-anchor="middle">`,
          ...words.map(
            ({ text, x, y, size, quiet }) =>
              `<text x="${n(x)}" y="${n(y)}" font-size="${n(size)}"${quiet ? ' opacity=".75"' : ' font-weight="600"'}>${escape(text)}</text>`,
          ),
          '</g>',
        ]),
    '</svg>\n',
  ].join('\n');
}

interface Line {
  text: string;
  x: number;
  y: number;
  size: number;
  quiet?: boolean;
}

const white: Rgb = { r: 255, g: 255, b: 255 };
const night: Rgb = { r: 8, g: 10, b: 18 };

/** Ground, shape and ink; the ink as far from the ground as text needs (WCAG AA, and more for the quieter line). */
function colours(ground: Rgb, shape: Rgb, ink: Rgb, towards: Rgb, away: Rgb): readonly string[] {
  const under = mix(ground, towards, 0.3);
  let text = ink;
  for (let step = 0; step < 10 && contrast(luminance(under), luminance(text)) < 8; step++) {
    text = mix(text, away, 0.2);
  }
  return [under, mix(under, shape, 0.28), text].map(hex);
}

/** A sun over two hills: the sign for a picture that is not there, cut at the edges of an icon's tile. */
function ground(name: string, width: number, height: number): string[] {
  const small = Math.min(width, height);
  if (Math.max(width, height) <= iconSide) {
    return [`<rect class="${name}g" width="${width}" height="${height}" rx="${n(small * 0.22)}"/>`];
  }
  const base = height;
  const hill = (from: number, to: number, top: number) =>
    `M${n(from * width)} ${base}L${n(((from + to) / 2) * width)} ${n(top * height)}L${n(to * width)} ${base}z`;
  return [
    `<rect class="${name}g" width="${width}" height="${height}"/>`,
    `<path class="${name}s" d="${hill(-0.15, 0.6, 0.52)}${hill(0.35, 1.2, 0.66)}"/>`,
    `<circle class="${name}s" cx="${n(width - small * 0.2)}" cy="${n(small * 0.2)}" r="${n(small * 0.09)}"/>`,
  ];
}

function letter(said: string, width: number, height: number): Line[] {
  const first = [...said].find(each => /[\p{L}\p{N}]/u.test(each))?.toUpperCase();
  const size = Math.min(width, height) * 0.56;
  if (first === undefined || size < smallestText / 2) return [];
  return [{ text: first, x: width / 2, y: height / 2 + size * 0.36, size }];
}

/** As large as fits in four lines, and below it the size of the picture. */
function lines(said: string, width: number, height: number): Line[] {
  const [room, high] = [width * 0.82, height * 0.7];
  const sizeText = `${width} × ${height}`;
  const words = said.split(' ').filter(word => word !== '');
  for (let size = Math.min(height * 0.16, width * 0.08, 120); size >= smallestText; size *= 0.94) {
    const quiet = Math.max(smallestText, size * 0.5);
    const rows = fill(words, room / size);
    const tall = rows === undefined ? Infinity : rows.length * size * lineHeight + quiet * 1.6;
    if (rows === undefined || rows.length > 4 || tall > high) continue;
    const top = (height - tall) / 2;
    return [
      ...rows.map((text, i) => ({ text, x: width / 2, y: top + size * (i * lineHeight + 0.92), size })),
      {
        text: sizeText,
        x: width / 2,
        y: top + rows.length * size * lineHeight + quiet,
        size: quiet,
        quiet: true,
      },
    ];
  }
  const alone = Math.min(room / widthOf(sizeText), high, 24);
  return alone < 6 ? [] : [{ text: sizeText, x: width / 2, y: height / 2 + alone * 0.36, size: alone }];
}

/** undefined: a word alone is too long. */
function fill(words: readonly string[], room: number): string[] | undefined {
  const rows: string[] = [];
  for (const word of words) {
    const last = rows.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && widthOf(joined) <= room) rows[rows.length - 1] = joined;
    else if (widthOf(word) <= room) rows.push(word);
    else return undefined;
  }
  return rows;
}

/** In font sizes; rather too wide than too narrow, because nobody knows the reader's font. */
function widthOf(text: string): number {
  let width = 0;
  for (const each of text) {
    if (/[\p{M}\p{Cf}]/u.test(each)) continue;
    if (
      /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Extended_Pictographic}]/u.test(
        each,
      )
    )
      width += /\d/.test(each) ? 0.6 : 1.05;
    else if (/[ijl.,:;'|!()[\] ]/.test(each)) width += 0.33;
    else width += /[\p{Lu}mwMW@—]/u.test(each) ? 0.76 : 0.6;
  }
  return width;
}

/** One line, bounded, of characters that XML may hold. */
function clean(text: string): string {
  const line = text.replace(/[\p{Cs}\p{Cc}\p{Co}\p{Cn}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const cut = [...line].slice(0, longestLabel).join('');
  return cut === line ? line : `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longestLabel / 2)).trim()}…`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function hex({ r, g, b }: Rgb): string {
  return `#${[r, g, b].map(each => Math.round(each).toString(16).padStart(2, '0')).join('')}`;
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
