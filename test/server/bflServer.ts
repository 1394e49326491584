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

export const bflKey = 'bfl_TestServerGoodKey00000000000';

const atSubmit = [
  ...['no-credits', 'validation', 'rate-limited', 'overloaded', 'html', 'empty', 'garbage', 'redirect'],
  ...['echo-key', 'gone', 'stall', 'no-job', 'poll-elsewhere', 'poll-password', 'poll-lookalike', 'no-cost'],
] as const;
const atPoll = [
  ...['never', 'failed', 'failed-503', 'request-moderated', 'content-moderated', 'not-found', 'no-sample'],
  ...['poll-garbage', 'poll-500', 'poll-html', 'poll-key', 'poll-redirect', 'poll-reset', 'poll-limited'],
  ...['result-private', 'result-plain', 'result-nonsense'],
] as const;
const atResult = [
  ...[
    'expired',
    'result-404',
    'result-html',
    'result-image-html',
    'result-json',
    'result-cut',
    'result-empty',
  ],
  ...['result-large', 'result-500', 'result-moved', 'result-moved-private', 'result-reset'],
] as const;

/** Everything that can go wrong on demand, by words in the prompt: `a cat [fault:expired-once]`. */
export const bflFaults: readonly string[] = [...atSubmit, ...atPoll, ...atResult];

interface Task {
  prompt: string;
  width: number;
  height: number;
  polls: number;
}

type Check = (value: unknown) => boolean;
const text: Check = value => typeof value === 'string' && value !== '';
const image: Check = value => pixelsOfBase64(value) !== undefined;
const flag: Check = value => typeof value === 'boolean';
const integer: Check = value => Number.isInteger(value) && Number(value) >= 0;
const format: Check = value => value === 'png' || value === 'jpeg';
const oneOf =
  (...values: readonly string[]): Check =>
  value =>
    values.includes(String(value));
const edge =
  (multiple: number, max: number): Check =>
  value =>
    Number.isInteger(value) && Number(value) % multiple === 0 && Number(value) >= 64 && Number(value) <= max;
/** Between 3:7 and 7:3. */
const ratio: Check = value => {
  const [wide = 0, high = 0] = String(value).split(':').map(Number);
  return wide > 0 && high > 0 && wide / high <= 7 / 3 + 1e-9 && wide / high >= 3 / 7 - 1e-9;
};
const inputs = (count: number): Record<string, Check> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      index === 0 ? 'input_image' : `input_image_${index + 1}`,
      image,
    ]),
  );
const usual = { prompt: text, seed: integer, output_format: format };
const flux2 = (count: number): Record<string, Check> => ({
  ...usual,
  ...inputs(count),
  width: edge(16, 2048),
  height: edge(16, 2048),
});
const kontext = { ...usual, ...inputs(4), aspect_ratio: ratio, prompt_upsampling: flag };

/** A closed schema for each endpoint; the service is that strict for FLUX 3 only. */
const schemas: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  'flux-3-image': {
    prompt: text,
    images: value => Array.isArray(value) && value.length > 0 && value.length <= 10 && value.every(image),
    aspect_ratio: oneOf(
      ...['auto', '21:9', '2:1', '16:9', '3:2', '7:5', '4:3', '5:4', '1:1', '4:5', '3:4', '5:7', '2:3'],
      ...['9:16', '1:2', '9:21'],
    ),
    resolution: oneOf('768sq', '1k', '1.5k', '2k', '4k'),
    grounding: flag,
    safety_tolerance: integer,
  },
  'flux-2-pro': flux2(8),
  'flux-2-max': flux2(8),
  'flux-2-flex': { ...flux2(8), prompt_upsampling: flag },
  'flux-2-klein-9b': flux2(4),
  'flux-2-klein-4b': flux2(4),
  'flux-kontext-pro': kontext,
  'flux-kontext-max': kontext,
  'flux-pro-1.0-fill': { ...usual, image, mask: image, prompt_upsampling: flag },
  'flux-pro-1.1-ultra': { ...usual, aspect_ratio: ratio, prompt_upsampling: flag },
  'flux-pro-1.1': { ...usual, width: edge(32, 1440), height: edge(32, 1440), prompt_upsampling: flag },
};

