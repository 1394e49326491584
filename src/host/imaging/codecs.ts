import { readFile } from 'node:fs/promises';
import path from 'node:path';
import avifDecoder from '@jsquash/avif/codec/dec/avif_dec.js';
import jpegDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js';
import jpegEncoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.js';
import { defaultOptions as jpegDefaults } from '@jsquash/jpeg/meta.js';
import initPng, { decode as pngDecode } from '@jsquash/png/codec/pkg/squoosh_png.js';
import initResize, { resize as wasmResize } from '@jsquash/resize/lib/resize/pkg/squoosh_resize.js';
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.js';
import webpEncoder from '@jsquash/webp/codec/enc/webp_enc_simd.js';
import { defaultOptions as webpDefaults } from '@jsquash/webp/meta.js';
import type { Bitmap } from '../../core/imaging/bitmap';
import { shrinkBy } from '../../core/imaging/shrink';

/** Bytes to pixels and back. Each loads its WebAssembly on first use; a throw may leave it unusable. */
export interface Codecs {
  decodePng(bytes: Uint8Array): Promise<Bitmap>;
  /** Pixels as stored; EXIF orientation is not applied. */
  decodeJpeg(bytes: Uint8Array): Promise<Bitmap>;
  decodeWebp(bytes: Uint8Array): Promise<Bitmap>;
  /** Pixels as stored; `irot` and `imir` are not applied. */
  decodeAvif(bytes: Uint8Array): Promise<Bitmap>;
  /** `quality` 1–100. */
  encodeJpeg(bitmap: Bitmap, quality: number): Promise<Uint8Array>;
  /** `quality` 1–100. */
  encodeWebp(bitmap: Bitmap, quality: number): Promise<Uint8Array>;
  resize(bitmap: Bitmap, width: number, height: number): Promise<Bitmap>;
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

const lanczos3 = 3;

/** Above this, a progressive JPEG takes three times as long for 3 % fewer bytes. */
const maxProgressivePixels = 2_000_000;

/** `wasmDir` holds the codecs' `.wasm` files. */
export function createCodecs(wasmDir: string): Codecs {
  const compile = async (file: string) => new WebAssembly.Module(await readFile(path.join(wasmDir, file)));

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
  const webpOut = emscripten<Encoder>(webpEncoder, 'webp_enc_simd.wasm');

  return {
    async decodePng(bytes) {
      await png();
      return present(pngDecode(bytes) as unknown as Bitmap | null);
    },
    decodeJpeg: async bytes => present((await jpegIn()).decode(bytes, false)),
    decodeWebp: async bytes => present((await webpIn()).decode(bytes)),
    decodeAvif: async bytes => present((await avifIn()).decode(bytes, 8)),
    async encodeJpeg({ data, width, height }, quality) {
      const encoder = await jpegOut();
      const progressive = width * height <= maxProgressivePixels;
      return present(encoder.encode(data, width, height, { ...jpegDefaults, quality, progressive }));
    },
    async encodeWebp({ data, width, height }, quality) {
      const encoder = await webpOut();
      return present(encoder.encode(data, width, height, { ...webpDefaults, quality }));
    },
    async resize(bitmap, width, height) {
      if (bitmap.width === width && bitmap.height === height) return bitmap;
      await resizer();
      // The filter needs twice the pixels of the result; more only costs time.
      const spare = Math.floor(Math.min(bitmap.width / width, bitmap.height / height) / 2);
      const from = shrinkBy(bitmap, spare);
      const { data } = from;
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length);
      const out = wasmResize(bytes, from.width, from.height, width, height, lanczos3, true, true);
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
