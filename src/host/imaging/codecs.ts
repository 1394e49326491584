import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import avifDecoder from '@jsquash/avif/codec/dec/avif_dec.js';
import avifEncoder from '@jsquash/avif/codec/enc/avif_enc.js';
import { defaultOptions as avifDefaults } from '@jsquash/avif/meta.js';
import jpegDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js';
import jpegEncoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.js';
import { defaultOptions as jpegDefaults } from '@jsquash/jpeg/meta.js';
import initOxipng, { optimise, optimise_raw } from '@jsquash/oxipng/codec/pkg/squoosh_oxipng.js';
import initPng, { decode as pngDecode } from '@jsquash/png/codec/pkg/squoosh_png.js';
import initResize, { resize as wasmResize } from '@jsquash/resize/lib/resize/pkg/squoosh_resize.js';
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.js';
import webpEncoder from '@jsquash/webp/codec/enc/webp_enc_simd.js';
import { defaultOptions as webpDefaults } from '@jsquash/webp/meta.js';
import { hasTransparency, type Bitmap } from '../../core/imaging/bitmap';
import { shrinkBy } from '../../core/imaging/shrink';

/** Bytes to pixels and back. Each loads its WebAssembly on first use; a throw may leave it unusable. */
export interface Codecs {
  /** Loads those of which thumbnails of PNG and JPEG are made. */
  warmUp(): Promise<void>;
  decodePng(bytes: Uint8Array): Promise<Bitmap>;
  /** Pixels as stored; EXIF orientation is not applied. */
  decodeJpeg(bytes: Uint8Array): Promise<Bitmap>;
  decodeWebp(bytes: Uint8Array): Promise<Bitmap>;
  /** Pixels as stored; `irot` and `imir` are not applied. */
  decodeAvif(bytes: Uint8Array): Promise<Bitmap>;
  /** `quality` 1–100; `progressive` by default below 2 megapixels. */
  encodeJpeg(bitmap: Bitmap, quality: number, progressive?: boolean): Promise<Uint8Array>;
  /** `quality` 1–100. */
  encodeWebp(bitmap: Bitmap, quality: number | 'lossless'): Promise<Uint8Array>;
  /** `quality` 1–100. Says nothing about colours: the pixels have to be sRGB. */
  encodeAvif(bitmap: Bitmap, quality: number | 'lossless', effort: AvifEffort): Promise<Uint8Array>;
  /** A PNG as small as oxipng's level 2 makes it, with what else is in it; the same pixels. */
  optimisePng(png: Uint8Array): Promise<Uint8Array>;
  /** The same from pixels; what is invisible may change its colour. A bare PNG: no colour chunks. */
  encodeSmallPng(bitmap: Bitmap): Promise<Uint8Array>;
  resize(bitmap: Bitmap, width: number, height: number): Promise<Bitmap>;
}

/** How an AVIF is made, for which it does not matter what it is read with. */
export interface AvifEffort {
  /** 0–10, the slowest makes the smallest. */
  speed: number;
  /** Colours in full resolution and not in half of it. */
  fullColour: boolean;
}

/** What emscripten's factories take; their own types name a namespace that the package does not ship. */
type Factory<M> = (options: {
  noInitialRun: boolean;
  print(text: string): void;
  printErr(text: string): void;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ): WebAssembly.Exports;
}) => Promise<M>;

interface Decoder {
  decode(bytes: Uint8Array, option?: boolean | number): Bitmap | null;
}

interface Encoder {
  encode(data: Uint8ClampedArray, width: number, height: number, options: object): Uint8Array | null;
}

/** Filters, by their place in the resizer's list. Catmull-Rom rings less, which shows only where pixels grow. */
const catmullRom = 1;
const lanczos3 = 3;
/** More takes three times as long for less than a thousandth of the bytes. */
const oxipngLevel = 2;
/** 4:2:0 and 4:4:4, as the encoder counts them. */
const halfColour = 1;
const fullColour = 3;

/** Above this, a progressive JPEG takes three times as long for 3 % fewer bytes. */
const maxProgressivePixels = 2_000_000;

const decompress = promisify(brotliDecompress);

/** A `.wasm` file, which is there compressed by Brotli. */
export async function readWasm(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await decompress(await readFile(`${file}.br`)));
}

