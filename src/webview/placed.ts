import type { RunView } from '../protocol/views';
import type { Placed } from './candidateActions';
import type { StageImage } from './components/stage';

/** The run's candidates in reading order: column by column. */
export function placedOf(run: RunView): readonly Placed[] {
  return run.columns.flatMap(({ label, requests }) =>
    requests.flatMap(request => request.candidates.map(candidate => ({ run, request, candidate, label }))),
  );
}

/** What a candidate of this run can be held against: its reference images, and the candidate that it continues. */
export function beforesOf(run: RunView, runs: readonly RunView[]): readonly StageImage[] {
  const references = run.references.map(({ name, image, thumbnail, facts }) => ({
    name,
    url: image,
    ...(thumbnail && { thumbnail }),
    width: facts.width,
    height: facts.height,
  }));
  const { parent } = run;
  const from = runs.find(each => each.id === parent?.runId);
  const placed =
    from &&
    placedOf(from).find(
      ({ candidate: { ref } }) => ref.requestId === parent?.requestId && ref.index === parent.index,
    );
  if (placed === undefined || references.some(each => each.url === placed.candidate.image)) return references;
  const { image, thumbnail, facts } = placed.candidate;
  return [
    ...references,
    {
      name: placed.label,
      url: image,
      ...(thumbnail && { thumbnail }),
      width: facts.width,
      height: facts.height,
    },
  ];
}
