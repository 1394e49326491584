import type { Provenance } from '../model/run';
import { u8, u16be } from './binary';
import type { ImageHeader } from './header/imageHeader';
import { hasManifestStore } from './jumbf';

/**
 * What the manifest and metadata claim, by the words in them: nothing is validated, and nothing is claimed that is not
 * there. Terms: C2PA 2.x "claim_generator_info", IPTC digital source types
 * (http://cv.iptc.org/newscodes/digitalsourcetype/), Google's "Made with Google AI" credit.
 */
export function readProvenance(header: Pick<ImageHeader, 'manifest' | 'metadata'>): Provenance {
  // One character a byte, so that an index into it is an index into the bytes.
  const manifest = new TextDecoder('latin1').decode(header.manifest);
  const metadata = new TextDecoder().decode(header.metadata);
  const both = manifest + metadata;
  const credit = /Made with Google AI/i.exec(both)?.[0];
  const generator = claimGenerator(header.manifest, manifest) ?? credit ?? creatorTool(metadata);
  return {
    contentCredentials: header.manifest !== undefined && hasManifestStore(header.manifest),
    aiGenerated: /trainedAlgorithmicMedia/i.test(both) || credit !== undefined,
    synthIdClaimed: /synthid/i.test(both),
    ...(generator ? { generator } : {}),
  };
}

/** `claim_generator_info: [{name, version}]` (C2PA 2.x; a plain map in claims v2), else the older `claim_generator`. */
function claimGenerator(bytes: Uint8Array | undefined, text: string): string | undefined {
  if (!bytes) return undefined;
  const info = text.indexOf('claim_generator_info');
  const name = info < 0 ? -1 : text.indexOf('name', info);
  if (name >= 0 && name - info < 200) {
    const found = cborText(bytes, name + 4);
    if (found) return found;
  }
  for (let at = text.indexOf('claim_generator'); at >= 0; at = text.indexOf('claim_generator', at + 1)) {
    const found = cborText(bytes, at + 'claim_generator'.length);
    if (found) return found;
  }
  return undefined;
}

/** A CBOR text string of at most 200 bytes (RFC 8949 §3.1, major type 3). */
function cborText(bytes: Uint8Array, at: number): string | undefined {
  const first = u8(bytes, at);
  if (first >> 5 !== 3) return undefined;
  const short = first & 31;
  const [length, from] =
    short < 24
      ? [short, at + 1]
      : short === 24
        ? [u8(bytes, at + 1), at + 2]
        : [u16be(bytes, at + 1), at + 3];
  if (short > 25 || length === 0 || length > 200 || from + length > bytes.length) return undefined;
  return printable(new TextDecoder().decode(bytes.subarray(from, from + length)));
}

function creatorTool(xmp: string): string | undefined {
  const match = /CreatorTool(?:>|=["'])([^<"']{1,200})/.exec(xmp);
  return match?.[1] ? printable(match[1]) : undefined;
}

/** Shown to the user: control and direction characters of a hostile file stay out. */
function printable(text: string): string | undefined {
  const clean = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
  return clean === '' ? undefined : clean;
}
