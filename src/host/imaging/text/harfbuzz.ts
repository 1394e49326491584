import type { OutlineStep } from '../../../core/imaging/vector/outline';
// The package's own entry waits for its WebAssembly while it is imported, which a CommonJS bundle cannot do.
import createModule from '../../../../node_modules/harfbuzzjs/dist/harfbuzz.js';

/** What the package's types leave to those of emscripten. */
interface Module {
  HEAPU8: Uint8Array;
  HEAPU16: Uint16Array;
  HEAP32: Int32Array;
  HEAPU32: Uint32Array;
  HEAPF32: Float32Array;
  wasmExports: Record<string, (...args: readonly number[]) => number>;
  addFunction(listener: (...args: number[]) => unknown, signature: string): number;
}

/** One glyph in the order in which it is drawn. Lengths in font units, y up. */
export interface HbGlyph {
  id: number;
  /** UTF-16 index in the text. */
  cluster: number;
  advance: number;
  dx: number;
  dy: number;
}

export interface HbFont {
  unitsPerEm: number;
  ascent: number;
  descent: number;
  has(codePoint: number): boolean;
  /** Empty for glyphs that are no outlines (bitmaps, nothing). In font sizes, y down. */
  outline(glyph: number): readonly OutlineStep[];
  shape(text: string, options: { rtl: boolean; language?: string }): readonly HbGlyph[];
  dispose(): void;
}

export interface HarfBuzz {
  /** `weight`: of a variable font. */
  open(bytes: Uint8Array, index?: number, weight?: number): HbFont;
}

const ltr = 4;
const rtl = 5;
const writable = 2;
/** More is no letter but an attack on the memory. */
const maxSteps = 40_000;

let loaded: Promise<HarfBuzz> | undefined;

/** Shapes text and draws its letters (HarfBuzz in WebAssembly). Loaded once a thread. */
export function loadHarfBuzz(wasm: () => Promise<Uint8Array<ArrayBuffer>>): Promise<HarfBuzz> {
  return (loaded ??= wasm().then(start));
}

