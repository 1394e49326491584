import type { ModelInfo } from '../../core/model/modelInfo';
import { isRecord, type Json } from '../wire/json';

/** True for models that take `imageConfig.imageSize`; with one tier there is nothing to choose, and 2.5 refuses it. */
export function takesImageSize(model: ModelInfo): boolean {
  return model.capabilities.sizes.length > 1;
}

/** Whether the service takes an earlier answer of the model back, signatures and all. `parts`: of that answer. */
export function canEchoParts(model: ModelInfo, parts: readonly Json[]): boolean {
  if (parts.length === 0) return false;
  if (!needsSignatures(model)) return true;
  const signed = (part: Json | undefined): boolean => typeof part?.['thoughtSignature'] === 'string';
  // An interaction begins with a signed thought, and what has none is not sent; elsewhere each image has its own.
  return model.interactions === true
    ? signed(parts.find(part => part['thought'] !== true || signed(part)))
    : parts.every(part => !isRecord(part['inlineData']) || signed(part));
}

/** Gemini 3 answers 400 when an image of an earlier turn comes without its signature; 2.x knows no signatures. */
function needsSignatures(model: ModelInfo): boolean {
  return !/\/gemini-[12]\./.test(model.id);
}
