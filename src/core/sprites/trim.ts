import type { Bitmap, Rect } from '../imaging/bitmap';

/** The smallest rectangle with every pixel that is not wholly transparent; undefined where there is none. */
export function boundsOf({ width, height, data }: Bitmap): Rect | undefined {
  let [left, right, top, bottom] = [width, -1, -1, -1];
  for (let y = 0, at = 3; y < height; y++) {
    let [first, last] = [-1, -1];
    for (let x = 0; x < width; x++, at += 4) {
      if (data[at] === 0) continue;
      if (first < 0) first = x;
      last = x;
    }
    if (first < 0) continue;
    if (top < 0) top = y;
    bottom = y;
    left = Math.min(left, first);
    right = Math.max(right, last);
  }
  return top < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Of two rectangles; either may be missing. */
export function union(a: Rect | undefined, b: Rect | undefined): Rect | undefined {
  if (!a || !b) return a ?? b;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
