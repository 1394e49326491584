import { serviceModelId } from '../../core/model/modelInfo';
import type { ProviderRequest } from '../../core/provider';
import { withLegend } from '../wire/legend';
import type { BodyFile } from '../wire/requestBody';

export interface MappedRequest {
  body: Readonly<Record<string, unknown>>;
  /** Placeholders in `body` and the files whose base64 they stand for. */
  files: readonly BodyFile[];
}

/**
 * Only what was chosen: a parameter that a model does not have is refused, not ignored. `marker` starts every
 * placeholder; random.
 */
export function mapRequest(
  { model, prompt, images, settings, variation }: ProviderRequest,
  marker: string,
): MappedRequest {
  const { aspectRatio, imageSize, quality, background, seed } = settings;
  const files: BodyFile[] = [];
  const references = images.map(({ path, facts }, index) => {
    const placeholder = `${marker}${String(index)}.`;
    files.push({ placeholder, path });
    return { type: 'image_url', image_url: { url: `data:${facts.mimeType};base64,${placeholder}` } };
  });
  return {
    body: {
      model: serviceModelId(model.id),
      prompt: withLegend(prompt, images),
      ...(aspectRatio !== undefined && { aspect_ratio: aspectRatio }),
      ...(imageSize !== undefined && { resolution: imageSize }),
      ...(quality !== undefined && { quality }),
      ...(background === 'transparent' && { background, output_format: 'png' }),
      // Variations of one seed would be the same image, paid for again and again.
      ...(seed !== undefined && { seed: (seed + variation) >>> 0 }),
      ...(references.length > 0 && { input_references: references }),
    },
    files,
  };
}
