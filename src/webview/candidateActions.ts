import { t } from '@vscode/l10n';
import { sameCandidate, type CandidateRef } from '../core/model/run';
import { mostCompared } from '../protocol/compareViews';
import type { CandidateView, ModelView, RequestView, RunView } from '../protocol/views';
import type { MenuItem } from './components/menuItem';
import { modelItem } from './components/modelField';
import { copyPng } from './copyPng';
import { icon } from './icons';
import { shortList } from './modelList';
import type { PanelStore } from './store';

/** A candidate and where it stands. */
export interface Placed {
  run: RunView;
  request: RequestView;
  candidate: CandidateView;
  /** The model, as its column says it. */
  label: string;
}

const tryPrefix = 'try:';

/** The models that can do what this run asked for. What the composer holds now has no say in that. */
export function modelsFor(run: RunView, models: readonly ModelView[]): readonly ModelView[] {
  const count = run.references.length;
  return models
    .filter(
      ({ references, status }) =>
        status !== 'retired' && (!references || (count >= references.min && count <= references.max)),
    )
    .map(model => {
      const { unavailable, ...able } = model;
      return unavailable === undefined ? model : able;
    });
}

/** "Try another model": each other model, or the same again. */
export function tryAgainItem(models: readonly ModelView[], label: string): MenuItem {
  // Where two services offer a model of this name, nobody can say here which of them is meant.
  const [same, ...more] = models.filter(model => model.label === label);
  const others = shortList(models).filter(model => more.length > 0 || model !== same);
  return {
    id: 'try',
    label: t('Try another model'),
    icon: icon('compare', 'small'),
    children: [
      { id: `${tryPrefix}`, label: t('{0} again', label) },
      ...others.map(model => {
        const item = modelItem(model);
        return { ...item, id: tryPrefix + model.id };
      }),
    ],
  };
}

/** Runs a choice of `tryAgainItem`; false when it was something else. */
export function tryAgain(store: PanelStore, choice: string, runId: string, requestId: string): boolean {
  if (!choice.startsWith(tryPrefix)) return false;
  const model = choice.slice(tryPrefix.length);
  void store.ask('retry', { runId, requestId, ...(model && { model }) });
  return true;
}

const comparePrefix = 'compare:';

/** "Compare with": what this image can be held against. */
function compareItems({ run, candidate }: Placed): MenuItem[] {
  const others = run.columns.flatMap(({ requests }) => requests.flatMap(({ candidates }) => candidates));
  const children: MenuItem[] = [
    ...(others.length > 1 ? [{ id: `${comparePrefix}run`, label: t('Other images of this run') }] : []),
    ...(candidate.original === undefined ? [] : [{ id: `${comparePrefix}original`, label: t('As it came') }]),
    ...run.references.map(({ name }, index) => ({
      id: `${comparePrefix}${index}`,
      label: t('Original: {0}', name),
    })),
    ...(candidate.savedAs === undefined && !run.replaceable
      ? []
      : [{ id: `${comparePrefix}head`, label: t('The file in Git HEAD') }]),
  ];
  if (children.length === 0) return [];
  return [{ id: 'compare', label: t('Compare with'), icon: icon('split', 'small'), children }];
}

function compareWith(store: PanelStore, choice: string, { run, candidate }: Placed): boolean {
  if (!choice.startsWith(comparePrefix)) return false;
  const { ref } = candidate;
  const what = choice.slice(comparePrefix.length);
  const beside = (): { candidate: CandidateRef }[] =>
    run.columns
      .flatMap(({ requests }) => requests.flatMap(({ candidates }) => candidates))
      .filter(each => !sameCandidate(each.ref, ref))
      .map(each => ({ candidate: each.ref }));
  const others =
    what === 'run'
      ? beside()
      : what === 'original'
        ? [{ original: ref }]
        : what === 'head'
          ? [{ headOf: ref }]
          : [{ reference: { runId: run.id, index: Number(what) } }];
  // What it is held against is at its left, as before and after are.
  const images = what === 'run' ? [{ candidate: ref }, ...others] : [...others, { candidate: ref }];
  void store.openCompare(images.slice(0, mostCompared), ref);
  return true;
}

/** The `⋯` menu of a candidate. `Save…` and `Edit…` are buttons of their own. */
export function candidateItems(placed: Placed, models: readonly ModelView[]): MenuItem[] {
  const items = allItems(placed, models);
  return isDrawing(placed.candidate) ? items.filter(({ id }) => !ofPixels.has(id)) : items;
}

