import { imageSize, pngAlpha } from './imageFacts';
import { json, type Answer } from './faultTypes';
import { startImagesServer, type ImagesRequest, type ImagesServer } from './imagesServer';
import { openaiFaults, openaiError } from './openaiFaults';
import { alphaPng } from './png';
import { asServerImage, serverImage, type ServerImage } from './serverImages';

/** They look like OpenAI's and are none. */
export const openaiKeys = { good: 'sk-proj-TestServerGoodKey000000000000000000' } as const;

export interface OpenaiServerOptions {
  /**
   * `openai`: as strict as api.openai.com. `compatible`: a server of somebody's own, that takes no key, has its own models,
   * answers with addresses unless base64 is asked for, and draws in multiples of 64 up to 1024.
   */
  kind?: 'openai' | 'compatible';
  /** Refuses `response_format`, as some do. */
  noResponseFormat?: boolean;
  /** File size that images are padded to: a socket takes a small answer whole. */
  payloadBytes?: number;
  /** Of a `compatible` one, besides its own. */
  listed?: readonly string[];
}

const classic = ['1024x1024', '1536x1024', '1024x1536', 'auto'];
const three = ['low', 'medium', 'high', 'auto'];
const five = ['low', 'medium', 'high', 'xhigh', 'max', 'auto'];

/** Written down apart from the extension's own table so that mistakes show. */
const models: Readonly<Record<string, { free: boolean; alpha: boolean; qualities: readonly string[] }>> = {
  'gpt-image-2.6-sunburst': { free: true, alpha: true, qualities: five },
  'gpt-image-2.6-flare': { free: true, alpha: true, qualities: five },
  'gpt-image-2.5-sunburst': { free: true, alpha: true, qualities: five },
  'gpt-image-2.5-flare': { free: true, alpha: true, qualities: five },
  'gpt-image-2': { free: true, alpha: false, qualities: three },
  'gpt-image-2-2026-04-21': { free: true, alpha: false, qualities: three },
  'gpt-image-1.5': { free: false, alpha: true, qualities: three },
  'gpt-image-1-mini': { free: false, alpha: true, qualities: three },
};

const compatibleModels = ['stablediffusion', 'flux.1-schnell'];

const fields: Readonly<Record<string, 'string' | 'number'>> = {
  ...{ model: 'string', prompt: 'string', n: 'number', size: 'string', quality: 'string' },
  ...{ background: 'string', output_format: 'string', moderation: 'string', response_format: 'string' },
};

/** Speaks OpenAI's Images API over real HTTP, below `/v1`. */
export function startOpenaiServer(options: OpenaiServerOptions = {}): Promise<ImagesServer> {
  const compatible = options.kind === 'compatible';
  let count = 0;
  return startImagesServer({
    keys: compatible ? [] : [openaiKeys.good],
    openPaths: ['/files/'],
    refuseKey: key =>
      openaiError(
        401,
        key === undefined
          ? 'You didn’t provide an API key.'
          : `Incorrect API key provided: ${key}. You can find your API key at https://platform.openai.com/account/api-keys.`,
        'invalid_api_key',
      ),
    faults: openaiFaults,
    get: path => {
      if (path === '/files/a.png') return file(serverImage('image/png', 512, 512, 9));
      if (path === '/files/a.svg')
        return { status: 200, headers: { 'content-type': 'image/svg+xml' }, body: '<svg onload="x()"/>' };
      if (path === '/files/gone.png') return { status: 404, body: 'gone' };
      if (path !== '/v1/models') return undefined;
      const own = compatible ? [...compatibleModels, ...(options.listed ?? [])] : Object.keys(models);
      const others = ['gpt-5.6-terra', 'text-embedding-3-small', 'whisper-1'];
      return json({
        object: 'list',
        data: [...others, ...own].map(id => ({
          ...{ id, object: 'model', created: 1_700_000_000, owned_by: 'system' },
          ...(id === 'gpt-image-1.5' && { shutdown_date: '2026-12-01' }),
        })),
      });
    },
    post: request => {
      const edit = request.path === '/v1/images/edits';
      if (!edit && request.path !== '/v1/images/generations') return openaiError(404, 'Invalid URL', null);
      const read = edit ? readForm(request) : readJson(request);
      if ('status' in read) return read;
      const refused = check(read.values, compatible, options);
      if (refused !== undefined) return refused;
      const masked = edit ? checkFiles(read.files, compatible) : undefined;
      if (masked !== undefined) return masked;
      const { prompt = '', size = 'auto', background, response_format: format } = read.values;
      const [width = 1024, height = 1024] = /^\d+x\d+$/.test(size) ? size.split('x').map(Number) : [];
      const hue = 11 + count++ * 31;
      const image =
        background === 'transparent'
          ? asServerImage('image/png', alphaPng(width, height))
          : serverImage('image/png', width, height, hue, options.payloadBytes);
      const byAddress = compatible && format !== 'b64_json';
      return {
        prompt,
        image,
        json: answer(image, read.files.length, byAddress ? request.headers.host : undefined),
      };
    },
  });
}

interface Read {
  values: Readonly<Record<string, string>>;
  files: readonly { name: string; mimeType: string; bytes: Buffer }[];
}

