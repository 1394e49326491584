import type { PixelSize } from '../../core/model/modelInfo';
import type { Outcome } from '../../core/model/outcome';
import type { GenerateContext, ProviderDeps, ProviderRequest } from '../../core/provider';

const longestSide = 8192;
const fallback: PixelSize = { width: 1024, height: 1024 };

export async function placeholder(
  request: ProviderRequest,
  context: GenerateContext,
  { imaging, t }: Pick<ProviderDeps, 'imaging' | 't'>,
): Promise<Outcome> {
  if (request.images.length > 0) {
    return {
      kind: 'unsupported',
      message: t('Placeholders are drawn from the prompt alone, without reference images.'),
      supported: [t('a prompt'), t('a size or an aspect ratio'), t('a transparent background')],
      sent: false,
    };
  }
  const size = sizeOf(request);
  if (!isDrawable(size)) {
    return {
      kind: 'unsupported',
      message: t(
        'A placeholder has 1 to {0} pixels a side; {1} × {2} were asked for.',
        longestSide,
        size.width,
        size.height,
      ),
      sent: false,
    };
  }
  const { settings, variation } = request;
  const blob = await context.createBlobPath('png');
  await imaging.placeholder(
    {
      prompt: request.prompt,
      ...size,
      format: 'png',
      variation,
      ...(settings.seed === undefined ? {} : { seed: settings.seed }),
      ...(settings.background === 'transparent' ? { transparent: true } : {}),
    },
    blob.path,
    context.signal,
  );
  return { kind: 'images', images: [await blob.adopt()] };
}

/** Exact pixels win over ratio and tier; one exact side takes the other from the ratio. */
function sizeOf({ model, settings }: ProviderRequest): PixelSize {
  const { width, height } = settings;
  const ratio = settings.aspectRatio ?? '1:1';
  const [across = 1, down = 1] = ratio.split(':').map(Number);
  if (width !== undefined)
    return { width, height: height ?? Math.max(1, Math.round((width * down) / across)) };
  if (height !== undefined) return { width: Math.max(1, Math.round((height * across) / down)), height };
  const { sizes, defaultSize } = model.capabilities;
  const name = settings.imageSize ?? defaultSize;
  const tier = sizes.find(size => size.name === name) ?? sizes[0];
  return tier?.pixels[ratio] ?? fallback;
}

function isDrawable({ width, height }: PixelSize): boolean {
  return [width, height].every(side => Number.isInteger(side) && side >= 1 && side <= longestSide);
}