async function start(wasm: Uint8Array<ArrayBuffer>): Promise<HarfBuzz> {
  const compiled = new WebAssembly.Module(wasm);
  const factory = createModule as unknown as (options: object) => Promise<Module>;
  const module = await factory({
    print: () => undefined,
    printErr: () => undefined,
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      const instance = new WebAssembly.Instance(compiled, imports);
      done(instance);
      return instance.exports;
    },
  });
  const call = (name: string, ...args: readonly number[]): number => {
    const fn = module.wasmExports[name];
    if (!fn) throw new Error(`HarfBuzz has no ${name}`);
    return fn(...args);
  };
  const free = module.addFunction((pointer: number) => call('free', pointer), 'vi');

  /** Where the pen's steps go while a glyph is drawn. */
  let steps: OutlineStep[] = [];
  let scale = 1;
  const pen = call('hb_draw_funcs_create');
  const draws = (name: string, signature: string, draw: (points: readonly number[]) => OutlineStep) => {
    const listener = module.addFunction((...args: number[]) => {
      if (steps.length < maxSteps)
        steps.push(draw(args.slice(3).map((v, i) => (i % 2 === 0 ? v : -v) / scale)));
    }, signature);
    call(`hb_draw_funcs_set_${name}_func`, pen, listener, 0, 0);
  };
  const n = (value: number | undefined): number => value ?? 0;
  draws('move_to', 'viiiffi', ([x, y]) => ({ type: 'M', x: n(x), y: n(y) }));
  draws('line_to', 'viiiffi', ([x, y]) => ({ type: 'L', x: n(x), y: n(y) }));
  draws('quadratic_to', 'viiiffffi', ([x1, y1, x, y]) => ({
    type: 'Q',
    x1: n(x1),
    y1: n(y1),
    x: n(x),
    y: n(y),
  }));
  draws('cubic_to', 'viiiffffffi', ([x1, y1, x2, y2, x, y]) => ({
    type: 'C',
    ...{ x1: n(x1), y1: n(y1), x2: n(x2), y2: n(y2), x: n(x), y: n(y) },
  }));
  draws('close_path', 'viiii', () => ({ type: 'Z' }));

  return {
    open(bytes, index = 0, weight) {
      const at = call('malloc', bytes.length);
      if (at === 0) throw new Error('No memory for this font.');
      module.HEAPU8.set(bytes, at);
      const blob = call('hb_blob_create', at, bytes.length, writable, at, free);
      const face = call('hb_face_create', blob, index);
      const font = call('hb_font_create', face);
      const unitsPerEm = call('hb_face_get_upem', face) || 1000;
      if (weight !== undefined) setWeight(font, weight);
      const [ascent, descent] = extents(font);
      return {
        unitsPerEm,
        ascent,
        descent: -descent,
        has: codePoint => nominal(font, codePoint) !== 0,
        outline(glyph) {
          steps = [];
          scale = unitsPerEm;
          call('hb_font_draw_glyph', font, glyph, pen, 0);
          return steps.length >= maxSteps ? [] : steps;
        },
        shape: (text, options) => shape(font, text, options),
        dispose() {
          call('hb_font_destroy', font);
          call('hb_face_destroy', face);
          call('hb_blob_destroy', blob);
        },
      };
    },
  };

  function setWeight(font: number, weight: number): void {
    const at = call('malloc', 8);
    module.HEAPU32[at / 4] = 0x77676874; // wght
    module.HEAPF32[at / 4 + 1] = weight;
    call('hb_font_set_variations', font, at, 1);
    call('free', at);
  }

  function extents(font: number): [number, number] {
    const at = call('malloc', 48);
    call('hb_font_get_h_extents', font, at);
    const found: [number, number] = [n(module.HEAP32[at / 4]), n(module.HEAP32[at / 4 + 1])];
    call('free', at);
    return found;
  }

  function nominal(font: number, codePoint: number): number {
    const at = call('malloc', 4);
    module.HEAPU32[at / 4] = 0;
    const found = call('hb_font_get_nominal_glyph', font, codePoint, at);
    const glyph = found ? n(module.HEAPU32[at / 4]) : 0;
    call('free', at);
    return glyph;
  }

  function shape(
    font: number,
    text: string,
    { rtl: backwards, language }: { rtl: boolean; language?: string },
  ): HbGlyph[] {
    const buffer = call('hb_buffer_create');
    const at = call('malloc', Math.max(2, text.length * 2));
    for (let i = 0; i < text.length; i++) module.HEAPU16[at / 2 + i] = text.charCodeAt(i);
    call('hb_buffer_add_utf16', buffer, at, text.length, 0, text.length);
    call('free', at);
    call('hb_buffer_set_direction', buffer, backwards ? rtl : ltr);
    if (language !== undefined) call('hb_buffer_set_language', buffer, languageOf(language));
    call('hb_buffer_guess_segment_properties', buffer);
    call('hb_shape', font, buffer, 0, 0);
    const count = call('hb_buffer_get_length', buffer);
    const infos = call('hb_buffer_get_glyph_infos', buffer, 0) / 4;
    const places = call('hb_buffer_get_glyph_positions', buffer, 0) / 4;
    const glyphs = Array.from({ length: count }, (_, i) => ({
      id: n(module.HEAPU32[infos + i * 5]),
      cluster: n(module.HEAPU32[infos + i * 5 + 2]),
      advance: n(module.HEAP32[places + i * 5]),
      dx: n(module.HEAP32[places + i * 5 + 2]),
      dy: n(module.HEAP32[places + i * 5 + 3]),
    }));
    call('hb_buffer_destroy', buffer);
    return glyphs;
  }

  function languageOf(language: string): number {
    const ascii = language.replace(/[^\w-]/g, '').slice(0, 40);
    const at = call('malloc', ascii.length + 1);
    for (let i = 0; i < ascii.length; i++) module.HEAPU8[at + i] = ascii.charCodeAt(i);
    module.HEAPU8[at + ascii.length] = 0;
    const found = call('hb_language_from_string', at, -1);
    call('free', at);
    return found;
  }
}
