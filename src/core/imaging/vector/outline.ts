/** One step of an outline, x to the right and y down. Of glyphs: the font size is 1, from the pen on the baseline. */
export type OutlineStep =
  | { type: 'M' | 'L'; x: number; y: number }
  | { type: 'Q'; x1: number; y1: number; x: number; y: number }
  | { type: 'C'; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
  | { type: 'Z' };

export type Outline = readonly OutlineStep[];

/** Straight pieces of every contour, in pixels: how a curve is drawn. Contours are closed. */
export function eachPiece(
  outline: Outline,
  { scale, x: originX, y: originY }: { scale: number; x: number; y: number },
  piece: (x0: number, y0: number, x1: number, y1: number) => void,
): void {
  let x = 0;
  let y = 0;
  let startX = 0;
  let startY = 0;
  let open = false;
  const px = (value: number) => value * scale + originX;
  const py = (value: number) => value * scale + originY;
  const to = (nextX: number, nextY: number) => {
    piece(x, y, nextX, nextY);
    x = nextX;
    y = nextY;
  };
  const close = () => {
    if (open && (x !== startX || y !== startY)) to(startX, startY);
    open = false;
  };
  for (const step of outline) {
    switch (step.type) {
      case 'M':
        close();
        x = startX = px(step.x);
        y = startY = py(step.y);
        open = true;
        break;
      case 'L':
        to(px(step.x), py(step.y));
        break;
      case 'Q':
      case 'C': {
        const cubic = step.type === 'C';
        const [ax, ay, ex, ey] = [x, y, px(step.x), py(step.y)];
        const [bx, by] = [px(step.x1), py(step.y1)];
        const [cx, cy] = cubic ? [px(step.x2), py(step.y2)] : [bx, by];
        const length = Math.hypot(bx - ax, by - ay) + Math.hypot(ex - cx, ey - cy);
        const pieces = Math.max(2, Math.min(48, Math.ceil(Math.sqrt(length) * 1.6)));
        for (let i = 1; i <= pieces; i++) {
          const t = i / pieces;
          const s = 1 - t;
          if (cubic) {
            const [k0, k1, k2, k3] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
            to(k0 * ax + k1 * bx + k2 * cx + k3 * ex, k0 * ay + k1 * by + k2 * cy + k3 * ey);
          } else {
            to(s * s * ax + 2 * s * t * bx + t * t * ex, s * s * ay + 2 * s * t * by + t * t * ey);
          }
        }
        break;
      }
      case 'Z':
        close();
        open = true;
        break;
    }
  }
  close();
}
