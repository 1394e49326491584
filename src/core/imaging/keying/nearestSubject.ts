import { subject } from './trimap';

/** Farther away, another part of the subject is as likely. In pixels. */
const farthest = 48;

/**
 * For every pixel the index of the nearest one that is surely subject, -1 where there is none near. Two sweeps that pass
 * on what the neighbours know: not always the very nearest, but never much farther.
 */
export function nearestSubject(map: Uint8Array, width: number, height: number): Int32Array {
  const nearest = new Int32Array(map.length).fill(-1);
  for (let i = 0; i < map.length; i++) if (map[i] === subject) nearest[i] = i;
  const squared = (x: number, y: number, to: number) => {
    const tx = to % width;
    const dx = tx - x;
    const dy = (to - tx) / width - y;
    return dx * dx + dy * dy;
  };
  const offer = (x: number, y: number, i: number, from: number, best: number): number => {
    const to = nearest[from] as number;
    if (to < 0 || to === nearest[i]) return best;
    const far = squared(x, y, to);
    if (far >= best) return best;
    nearest[i] = to;
    return far;
  };
  const sweep = (backwards: boolean) => {
    const dir = backwards ? -1 : 1;
    for (let row = 0; row < height; row++) {
      const y = backwards ? height - 1 - row : row;
      for (let column = 0; column < width; column++) {
        const x = backwards ? width - 1 - column : column;
        const i = y * width + x;
        if (map[i] === subject) continue;
        const known = nearest[i] as number;
        let best = known < 0 ? farthest * farthest : squared(x, y, known);
        const hasSide = backwards ? x < width - 1 : x > 0;
        if (hasSide) best = offer(x, y, i, i - dir, best);
        if (row === 0) continue;
        const above = i - dir * width;
        best = offer(x, y, i, above, best);
        if (x > 0) best = offer(x, y, i, above - 1, best);
        if (x < width - 1) offer(x, y, i, above + 1, best);
      }
    }
  };
  sweep(false);
  sweep(true);
  return nearest;
}
