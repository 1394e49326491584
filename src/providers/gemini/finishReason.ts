import type { FailureKind } from '../../core/model/outcome';

const kinds: Readonly<Record<string, FailureKind>> = {
  SAFETY: 'blocked',
  RECITATION: 'blocked',
  LANGUAGE: 'blocked',
  OTHER: 'blocked',
  BLOCKLIST: 'blocked',
  PROHIBITED_CONTENT: 'blocked',
  SPII: 'blocked',
  IMAGE_SAFETY: 'blocked',
  IMAGE_PROHIBITED_CONTENT: 'blocked',
  IMAGE_RECITATION: 'blocked',
  IMAGE_OTHER: 'blocked',
  MODEL_ARMOR: 'blocked',
  NO_IMAGE: 'text-only',
  MAX_TOKENS: 'text-only',
  MALFORMED_FUNCTION_CALL: 'bad-response',
  UNEXPECTED_TOOL_CALL: 'bad-response',
  TOO_MANY_TOOL_CALLS: 'bad-response',
  MALFORMED_RESPONSE: 'bad-response',
  CONTINUATION: 'bad-response',
  MISSING_THOUGHT_SIGNATURE: 'bad-request',
};

/** Firebase's sample of `OTHER`: "Model failed to generate content due to internal error." */
const ownFault = /\binternal (server )?error\b/i;

/**
 * What a reply without an image is. Google's enum, discovery revision 20260327, and strings that are not in it yet.
 * `message` is the reply's `finishMessage`: the reason `OTHER` may be a refusal or the service's own fault.
 */
export function emptyReason(
  finish: string | undefined,
  spoke: boolean,
  thought: boolean,
  message = '',
): { kind: FailureKind; reason: string } {
  if (finish !== undefined && ownFault.test(message))
    return { kind: 'bad-response', reason: 'service-error' };
  if (finish !== undefined && Object.hasOwn(kinds, finish))
    return { kind: kinds[finish] ?? 'blocked', reason: finish };
  if (finish !== undefined && finish !== 'STOP' && finish !== 'FINISH_REASON_UNSPECIFIED') {
    const refused = /SAFETY|PROHIBIT|BLOCK|POLICY|RECITATION/.test(finish);
    return { kind: refused ? 'blocked' : spoke ? 'text-only' : 'bad-response', reason: finish };
  }
  if (spoke) return { kind: 'text-only', reason: finish ?? 'no-image' };
  if (thought) return { kind: 'text-only', reason: 'thoughts-only' };
  return { kind: 'bad-response', reason: 'empty' };
}
