import { editDistance } from '../editDistance';
import { placeKey } from '../save/placeKey';
import { wordsOf } from './askedSize';
import { basename, dirname } from './paths';

/** How an image that is there goes with the name of one that is not. */
export interface SimilarImage {
  /** As it was given. */
  path: string;
  /** `name`: the same but for its extension, its folder, or upper and lower case. */
  how: 'name' | 'similar';
}

/** Below, two names have nothing to do with each other. */
const leastAlike = 0.5;

/** Words that tell variants of one picture apart, and not two pictures. */
const variant = /^(?:\d+|[1-4]x|\d+x\d+|dark|light|small|large|min|copy|final|new|v\d+)$/;

/**
 * Images that a broken link may mean, the likeliest first: those of its name, then those of a similar one; of equals the
 * one whose folder is nearer. The rest is left out.
 * @param missing where the file should be; absolute, `/` between the parts, as are those of `images`
 */
export function similarImages(missing: string, images: readonly string[]): SimilarImage[] {
  const wanted = nameOf(missing);
  return images
    .flatMap(path => {
      const alike = likeness(wanted, nameOf(path));
      return alike < leastAlike ? [] : [{ path, alike, far: distance(missing, path) }];
    })
    .sort((a, b) => b.alike - a.alike || a.far - b.far || compare(a.path, b.path))
    .map(({ path, alike }) => ({ path, how: alike >= 1 ? 'name' : 'similar' }));
}

/** The one that the link can only mean; undefined when there are several that are as near, or none of its name. */
export function obviousImage(missing: string, images: readonly string[]): string | undefined {
  const [first, second] = similarImages(missing, images).filter(({ how }) => how === 'name');
  if (first === undefined) return undefined;
  const rank = (path: string) =>
    `${placeKey(basename(path)) === placeKey(basename(missing)) ? 0 : 1} ${distance(missing, path)}`;
  return second !== undefined && rank(first.path) === rank(second.path) ? undefined : first.path;
}

interface Name {
  /** Without its extension. */
  stem: string;
  whole: string;
  words: readonly string[];
}

function nameOf(path: string): Name {
  const whole = basename(path).normalize('NFC');
  const stem = whole.replace(/\.[^.]+$/, '');
  return { whole: whole.toLowerCase(), stem: stem.toLowerCase(), words: wordsOf(stem) };
}

/** 0–1, and a little more for names that are the same: as a whole before all but the extension. */
function likeness(a: Name, b: Name): number {
  if (a.whole === b.whole) return 1.2;
  if (a.stem === b.stem) return 1.1;
  const [said, other] = [subjectOf(a), subjectOf(b)];
  if (said !== '' && said === other) return 0.9;
  const longest = Math.max(said.length, other.length);
  const typo = longest < 4 ? 0 : 1 - editDistance(said, other) / longest;
  return Math.min(0.85, Math.max(typo < 0.7 ? 0 : typo, common(a.words, b.words)));
}

/** `login-flow@2x` and `Login Flow dark` are one subject. */
function subjectOf({ words }: Name): string {
  return words.filter(word => !variant.test(word)).join('');
}

/** The share of words that both have; of many words a single one says little. */
function common(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [a, b].map(words => new Set(words.filter(word => !variant.test(word)))) as [
    Set<string>,
    Set<string>,
  ];
  const both = [...left].filter(word => right.has(word)).length;
  return both === 0 ? 0 : both / (left.size + right.size - both);
}

/** Folders up and down from one to the other. */
function distance(a: string, b: string): number {
  const from = dirname(a).split('/');
  const to = dirname(b).split('/');
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  return from.length + to.length - 2 * same;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
