import { invalid, type GoogleError } from './googleErrors';

/** A closed shape of JSON, as protobuf reads it: nothing that is not named is taken. */
export type Shape =
  | { type: 'string' | 'number' | 'integer' | 'boolean' | 'any' }
  /** Standard or URL-safe, padded. */
  | { type: 'bytes' }
  | { type: 'enum'; name: string; values: readonly string[] }
  | { type: 'list'; of: Shape }
  | { type: 'object'; fields: () => Readonly<Record<string, Shape>> };

const string: Shape = { type: 'string' };
const number: Shape = { type: 'number' };
const integer: Shape = { type: 'integer' };
const boolean: Shape = { type: 'boolean' };
const any: Shape = { type: 'any' };
const list = (of: Shape): Shape => ({ type: 'list', of });
const object = (fields: Readonly<Record<string, Shape>>): Shape => ({ type: 'object', fields: () => fields });
const oneOf = (name: string, ...values: string[]): Shape => ({ type: 'enum', name, values });

const blob = object({ mimeType: string, data: { type: 'bytes' } });
const part = object({
  text: string,
  inlineData: blob,
  fileData: object({ mimeType: string, fileUri: string }),
  functionCall: any,
  functionResponse: any,
  executableCode: any,
  codeExecutionResult: any,
  toolCall: any,
  toolResponse: any,
  videoMetadata: any,
  thought: boolean,
  thoughtSignature: { type: 'bytes' },
  partMetadata: any,
  mediaResolution: any,
});
const content = object({ role: string, parts: list(part) });

/** Google's `GenerateContentRequest`, discovery v1beta revision 20260327; what image requests do not use is `any`. */
export const generateContentRequest: Shape = object({
  model: string,
  contents: list(content),
  systemInstruction: content,
  tools: list(any),
  toolConfig: any,
  safetySettings: list(object({ category: string, threshold: string })),
  cachedContent: string,
  serviceTier: string,
  store: boolean,
  generationConfig: object({
    candidateCount: integer,
    stopSequences: list(string),
    maxOutputTokens: integer,
    temperature: number,
    topP: number,
    topK: integer,
    seed: integer,
    responseMimeType: string,
    responseSchema: any,
    responseJsonSchema: any,
    presencePenalty: number,
    frequencyPenalty: number,
    responseLogprobs: boolean,
    logprobs: integer,
    enableEnhancedCivicAnswers: boolean,
    responseModalities: list(
      oneOf('GenerationConfig.Modality', 'MODALITY_UNSPECIFIED', 'TEXT', 'IMAGE', 'AUDIO', 'VIDEO'),
    ),
    speechConfig: any,
    thinkingConfig: object({
      includeThoughts: boolean,
      thinkingBudget: integer,
      thinkingLevel: oneOf(
        'ThinkingConfig.ThinkingLevel',
        'THINKING_LEVEL_UNSPECIFIED',
        'MINIMAL',
        'LOW',
        'MEDIUM',
        'HIGH',
      ),
    }),
    imageConfig: object({ aspectRatio: string, imageSize: string }),
    mediaResolution: string,
  }),
});

/** Google's complaint about `value`, or the value with every name in camelCase. */
export function conform(
  value: unknown,
  shape: Shape,
  path = '',
): { value: unknown } | { error: GoogleError } {
  switch (shape.type) {
    case 'any':
      return { value };
    case 'object':
      return conformObject(value, shape.fields(), path);
    case 'list': {
      if (!Array.isArray(value)) return wrong(path, 'TYPE_MESSAGE', value);
      const items: unknown[] = [];
      for (const [index, item] of value.entries()) {
        const result = conform(item, shape.of, `${path}[${String(index)}]`);
        if ('error' in result) return result;
        items.push(result.value);
      }
      return { value: items };
    }
    case 'bytes':
      if (typeof value !== 'string') return wrong(path, 'TYPE_BYTES', value);
      if (!isBase64(value)) {
        // The real service quotes all of it.
        return {
          error: invalid(
            `Invalid value at '${path}' (TYPE_BYTES), Base64 decoding failed for "${value}"`,
            path,
          ),
        };
      }
      return { value };
    case 'enum':
      if (typeof value !== 'string' || !shape.values.includes(value)) {
        const type = `type.googleapis.com/google.ai.generativelanguage.v1beta.${shape.name}`;
        return wrong(path, type, value);
      }
      return { value };
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === shape.type ? { value } : wrong(path, `TYPE_${shape.type.toUpperCase()}`, value);
    case 'integer':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31
        ? { value }
        : wrong(path, 'TYPE_INT32', value);
  }
}

function conformObject(
  value: unknown,
  fields: Readonly<Record<string, Shape>>,
  path: string,
): { value: unknown } | { error: GoogleError } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong(path, 'TYPE_MESSAGE', value);
  const result: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const shape = Object.hasOwn(fields, camel) ? fields[camel] : undefined;
    if (shape === undefined) {
      const where = path === '' ? '' : ` at '${path}'`;
      return {
        error: invalid(
          `Invalid JSON payload received. Unknown name "${name}"${where}: Cannot find field.`,
          path,
        ),
      };
    }
    const checked = conform(item, shape, path === '' ? snake(camel) : `${path}.${snake(camel)}`);
    if ('error' in checked) return checked;
    result[camel] = checked.value;
  }
  return { value: result };
}

function wrong(path: string, type: string, value: unknown): { error: GoogleError } {
  return { error: invalid(`Invalid value at '${path}' (${type}), ${JSON.stringify(value)}`, path) };
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[\w+/-]*={0,2}$/.test(text);
}
