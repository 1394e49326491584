import type { Content, Part } from '@google/genai/web';
import type { ModelInfo } from '../../core/model/modelInfo';
import type { MappedRequest } from './mapRequest';

type Json = Record<string, unknown>;

/**
 * The same request in the words of Google's Interactions API (https://ai.google.dev/api/interactions-api, the schema of
 * May 2026). Nothing of it stays at the service (`store`), so earlier turns are sent along.
 */
export function interactionRequest(
  { parameters: { model, contents, config = {} } }: MappedRequest,
  { capabilities }: ModelInfo,
  stream: boolean,
): Json {
  const { imageConfig, thinkingConfig, seed, systemInstruction, tools = [] } = config;
  const { aspectRatio, imageSize } = imageConfig ?? {};
  // The one type that the API has for images; of a model that draws other ones nothing is said.
  const jpeg = capabilities.outputTypes?.[0] === 'image/jpeg';
  const image = {
    type: 'image',
    ...(aspectRatio !== undefined && { aspect_ratio: aspectRatio }),
    ...(imageSize !== undefined && { image_size: imageSize }),
    ...(jpeg && { mime_type: 'image/jpeg' }),
  };
  const generation = {
    ...(thinkingConfig?.thinkingLevel && { thinking_level: thinkingConfig.thinkingLevel.toLowerCase() }),
    ...(seed !== undefined && { seed }),
  };
  const instruction = textOf(systemInstruction as Content | undefined);
  const searches = tools.flatMap(tool => ('googleSearch' in tool ? [searchOf(tool.googleSearch ?? {})] : []));
  return {
    model,
    input: inputOf(contents as readonly Content[]),
    ...(instruction !== '' && { system_instruction: instruction }),
    // An entry for images alone would suppress the words beside them.
    response_format: [{ type: 'text' }, image],
    ...(Object.keys(generation).length > 0 && { generation_config: generation }),
    ...(searches.length > 0 && { tools: searches }),
    store: false,
    ...(stream && { stream: true }),
  };
}

function searchOf({ searchTypes }: { searchTypes?: object }): Json {
  const types = [
    ...(searchTypes !== undefined && 'webSearch' in searchTypes ? ['web_search'] : []),
    ...(searchTypes !== undefined && 'imageSearch' in searchTypes ? ['image_search'] : []),
  ];
  return { type: 'google_search', ...(types.length > 0 && { search_types: types }) };
}

/** What a single request says is enough; a thread is a list of steps. */
function inputOf(contents: readonly Content[]): readonly Json[] {
  const [first] = contents;
  if (contents.length === 1) return (first?.parts ?? []).flatMap(contentOf);
  return contents.flatMap(({ role, parts = [] }) =>
    role === 'model'
      ? modelSteps(parts)
      : [{ type: 'user_input', content: parts.flatMap(contentOf) } satisfies Json],
  );
}

/** A signature is a thought of its own here, before what it is of. A thought without one would be refused. */
function modelSteps(parts: readonly Part[]): readonly Json[] {
  const steps: Json[] = [];
  let content: Json[] | undefined;
  for (const part of parts) {
    if (part.thoughtSignature !== undefined) {
      steps.push({ type: 'thought', signature: part.thoughtSignature });
      content = undefined;
    }
    const said = part.thought === true ? [] : contentOf(part);
    if (said.length === 0) continue;
    if (content === undefined) steps.push({ type: 'model_output', content: (content = []) });
    content.push(...said);
  }
  return steps;
}

function contentOf({ text, inlineData }: Part): readonly Json[] {
  if (inlineData) return [{ type: 'image', mime_type: inlineData.mimeType, data: inlineData.data }];
  // An empty one is refused.
  return text === undefined || text === '' ? [] : [{ type: 'text', text }];
}

function textOf(content: Content | undefined): string {
  return (content?.parts ?? []).map(({ text = '' }) => text).join('\n');
}
