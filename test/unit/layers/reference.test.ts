import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../../scripts/lib/browser.mjs';
import type { Bitmap } from '../../../src/core/imaging/bitmap';
import type { Layer } from '../../../src/core/model/layers';
import { darkness, drawingWorld, fontFile, textLayer } from './support';

const moved = ({ width, height, data }: Bitmap, by: number): Bitmap => {
  const to = new Uint8ClampedArray(data.length).fill(255);
  const rows = width * 4 * Math.abs(by);
  to.set(by < 0 ? data.subarray(rows) : data.subarray(0, data.length - rows), by < 0 ? 0 : rows);
  return { width, height, data: to };
};

/** What Chromium makes of the same text, and of our SVG. */
describe('what is drawn, against Chromium', function () {
  this.timeout(60_000);
  const here = drawingWorld();
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await chromium.launch({ executablePath: await ensureBrowser(), args: browserArgs });
    page = await browser.newPage({ viewport: { width: 400, height: 200 } });
  });
  after(() => browser.close());

  beforeEach(() => page.setViewportSize({ width: 400, height: 200 }));

  const shot = async (): Promise<Bitmap> => {
    const file = here().at('chromium.png');
    await page.screenshot({ path: file });
    return here().read(file);
  };

  /** Mean of the difference over the ink that Chromium drew: what share of the letters is elsewhere. */
  const differs = (ours: Bitmap, theirs: Bitmap): number => {
    const [a, b] = [darkness(ours), darkness(theirs)];
    const ink = b.reduce((sum, dark) => sum + dark, 0);
    assert.ok(ink > 50, 'Chromium drew nothing');
    return a.reduce((sum, dark, i) => sum + Math.abs(dark - (b[i] ?? 0)), 0) / ink;
  };

  const face = async (family: string, file: string) => {
    const data = (await readFile(file)).toString('base64');
    return `@font-face { font-family: '${family}'; src: url(data:font/woff;base64,${data}) }`;
  };

  const cases: readonly [
    name: string,
    file: () => string,
    layer: Partial<Extract<Layer, { type: 'text' }>>,
  ][] = [
    ['Latin with kerning', () => fontFile('manrope', 'latin'), { text: 'AVATAR To. Tyres' }],
    [
      'lines in a box',
      () => fontFile('manrope', 'latin'),
      { text: 'Ship the images without leaving the editor' },
    ],
    [
      'Arabic that joins',
      () => fontFile('noto-sans-arabic', 'arabic'),
      { text: 'مرحبا بالعالم', font: 'Noto Sans Arabic' },
    ],
    ['Hebrew', () => fontFile('noto-sans-hebrew', 'hebrew'), { text: 'שלום עולם', font: 'Noto Sans Hebrew' }],
    [
      'Devanagari clusters',
      () => fontFile('noto-sans-devanagari', 'devanagari'),
      { text: 'क्षत्रिय हिन्दी', font: 'Noto Sans Devanagari' },
    ],
    ['Thai marks', () => fontFile('noto-sans-thai', 'thai'), { text: 'ยินดีต้อนรับ ที่นี่', font: 'Noto Sans Thai' }],
  ];
  for (const [name, file, layer] of cases) {
    it(`sets ${name} where Chromium does`, async () => {
      const { text = '', font = 'Manrope' } = layer;
      // Large, because Chromium moves lines of HTML to whole pixels …
      const size = 120;
      const wide = { x: 20, y: 20, width: 1160, height: 560 };
      const { bitmap, findings } = await here().draw(
        [textLayer(text, { ...layer, ...wide, size, align: 'center' })],
        { description: { canvas: { width: 1200, height: 600, background: '#ffffff' } } },
      );
      assert.deepEqual(
        findings.filter(({ kind }) => kind !== 'contrast'),
        [],
      );
      await page.setViewportSize({ width: 1200, height: 600 });
      await page.setContent(`<style>${await face(font, file())} ${await face('Manrope', fontFile('manrope', 'latin'))}
        body { margin: 0; background: #fff }
        div { position: absolute; left: 20px; top: 20px; width: 1160px; font: ${size}px/1.25 '${font}', Manrope; text-align: center }
        </style><div dir="auto">${text}</div>`);
      await page.evaluate(() => document.fonts.ready);
      // … and its baselines, too.
      const theirs = await shot();
      const error = Math.min(...[-1, 0, 1].map(by => differs(moved(bitmap, by), theirs)));
      assert.ok(error < 0.08, `${(error * 100).toFixed(1)} % of the ink is elsewhere`);
    });
  }

  it('writes an SVG that Chromium draws as we do', async () => {
    const layers: Layer[] = [
      {
        type: 'box',
        id: '1',
        x: 10,
        y: 10,
        width: 120,
        height: 60,
        radius: 12,
        stroke: { color: '#004488', width: 5 },
        fill: '#88aacc',
      },
      {
        type: 'ellipse',
        id: '2',
        x: 150,
        y: 10,
        width: 100,
        height: 60,
        stroke: { color: '#225500', width: 4 },
      },
      { type: 'arrow', id: '3', x1: 20, y1: 150, x2: 140, y2: 90, color: '#aa2200', width: 8 },
      { type: 'line', id: '4', x1: 160, y1: 150, x2: 260, y2: 100, color: '#333333', width: 5, opacity: 0.5 },
      { type: 'step', id: '5', x: 300, y: 40, size: 44, text: '7', color: '#660066', textColor: '#ffffff' },
      textLayer('Outlined', {
        id: '6',
        x: 150,
        y: 150,
        width: 240,
        height: 40,
        size: 30,
        color: '#ffffff',
        outline: { color: '#000000', width: 3 },
      }),
      textLayer('Shadow', {
        id: '7',
        x: 270,
        y: 90,
        width: 130,
        height: 40,
        size: 28,
        shadow: { color: '#00000099', blur: 8, x: 3, y: 3 },
      }),
      { type: 'highlight', id: '8', x: 160, y: 20, width: 60, height: 40, color: '#ffe94d' },
    ];
    const { bitmap } = await here().draw(layers);
    const { file } = await here().draw(layers, { output: { format: 'svg' } });
    const svg = await readFile(file, 'utf8');
    assert.doesNotMatch(svg, /<text|<image/);
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    const error = differs(bitmap, await shot());
    assert.ok(error < 0.02, `${(error * 100).toFixed(2)} % of the ink differs`);
    // As a picture of a page, too, where nothing outside may be loaded.
    await page.setContent(
      `<style>body { margin: 0 } img { display: block }</style><img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`,
    );
    await page.locator('img').evaluate((img: HTMLImageElement) => img.decode());
    assert.ok(differs(bitmap, await shot()) < 0.02);
  });

  it('keeps letters as text in an SVG when asked, in the same place', async () => {
    const layers = [textLayer('Read me & <you>\nשלום'), textLayer('B', { id: 'b', y: 120, weight: 700 })];
    const { bitmap } = await here().draw(layers);
    const { file } = await here().draw(layers, { output: { format: 'svg', text: 'text' } });
    const svg = await readFile(file, 'utf8');
    assert.match(svg, /<text[^>]*>Read me &amp; &lt;you&gt;<\/text>/);
    const fonts = [
      await face('Manrope', fontFile('manrope', 'latin')),
      await face('Manrope', fontFile('noto-sans-hebrew', 'hebrew')),
    ];
    await page.setContent(
      `<style>${fonts[0]} ${fonts[1]?.replace('}', '; unicode-range: U+590-5FF }')} body { margin: 0 } svg { display: block }</style>${svg}`,
    );
    await page.evaluate(() => document.fonts.ready);
    // Bold is made up by the browser here, as only one weight is given.
    assert.ok(differs(bitmap, await shot()) < 0.3);
  });

  it('writes an SVG in which nothing of the texts is markup', async () => {
    const evil = `"/><script>alert(1)</script>]]><!--&\u0000\u0007\u009b\ud800' onload="alert(2)`;
    const layers = [
      textLayer(evil, { id: evil, name: evil, font: evil.slice(0, 100) }),
      textLayer('x', { id: 'b', font: `url(javascript:alert(3))` }),
    ];
    for (const text of ['text', 'paths'] as const) {
      const { file } = await here().draw(layers, { output: { format: 'svg', text } });
      const svg = await readFile(file, 'utf8');
      assert.doesNotMatch(svg, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
      const found = await page.evaluate(source => {
        const read = new DOMParser().parseFromString(source, 'image/svg+xml');
        const all = [...read.querySelectorAll('*')];
        return {
          names: [...new Set(all.map(each => each.localName))].filter(
            name => !['svg', 'g', 'rect', 'path', 'text', 'defs', 'linearGradient', 'stop'].includes(name),
          ),
          handlers: all.flatMap(each => each.getAttributeNames().filter(name => /^on|href$/i.test(name))),
        };
      }, svg);
      assert.deepEqual(found, { names: [], handlers: [] });
    }
  });
});
