import assert from 'node:assert/strict';
import type { Failure, ImagesOutcome, Outcome } from '../../../src/core/model/outcome';
import { isUnbilled } from '../../../src/core/model/outcome';
import { findImageLinks } from '../../../src/providers/wire/imageLinks';
import { linkedImage } from '../../server/dialects';
import { startGeminiServer, testKeys, type GeminiServer } from '../../server/geminiServer';
import { createHarness, model, type Harness } from './harness';

const images = (outcome: Outcome): ImagesOutcome => {
  assert.equal(outcome.kind, 'images', JSON.stringify(outcome));
  return outcome as ImagesOutcome;
};
const failed = (outcome: Outcome): Failure => {
  assert.notEqual(outcome.kind, 'images');
  return outcome as Failure;
};

describe('gemini: the dialects of gateways', () => {
  let server: GeminiServer;
  let streaming: GeminiServer;
  let harness: Harness;
  /** What was asked for at places that are not the service's. */
  const fetched: string[] = [];
  /** The internet leads to the test server. */
  const files: typeof fetch = (input, init) => {
    const url = new URL(input as URL);
    fetched.push(url.href);
    return fetch(new URL(url.pathname, server.url), init);
  };
  before(async () => {
    server = await startGeminiServer();
    streaming = await startGeminiServer({ streamOnly: true });
  });
  after(() => Promise.all([server.stop(), streaming.stop()]));
  beforeEach(async () => {
    fetched.length = 0;
    harness = await createHarness(server.url, { files });
  });
  afterEach(() => harness.blobs.remove());

  describe('a link in place of the image', () => {
    const asked: (readonly string[])[] = [];
    const answer = (yes: boolean) => (links: readonly string[]) => {
      asked.push(links);
      return Promise.resolve(yes);
    };
    beforeEach(() => (asked.length = 0));

    it('is fetched when the user lets it, and not before', async () => {
      harness.mayDownload = answer(true);
      const outcome = images(await harness.generate('a [fault:link-bare]'));
      const link = 'https://files.example.com/files/image.png?X-Signature=abc%2Fdef&Expires=1';
      assert.deepEqual([asked, fetched], [[[link]], [link]]);
      const [image] = outcome.images;
      assert.deepEqual(await harness.blobs.read(image!.file), linkedImage.bytes);
      assert.equal(image?.declaredType, 'image/png');
      assert.ok(outcome.usage && outcome.modelVersion && outcome.responseId);
      assert.deepEqual([outcome.text, outcome.links, outcome.turn], [undefined, undefined, undefined]);
    });

    it('is not fetched against the user’s will, and stays known', async () => {
      harness.mayDownload = answer(false);
      const outcome = failed(await harness.generate('a [fault:link-bare]'));
      assert.deepEqual([outcome.kind, outcome.reason, outcome.sent], ['consent', 'download', true]);
      assert.match(outcome.message!, /^It lies at files\.example\.com, and fetching it/);
      assert.deepEqual(outcome.links, [
        'https://files.example.com/files/image.png?X-Signature=abc%2Fdef&Expires=1',
      ]);
      assert.deepEqual([fetched, await harness.blobs.list()], [[], []]);
      assert.equal(isUnbilled(outcome), false);
      assert.ok(outcome.usage);
    });

    it('is fetched later, when the user lets it then, without another request', async () => {
      harness.mayDownload = answer(false);
      const { links } = failed(await harness.generate('a [fault:link-bare]'));
      const drawn = (): number => server.requests.filter(({ path }) => path.includes(':generate')).length;
      const before = drawn();
      const again = failed(await harness.fetchLinks(links!));
      assert.deepEqual([again.kind, again.reason, again.links], ['consent', 'download', links]);
      harness.mayDownload = answer(true);
      const { images: came } = images(await harness.fetchLinks(links!));
      assert.deepEqual(await harness.blobs.read(came[0]!.file), linkedImage.bytes);
      assert.equal(drawn(), before);
    });

    it('comes from the service itself without asking', async () => {
      harness.mayDownload = answer(false);
      const outcome = images(await harness.generate('a [fault:link-own]'));
      assert.deepEqual([asked, outcome.images.length, outcome.text], [[], 1, 'Here:']);
      assert.equal(fetched.length, 1);
    });

    it('keeps those that came, and says where the others lie', async () => {
      harness.mayDownload = answer(true);
      const outcome = images(await harness.generate('a [fault:links-two]'));
      assert.equal(outcome.images.length, 1);
      assert.deepEqual(outcome.links, ['https://files.example.com/files/gone.png']);
      assert.equal((await harness.blobs.list()).length, 1);
    });

    const problems: readonly [fault: string, message: RegExp, asked: boolean][] = [
      ['link-no-image', /What lies at files\.example\.com is no image\./, true],
      ['link-gone', /files\.example\.com answers with the error 403: it may be gone\./, true],
      ['link-large', /files\.example\.com is too large/, true],
      ['link-private', /192\.168\.1\.1, which is an address of a private network/, true],
      ['link-plain', /files\.example\.com, which is not encrypted/, false],
    ];
    for (const [fault, message, asks] of problems) {
      it(`is not lost when it can’t be fetched: ${fault}`, async () => {
        harness.mayDownload = answer(true);
        const outcome = failed(await harness.generate(`a [fault:${fault}]`));
        assert.deepEqual([outcome.kind, outcome.reason, outcome.sent], ['bad-response', 'download', true]);
        assert.match(outcome.message!, message);
        assert.equal(outcome.links?.length, 1);
        assert.equal(asked.length, asks ? 1 : 0);
        assert.deepEqual(await harness.blobs.list(), []);
        // Made and paid for once.
        assert.equal(server.requests.filter(({ path }) => path.includes(`:generate`)).length > 0, true);
        assert.deepEqual(harness.slept, []);
      });
    }

    it('is left alone where it is only spoken of', async () => {
      harness.mayDownload = answer(true);
      const outcome = failed(await harness.generate('a [fault:link-of-words]'));
      assert.deepEqual([outcome.kind, outcome.links, asked, fetched], ['text-only', undefined, [], []]);
    });

    it('is known after a stop, too', async () => {
      const stop = new AbortController();
      harness.mayDownload = () => {
        stop.abort();
        return Promise.resolve(true);
      };
      const outcome = failed(await harness.generate('a [fault:link-bare]', { signal: stop.signal }));
      assert.deepEqual([outcome.kind, outcome.sent, outcome.links?.length], ['cancelled', true, 1]);
      assert.deepEqual(fetched, []);
    });

    it('is never fetched when it has the key in it', async () => {
      harness.mayDownload = answer(true);
      harness.key = testKeys.good;
      const own = await createHarness(server.url, {
        files,
        fetch: async () =>
          Response.json({
            candidates: [
              { content: { parts: [{ text: `![a](https://x.example/a.png?key=${testKeys.good})` }] } },
            ],
          }),
      });
      own.mayDownload = answer(true);
      const outcome = failed(await own.generate('a'));
      assert.deepEqual([outcome.kind, outcome.links, asked], ['text-only', undefined, []]);
      assert.ok(!JSON.stringify(outcome).includes(testKeys.good));
      await own.blobs.remove();
    });
  });

  describe('links in a text', () => {
    const rows: readonly [text: string, links: readonly string[], without: string][] = [
      ['', [], ''],
      ['no link', [], 'no link'],
      ['![a](https://a.example/x)', ['https://a.example/x'], ''],
      ['see ![a b]( <https://a.example/x> "title") there', ['https://a.example/x'], 'see  there'],
      ['https://a.example/x.PNG.', ['https://a.example/x.PNG'], '.'],
      ['[Download](https://a.example/x.webp?s=1)', ['https://a.example/x.webp?s=1'], '[Download]()'],
      ['https://a.example/whatever', ['https://a.example/whatever'], ''],
      ['see https://a.example/whatever', [], 'see https://a.example/whatever'],
      ['![a](http://a.example/x.png)', ['http://a.example/x.png'], ''],
      ['![a](ftp://a.example/x.png)', [], '![a](ftp://a.example/x.png)'],
      ['![a](javascript:alert(1))', [], '![a](javascript:alert(1))'],
      ['![a](https://me:pw@a.example/x.png)', [], '![a](https://me:pw@a.example/x.png)'],
      ['![a](https://a.example/x) ![b](https://a.example/x)', ['https://a.example/x'], ''],
    ];
    for (const [text, links, without] of rows) {
      it(JSON.stringify(text), () => assert.deepEqual(findImageLinks(text), { links, without }));
    }

    it('are bounded, however many there are', () => {
      const many = Array.from({ length: 5000 }, (_, i) => `![](https://a.example/${String(i)}.png)`).join(
        ' ',
      );
      assert.equal(findImageLinks(many).links.length, 8);
      const odd = `${'!['.repeat(50_000)}${'https://'.repeat(50_000)}${'('.repeat(50_000)}`;
      assert.deepEqual(findImageLinks(odd).links, []);
      // Each may be the address of those before it: at any length, with a title of any length, that takes for ever.
      assert.deepEqual(findImageLinks('![](http://'.repeat(1e6)).links, []);
    });
  });

  describe('an answer bit by bit', () => {
    beforeEach(async () => {
      await harness.blobs.remove();
      harness = await createHarness(streaming.url, { files });
      streaming.requests.length = 0;
    });
    const stream = (): void => void (harness.endpoint = { ...harness.endpoint, stream: true });

    it('is asked for where the setting says that there is no other', async () => {
      assert.equal(failed(await harness.generate('a')).kind, 'bad-request');
      stream();
      const outcome = images(await harness.generate('a'));
      assert.equal(
        streaming.requests.at(-1)?.path,
        '/v1beta/models/gemini-nano-banana-2.1:streamGenerateContent?alt=sse',
      );
      assert.deepEqual([outcome.images.length, outcome.text], [1, 'Here is your image.']);
      assert.ok(outcome.usage?.imageOutputTokens && outcome.responseId);
    });

    it('keeps the last image that is no thought, and gives its turn back whole', async () => {
      stream();
      const outcome = images(await harness.generate('a [fault:thought-images]'));
      assert.deepEqual([outcome.images.length, outcome.text], [1, 'Here it is.']);
      const first = images(await harness.generate('b'));
      const history = [
        {
          prompt: 'b',
          images: [],
          answer: first.turn,
          pathOf: (file: string) => `${harness.blobs.path}/${file}`,
        },
      ];
      assert.equal((await harness.generate('c', { history })).kind, 'images');
    });

    for (const fault of ['overloaded', 'safety', 'bad-key', 'rate-limited-long', 'text-only', 'garbage']) {
      it(`fails as any other: ${fault}`, async () => {
        const whole = await createHarness(server.url);
        const expected = failed(await whole.generate(`a [fault:${fault}]`));
        await whole.blobs.remove();
        stream();
        const outcome = failed(await harness.generate(`a [fault:${fault}]`));
        assert.deepEqual([outcome.kind, outcome.reason], [expected.kind, expected.reason]);
      });
    }
  });

  it('keeps words and images of an answer in their order', async () => {
    for (const stream of [false, true]) {
      const own = await createHarness(stream ? streaming.url : server.url);
      if (stream) own.endpoint = { ...own.endpoint, stream };
      const { images: came, parts, text } = images(await own.generate('a [fault:interleaved]'));
      assert.equal(came.length, 3);
      assert.deepEqual(parts, [
        { text: 'First the fox.' },
        { image: 0 },
        { text: 'Then the den.' },
        { image: 1 },
        { image: 2 },
        { text: 'That is all.' },
      ]);
      assert.equal(text, 'First the fox.\nThen the den.\nThat is all.');
      await own.blobs.remove();
    }
    assert.equal(images(await harness.generate('a')).parts, undefined);
  });

  describe('looking things up', () => {
    const search = { settings: { search: true as const } };
    const tools = () => (server.requests.at(-1)?.body as { tools?: unknown }).tools;

    it('asks for what the model can search, and says what was found', async () => {
      const outcome = images(await harness.generate('a kite', search));
      assert.deepEqual(tools(), [{ googleSearch: { searchTypes: { webSearch: {}, imageSearch: {} } } }]);
      assert.deepEqual(outcome.grounding, {
        sources: [
          { title: 'Red kite', url: 'https://birds.example/red-kite' },
          { title: 'A kite over a beach', url: 'https://photos.example/kite' },
        ],
        queries: ['red kite wingspan', 'red kite in flight'],
      });
      const pro = { ...search, model: model('gemini-3-pro-image') };
      const web = images(await harness.generate('a kite', pro));
      assert.deepEqual(tools(), [{ googleSearch: { searchTypes: { webSearch: {} } } }]);
      assert.equal(web.grounding?.sources.length, 1);
    });

    it('asks for nothing of a model that has none, and of none that was not told to', async () => {
      assert.equal(images(await harness.generate('a kite')).grounding, undefined);
      assert.equal(tools(), undefined);
      await harness.generate('a kite', { ...search, model: model('gemini-2.5-flash-image') });
      assert.equal(tools(), undefined);
    });

    it('takes only addresses that a page may be given', async () => {
      const { grounding } = images(await harness.generate('a [fault:odd-grounding]'));
      assert.equal(grounding?.sources.length, 20);
      assert.deepEqual(grounding.sources.slice(0, 3), [
        { title: '<b>One</b>', url: 'https://one.example/' },
        { title: 'two.example', url: 'https://two.example/' },
        { title: 'Many', url: 'https://many.example/0' },
      ]);
      assert.equal(grounding.queries[0], 'ab');
      assert.ok(grounding.queries.length === 2 && grounding.queries[1]!.length <= 160);
    });
  });
});
