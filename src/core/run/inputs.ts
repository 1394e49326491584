import type { EncodableFormat } from '../model/output';
import { isImagingError } from '../imaging/imagingPort';
import type { ModelInfo } from '../model/modelInfo';
import type { Failure } from '../model/outcome';
import type { Adaptation, ImageFacts, RunReference } from '../model/run';
import type { InputImage } from '../provider';
import { describe, storageFailure, unsent } from './failures';
import type { Translate } from '../translate';
import type { RunPorts } from './ports';
import { storageError } from './storageError';

export type Inputs = { images: readonly InputImage[]; adapted: readonly Adaptation[] } | { refused: Failure };

type Ports = Pick<RunPorts, 'store' | 'imaging' | 't'>;

/** Reference images as this model takes them: formats it does not know and images that are too large are made over. */
export async function inputsFor(
  ports: Ports,
  runId: string,
  references: readonly RunReference[],
  model: ModelInfo,
  signal: AbortSignal,
): Promise<Inputs> {
  const images: InputImage[] = [];
  const adapted: Adaptation[] = [];
  const misfit = maskMisfit(ports.t, references);
  if (misfit) return { refused: misfit };
  for (const reference of references) {
    const { facts, role, name } = reference;
    const pixels = facts.width * facts.height;
    const tooLarge = pixels > model.capabilities.maxInputPixels;
    if (model.capabilities.inputTypes.includes(facts.mimeType) && !tooLarge) {
      images.push({ path: ports.store.pathOf(runId, reference.file), facts, role, name });
      continue;
    }
    const format = targetFormat(facts, model);
    const made = format && (await makeOver(ports, runId, reference, model, format, tooLarge, signal));
    if (!made || 'kind' in made) {
      return {
        refused:
          made ??
          unsent(
            'unsupported',
            ports.t('{0} does not take {1} images (“{2}”).', model.label, facts.mimeType, name),
          ),
      };
    }
    images.push({ path: made.path, facts: made.facts, role, name });
    adapted.push({
      setting: 'references',
      asked: tooLarge
        ? `${name} (${facts.width} × ${facts.height})`
        : `${name} (${facts.format.toUpperCase()})`,
      used: `${made.facts.format.toUpperCase()}, ${made.facts.width} × ${made.facts.height}`,
    });
  }
  return { images, adapted };
}

/** A mask lies on the first other image, pixel on pixel. */
function maskMisfit(t: Translate, references: readonly RunReference[]): Failure | undefined {
  const mask = references.find(({ role }) => role === 'mask');
  const image = references.find(({ role }) => role !== 'mask');
  if (!mask || !image) return undefined;
  const size = ({ facts }: RunReference): string => `${facts.width} × ${facts.height}`;
  if (size(mask) !== size(image)) {
    return unsent(
      'bad-request',
      t(
        'The mask “{0}” has {1} pixels and “{2}” has {3}: they have to be the same.',
        mask.name,
        size(mask),
        image.name,
        size(image),
      ),
      { reason: 'mask' },
    );
  }
  return mask.facts.hasAlpha
    ? undefined
    : unsent(
        'bad-request',
        t('The mask “{0}” is nowhere transparent, so nothing would be changed.', mask.name),
        { reason: 'mask' },
      );
}

async function makeOver(
  { store, imaging, t }: Ports,
  runId: string,
  { file, name }: RunReference,
  model: ModelInfo,
  format: EncodableFormat,
  scale: boolean,
  signal: AbortSignal,
): Promise<{ path: string; facts: ImageFacts } | Failure> {
  const maxPixels = model.capabilities.maxInputPixels;
  const stem = file.slice(0, file.lastIndexOf('.'));
  const derived = `${stem}${scale ? `-${maxPixels}` : ''}-input.${format === 'jpeg' ? 'jpg' : format}`;
  let facts: ImageFacts | undefined;
  try {
    const path = await store.derived(runId, derived, async temporary => {
      const options = { format, quality: 95, ...(scale && { maxPixels }) };
      ({ facts } = await imaging.convert(store.pathOf(runId, file), temporary, options, signal));
    });
    return { path, facts: facts ?? (await imaging.inspect(path, signal)) };
  } catch (error) {
    if (!isImagingError(error)) throw error;
    if (error.reason === 'cancelled') return unsent('cancelled', t('Stopped before anything was sent.'));
    if (error.reason === 'disk-full')
      return storageFailure(t, storageError('full', error.message, error), false);
    return unsent(
      'unsupported',
      t('“{0}” cannot be made into an image that {1} takes. {2}', name, model.label, describe(error)),
      { reason: 'reference' },
    );
  }
}

/** Without loss where the source had none to begin with, or transparency to keep. */
function targetFormat(facts: ImageFacts, model: ModelInfo): EncodableFormat | undefined {
  const lossy =
    !facts.hasAlpha && (facts.format === 'jpeg' || facts.format === 'heic' || facts.format === 'avif');
  const order: readonly EncodableFormat[] = lossy ? ['jpeg', 'webp', 'png'] : ['png', 'webp', 'jpeg'];
  return order.find(format => model.capabilities.inputTypes.includes(`image/${format}`));
}