/** Speaks the API of Black Forest Labs over real HTTP: jobs, asked after until they are done, and images by address. */
export async function startBflServer(): Promise<PlainServer> {
  const tasks = new Map<string, Task>();
  const faults = new PlainFaults(new Set(bflFaults));
  let count = 0;
  const server = await startPlainServer(context => {
    const { pathname } = context.url;
    if (pathname.startsWith('/results/')) return result(context);
    if (context.headers['authorization'] !== undefined || context.headers['x-goog-api-key'] !== undefined)
      return json({ detail: 'The key belongs into x-key.' }, 400);
    if (context.headers['x-key'] !== bflKey)
      return json({ detail: 'Not authenticated - Invalid Authentication' }, 403);
    if (pathname === '/v1/credits' && context.method === 'GET') return json({ credits: 1000 });
    if (pathname === '/v1/get_result' && context.method === 'GET') return poll(context);
    const model = /^\/v1\/([\w.-]+)$/.exec(pathname)?.[1] ?? '';
    if (context.method !== 'POST' || !Object.hasOwn(schemas, model))
      return json({ detail: 'Not Found' }, 404);
    return submit(context, model);
  });
  return server;

  function submit({ body, headers, url }: PlainContext, model: string): Answer | 'taken' {
    if (headers['content-type'] !== 'application/json' || typeof body !== 'object' || body === null)
      return invalid('body', 'JSON decode error');
    const asked = body as Record<string, unknown>;
    const schema = schemas[model] ?? {};
    for (const [name, value] of Object.entries(asked)) {
      const check = schema[name];
      if (check === undefined) return invalid(name, 'Extra inputs are not permitted');
      if (!check(value)) return invalid(name, 'Input is not valid');
    }
    if (!text(asked['prompt'])) return invalid('prompt', 'Field required');
    const prompt = String(asked['prompt']);
    if (model === 'flux-pro-1.0-fill') {
      const [own, mask] = [pixelsOfBase64(asked['image']), pixelsOfBase64(asked['mask'])];
      if (own === undefined) return invalid('image', 'Field required');
      if (mask !== undefined && String(own) !== String(mask))
        return invalid('mask', 'Image and mask must have the same size');
    }
    const fault = faults.at(prompt, atSubmit);
    const id = `task-${++count}`;
    const input = pixelsOfBase64(asked['input_image']);
    const [width, height] = [asked['width'] ?? input?.[0] ?? 1024, asked['height'] ?? input?.[1] ?? 1024];
    tasks.set(id, { prompt, width: Number(width), height: Number(height), polls: 0 });
    const polling_url = `${url.origin}/v1/get_result?id=${id}`;
    const good = { id, polling_url, cost: 4.5, input_mp: 0, output_mp: 1.98 };
    switch (fault) {
      case 'no-credits':
        return json({ detail: 'Insufficient credits' }, 402);
      case 'validation':
        return invalid('safety_tolerance', 'Input should be less than or equal to 5');
      case 'rate-limited':
        return json({ detail: 'Rate limit exceeded: too many active tasks' }, 429);
      case 'overloaded':
        return json({ detail: 'Service Unavailable' }, 503);
      case 'html':
        return signInPage;
      case 'empty':
        return { status: 200, headers: { 'content-type': 'application/json' }, body: '' };
      case 'garbage':
        return { status: 200, headers: { 'content-type': 'application/json' }, body: 'upstream error' };
      case 'redirect':
        return { status: 307, headers: { location: 'https://elsewhere.example/' }, body: '' };
      case 'echo-key':
        return json({ detail: `The key ${String(headers['x-key'])} may not use ${model}.` }, 403);
      case 'gone':
        return json({ detail: 'Not Found' }, 404);
      case 'stall':
        return 'taken';
      case 'no-job':
        return json({ id });
      case 'poll-elsewhere':
        return json({ ...good, polling_url: 'https://collect.example/v1/get_result?id=1' });
      case 'poll-password':
        return json({ ...good, polling_url: polling_url.replace('//', '//a:b@') });
      case 'poll-lookalike':
        return json({ ...good, polling_url: 'https://api.bfl.ai.collect.example/v1/get_result?id=1' });
      case 'no-cost':
        return json({ id, polling_url, cost: null });
      default:
        return json(good);
    }
  }

  function poll({ url, incoming }: PlainContext): Answer | 'taken' {
    const id = url.searchParams.get('id') ?? '';
    const task = tasks.get(id);
    if (task === undefined) return json({ id, status: 'Task not found', result: null }, 404);
    const state = (status: string, more: object = {}): Answer =>
      json({ id, status, result: null, progress: null, ...more });
    const ready = (sample: unknown): Answer =>
      state('Ready', { result: { sample, prompt: task.prompt, seed: 1 }, cost: 4.5 });
    if (task.polls++ < 2) return state(task.polls === 1 ? 'Pending' : 'Generating');
    switch (faults.at(task.prompt, atPoll)) {
      case 'never':
        return state('Pending');
      case 'failed':
        return state('Error', { details: { error: 'Generation failed' } });
      case 'failed-503':
        return json({ id, status: 'Error', details: 'No capacity was found' }, 503);
      case 'request-moderated':
        return state('Request Moderated', { details: { 'Moderation Reasons': ['Derivative Works Filter'] } });
      case 'content-moderated':
        return state('Content Moderated');
      case 'not-found':
        return json({ id, status: 'Task not found' }, 404);
      case 'no-sample':
        return state('Ready', { result: {} });
      case 'poll-garbage':
        return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"status":' };
      case 'poll-500':
        return json({ detail: 'Internal Server Error' }, 500);
      case 'poll-html':
        return signInPage;
      case 'poll-key':
        return json({ detail: 'Not authenticated' }, 403);
      case 'poll-limited':
        return json({ detail: 'Too many requests' }, 429);
      case 'poll-redirect':
        return { status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' };
      case 'poll-reset':
        incoming.socket.resetAndDestroy();
        return 'taken';
      case 'result-private':
        return ready('https://10.0.0.1/secret.png');
      case 'result-plain':
        return ready('http://files.example/a.png');
      case 'result-nonsense':
        return ready('file:///etc/passwd');
      default:
        return ready(`${url.origin}/results/${id}.png?sig=abc`);
    }
  }

  function result({ url, headers, incoming, response }: PlainContext): Answer | 'taken' {
    const id = /^\/results\/(.+)\.png$/.exec(url.pathname)?.[1] ?? '';
    const task = tasks.get(id);
    // A signed address: whoever sends a key to it gave the key away.
    if (headers['x-key'] !== undefined || task === undefined) return json({ error: 'no' }, 400);
    const bytes = makePng(task.width, task.height, 30);
    const good: Answer = { status: 200, headers: { 'content-type': 'image/png' }, body: bytes };
    switch (faults.at(task.prompt, atResult)) {
      case 'expired':
        return {
          status: 403,
          headers: { 'content-type': 'application/xml' },
          body: '<Error>AuthenticationFailed</Error>',
        };
      case 'result-404':
        return { status: 404, body: '' };
      case 'result-html':
        return signInPage;
      case 'result-image-html':
        return { ...signInPage, headers: { 'content-type': 'image/png' } };
      case 'result-json':
        return json({ error: 'no image' });
      case 'result-cut':
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': bytes.length });
        response.write(bytes.subarray(0, bytes.length >> 1), () => incoming.socket.end());
        return 'taken';
      case 'result-reset':
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': bytes.length });
        response.write(bytes.subarray(0, bytes.length >> 1), () => incoming.socket.resetAndDestroy());
        return 'taken';
      case 'result-empty':
        return { ...good, body: '' };
      case 'result-large':
        return { ...good, headers: { 'content-type': 'image/png', 'content-length': String(2 ** 40) } };
      case 'result-500':
        return { status: 500, body: 'no' };
      case 'result-moved':
        return url.searchParams.has('moved')
          ? good
          : { status: 302, headers: { location: `${url.pathname}?moved=1` }, body: '' };
      case 'result-moved-private':
        return { status: 302, headers: { location: 'https://192.168.0.1/a.png' }, body: '' };
      default:
        return good;
    }
  }
}

function invalid(where: string, msg: string): Answer {
  return json({ detail: [{ loc: ['body', where], msg, type: 'value_error' }] }, 422);
}
