import { makingOf } from '../../core/references/makeable';
import type { ImageReference } from '../../core/references/reference';

/** A reference whose file is not there, in a form that can be a command's argument. */
export interface MissingImage {
  /** The document's URI. */
  document: string;
  /** URI of the file that belongs there. */
  target: string;
  reference: ImageReference;
}

export const missingImageCommands = {
  generate: 'inlineAssets.missingImage.generate',
  placeholder: 'inlineAssets.missingImage.placeholder',
  /** Generates, saves as PNG, and changes the reference. */
  asPng: 'inlineAssets.missingImage.asPng',
  /** With `image`, the URI of a file that is there; without, it is chosen. */
  use: 'inlineAssets.missingImage.use',
} as const;

/** What can be done for a missing file, whose place is inside the workspace. */
export function waysOf({
  extension,
}: Pick<ImageReference, 'extension'>): Record<'generate' | 'placeholder' | 'asPng', boolean> {
  const making = makingOf(extension);
  return {
    // A raster in an SVG coat helps nobody: for an `.svg` a model is taken that draws.
    generate: making !== 'other',
    placeholder: making !== 'other',
    asPng: making !== 'image',
  };
}

/** Commands can be called by anybody with anything. */
export function isMissingImage(value: unknown): value is MissingImage {
  if (typeof value !== 'object' || value === null) return false;
  const { document, target, reference } = value as Partial<Record<keyof MissingImage, unknown>>;
  return (
    typeof document === 'string' &&
    typeof target === 'string' &&
    typeof reference === 'object' &&
    reference !== null &&
    'path' in reference &&
    typeof reference.path === 'string' &&
    'extension' in reference &&
    typeof reference.extension === 'string'
  );
}
