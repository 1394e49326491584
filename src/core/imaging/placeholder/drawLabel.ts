import { type Bitmap, blend, type Rgb } from '../bitmap';
import { clamp01, vectorLength } from '../maths';
import { contrast, luminance, mix } from './colour';
import { createCoverage } from '../vector/coverage';
import type { Glyphs } from './glyphs';
import type { LabelBlock, LabelLine } from './label';
import type { Palette } from './palette';

/** WCAG AA for text, with something to spare for the quieter line. */
const wantedContrast = 5.2;
const quietAlpha = 0.78;

/** Draws a label in the middle; darkens or lightens what is behind it as much as reading needs. */
export function drawLabel(
  bitmap: Bitmap,
  block: LabelBlock,
  palette: Palette,
  card: boolean,
  glyphs: Glyphs,
): void {
  const left = Math.round((bitmap.width - block.width) / 2);
  const top = Math.round((bitmap.height - block.height) / 2);
  const sorted = [...palette.tones].sort((a, b) => luminance(a) - luminance(b));
  const deep = mix(sorted[0] as Rgb, { r: 6, g: 8, b: 18 }, 0.45);
  const veil = mix(sorted[0] as Rgb, deep, 0.35);
  const pale = mix(sorted[4] as Rgb, { r: 255, g: 255, b: 255 }, 0.82);
  const font = block.lines[0]?.size ?? 12;

  let ink = pale;
  if (card) {
    ink = deep;
    layCard(bitmap, left, top, block, font, pale, deep);
  } else {
    const [dark, bright] = luminanceRange(bitmap, left, top, block);
    const forPale = contrast(luminance(pale), bright);
    const forDeep = contrast(luminance(deep), dark);
    ink = forPale >= forDeep * 0.72 ? pale : deep;
    const scrim = ink === pale ? veil : pale;
    const strength = scrimStrength(ink === pale ? bright : dark, scrim, ink);
    if (strength > 0) layScrim(bitmap, block, scrim, strength);
  }
  for (const line of block.lines) drawLine(bitmap, line, left, top, ink, glyphs);
}

/** The 2nd and 98th percentile of luminance behind the block. */
function luminanceRange(bitmap: Bitmap, left: number, top: number, block: LabelBlock): [number, number] {
  const seen: number[] = [];
  const step = Math.max(1, Math.floor(Math.sqrt((block.width * block.height) / 4000)));
  for (let y = Math.max(0, top); y < Math.min(bitmap.height, top + block.height); y += step) {
    for (let x = Math.max(0, left); x < Math.min(bitmap.width, left + block.width); x += step) {
      const at = (y * bitmap.width + x) * 4;
      const { data } = bitmap;
      seen.push(luminance({ r: data[at] ?? 0, g: data[at + 1] ?? 0, b: data[at + 2] ?? 0 }));
    }
  }
  seen.sort((a, b) => a - b);
  const at = (share: number) => seen[Math.min(seen.length - 1, Math.floor(seen.length * share))] ?? 0;
  return [at(0.02), at(0.98)];
}

function scrimStrength(worst: number, scrim: Rgb, ink: Rgb): number {
  const inkLight = luminance(ink);
  const scrimLight = luminance(scrim);
  for (let strength = 0; strength < 0.9; strength += 0.03) {
    // Mixing happens in sRGB; the power is close enough to predict it.
    const mixed = (worst ** (1 / 2.2) * (1 - strength) + scrimLight ** (1 / 2.2) * strength) ** 2.2;
    if (contrast(inkLight, mixed) >= wantedContrast) return strength;
  }
  return 0.9;
}

/**
 * A veil over the whole picture, densest round the text: wide and without an edge, so that it is felt and not seen. It has
 * its full strength everywhere behind the text.
 */
function layScrim(bitmap: Bitmap, block: LabelBlock, colour: Rgb, strength: number): void {
  const { width, height, data } = bitmap;
  const everywhere = strength * 0.45;
  const reachX = Math.max(width * 0.5, block.width * 0.75);
  const reachY = Math.max(height * 0.5, block.height * 0.75);
  for (let y = 0; y < height; y++) {
    const dy = Math.max(0, Math.abs(y + 0.5 - height / 2) - block.height / 2) / reachY;
    for (let x = 0; x < width; x++) {
      const dx = Math.max(0, Math.abs(x + 0.5 - width / 2) - block.width / 2) / reachX;
      const near = Math.exp(-(dx * dx + dy * dy) * 4);
      blend(
        data,
        (y * width + x) * 4,
        colour.r,
        colour.g,
        colour.b,
        everywhere + (strength - everywhere) * near,
      );
    }
  }
}

/** A sheet of paper with a soft shadow. */
function layCard(
  bitmap: Bitmap,
  left: number,
  top: number,
  block: LabelBlock,
  font: number,
  paper: Rgb,
  shadow: Rgb,
): void {
  const pad = Math.max(5, font * 0.95);
  const radius = Math.min(pad * 0.7, 32);
  const fall = pad * 1.1;
  const halfWidth = block.width / 2 + pad * 1.25;
  const halfHeight = block.height / 2 + pad;
  const cx = left + block.width / 2;
  const cy = top + block.height / 2;
  const { width, height, data } = bitmap;
  const distance = (x: number, y: number) => {
    const dx = Math.max(0, Math.abs(x + 0.5 - cx) - halfWidth + radius);
    const dy = Math.max(0, Math.abs(y + 0.5 - cy) - halfHeight + radius);
    return vectorLength(dx, dy) - radius;
  };
  for (let y = 0; y < height; y++) {
    if (Math.abs(y - cy) > halfHeight + fall * 2) continue;
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const dark = clamp01(0.5 - distance(x, y - fall * 0.25) / (2 * fall));
      blend(data, at, shadow.r, shadow.g, shadow.b, 0.7 * dark * dark);
      blend(data, at, paper.r, paper.g, paper.b, clamp01(0.5 - distance(x, y)));
    }
  }
}

function drawLine(
  bitmap: Bitmap,
  line: LabelLine,
  left: number,
  top: number,
  ink: Rgb,
  glyphs: Glyphs,
): void {
  // Room for parts that reach over the pen's start and above the capitals.
  const over = Math.ceil(line.size * 0.4);
  const coverage = createCoverage(Math.ceil(bitmap.width + over * 2), Math.ceil(line.size * 2));
  const originX = left + Math.floor(line.x) - over;
  const originY = top + Math.round(line.y) - Math.ceil(line.size * 1.4);
  let pen = over + (line.x - Math.floor(line.x));
  let before: number | undefined;
  for (const letter of line.text) {
    const code = letter.codePointAt(0) ?? 0;
    const glyph = glyphs.get(code);
    if (!glyph) continue;
    if (before !== undefined) pen += (glyphs.kern(before, code) + line.tracking) * line.size;
    coverage.add(glyph.outline, line.size, pen, Math.ceil(line.size * 1.4));
    pen += glyph.advance * line.size;
    before = code;
  }
  const alpha = line.quiet ? quietAlpha : 1;
  coverage.each((x, y, amount) => {
    const toX = x + originX;
    const toY = y + originY;
    if (toX < 0 || toY < 0 || toX >= bitmap.width || toY >= bitmap.height) return;
    blend(bitmap.data, (toY * bitmap.width + toX) * 4, ink.r, ink.g, ink.b, amount * alpha);
  });
}
