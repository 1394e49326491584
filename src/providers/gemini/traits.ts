import type { ModelInfo } from '../../core/model/modelInfo';

/** True for models that take `imageConfig.imageSize`; with one tier there is nothing to choose, and 2.5 refuses it. */
export function takesImageSize(model: ModelInfo): boolean {
  return model.capabilities.sizes.length > 1;
}

/** Gemini 3 answers 400 when an image of an earlier turn comes without its signature; 2.x knows no signatures. */
export function needsSignatures(model: ModelInfo): boolean {
  return !/\/gemini-[12]\./.test(model.id);
}
