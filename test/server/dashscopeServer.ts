import { json, type Answer } from './faultTypes';
import { makePng } from './png';
import {
  PlainFaults,
  pixelsOfBase64,
  signInPage,
  startPlainServer,
  type PlainContext,
  type PlainServer,
} from './plainServer';

export const dashscopeKey = 'sk-TestServerGoodKey000000000000';

const errors: Readonly<Record<string, readonly [number, string, string]>> = {
  arrearage: [400, 'Arrearage', 'Access denied, please make sure your account is in good standing.'],
  inspection: [400, 'DataInspectionFailed', 'Input data may contain inappropriate content.'],
  'output-inspection': [400, 'DataInspectionFailed', 'Output data may contain inappropriate content.'],
  'rate-limited': [429, 'Throttling.RateQuota', 'Requests rate limit exceeded, please try again later.'],
  throttled: [429, 'Throttling', 'Requests throttling triggered.'],
  quota: [429, 'Throttling.AllocationQuota', 'Allocated quota exceeded, please increase your quota limit.'],
  'free-tier': [403, 'AllocationQuota.FreeTierOnly', 'The free tier of the model has been exhausted.'],
  'no-model': [404, 'ModelNotFound', 'Model not exist.'],
  'no-access': [403, 'Model.AccessDenied', 'Model access denied.'],
  parameter: [400, 'InvalidParameter', 'num_images_per_prompt must be 1'],
  internal: [500, 'InternalError', 'An internal error has occurred.'],
  busy: [503, 'ModelUnavailable', 'Model is unavailable, please try again later.'],
};
const atAnswer = [
  ...Object.keys(errors),
  ...[
    'error-in-200',
    'html',
    'empty',
    'garbage',
    'cut',
    'redirect',
    'echo-key',
    'stall',
    'text-only',
    'nothing',
  ],
  ...['two-images', 'two-images-one-lost', 'private', 'plain', 'nonsense'],
] as const;
const atResult = [
  'expired',
  'result-500',
  'result-html',
  'result-empty',
  'result-reset',
  'result-large',
] as const;

/** Everything that can go wrong on demand, by words in the prompt: `a cat [fault:quota]`. */
export const dashscopeFaults: readonly string[] = [...atAnswer, ...atResult];

const fixed = ['1664*928', '1472*1104', '1328*1328', '1104*1472', '928*1664'];
type SizeRule = 'area' | 'side' | 'fixed' | 'none';
const models: Readonly<Record<string, { generate: boolean; edit: boolean; size: SizeRule }>> = {
  'qwen-image-3.0-pro': { generate: true, edit: true, size: 'area' },
  'qwen-image-3.0': { generate: true, edit: true, size: 'area' },
  'qwen-image-2.0-pro': { generate: true, edit: true, size: 'area' },
  'qwen-image-2.0': { generate: true, edit: true, size: 'area' },
  'qwen-image-max': { generate: true, edit: false, size: 'fixed' },
  'qwen-image-plus': { generate: true, edit: false, size: 'fixed' },
  'qwen-image': { generate: true, edit: false, size: 'fixed' },
  'qwen-image-edit-max': { generate: false, edit: true, size: 'side' },
  'qwen-image-edit-plus': { generate: false, edit: true, size: 'side' },
  'qwen-image-edit': { generate: false, edit: true, size: 'none' },
};

