import type { ModelInfo } from '../../core/model/modelInfo';
import { readModelTable } from '../../core/models/modelTable';
import type { ProviderInfo } from '../../core/provider';
import table from './models.json';

const { models, retired, problems } = readModelTable(table);

export const geminiInfo: ProviderInfo = {
  id: 'gemini',
  label: 'Google Gemini',
  local: false,
  api: 'gemini',
  endpoint: {
    baseUrl: 'https://generativelanguage.googleapis.com',
    apiVersion: 'v1beta',
    keyHeader: 'x-goog-api-key',
  },
  models,
  retired,
  problems,
  key: {
    createUrl: 'https://aistudio.google.com/apikey',
    billingUrl: 'https://aistudio.google.com/usage?tab=billing',
    looksLike: 'AIza…',
  },
};

/** True for models that take `imageConfig.imageSize`; with one tier there is nothing to choose, and 2.5 refuses it. */
export function takesImageSize(model: ModelInfo): boolean {
  return model.capabilities.sizes.length > 1;
}

/** Gemini 3 answers 400 when an image of an earlier turn comes without its signature; 2.x knows no signatures. */
export function needsSignatures(model: ModelInfo): boolean {
  return !/\/gemini-[12]\./.test(model.id);
}
