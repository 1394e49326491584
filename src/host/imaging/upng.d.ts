// The types of the package on npm are those of another version.
declare module 'upng-js' {
  /** `images`: RGBA. The same with at most `colours` different values, and these. */
  export function quantize(
    images: readonly ArrayBuffer[],
    colours: number,
  ): { bufs: ArrayBuffer[]; plte: readonly { est: { rgba: number } }[] };
}
