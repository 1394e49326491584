import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { crc32, inflateSync } from 'node:zlib';
import { signatureOf } from '../../server/checkRequest';
import { startGeminiServer, testKeys, type GeminiServer } from '../../server/geminiServer';
import type { ReplyJson } from '../../server/goodReply';
import { makeJpeg } from '../../server/jpeg';
import { makePng } from '../../server/png';

interface ErrorBody {
  error: { code: number; message: string; status: string; details?: Record<string, unknown>[] };
}

const png = makePng(8, 8, 1).toString('base64');
const prompt = { contents: [{ role: 'user', parts: [{ text: 'a cat' }] }] };
const config = (generationConfig: object): object => ({ ...prompt, generationConfig });

describe('test server: as strict as the service', () => {
  let server: GeminiServer;
  before(async () => {
    server = await startGeminiServer();
  });
  after(() => server.stop());
  afterEach(() => server.setFault(undefined));

  async function ask(
    body: unknown,
    {
      model = 'gemini-nano-banana-2.1',
      key = testKeys.good as string,
      version = 'v1beta',
      headers = {},
    } = {},
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${server.url}/${version}/models/${model}:generateContent`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === '' ? {} : { 'x-goog-api-key': key }),
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  }

  const refused: readonly (readonly [name: string, body: unknown, message: RegExp, model?: string])[] = [
    [
      'an unknown field',
      { ...prompt, foo: 1 },
      /^Invalid JSON payload received. Unknown name "foo": Cannot find field.$/,
    ],
    [
      'an unknown field inside',
      config({ imageConfig: { outputMimeType: 'image/png' } }),
      /Unknown name "outputMimeType" at 'generation_config.image_config': Cannot find field/,
    ],
    ['responseFormat', config({ responseFormat: {} }), /Unknown name "responseFormat"/],
    [
      'a wrong type',
      config({ seed: 'abc' }),
      /Invalid value at 'generation_config.seed' \(TYPE_INT32\), "abc"/,
    ],
    ['a wrong modality', config({ responseModalities: ['PICTURE'] }), /Modality\), "PICTURE"/],
    ['several candidates', config({ candidateCount: 2 }), /Multiple candidates is not enabled/],
    [
      'a wrong ratio',
      config({ imageConfig: { aspectRatio: '7:5' } }),
      /aspect_ratio must be one of '1:1', .*, or '8:1'/,
    ],
    [
      'an extreme ratio on Pro',
      config({ imageConfig: { aspectRatio: '1:8' } }),
      /aspect_ratio must be/,
      'gemini-3-pro-image',
    ],
    ['a lowercase size', config({ imageConfig: { imageSize: '1k' } }), /image_size must be one of/],
    [
      '512 where it is not offered',
      config({ imageConfig: { imageSize: '512' } }),
      /image_size must be one of/,
    ],
    [
      'a size on 2.5',
      config({ imageConfig: { imageSize: '1K' } }),
      /Image size is not supported/,
      'gemini-2.5-flash-image',
    ],
    [
      'a thinking level on Pro',
      config({ thinkingConfig: { thinkingLevel: 'HIGH' } }),
      /Thinking level is not supported/,
      'gemini-3-pro-image',
    ],
    ['no contents', { contents: [] }, /contents is not specified/],
    ['no parts', { contents: [{ role: 'user', parts: [] }] }, /parts must not be empty/],
    ['an empty part', { contents: [{ parts: [{}] }] }, /required oneof field 'data'/],
    ['a wrong role', { contents: [{ role: 'system', parts: [{ text: 'a' }] }] }, /valid role/],
    [
      'a turn of the model at the end',
      { contents: [...prompt.contents, { role: 'model', parts: [{ text: 'a' }] }] },
      /from the user/,
    ],
    [
      'a mime type that is not taken',
      { contents: [{ parts: [{ inlineData: { mimeType: 'image/gif', data: png } }] }] },
      /Unsupported MIME type: image\/gif/,
    ],
    [
      'bytes of another type',
      { contents: [{ parts: [{ inlineData: { mimeType: 'image/jpeg', data: png } }] }] },
      /Unable to process input image/,
    ],
    [
      'bad base64',
      { contents: [{ parts: [{ inlineData: { mimeType: 'image/png', data: 'a!b' } }] }] },
      /Base64 decoding failed for "a!b"/,
    ],
    [
      'too many images',
      {
        contents: [
          { parts: Array.from({ length: 4 }, () => ({ inlineData: { mimeType: 'image/png', data: png } })) },
        ],
      },
      /maximum number of images is 3/,
      'gemini-3.1-flash-lite-image',
    ],
    ['no JSON', '{"contents":', /Parsing terminated/],
  ];
  for (const [name, body, message, model] of refused) {
    it(`refuses ${name}`, async () => {
      const { status, body: answer } = await ask(body, model === undefined ? {} : { model });
      const { error } = answer as ErrorBody;
      assert.deepEqual([status, error.code, error.status], [400, 400, 'INVALID_ARGUMENT']);
      assert.match(error.message, message);
    });
  }

  it('takes snake_case as well', async () => {
    const { status } = await ask({
      contents: [{ parts: [{ inline_data: { mime_type: 'image/png', data: png } }, { text: 'a' }] }],
      generation_config: { image_config: { aspect_ratio: '16:9' } },
    });
    assert.equal(status, 200);
  });

  it('wants the signature of every image it made, unchanged and its own', async () => {
    const { body } = await ask(prompt);
    const content = (body as ReplyJson).candidates?.[0]?.content;
    const image = content?.parts?.find(part => part.inlineData);
    assert.ok(content && image?.inlineData);
    const next = (part: object): object => ({
      contents: [
        ...prompt.contents,
        { role: 'model', parts: [part] },
        { role: 'user', parts: [{ text: 'more' }] },
      ],
    });
    assert.equal((await ask(next(image))).status, 200);
    const bare = { inlineData: image.inlineData };
    const missing = await ask(next(bare));
    assert.match(
      (missing.body as ErrorBody).error.message,
      /missing a thought_signature in content position 1, part position 0/,
    );
    assert.equal((await ask(next(bare), { model: 'gemini-2.5-flash-image' })).status, 200);
    for (const thoughtSignature of [
      'QUJD',
      signatureOf('gemini-3-pro-image', Buffer.from(image.inlineData.data, 'base64')),
    ]) {
      const corrupted = await ask(next({ ...image, thoughtSignature }));
      assert.equal((corrupted.body as ErrorBody).error.message, 'Corrupted thought signature.');
    }
  });

  it('knows its keys, and repeats a wrong one as the service does', async () => {
    const missing = await ask(prompt, { key: '' });
    assert.deepEqual([missing.status, (missing.body as ErrorBody).error.status], [403, 'PERMISSION_DENIED']);
    const wrong = await ask(prompt, { key: 'AIzaWrong' });
    assert.equal(wrong.status, 400);
    assert.match(JSON.stringify(wrong.body), /API_KEY_INVALID.*AIzaWrong/);
    assert.equal(
      (await ask(prompt, { key: '', headers: { authorization: `Bearer ${testKeys.good}` } })).status,
      403,
    );
    const free = await ask(prompt, { key: testKeys.free });
    assert.deepEqual([free.status, /limit: 0/.test(JSON.stringify(free.body))], [429, true]);
  });

  it('serves its own version and models only', async () => {
    assert.equal((await ask(prompt, { version: 'v1' })).status, 404);
    const unknown = await ask(prompt, { model: 'gemini-2.0-flash-preview-image-generation' });
    assert.match((unknown.body as ErrorBody).error.message, /is not found for API version v1beta/);
  });

  it('answers with an image of the asked pixels in the model’s own format', async () => {
    const { body } = await ask(config({ imageConfig: { aspectRatio: '21:9', imageSize: '2K' } }));
    const { candidates, usageMetadata, modelVersion, responseId } = body as ReplyJson;
    const image = candidates?.[0]?.content?.parts?.find(part => part.inlineData);
    assert.equal(image?.inlineData?.mimeType, 'image/jpeg');
    const bytes = Buffer.from(image.inlineData.data, 'base64');
    const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
    assert.deepEqual([bytes.readUInt16BE(frame + 7), bytes.readUInt16BE(frame + 5)], [3168, 1344]);
    assert.equal(modelVersion, 'gemini-nano-banana-2.1');
    assert.ok(
      responseId !== undefined &&
        JSON.stringify(usageMetadata).includes('"modality":"IMAGE","tokenCount":1680'),
    );
    const plain = await ask(prompt, { model: 'gemini-2.5-flash-image' });
    const old = (plain.body as ReplyJson).candidates?.[0]?.content?.parts?.find(part => part.inlineData);
    assert.deepEqual([old?.inlineData?.mimeType, old?.thoughtSignature], ['image/png', undefined]);
  });

  it('lists models in pages', async () => {
    const list = async (query: string): Promise<{ models: { name: string }[]; nextPageToken?: string }> => {
      const response = await fetch(`${server.url}/v1beta/models${query}`, {
        headers: { 'x-goog-api-key': testKeys.good },
      });
      return (await response.json()) as { models: { name: string }[]; nextPageToken?: string };
    };
    const first = await list('?pageSize=4');
    const second = await list(`?pageSize=50&pageToken=${first.nextPageToken ?? ''}`);
    const names = [...first.models, ...second.models].map(model => model.name);
    assert.ok(names.includes('models/gemini-nano-banana-2.1') && new Set(names).size === names.length);
    assert.equal(second.nextPageToken, undefined);
  });

  it('fails on demand: by words, by header, by setting, once or twice', async () => {
    const words = { contents: [{ parts: [{ text: 'a cat [fault:overloaded-twice]' }] }] };
    assert.deepEqual(
      [(await ask(words)).status, (await ask(words)).status, (await ask(words)).status],
      [503, 503, 200],
    );
    assert.equal((await ask(prompt, { headers: { 'x-test-fault': 'internal' } })).status, 500);
    server.setFault('per-day');
    assert.equal((await ask(prompt)).status, 429);
    assert.throws(() => server.setFault('nonsense'), /There is no fault "nonsense"/);
  });

  it('makes images that are what they say, at about the size that is asked', async () => {
    const big = await startGeminiServer({ payloadBytes: 2_000_000 });
    try {
      for (const model of ['gemini-nano-banana-2.1', 'gemini-2.5-flash-image']) {
        const response = await fetch(`${big.url}/v1beta/models/${model}:generateContent`, {
          method: 'POST',
          headers: { 'x-goog-api-key': testKeys.good },
          body: JSON.stringify(prompt),
        });
        const parts = ((await response.json()) as ReplyJson).candidates?.[0]?.content?.parts ?? [];
        const bytes = Buffer.from(parts.find(part => part.inlineData)?.inlineData?.data ?? '', 'base64');
        assert.ok(Math.abs(bytes.length - 2_000_000) < 2000, String(bytes.length));
      }
    } finally {
      await big.stop();
    }
    checkPng(makePng(33, 21, 5, Buffer.alloc(999)), 33, 21);
    const jpeg = makeJpeg(33, 21, 5);
    assert.deepEqual([jpeg[0], jpeg[1], jpeg.at(-2), jpeg.at(-1)], [0xff, 0xd8, 0xff, 0xd9]);
  });

  it('starts for a person and says how to use it', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/server/main.ts', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let text = '';
      for await (const chunk of child.stdout) {
        text += String(chunk);
        if (text.includes('Ctrl+C')) break;
      }
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? '';
      assert.match(text, /inlineAssets\.gemini\.endpoint/);
      assert.ok(text.includes(testKeys.good));
      assert.equal((await fetch(`${url}/v1beta/models`)).status, 403);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });
});

/** Every chunk's checksum, and as many pixels as the header says. */
function checkPng(bytes: Buffer, width: number, height: number): void {
  const data: Buffer[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    assert.equal(crc32(body), bytes.readUInt32BE(at + 8 + length));
    if (body.toString('latin1', 0, 4) === 'IDAT') data.push(body.subarray(4));
    at += 12 + length;
  }
  assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [width, height]);
  assert.equal(inflateSync(Buffer.concat(data)).length, (width + 1) * height);
}
