import { wordsOf } from './askedSize';
import { basename } from './paths';
import type { ImageReference } from './reference';

/** Words of file names that say how a file is used and not what it shows. */
const noise =
  /^(?:\d+|\d+x\d+|[1-4]x|[a-z]|img|image|images|pic|picture|photo|file|final|new|copy|v\d+|dark|light|min|large|small|maskable)$/;

/** What people shorten in names, and no model is sure of. */
const shortened: Readonly<Record<string, string>> = { bg: 'background', btn: 'button', nav: 'navigation' };

/**
 * A first prompt for the image that a reference is missing, to be edited: what it shows (alt text, else title, else
 * file name), then where it stands.
 */
export function draftPrompt(
  reference: Pick<
    ImageReference,
    'path' | 'alt' | 'title' | 'heading' | 'documentTitle' | 'paragraph' | 'component' | 'purpose' | 'theme'
  > &
    Partial<Pick<ImageReference, 'rawTarget'>>,
): string {
  const said = reference.alt ?? titleOf(reference.title);
  const { path, heading, documentTitle, component } = reference;
  const subject =
    said ?? nameOf(path) ?? heading ?? documentTitle ?? (component && inWords(component)) ?? 'Illustration';
  const sentences = [sentence(subject)];
  const place = placeOf(reference, subject);
  if (place !== undefined) sentences.push(place);
  // An alt text describes the picture; a file name alone does not.
  if (said === undefined && reference.paragraph !== undefined) {
    sentences.push(`The text beside it: “${reference.paragraph}”`);
  }
  sentences.push(...needsOf(reference));
  return sentences.join(' ');
}

/** What its use asks of it beside the subject. */
function needsOf({
  path,
  purpose,
  theme,
  rawTarget = '',
}: Pick<ImageReference, 'path' | 'purpose' | 'theme'> &
  Partial<Pick<ImageReference, 'rawTarget'>>): string[] {
  const words = wordsOf(basename(path).replace(/\.[^.]+$/, ''));
  const needs: string[] = [];
  // GitHub's own notation for READMEs; else a pair of files has it in its names.
  const named =
    /#gh-(dark|light)-mode-only$/.exec(rawTarget)?.[1] ?? words.find(word => /^(?:dark|light)$/.test(word));
  const page = theme ?? named;
  if (page === 'dark') needs.push('For a page with a dark background.');
  if (page === 'light') needs.push('For a page with a light background.');
  // https://web.dev/articles/maskable-icon: a circle of 80 percent is safe.
  if (purpose === 'maskable' || words.includes('maskable')) {
    needs.push('The background fills the whole square, and what matters is in the inner 80 percent.');
  }
  return needs;
}

/** What the picture shows in a few words, for a label. */
export function subjectOf(
  reference: Pick<ImageReference, 'path' | 'alt' | 'title' | 'heading' | 'documentTitle'>,
): string {
  const { path, heading, documentTitle } = reference;
  return describedAs(reference) ?? nameOf(path) ?? heading ?? documentTitle ?? 'Illustration';
}

function describedAs({ alt, title }: Pick<ImageReference, 'alt' | 'title'>): string | undefined {
  return alt ?? titleOf(title);
}

function placeOf(
  { heading, documentTitle, component }: Parameters<typeof draftPrompt>[0],
  subject: string,
): string | undefined {
  const isNew = (text: string | undefined) => text !== undefined && !same(text, subject);
  if (isNew(heading)) {
    return isNew(documentTitle)
      ? `For the section “${heading}” of “${documentTitle}”.`
      : `For the section “${heading}”.`;
  }
  if (isNew(documentTitle)) return `For “${documentTitle}”.`;
  const name = component === undefined ? undefined : inWords(component);
  return isNew(name) ? `For the ${name} part of a web page.` : undefined;
}

/** `login-flow@2x.png` → `Login flow`; undefined when the name says nothing (`image-1.png`). */
function nameOf(path: string): string | undefined {
  const words = wordsOf(basename(path).replace(/\.[^.]+$/, '')).filter(word => !noise.test(word));
  return words.length === 0 ? undefined : words.map(word => shortened[word] ?? word).join(' ');
}

function inWords(name: string): string {
  return wordsOf(name).join(' ');
}

/** A Markdown title may be nothing but a size (`=600x400`). */
function titleOf(title: string | undefined): string | undefined {
  const said = title?.replace(/=\s*\d*x\d*\s*$/, '').trim();
  return said === '' ? undefined : said;
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…。！？]["”’)]?$/u.test(capital) ? capital : `${capital}.`;
}

function same(a: string, b: string): boolean {
  return wordsOf(a).join(' ') === wordsOf(b).join(' ');
}
