import { extensionOf, formatOfExtension } from '../model/imageFormat';
import { type EncodableFormat, encodableFormats, isEncodable } from '../model/output';
import type { ImageFormat } from '../model/run';

/** Formats to choose from when saving: the bytes' own first. */
export function formatChoices(own: ImageFormat): readonly ImageFormat[] {
  if (own === 'svg') return [own];
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
  // Nothing here draws an SVG, and no pixels get the coat of one.
  return wanted && isEncodable(wanted) && own !== 'svg'
    ? { kind: 'convert', format: wanted }
    : { kind: 'impossible', extension };
}
