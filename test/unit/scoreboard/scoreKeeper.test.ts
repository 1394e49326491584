import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Run } from '../../../src/core/model/run';
import type { ScoreLine } from '../../../src/core/scoreboard/scoreboard';
import { ScoreboardLog } from '../../../src/host/scoreboard/scoreboardLog';
import { ScoreKeeper } from '../../../src/host/scoreboard/scoreKeeper';
import { answer, cloud, fail, other, runAll, Service, world, type Window } from '../run/world';

describe('What the scoreboard is made of', () => {
  const here = world();
  const lines = (log: ScoreboardLog): Promise<readonly ScoreLine[]> => log.read();

  function keep(window: Window): { log: ScoreboardLog; keeper: ScoreKeeper } {
    const log = new ScoreboardLog(path.join(here().dir, 'scores', 'scores.jsonl'), message =>
      assert.fail(message),
    );
    const { hostId } = window.presence;
    const keeper = new ScoreKeeper({ runs: window.runs, hostId, add: line => log.add(line), now: () => 1 });
    return { log, keeper };
  }

  async function race(window: Window, blind = false): Promise<Run> {
    return runAll(window, {
      prompt: 'An icon',
      models: [cloud.id, other.id],
      ...(blind && { blind: true as const }),
    });
  }

  const refOf = (run: Run, model: string) => ({
    runId: run.id,
    requestId: run.requests.find(request => request.model === model)!.id,
    index: 0,
  });

  it('writes down how each request ended, once', async () => {
    const service = new Service(answer());
    const window = here().window({ service });
    const { log } = keep(window);
    await race(window);
    const written = await lines(log);
    assert.deepEqual(
      written.map(line => [line.type, line.type === 'request' && line.model, line.kind]),
      [
        ['request', cloud.id, 'icon'],
        ['request', other.id, 'icon'],
      ],
    );
  });

  it('takes the first save for the vote, and what is saved for kept, until it is taken back', async () => {
    const window = here().window({ service: new Service(answer()) });
    const { log } = keep(window);
    const run = await race(window);
    const asset = { candidate: refOf(run, other.id), uri: 'file:///w/a.png', sha256: '', savedAt: 5 };
    await window.runs.recordSaved(asset);
    await window.runs.recordSaved({ ...asset, undone: true });
    assert.deepEqual(
      (await lines(log)).slice(2).map(line => ('on' in line ? line.on : 'winner' in line && line.winner)),
      [true, other.id, false],
    );
  });

  it('takes the pick of a blind run for the vote, and lets nobody pick twice', async () => {
    const window = here().window({ service: new Service(answer()) });
    const { log } = keep(window);
    const run = await race(window, true);
    assert.equal(run.blind, true);
    await window.runs.mark(run.id, { picked: refOf(run, cloud.id) });
    await window.runs.mark(run.id, { picked: refOf(run, other.id) });
    const votes = (await lines(log)).filter(line => line.type === 'vote');
    assert.deepEqual(
      votes.map(({ how, winner, losers }) => [how, winner, losers]),
      [['blind', cloud.id, [other.id]]],
    );
    const again = await here().window().runs.get(run.id);
    assert.deepEqual(again?.marks?.picked, refOf(run, cloud.id), 'every window knows it');
  });

  it('counts the image that is saved from a blind run as the pick', async () => {
    const window = here().window({ service: new Service(answer()) });
    const { log } = keep(window);
    const run = await race(window, true);
    const candidate = refOf(run, other.id);
    await window.runs.recordSaved({ candidate, uri: 'file:///w/a.png', sha256: '', savedAt: 5 });
    const vote = (await lines(log)).find(line => line.type === 'vote');
    assert.deepEqual(vote && [vote.how, vote.winner], ['blind', other.id]);
  });

  it('has no vote where the names were shown without one, or only one model had an image', async () => {
    const service = new Service(answer());
    const window = here().window({ service });
    const { log } = keep(window);
    const run = await race(window, true);
    await window.runs.mark(run.id, { picked: null });
    service.next(fail({ kind: 'blocked', sent: true }));
    const lonely = await race(window, true);
    const left = lonely.requests.find(({ outcome }) => outcome?.kind === 'images')!;
    await window.runs.mark(lonely.id, { picked: { runId: lonely.id, requestId: left.id, index: 0 } });
    assert.deepEqual(
      (await lines(log)).filter(line => line.type === 'vote'),
      [],
    );
  });

  it('keeps favourites, pins and what is hidden, one after the other', async () => {
    const window = here().window({ service: new Service(answer()) });
    const run = await race(window);
    const [first, second] = run.requests;
    const favourite = refOf(run, cloud.id);
    await Promise.all([
      window.runs.mark(run.id, { favourite, on: true }),
      window.runs.mark(run.id, { pinned: second!.id, on: true }),
      window.runs.mark(run.id, { hidden: first!.id, on: true }),
    ]);
    const { marks } = (await here().window().runs.get(run.id))!;
    assert.deepEqual(marks, { favourites: [favourite], pinned: [second!.id], hidden: [first!.id] });
    await window.runs.mark(run.id, { showAll: true });
    await window.runs.mark(run.id, { favourite, on: false });
    const { marks: later } = (await here().window().runs.get(run.id))!;
    assert.deepEqual([later?.favourites, later?.hidden, later?.pinned], [[], [], [second!.id]]);
  });

  it('goes on without marks that are damaged', async () => {
    const window = here().window({ service: new Service(answer()) });
    const run = await race(window);
    await fs.writeFile(window.runs.pathOf(run.id, 'marks.json'), '{"favourites":7');
    assert.equal((await here().window().runs.get(run.id))?.marks, undefined);
    await window.runs.mark(run.id, { pinned: 'q', on: true });
    assert.deepEqual((await window.runs.get(run.id))?.marks?.pinned, ['q']);
  });

  it('is empty after a reset, and goes on from there', async () => {
    const window = here().window({ service: new Service(answer()) });
    const { log, keeper } = keep(window);
    await race(window);
    await log.reset();
    assert.deepEqual(await lines(log), []);
    await race(window);
    assert.equal((await lines(log)).length, 2);
    keeper.dispose();
    await race(window);
    assert.equal((await lines(log)).length, 2);
  });
});
