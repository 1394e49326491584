import assert from 'node:assert/strict';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { lineBreaks } from '../../../src/core/layers/text/lineBreaks';
import { isImagingError } from '../../../src/core/imaging/imagingPort';
import type { Finding, Layer } from '../../../src/core/model/layers';
import { seededRandom } from '../../../src/core/imaging/random';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { english } from '../../../src/core/translate';
import { encodePng } from '../../../src/host/imaging/pngEncoder';
import { layersNotes } from '../../../src/host/text/layersText';
import { buildWorker } from '../imaging/buildWorker';
import { bitmapOf, fixture, pixel, solid } from '../imaging/makeImages';
import { drawingWorld, inked, textLayer } from './support';

const noise = (width: number, height: number, seed: number) => {
  const random = seededRandom(seed);
  const byte = () => Math.floor(random() * 256);
  return bitmapOf(width, height, () => [byte(), byte(), byte(), 255]);
};

describe('drawing text and marks', function () {
  this.timeout(60_000);
  const here = drawingWorld();
  const findings = async (layer: Layer, kind: Finding['kind']) =>
    (await here().draw([layer])).findings.filter(finding => finding.kind === kind);
  const put = async (name: string, bytes: Uint8Array) => {
    await writeFile(here().at(name), bytes);
    return here().at(name);
  };

  it('offers what ships with it first, then what the machine has', async () => {
    const families = await here().imaging.fontFamilies();
    assert.deepEqual(
      families.map(({ name, bundled }) => [name, bundled]),
      [
        ['JetBrains Mono', true],
        ['Manrope', true],
        ['Noto Sans Arabic', false],
        ['Noto Sans Devanagari', false],
        ['Noto Sans Hebrew', false],
        ['Noto Sans Thai', false],
      ],
    );
    assert.deepEqual(families[1]?.weights, [400, 700]);
  });

  it('says that of an animation only the first frame is kept', async () => {
    const image = await put('moving.gif', fixture('animated.gif'));
    const still = await put('still.png', encodePng(solid(8, 8, [9, 9, 9, 255])));
    const notes = async (below: string) => {
      const { animated } = await here().draw([], { image: below });
      return layersNotes(english, { version: 1, layers: [] }, [], { animated });
    };
    assert.deepEqual(await notes(image), ['Only the first frame of the animation is kept.']);
    assert.deepEqual(await notes(still), []);
  });

  it('shrinks text into its box, down to the size that was said', async () => {
    const long = 'A title that is far too long for so small a box, and then some more';
    const [shrunk] = await findings(textLayer(long, { size: 60, minSize: 10, height: 90 }), 'shrunk');
    assert.ok(shrunk?.kind === 'shrunk' && shrunk.to > 10 && shrunk.to < 60);
    const { bitmap } = await here().draw([textLayer(long, { size: 60, minSize: 10, height: 90 })]);
    const box = inked(bitmap);
    assert.ok(box.left >= 20 && box.right <= 380 && box.top >= 20 && box.bottom <= 110, JSON.stringify(box));
    assert.deepEqual(await findings(textLayer(long, { size: 60, height: 90 }), 'overflow'), [
      { layer: 'a', kind: 'overflow', size: 60 },
    ]);
  });

  it('never leaves its box when it says that it fits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'abcdefgh iWjÄé—.שלם'), minLength: 1, maxLength: 60 }),
        fc.integer({ min: 40, max: 360 }),
        fc.integer({ min: 30, max: 160 }),
        fc.constantFrom('start', 'center', 'end' as const),
        async (text, width, height, align) => {
          const layer = textLayer(text, { width, height, align, size: 40, minSize: 4 });
          const { bitmap, findings: all } = await here().draw([layer]);
          if (all.some(({ kind }) => kind === 'overflow' || kind === 'empty')) return;
          const box = inked(bitmap);
          // Letters reach a little over their advance.
          const over = 5;
          assert.ok(
            box.right < 0 || (box.left >= 20 - over && box.right <= 20 + width + over),
            `${text} ${JSON.stringify(box)}`,
          );
          assert.ok(box.bottom <= 20 + height + over);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('sets 10,000 characters, and says that they do not fit', async () => {
    const text = 'Lorem ipsum שלום dolor '.repeat(435).slice(0, 10_000);
    const { findings: all } = await here().draw([textLayer(text, { size: 12, minSize: 8 })]);
    assert.ok(all.some(({ kind }) => kind === 'overflow'));
  });

  it('says that a text is empty, also one of spaces', async () => {
    assert.equal((await findings(textLayer(''), 'empty')).length, 1);
    assert.equal((await findings(textLayer(' \n\t'), 'empty')).length, 1);
  });

  it('begins at the right where text runs from there', async () => {
    const { bitmap } = await here().draw([textLayer('שלום')]);
    const box = inked(bitmap);
    assert.ok(box.right > 360 && box.left > 200, JSON.stringify(box));
    const { bitmap: mixed } = await here().draw([textLayer('abc שלום 12', { direction: 'ltr' })]);
    assert.ok(inked(mixed).left < 30);
  });

  it('names the letters that no font has, and draws no boxes for them', async () => {
    const { findings: all, bitmap } = await here().draw([textLayer('日本')]);
    assert.deepEqual(all[0], { layer: 'a', kind: 'missing-letters', letters: ['日', '本'] });
    assert.equal(inked(bitmap).right, -1);
  });

  it('says that emoji have no colours here', async () => {
    assert.deepEqual(await findings(textLayer('Done 🎉 👩‍💻'), 'emoji'), [
      { layer: 'a', kind: 'emoji', letters: ['🎉', '👩‍💻'], drawn: false },
    ]);
  });

  it('says which font took the place of one that is not there', async () => {
    assert.deepEqual(await findings(textLayer('Hello', { font: 'Comic Neue' }), 'no-such-font'), [
      { layer: 'a', kind: 'no-such-font', wanted: 'Comic Neue', used: 'Manrope' },
    ]);
    assert.deepEqual(await findings(textLayer('Hello', { font: 'manrope' }), 'no-such-font'), []);
  });

  it('knows where a line may begin: never before a full stop, between words of Thai', () => {
    assert.deepEqual([...lineBreaks('你好。世界')], [1, 3, 4]);
    const thai = 'ยินดีต้อนรับ';
    const breaks = [...lineBreaks(thai)];
    assert.ok(breaks.length > 0 && breaks.every(at => !/^\p{M}/u.test(thai.slice(at))), String(breaks));
    assert.deepEqual([...lineBreaks('a\u00A0b c-d')], [4, 6]);
  });

  it('measures contrast to the pixels that are really behind', async () => {
    const ratio = async (
      color: string,
      more: Partial<Extract<Layer, { type: 'text' }>> = {},
      background = '#ffffff',
    ) => {
      const { findings: all } = await here().draw([textLayer('Read me', { color, ...more })], {
        description: { canvas: { width: 400, height: 200, background } },
      });
      const found = all.find(({ kind }) => kind === 'contrast');
      return found?.kind === 'contrast' ? found : assert.fail('nothing was measured');
    };
    // By the formula of WCAG 2.2: black on white 21, #767676 on white 4.54.
    assert.ok((await ratio('#000000')).ratio > 20.9);
    assert.ok(Math.abs((await ratio('#767676')).ratio - 4.54) < 0.06);
    assert.equal((await ratio('#000000')).needed, 3);
    assert.equal((await ratio('#000000', { size: 16 })).needed, 4.5);
    assert.ok((await ratio('#ffffff')).ratio < 1.06);
    // A plate, and an outline, are what the letters are read against.
    assert.ok((await ratio('#ffffff', { plate: { color: '#000000' } })).ratio > 20.9);
    assert.ok((await ratio('#ffffff', { outline: { color: '#000000', width: 4 } })).ratio > 15);
    assert.ok((await ratio('#ffffff', { plate: { color: '#000000' }, opacity: 0.5 })).ratio < 6);
  });

  it('leaves nothing of what was redacted in the output', async () => {
    const ground = noise(200, 80, 5);
    const secret = await put('secret.png', encodePng(ground, undefined));
    // The same colours at other places.
    const turned = bitmapOf(200, 80, (x, y) => {
      const inside = x >= 40 && x < 140 && y >= 20 && y < 60;
      const [r = 0, g = 0, b = 0] = pixel(ground, inside ? 179 - x : x, y);
      return [r, g, b, 255];
    });
    const other = await put('other.png', encodePng(turned, undefined));
    for (const mode of ['solid', 'pixelate', 'blur'] as const) {
      const layer: Layer = {
        type: 'redact',
        id: 'r',
        x: 40,
        y: 20,
        width: 100,
        height: 40,
        mode,
        opacity: 0.2,
      };
      const description = { canvas: { width: 200, height: 80 } };
      const one = await here().draw([layer], { image: secret, description });
      const two = await here().draw([layer], { image: other, description });
      // What is there does not depend on where the pixels of the secret were.
      assert.deepEqual(two.bitmap.data, one.bitmap.data, mode);
      assert.deepEqual(pixel(one.bitmap, 20, 40), pixel(ground, 20, 40));
      const { file } = await here().draw(
        [textLayer('secret word', { id: 't', x: 45, y: 20, size: 14 }), layer],
        {
          image: secret,
          description,
          output: { format: 'svg' },
        },
      );
      const svg = await readFile(file, 'utf8');
      assert.doesNotMatch(svg, /secret word/);
      const embedded = /base64,([^"]+)"/.exec(svg)?.[1] ?? '';
      const inside = await here().read(await put('embedded.png', Buffer.from(embedded, 'base64')));
      if (mode === 'solid') assert.deepEqual(pixel(inside, 60, 40), [17, 17, 17, 255]);
    }
  });

  it('draws on an image of another size than before as far as the layers were meant for it', async () => {
    const twice = await put('twice.png', encodePng(solid(400, 200, [200, 30, 30, 255]), undefined));
    const drawn = await here().imaging.drawLayers(
      {
        description: {
          version: 1,

          image: 'twice.png',
          imageSize: { width: 200, height: 100 },
          layers: [],
        },
        image: twice,
        output: { format: 'png' },
      },
      here().at('again.png'),
    );
    assert.deepEqual([drawn.width, drawn.height, drawn.imageSize], [200, 100, { width: 400, height: 200 }]);
    assert.deepEqual([drawn.facts.width, drawn.facts.height], [200, 100]);
  });

  it('draws canvases of 1 and of 20,000 pixels', async () => {
    const all: Layer[] = [
      textLayer('A', { plate: { color: '#ff0000' }, shadow: { color: '#000000', blur: 300, x: 0, y: 0 } }),
      { type: 'redact', id: 'r', x: -5, y: -5, width: 3, height: 3, mode: 'blur' },
      { type: 'arrow', id: 'w', x1: 0, y1: 0, x2: 0, y2: 0, color: '#000', width: 40 },
      {
        type: 'box',
        id: 'b',
        x: -50,
        y: -50,
        width: 30_000,
        height: 400,
        stroke: { color: '#00ff00', width: 30 },
      },
    ];
    for (const [width, height] of [
      [1, 1],
      [20_000, 30],
      [30, 20_000],
    ] as const) {
      const { facts, findings: found } = await here().draw(all, {
        description: { canvas: { width, height } },
      });
      assert.deepEqual([facts.width, facts.height], [width, height]);
      assert.ok(found.some(({ layer, kind }) => layer === 'r' && kind === 'off-canvas'));
    }
    await assert.rejects(
      here().draw([], { description: { canvas: { width: 20_000, height: 20_000 } } }),
      error => isImagingError(error) && error.reason === 'too-large',
    );
  });

  it('says that an image is not there', async () => {
    await assert.rejects(
      here().draw([], { image: here().at('gone.png') }),
      error => isImagingError(error) && error.reason === 'io',
    );
  });

  it('warns of text in the margin that should stay free', async () => {
    const { findings: all } = await here().draw([textLayer('Edge', { x: 2 })], {
      description: { safeArea: 16 },
    });
    assert.ok(all.some(({ kind }) => kind === 'outside-safe-area'));
  });

  it('lives through font files that are cut off, huge, full of nonsense or no files', async () => {
    const { fonts } = here();
    const whole = await readFile(path.join(fonts, 'noto', 'hebrew.ttf'));
    const bad: string[] = [];
    const write = async (name: string, bytes: Uint8Array) => {
      bad.push(path.join(fonts, name));
      await writeFile(path.join(fonts, name), bytes);
    };
    await write('empty.ttf', new Uint8Array());
    await write('collection.ttc', Buffer.from('ttcf\0\x01\0\0\xff\xff\xff\xff', 'latin1'));
    for (const share of [0.1, 0.5, 0.9]) {
      await write(`cut-${share}.ttf`, whole.subarray(0, Math.floor(whole.length * share)));
    }
    // The same faces with tables of noise: names and characters are found, letters are not.
    for (let seed = 1; seed <= 25; seed++) {
      const hurt = Buffer.from(whole);
      const dice = noise(64, 64, seed).data;
      for (let i = 0; i < 400; i++) {
        const at =
          12 +
          (((dice[i * 4] ?? 0) * 65_536 + (dice[i * 4 + 1] ?? 0) * 256 + (dice[i * 4 + 2] ?? 0)) %
            (hurt.length - 12));
        hurt[at] = dice[i * 4 + 5] ?? 0;
      }
      await write(`hurt-${seed}.ttf`, hurt);
    }
    await copyFile(path.join(fonts, 'noto', 'hebrew.ttf'), path.join(fonts, 'a-directory.txt'));
    const imaging = new ImagingClient({
      workerPath: await buildWorker(),
      fontFolders: [fonts],
      jobTimeoutMs: 20_000,
    });
    try {
      assert.ok((await imaging.fontFamilies()).length > 5);
      const made = await imaging.drawLayers(
        {
          description: {
            version: 1,
            canvas: { width: 200, height: 80 },
            layers: [textLayer('שלום ½ 漢', { font: 'Noto Sans Hebrew' }), textLayer('abc', { id: 'b' })],
          },
          output: { format: 'png' },
        },
        here().at('hostile.png'),
      );
      assert.ok(made.findings.some(({ kind }) => kind === 'missing-letters'));
    } finally {
      await imaging.dispose();
      for (const file of bad) await rm(file);
    }
  });
});
