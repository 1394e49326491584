import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { estimateCost } from '../../../src/core/cost/cost';
import type { Failure, Outcome } from '../../../src/core/model/outcome';
import { createProvider as createBfl } from '../../../src/providers/bfl/index';
import { bflInfo } from '../../../src/providers/bfl/info';
import { createProvider as createOpenrouter } from '../../../src/providers/openrouter/index';
import { openrouterInfo } from '../../../src/providers/openrouter/info';
import { linkedImage } from '../../server/dialects';
import { createHarness, type Harness } from '../gemini/harness';
import { createProviderHarness, type ProviderHarness } from './harness';

const key = 'se+cret/key=1';

/** Answers over real HTTP what a test puts there. */
class HostileServer {
  url = '';
  readonly asked: string[] = [];
  answer: (path: string, response: ServerResponse) => unknown = (_, response) => response.end();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<HostileServer> {
    const server = createServer((request: IncomingMessage, response) => {
      request.resume().once('end', () => {
        made.asked.push(request.url ?? '');
        made.answer(request.url ?? '', response);
      });
    });
    const made = new HostileServer(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    made.url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    return made;
  }

  json(value: unknown): void {
    this.answer = (_, response) => response.end(JSON.stringify(value));
  }

  /** Of a service that speaks as Gemini does. */
  parts(...parts: readonly unknown[]): void {
    this.json({ candidates: [{ content: { parts }, finishReason: 'STOP' }] });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }
}

const failed = (outcome: Outcome): Failure => {
  assert.notEqual(outcome.kind, 'images');
  return outcome as Failure;
};

describe('A service that means no good, whatever it speaks', () => {
  let service: HostileServer;
  let beside: HostileServer;
  const made: { blobs: { remove(): Promise<void> } }[] = [];
  before(async () => {
    [service, beside] = await Promise.all([HostileServer.start(), HostileServer.start()]);
  });
  after(() => Promise.all([service.stop(), beside.stop()]));
  beforeEach(() => {
    for (const server of [service, beside]) server.asked.length = 0;
  });
  afterEach(() => Promise.all(made.splice(0).map(({ blobs }) => blobs.remove())));

  const gemini = async (): Promise<Harness> => {
    const harness = await createHarness(service.url);
    harness.key = key;
    made.push(harness);
    return harness;
  };
  const provider = async (
    how: Pick<Parameters<typeof createProviderHarness>[0], 'info' | 'createProvider'>,
  ): Promise<ProviderHarness> => {
    const harness = await createProviderHarness({ ...how, baseUrl: service.url, key });
    made.push(harness);
    return harness;
  };

  it('can’t make a model’s words fetch from another port of this machine without asking', async () => {
    const harness = await gemini();
    const asked: (readonly string[])[] = [];
    harness.mayDownload = links => {
      asked.push(links);
      return Promise.resolve(false);
    };
    const link = `${beside.url}/shutdown.png`;
    service.parts({ text: `![a](${link})` });
    const outcome = failed(await harness.generate('a'));
    assert.deepEqual([outcome.kind, asked, beside.asked], ['consent', [[link]], []]);
  });

  it('gets no key on record, as it is or as addresses write it', async () => {
    const harness = await gemini();
    const asked: (readonly string[])[] = [];
    harness.mayDownload = links => {
      asked.push(links);
      return Promise.resolve(true);
    };
    for (const said of [key, encodeURIComponent(key), key.replace('s', '%73')]) {
      service.parts({ text: `![a](https://files.example.com/a.png?for=${said})` });
      const outcome = failed(await harness.generate('a'));
      assert.deepEqual([outcome.kind, outcome.links, asked], ['text-only', undefined, []], said);
    }
    service.answer = (_, response) =>
      void response.writeHead(302, { location: `https://[${key}](command:a)` }).end();
    const redirected = failed(await harness.generate('a'));
    assert.equal(redirected.reason, 'redirect');
    assert.ok(!JSON.stringify(redirected).includes(key), redirected.message);
  });

  it('can’t name sizes, qualities and prices that are no numbers', async () => {
    const harness = await provider({ info: openrouterInfo, createProvider: createOpenrouter });
    const odd = ['constructor', 'toString', '__proto__', '1K', '1K'];
    const pricing = odd.map(variant => ({
      ...{ billable: 'output_image', unit: 'image', variant, cost_usd: 0.04 },
    }));
    const values = Object.fromEntries(
      ['resolution', 'quality'].map(name => [name, { type: 'enum', values: odd }]),
    );
    const ratios = { type: 'enum', values: ['1:1'] };
    const listed = { id: 'a/b', supported_parameters: { ...values, aspect_ratio: ratios } };
    service.answer = (path, response) => {
      const data = path.endsWith('/endpoints') ? { endpoints: [{ pricing }] } : [listed];
      response.end(JSON.stringify({ data }));
    };
    const models = await harness.provider.listModels(new AbortController().signal);
    const [model] = models;
    assert.deepEqual(
      model?.capabilities.sizes.map(({ name, pixels }) => [name, pixels]),
      [['1K', { '1:1': { width: 1024, height: 1024 } }]],
    );
    for (const quality of [undefined, ...(model.capabilities.qualities ?? [])]) {
      const settings = quality === undefined ? {} : { quality };
      const usd = estimateCost(model, { settings, inputImages: 0, characters: 0 });
      assert.ok(usd === undefined || Number.isFinite(usd), `${String(quality)}: ${String(usd)}`);
    }
  });

  it('can’t say that a job cost more than any does', async () => {
    const harness = await provider({ info: bflInfo, createProvider: createBfl });
    const sample = `${service.url}/files/a.png`;
    for (const cost of [1e308, -1, 'NaN', 4.5]) {
      const job = { id: 'a', polling_url: `${service.url}/poll`, status: 'Ready', result: { sample }, cost };
      service.answer = (path, response) =>
        response.end(path.startsWith('/files') ? linkedImage.bytes : JSON.stringify(job));
      const { usage } = await harness.images('a');
      assert.deepEqual(usage, cost === 4.5 ? { costUsd: 0.045 } : undefined, String(cost));
    }
  });
});
