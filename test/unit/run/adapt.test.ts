import assert from 'node:assert/strict';
import { adaptSettings } from '../../../src/core/run/adapt';
import { Limiter } from '../../../src/core/run/limiter';
import { cloud, placeholder, small } from '../compose/models';

describe('Adapting to a model', () => {
  const cases: readonly [string, Parameters<typeof adaptSettings>, object, object[]][] = [
    [
      'leaves what it can do',
      [cloud, { aspectRatio: '16:9', imageSize: '2K' }],
      { aspectRatio: '16:9', imageSize: '2K' },
      [],
    ],
    ['knows sizes in any case', [cloud, { imageSize: '2k' }], { imageSize: '2K' }, []],
    [
      'takes the nearest ratio',
      [small, { aspectRatio: '3:2' }],
      { aspectRatio: '4:3' },
      [{ setting: 'aspectRatio', asked: '3:2', used: '4:3' }],
    ],
    [
      'takes the nearest size',
      [small, { imageSize: '4K' }],
      { imageSize: '512' },
      [{ setting: 'imageSize', asked: '4K', used: '512' }],
    ],
    [
      'leaves out a ratio where there is none to choose',
      [placeholder, { aspectRatio: '1:1' }],
      {},
      [{ setting: 'aspectRatio', asked: '1:1' }],
    ],
    [
      'gives exact pixels to who takes them',
      [placeholder, { width: 30, height: 20 }],
      { width: 30, height: 20 },
      [],
    ],
    [
      'turns exact pixels into the smallest size that has enough of them',
      [cloud, { width: 1900, height: 1000 }],
      { aspectRatio: '16:9', imageSize: '2K' },
      [{ setting: 'width', asked: '1900 × 1000', used: '2752 × 1536' }],
    ],
    [
      'or into the largest there is',
      [cloud, { width: 9000, height: 5000 }],
      { aspectRatio: '16:9', imageSize: '2K' },
      [{ setting: 'width', asked: '9000 × 5000', used: '2752 × 1536' }],
    ],
    [
      'leaves out what it does not know',
      [small, { seed: 3, systemInstruction: 'Be' }],
      {},
      [
        { setting: 'seed', asked: '3' },
        { setting: 'systemInstruction', asked: 'Be' },
      ],
    ],
    ['does not mind an empty instruction', [small, { systemInstruction: ' ' }], {}, []],
  ];
  for (const [what, [model, asked], settings, adapted] of cases) {
    it(what, () => assert.deepEqual(adaptSettings(model, asked), { settings, adapted }));
  }
});

describe('The limit of requests at once', () => {
  it('lets in by turns, and lets go who was stopped while waiting', async () => {
    const limiter = new Limiter(1);
    const never = new AbortController().signal;
    const stopped = new AbortController();
    const release = await limiter.acquire(never);
    const order: string[] = [];
    const second = limiter.acquire(stopped.signal).then(got => order.push(got ? 'second' : 'stopped'));
    const third = limiter.acquire(never).then(got => {
      order.push('third');
      return got;
    });
    stopped.abort();
    await second;
    release?.();
    release?.();
    (await third)?.();
    assert.deepEqual(order, ['stopped', 'third']);
    assert.ok(await limiter.acquire(never));
    assert.equal(await limiter.acquire(AbortSignal.abort()), undefined);
  });

  it('lets nobody new in while it rests, and lets go who is stopped meanwhile', async () => {
    const ends: (() => void)[] = [];
    const limiter = new Limiter(4, () => new Promise(resolve => ends.push(resolve)));
    const never = new AbortController().signal;
    const stopped = new AbortController();
    limiter.pause(1000);
    limiter.pause(2000);
    const order: string[] = [];
    const first = limiter.acquire(never).then(got => order.push(got ? 'in' : 'out'));
    const other = limiter.acquire(stopped.signal).then(got => order.push(got ? 'in' : 'out'));
    stopped.abort();
    await other;
    ends[0]?.();
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(order, ['out'], 'the longer rest holds');
    ends[1]?.();
    await first;
    assert.deepEqual(order, ['out', 'in']);
    assert.ok(await limiter.acquire(never));
  });
});
