import assert from 'node:assert/strict';
import { storageError } from '../../../src/core/run/storageError';
import { UnderWay } from '../../../src/host/status/underWay';
import { ask, gateStep, runAll, Service, started, world, type Window } from '../run/world';

describe('what is under way in a window', () => {
  const here = world();

  /** Ids of the runs that a window would say have ended. */
  function endsIn({ runs }: Window): string[] {
    const under = new UnderWay(runs);
    const ended: string[] = [];
    runs.onDidChange((id, run) => {
      if (under.ends(id, run)) ended.push(id);
    });
    return ended;
  }

  it('is told there when it ends, and in no other window', async () => {
    const service = new Service();
    const gate = gateStep();
    service.next(gate.step);
    const [one, two] = [here().window({ service }), here().window()];
    const [toldByOne, toldByTwo] = [endsIn(one), endsIn(two)];
    const seen = (state: string): Promise<void> =>
      new Promise(resolve =>
        two.runs.onDidChange((_id, run) => run?.requests[0]?.state === state && resolve()),
      );
    const running = seen('running');
    const { id } = started(await one.runs.start(ask()));
    await running;
    const done = seen('done');
    gate.open();
    await done;
    assert.deepEqual([toldByOne, toldByTwo], [[id], []]);
  });

  it('is told also when nothing of it was sent', async () => {
    const service = new Service();
    const window = here().window({
      service,
      store: store =>
        Object.assign(Object.create(store) as typeof store, {
          saveRequest: () => Promise.reject(storageError('full', 'ENOSPC')),
        }),
    });
    const told = endsIn(window);
    const { id } = await runAll(window);
    assert.equal(service.asked.length, 0);
    assert.deepEqual(told, [id]);
  });

  it('is not told when it belongs to a quick fix or to automation', async () => {
    const window = here().window();
    const told = endsIn(window);
    await runAll(window, { origin: 'quick-fix' });
    await runAll(window, { origin: 'automation' });
    assert.deepEqual(told, []);
  });
});
