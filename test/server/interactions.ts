import { signatureOf, type CheckedRequest, type FindFile } from './checkRequest';
import type { Answer } from './faultTypes';
import type { ReplyJson, ReplyPart } from './goodReply';
import { invalid, type GoogleError } from './googleErrors';
import { conform, type Shape } from './schema';
import type { ServerModel } from './serverModels';

const string: Shape = { type: 'string' };
const any: Shape = { type: 'any' };
const list = (of: Shape): Shape => ({ type: 'list', of });
const object = (fields: Readonly<Record<string, Shape>>): Shape => ({ type: 'object', fields: () => fields });

/** Google's `CreateModelInteraction` (SDK 3.1.0), as far as images need it; what they do not use is not taken. */
const createInteraction = object({
  model: string,
  input: any,
  systemInstruction: string,
  responseFormat: any,
  generationConfig: object({
    thinkingLevel: { type: 'enum', name: 'ThinkingLevel', values: ['minimal', 'low', 'medium', 'high'] },
    seed: { type: 'integer' },
  }),
  tools: list(object({ type: string, searchTypes: list(string) })),
  store: { type: 'boolean' },
  stream: { type: 'boolean' },
});
const content = object({
  type: string,
  text: string,
  data: { type: 'bytes' },
  uri: string,
  mimeType: string,
});
const step = object({ type: string, content: list(content), signature: string, summary: list(content) });
const format = object({ type: string, aspectRatio: string, imageSize: string, mimeType: string });

interface Content {
  type: string;
  text?: string;
  data?: string;
  uri?: string;
  mimeType?: string;
}

interface Step {
  type: string;
  content?: readonly Content[];
  signature?: string;
}

interface Created {
  model?: string;
  input?: unknown;
  systemInstruction?: string;
  responseFormat?: unknown;
  generationConfig?: { thinkingLevel?: string; seed?: number };
  tools?: readonly { type: string; searchTypes?: readonly string[] }[];
  store?: boolean;
  stream?: boolean;
}

export interface CheckedInteraction {
  model: string | undefined;
  stream: boolean;
  stored: boolean;
  /** What `generateContent` would have been asked for the same. */
  request(model: ServerModel): CheckedRequest | { error: GoogleError };
}

type Parts = NonNullable<CheckedRequest['contents'][number]['parts']>;

/** As strict as the service about what is its own; what models take is checked as for `generateContent`. */
export function checkInteraction(
  body: unknown,
  findFile: FindFile,
): CheckedInteraction | { error: GoogleError } {
  const snake = camelName(body);
  if (snake !== undefined) return { error: invalid(`Unknown parameter: ${snake}.`) };
  const shaped = conform(body, createInteraction);
  if ('error' in shaped) return shaped;
  const created = shaped.value as Created;
  const formats = conform(listOf(created.responseFormat ?? { type: 'text' }), list(format));
  if ('error' in formats) return formats;
  const steps = stepsOf(created.input);
  if ('error' in steps) return steps;
  const config = configOf(formats.value as Record<string, string>[]);
  if ('error' in config) return config;
  return {
    model: created.model,
    stream: created.stream === true,
    stored: created.store !== false,
    request: model => {
      const contents = contentsOf(steps, model, findFile);
      if ('error' in contents) return contents;
      const { thinkingLevel, seed } = created.generationConfig ?? {};
      return {
        contents,
        generationConfig: {
          ...config,
          ...(seed !== undefined && { seed }),
          ...(thinkingLevel !== undefined && {
            thinkingConfig: { thinkingLevel: thinkingLevel.toUpperCase() },
          }),
        },
        ...(created.systemInstruction !== undefined && {
          systemInstruction: { parts: [{ text: created.systemInstruction }] },
        }),
        tools: (created.tools ?? []).map(toolOf),
      };
    },
  };
}

