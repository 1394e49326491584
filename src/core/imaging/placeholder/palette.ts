import type { Rgb } from '../bitmap';

/** Five colours from the deepest to the lightest, or the other way round on light palettes: `tones[0]` is the ground. */
export interface Palette {
  name: string;
  tones: readonly [Rgb, Rgb, Rgb, Rgb, Rgb];
  /** Words of a prompt that ask for it. */
  words: RegExp;
}

function palette(name: string, tones: string, words: RegExp): Palette {
  const parsed = tones.split(' ').map(hex => {
    const value = Number.parseInt(hex, 16);
    return { r: value >> 16, g: (value >> 8) & 255, b: value & 255 };
  });
  return { name, tones: parsed as unknown as Palette['tones'], words };
}

const palettes: readonly Palette[] = [
  palette(
    'dusk',
    '221d52 4a3fa6 8a68d6 d990cf ffc2b8',
    /\b(dusk|evening|twilight|purple|violet|dream\w*|magic\w*|fantasy)\b/i,
  ),
  palette(
    'ocean',
    '0a2342 12507f 1f86b5 59bfd0 c3ecec',
    /\b(ocean|sea|water|wave|waves|marine|blue|river|lake|fish|ship|boat)\b/i,
  ),
  palette(
    'forest',
    '0e2e2a 1c5a4a 3f8f68 8cc084 dcecb4',
    /\b(forest|tree|trees|green|nature|leaf|leaves|plant|plants|garden|eco)\b/i,
  ),
  palette(
    'sunset',
    '3a1238 8c2a50 d9543f f79a55 ffd99a',
    /\b(sunset|sunrise|fire|orange|desert|autumn|warm|lava|mars)\b/i,
  ),
  palette(
    'sand',
    'f5eee3 ead8bc d8b48a b5835d 6d4b3b',
    /\b(sand|beach|coffee|bread|bakery|wood|wooden|paper|craft|brown|beige|leather)\b/i,
  ),
  palette(
    'mint',
    'eff7f2 cfe9dc 93cdb6 4f9d8d 205a56',
    /\b(mint|health\w*|clinic|medical|spa|fresh|clean|tea)\b/i,
  ),
  palette(
    'slate',
    '171d27 2c394c 4d627d 8ba1b8 d3dde7',
    /\b(slate|city|office|server|servers|cloud|data|code|tech\w*|steel|gray|grey|robot|keyboard|laptop)\b/i,
  ),
  palette(
    'coral',
    'fff1ea ffd5c4 fba68f e2696b 7d2846',
    /\b(coral|pink|love|wedding|flower|flowers|rose|peach|cake|food)\b/i,
  ),
  palette(
    'lavender',
    'f4f1fc dfd6f6 b9a6e6 8468c4 3b2d78',
    /\b(lavender|lilac|beauty|soft|pastel|baby|calm|login|onboarding)\b/i,
  ),
  palette(
    'night',
    '0b0d1c 191f48 33398a 6a5fd6 b3a7ff',
    /\b(night|dark|space|star|stars|galaxy|moon|neon|cyber\w*|planet)\b/i,
  ),
  palette(
    'olive',
    '262a18 505a2d 868f4c bfc183 ece8c6',
    /\b(olive|moss|army|farm|field|meadow|grass|wine|camping|mountain|mountains)\b/i,
  ),
  palette(
    'berry',
    '290d2d 651b56 b03072 ec6d86 ffc4c0',
    /\b(berry|berries|red|party|music|concert|cherry|strawberry|dance)\b/i,
  ),
  palette(
    'sky',
    'ecf5fd cbe3f8 8fc2ef 4a8fd8 1c4486',
    /\b(sky|air|plane|travel|winter|snow|ice|bank|finance|business|dashboard|map)\b/i,
  ),
  palette(
    'citrus',
    'fff8df ffe79c fac24d e08a26 7a3d12',
    /\b(citrus|lemon|yellow|sun|sunny|summer|honey|gold|golden|bee|bees|banana|juice)\b/i,
  ),
];

/** By the first word of the prompt that names a mood, else by the hash; `step` moves on to other palettes. */
export function choosePalette(prompt: string, hash: number, step: number): Palette {
  const asked = palettes
    .map((candidate, index) => ({ index, at: prompt.search(candidate.words) }))
    .filter(match => match.at >= 0)
    .sort((a, b) => a.at - b.at)[0];
  const start = asked?.index ?? hash % palettes.length;
  // 5 and 14 have no common divisor: every palette comes before one comes again.
  return palettes[(start + step * 5) % palettes.length] as Palette;
}
