import { boxOf } from '../imaging/fit';
import type { ConvertOptions } from '../imaging/imagingPort';
import { isStrippable } from '../imaging/metadata/strip';
import { kilobyte } from '../model/format';
import { type EncodableFormat, isEncodable, type OutputSettings, qualityOf } from '../model/output';
import type { ImageFacts, ImageFormat } from '../model/run';

/**
 * What bytes of `facts` need to become `format` by these settings. `copy`: nothing, they are taken as they are. `strip`:
 * only what is not the picture is left out.
 */
export type OutputPlan =
  | { kind: 'copy' }
  | { kind: 'strip' }
  | { kind: 'convert'; options: ConvertOptions }
  | { kind: 'impossible'; format: ImageFormat };

/** `quality`: what the user's settings say for JPEG and WebP. */
export function planOutput(
  output: OutputSettings,
  facts: ImageFacts,
  format: ImageFormat,
  quality: number,
): OutputPlan {
  if (isUntouched(output, facts, format)) {
    if (!output.strip) return { kind: 'copy' };
    if (isStrippable(format)) return { kind: 'strip' };
  }
  if (!isEncodable(format) || facts.format === 'svg') return { kind: 'impossible', format };
  const { fit, focus, background, cutout, pixelArt, srgb, maxKilobytes } = output;
  const sized = output.width !== null || output.height !== null;
  const resized = isResized(output, facts) || (pixelArt !== null && sized);
  return {
    kind: 'convert',
    options: {
      format,
      quality: output.quality ?? qualityOf(format, quality),
      ...(resized && { ...boxOf(facts, askedSize(output)), fit }),
      ...(resized && fit === 'cover' && { focus: focus ?? ('auto' as const) }),
      ...(cutout && { cutout }),
      ...(pixelArt && { pixelArt }),
      ...(background !== null && { matte: background, bars: background }),
      ...(srgb && { srgb }),
      ...(maxKilobytes !== null && { maxBytes: maxKilobytes * kilobyte }),
      ...ofFormat(format, output),
    },
  };
}

/** Only what this format has. */
function ofFormat(format: EncodableFormat, output: OutputSettings): Partial<ConvertOptions> {
  const { lossless, progressive, colours, optimise } = output;
  switch (format) {
    case 'png':
      return { ...(colours !== null && { colours }), ...(optimise && { optimise }) };
    case 'jpeg':
      return progressive === null ? {} : { progressive };
    default:
      return lossless ? { lossless } : {};
  }
}

export function askedSize({ width, height }: OutputSettings): { width?: number; height?: number } {
  return { ...(width !== null && { width }), ...(height !== null && { height }) };
}

function isResized(output: OutputSettings, facts: ImageFacts): boolean {
  const box = boxOf(facts, askedSize(output));
  return box.width !== facts.width || box.height !== facts.height;
}

/** Encoding again costs quality and the Content Credentials, so it has to be asked for. */
function isUntouched(output: OutputSettings, facts: ImageFacts, format: ImageFormat): boolean {
  if (format !== facts.format || isResized(output, facts) || output.srgb || output.cutout) return false;
  if (output.pixelArt) return false;
  if (output.maxKilobytes !== null && facts.bytes > output.maxKilobytes * kilobyte) return false;
  if (output.format === 'keep') return true;
  return format === 'png' && !output.optimise && output.colours === null;
}
