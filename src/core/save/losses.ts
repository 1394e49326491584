import type { Embedded, MetadataKind } from '../imaging/embedded';
import type { ImageFacts, ImageFormat } from '../model/run';

type Shown = Pick<ImageFacts, 'width' | 'height' | 'format' | 'hasAlpha' | 'animated' | 'provenance'>;

/** What a file loses when an image takes its place, in the order to say it. */
export type Loss =
  | { kind: 'size'; from: Size; to: Size; ratio: boolean }
  | { kind: 'transparency' }
  | { kind: 'animation' }
  | { kind: 'format'; from: ImageFormat; to: ImageFormat }
  /** The file's own; those of the new image are told about on every save. */
  | { kind: 'credentials' }
  | { kind: 'metadata'; of: readonly MetadataKind[] }
  | { kind: 'color-profile' };

interface Size {
  width: number;
  height: number;
}

/** `after` as it will be written: its format is the file's, and JPEG keeps no transparency. */
export function lossesOf(before: Shown, after: Shown): Loss[] {
  const losses: Loss[] = [];
  if (before.width !== after.width || before.height !== after.height) {
    losses.push({ kind: 'size', from: size(before), to: size(after), ratio: !sameRatio(before, after) });
  }
  if (before.hasAlpha && !after.hasAlpha) losses.push({ kind: 'transparency' });
  if (before.animated && !after.animated) losses.push({ kind: 'animation' });
  if (before.format !== after.format) losses.push({ kind: 'format', from: before.format, to: after.format });
  if (before.provenance.contentCredentials && !after.provenance.contentCredentials) {
    losses.push({ kind: 'credentials' });
  }
  return losses;
}

/** What the old file says about itself is never in the new one, which may have words of its own. */
export function embeddedLosses(before: Embedded, after: Pick<Embedded, 'colorProfile'>): Loss[] {
  return [
    ...(before.metadata.length > 0 ? [{ kind: 'metadata', of: before.metadata } as const] : []),
    ...(before.colorProfile && !after.colorProfile ? [{ kind: 'color-profile' } as const] : []),
  ];
}

/** The picture itself loses something, and not only what is written beside it. */
export function isLossOfPicture({ kind }: Loss): boolean {
  return kind !== 'metadata' && kind !== 'color-profile' && kind !== 'credentials';
}

function size({ width, height }: Size): Size {
  return { width, height };
}

/** Within one pixel of rounding at the smaller size: 1376 × 768 is 16:9 to people. */
function sameRatio(a: Size, b: Size): boolean {
  const [small, large] = a.width * a.height <= b.width * b.height ? [a, b] : [b, a];
  return Math.abs((small.width * large.height) / large.width - small.height) <= 1;
}
