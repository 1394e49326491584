/** Reads `length` bytes at `offset`; fewer where the file ends. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

/** One face of a font file, by its tables (OpenType 1.9). */
export interface FontInfo {
  family: string;
  weight: number;
  italic: boolean;
  /** Weights of a variable font. */
  weights?: { from: number; to: number };
  /** Place in a collection. */
  index: number;
  /** Where the table of characters is. */
  cmap: { offset: number; length: number };
}

interface Table {
  offset: number;
  length: number;
}

const maxFaces = 64;
const maxTables = 200;
const maxTableBytes = 4_000_000;

/**
 * Faces that are drawn as outlines. Whatever a damaged file says, nothing is read past its end and nothing is thrown: a
 * face whose tables make no sense is left out.
 */
export function readFontInfos(read: ReadBytes, fileBytes: number): FontInfo[] {
  const head = viewOf(read(0, 12));
  if (head.byteLength < 12) return [];
  if (head.getUint32(0) !== tag('ttcf')) return [readFace(read, 0, 0, fileBytes) ?? []].flat();
  const count = Math.min(maxFaces, head.getUint32(8));
  const offsets = viewOf(read(12, count * 4));
  const found: FontInfo[] = [];
  for (let i = 0; i < Math.min(count, Math.floor(offsets.byteLength / 4)); i++) {
    const info = readFace(read, offsets.getUint32(i * 4), i, fileBytes);
    if (info) found.push(info);
  }
  return found;
}

function readFace(read: ReadBytes, at: number, index: number, fileBytes: number): FontInfo | undefined {
  const tables = readTables(read, at, fileBytes);
  const [cmap, name] = [tables.get('cmap'), tables.get('name')];
  const outlines = tables.has('glyf') || tables.has('CFF ') || tables.has('CFF2');
  if (!cmap || !name || !outlines) return undefined;
  const names = readNames(read, name);
  const family = names.get(16) ?? names.get(1);
  if (family === undefined || /^\.?LastResort|^Adobe Blank/i.test(family)) return undefined;
  const style = `${names.get(17) ?? names.get(2) ?? ''}`.toLowerCase();
  const os2 = tables.get('OS/2');
  const view = os2 && viewOf(read(os2.offset, Math.min(os2.length, 100)));
  const known = view && view.byteLength >= 64;
  const weight = known ? view.getUint16(4) : style.includes('bold') ? 700 : 400;
  const italic = known ? (view.getUint16(62) & 0x201) !== 0 : /italic|oblique/.test(style);
  const fvar = tables.get('fvar');
  const weights = fvar && readWeights(read, fvar);
  return {
    family,
    weight: weight >= 1 && weight <= 1000 ? weight : 400,
    italic,
    index,
    cmap,
    ...(weights && { weights }),
  };
}

function readTables(read: ReadBytes, at: number, fileBytes: number): Map<string, Table> {
  const tables = new Map<string, Table>();
  const head = viewOf(read(at, 12));
  if (head.byteLength < 12) return tables;
  if (![0x00010000, tag('OTTO'), tag('true')].includes(head.getUint32(0))) return tables;
  const count = Math.min(maxTables, head.getUint16(4));
  const list = viewOf(read(at + 12, count * 16));
  for (let i = 0; (i + 1) * 16 <= list.byteLength; i++) {
    const entry = i * 16;
    const name = String.fromCharCode(...[0, 1, 2, 3].map(byte => list.getUint8(entry + byte)));
    const [offset, length] = [list.getUint32(entry + 8), list.getUint32(entry + 12)];
    if (offset + length <= fileBytes) tables.set(name, { offset, length });
  }
  return tables;
}

