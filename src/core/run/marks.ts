import type { ModelId } from '../model/modelInfo';
import { sameCandidate, type CandidateRef, type RequestRecord, type Run, type RunMarks } from '../model/run';

/** What the user's hands do with what is there; nothing of it changes what came. */
export type MarkChange =
  | { favourite: CandidateRef; on: boolean }
  | { pinned: string; on: boolean }
  | { hidden: string; on: boolean }
  /** All that were hidden. */
  | { showAll: true }
  /** The best of a blind run; `null`: the names are shown without a vote. */
  | { picked: CandidateRef | null };

export const noMarks: RunMarks = { favourites: [], pinned: [], hidden: [] };

export function withMark(marks: RunMarks, change: MarkChange): RunMarks {
  if ('favourite' in change) {
    const others = marks.favourites.filter(each => !sameCandidate(each, change.favourite));
    return { ...marks, favourites: change.on ? [...others, change.favourite] : others };
  }
  if ('pinned' in change) return { ...marks, pinned: withId(marks.pinned, change.pinned, change.on) };
  if ('hidden' in change) return { ...marks, hidden: withId(marks.hidden, change.hidden, change.on) };
  if ('showAll' in change) return { ...marks, hidden: [] };
  return { ...marks, picked: change.picked };
}

function withId(ids: readonly string[], id: string, on: boolean): readonly string[] {
  const others = ids.filter(each => each !== id);
  return on ? [...others, id] : others;
}

/** The names of its models are not to be seen. */
export function isVeiled({ blind, marks }: Pick<Run, 'blind' | 'marks'>): boolean {
  return blind === true && marks?.picked === undefined;
}

/** Every model of a run: in an order that says nothing, always the same, while the names are hidden. */
export function modelsOf(
  run: Pick<Run, 'id' | 'models' | 'requests' | 'blind' | 'marks'>,
): readonly ModelId[] {
  const all = [...new Set([...run.models, ...run.requests.map(request => request.model)])];
  return isVeiled(run) ? shuffled(run.id, all, id => id) : all;
}

/** Models of a veiled run in an order that says nothing, always the same for the run. */
function shuffled<T>(runId: string, items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...items]
    .map(item => ({ item, at: scatter(`${runId} ${key(item)}`) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** FNV-1a with a last mix: neighbours in the alphabet end up anywhere. */
function scatter(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** `A`, `B`, … `Z`, `AA`: what stands for a name that is not to be seen. */
export function letterOf(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? letterOf(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** Requests whose images are there, of models that have any. */
export function contenders({ requests }: Pick<Run, 'requests'>): readonly RequestRecord[] {
  return requests.filter(({ outcome }) => outcome?.kind === 'images' && outcome.images.length > 0);
}
