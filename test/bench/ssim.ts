/**
 * How like two pictures look: SSIM as Wang, Bovik, Sheikh and Simoncelli define it (IEEE TIP 13/4, 2004, equation 13,
 * K1 = 0.01, K2 = 0.03), over windows of 8 × 8 pixels four apart, of luma and (a tenth each) the two chromas of JFIF.
 * `a` and `b`: RGB, three bytes a pixel. 1: the same.
 */
export function ssim(a: Uint8Array, b: Uint8Array, width: number, height: number): number {
  const planes = [a, b].map(pixels => planesOf(pixels, width * height));
  const weights = [0.8, 0.1, 0.1];
  return weights.reduce((sum, weight, plane) => {
    const [one, other] = planes.map(each => each[plane] as Float32Array) as [Float32Array, Float32Array];
    return sum + weight * planeSsim(one, other, width, height);
  }, 0);
}

/** The usual measure of how far apart they are. */
export function dssim(a: Uint8Array, b: Uint8Array, width: number, height: number): number {
  return (1 - ssim(a, b, width, height)) / 2;
}

function planesOf(rgb: Uint8Array, pixels: number): readonly Float32Array[] {
  const planes = [0, 1, 2].map(() => new Float32Array(pixels));
  const [y, cb, cr] = planes as [Float32Array, Float32Array, Float32Array];
  for (let i = 0; i < pixels; i++) {
    const [r, g, b] = [rgb[i * 3] as number, rgb[i * 3 + 1] as number, rgb[i * 3 + 2] as number];
    y[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    cb[i] = 128 - 0.168736 * r - 0.331264 * g + 0.5 * b;
    cr[i] = 128 + 0.5 * r - 0.418688 * g - 0.081312 * b;
  }
  return planes;
}

const side = 8;
const apart = 4;

function planeSsim(a: Float32Array, b: Float32Array, width: number, height: number): number {
  const c1 = (0.01 * 255) ** 2;
  const c2 = (0.03 * 255) ** 2;
  const count = side * side;
  let sum = 0;
  let windows = 0;
  for (let top = 0; top + side <= height; top += apart) {
    for (let left = 0; left + side <= width; left += apart) {
      let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
      for (let y = top; y < top + side; y++) {
        for (let at = y * width + left, end = at + side; at < end; at++) {
          const va = a[at] as number;
          const vb = b[at] as number;
          sa += va;
          sb += vb;
          saa += va * va;
          sbb += vb * vb;
          sab += va * vb;
        }
      }
      const [ma, mb] = [sa / count, sb / count];
      const varA = saa / count - ma * ma;
      const varB = sbb / count - mb * mb;
      const cov = sab / count - ma * mb;
      sum += ((2 * ma * mb + c1) * (2 * cov + c2)) / ((ma * ma + mb * mb + c1) * (varA + varB + c2));
      windows++;
    }
  }
  return sum / windows;
}