/** This API knows one spelling. */
function camelName(body: unknown): string | undefined {
  if (Array.isArray(body)) return body.map(camelName).find(name => name !== undefined);
  if (typeof body !== 'object' || body === null) return undefined;
  return (
    Object.keys(body).find(name => /[A-Z]/.test(name)) ??
    Object.values(body)
      .map(camelName)
      .find(name => name !== undefined)
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function toolOf({
  type,
  searchTypes = ['web_search'],
}: {
  type: string;
  searchTypes?: readonly string[];
}): object {
  if (type !== 'google_search') return { [type]: {} };
  const names: Readonly<Record<string, string>> = { web_search: 'webSearch', image_search: 'imageSearch' };
  return {
    googleSearch: { searchTypes: Object.fromEntries(searchTypes.map(name => [names[name] ?? name, {}])) },
  };
}

function configOf(
  formats: readonly Record<string, string>[],
): NonNullable<CheckedRequest['generationConfig']> | { error: GoogleError } {
  const odd = formats.find(({ type }) => type !== 'text' && type !== 'image');
  if (odd !== undefined) return { error: invalid(`Unsupported response format: ${odd['type'] ?? ''}.`) };
  const image = formats.find(({ type }) => type === 'image');
  if (image?.['mimeType'] !== undefined && image['mimeType'] !== 'image/jpeg')
    return { error: invalid(`Unsupported image MIME type: ${image['mimeType']}.`) };
  const { aspectRatio, imageSize } = image ?? {};
  return {
    responseModalities: formats.map(({ type }) => (type ?? '').toUpperCase()),
    imageConfig: {
      ...(aspectRatio !== undefined && { aspectRatio }),
      ...(imageSize !== undefined && { imageSize }),
    },
  };
}

function stepsOf(input: unknown): readonly Step[] | { error: GoogleError } {
  if (typeof input === 'string') return [{ type: 'user_input', content: [{ type: 'text', text: input }] }];
  const items = listOf(input);
  if (input === undefined || items.length === 0) return { error: invalid('input must not be empty.') };
  const thread = items.some(item => /^(user_input|model_output|thought)$/.test((item as Step).type));
  const shaped = conform(thread ? items : [{ type: 'user_input', content: items }], list(step));
  return 'error' in shaped ? shaped : (shaped.value as Step[]);
}

function contentsOf(
  steps: readonly Step[],
  model: ServerModel,
  findFile: FindFile,
): CheckedRequest['contents'] | { error: GoogleError } {
  const contents: { role: string; parts: Parts[number][] }[] = [];
  let signatures: string[] = [];
  for (const { type, content: said = [], signature } of steps) {
    const role = type === 'user_input' ? 'user' : 'model';
    if (contents.at(-1)?.role !== role) {
      contents.push({ role, parts: [] });
      signatures = [];
      if (role === 'model' && model.signatures && type !== 'thought')
        return { error: invalid('Model turns with images must start with a thought block.') };
    }
    if (type === 'thought') {
      if (signature === undefined) return { error: invalid('Request contains an invalid argument.') };
      signatures.push(signature);
    }
    for (const each of said) {
      const part = partOf(each, findFile);
      if ('error' in part) return part;
      if (role === 'model' && model.signatures && part.inlineData !== undefined) {
        const right = signatureOf(model.id, Buffer.from(part.inlineData.data, 'base64'));
        if (!signatures.includes(right)) return { error: invalid('Corrupted thought signature.') };
        part.thoughtSignature = right;
      }
      contents.at(-1)?.parts.push(part);
    }
  }
  return contents;
}

function partOf(
  { type, text, data, uri, mimeType = '' }: Content,
  findFile: FindFile,
): Parts[number] | { error: GoogleError } {
  if (type === 'text')
    return text === undefined || text === ''
      ? { error: invalid('Missing text in content of type text.') }
      : { text };
  if (type !== 'image' || (data === undefined) === (uri === undefined))
    return { error: invalid(`Bad content of type ${type}.`) };
  if (data !== undefined) return { inlineData: { mimeType, data } };
  const file = findFile(uri ?? '');
  return 'error' in file ? file : { fileData: { mimeType, fileUri: uri ?? '' } };
}

/** A reply of `generateContent` as the interaction that says the same. */
export function asInteraction(answer: Answer, stream: boolean): Answer {
  if (answer.status !== 200 || typeof answer.body !== 'string' || !answer.body.startsWith('{')) return answer;
  const reply = parse(answer.body);
  if (reply === undefined || 'error' in reply) return answer;
  const interaction = interactionOf(reply);
  if (!stream) return { ...answer, body: JSON.stringify(interaction) };
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: eventsOf(interaction)
      .map(event => `event: ${String(event['event_type'])}\ndata: ${JSON.stringify(event)}\n\n`)
      .join(''),
  };
}

function parse(body: string): ReplyJson | undefined {
  try {
    return JSON.parse(body) as ReplyJson;
  } catch {
    return undefined;
  }
}

type Json = Record<string, unknown>;

interface MadeStep extends Json {
  type: string;
  content?: Json[];
  summary?: Json[];
  signature?: string;
}

function interactionOf(reply: ReplyJson): Json & { steps: MadeStep[] } {
  const [candidate] = reply.candidates ?? [];
  const finish = candidate?.finishReason ?? 'OTHER';
  const steps: MadeStep[] = [];
  const grounding = candidate?.['groundingMetadata'] as Json | undefined;
  if (grounding !== undefined) {
    const queries = grounding['webSearchQueries'];
    steps.push({ type: 'google_search_call', id: 'a', arguments: { queries } });
    steps.push({ type: 'google_search_result', call_id: 'a', result: [{ search_suggestions: '<div>' }] });
  }
  const parts = candidate?.content?.parts ?? [];
  for (const part of parts) addPart(steps, part, parts);
  const counts = (reply.usageMetadata ?? {}) as Record<string, number> & {
    candidatesTokensDetails?: readonly { modality: string; tokenCount: number }[];
  };
  const details = counts.candidatesTokensDetails ?? [];
  const usage = {
    total_input_tokens: counts['promptTokenCount'],
    total_output_tokens: counts['candidatesTokenCount'],
    total_thought_tokens: counts['thoughtsTokenCount'],
    output_tokens_by_modality: details.map(({ modality, tokenCount }) => ({
      modality: modality.toLowerCase(),
      tokens: tokenCount,
    })),
  };
  const status = { STOP: 'completed', MAX_TOKENS: 'incomplete' }[finish] ?? 'failed';
  return {
    id: `v1_${String(reply['responseId'])}`,
    object: 'interaction',
    model: reply['modelVersion'],
    status,
    ...(status === 'failed' && { errors: [{ code: finish, message: candidate?.['finishMessage'] }] }),
    usage,
    steps,
  };
}

function addPart(steps: MadeStep[], part: ReplyPart, all: readonly ReplyPart[]): void {
  const content: Json =
    part.inlineData === undefined
      ? { type: 'text', text: part.text }
      : { type: 'image', mime_type: part.inlineData.mimeType, data: part.inlineData.data };
  const last = steps.at(-1);
  if (part.thought === true) {
    if (last?.type === 'thought') last.summary?.push(content);
    else steps.push({ type: 'thought', summary: [content] });
    return;
  }
  if (last?.type === 'model_output') {
    last.content?.push(content);
    return;
  }
  // What the answer says begins with a thought, and the signature of its image is that thought's.
  const signature = all.find(each => each.thoughtSignature !== undefined)?.thoughtSignature;
  if (signature !== undefined) {
    if (last?.type === 'thought') last.signature = signature;
    else steps.push({ type: 'thought', signature });
  }
  steps.push({ type: 'model_output', content: [content] });
}

function eventsOf({ steps, ...rest }: Json & { steps: MadeStep[] }): readonly Json[] {
  const head = { id: rest['id'], object: 'interaction', model: rest['model'] };
  return [
    { event_type: 'interaction.created', interaction: { ...head, status: 'in_progress' } },
    { event_type: 'interaction.status_update', interaction_id: rest['id'], status: 'in_progress' },
    ...steps.flatMap((step, index) => {
      const { content = [], summary = [], signature, ...bare } = step;
      const deltas: Json[] = [
        ...summary.map(each => ({ type: 'thought_summary', content: each })),
        ...(signature === undefined ? [] : [{ type: 'thought_signature', signature }]),
        ...content.flatMap(inPieces),
      ];
      return [
        { event_type: 'step.start', index, step: bare },
        ...deltas.map(delta => ({ event_type: 'step.delta', index, delta })),
        { event_type: 'step.stop', index },
      ];
    }),
    { event_type: 'interaction.completed', interaction: rest },
  ];
}

function inPieces(content: Json): readonly Json[] {
  const { text } = content;
  if (typeof text !== 'string') return [content];
  const middle = text.length >> 1;
  return [text.slice(0, middle), text.slice(middle)].map(piece => ({ type: 'text', text: piece }));
}
