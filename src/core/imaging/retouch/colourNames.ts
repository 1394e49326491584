/** CSS's values for the names that people use in prompts. */
const named: Readonly<Record<string, string>> = {
  black: '#000000',
  white: '#ffffff',
  gray: '#808080',
  grey: '#808080',
  silver: '#c0c0c0',
  red: '#ff0000',
  maroon: '#800000',
  orange: '#ffa500',
  gold: '#ffd700',
  yellow: '#ffff00',
  olive: '#808000',
  lime: '#00ff00',
  green: '#008000',
  teal: '#008080',
  turquoise: '#40e0d0',
  cyan: '#00ffff',
  blue: '#0000ff',
  navy: '#000080',
  indigo: '#4b0082',
  purple: '#800080',
  violet: '#8a2be2',
  magenta: '#ff00ff',
  pink: '#ffc0cb',
  coral: '#ff7f50',
  salmon: '#fa8072',
  brown: '#8b4513',
  beige: '#f5f5dc',
};

/** Source of a regular expression that matches a colour, without a capturing group. */
export const colourPattern = `(?:(?:light|dark|pale|deep)\\s+)?(?:${Object.keys(named).join('|')})\\b|#[0-9a-f]{6}\\b|#[0-9a-f]{3}\\b`;

/** `#rrggbb` of what `colourPattern` matched. */
export function colourOf(text: string): string {
  const clean = text.trim().toLowerCase();
  if (clean.startsWith('#')) return clean.length === 4 ? clean.replace(/[0-9a-f]/g, '$&$&') : clean;
  const [name = '', shade = ''] = clean.split(/\s+/).reverse();
  const value = named[name] ?? '#000000';
  if (shade === 'light' || shade === 'pale') return mixHex(value, 255, 0.55);
  if (shade === 'dark' || shade === 'deep') return mixHex(value, 0, 0.4);
  return value;
}

function mixHex(hex: string, towards: number, amount: number): string {
  return hex.replace(/[0-9a-f]{2}/g, pair => {
    const value = Number.parseInt(pair, 16);
    return Math.round(value + (towards - value) * amount)
      .toString(16)
      .padStart(2, '0');
  });
}