/** Speaks the native API of Alibaba's Model Studio over real HTTP, as strict about requests as its documents. */
export async function startDashscopeServer(): Promise<PlainServer> {
  const faults = new PlainFaults(new Set(dashscopeFaults));
  const files = new Map<string, { prompt: string; width: number; height: number }>();
  let count = 0;
  const server = await startPlainServer(context => {
    const { pathname } = context.url;
    if (pathname.startsWith('/oss/')) return file(context);
    if (context.headers['authorization'] !== `Bearer ${dashscopeKey}`)
      return refused(401, 'InvalidApiKey', 'Invalid API-key provided.');
    if (context.method === 'GET' && pathname.startsWith('/api/v1/tasks/'))
      return json({ request_id: 'r', output: { task_id: pathname.slice(14), task_status: 'UNKNOWN' } });
    return context.method === 'POST' && pathname === '/api/v1/services/aigc/multimodal-generation/generation'
      ? generate(context)
      : { status: 404, body: '' };
  });
  return server;

  function refused(status: number, code: string, message: string): Answer {
    return json({ request_id: `req-${++count}`, code, message }, status);
  }

  function generate({ body, url, headers }: PlainContext): Answer | 'taken' {
    const wrong = problemOf(body);
    if (wrong !== undefined) return refused(400, 'InvalidParameter', wrong);
    const asked = body as Asked;
    const content = asked.input.messages[0].content;
    const prompt = content.find(part => part.text !== undefined)?.text ?? '';
    const last = pixelsOfBase64(content.findLast(part => part.image !== undefined)?.image?.split(',')[1]);
    const [width = 1024, height = 1024] = asked.parameters.size?.split('*').map(Number) ?? last ?? [];
    const fault = faults.at(prompt, atAnswer);
    const request_id = `req-${++count}`;
    const store = (): string => {
      const name = `${++count}.png`;
      files.set(name, { prompt, width, height });
      return `${url.origin}/oss/${name}?Expires=1&Signature=abc`;
    };
    const good = (...images: readonly string[]): Answer =>
      json({
        output: {
          choices: [
            {
              finish_reason: 'stop',
              message: { role: 'assistant', content: images.map(image => ({ image })) },
            },
          ],
        },
        usage: { width, height, image_count: images.length },
        request_id,
      });
    const error = errors[fault ?? ''];
    if (error !== undefined) return refused(...error);
    switch (fault) {
      case 'error-in-200':
        return json({ request_id, code: 'DataInspectionFailed', message: 'Output data may contain …' });
      case 'html':
        return signInPage;
      case 'empty':
        return { status: 200, body: '' };
      case 'garbage':
        return { status: 200, body: 'upstream connect error' };
      case 'cut': {
        const whole = good(store());
        return { ...whole, body: String(whole.body).slice(0, 60) };
      }
      case 'redirect':
        return { status: 307, headers: { location: 'https://elsewhere.example/' }, body: '' };
      case 'echo-key':
        return refused(400, 'InvalidParameter', `Bad header: ${String(headers['authorization'])}`);
      case 'stall':
        return 'taken';
      case 'text-only':
        return json({
          output: {
            choices: [{ message: { role: 'assistant', content: [{ text: 'I would rather not.' }] } }],
          },
          request_id,
        });
      case 'nothing':
        return json({ output: { choices: [] }, request_id });
      case 'two-images':
        return good(store(), store());
      case 'two-images-one-lost':
        return good(store(), `${url.origin}/oss/none.png`);
      case 'private':
        return good('https://169.254.169.254/latest/meta-data');
      case 'plain':
        return good('http://bucket.example/a.png');
      case 'nonsense':
        return good('not an address');
      default:
        return good(store());
    }
  }

  function file({ url, headers, incoming, response }: PlainContext): Answer | 'taken' {
    const stored = files.get(url.pathname.slice(5));
    if (headers['authorization'] !== undefined)
      return { status: 400, body: 'The address is signed already.' };
    if (stored === undefined) return { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };
    const bytes = makePng(stored.width, stored.height, 60);
    const good: Answer = { status: 200, headers: { 'content-type': 'image/png' }, body: bytes };
    switch (faults.at(stored.prompt, atResult)) {
      case 'expired':
        return {
          status: 403,
          body: '<Error><Code>AccessDenied</Code><Message>Request has expired.</Message></Error>',
        };
      case 'result-500':
        return { status: 500, body: '' };
      case 'result-html':
        return signInPage;
      case 'result-empty':
        return { ...good, body: '' };
      case 'result-large':
        return { ...good, headers: { 'content-type': 'image/png', 'content-length': String(2 ** 40) } };
      case 'result-reset':
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': bytes.length });
        response.write(bytes.subarray(0, bytes.length >> 1), () => incoming.socket.resetAndDestroy());
        return 'taken';
      default:
        return good;
    }
  }
}

interface Asked {
  model: string;
  input: { messages: [{ role: string; content: { image?: string; text?: string }[] }] };
  parameters: Record<string, unknown> & { size?: string };
}

/** What the service would not take, in its words. */
function problemOf(body: unknown): string | undefined {
  const asked = body as Partial<Asked> | undefined;
  const model = models[asked?.model ?? ''];
  if (model === undefined) return 'Model not exist.';
  const others = Object.keys(asked ?? {}).filter(name => !['model', 'input', 'parameters'].includes(name));
  if (others.length > 0) return `Unknown field ${others.join()}`;
  const messages = asked?.input?.messages as Asked['input']['messages'] | undefined;
  if (messages?.length !== 1 || messages[0].role !== 'user')
    return 'messages must have one message of the user';
  const { content } = messages[0];
  const images = content.filter(part => part.image !== undefined);
  const texts = content.filter(part => part.text !== undefined && part.text !== '');
  if (texts.length !== 1 || images.length + 1 !== content.length) return 'content must have exactly one text';
  if (images.length > 3 || (images.length > 0 && !model.edit)) return 'too many images';
  if (images.length === 0 && !model.generate) return 'image is required';
  for (const { image = '' } of images) {
    const data = /^data:image\/(?:png|jpeg|webp);base64,(.+)$/s.exec(image)?.[1];
    if (pixelsOfBase64(data) === undefined) return 'The image is not readable';
  }
  const { n, watermark, prompt_extend, seed, size, ...rest } = asked?.parameters ?? {};
  if (Object.keys(rest).length > 0) return `Unknown parameter ${Object.keys(rest).join()}`;
  if (n !== 1) return 'num_images_per_prompt must be 1';
  if (watermark !== false) return 'watermark must be a boolean';
  if (prompt_extend !== undefined && (typeof prompt_extend !== 'boolean' || model.size === 'none'))
    return 'prompt_extend is not supported';
  if (seed !== undefined && !(Number.isInteger(seed) && Number(seed) >= 0 && Number(seed) <= 2147483647))
    return 'seed is out of range';
  return size === undefined ? undefined : sizeProblem(model.size, size);
}

function sizeProblem(rule: SizeRule, size: string): string | undefined {
  const [, wide, high] = /^(\d+)\*(\d+)$/.exec(size) ?? [];
  const [width, height] = [Number(wide), Number(high)];
  const good =
    rule === 'fixed'
      ? fixed.includes(size)
      : rule === 'side'
        ? [width, height].every(edge => edge >= 512 && edge <= 2048)
        : rule === 'area' && width * height >= 512 * 512 && width * height <= 2048 * 2048;
  return good ? undefined : `size ${size} is not supported`;
}
