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
} as const;

/** Formats that can be written here. A raster in an SVG coat helps nobody, and GIF and AVIF are only read. */
export function canBeMade({ extension }: ImageReference): boolean {
  return extension === 'png' || extension === 'jpg' || extension === 'jpeg' || extension === 'webp';
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
