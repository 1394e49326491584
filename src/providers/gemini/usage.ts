import type { Usage } from '../../core/model/outcome';
import { isRecord, pick, pickList, pickNumber, pickString } from './json';

const mostTokens = 10_000_000;

/**
 * Google's `usageMetadata` in our words; `undefined` when the service counted nothing. The details may list only the
 * image tokens: what is left of the candidates' tokens is text. Without details the two can't be told apart.
 */
export function usageOf(reply: unknown): Usage | undefined {
  const counts = pick(reply, 'usageMetadata');
  const prompt = tokens(counts, 'promptTokenCount');
  const tools = tokens(counts, 'toolUsePromptTokenCount');
  const output = tokens(counts, 'candidatesTokenCount');
  const thoughts = tokens(counts, 'thoughtsTokenCount');
  const details = pickList(counts, 'candidatesTokensDetails').filter(isRecord);
  const images = details
    .filter(detail => pickString(detail, 'modality') === 'IMAGE')
    .map(detail => tokens(detail, 'tokenCount'));
  const image = images.length === 0 ? undefined : images.reduce(add);
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

/** A number below zero, or beyond all that a model takes in, is no count: it would take money out of the sum. */
function tokens(counts: unknown, name: string): number | undefined {
  const count = pickNumber(counts, name);
  return count !== undefined && count >= 0 && count <= mostTokens ? count : undefined;
}

/** Of a count that is not known, neither is the sum. */
function add(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}
