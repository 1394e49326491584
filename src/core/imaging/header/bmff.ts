import { ascii, u8, u16be, u32be, uintBe } from '../binary';
import type { ByteSource } from '../byteSource';
import { heifOrientation } from '../orientation';
import { type ImageHeader, maxMetadataBytes, maxSteps } from './imageHeader';

interface Box {
  type: string;
  /** Of the body. */
  start: number;
  end: number;
}

interface Meta {
  primary: number;
  /** 1-based in the file; `properties[0]` is index 1. */
  properties: { type: string; body: Uint8Array }[];
  /** Property indices by item. */
  associations: Map<number, number[]>;
  /** Items that belong to another: `auxl` by the item they belong to. */
  auxiliaries: Map<number, number[]>;
}

const maxMetaBytes = 4 * 1024 * 1024;
/** Of one item: alpha, depth and the like. */
const maxAuxiliaries = 64;
const c2paUuid = 'd8fec3d61b0e483c92975828877ec481';

/** AVIF and HEIC. ISO/IEC 14496-12, ISO/IEC 23008-12, AV1 Image File Format. */
export async function readBmffHeader(
  source: ByteSource,
  format: 'avif' | 'heic',
): Promise<ImageHeader | undefined> {
  let meta: Meta | undefined;
  let sequence = false;
  let truncated = false;
  let manifest: Uint8Array | undefined;
  for (let at = 0, step = 0; at < source.size && step < maxSteps; step++) {
    const head = await source.read(at, 24);
    const box = boxAt(head, at, source.size);
    if (!box) {
      truncated = true;
      break;
    }
    truncated ||= box.end > source.size;
    if (box.type === 'ftyp') sequence = ascii(head, 8, 4) === 'avis' || ascii(head, 8, 4) === 'msf1';
    if (box.type === 'meta' && box.end - box.start <= maxMetaBytes) {
      meta = readMeta((await source.read(box.start, box.end - box.start)).slice());
    }
    if (box.type === 'uuid') {
      const body = (await source.read(box.start, Math.min(box.end - box.start, maxMetadataBytes))).slice();
      if (hex(body.subarray(0, 16)) === c2paUuid) manifest = body;
    }
    at = box.end;
  }
  const header = meta && describe(meta);
  if (!header) return undefined;
  return { format, ...header, animated: sequence, truncated, ...(manifest ? { manifest } : {}) };
}

function describe(meta: Meta) {
  const of = (item: number) =>
    (meta.associations.get(item) ?? []).flatMap(index => meta.properties[index - 1] ?? []);
  const own = of(meta.primary);
  const extent = own.find(property => property.type === 'ispe');
  if (!extent) return undefined;
  const turn = own.find(property => property.type === 'irot');
  const mirror = own.find(property => property.type === 'imir');
  const alpha = (meta.auxiliaries.get(meta.primary) ?? []).some(item =>
    of(item).some(property => property.type === 'auxC' && isAlphaType(ascii(property.body, 4, 64))),
  );
  const depths = own.find(property => property.type === 'pixi')?.body.subarray(5) ?? new Uint8Array(0);
  return {
    ...(depths.some(bits => bits > 8) ? { deep: true } : {}),
    storedWidth: u32be(extent.body, 4),
    storedHeight: u32be(extent.body, 8),
    orientation: heifOrientation(
      turn ? u8(turn.body, 0) : 0,
      mirror ? ((u8(mirror.body, 0) & 1) as 0 | 1) : undefined,
    ),
    canHoldAlpha: alpha,
  };
}

function isAlphaType(urn: string): boolean {
  return (
    urn.startsWith('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha') ||
    urn.startsWith('urn:mpeg:hevc:2015:auxid:1')
  );
}

function readMeta(body: Uint8Array): Meta {
  const meta: Meta = { primary: 0, properties: [], associations: new Map(), auxiliaries: new Map() };
  for (const box of boxesIn(body, 4)) {
    const inner = body.subarray(box.start, box.end);
    if (box.type === 'pitm') meta.primary = u8(inner, 0) === 0 ? u16be(inner, 4) : u32be(inner, 4);
    else if (box.type === 'iref') readReferences(inner, meta);
    else if (box.type === 'iprp') {
      for (const child of boxesIn(inner, 0)) {
        const part = inner.subarray(child.start, child.end);
        if (child.type === 'ipco') {
          for (const property of boxesIn(part, 0)) {
            meta.properties.push({ type: property.type, body: part.subarray(property.start, property.end) });
          }
        } else if (child.type === 'ipma') readAssociations(part, meta);
      }
    }
  }
  return meta;
}

function readReferences(iref: Uint8Array, meta: Meta): void {
  const idBytes = u8(iref, 0) === 0 ? 2 : 4;
  for (const box of boxesIn(iref, 4)) {
    if (box.type !== 'auxl') continue;
    const from = uintBe(iref, box.start, idBytes);
    const count = u16be(iref, box.start + idBytes);
    for (let i = 0; i < count && i < 256; i++) {
      const to = uintBe(iref, box.start + idBytes + 2 + i * idBytes, idBytes);
      const items = meta.auxiliaries.get(to);
      if (!items) meta.auxiliaries.set(to, [from]);
      else if (items.length < maxAuxiliaries) items.push(from);
    }
  }
}

function readAssociations(ipma: Uint8Array, meta: Meta): void {
  const idBytes = u8(ipma, 0) < 1 ? 2 : 4;
  const wide = (u8(ipma, 3) & 1) === 1;
  const count = u32be(ipma, 4);
  let at = 8;
  for (let i = 0; i < count && at < ipma.length; i++) {
    const item = uintBe(ipma, at, idBytes);
    const properties = u8(ipma, at + idBytes);
    at += idBytes + 1;
    const indices: number[] = [];
    for (let j = 0; j < properties; j++, at += wide ? 2 : 1) {
      indices.push(wide ? u16be(ipma, at) & 0x7fff : u8(ipma, at) & 0x7f);
    }
    // One entry an item; more of them would only keep us busy.
    if (!meta.associations.has(item)) meta.associations.set(item, indices);
  }
}

function* boxesIn(bytes: Uint8Array, from: number): Generator<Box> {
  for (let at = from, step = 0; at + 8 <= bytes.length && step < maxSteps; step++) {
    const box = boxAt(bytes.subarray(at, at + 16), at, bytes.length);
    if (!box || box.end > bytes.length) return;
    yield box;
    at = box.end;
  }
}

/** `head` holds the box's first bytes; a size of 0 means to the end. */
function boxAt(head: Uint8Array, at: number, size: number): Box | undefined {
  if (head.length < 8) return undefined;
  const declared = u32be(head, 0);
  const headBytes = declared === 1 ? 16 : 8;
  const length = declared === 1 ? uintBe(head, 8, 8) : declared === 0 ? size - at : declared;
  if (length < headBytes) return undefined;
  return { type: ascii(head, 4, 4), start: at + headBytes, end: at + length };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
