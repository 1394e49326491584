import type { TextEditAt } from '../insertion/insertionTypes';
import type { ImageReference } from '../reference';
import { insertAttributes } from './attributeEdits';

/** True where a `srcset` can be added: an `<img>` that names its file itself and has none. */
export function takesSrcset({ markup, start }: Pick<ImageReference, 'markup' | 'start'>): boolean {
  return (
    markup?.element === 'img' &&
    markup.srcset === undefined &&
    markup.more === undefined &&
    markup.start < start &&
    start < markup.end
  );
}

/**
 * Adds `srcset="x.png 1x, x@2x.png 2x"`.
 * @param candidates paths as they are written in this document, with their densities
 */
export function srcsetEdits(
  reference: Pick<ImageReference, 'markup' | 'start'>,
  candidates: readonly { written: string; density: number }[],
): TextEditAt[] | undefined {
  const { markup } = reference;
  if (markup === undefined || !takesSrcset(reference)) return undefined;
  const list = candidates
    // Spaces part them, and a comma at the end of one would.
    .map(({ written, density }) => `${written.replaceAll(' ', '%20').replace(/^,|,$/g, '%2C')} ${density}x`)
    .join(', ');
  return [insertAttributes(markup, `${markup.syntax === 'jsx' ? 'srcSet' : 'srcset'}="${list}"`)];
}
