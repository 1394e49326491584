import { editDistance } from '../../editDistance';
import { retouchExamples } from './steps';

/** Wishes that are near a command in meaning, not in letters. */
const meant: readonly { words: RegExp; command: string }[] = [
  { words: /\bsquare/i, command: 'crop to 1:1' },
  { words: /\b(?:smaller|shrink|tiny|reduced?)\b/i, command: 'scale to 50%' },
  { words: /\b(?:bigger|larger|enlarged?|huge)\b/i, command: 'scale to 200%' },
  { words: /^(?:gr[ae]y|colou?rless|b&w|bw)$/i, command: 'grayscale' },
  { words: /\bcut\s*-?out\b/i, command: 'remove the background' },
];

const format = /(?<!\w)\.?(?:png|jpe?g|webp|avif|gif|svg|heic|tiff?|bmp)(?!\w)/i;
const fileSize =
  /\b\d+(?:[.,]\d+)?\s*(?:[km]i?b|(?:kilo|mega)?bytes?)\b|\bfile\s*size\b|\bcompress(?:ed)?\b/i;

/** Says nothing about the picture: "save as a .png". */
const saving = /^(?:save|saved|export|store|encode|format|file|download|reduce)$/i;

/** True when all parts are about the file instead of the picture: "convert to webp", "smaller than 100 KB". */
export function asksForFile(parts: readonly string[]): boolean {
  const about = (part: string) => format.test(part) || fileSize.test(part);
  return parts.some(about) && parts.every(part => about(part) || saving.test(part));
}

/** The command that comes nearest to a part which is not understood, e.g. `flip horizontally` for "horizontaly". */
export function suggestCommand(part: string): string | undefined {
  const ratio = /^(\d{1,3}:\d{1,3})$/.exec(part.trim())?.[1];
  if (ratio !== undefined) return `crop to ${ratio}`;
  const near = meant.find(({ words }) => words.test(part));
  if (near) return near.command;
  const words = wordsOf(part);
  if (words.length === 0 || words.length > 8) return undefined;
  let best: { command: string; score: number } | undefined;
  for (const command of commands) {
    const theirs = wordsOf(command);
    const scores = words.map(word => Math.max(0, ...theirs.map(other => likeness(word, other))));
    const score = scores.reduce((sum, each) => sum + each, 0);
    // One word of a long wish in common says nothing.
    if (score >= 0.7 * Math.ceil(words.length / 2) && score > (best?.score ?? 0)) best = { command, score };
  }
  return best?.command;
}

/** Also what is known by a second name. */
const commands: readonly string[] = [...retouchExamples, 'crop to a square', 'half as big'];

function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .slice(0, 200)
      .match(/\p{L}{3,}/gu) ?? []
  ).filter(word => word !== 'the');
}

/** 1 for the same word, 0 for one that is not a slip of the pen: more than a letter in four differs. */
function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  const shortest = Math.min(a.length, b.length);
  // "blured", "pixelates"
  if (shortest >= 4 && longest - shortest <= 3 && (a.startsWith(b) || b.startsWith(a))) return 0.75;
  const distance = editDistance(a, b);
  return distance <= longest / 4 ? 1 - distance / longest : 0;
}
