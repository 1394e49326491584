import type { MetadataItem } from './item';

/** What an XMP packet tells: it is one, and it may say where the picture was taken, too. */
export function xmpItems(packet: Uint8Array): readonly MetadataItem[] {
  return /exif:GPSL(at|ong)itude/.test(new TextDecoder().decode(packet)) ? ['xmp', 'position'] : ['xmp'];
}
