import { json, type Answer } from './faultTypes';
import { damagedAnswers, startImagesServer, type ImagesFault, type ImagesServer } from './imagesServer';
import { imageSize } from './imageFacts';
import { alphaPng } from './png';
import { asServerImage, serverImage, type ServerImage } from './serverImages';

/** They look like OpenRouter's and are none. */
export const openrouterKeys = { good: 'sk-or-v1-testservergoodkey0000000000000000000000' } as const;

export interface OpenrouterServerOptions {
  /** More models that draw, and as many that do not. */
  more?: number;
  /** Answers no question for prices. */
  noPrices?: boolean;
  payloadBytes?: number;
}

/** With what a vector model has no business to send: it is taken out before it is kept. */
export const serverDrawing =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 48" onload="alert(1)"><script>alert(2)</script>' +
  '<path d="M4 4H60V44H4z" fill="rgb(20,110,90)"/><image href="https://tracker.test/a.png"/></svg>';
const noTokens = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

type Descriptor =
  | { type: 'enum'; values: readonly string[] }
  | { type: 'range'; min: number; max: number }
  | { type: 'boolean' };

interface Model {
  name: string;
  inputs: readonly string[];
  outputs: readonly string[];
  parameters: Readonly<Record<string, Descriptor>>;
  /** `undefined`: no records. */
  pricing?: readonly (readonly object[])[];
}

const values = (...list: string[]): Descriptor => ({ type: 'enum', values: list });
const image = (cost_usd: number, variant?: string): object => ({
  ...{ billable: 'output_image', unit: 'image', cost_usd },
  ...(variant !== undefined && { variant }),
});

const models: Readonly<Record<string, Model>> = {
  'google/gemini-3.1-flash-image': {
    name: 'Google: Nano Banana 2',
    inputs: ['text', 'image'],
    outputs: ['image', 'text'],
    parameters: {
      aspect_ratio: values('1:1', '16:9', '9:16', 'auto'),
      resolution: values('512', '1K', '2K', '4K'),
      input_references: { type: 'range', min: 0, max: 14 },
    },
    pricing: [[{ billable: 'output_image', unit: 'token', cost_usd: 0.00006 }]],
  },
  'openai/gpt-image-2': {
    name: 'OpenAI: GPT Image 2',
    inputs: ['text', 'image'],
    outputs: ['image'],
    parameters: {
      aspect_ratio: values('1:1', '3:2', '2:3'),
      quality: values('auto', 'low', 'medium', 'high'),
      background: values('auto', 'opaque', 'transparent'),
      output_format: values('png', 'jpeg', 'webp'),
      input_references: { type: 'range', min: 0, max: 16 },
      n: { type: 'range', min: 1, max: 10 },
    },
  },
  'bytedance-seed/seedream-4.5': {
    name: 'ByteDance: Seedream 4.5',
    inputs: ['text', 'image'],
    outputs: ['image'],
    parameters: {
      aspect_ratio: values('1:1', '16:9'),
      resolution: values('1K', '2K', '4K'),
      seed: { type: 'boolean' },
      input_references: { type: 'range', min: 0, max: 4 },
    },
    pricing: [
      [image(0.03, '1k'), image(0.06, '2k'), { billable: 'input_image', unit: 'image', cost_usd: 0.003 }],
      [image(0.05, '2k')],
    ],
  },
  'black-forest-labs/flux.2-klein:free': {
    name: 'Black Forest Labs: FLUX.2 klein (free)',
    inputs: ['text'],
    outputs: ['image'],
    parameters: { aspect_ratio: values('1:1') },
    pricing: [[{ billable: 'output_image', unit: 'megapixel', cost_usd: 0.014 }]],
  },
  'recraft/recraft-v4.1-vector': {
    name: 'Recraft: Recraft V4.1 Vector',
    inputs: ['text', 'image'],
    outputs: ['image'],
    parameters: {
      aspect_ratio: values('1:1', '4:3'),
      output_format: values('svg'),
      input_references: { type: 'range', min: 0, max: 1 },
    },
    pricing: [[image(0.08)]],
  },
  'quiver/vectors': {
    name: 'Quiver: Vectors',
    inputs: ['text'],
    outputs: ['image'],
    parameters: { output_format: values('svg') },
  },
};

function base64Of(text: string): string {
  return Buffer.from(text).toString('base64');
}

