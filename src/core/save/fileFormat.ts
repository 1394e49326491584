import { extensionOf, formatOfExtension } from '../model/imageFormat';
import { type EncodableFormat, encodableFormats, isEncodable } from '../model/output';
import type { ImageFormat } from '../model/run';

/**
 * The quality at which a format is written when `setting` is that of JPEG and WebP. AVIF 67 has the same error (PSNR) as
 * WebP 82 on photographs, in two thirds of the bytes.
 */
export function qualityOf(format: ImageFormat | undefined, setting: number): number {
  return format === 'avif' ? Math.max(1, setting - 15) : setting;
}

/** Formats to choose from when saving: the bytes' own first. */
export function formatChoices(own: ImageFormat): readonly ImageFormat[] {
  return [own, ...encodableFormats.filter(format => format !== own)];
}

/** What has to happen to bytes of `own` for a file with this extension (without the dot). */
export type FormatPlan =
  | { kind: 'copy' }
  | { kind: 'convert'; format: EncodableFormat }
  /** No extension was typed: take the bytes' own. */
  | { kind: 'append'; extension: string }
  | { kind: 'impossible'; extension: string };

export function planFormat(extension: string, own: ImageFormat): FormatPlan {
  if (!extension) return { kind: 'append', extension: extensionOf(own) };
  const wanted = formatOfExtension(extension);
  if (wanted === own) return { kind: 'copy' };
  return wanted && isEncodable(wanted)
    ? { kind: 'convert', format: wanted }
    : { kind: 'impossible', extension };
}
