import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { unpriced } from '../compose/models';
import {
  answer,
  ask,
  cloud,
  fail,
  gateStep,
  local,
  png,
  refused,
  runAll,
  Service,
  started,
  world,
} from './world';

describe('Money', () => {
  const here = world();
  const today = async (): Promise<string> => (await here().window().spending.spent()).todayUsd.toFixed(3);

  it('is counted exactly where the service says its tokens', async () => {
    const usage = { inputTokens: 12, imageOutputTokens: 2000, outputTokens: 2000 };
    const run = await runAll(here().window({ service: new Service(answer({ usage })) }));
    assert.deepEqual([run.requests[0]?.costUsd, run.requests[0]?.costIsEstimate], [0.02, false]);
    assert.equal(await today(), '0.020');
  });

  it('is an estimate from the table where it does not', async () => {
    const run = await runAll(here().window(), { settings: { imageSize: '2K' } });
    assert.deepEqual([run.requests[0]?.costUsd, run.requests[0]?.costIsEstimate], [0.08, true]);
  });

  const dear = { ...cloud, id: 'cloud/dear', price: { ...cloud.price!, imageOutputPerMillion: 100 } };
  const answered: readonly [string, string, number, boolean][] = [
    ['another model of the table', 'dear', 0.2, false],
    ['a version of another model', 'models/dear-preview-11-2025', 0.2, false],
    ['the model that was asked', 'models/a', 0.02, false],
    ['a version of it', 'a-001', 0.02, false],
    ['a model that nobody knows', 'stranger', 0.02, true],
    ['a model whose price nobody knows', 'unpriced', 0.02, true],
  ];
  for (const [by, modelVersion, usd, estimate] of answered) {
    it(`is that of the model that answered: ${by}`, async () => {
      here().models.set(dear.id, dear);
      here().models.set('cloud/unpriced', unpriced);
      const usage = { inputTokens: 12, imageOutputTokens: 2000, outputTokens: 2000 };
      const run = await runAll(here().window({ service: new Service(answer({ usage, modelVersion })) }));
      assert.deepEqual([run.requests[0]?.costUsd, run.requests[0]?.costIsEstimate], [usd, estimate]);
      assert.equal(await today(), usd.toFixed(3));
    });
  }

  it('of a step of a thread is that of all that goes along: earlier prompts, references and answers', async () => {
    const price = { ...cloud.price!, inputPerMillion: 1, inputImageTokens: 10_000 };
    here().models.set(cloud.id, { ...cloud, price });
    const images = [{ path: await here().file('cat.png', png(4, 4)), name: 'cat.png' }];
    const window = here().window({ service: new Service(answer({ turn: {} })) });
    let run = await runAll(window, { prompt: 'a'.repeat(4000), images });
    const costs = [run.requests[0]?.costUsd];
    for (let step = 0; step < 2; step++) {
      const parent = { runId: run.id, requestId: run.requests[0]!.id, index: 0 };
      run = await runAll(window, { prompt: 'b'.repeat(4000), parent });
      costs.push(run.requests[0]?.costUsd);
    }
    // $0.04 for the image that comes, a cent for each that goes, a tenth of one for each prompt.
    assert.deepEqual(
      costs.map(usd => usd?.toFixed(4)),
      ['0.0510', '0.0620', '0.0730'],
    );
  });

  it('is nothing for models of this machine', async () => {
    const run = await runAll(here().window({ settings: { dailyLimitUsd: 0 } }), { models: [local.id] });
    assert.deepEqual([run.requests[0]?.outcome?.kind, run.requests[0]?.costUsd], ['images', 0]);
    assert.equal(await today(), '0.000');
  });

  const failures: readonly [string, Parameters<typeof fail>[0], string][] = [
    ['refused at the door', { kind: 'billing', sent: true }, '0.000'],
    [
      'blocked with a count',
      { kind: 'blocked', sent: true, usage: { inputTokens: 1, imageOutputTokens: 1000 } },
      '0.010',
    ],
    ['blocked without one', { kind: 'blocked', sent: true }, '0.000'],
    ['given up after it was sent', { kind: 'timeout', sent: true }, '0.040'],
    ['broken off after it was sent', { kind: 'network', sent: true }, '0.040'],
    ['never sent', { kind: 'network', sent: false }, '0.000'],
    ['sent elsewhere by the service', { kind: 'network', sent: true, unbilled: true }, '0.000'],
    ['answered by a web page', { kind: 'bad-response', reason: 'html', sent: true }, '0.040'],
    [
      'answered by a web page at once',
      { kind: 'bad-response', reason: 'html', sent: true, unbilled: true },
      '0.000',
    ],
    ['stopped while it waited to try again', { kind: 'cancelled', sent: true, unbilled: true }, '0.000'],
  ];
  for (const [what, failure, counted] of failures) {
    it(`of a request that was ${what} counts as $${counted}`, async () => {
      await runAll(here().window({ service: new Service(fail(failure)) }));
      assert.equal(await today(), counted);
    });
  }

  it('stops a run in the middle when the day is used up; what came stays', async () => {
    const service = new Service();
    const run = await runAll(here().window({ service, settings: { dailyLimitUsd: 0.1 } }), { count: 4 });
    const kinds = run.requests.map(({ outcome }) => outcome?.kind);
    assert.deepEqual(kinds.sort(), ['budget', 'budget', 'images', 'images']);
    assert.equal(service.asked.length, 2);
    const stopped = run.requests.find(({ outcome }) => outcome?.kind === 'budget');
    assert.ok(stopped?.outcome?.kind === 'budget' && !stopped.outcome.sent);
    assert.match(stopped.outcome.message ?? '', /\$0\.10/);
    assert.equal(await today(), '0.080');
  });

  it('counts what another window spends meanwhile', async () => {
    const service = new Service();
    const gate = gateStep();
    service.next(gate.step);
    const options = { settings: { dailyLimitUsd: 0.1 } };
    const one = here().window({ ...options, service });
    const run = started(await one.runs.start(ask()));
    await gate.reached;
    const two = here().window(options);
    await runAll(two);
    assert.equal(refused(await two.runs.start(ask())).kind, 'budget');
    gate.open();
    assert.equal((await one.runs.whenDone(run.id)).requests[0]?.outcome?.kind, 'images');
    assert.equal(refused(await one.runs.start(ask())).kind, 'budget');
    assert.equal(await today(), '0.080');
  });

  it('above a limit is asked for, and nothing is sent without a yes', async () => {
    const asked: unknown[] = [];
    const service = new Service();
    const window = here().window({
      service,
      settings: { confirmAboveUsd: 0.05 },
      gate: {
        confirmCost: question => {
          asked.push(question);
          return Promise.resolve(false);
        },
      },
    });
    await runAll(window);
    assert.equal(asked.length, 0);
    const failure = refused(await window.runs.start(ask({ count: 2 })));
    assert.deepEqual([failure.kind, failure.sent], ['cancelled', false]);
    assert.deepEqual(asked, [
      {
        usd: 0.08,
        requests: 2,
        spent: { todayUsd: 0.04, monthUsd: 0.04 },
        limits: { dailyUsd: 5, monthlyUsd: 50 },
      },
    ]);
    assert.equal(service.asked.length, 1);
  });

  it('of a model without a price is asked for, and counted on the safe side', async () => {
    here().models.set(unpriced.id, unpriced);
    const asked: unknown[] = [];
    const confirmCost = (question: unknown): Promise<boolean> => {
      asked.push(question);
      return Promise.resolve(true);
    };
    const run = await runAll(here().window({ gate: { confirmCost } }), { models: [unpriced.id] });
    assert.deepEqual(asked, [
      { requests: 1, spent: { todayUsd: 0, monthUsd: 0 }, limits: { dailyUsd: 5, monthlyUsd: 50 } },
    ]);
    assert.equal(run.requests[0]?.costUsd, undefined);
    assert.equal(await today(), '0.250');
  });

  it('of automation is never asked for: its own limit and the day’s hold', async () => {
    const confirmCost = (): Promise<boolean> => assert.fail('a dialog');
    const window = here().window({ settings: { confirmAboveUsd: 0 }, gate: { confirmCost } });
    await runAll(window, { origin: 'automation' });
    const failure = refused(
      await window.runs.start(ask({ origin: 'automation', count: 3, maxCostUsd: 0.1 })),
    );
    assert.deepEqual([failure.kind, failure.reason], ['budget', 'max-cost']);
    await runAll(window, { origin: 'automation', count: 3, maxCostUsd: 0.12 });
  });

  it('of a run stays below its own limit also when images cost more than expected', async () => {
    const service = new Service(answer({ usage: { inputTokens: 0, imageOutputTokens: 6000 } }));
    const window = here().window({ service });
    // Ten at $0.04 would fit; they cost $0.06 each, four at a time.
    const run = await runAll(window, { origin: 'automation', count: 10, maxCostUsd: 0.4 });
    const kinds = run.requests.map(({ outcome }) => outcome?.kind);
    assert.ok(kinds.includes('budget') && kinds.includes('images'));
    assert.ok((await window.spending.spent()).todayUsd < 0.4 + 4 * 0.02);
  });

  it('that cannot be written down is not spent', async () => {
    const service = new Service();
    await here().file('spending', 'a file where a folder should be');
    const failure = refused(await here().window({ service }).runs.start(ask()));
    assert.equal(failure.sent, false);
    assert.equal(service.asked.length, 0);
    await fs.rm(path.join(here().dir, 'spending'));
  });
});
