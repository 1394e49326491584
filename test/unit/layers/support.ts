import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import type { Bitmap } from '../../../src/core/imaging/bitmap';
import { defaultLimits } from '../../../src/core/imaging/facts';
import type { DrawnFile, LayersOutput } from '../../../src/core/imaging/imagingPort';
import type { Description, Layer } from '../../../src/core/model/layers';
import { createCodecs } from '../../../src/host/imaging/codecs';
import { decodeFile } from '../../../src/host/imaging/decode';
import { ImagingClient } from '../../../src/host/imaging/imagingClient';
import { unpackWoff } from '../../../src/host/imaging/text/woff';
import { buildWorker } from '../imaging/buildWorker';

const require = createRequire(import.meta.url);

export const fontFile = (family: string, script: string, weight = 400): string =>
  require.resolve(`@fontsource/${family}/files/${family}-${script}-${weight}-normal.woff`);

/** The fonts of a machine that has only these. */
export const installed = ['arabic', 'hebrew', 'devanagari', 'thai'] as const;

export interface DrawingWorld {
  imaging: ImagingClient;
  folder: string;
  /** Where fonts are looked for. */
  fonts: string;
  at(name: string): string;
  draw(
    layers: readonly Layer[],
    options?: { description?: Partial<Description>; image?: string; output?: LayersOutput },
  ): Promise<DrawnFile & { bitmap: Bitmap; file: string }>;
  read(file: string): Promise<Bitmap>;
}

/** The real worker with fonts of its own, in a folder that goes with the test. */
export function drawingWorld(): () => DrawingWorld {
  let world: DrawingWorld;
  before(async function () {
    this.timeout(60_000);
    const workerPath = await buildWorker();
    const folder = await mkdtemp(path.join(os.tmpdir(), 'layers-'));
    const fonts = path.join(folder, 'fonts');
    await mkdir(path.join(fonts, 'noto'), { recursive: true });
    for (const script of installed) {
      const woff = await readFile(fontFile(`noto-sans-${script}`, script));
      await writeFile(path.join(fonts, 'noto', `${script}.ttf`), unpackWoff(woff));
    }
    const imaging = new ImagingClient({ workerPath, fontFolders: [fonts, path.join(folder, 'none')] });
    const codecs = createCodecs(path.join(path.dirname(workerPath), 'wasm'));
    const at = (name: string) => path.join(folder, name);
    const read = async (file: string) => (await decodeFile(file, codecs, defaultLimits)).bitmap;
    let count = 0;
    world = {
      ...{ imaging, folder, fonts, at, read },
      async draw(layers, { description, image, output: wanted } = {}) {
        const output: LayersOutput = wanted ?? { format: 'png' };
        const file = at(`drawn-${count++}.${output.format}`);
        const whole: Description = {
          version: 1,
          canvas: { width: 400, height: 200, background: '#ffffff' },
          ...description,
          layers: [...layers],
        };
        const spec = { description: whole, output, ...(image !== undefined && { image }) };
        const made = await imaging.drawLayers(spec, file);
        const bitmap =
          output.format === 'svg' ? { width: 0, height: 0, data: new Uint8ClampedArray() } : await read(file);
        return { ...made, bitmap, file };
      },
    };
  });
  after(async () => {
    await world.imaging.dispose();
    await rm(world.folder, { recursive: true, force: true });
  });
  return () => world;
}

export const textLayer = (
  text: string,
  more: Partial<Extract<Layer, { type: 'text' }>> = {},
): Extract<Layer, { type: 'text' }> => ({
  ...{ type: 'text', id: 'a', x: 20, y: 20, width: 360, height: 160 },
  ...{ text, size: 32, color: '#000000' },
  ...more,
});

/** Share of dark, 0–1, of each pixel. */
export function darkness({ data }: Bitmap): Float64Array {
  return Float64Array.from({ length: data.length / 4 }, (_, i) => 1 - (data[i * 4 + 1] ?? 0) / 255);
}

/** The smallest rectangle with all that is darker than a tenth. */
export function inked(bitmap: Bitmap): { left: number; top: number; right: number; bottom: number } {
  const box = { left: Infinity, top: Infinity, right: -1, bottom: -1 };
  darkness(bitmap).forEach((dark, i) => {
    if (dark < 0.1) return;
    const [x, y] = [i % bitmap.width, Math.floor(i / bitmap.width)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  });
  return box;
}
