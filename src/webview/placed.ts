import type { RunView } from '../protocol/views';
import type { Placed } from './candidateActions';
import type { StageImage } from './components/stage';

/** The run's candidates in reading order: column by column. */
export function placedOf(run: RunView): readonly Placed[] {
  return run.columns.flatMap(({ label, requests }) =>
    requests.flatMap(request => request.candidates.map(candidate => ({ run, request, candidate, label }))),
  );
}

/** What a candidate of this run can be held against: its reference images. The one that it continues is among them. */
export function beforesOf(run: RunView): readonly StageImage[] {
  return run.references.map(({ name, image, thumbnail, facts }) => ({
    name,
    url: image,
    ...(thumbnail && { thumbnail }),
    width: facts.width,
    height: facts.height,
  }));
}
