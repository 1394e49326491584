import { serviceModelId, type PixelSize } from '../../core/model/modelInfo';
import type { ProviderRequest } from '../../core/provider';
import { nearestRatio } from '../../core/run/adapt';
import { withLegend } from '../wire/legend';
import type { BodyFile } from '../wire/requestBody';
import { seedOf } from '../wire/seed';

/**
 * The request in the service's words, images as placeholders inside data URLs. `marker` starts every placeholder;
 * random. The prompt is drawn as it is written: rewritten by the service, models could not be compared.
 */
export function mapRequest(
  request: ProviderRequest,
  marker: string,
): { json: string; files: readonly BodyFile[] } {
  const { images, model, prompt } = request;
  const files: BodyFile[] = images.map(({ path }, index) => ({ placeholder: `${marker}${index}.`, path }));
  const content = [
    ...images.map(({ facts }, index) => ({
      image: `data:${facts.mimeType};base64,${files[index]?.placeholder ?? ''}`,
    })),
    { text: withLegend(prompt, images) },
  ];
  const id = serviceModelId(model.id);
  const size = sizeOf(request);
  const json = JSON.stringify({
    model: id,
    input: { messages: [{ role: 'user', content }] },
    parameters: {
      n: 1,
      watermark: false,
      // The first that edits knows neither.
      ...(id !== 'qwen-image-edit' && { prompt_extend: false, ...(size && { size }) }),
      ...seedOf(request),
    },
  });
  return { json, files };
}

/** `width*height`. Not said: that of the last reference image, or the service's choice. */
function sizeOf({ model, settings, images }: ProviderRequest): string | undefined {
  const { width, height, imageSize, aspectRatio } = settings;
  const { sizes, defaultSize } = model.capabilities;
  if (width !== undefined && height !== undefined) return text({ width, height });
  if (imageSize === undefined && aspectRatio === undefined && images.length > 0) return undefined;
  const tier = sizes.find(({ name }) => name === (imageSize ?? defaultSize)) ?? sizes[0];
  const shape = images.at(-1)?.facts ?? { width: 1, height: 1 };
  const pixels =
    tier?.pixels[aspectRatio ?? nearestRatio(shape.width / shape.height, Object.keys(tier.pixels)) ?? '1:1'];
  return pixels && text(pixels);
}

function text({ width, height }: PixelSize): string {
  return `${width}*${height}`;
}
