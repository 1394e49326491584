import type { AspectRatio, ModelId } from './modelInfo';
import type { RunSettings } from './run';

/** What the user has filled in. `null` and an empty text leave the choice to the model. */
export interface ComposerValues {
  prompt: string;
  models: readonly ModelId[];
  count: number;
  aspectRatio: AspectRatio | null;
  imageSize: string | null;
  /** Exact pixels, only with models that take them. */
  width: number | null;
  height: number | null;
  thinking: string | null;
  seed: number | null;
  systemInstruction: string;
  background: 'transparent' | null;
  quality: string | null;
  /** Look up what the prompt speaks of before drawing. */
  search: boolean;
  /** Hide which model made what until the best is picked. */
  blind: boolean;
}

export const defaultShape = {
  aspectRatio: null,
  imageSize: null,
  width: null,
  height: null,
  background: null,
} as const satisfies Partial<ComposerValues>;

/** Nothing beyond prompt, models and count is chosen. */
export const defaultSettings = {
  ...defaultShape,
  thinking: null,
  seed: null,
  systemInstruction: '',
  quality: null,
  search: false,
} as const satisfies Partial<ComposerValues>;

export const emptyValues: ComposerValues = {
  prompt: '',
  models: [],
  count: 1,
  blind: false,
  ...defaultSettings,
};

/** The settings that a run is started with. Exact pixels need both numbers; they then replace ratio and tier. */
export function settingsOf(values: ComposerValues): RunSettings {
  const exact = values.width !== null && values.height !== null;
  return {
    ...(values.aspectRatio !== null && !exact && { aspectRatio: values.aspectRatio }),
    ...(values.imageSize !== null && !exact && { imageSize: values.imageSize }),
    ...(values.width !== null && exact && { width: values.width }),
    ...(values.height !== null && exact && { height: values.height }),
    ...(values.thinking !== null && { thinking: values.thinking }),
    ...(values.seed !== null && { seed: values.seed }),
    ...(values.background !== null && { background: values.background }),
    ...(values.quality !== null && { quality: values.quality }),
    ...(values.search && { search: true }),
    ...(values.systemInstruction.trim() !== '' && { systemInstruction: values.systemInstruction.trim() }),
  };
}
