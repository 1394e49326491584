export function clamp01(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

export function smoothstep(from: number, to: number, value: number): number {
  const t = clamp01((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

/** Length of a vector; many times faster than `Math.hypot`, which guards against overflows that pixels do not have. */
export function vectorLength(dx: number, dy: number, dz = 0): number {
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}