/** `wasmDir` holds the codecs' `.wasm` files, compressed by Brotli. */
export function createCodecs(wasmDir: string): Codecs {
  const compile = async (file: string) => new WebAssembly.Module(await readWasm(path.join(wasmDir, file)));

  const emscripten = <M>(factory: unknown, file: string) =>
    once(async () => {
      const module = await compile(file);
      return (factory as Factory<M>)({
        noInitialRun: true,
        // What a codec prints about a bad file would land in the host's log; the error says enough.
        print: () => undefined,
        printErr: () => undefined,
        instantiateWasm(imports, done) {
          const instance = new WebAssembly.Instance(module, imports);
          done(instance);
          return instance.exports;
        },
      });
    });

  const png = once(async () => initPng(await compile('squoosh_png_bg.wasm')));
  const resizer = once(async () => initResize(await compile('squoosh_resize_bg.wasm')));
  const jpegIn = emscripten<Decoder>(jpegDecoder, 'mozjpeg_dec.wasm');
  const webpIn = emscripten<Decoder>(webpDecoder, 'webp_dec.wasm');
  const avifIn = emscripten<Decoder>(avifDecoder, 'avif_dec.wasm');
  const jpegOut = emscripten<Encoder>(jpegEncoder, 'mozjpeg_enc.wasm');
  const oxipng = once(async () => initOxipng(await compile('squoosh_oxipng_bg.wasm')));
  const avifOut = emscripten<Encoder>(avifEncoder, 'avif_enc.wasm');
  const webpOut = emscripten<Encoder>(webpEncoder, 'webp_enc_simd.wasm');

  return {
    async warmUp() {
      await Promise.all([png(), jpegIn(), resizer(), webpOut()]);
    },
    async decodePng(bytes) {
      await png();
      return present(pngDecode(bytes) as unknown as Bitmap | null);
    },
    decodeJpeg: async bytes => present((await jpegIn()).decode(bytes, false)),
    decodeWebp: async bytes => present((await webpIn()).decode(bytes)),
    decodeAvif: async bytes => present((await avifIn()).decode(bytes, 8)),
    async encodeJpeg({ data, width, height }, quality, asked) {
      const encoder = await jpegOut();
      const progressive = asked ?? width * height <= maxProgressivePixels;
      return present(encoder.encode(data, width, height, { ...jpegDefaults, quality, progressive }));
    },
    async encodeWebp({ data, width, height }, quality) {
      const encoder = await webpOut();
      const options = quality === 'lossless' ? { lossless: 1, quality: 75 } : { quality };
      return present(encoder.encode(data, width, height, { ...webpDefaults, ...options }));
    },
    async encodeAvif({ data, width, height }, quality, effort) {
      const encoder = await avifOut();
      const lossless = quality === 'lossless';
      const options = {
        ...avifDefaults,
        speed: effort.speed,
        subsample: lossless || effort.fullColour ? fullColour : halfColour,
        ...(lossless ? { lossless, quality: 100 } : { quality }),
      };
      return present(encoder.encode(data, width, height, options));
    },
    async optimisePng(png) {
      await oxipng();
      return optimise(png, oxipngLevel, false, false);
    },
    async encodeSmallPng({ data, width, height }) {
      await oxipng();
      return optimise_raw(data, width, height, oxipngLevel, false, true);
    },
    async resize(bitmap, width, height) {
      if (bitmap.width === width && bitmap.height === height) return bitmap;
      await resizer();
      // The filter needs twice the pixels of the result; more only costs time.
      const spare = Math.floor(Math.min(bitmap.width / width, bitmap.height / height) / 2);
      const from = shrinkBy(bitmap, spare);
      const { data } = from;
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length);
      // Fine detail keeps its brightness in linear light only; none is left after the first step, and none is lost by
      // enlarging. It takes three times as long.
      const grows = width * height >= bitmap.width * bitmap.height;
      const linear = spare < 2 && !grows;
      const out = wasmResize(
        bytes,
        from.width,
        from.height,
        width,
        height,
        grows ? catmullRom : lanczos3,
        hasTransparency(from),
        linear,
      );
      return { width, height, data: new Uint8ClampedArray(out.buffer, out.byteOffset, out.length) };
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function present<T>(result: T | null | undefined): T {
  if (result === null || result === undefined) throw new Error('The codec gave no result.');
  return result;
}
