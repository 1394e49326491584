import { serviceModelId, type ModelInfo } from '../../core/model/modelInfo';

/** OpenAI's own family, whoever resells it (`openai/gpt-image-2`): it refuses `response_format`, and has transparency. */
export function isGptImage(model: Pick<ModelInfo, 'id'>): boolean {
  return /(^|\/)(chat)?gpt-image/.test(serviceModelId(model.id));
}