/** An SVG: it has no pixels that a model takes or that are changed here. */
export function isDrawing({ facts }: Pick<CandidateView, 'facts'>): boolean {
  return facts.format === 'svg';
}

const ofPixels: ReadonlySet<string> = new Set([
  ...[
    'layers',
    'compare',
    'set',
    'useCandidate',
    'sprites',
    'slice',
    'copyImage',
    'replaceOriginal',
    'editCandidate',
  ],
]);

function allItems(placed: Placed, models: readonly ModelView[]): MenuItem[] {
  const { run, request, candidate, label } = placed;
  return [
    {
      id: 'favourite',
      label: candidate.favourite ? t('Remove from favorites') : t('Favorite'),
      icon: icon(candidate.favourite ? 'starFull' : 'star', 'small'),
    },
    ...(run.columns.length > 1 || (run.columns[0]?.requests.length ?? 0) > 1
      ? [
          {
            id: 'pin',
            label: request.pinned ? t('Unpin') : t('Pin to the front'),
            icon: icon('pin', 'small'),
          },
          { id: 'hide', label: t('Hide'), icon: icon('eyeClosed', 'small') },
        ]
      : []),
    { id: 'layers', label: t('Add text and marks…'), icon: icon('edit', 'small'), group: '' },
    { id: 'saveAndInsert', label: t('Save and insert'), icon: icon('insert', 'small'), group: '' },
    ...(candidate.original === undefined
      ? []
      : [{ id: 'saveOriginal', label: t('Save as it came…'), icon: icon('save', 'small') }]),
    ...(run.replaceable
      ? [
          {
            id: 'replaceOriginal',
            label: t('Replace {0}…', run.replaceable.name),
            icon: icon('replace', 'small'),
          },
        ]
      : []),
    ...(candidate.savedAs === undefined
      ? []
      : [{ id: 'undoSave', label: t('Undo this save'), icon: icon('discard', 'small') }]),
    ...compareItems(placed),
    { id: 'set', label: t('Make asset set…'), icon: icon('files', 'small') },
    { id: 'useCandidate', label: t('Use as reference'), icon: icon('image', 'small'), group: '' },
    { id: 'sprites', label: t('Cut into sprite frames…'), icon: icon('layers', 'small'), group: '' },
    { id: 'slice', label: t('Nine-slice guides…'), icon: icon('outlines', 'small'), group: '' },
    { id: 'copyImage', label: t('Copy image'), icon: icon('copy', 'small'), group: '' },
    { id: 'copyPrompt', label: t('Copy prompt'), icon: icon('quote', 'small'), group: '' },
    { id: 'reveal', label: t('Reveal'), icon: icon('folder', 'small'), group: '' },
    { ...tryAgainItem(models, label), group: ' ' },
    { id: 'deleteCandidate', label: t('Delete'), icon: icon('trash', 'small'), group: ' ' },
  ];
}

/** Runs a choice of `candidateItems`, or `save` and `edit`. */
export function runCandidateAction(store: PanelStore, choice: string, placed: Placed): void {
  const { run, request, candidate } = placed;
  const { ref } = candidate;
  if (compareWith(store, choice, placed)) return;
  if (tryAgain(store, choice, run.id, request.id)) return;
  switch (choice) {
    case 'save':
    case 'sprites':
    case 'slice':
    case 'layers':
      void store.openStage({ kind: choice, candidate: ref });
      break;
    case 'set':
      void store.openStage({ kind: 'set', candidate: ref });
      break;
    case 'saveOriginal':
      void store.openStage({ kind: 'save', candidate: ref, original: true });
      break;
    case 'saveAndInsert':
    case 'replaceOriginal':
    case 'undoSave':
    case 'useCandidate':
    case 'editCandidate':
    case 'reveal':
    case 'deleteCandidate':
      void store.ask(choice, { candidate: ref });
      break;
    case 'favourite':
      void store.ask('favourite', { candidate: ref, on: candidate.favourite !== true });
      break;
    case 'pin':
      void store.ask('pin', { runId: run.id, requestId: request.id, on: request.pinned !== true });
      break;
    case 'hide':
      void store.ask('hide', { runId: run.id, requestId: request.id });
      break;
    case 'pick':
      void store.ask('pick', { runId: run.id, candidate: ref });
      break;
    case 'copyPrompt':
      void store.ask('copyPrompt', { runId: run.id });
      break;
    case 'copyImage':
      void copyPng(store, candidate);
  }
}
