import { isRecord, pick, pickList, pickString, type Json } from '../wire/json';
import { hasError } from '../wire/readReply';

/**
 * An interaction as a reply of `generateContent` says the same, so that one mapping understands both: steps in their
 * order, thoughts marked as such, and the signature of a thought at what follows it.
 */
export function replyOfInteraction(json: unknown): unknown {
  if (!isRecord(json)) return json;
  const steps = pickList(json, 'steps').filter(isRecord);
  const parts = partsOf(steps);
  const status = pickString(json, 'status');
  const fault = status === 'completed' ? undefined : faultOf(json, steps);
  const refused = fault !== undefined && refusal.test(`${fault.code ?? ''} ${fault.message ?? ''}`);
  const candidate = {
    content: { role: 'model', parts },
    ...finishOf(refused ? (refusal.test(fault.code ?? '') ? fault.code : 'SAFETY') : status),
    ...(fault?.message !== undefined && { finishMessage: fault.message }),
    groundingMetadata: groundingOf(steps),
  };
  return {
    ...(steps.length > 0 || status !== undefined ? { candidates: [candidate] } : {}),
    ...(isRecord(json['usage']) ? { usageMetadata: usageOf(json['usage']) } : {}),
    ...said('modelVersion', pickString(json, 'model')),
    ...said('responseId', pickString(json, 'id')),
    ...(hasError(json) ? { error: json['error'] } : fault && !refused ? { error: fault.error } : {}),
  };
}

function said(name: string, value: string | undefined): Json {
  return value === undefined ? {} : { [name]: value };
}

function partsOf(steps: readonly Json[]): readonly Json[] {
  const parts: Json[] = [];
  let signature: string | undefined;
  for (const step of steps) {
    if (step['type'] === 'thought') {
      if (signature !== undefined) parts.push({ text: '', thought: true, thoughtSignature: signature });
      signature = pickString(step, 'signature');
      for (const content of pickList(step, 'summary')) {
        parts.push(...partOf(content).map(part => ({ ...part, thought: true })));
      }
    }
    if (step['type'] !== 'model_output') continue;
    for (const part of pickList(step, 'content').flatMap(partOf)) {
      parts.push(signature === undefined ? part : { ...part, thoughtSignature: signature });
      signature = undefined;
    }
  }
  return parts;
}

function partOf(content: unknown): readonly Json[] {
  const text = pickString(content, 'text');
  const data = pickString(content, 'data');
  const uri = pickString(content, 'uri');
  if (pick(content, 'type') === 'text') return text === undefined ? [] : [{ text }];
  if (pick(content, 'type') !== 'image') return [];
  if (data !== undefined) return [{ inlineData: { mimeType: pickString(content, 'mimeType'), data } }];
  // Where it lies; an address in words is understood.
  return uri === undefined ? [] : [{ text: uri }];
}

/** How a refusal is said is not documented: by its words. */
const refusal = /safety|prohibited|blocked|policy|recitation/i;

interface Fault {
  code: string | undefined;
  message: string | undefined;
  /** In the words of other answers. */
  error: Json;
}

/** What went wrong, as the interaction or one of its steps says. */
function faultOf(json: Json, steps: readonly Json[]): Fault | undefined {
  const errors = [...pickList(json, 'errors'), ...steps.map(step => step['error'])].filter(isRecord);
  const [error] = errors;
  if (error === undefined) return undefined;
  // A name, the address of one, or a number.
  const code = (pickString(error, 'code') ?? rpcCodes[Number(error['code'])])
    ?.replace(/^.*[/#]/, '')
    .toUpperCase();
  const message = pickString(error, 'message');
  return { code, message, error: { ...(code !== undefined && { status: code }), message: message ?? code } };
}

/** `google.rpc.Code`, as far as it says what to do. */
const rpcCodes: Readonly<Record<number, string>> = {
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
  13: 'INTERNAL',
  14: 'UNAVAILABLE',
  16: 'UNAUTHENTICATED',
};

function finishOf(status: string | undefined): Json {
  if (status === undefined) return {};
  const reasons: Readonly<Record<string, string>> = { completed: 'STOP', incomplete: 'MAX_TOKENS' };
  return { finishReason: reasons[status] ?? status };
}

function usageOf(usage: Json): Json {
  const details = pickList(usage, 'outputTokensByModality').filter(isRecord);
  return {
    promptTokenCount: usage['total_input_tokens'],
    toolUsePromptTokenCount: usage['total_tool_use_tokens'],
    candidatesTokenCount: usage['total_output_tokens'],
    thoughtsTokenCount: usage['total_thought_tokens'],
    candidatesTokensDetails: details.map(({ modality, tokens }) => ({
      modality: typeof modality === 'string' ? modality.toUpperCase() : '',
      tokenCount: tokens,
    })),
  };
}

function groundingOf(steps: readonly Json[]): Json {
  const calls = steps.filter(step => step['type'] === 'google_search_call');
  const annotations = steps
    .flatMap(step => pickList(step, 'content'))
    .flatMap(content => pickList(content, 'annotations'))
    .filter(isRecord);
  return {
    webSearchQueries: calls.flatMap(call => pickList(call['arguments'], 'queries')),
    groundingChunks: annotations.flatMap(({ type, url, title }) =>
      type === 'url_citation' ? [{ web: { uri: url, title } }] : [],
    ),
  };
}
