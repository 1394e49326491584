import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Bitmap } from '../../../src/core/imaging/bitmap';
import type { PlaceholderSpec } from '../../../src/core/imaging/imagingPort';
import { contrast, luminance } from '../../../src/core/imaging/placeholder/colour';
import { createCoverage } from '../../../src/core/imaging/vector/coverage';
import { drawPlaceholder } from '../../../src/core/imaging/placeholder/drawPlaceholder';
import type { Glyphs } from '../../../src/core/imaging/placeholder/glyphs';
import { drawableWords, layOutLabel, textWidth } from '../../../src/core/imaging/placeholder/label';
import { createGlyphs } from '../../../src/host/imaging/fontGlyphs';
import { loadHarfBuzz } from '../../../src/host/imaging/text/harfbuzz';
import { pixel } from './makeImages';

const require = createRequire(import.meta.url);
let glyphs: Glyphs;
before(async () => {
  glyphs = createGlyphs(
    await loadHarfBuzz(
      async () => new Uint8Array(readFileSync(require.resolve('harfbuzzjs/dist/harfbuzz.wasm'))),
    ),
    ['latin', 'latin-ext', 'cyrillic', 'greek', 'vietnamese'].map(set =>
      readFileSync(require.resolve(`@fontsource/manrope/files/manrope-${set}-700-normal.woff`)),
    ),
  );
});

const draw = (spec: Partial<PlaceholderSpec>) =>
  drawPlaceholder({ prompt: 'Team photo', width: 320, height: 200, format: 'png', ...spec }, glyphs);
const hash = (bitmap: Bitmap) => createHash('sha256').update(bitmap.data).digest('hex');

describe('placeholder art', () => {
  it('is the same for the same wish', () => {
    assert.equal(hash(draw({})), hash(draw({})));
  });

  it('differs by prompt, seed and variation', () => {
    const all = [
      draw({}),
      draw({ prompt: 'Logo' }),
      draw({ seed: 7 }),
      ...[1, 2, 3, 4, 5].map(variation => draw({ variation })),
    ];
    assert.equal(new Set(all.map(hash)).size, all.length);
  });

  it('draws any size from one pixel up', () => {
    for (const [width, height] of [
      [1, 1],
      [16, 16],
      [1, 300],
      [970, 90],
      [64, 640],
    ] as const) {
      const bitmap = draw({ width, height });
      assert.deepEqual(
        [bitmap.width, bitmap.height, bitmap.data.length],
        [width, height, width * height * 4],
      );
      for (let i = 3; i < bitmap.data.length; i += 4) assert.equal(bitmap.data[i], 255);
    }
  });

  it('has transparent corners and an opaque middle when asked', () => {
    const icon = draw({ width: 96, height: 96, transparent: true });
    assert.equal(pixel(icon, 0, 0)[3], 0);
    assert.equal(pixel(icon, 48, 48)[3], 255);
    assert.deepEqual(pixel(draw({ width: 96, height: 96, transparent: true, prompt: '' }), 95, 95)[3], 0);
  });

  it('keeps the label readable in every style and palette', () => {
    const prompts = [
      'dusk',
      'ocean',
      'forest',
      'sunset',
      'sand',
      'mint',
      'slate',
      'coral',
      'lavender',
      'night',
      'olive',
      'berry',
      'sky',
      'citrus',
    ];
    for (const prompt of prompts) {
      for (let variation = 0; variation < 5; variation++) {
        const label = `${prompt} llllllllllll`;
        const bitmap = draw({ prompt: label, variation });
        const [dark, light] = extremes(bitmap);
        // The letters and what is behind them are the two ends of what lies in the label's line.
        assert.ok(contrast(dark, light) > 4.5, `${prompt} ${variation}: ${contrast(dark, light).toFixed(1)}`);
      }
    }
  });

  /** Darkest and lightest luminance in the middle of the picture. */
  function extremes(bitmap: Bitmap): [number, number] {
    const seen: number[] = [];
    for (let y = 85; y < 110; y++) {
      for (let x = 120; x < 200; x++) {
        const [r = 0, g = 0, b = 0] = pixel(bitmap, x, y);
        seen.push(luminance({ r, g, b }));
      }
    }
    seen.sort((a, b) => a - b);
    return [seen[Math.floor(seen.length * 0.02)]!, seen[Math.floor(seen.length * 0.98)]!];
  }
});

describe('placeholder labels', () => {
  const lines = (prompt: string, width: number, height: number) =>
    layOutLabel(prompt, { width, height }, { width: width * 0.8, height: height * 0.66 }, glyphs)?.lines.map(
      line => line.text,
    );

  it('shows the prompt and the size', () => {
    assert.deepEqual(lines('Hero banner', 1200, 630), ['Hero banner', '1200 × 630']);
  });

  it('wraps long prompts into even lines that fit', () => {
    const block = layOutLabel(
      'A cozy coffee shop interior at sunrise with warm light',
      { width: 800, height: 600 },
      { width: 640, height: 396 },
      glyphs,
    );
    assert.ok(block && block.lines.length > 2 && block.width <= 640 && block.height <= 396);
    const widths = block.lines
      .slice(0, -1)
      .map(line => textWidth(line.text, glyphs, line.tracking) * line.size);
    assert.ok(Math.min(...widths) > Math.max(...widths) * 0.5);
  });

  it('cuts what is too long with an ellipsis', () => {
    const shown = lines('word '.repeat(200), 300, 200) ?? [];
    assert.ok(shown.at(-2)?.endsWith('…'), shown.join('|'));
    assert.equal(shown.at(-1), '300 × 200');
  });

  it('leaves text out where none can be read', () => {
    assert.equal(lines('App icon', 16, 16), undefined);
    assert.equal(lines('App icon', 48, 8), undefined);
  });

  it('draws Latin, Cyrillic and Greek', () => {
    for (const prompt of ['Größe ñandú', 'Żółć łódź', 'Tiếng Việt', 'Логотип компании', 'Εικόνα']) {
      assert.deepEqual(drawableWords(prompt, glyphs), prompt.split(' '), prompt);
    }
  });

  it('never draws boxes for letters it does not have', () => {
    assert.deepEqual(drawableWords('富士山 sunset 🚀 by 太郎', glyphs), ['sunset', 'by']);
    assert.deepEqual(lines('夕焼けの富士山', 400, 300), ['400 × 300']);
    assert.deepEqual(lines('مرحبا بالعالم', 400, 300), ['400 × 300']);
    assert.deepEqual(drawableWords('👩‍👩‍👧 family\u0000 \u202Eoverride', glyphs), ['family', 'override']);
    assert.deepEqual(drawableWords('— … !', glyphs), []);
  });

  it('fills outlines by exact area', () => {
    const coverage = createCoverage(4, 4);
    coverage.add(
      [
        { type: 'M', x: 0.5, y: 1 },
        { type: 'L', x: 2.5, y: 1 },
        { type: 'L', x: 2.5, y: 2.25 },
        { type: 'L', x: 0.5, y: 2.25 },
        { type: 'Z' },
      ],
      1,
      0,
      0,
    );
    const seen = new Map<string, number>();
    coverage.each((x, y, amount) => seen.set(`${x},${y}`, Math.round(amount * 1000) / 1000));
    assert.deepEqual(Object.fromEntries(seen), {
      '0,1': 0.5,
      '1,1': 1,
      '2,1': 0.5,
      '0,2': 0.125,
      '1,2': 0.25,
      '2,2': 0.125,
    });
  });
});