/** By name id: English where there is one. */
function readNames(read: ReadBytes, table: Table): Map<number, string> {
  const bytes = read(table.offset, Math.min(table.length, maxTableBytes));
  const view = viewOf(bytes);
  const names = new Map<number, string>();
  const english = new Set<number>();
  if (view.byteLength < 6) return names;
  const strings = view.getUint16(4);
  for (let i = 0; i < view.getUint16(2) && 18 + i * 12 <= view.byteLength; i++) {
    const at = 6 + i * 12;
    const [platform = 0, , language = 0, id = 0, length = 0, offset = 0] = [0, 2, 4, 6, 8, 10].map(part =>
      view.getUint16(at + part),
    );
    if (![1, 2, 16, 17].includes(id) || english.has(id)) continue;
    const isEnglish = (platform === 3 && language === 0x409) || (platform === 1 && language === 0);
    if (names.has(id) && !isEnglish) continue;
    const from = strings + offset;
    if (from + length > bytes.length) continue;
    const text = decodeName(bytes.subarray(from, from + length), platform !== 1).trim();
    if (text === '') continue;
    names.set(id, text.slice(0, 120));
    if (isEnglish) english.add(id);
  }
  return names;
}

function decodeName(bytes: Uint8Array, wide: boolean): string {
  let text = '';
  const step = wide ? 2 : 1;
  for (let i = 0; i + step <= bytes.length; i += step) {
    text += String.fromCharCode(wide ? ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0) : (bytes[i] ?? 0));
  }
  return text.replace(/\p{Cc}/gu, '');
}

/** The `wght` axis of a variable font. */
function readWeights(read: ReadBytes, table: Table): { from: number; to: number } | undefined {
  const view = viewOf(read(table.offset, Math.min(table.length, 10_000)));
  if (view.byteLength < 16) return undefined;
  const [start, count, size] = [view.getUint16(4), view.getUint16(8), view.getUint16(10)];
  for (let i = 0; i < count && start + i * size + 20 <= view.byteLength; i++) {
    const at = start + i * size;
    if (view.getUint32(at) !== tag('wght')) continue;
    const [from, to] = [view.getInt32(at + 4) / 65536, view.getInt32(at + 12) / 65536];
    return from < to ? { from, to } : undefined;
  }
  return undefined;
}

/** First and last code point of each stretch that the font has, one after the other, ascending. */
export function readCharacters(read: ReadBytes, { offset, length }: Table): Uint32Array {
  const view = viewOf(read(offset, Math.min(length, maxTableBytes)));
  if (view.byteLength < 4) return new Uint32Array();
  let best: { at: number; format: number } | undefined;
  for (let i = 0; i < view.getUint16(2) && 12 + i * 8 <= view.byteLength; i++) {
    const at = view.getUint32(4 + i * 8 + 4);
    if (at + 16 > view.byteLength) continue;
    const format = view.getUint16(at);
    if (format === 12 || (format === 4 && best?.format !== 12)) best = { at, format };
  }
  if (!best) return new Uint32Array();
  const ranges: number[] = [];
  if (best.format === 12) {
    const groups = view.getUint32(best.at + 12);
    for (let i = 0; i < groups && best.at + 28 + i * 12 <= view.byteLength; i++) {
      const at = best.at + 16 + i * 12;
      ranges.push(view.getUint32(at), view.getUint32(at + 4));
    }
  } else {
    const count = view.getUint16(best.at + 6) / 2;
    for (let i = 0; i < count && best.at + 18 + (count + i) * 2 <= view.byteLength; i++) {
      const end = view.getUint16(best.at + 14 + i * 2);
      const start = view.getUint16(best.at + 16 + (count + i) * 2);
      if (start <= end && start !== 0xffff) ranges.push(start, end);
    }
  }
  return Uint32Array.from(ranges);
}

/** Whether one of the stretches holds the code point. A stretch may have holes: the font itself has the last word. */
export function mayHave(ranges: Uint32Array, codePoint: number): boolean {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (codePoint < (ranges[middle * 2] ?? 0)) high = middle - 1;
    else if (codePoint > (ranges[middle * 2 + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tag(text: string): number {
  return [...text].reduce((value, letter) => value * 256 + (letter.codePointAt(0) ?? 0), 0);
}