function readJson({ body, headers }: ImagesRequest): Read | Answer {
  if (
    !/^application\/json/.test(String(headers['content-type'])) ||
    typeof body !== 'object' ||
    body === null
  )
    return openaiError(400, 'We could not parse the JSON body of your request.', null);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    const type = fields[name];
    if (type === undefined)
      return openaiError(400, `Unknown parameter: '${name}'.`, 'unknown_parameter', name);
    if (typeof value !== type)
      return openaiError(400, `Invalid type for '${name}': expected ${type}.`, 'invalid_type', name);
    values[name] = String(value);
  }
  return { values, files: [] };
}

function readForm({ form }: ImagesRequest): Read | Answer {
  if (form === undefined) return openaiError(400, 'The form is not a form.', null);
  const values: Record<string, string> = {};
  const files: { name: string; mimeType: string; bytes: Buffer }[] = [];
  for (const { name, fileName, mimeType = '', bytes } of form) {
    if (fileName !== undefined) files.push({ name, mimeType, bytes });
    else if (fields[name] === undefined)
      return openaiError(400, `Unknown parameter: '${name}'.`, 'unknown_parameter', name);
    else values[name] = bytes.toString('utf8');
  }
  return { values, files };
}

function check(
  values: Read['values'],
  compatible: boolean,
  { noResponseFormat, listed = [] }: OpenaiServerOptions,
): Answer | undefined {
  const { model = '', prompt = '', n = '1', size = 'auto', quality = 'auto' } = values;
  const { background = 'auto', output_format: format = 'png', response_format: how } = values;
  const wrong = (param: string, value: string): Answer =>
    openaiError(400, `Invalid value: '${value}'. Supported values are others.`, 'invalid_value', param);
  if (prompt === '')
    return openaiError(400, "Missing required parameter: 'prompt'.", 'missing_required_parameter', 'prompt');
  if (n !== '1') return wrong('n', n);
  if (noResponseFormat === true && how !== undefined)
    return openaiError(400, "Unknown parameter: 'response_format'.", 'unknown_parameter', 'response_format');
  if (compatible) {
    if (![...compatibleModels, ...listed].includes(model))
      return openaiError(404, `model ${model} not found`, null);
    return size === 'auto' || /^\d+x\d+$/.test(size) ? undefined : wrong('size', size);
  }
  const known = models[model];
  if (known === undefined)
    return openaiError(400, `The model '${model}' does not exist.`, 'model_not_found', 'model');
  if (how !== undefined)
    return openaiError(400, "Unknown parameter: 'response_format'.", 'unknown_parameter', 'response_format');
  if (!known.qualities.includes(quality)) return wrong('quality', quality);
  if (background === 'transparent' && !known.alpha)
    return openaiError(
      400,
      'Transparent background is not supported for this model.',
      'invalid_value',
      'background',
    );
  if (background === 'transparent' && !['png', 'webp'].includes(format))
    return wrong('output_format', format);
  if (classic.includes(size)) return undefined;
  return known.free && isFreeSize(size) ? undefined : wrong('size', size);
}

function isFreeSize(size: string): boolean {
  const [width = 0, height = 0] = size.split('x').map(Number);
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const pixels = width * height;
  return (
    width % 16 === 0 &&
    height % 16 === 0 &&
    long <= 3840 &&
    long <= short * 3 &&
    pixels >= 655_360 &&
    pixels <= 8_294_400
  );
}

function checkFiles(files: Read['files'], compatible: boolean): Answer | undefined {
  const images = files.filter(({ name }) => name === 'image[]' || name === 'image');
  const masks = files.filter(({ name }) => name === 'mask');
  if (
    images.length + masks.length < files.length ||
    images.length === 0 ||
    images.length > 16 ||
    masks.length > 1
  )
    return openaiError(400, 'Invalid image file or mode.', 'invalid_image_file', 'image');
  if (compatible && images.length > 1) return openaiError(400, 'one image only', null);
  for (const { mimeType, bytes } of images) {
    if (
      !['image/png', 'image/jpeg', 'image/webp'].includes(mimeType) ||
      imageSize(bytes)?.mimeType !== mimeType
    )
      return openaiError(400, 'Invalid image file.', 'invalid_image_file', 'image');
  }
  const [mask] = masks;
  if (mask === undefined) return undefined;
  const [size, first] = [imageSize(mask.bytes), imageSize(images[0]?.bytes ?? Buffer.alloc(0))];
  if (size?.mimeType !== 'image/png' || !pngAlpha(mask.bytes))
    return openaiError(
      400,
      'Invalid mask image format - mask image missing alpha channel.',
      'invalid_image_format',
      'mask',
    );
  return size.width === first?.width && size.height === first.height
    ? undefined
    : openaiError(400, 'Invalid mask image: size does not match.', 'invalid_image_size', 'mask');
}

function answer(image: ServerImage, inputs: number, host: unknown): object {
  const usage = {
    input_tokens: 9 + inputs * 1024,
    output_tokens: 196,
    total_tokens: 205 + inputs * 1024,
    input_tokens_details: { text_tokens: 9, image_tokens: inputs * 1024 },
    output_tokens_details: { text_tokens: 0, image_tokens: 196 },
  };
  if (typeof host === 'string')
    return {
      created: 1,
      data: [{ embedding: null, index: 0, url: `http://${host}/files/a.png` }],
      usage: {},
    };
  return { created: 1, background: 'auto', data: [{ b64_json: image.base64 }], output_format: 'png', usage };
}

function file({ mimeType, bytes }: ServerImage): Answer {
  return { status: 200, headers: { 'content-type': mimeType }, body: bytes };
}
