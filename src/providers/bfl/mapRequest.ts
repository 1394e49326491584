import { serviceModelId, type PixelSize } from '../../core/model/modelInfo';
import type { InputImage, ProviderRequest } from '../../core/provider';
import { nearestRatio } from '../../core/run/adapt';
import { withLegend } from '../wire/legend';
import type { BodyFile } from '../wire/requestBody';
import { seedOf } from '../wire/seed';

export interface MappedRequest {
  json: string;
  /** Placeholders in `json` and the files whose bytes they stand for. */
  files: readonly BodyFile[];
}

type Family = 'flux-3' | 'flux-2' | 'kontext' | 'fill' | 'ultra' | 'flux-1';

/** Each family of models has a schema of its own, and FLUX 3 refuses what is not in it. */
export function familyOf(id: string): Family {
  if (id.startsWith('flux-3')) return 'flux-3';
  if (id.startsWith('flux-kontext')) return 'kontext';
  if (id.startsWith('flux-pro-1.0-fill')) return 'fill';
  if (id.startsWith('flux-pro-1.1-ultra')) return 'ultra';
  if (id.startsWith('flux-pro-1.1')) return 'flux-1';
  return 'flux-2';
}

/**
 * The request in the service's words, images as placeholders. `marker` starts every placeholder; random. `mask` is where
 * the mask lies as the service wants it: white where is painted.
 */
export function mapRequest(request: ProviderRequest, marker: string, mask?: string): MappedRequest {
  const files: BodyFile[] = [];
  const place = (path: string): string => {
    const placeholder = `${marker}${String(files.length)}.`;
    files.push({ placeholder, path });
    return placeholder;
  };
  const id = serviceModelId(request.model.id);
  const images = request.images.filter(({ role }) => role !== 'mask');
  const body = { ...bodyOf(familyOf(id), id, request, images, place), ...(mask && { mask: place(mask) }) };
  return { json: JSON.stringify(body), files };
}

function bodyOf(
  family: Family,
  id: string,
  request: ProviderRequest,
  images: readonly InputImage[],
  place: (path: string) => string,
): Record<string, unknown> {
  const { settings } = request;
  const prompt = withLegend(request.prompt, images);
  const ratio = settings.aspectRatio === undefined ? {} : { aspect_ratio: settings.aspectRatio };
  const usual = { ...seedOf(request), output_format: 'png' };
  const asWritten = { prompt_upsampling: false };
  switch (family) {
    case 'flux-3':
      return {
        prompt,
        ...(images.length > 0 && { images: images.map(({ path }) => place(path)) }),
        ...ratio,
        ...(settings.imageSize !== undefined && { resolution: settings.imageSize.toLowerCase() }),
        // Looks things up unless it is told not to.
        grounding: settings.search === true,
      };
    case 'flux-2': {
      // Others know no such switch.
      const plain = id.startsWith('flux-2-flex') ? asWritten : {};
      return { prompt, ...numbered(images, place), ...pixelsOf(request), ...plain, ...usual };
    }
    case 'kontext':
      return { prompt, ...numbered(images, place), ...ratio, ...asWritten, ...usual };
    case 'fill':
      return { prompt: request.prompt, image: place(images[0]?.path ?? ''), ...asWritten, ...usual };
    case 'ultra':
      return { prompt, ...ratio, ...asWritten, ...usual };
    case 'flux-1':
      return { prompt, ...pixelsOf(request), ...asWritten, ...usual };
  }
}

/** `input_image`, `input_image_2`, … */
function numbered(images: readonly InputImage[], place: (path: string) => string): Record<string, string> {
  return Object.fromEntries(
    images.map(({ path }, index) => [index === 0 ? 'input_image' : `input_image_${index + 1}`, place(path)]),
  );
}

/** The pixels that were asked for. None: those of the first reference image, or the model's own. */
function pixelsOf({ model, settings, images }: ProviderRequest): Partial<PixelSize> {
  const { width, height, imageSize, aspectRatio } = settings;
  if (width !== undefined && height !== undefined) return { width, height };
  if (imageSize === undefined && aspectRatio === undefined) return {};
  const { sizes, defaultSize } = model.capabilities;
  const tier = sizes.find(({ name }) => name === (imageSize ?? defaultSize)) ?? sizes[0];
  const [first] = images;
  const own =
    first === undefined
      ? '1:1'
      : nearestRatio(first.facts.width / first.facts.height, Object.keys(tier?.pixels ?? {}));
  return tier?.pixels[aspectRatio ?? own ?? '1:1'] ?? {};
}
