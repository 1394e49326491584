import type { Usage } from '../../core/model/outcome';
import { dollars, tokens } from '../wire/counts';
import { pick } from '../wire/json';

/** OpenRouter's `usage`: what it charged, and tokens where the model has any. */
export function usageOf(reply: unknown): Usage | undefined {
  const counts = pick(reply, 'usage');
  const cost = dollars(counts, 'cost');
  const input = tokens(counts, 'prompt_tokens');
  const output = tokens(counts, 'completion_tokens');
  const image = tokens(pick(counts, 'completion_tokens_details'), 'image_tokens');
  const usage: Usage = {
    ...(cost !== undefined && { costUsd: cost }),
    ...(input !== undefined && { inputTokens: input }),
    ...(image !== undefined && { imageOutputTokens: image }),
    ...(output !== undefined && { outputTokens: output }),
  };
  return Object.keys(usage).length === 0 ? undefined : usage;
}
