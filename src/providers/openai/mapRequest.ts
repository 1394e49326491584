import { serviceModelId, type PixelSize } from '../../core/model/modelInfo';
import type { InputImage, ProviderRequest } from '../../core/provider';
import { nearestRatio } from '../../core/run/adapt';
import { withLegend } from '../wire/legend';
import type { FormFile } from '../wire/multipart';
import { isGptImage } from './family';

export interface MappedRequest {
  /** Empty: an image from words alone. */
  files: readonly FormFile[];
  /** In the service's words and order. */
  fields: Readonly<Record<string, string | number>>;
}

/** What the model can't take was refused or adapted before. `bare`: without what a server has refused to know. */
export function mapRequest(request: ProviderRequest, bare = false): MappedRequest {
  const { model, settings, images, prompt } = request;
  const mask = model.capabilities.mask ? images.find(({ role }) => role === 'mask') : undefined;
  const pictures = images.filter(image => image !== mask);
  const size = sizeOf(request, pictures[0]);
  const own = isGptImage(model);
  return {
    fields: {
      model: serviceModelId(model.id),
      prompt: withLegend(prompt, pictures),
      n: 1,
      ...(size && { size: `${String(size.width)}x${String(size.height)}` }),
      ...(settings.quality !== undefined && { quality: settings.quality }),
      // The format is said because transparency needs one that has it; without it the service's own is as good.
      ...(settings.background === 'transparent' && { background: 'transparent', output_format: 'png' }),
      // OpenAI's own always answer with base64 and refuse the question; others answer with an address unless asked.
      ...(!own && !bare && { response_format: 'b64_json' }),
    },
    files: [
      ...pictures.map((image, index) =>
        formFile(pictures.length === 1 && !own ? 'image' : 'image[]', image, index + 1),
      ),
      ...(mask ? [formFile('mask', mask, 0)] : []),
    ],
  };
}

function formFile(field: string, { path, facts }: InputImage, number: number): FormFile {
  const extension = facts.mimeType.replace(/^image\//, '').replace('jpeg', 'jpg');
  const fileName = number === 0 ? `mask.${extension}` : `image-${String(number)}.${extension}`;
  return { field, fileName, mimeType: facts.mimeType, path };
}

/** In pixels, as this API has it; absent: the service chooses. */
function sizeOf({ model, settings }: ProviderRequest, first: InputImage | undefined): PixelSize | undefined {
  const { width, height, aspectRatio, imageSize } = settings;
  if (width !== undefined && height !== undefined) return { width, height };
  if (aspectRatio === undefined && imageSize === undefined) return undefined;
  const { sizes, defaultSize, aspectRatios } = model.capabilities;
  const tier = sizes.find(({ name }) => name === (imageSize ?? defaultSize));
  // Nobody said a ratio: that of the image that is changed.
  const ratio =
    aspectRatio ?? (first && nearestRatio(first.facts.width / first.facts.height, aspectRatios)) ?? '1:1';
  return tier?.pixels[ratio];
}
