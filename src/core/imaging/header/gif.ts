import { u8, u16le } from '../binary';
import type { ByteSource } from '../byteSource';
import type { ImageHeader } from './imageHeader';

/** How far a second frame is looked for. */
const maxWalk = 8 * 1024 * 1024;

/** GIF87a and GIF89a. https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
export async function readGifHeader(source: ByteSource): Promise<ImageHeader | undefined> {
  const head = await source.read(0, 13);
  if (head.length < 13) return undefined;
  const walk = await walkBlocks(source, 13 + tableBytes(u8(head, 10)));
  return {
    format: 'gif',
    storedWidth: u16le(head, 6),
    storedHeight: u16le(head, 8),
    orientation: 1,
    animated: walk.frames > 1,
    canHoldAlpha: walk.transparent,
    // Many files end without the trailer; browsers show them all the same.
    truncated: walk.frames === 0,
  };
}

function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;
}

/** Counts complete frames, two at most. */
async function walkBlocks(source: ByteSource, start: number) {
  let at = start;
  let frames = 0;
  let transparent = false;
  while (frames < 2 && at < maxWalk) {
    const block = await source.read(at, 10);
    if (block.length === 0) break;
    const kind = u8(block, 0);
    if (kind === 0x21) {
      if (u8(block, 1) === 0xf9 && u8(block, 3) & 1) transparent = true;
      at = await skipSubBlocks(source, at + 2);
    } else if (kind === 0x2c) {
      const end = await skipSubBlocks(source, at + 11 + tableBytes(u8(block, 9)));
      if (end < 0) break;
      frames += 1;
      at = end;
    } else break;
    if (at < 0) break;
  }
  return { frames, transparent };
}

/** The offset after the terminator, or -1 when the file ends first. */
async function skipSubBlocks(source: ByteSource, start: number): Promise<number> {
  for (let at = start; ;) {
    const size = await source.read(at, 1);
    if (size.length === 0) return -1;
    at += 1 + u8(size, 0);
    if (u8(size, 0) === 0) return at;
    if (at > maxWalk) return at;
  }
}
