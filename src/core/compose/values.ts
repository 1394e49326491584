import type { AspectRatio, ModelId } from '../model/modelInfo';
import type { RunSettings } from '../model/run';

/** What a user has filled in. `null` and an empty text leave the choice to the model. */
export interface ComposeValues {
  prompt: string;
  models: readonly ModelId[];
  count: number;
  aspectRatio: AspectRatio | null;
  imageSize: string | null;
  width: number | null;
  height: number | null;
  thinking: string | null;
  seed: number | null;
  systemInstruction: string;
}

/** The settings that a run is started with. Exact pixels need both numbers; they then replace ratio and tier. */
export function settingsOf(values: ComposeValues): RunSettings {
  const exact = values.width !== null && values.height !== null;
  return {
    ...(values.aspectRatio !== null && !exact && { aspectRatio: values.aspectRatio }),
    ...(values.imageSize !== null && !exact && { imageSize: values.imageSize }),
    ...(values.width !== null && exact && { width: values.width }),
    ...(values.height !== null && exact && { height: values.height }),
    ...(values.thinking !== null && { thinking: values.thinking }),
    ...(values.seed !== null && { seed: values.seed }),
    ...(values.systemInstruction.trim() !== '' && { systemInstruction: values.systemInstruction.trim() }),
  };
}
