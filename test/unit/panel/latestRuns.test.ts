import assert from 'node:assert/strict';
import { isDone } from '../../../src/core/model/run';
import { LatestRuns } from '../../../src/host/panel/latestRuns';
import { ask, gateStep, runAll, Service, started, world } from '../run/world';

describe('the runs that a page shows', () => {
  const here = world();

  /** A window with a run under way, and its page, which has just read the list. */
  async function opening() {
    const service = new Service();
    const gate = gateStep();
    service.next(gate.step);
    const window = here().window({ service });
    const latest = new LatestRuns(window.runs);
    window.runs.onDidChange((id, run) => latest.heard(id, run));
    const { id } = started(await window.runs.start(ask()));
    await gate.reached;
    // What was heard before is forgotten when a page reads everything anew.
    latest.clear();
    const { runs: read } = await window.runs.list({ limit: 9 });
    assert.equal(isDone(read[0]!), false);
    return { ...window, latest, gate, id, read };
  }

  it('are as they ended when they end between being read and being shown', async () => {
    const { runs, latest, gate, id, read } = await opening();
    gate.open();
    const ended = await runs.whenDone(id);
    assert.deepEqual(await latest.asOfNow(read), [ended]);
    assert.deepEqual(latest.of(id), ended);
  });

  it('are as another window ended them', async () => {
    const { runs, gate, id, read } = await opening();
    const latest = new LatestRuns(here().window().runs);
    gate.open();
    const ended = await runs.whenDone(id);
    assert.deepEqual(await latest.asOfNow(read), [ended]);
  });

  it('keep what was heard of them meanwhile', async () => {
    const { runs, latest, gate, id } = await opening();
    gate.open();
    const read = [await runs.whenDone(id)];
    const candidate = { runId: id, requestId: read[0]!.requests[0]!.id, index: 0 };
    await runs.recordSaved({ candidate, uri: 'file:///w/fox.png', sha256: 'aa', savedAt: 5 });
    await latest.asOfNow(read);
    const now = latest.of(id);
    assert.equal(now !== 'removed' && now?.saved.length, 1);
  });

  it('are not shown again when they are deleted meanwhile', async () => {
    const { runs, latest, gate, id, read } = await opening();
    gate.open();
    const ended = await runs.whenDone(id);
    await runs.deleteRun(id);
    assert.deepEqual(await latest.asOfNow(read), []);
    assert.deepEqual(await latest.asOfNow([ended]), []);
    assert.equal(latest.of(id), 'removed');
  });

  it('can be shown anew though nothing was heard of them', async () => {
    const window = here().window();
    const run = await runAll(window);
    const latest = new LatestRuns(window.runs);
    assert.equal(latest.of(run.id), undefined);
    await latest.asOfNow([run]);
    assert.deepEqual(latest.of(run.id), run);
  });
});
