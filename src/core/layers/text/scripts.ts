/** Scripts that are shaped by rules of their own. What is none of them goes with its neighbour. */
const names = [
  'Latin',
  'Greek',
  'Cyrillic',
  'Arabic',
  'Hebrew',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thai',
  'Lao',
  'Khmer',
  'Myanmar',
  'Tibetan',
  'Georgian',
  'Armenian',
  'Ethiopic',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Mongolian',
  'Syriac',
  'Thaana',
  'Nko',
] as const;

export type Script = (typeof names)[number];

const patterns = names.map(name => [name, new RegExp(`^\\p{Script=${name}}`, 'u')] as const);

/** Undefined for digits, punctuation, marks: what all scripts share. */
export function scriptOf(text: string): Script | undefined {
  const code = text.codePointAt(0) ?? 0;
  if (code < 0x41) return undefined;
  return patterns.find(([, pattern]) => pattern.test(text))?.[0];
}
