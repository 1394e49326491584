import { eachPiece, type Outline } from './outline';

/**
 * Exact area coverage of filled outlines (the accumulation buffer of font-rs: each edge adds its signed area to the
 * pixels it crosses, a running sum then fills to the right).
 */
export interface Coverage {
  /** Adds an outline scaled by `size` with its origin at (x, y), in pixels. */
  add(outline: Outline, size: number, x: number, y: number): void;
  /** Calls back for every touched pixel with its coverage, 0–1. */
  each(paint: (x: number, y: number, amount: number) => void): void;
}

export function createCoverage(width: number, height: number): Coverage {
  const area = new Float32Array(width * height + 2);

  function line(x0: number, y0: number, x1: number, y1: number): void {
    if (y0 === y1) return;
    const direction = y0 < y1 ? 1 : -1;
    if (y0 > y1) [x0, y0, x1, y1] = [x1, y1, x0, y0];
    const slope = (x1 - x0) / (y1 - y0);
    let x = x0;
    if (y0 < 0) x -= y0 * slope;
    for (let row = Math.max(0, Math.floor(y0)); row < Math.min(height, Math.ceil(y1)); row++) {
      const at = row * width;
      const dy = Math.min(row + 1, y1) - Math.max(row, y0);
      const next = x + slope * dy;
      span(at, direction * dy, Math.min(x, next), Math.max(x, next));
      x = next;
    }
  }

  /** One edge within one row, from `left` to `right`, worth `d` rows of height. */
  function span(at: number, d: number, left: number, right: number): void {
    const from = Math.min(width - 1, Math.max(0, left));
    const to = Math.min(width - 1, Math.max(0, right));
    const first = Math.floor(from);
    const last = Math.ceil(to);
    const add = (i: number, value: number) => {
      area[at + i] = (area[at + i] ?? 0) + value;
    };
    if (last <= first + 1) {
      const middle = (from + to) / 2 - first;
      add(first, d * (1 - middle));
      add(first + 1, d * middle);
      return;
    }
    const per = 1 / (to - from);
    const head = 1 - (from - first);
    const a0 = 0.5 * per * head * head;
    const tail = to - last + 1;
    const am = 0.5 * per * tail * tail;
    add(first, d * a0);
    if (last === first + 2) {
      add(first + 1, d * (1 - a0 - am));
    } else {
      const a1 = per * (1.5 - (from - first));
      add(first + 1, d * (a1 - a0));
      for (let i = first + 2; i < last - 1; i++) add(i, d * per);
      const a2 = a1 + (last - first - 3) * per;
      add(last - 1, d * (1 - a2 - am));
    }
    add(last, d * am);
  }

  return {
    add: (outline, size, x, y) => eachPiece(outline, { scale: size, x, y }, line),
    each(paint) {
      for (let y = 0; y < height; y++) {
        let sum = 0;
        for (let x = 0; x < width; x++) {
          sum += area[y * width + x] ?? 0;
          const amount = Math.abs(sum);
          if (amount > 0.003) paint(x, y, amount > 1 ? 1 : amount);
        }
      }
    },
  };
}
