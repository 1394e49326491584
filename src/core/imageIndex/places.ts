import type { Place } from './imageIndex';

/** Lines and characters of offsets, as VS Code counts them: `\r\n`, `\n` and `\r` end a line. */
export function placesOf(text: string, offsets: readonly number[]): Place[] {
  if (offsets.length === 0) return [];
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  return offsets.map(offset => {
    let line = 0;
    for (let above = starts.length; above - line > 1;) {
      const middle = (line + above) >> 1;
      if ((starts[middle] ?? Infinity) <= offset) line = middle;
      else above = middle;
    }
    return { line, character: offset - (starts[line] ?? 0) };
  });
}
