import { type Bitmap, crop, type Rect } from '../imaging/bitmap';
import { boundsOf } from './trim';

/** How many of the aligned `frames` are the same picture as one whose content lay elsewhere in its cell. */
export function standStill(sheet: Bitmap, cells: readonly Rect[], frames: readonly Bitmap[]): number {
  const byHash = new Map<number, { frame: Bitmap; places: Set<string>; count: number }[]>();
  frames.forEach((frame, i) => {
    const cell = cells[i];
    const own = cell && boundsOf(crop(sheet, cell));
    const hash = hashOf(frame);
    const alike = byHash.get(hash) ?? [];
    byHash.set(hash, alike);
    let group = alike.find(each => isSame(each.frame, frame));
    if (!group) alike.push((group = { frame, places: new Set(), count: 0 }));
    group.places.add(own ? `${own.x},${own.y}` : '');
    group.count++;
  });
  const groups = [...byHash.values()].flat();
  return groups.reduce((sum, { places, count }) => sum + (places.size > 1 ? count : 0), 0);
}

/** FNV-1a, so that not every frame has to be compared with every other. */
function hashOf({ data }: Bitmap): number {
  let hash = 0x811c9dc5;
  for (const byte of data) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** Aligned frames have one size. */
function isSame(one: Bitmap, other: Bitmap): boolean {
  return one.data.length === other.data.length && one.data.every((byte, i) => byte === other.data[i]);
}
