import LineBreaker from 'linebreak';

/** Written without spaces between words: a dictionary says where they end. */
const unspaced = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;

/** UTF-16 indices before which a line may begin (UAX 14, and word ends in Thai, Lao, Khmer and Burmese). */
export function lineBreaks(paragraph: string): ReadonlySet<number> {
  const places = new Set<number>();
  const breaker = new LineBreaker(paragraph);
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) places.add(next.position);
  for (const { 0: words, index } of paragraph.matchAll(unspaced)) {
    for (const { index: at } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(words)) {
      if (at > 0) places.add(index + at);
    }
  }
  places.delete(0);
  places.delete(paragraph.length);
  return places;
}
