import type { CandidateRef, ImageFacts } from '../../../../src/core/model/run';
import { sameCandidate } from '../../../../src/core/model/run';
import type { ComparedImage, CompareView, Difference } from '../../../../src/protocol/compareViews';
import type { RunView } from '../../../../src/protocol/views';
import { pictureUrl } from './pictureUrl';

type Asked = readonly (
  | { candidate: CandidateRef }
  | { original: CandidateRef }
  | { reference: { runId: string; index: number } }
  | { headOf: CandidateRef }
)[];

/** The view that the host would answer with: those that were asked for, then the others of the runs. */
export function compareViewOf(runs: readonly RunView[], asked: Asked): CompareView {
  const all = runs.flatMap(run =>
    run.columns.flatMap(({ label, requests }) =>
      requests.flatMap(request => request.candidates.map(candidate => ({ label, request, candidate }))),
    ),
  );
  const of = (ref: CandidateRef): Omit<ComparedImage, 'id'> => {
    const found = all.find(each => sameCandidate(each.candidate.ref, ref));
    if (!found) return { kind: 'candidate', name: 'Deleted', problem: 'This image was deleted.' };
    const { label, request, candidate } = found;
    const { image, thumbnail, facts } = candidate;
    return {
      ...{ kind: 'candidate', name: label, candidate: ref, tookMs: 8400 },
      shown: { url: image, facts, ...(thumbnail !== undefined && { thumbnail }) },
      ...(request.costUsd !== undefined && { costUsd: request.costUsd }),
    };
  };
  const chosen = asked.map(each => {
    if ('candidate' in each) return of(each.candidate);
    if ('headOf' in each)
      return { ...of(each.headOf), kind: 'commit' as const, name: 'img/a.png in HEAD (1a2b3c4)' };
    if ('original' in each) return { ...of(each.original), kind: 'original' as const };
    const reference = runs.find(({ id }) => id === each.reference.runId)?.references[each.reference.index];
    return {
      ...{ kind: 'reference' as const, name: reference?.name ?? '' },
      ...(reference && { shown: { url: reference.image, facts: reference.facts } }),
    };
  });
  const ids = new Set(asked.flatMap(each => ('candidate' in each ? [JSON.stringify(each.candidate)] : [])));
  const runIds = new Set(
    chosen.flatMap(({ candidate }: Omit<ComparedImage, 'id'>) => candidate?.runId ?? []),
  );
  const others = all
    .filter(({ candidate: { ref } }) => runIds.has(ref.runId) && !ids.has(JSON.stringify(ref)))
    .map(({ candidate }) => of(candidate.ref));
  const images = [...chosen, ...others].map((each, index) => ({ ...each, id: String(index) }));
  return {
    ...{ id: 'compare-1', name: images[0]?.name ?? '', images, mode: 'side' },
    shown: chosen.map((_, index) => String(index)),
  };
}

const made = (name: string, facts: Partial<ImageFacts>, colour: string): Omit<ComparedImage, 'id'> => {
  const [width, height] = [facts.width ?? 1, facts.height ?? 1];
  const url = pictureUrl({ width, height }, context => {
    context.fillStyle = colour;
    context.fillRect(0, 0, Math.ceil(width * 0.75), height);
    context.fillStyle = '#fff';
    context.fillRect(
      Math.floor(width / 4),
      Math.floor(height / 4),
      Math.ceil(width / 4),
      Math.ceil(height / 4),
    );
  });
  return {
    ...{ kind: 'file', name },
    shown: {
      url,
      facts: {
        ...{ format: 'png', mimeType: 'image/png', width, height, bytes: 1234, hasAlpha: true },
        ...{ animated: false, orientation: 1 },
        provenance: { contentCredentials: false, aiGenerated: false, synthIdClaimed: false },
        ...facts,
      },
    },
  };
};

/** Files of the workspace that do not suit each other: other sizes, one pixel, one that is gone. */
export function oddCompareView(): CompareView {
  const images = [
    made('img/large.png', { width: 800, height: 600 }, '#246'),
    made('img/small.png', { width: 200, height: 150 }, '#642'),
    made('img/dot.png', { width: 1, height: 1, animated: true }, '#264'),
    {
      kind: 'file' as const,
      name: 'img/huge.png',
      problem: 'The image has 10000 × 10000 pixels; at most 64 megapixels are read.',
    },
  ].map((each, index) => ({ ...each, id: String(index) }));
  return { id: 'compare-1', name: 'img/large.png', images, shown: ['0', '1', '2', '3'], mode: 'side' };
}

export function differenceOf(
  view: CompareView | undefined,
  pair: readonly string[],
  tolerance: number,
): Difference {
  const [one, other] = pair.map(id => view?.images.find(each => each.id === id)?.shown);
  if (!one || !other) return { problem: 'One of the two has no picture to compare.' };
  const { width, height } = one.facts;
  const scaled = other.facts.width !== width ? ['The image of 200 × 150 was scaled to 800 × 600.'] : [];
  // Fewer the more is tolerated.
  const changed = Math.round((width * height * Math.max(0, 32 - tolerance)) / 64);
  return { url: one.url, ...{ width, height, changed, most: 32, notes: scaled } };
}
