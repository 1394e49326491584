import { type Bitmap, createBitmap } from '../../../src/core/imaging/bitmap';

interface AtlasFrame {
  filename?: string;
  frame: { x: number; y: number; w: number; h: number };
  rotated: boolean;
  trimmed: boolean;
  spriteSourceSize: { x: number; y: number; w: number; h: number };
  sourceSize: { w: number; h: number };
  duration?: number;
}

export interface Atlas {
  frames: AtlasFrame[] | Record<string, AtlasFrame>;
  meta: {
    image: string;
    size: { w: number; h: number };
    frameTags?: { name: string; from: number; to: number }[];
  };
}

/** As an engine does it: by the JSON alone, `spriteSourceSize` only where a frame says that it is trimmed. */
export function unpack(sheet: Bitmap, json: string): { name: string; bitmap: Bitmap }[] {
  const { frames } = JSON.parse(json) as Atlas;
  const all: [string, AtlasFrame][] = Array.isArray(frames)
    ? frames.map(frame => [frame.filename ?? '', frame])
    : Object.entries(frames);
  return all.map(([name, { frame, trimmed, rotated, spriteSourceSize, sourceSize }]) => {
    if (rotated) throw new Error('nothing here is rotated');
    const bitmap = createBitmap(sourceSize.w, sourceSize.h);
    const at = trimmed ? spriteSourceSize : { x: 0, y: 0 };
    for (let y = 0; y < frame.h; y++) {
      for (let x = 0; x < frame.w; x++) {
        const from = ((frame.y + y) * sheet.width + frame.x + x) * 4;
        bitmap.data.set(sheet.data.subarray(from, from + 4), ((at.y + y) * bitmap.width + at.x + x) * 4);
      }
    }
    return { name, bitmap };
  });
}
