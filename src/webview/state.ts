import { emptyValues } from '../core/model/composerValues';
import type { CandidateRef } from '../core/model/run';
import type { ComposerView, ModelView, RunView, SpendingView, StageView } from '../protocol/views';
import type { UiState } from './uiState';
import { initialUi } from './uiState';

/** All that is drawn. Replaced, never changed in place: components compare by identity. */
export interface PanelState {
  /** The host has answered; until then the same shell is shown with its controls off. */
  ready: boolean;
  /** Why the host could not answer, as long as nobody has tried again. */
  failed: string | undefined;
  /** The host's language came with its answer. */
  localized: boolean;
  composer: ComposerView;
  models: readonly ModelView[];
  /** Newest first, those that match the search. */
  runs: readonly RunView[];
  moreRuns: boolean;
  loadingRuns: boolean;
  /** What could not be loaded last: the list as it is searched for, or what comes below it. */
  runsFailed: 'list' | 'older' | undefined;
  spending: SpendingView | undefined;
  restricted: string | undefined;
  noKey: boolean;
  /** Generate was pressed, and the host has not said yet whether the run began. */
  starting: boolean;
  /** Why the last Generate sent nothing. */
  refusal: string | undefined;
  /** One line at the bottom that goes away by itself. */
  status: { text: string; failed: boolean } | undefined;
  /** The view over the panel. */
  stage: StageView | undefined;
  /** Where in the results it was opened; absent when that was elsewhere. */
  stageOf: CandidateRef | undefined;
  /** Images that were selected to be compared, in that order. */
  comparing: readonly CandidateRef[];
  ui: UiState;
}

export const initialState: PanelState = {
  ready: false,
  failed: undefined,
  localized: false,
  composer: {
    ...emptyValues,
    references: [],
    derived: {
      aspectRatios: [],
      sizes: [],
      exactSize: false,
      thinkingLevels: [],
      seed: false,
      systemInstruction: false,
      qualities: [],
      search: false,
      transparency: false,
      offersTransparency: false,
      maxReferences: 0,
      notes: [],
      requests: 1,
    },
  },
  models: [],
  runs: [],
  moreRuns: false,
  loadingRuns: false,
  runsFailed: undefined,
  spending: undefined,
  restricted: undefined,
  noKey: false,
  starting: false,
  refusal: undefined,
  status: undefined,
  stage: undefined,
  stageOf: undefined,
  comparing: [],
  ui: initialUi,
};

export function matches(run: RunView, search: string): boolean {
  return run.prompt.toLowerCase().includes(search.trim().toLowerCase());
}

/** What is left of a run when only favorites are shown; `undefined`: nothing. */
export function onlyFavourites(run: RunView): RunView | undefined {
  const columns = run.columns
    .map(column => ({
      ...column,
      requests: column.requests.filter(({ candidates }) => candidates.some(({ favourite }) => favourite)),
    }))
    .filter(({ requests }) => requests.length > 0);
  // What is out of sight for another reason is not brought back from here.
  return columns.length === 0 ? undefined : { ...run, columns, hidden: 0 };
}

/** The list with this run in it, in order, whatever was there before. */
export function withRun(runs: readonly RunView[], run: RunView, search: string): readonly RunView[] {
  const known = runs.some(each => each.id === run.id);
  if (known) return runs.map(each => (each.id === run.id ? run : each));
  if (!matches(run, search)) return runs;
  return [...runs, run].sort((a, b) => b.createdAt - a.createdAt);
}

/** A page further down. A run that came by notification meanwhile is newer than its page. */
export function withPage(runs: readonly RunView[], page: readonly RunView[]): readonly RunView[] {
  const known = new Set(runs.map(run => run.id));
  return [...runs, ...page.filter(run => !known.has(run.id))];
}

/** Newest and running ones are open unless the user said otherwise. */
export function isOpen(run: RunView, isNewest: boolean, ui: UiState): boolean {
  return ui.toggled[run.id] ?? (isNewest || run.running);
}