export function openrouterError(status: number, message: string, metadata?: object): Answer {
  return json({ error: { code: status, message, ...(metadata && { metadata }) } }, status);
}

const faults: Readonly<Record<string, ImagesFault>> = {
  ...damagedAnswers,
  'no-credit': () =>
    openrouterError(402, 'Insufficient credits. Add more using https://openrouter.ai/settings/credits'),
  'in-flight': () => ({
    ...openrouterError(402, 'Too much is under way.', { limit_source: 'openrouter_in_flight_budget' }),
    headers: { 'content-type': 'application/json', 'retry-after': '2' },
  }),
  moderation: () =>
    openrouterError(403, 'openai/gpt-image-2 requires moderation. Your input was flagged for "violence".', {
      ...{ reasons: ['violence', 'violence/graphic'], flagged_input: 'a cat', provider_name: 'OpenAI' },
    }),
  forbidden: () => openrouterError(403, 'Forbidden'),
  'rate-limited': () => ({
    ...openrouterError(429, 'Rate limit exceeded'),
    headers: {
      'content-type': 'application/json',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Date.now() + 9000),
    },
  }),
  'per-day': () =>
    openrouterError(
      429,
      'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day',
    ),
  'provider-down': () =>
    openrouterError(502, 'Provider returned error', { provider_name: 'ByteDance', raw: 'upstream' }),
  'no-provider': () => openrouterError(503, 'No instances available'),
  'unknown-model': () => openrouterError(400, 'vendor/x is not a valid model ID'),
  'no-endpoints': () => openrouterError(404, 'No endpoints found for vendor/x.'),
  timeout: () => openrouterError(408, 'Request timed out'),
  'key-echo': ({ key }) => openrouterError(401, `User not found: ${key}`),
  'error-in-200': () => json({ error: { code: 502, message: 'Provider returned error' } }),
  'wrong-base64': ({ reply, image }) =>
    json({ ...reply.json, data: [{ b64_json: `${image.base64.slice(0, -8)}*-_+/..` }] }),
  'data-url': ({ reply, image }) =>
    json({ ...reply.json, data: [{ b64_json: `data:image/png;base64,${image.base64}` }] }),
  'url-private': ({ reply }) => json({ ...reply.json, data: [{ url: 'https://192.168.0.1/a.png' }] }),
  smaller: ({ reply }) =>
    json({ ...reply.json, data: [{ b64_json: serverImage('image/png', 200, 200, 3).base64 }] }),
  svg: ({ reply }) =>
    json({ ...reply.json, data: [{ b64_json: base64Of(serverDrawing), media_type: 'image/svg+xml' }] }),
  'svg-text': ({ reply }) =>
    json({
      ...reply.json,
      data: [
        {
          b64_json: `
${serverDrawing}${' '.repeat(6000)}`,
        },
      ],
    }),
  'svg-short': ({ reply }) => json({ ...reply.json, data: [{ b64_json: serverDrawing }] }),
  'svg-url': ({ reply }) =>
    json({
      ...reply.json,
      data: [{ url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(serverDrawing)}` }],
    }),
  'svg-base64-url': ({ reply }) =>
    json({ ...reply.json, data: [{ url: `data:image/svg+xml;base64,${base64Of(serverDrawing)}` }] }),
  chat: ({ image }) =>
    json({
      ...{
        id: 'gen-1',
        model: 'google/gemini-3.1-flash-image',
        usage: { prompt_tokens: 5, completion_tokens: 1290, cost: 0.04 },
      },
      choices: [
        {
          finish_reason: 'stop',
          message: {
            role: 'assistant',
            content: 'Here.',
            images: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${image.base64}` } }],
          },
        },
      ],
    }),
};

