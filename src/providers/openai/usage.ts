import type { Usage } from '../../core/model/outcome';
import { tokens } from '../wire/counts';
import { pick } from '../wire/json';

/**
 * OpenAI's `usage` in our words. What comes out is the image where it is not told apart. Some servers count nothing and
 * say 0: `undefined`, as for an answer without counts.
 */
export function usageOf(reply: unknown): Usage | undefined {
  const counts = pick(reply, 'usage');
  const input = tokens(counts, 'input_tokens') ?? tokens(counts, 'prompt_tokens');
  const output = tokens(counts, 'output_tokens') ?? tokens(counts, 'completion_tokens');
  const image = tokens(pick(counts, 'output_tokens_details'), 'image_tokens') ?? output;
  if ((input ?? 0) + (output ?? 0) === 0) return undefined;
  return {
    ...(input !== undefined && { inputTokens: input }),
    ...(image !== undefined && { imageOutputTokens: image }),
    ...(output !== undefined && { outputTokens: output }),
  };
}
