import type { Usage } from '../../core/model/outcome';
import { isRecord, pick, pickList, pickNumber, pickString } from './json';

/**
 * Google's `usageMetadata` in our words; `undefined` when the service counted nothing. The details may list only the
 * image tokens: what is left of the candidates' tokens is text. Without details the two can't be told apart.
 */
export function usageOf(reply: unknown): Usage | undefined {
  const counts = pick(reply, 'usageMetadata');
  const prompt = pickNumber(counts, 'promptTokenCount');
  const tools = pickNumber(counts, 'toolUsePromptTokenCount');
  const output = pickNumber(counts, 'candidatesTokenCount');
  const thoughts = pickNumber(counts, 'thoughtsTokenCount');
  const details = pickList(counts, 'candidatesTokensDetails').filter(isRecord);
  const image = details
    .filter(detail => pickString(detail, 'modality') === 'IMAGE')
    .reduce<number | undefined>(
      (sum, detail) => (sum ?? 0) + (pickNumber(detail, 'tokenCount') ?? 0),
      undefined,
    );
  const usage: Usage = {
    ...(prompt === undefined ? {} : { inputTokens: prompt + (tools ?? 0) }),
    ...(image === undefined ? {} : { imageOutputTokens: image }),
    ...(details.length === 0 || output === undefined
      ? {}
      : { textOutputTokens: Math.max(0, output - (image ?? 0)) }),
    ...(thoughts === undefined ? {} : { thoughtTokens: thoughts }),
  };
  return Object.keys(usage).length === 0 ? undefined : usage;
}
