import { makesDrawings, type ModelInfo } from '../model/modelInfo';

/**
 * How a transparent background comes about. `alpha`: the model is asked for it. `key`: the model paints a flat colour
 * behind the subject, which is removed on this machine. `none`: not at all.
 */
export function transparencyOf(model: ModelInfo): 'alpha' | 'key' | 'none' {
  // A drawing has the background that is drawn: a key colour would stay in it.
  if (makesDrawings(model)) return 'none';
  if (model.capabilities.alpha) return 'alpha';
  // What runs on this machine does not read prompts as a model does.
  return model.local ? 'none' : 'key';
}
