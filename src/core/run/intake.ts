import { isImagingError, type ImagingError } from '../imaging/imagingPort';
import type { Failure } from '../model/outcome';
import type { CandidateRef, ReferenceRole, RunReference } from '../model/run';
import type { Translate } from '../translate';
import { describe, unsent } from './failures';
import type { AddedReference, RunPorts } from './ports';
import type { AskImage } from './runService';

export type Intake = { references: readonly RunReference[] } | { refused: Failure };

type Ports = Pick<RunPorts, 'store' | 'imaging' | 't'>;

interface Source {
  from: { path: string } | { bytes: Uint8Array };
  name: string;
  role: ReferenceRole;
  sourceUri?: string;
  candidate?: CandidateRef;
}

/** Copies every image of an ask into the run and reads what its bytes are. The first that is no use refuses the run. */
export async function takeIn(ports: Ports, runId: string, images: readonly AskImage[]): Promise<Intake> {
  const references: RunReference[] = [];
  for (const image of images) {
    const source = await sourceOf(ports, image);
    if ('kind' in source) return { refused: source };
    const added = await ports.store.addReference(runId, source.from);
    if ('unreadable' in added) return { refused: unreadable(ports.t, source.name, added.unreadable) };
    try {
      const facts = await ports.imaging.inspect(ports.store.pathOf(runId, added.file));
      if (facts.format === 'svg') return { refused: isSvg(ports.t, source.name) };
      references.push({
        file: added.file,
        role: source.role,
        facts,
        name: source.name,
        sha256: added.sha256,
        ...(source.sourceUri !== undefined && { sourceUri: source.sourceUri }),
        ...(source.candidate && { candidate: source.candidate }),
      });
    } catch (error) {
      if (!isImagingError(error)) throw error;
      // The run's copy has the extension of its bytes, so an SVG is known even where its header is not read.
      if (added.file.endsWith('.svg')) return { refused: isSvg(ports.t, source.name) };
      return { refused: notUsable(ports.t, source.name, error) };
    }
  }
  return { references };
}

async function sourceOf({ store, t }: Ports, image: AskImage): Promise<Source | Failure> {
  const role = image.role ?? 'subject';
  if ('path' in image) {
    const { path, name, sourceUri } = image;
    return { from: { path }, name, role, ...(sourceUri !== undefined && { sourceUri }) };
  }
  if ('bytes' in image) return { from: { bytes: image.bytes }, name: image.name, role };
  const { runId, requestId, index } = image.candidate;
  const outcome = (await store.load(runId))?.requests.find(request => request.id === requestId)?.outcome;
  const candidate = outcome?.kind === 'images' ? outcome.images[index] : undefined;
  if (!candidate || candidate.deleted) {
    return unsent('bad-request', t('A generated image that was to be used is deleted.'), {
      reason: 'reference',
    });
  }
  return {
    from: { path: store.pathOf(runId, candidate.file) },
    name: image.name ?? candidate.file,
    role,
    candidate: image.candidate,
  };
}

function unreadable(
  t: Translate,
  name: string,
  why: Extract<AddedReference, { unreadable: string }>['unreadable'],
): Failure {
  const sentence = {
    missing: t('“{0}” is not there: it was deleted, moved or renamed.', name),
    denied: t('“{0}” cannot be read: permission is denied.', name),
    'not-a-file': t('“{0}” is not a file.', name),
    'too-large': t('“{0}” is too large to be used as a reference image.', name),
    failed: t('“{0}” cannot be read.', name),
  }[why];
  return unsent('bad-request', sentence, { reason: 'reference' });
}

function isSvg(t: Translate, name: string): Failure {
  return unsent(
    'bad-request',
    t('“{0}” is an SVG drawing, which image models do not take. Export it as PNG first.', name),
    { reason: 'reference' },
  );
}

function notUsable(t: Translate, name: string, error: ImagingError): Failure {
  const detail = describe(error);
  const sentence = {
    'not-an-image': t('“{0}” is not an image.', name),
    corrupt: t('“{0}” is damaged and cannot be used. {1}', name, detail),
    empty: t('“{0}” is empty.', name),
    'too-large': t('“{0}” is too large. {1}', name, detail),
    unsupported: t('“{0}” has a format that is not read here. {1}', name, detail),
    io: t('“{0}” cannot be read. {1}', name, detail),
    // Reading writes nothing.
    'over-budget': t('“{0}” cannot be read. {1}', name, detail),
    'disk-full': t('“{0}” cannot be read. {1}', name, detail),
    cancelled: t('“{0}” was not read.', name),
  }[error.reason];
  return unsent('bad-request', sentence, { reason: 'reference' });
}
