import type { MissingView } from '../../../protocol/missingViews';
import type { StageView } from '../../../protocol/views';
import type { PanelParts } from '../panelParts';
import { compareIntents } from './compareIntents';
import { CompareStage } from './compareStage';
import { layersIntents } from './layersIntents';
import { LayersStage } from './layersStage';
import { missingIntents } from './missingIntents';
import { MissingStage } from './missingStage';
import { saveIntents } from './saveIntents';
import { SaveStage } from './saveStage';
import { scoreboardIntents } from './scoreboardIntents';
import { ScoreboardStage } from './scoreboardStage';
import { setIntents } from './setIntents';
import { SetStage } from './setStage';
import { sliceIntents } from './sliceIntents';
import { SliceStage } from './sliceStage';
import { spriteIntents } from './spriteIntents';
import { SpriteStage } from './spriteStage';
import type { StageRequest } from './stage';
import { Stages } from './stages';

/** What the stages need of the page that shows them. */
export interface StagePage {
  toUri(path: string): string;
  open(request: StageRequest): Promise<void>;
  /** Of a view that is open, as it is by now; nothing where the page is not there. */
  show(view: StageView): void;
  missing(view: MissingView): void;
}

type Intents = ReturnType<typeof saveIntents> &
  ReturnType<typeof spriteIntents> &
  ReturnType<typeof layersIntents> &
  ReturnType<typeof setIntents> &
  ReturnType<typeof sliceIntents> &
  ReturnType<typeof missingIntents> &
  ReturnType<typeof scoreboardIntents> &
  ReturnType<typeof compareIntents>;

/** Every view over the panel, and what the page may ask of each. */
export function createStages(own: PanelParts, page: StagePage): { stages: Stages; intents: Intents } {
  const deps = { ...own, toUri: (path: string) => page.toUri(path) };
  const save = new SaveStage(deps);
  const sprites = new SpriteStage(deps);
  const layers = new LayersStage(deps);
  const set = new SetStage(deps);
  const slice = new SliceStage(deps);
  const compare = new CompareStage(deps);
  const missing = new MissingStage({ ...deps, show: view => page.missing(view) });
  const scoreboard = new ScoreboardStage({
    services: own.services,
    show: view => page.show({ kind: 'scoreboard', ...view }),
  });
  return {
    stages: new Stages({ save, sprites, layers, set, slice, missing, scoreboard, compare }),
    intents: {
      ...saveIntents(save),
      ...spriteIntents(sprites),
      ...layersIntents(layers),
      ...setIntents(set, request => page.open(request)),
      ...sliceIntents(slice),
      ...missingIntents(missing),
      ...scoreboardIntents(),
      ...compareIntents(compare, request => page.open(request)),
    },
  };
}
