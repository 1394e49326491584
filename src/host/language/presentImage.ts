import type * as vscode from 'vscode';
import type { ImageReference } from '../../core/references/reference';

/** A reference to an image that is there, in a form that can be a command's argument. */
export interface PresentImage {
  /** The document's URI. */
  document: string;
  /** URI of the file. */
  image: string;
  /** Which of the document's references: its text, and where it stood. */
  reference: Pick<ImageReference, 'rawTarget' | 'start'>;
}

/** What can be done with an image from the code that shows it. */
export const presentVerbs = [
  'edit',
  'regenerate',
  'optimise',
  'reveal',
  'fixSize',
  'writeAlt',
  'toWebp',
  'toAvif',
  'addDensity',
] as const;
export type PresentVerb = (typeof presentVerbs)[number];

export function presentCommand(verb: PresentVerb): string {
  return `inlineAssets.presentImage.${verb}`;
}

/** Commands can be called by anybody with anything. */
export function isPresentImage(value: unknown): value is PresentImage {
  if (typeof value !== 'object' || value === null) return false;
  const { document, image, reference } = value as Partial<Record<keyof PresentImage, unknown>>;
  return (
    typeof document === 'string' &&
    typeof image === 'string' &&
    typeof reference === 'object' &&
    reference !== null &&
    'rawTarget' in reference &&
    typeof reference.rawTarget === 'string' &&
    'start' in reference &&
    typeof reference.start === 'number'
  );
}

export function presentOf(
  document: vscode.TextDocument,
  image: vscode.Uri,
  { rawTarget, start }: ImageReference,
): PresentImage {
  return { document: document.uri.toString(), image: image.toString(), reference: { rawTarget, start } };
}
