import { ascii, concat, indexOf, u16be, u32be } from './binary';

/** `jumd` with the type of a C2PA manifest store behind it (C2PA 2.x §11.1.4.2; ISO/IEC 19566-5 Annex B). */
const storeDescription = [
  0x6a, 0x75, 0x6d, 0x64, 0x63, 0x32, 0x70, 0x61, 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38,
  0x9b, 0x71,
];

/** The bytes hold a C2PA manifest store. It is found, not validated. */
export function hasManifestStore(bytes: Uint8Array): boolean {
  return indexOf(bytes, storeDescription) >= 0;
}

/** The body of an APP11 segment is a part of a JUMBF box. */
export function isJumbfPart(body: Uint8Array): boolean {
  return ascii(body, 0, 2) === 'JP' && body.length >= 16;
}

/**
 * Boxes of JPEG's APP11 segments put together again: by box instance, in the order of their numbers. Each part repeats
 * 8 bytes of its own and the box header. ISO/IEC 19566-5 Annex D.
 */
export function joinJumbf(bodies: readonly Uint8Array[]): Uint8Array {
  const parts = bodies.filter(isJumbfPart).map((body, index) => ({
    body,
    index,
    instance: u16be(body, 2),
    number: u32be(body, 4),
  }));
  parts.sort((a, b) => a.instance - b.instance || a.number - b.number || a.index - b.index);
  const headBytes = (body: Uint8Array): number => (u32be(body, 8) === 1 ? 16 : 8);
  return concat(
    parts.map(({ body, instance }, at) =>
      parts[at - 1]?.instance === instance ? body.subarray(8 + headBytes(body)) : body.subarray(8),
    ),
  );
}
