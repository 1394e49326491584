/** A file of one quality: how large it is, and how far from the picture. */
export interface Point {
  bytes: number;
  apart: number;
}

/**
 * How many times `theirs` bytes `ours` takes at the same distance: the mean over all distances that both reach, as G.
 * Bjøntegaard defines it (VCEG-M33, 2001), with straight lines between the logarithms. A file that another one of the same
 * encoder beats in both counts is left out: nobody would take it. `undefined`: there is no distance that both reach.
 */
export function bytesRatio(ours: readonly Point[], theirs: readonly Point[]): number | undefined {
  const [one, other] = [frontier(ours), frontier(theirs)];
  const ends = [one, other].map(points => [points.at(-1)?.apart ?? Infinity, points[0]?.apart ?? -Infinity]);
  const from = Math.max(...ends.map(([least = 0]) => Math.log(least)));
  const to = Math.min(...ends.map(([, most = 0]) => Math.log(most)));
  if (!(from < to)) return undefined;
  let sum = 0;
  for (let i = 0; i < samples; i++) {
    const apart = from + ((i + 0.5) / samples) * (to - from);
    sum += bytesAt(one, apart) - bytesAt(other, apart);
  }
  return Math.exp(sum / samples);
}

const samples = 400;

/** From few bytes to many, each nearer to the picture than all before it. */
function frontier(points: readonly Point[]): readonly Point[] {
  const sorted = [...points].sort((a, b) => a.bytes - b.bytes || a.apart - b.apart);
  let nearest = Infinity;
  return sorted.filter(({ apart }) => {
    if (apart >= nearest || apart <= 0) return false;
    nearest = apart;
    return true;
  });
}

/** Logarithms, in and out. */
function bytesAt(points: readonly Point[], apart: number): number {
  const next = Math.max(
    1,
    points.findIndex(point => Math.log(point.apart) <= apart),
  );
  const [low, high] = [points[next - 1], points[next]] as [Point, Point];
  const share = (Math.log(low.apart) - apart) / Math.log(low.apart / high.apart);
  return Math.log(low.bytes) + share * Math.log(high.bytes / low.bytes);
}
