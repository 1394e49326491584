import type { Usage } from '../../core/model/outcome';
import { tokens } from '../wire/counts';
import { isRecord, pick, pickList, pickString, type Json } from '../wire/json';

/**
 * Google's `usageMetadata` in our words; `undefined` when the service counted nothing. The details may list only the
 * image tokens, or be missing: what is text is for whoever knows whether images came.
 */
export function usageOf(reply: unknown): Usage | undefined {
  const counts = pick(reply, 'usageMetadata');
  const prompt = tokens(counts, 'promptTokenCount');
  const tools = tokens(counts, 'toolUsePromptTokenCount');
  const thoughts = tokens(counts, 'thoughtsTokenCount');
  const details = pickList(counts, 'candidatesTokensDetails').filter(isRecord);
  const image = sum(details.filter(detail => pickString(detail, 'modality') === 'IMAGE'));
  const output = tokens(counts, 'candidatesTokenCount') ?? sum(details);
  const usage: Usage = {
    ...(prompt === undefined ? {} : { inputTokens: prompt + (tools ?? 0) }),
    ...(image === undefined ? {} : { imageOutputTokens: image }),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(thoughts === undefined ? {} : { thoughtTokens: thoughts }),
  };
  return Object.keys(usage).length === 0 ? undefined : usage;
}

/** Of nothing, or with a count that is not known, there is no sum. */
function sum(details: readonly Json[]): number | undefined {
  const counts = details.map(detail => tokens(detail, 'tokenCount'));
  return counts.length === 0 ? undefined : counts.reduce(add);
}

function add(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}