/** Speaks OpenRouter's Image API over real HTTP, below `/api/v1`. */
export function startOpenrouterServer(options: OpenrouterServerOptions = {}): Promise<ImagesServer> {
  let count = 0;
  return startImagesServer({
    keys: [openrouterKeys.good],
    // Its list is for everybody, whatever key comes.
    openPaths: [],
    refuseKey: key =>
      openrouterError(401, key === undefined ? 'No auth credentials found' : `User not found. ${key}`),
    faults,
    get: path => {
      if (path === '/api/v1/key')
        return json({ data: { label: 'test', limit_remaining: 5, is_free_tier: false } });
      if (path === '/api/v1/images/models') return json({ data: list(options.more ?? 0) });
      const id = /^\/api\/v1\/images\/models\/(.+)\/endpoints$/.exec(path)?.[1] ?? '';
      const pricing = models[id]?.pricing;
      if (options.noPrices === true || pricing === undefined) return undefined;
      return json({ id, endpoints: pricing.map(lines => ({ provider_name: 'Vendor', pricing: lines })) });
    },
    post: request => {
      const body = request.body as Readonly<Record<string, unknown>> | undefined;
      if (request.path !== '/api/v1/images' || body === undefined) return openrouterError(404, 'Not Found');
      const refused = check(body);
      if (refused !== undefined) return refused;
      const edge = { '512': 512, '1K': 1024, '2K': 2048, '4K': 4096 }[String(body['resolution'])] ?? 1024;
      const formats = models[String(body['model'])]?.parameters['output_format'];
      if (formats?.type === 'enum' && formats.values.every(format => format === 'svg'))
        return drawn(String(body['prompt']));
      const made =
        body['background'] === 'transparent'
          ? asServerImage('image/png', alphaPng(edge, edge))
          : serverImage('image/png', edge, edge, 7 + count++ * 13, options.payloadBytes);
      return {
        prompt: String(body['prompt']),
        image: made,
        json: {
          created: 1,
          data: [{ b64_json: made.base64, media_type: 'image/png' }],
          usage: { prompt_tokens: 0, completion_tokens: 4175, total_tokens: 4175, cost: 0.04 },
        },
      };
    },
  });
}

/** A drawing as its vector models answer: base64 of the text, and what it is. */
function drawn(prompt: string): { prompt: string; image: ServerImage; json: object } {
  const made = asServerImage('image/svg+xml', Buffer.from(serverDrawing));
  const data = [{ b64_json: made.base64, media_type: 'image/svg+xml' }];
  return { prompt, image: made, json: { created: 1, data, usage: { ...noTokens, cost: 0.08 } } };
}

function list(more: number): readonly object[] {
  const one = (id: string, { name, inputs, outputs, parameters }: Model): object => ({
    ...{ id, name, created: 1_700_000_000, description: `${name}, an image model.` },
    architecture: { input_modalities: inputs, output_modalities: outputs },
    ...{
      supported_parameters: parameters,
      supports_streaming: false,
      endpoints: `/api/v1/images/models/${id}/endpoints`,
    },
  });
  const plain = { inputs: ['text'], parameters: {} };
  return [
    ...Object.entries(models).map(([id, model]) => one(id, model)),
    ...Array.from({ length: more }, (_, index) =>
      one(`vendor/model-${index}`, { ...plain, name: `Model ${index}`, outputs: ['image'] }),
    ),
    ...Array.from({ length: more }, (_, index) =>
      one(`vendor/text-${index}`, { ...plain, name: `Text ${index}`, outputs: ['text'] }),
    ),
  ];
}

const always = ['model', 'prompt', 'input_references'];

function check(body: Readonly<Record<string, unknown>>): Answer | undefined {
  const id = String(body['model']);
  const model = models[id];
  if (model === undefined) return openrouterError(400, `${id} is not a valid model ID`);
  if (typeof body['prompt'] !== 'string' || body['prompt'] === '')
    return openrouterError(400, 'prompt: Required');
  for (const [name, value] of Object.entries(body)) {
    const descriptor = model.parameters[name];
    if (descriptor === undefined && !always.includes(name))
      return openrouterError(400, `Parameter ${name} is not supported by ${id}`);
    if (descriptor?.type === 'enum' && !descriptor.values.includes(String(value)))
      return openrouterError(400, `${name}: Invalid option ${String(value)}`);
    if (descriptor?.type === 'boolean' && typeof value !== 'number')
      return openrouterError(400, `${name}: a number`);
  }
  const references = body['input_references'] ?? [];
  const range = model.parameters['input_references'];
  if (!Array.isArray(references) || references.length > (range?.type === 'range' ? range.max : 0))
    return openrouterError(400, 'input_references: Too many');
  for (const reference of references as { type?: unknown; image_url?: { url?: unknown } }[]) {
    const match = /^data:(image\/[a-z]+);base64,([\w+/]+=*)$/.exec(String(reference.image_url?.url));
    if (
      reference.type !== 'image_url' ||
      imageSize(Buffer.from(match?.[2] ?? '', 'base64'))?.mimeType !== match?.[1]
    )
      return openrouterError(400, 'input_references: Invalid image');
  }
  return undefined;
}
