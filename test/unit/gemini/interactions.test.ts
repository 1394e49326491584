import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure, ImagesOutcome } from '../../../src/core/model/outcome';
import type { ProviderRequest } from '../../../src/core/provider';
import { startGeminiServer, testKeys, type GeminiServer } from '../../server/geminiServer';
import { makePng } from '../../server/png';
import { createHarness, input, model, turn, type Harness } from './harness';
import { jpeg, otherJpeg, startReplies, type Replies, type Sent } from './replies';

const spoken = { ...model(), interactions: true as const };

describe('gemini: models that are spoken to by interactions', () => {
  let server: GeminiServer;
  let streaming: GeminiServer;
  let harness: Harness;
  before(async () => {
    server = await startGeminiServer({ interactionsOnly: true });
    streaming = await startGeminiServer({ interactionsOnly: true, streamOnly: true });
  });
  after(() => Promise.all([server.stop(), streaming.stop()]));
  beforeEach(async () => {
    server.requests.length = 0;
    streaming.requests.length = 0;
    harness = await createHarness(server.url);
  });
  afterEach(() => harness.blobs.remove());

  const images = async (prompt: string, more: Partial<ProviderRequest> = {}): Promise<ImagesOutcome> => {
    const outcome = await harness.generate(prompt, { model: spoken, ...more });
    assert.ok(outcome.kind === 'images', JSON.stringify(outcome));
    return outcome;
  };
  const failure = async (prompt: string, more: Partial<ProviderRequest> = {}): Promise<Failure> => {
    const outcome = await harness.generate(prompt, { model: spoken, ...more });
    assert.ok(outcome.kind !== 'images');
    return outcome;
  };
  const body = (at = -1): Record<string, unknown> => server.requests.at(at)?.body as Record<string, unknown>;

  it('are asked for words and images, with nothing kept at the service', async () => {
    await images('a house');
    const [request] = server.requests;
    assert.deepEqual([request?.method, request?.path], ['POST', '/v1beta/interactions']);
    assert.equal(request?.headers['x-goog-api-key'], testKeys.good);
    assert.deepEqual(body(), {
      model: 'gemini-nano-banana-2.1',
      input: [{ type: 'text', text: 'a house' }],
      response_format: [{ type: 'text' }, { type: 'image', mime_type: 'image/jpeg' }],
      store: false,
    });
  });

  it('take every setting', async () => {
    await images('a', {
      settings: {
        ...{ aspectRatio: '16:9', imageSize: '2K', thinking: 'high', seed: 7, search: true },
        systemInstruction: 'Flat colors.',
      },
      variation: 2,
    });
    const { response_format, generation_config, tools, system_instruction } = body();
    assert.deepEqual(response_format, [
      { type: 'text' },
      { type: 'image', aspect_ratio: '16:9', image_size: '2K', mime_type: 'image/jpeg' },
    ]);
    assert.deepEqual(generation_config, { thinking_level: 'high', seed: 9 });
    assert.deepEqual(tools, [{ type: 'google_search', search_types: ['web_search', 'image_search'] }]);
    assert.equal(system_instruction, 'Flat colors.');
  });

  it('answer as by generateContent: the same image, words, counts and names', async () => {
    const other = await startGeminiServer();
    try {
      const settings = { seed: 3, imageSize: '1K' };
      const one = await images('a [fault:two-images]', { settings });
      const bytes = await Promise.all(one.images.map(({ file }) => harness.blobs.read(file)));
      harness.endpoint.baseUrl = other.url;
      const two = await images('a [fault:two-images]', { model: model(), settings });
      assert.deepEqual(await Promise.all(two.images.map(({ file }) => harness.blobs.read(file))), bytes);
      const told = ({ text, usage, parts, modelVersion, images: all }: ImagesOutcome): unknown => [
        ...[text, usage, parts, modelVersion],
        all.map(({ declaredType }) => declaredType),
      ];
      assert.deepEqual(told(one), told(two));
      assert.equal(bytes.length, 2);
      assert.match(one.responseId!, /^v1_/);
    } finally {
      await other.stop();
    }
  });

  it('answer bit by bit where the endpoint does', async () => {
    harness.endpoint = { ...harness.endpoint, baseUrl: streaming.url, stream: true };
    const outcome = await images('a house');
    assert.deepEqual([outcome.images.length, outcome.text], [1, 'Here is your image.']);
    assert.ok(outcome.usage?.imageOutputTokens && outcome.modelVersion && outcome.responseId && outcome.turn);
    assert.equal((streaming.requests[0]?.body as { stream: boolean }).stream, true);
    await images('at night', { history: [turn('a house', outcome.turn, harness.blobs)] });
  });

  it('get reference images byte for byte, with what each is for', async () => {
    const png = makePng(20, 10, 1);
    const path = join(harness.blobs.path, 'a.png');
    const other = join(harness.blobs.path, 'b.jpg');
    await writeFile(path, png);
    await writeFile(other, jpeg);
    await images('a', { images: [input(path, 'image/png'), input(other, 'image/jpeg', 'style')] });
    assert.deepEqual(body()['input'], [
      { type: 'text', text: 'Image 1 is the subject. Image 2 is the style to follow.\n\na' },
      { type: 'image', mime_type: 'image/png', data: png.toString('base64') },
      { type: 'image', mime_type: 'image/jpeg', data: jpeg.toString('base64') },
    ]);
  });

  it('get what is too large by the Files API', async () => {
    const path = join(harness.blobs.path, 'a.png');
    await writeFile(path, makePng(20, 10, 1, Buffer.alloc(5000)));
    harness.endpoint.inlineBytes = 5000;
    await images('a', { images: [input(path, 'image/png')] });
    const [file] = server.files.uploaded;
    const asked = server.requests.find(({ path: at }) => at.endsWith('/interactions'));
    assert.deepEqual((asked?.body as { input: unknown[] }).input[1], {
      ...{ type: 'image', mime_type: 'image/png' },
      uri: `${server.url}/v1beta/${file?.name ?? ''}`,
    });
    await server.files.empty();
  });

  describe('in a thread', () => {
    it('get their thoughts back with what they said', async () => {
      const first = await images('a house');
      const before = turn('a house', first.turn, harness.blobs);
      const second = await images('at night', { history: [before] });
      await images('in snow', { history: [before, turn('at night', second.turn, harness.blobs)] });
      const steps = body()['input'] as { type: string; content?: { type: string }[] }[];
      assert.deepEqual(
        steps.map(({ type, content = [] }) => [type, ...content.map(each => each.type)].join(' ')),
        [
          ...['user_input text', 'thought', 'model_output text image'],
          ...['user_input text', 'thought', 'model_output text image'],
          'user_input text',
        ],
      );
      assert.equal(second.restarted, undefined);
    });

    it('begin anew from the last image after an answer without any', async () => {
      await writeFile(join(harness.blobs.path, 'x.jpg'), jpeg);
      const answer = { role: 'model', parts: [{ inlineData: { mimeType: 'image/jpeg', data: 'x.jpg' } }] };
      await images('at night', { history: [turn('a house', answer, harness.blobs)] });
      assert.deepEqual(
        (body()['input'] as { type: string }[]).map(({ type }) => type),
        ['text', 'image'],
      );
    });

    it('keep thoughts without a signature to themselves', async () => {
      const first = await images('a house');
      const { role, parts } = first.turn as { role: string; parts: object[] };
      const answer = { role, parts: [{ text: 'Hm.', thought: true }, ...parts] };
      const outcome = await images('at night', { history: [turn('a house', answer, harness.blobs)] });
      assert.equal(outcome.restarted, undefined);
      assert.ok(!JSON.stringify(body()).includes('Hm.'));
    });

    it('begin anew when the service does not take it back', async () => {
      const first = await images('a house');
      const other = JSON.parse(JSON.stringify(first.turn)) as { parts: { thoughtSignature?: string }[] };
      other.parts[0]!.thoughtSignature = Buffer.alloc(64).toString('base64');
      const outcome = await images('at night', { history: [turn('a house', other, harness.blobs)] });
      assert.equal(outcome.restarted, true);
    });

    it('go on by generateContent, and the other way round', async () => {
      const both = await startGeminiServer();
      try {
        harness.endpoint.baseUrl = both.url;
        const first = await images('a house', { model: model() });
        const second = await images('at night', { history: [turn('a house', first.turn, harness.blobs)] });
        await images('in snow', {
          model: model(),
          history: [turn('at night', second.turn, harness.blobs)],
        });
      } finally {
        await both.stop();
      }
    });
  });

  const faults: readonly [fault: string, kind: string, reason: string | undefined][] = [
    ['image-safety', 'blocked', 'IMAGE_SAFETY'],
    ['safety', 'blocked', 'SAFETY'],
    ['max-tokens', 'text-only', 'MAX_TOKENS'],
    ['text-only', 'text-only', 'STOP'],
    ['thoughts-only', 'text-only', 'thoughts-only'],
    ['thought-image-only', 'text-only', 'thoughts-only'],
    ['bad-key', 'auth', 'API_KEY_INVALID'],
    ['no-billing', 'billing', 'BILLING_DISABLED'],
    ['per-day', 'quota', 'RESOURCE_EXHAUSTED'],
    ['html', 'bad-response', 'html'],
    ['empty', 'bad-response', 'empty'],
    ['truncated', 'bad-response', 'truncated'],
    ['corrupt-base64', 'bad-response', 'corrupt-image'],
    ['redirect', 'network', 'redirect'],
    ['reset-body', 'network', 'reset'],
  ];
  for (const [fault, kind, reason] of faults) {
    it(`fail as others do: ${fault}`, async () => {
      const outcome = await failure(`a [fault:${fault}]`);
      assert.deepEqual([outcome.kind, outcome.reason, outcome.sent], [kind, reason, true]);
      assert.deepEqual(await harness.blobs.list(), []);
      assert.ok(!JSON.stringify(outcome).includes(testKeys.good));
    });
  }

  it('are asked again after what passes', async () => {
    const { retries } = await images('a [fault:overloaded-twice]');
    assert.equal(retries?.length, 2);
  });

  it('tell what was looked up', async () => {
    const { grounding } = await images('a', { settings: { search: true } });
    assert.deepEqual(grounding?.queries, ['red kite wingspan']);
  });

  it('say that an endpoint does not serve interactions', async () => {
    const gateway = await startGeminiServer({ apiVersions: ['v1'] });
    harness.endpoint.baseUrl = gateway.url;
    try {
      const outcome = await failure('a');
      assert.deepEqual([outcome.kind, outcome.reason], ['bad-request', 'endpoint']);
    } finally {
      await gateway.stop();
    }
  });

  describe('with answers of other services', () => {
    let service: Replies;
    beforeEach(async () => {
      service = await startReplies();
      harness.endpoint.baseUrl = service.url;
    });
    afterEach(() => service.stop());

    const image = (bytes: Buffer): object => ({
      ...{ type: 'image', mime_type: 'image/jpeg' },
      data: bytes.toString('base64'),
    });
    const output = (...content: object[]): object => ({ type: 'model_output', content });
    const interaction = (steps: object[], more: object = {}): object => ({
      ...{ id: 'v1_a', object: 'interaction', status: 'completed', model: 'm', steps },
      ...more,
    });
    const events = (...list: object[]): Sent =>
      list.map(event => `event: x\ndata: ${JSON.stringify(event)}\n\n`).join('') +
      'event: done\ndata: [DONE]\n\n';

    it('keeps words and images in their order, and leaves thoughts and what it does not know out', async () => {
      service.answers = [
        interaction([
          { type: 'user_input', content: [{ type: 'text', text: 'mine' }] },
          { type: 'thought', signature: 'c2ln', summary: [{ type: 'text', text: 'Hm.' }, image(otherJpeg)] },
          output({ type: 'text', text: 'First' }, image(jpeg), { type: 'audio', data: 'AAAA' }),
          { type: 'something_new', content: [image(otherJpeg)] },
          output({ type: 'text', text: 'then' }, image(otherJpeg)),
        ]),
      ];
      const outcome = await images('a');
      assert.deepEqual(outcome.parts, [{ text: 'First' }, { image: 0 }, { text: 'then' }, { image: 1 }]);
      const drawn = await Promise.all(outcome.images.map(({ file }) => harness.blobs.read(file)));
      assert.deepEqual(drawn, [jpeg, otherJpeg]);
      assert.equal((await harness.blobs.list()).length, 2);
      assert.equal(outcome.text, 'First\nthen');
    });

    const rows: readonly [what: string, Sent, kind: string, reason: string][] = [
      [
        'a number for a code',
        interaction([], { status: 'failed', errors: [{ code: 14 }] }),
        'overloaded',
        'UNAVAILABLE',
      ],
      [
        'the address of a code',
        interaction([], {
          status: 'failed',
          errors: [{ code: 'https://e.example/errors/safety', message: 'No.' }],
        }),
        ...(['blocked', 'SAFETY'] as const),
      ],
      [
        'an error of a step',
        interaction([{ type: 'model_output', error: { code: 3, message: 'The prompt was blocked.' } }], {
          status: 'failed',
        }),
        ...(['blocked', 'SAFETY'] as const),
      ],
      ['a failure without a word', interaction([], { status: 'failed' }), 'bad-response', 'failed'],
      ['a job in the background', interaction([], { status: 'in_progress' }), 'bad-response', 'in_progress'],
      ['steps that are none', { status: 'completed', steps: 'none' }, 'bad-response', 'empty'],
      [
        'an error among events',
        events({ event_type: 'error', error: { code: 'internal', message: 'Oh.' } }),
        ...(['overloaded', 'internal'] as const),
      ],
    ];
    for (const [what, answer, kind, reason] of rows) {
      it(`understands ${what}`, async () => {
        service.answers = [answer];
        const outcome = await failure('a');
        assert.deepEqual([outcome.kind, outcome.reason], [kind, reason]);
      });
    }

    it('keeps the images that came before the events broke off', async () => {
      service.answers = [
        events(
          { event_type: 'step.start', index: 4, step: { type: 'model_output' } },
          { event_type: 'step.delta', index: 4, delta: image(jpeg) },
          { event_type: 'step.delta', index: 4, delta: { type: 'text', text: 'A ' } },
          { event_type: 'step.delta', index: 4, delta: { type: 'text', text: 'house' } },
          { event_type: 'error', error: { code: 'internal', message: 'Oh.' } },
          { event_type: 'interaction.completed', interaction: { id: 'v1_a', status: 'failed', error: {} } },
        ),
      ];
      const outcome = await images('a');
      assert.deepEqual([outcome.images.length, outcome.text, outcome.cut], [1, 'A house', true]);
    });

    it('understands an address in place of the image', async () => {
      harness.mayDownload = () => Promise.resolve(false);
      service.answers = [
        interaction([output({ type: 'image', uri: 'https://files.example.com/image.png' })]),
      ];
      const outcome = await failure('a');
      assert.deepEqual(
        [outcome.kind, outcome.reason, outcome.links],
        ['consent', 'download', ['https://files.example.com/image.png']],
      );
    });
  });
});
