import { type Rule, rules } from './rules';
import type { RetouchStep } from './steps';

export interface RetouchPlan {
  /** In the order of the prompt. */
  steps: readonly RetouchStep[];
  /** The parts of the prompt that mean nothing here, as written. With any of them nothing must be done. */
  unknown: readonly string[];
}

/** Far longer than any list of edits; a text like that is not one. */
const longestPrompt = 2000;

/** Words without a meaning of their own between two edits. */
const filler = new Set(
  (
    'please can could would you i we want wants need like to make makes it its this that these those them they the an a image images ' +
    'picture pictures photo photos pic icon logo screenshot result so be is are and then also plus after finally first next ' +
    'now of with in into turn convert change apply do add give put set edit look looking looks effect filter version ' +
    'all both each every everything us me let just kindly by using use try them together while as well for my our result get'
  ).split(/\s+/),
);

const modifiers: readonly { pattern: RegExp; strength: number }[] = [
  {
    pattern:
      /(?:slightly|subtly|gently|lightly|softly|subtle|slight|somewhat|(?:just\s+)?a\s+(?:little|bit|tad|touch)(?:\s+bit)?)(?!\w)/iy,
    strength: 0.5,
  },
  {
    pattern: /(?:strongly|heavily|strong|heavy|extremely|really|very|much|(?:quite\s+)?a\s+lot|way)(?!\w)/iy,
    strength: 2,
  },
];

type Piece =
  | { kind: 'step'; rule: Rule; groups: Readonly<Record<string, string | undefined>> }
  | { kind: 'modifier'; strength: number; text: string }
  | { kind: 'unknown'; text: string }
  | { kind: 'break' };

/** Reads a wish in plain English. What it does not understand is named, never skipped. */
export function parseRetouch(prompt: string): RetouchPlan {
  const text = prompt
    .normalize('NFKC')
    .replace(/[’`´]/g, "'")
    // Quotation marks, but not the apostrophe of "don't".
    .replace(/[“”"]|(?<!\w)'|'(?!\w)/g, '')
    // Numbers of a list.
    .replace(/(^|[\s,;])\d+[.)](?=\s+[a-z])/gi, '$1,')
    .replace(/\s+/g, ' ')
    .trim();
  if (text.length > longestPrompt) return { steps: [], unknown: [`${text.slice(0, 80)}…`] };
  const pieces = cut(text);
  const steps: RetouchStep[] = [];
  const unknown: string[] = [];
  pieces.forEach((piece, i) => {
    if (piece.kind === 'unknown') unknown.push(piece.text);
    else if (piece.kind === 'modifier') {
      if (!adjusts(pieces[i + 1]) && !adjusts(pieces[i - 1])) unknown.push(piece.text);
    } else if (piece.kind === 'step') {
      steps.push(...piece.rule.make(piece.groups, strengthAt(pieces, i)));
    }
  });
  return { steps, unknown };
}

function adjusts(piece: Piece | undefined): boolean {
  return piece?.kind === 'step' && piece.rule.adjustable;
}

/** "slightly blur" and "blur slightly"; a modifier between two edits belongs to the one after it. */
function strengthAt(pieces: readonly Piece[], at: number): number {
  if (!adjusts(pieces[at])) return 1;
  const before = pieces[at - 1];
  if (before?.kind === 'modifier') return before.strength;
  const after = pieces[at + 1];
  return after?.kind === 'modifier' && !adjusts(pieces[at + 2]) ? after.strength : 1;
}

function cut(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length;) {
    const gap = /[\s,.;:!?()&+•*|>→-]+/y;
    gap.lastIndex = at;
    const skipped = gap.exec(text);
    if (skipped) {
      if (/[,.;]/.test(skipped[0])) pieces.push({ kind: 'break' });
      at += skipped[0].length;
      continue;
    }
    const step = longestRule(text, at);
    if (step) {
      pieces.push({ kind: 'step', rule: step.rule, groups: step.match.groups ?? {} });
      at += step.match[0].length;
      continue;
    }
    const modifier = modifierAt(text, at);
    if (modifier) {
      pieces.push(modifier);
      at += modifier.text.length;
      continue;
    }
    const word = /[^\s,;]+/y;
    word.lastIndex = at;
    const found = (word.exec(text)?.[0] ?? text.slice(at, at + 1)).replace(/(?<=.)[.!?:)]+$/, '');
    at += found.length;
    const plain = found.toLowerCase();
    if (plain === 'and' || plain === 'then') pieces.push({ kind: 'break' });
    else if (!filler.has(plain)) addUnknown(pieces, found);
  }
  return pieces;
}

/** Words in a row are one wish. */
function addUnknown(pieces: Piece[], word: string): void {
  const last = pieces.at(-1);
  if (last?.kind === 'unknown') last.text += ` ${word}`;
  else pieces.push({ kind: 'unknown', text: word });
}

function longestRule(text: string, at: number): { rule: Rule; match: RegExpExecArray } | undefined {
  let best: { rule: Rule; match: RegExpExecArray } | undefined;
  for (const rule of rules) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (match && match[0].length > (best?.match[0].length ?? 0)) best = { rule, match };
  }
  return best;
}

function modifierAt(text: string, at: number): (Piece & { kind: 'modifier' }) | undefined {
  for (const { pattern, strength } of modifiers) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { kind: 'modifier', strength, text: match[0] };
  }
  return undefined;
}
