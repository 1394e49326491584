import assert from 'node:assert/strict';
import type { Failure, Outcome } from '../../../src/core/model/outcome';
import type { GenerateContext } from '../../../src/core/provider';
import type { Run } from '../../../src/core/model/run';
import { answer, ask, fail, held, png, runAll, Service, started, world } from './world';

const links = ['https://files.example/a.png'];
const lost: Failure = {
  ...{ kind: 'bad-response', reason: 'download', sent: true, links },
  usage: { costUsd: 0.04 },
};
const never = new AbortController().signal;

/** Has drawn, and keeps the images elsewhere. */
class Elsewhere extends Service {
  readonly fetched: (readonly string[])[] = [];
  bring: (context: GenerateContext) => Promise<Outcome> = async context => {
    const sink = await context.createBlob('image/png');
    await sink.write(png(9, 9));
    return { kind: 'images', images: [await sink.close()] };
  };

  async fetchLinks(asked: readonly string[], context: GenerateContext): Promise<Outcome> {
    this.fetched.push(asked);
    return this.bring(context);
  }
}

describe('an image that was drawn and not fetched', () => {
  const here = world();
  const imagesOf = (run: Run | undefined): [file: string, width: number][] => {
    const outcome = run?.requests[0]?.outcome;
    return outcome?.kind === 'images' ? outcome.images.map(({ file, facts }) => [file, facts.width]) : [];
  };

  it('is there once it is fetched, at the cost that it had, in the next window too', async () => {
    const service = new Elsewhere(fail(lost));
    const window = here().window({ service });
    const run = await runAll(window);
    const [request] = run.requests;
    assert.equal(await window.runs.fetchLinks(run.id, request!.id, never), undefined);
    assert.deepEqual([service.fetched, service.asked.length], [[links], 1]);
    const found = await here().window().runs.get(run.id);
    assert.deepEqual(imagesOf(found), [[`${request!.id}-1.png`, 9]]);
    const [after] = found!.requests;
    assert.equal(after?.outcome?.links, undefined);
    assert.deepEqual([after?.costUsd, after?.outcome?.usage], [request?.costUsd, lost.usage]);
    assert.ok(after?.costUsd);
  });

  it('gets the background taken away that was painted to be removed, or says why not', async () => {
    const service = new Elsewhere(fail(lost));
    const window = here().window({ service });
    const run = await runAll(window, { settings: { background: 'transparent' } });
    const [request] = run.requests;
    assert.ok(request?.key);
    assert.equal(await window.runs.fetchLinks(run.id, request.id, never), undefined);
    const outcome = (await window.runs.get(run.id))?.requests[0]?.outcome;
    assert.ok(outcome?.kind === 'images' && outcome.images[0]?.cutout);
  });

  it('joins those that came, and takes none of their names', async () => {
    const came = answer();
    const service = new Elsewhere(async (request, context) => ({
      ...((await came(request, context)) as Outcome & { kind: 'images' }),
      links,
    }));
    const window = here().window({ service });
    const run = await runAll(window);
    const { id } = run.requests[0]!;
    assert.equal(await window.runs.fetchLinks(run.id, id, never), undefined);
    assert.deepEqual(imagesOf(await window.runs.get(run.id)), [
      [`${id}-1.png`, 8],
      [`${id}-2.png`, 9],
    ]);
  });

  it('stays where it lies when it can’t be fetched, and says why', async () => {
    const service = new Elsewhere(fail(lost));
    const window = here().window({ service });
    const run = await runAll(window);
    service.bring = () => Promise.resolve({ ...lost, message: 'It is gone.' });
    const why = await window.runs.fetchLinks(run.id, run.requests[0]!.id, never);
    assert.equal(why?.message, 'It is gone.');
    const [after] = (await window.runs.get(run.id))!.requests;
    assert.deepEqual(after?.outcome, run.requests[0]?.outcome);
  });

  it('is fetched once, however often that is asked for at a time', async () => {
    const service = new Elsewhere(fail(lost));
    const window = here().window({ service });
    const run = await runAll(window);
    const { id } = run.requests[0]!;
    const both = [1, 2].map(() => window.runs.fetchLinks(run.id, id, never));
    assert.deepEqual(await Promise.all(both), [undefined, undefined]);
    assert.equal(service.fetched.length, 1);
  });

  it('says of what is gone, or names nothing, that there is nothing to fetch', async () => {
    const service = new Elsewhere();
    const window = here().window({ service });
    const run = await runAll(window);
    assert.equal((await window.runs.fetchLinks('none', 'none', never))?.reason, 'gone');
    const why = await window.runs.fetchLinks(run.id, run.requests[0]!.id, never);
    assert.equal(why?.kind, 'unsupported');
    assert.deepEqual(service.fetched, []);
  });

  it('is on record before anybody is asked, so that it is not lost with the window', async () => {
    const question = held();
    const gate = { mayDownload: async () => (await question.wait(), false) };
    const service = new Elsewhere(async (_, context) => {
      context.onProgress({ state: 'sending' });
      await context.mayDownload!(links);
      return { ...lost, kind: 'consent' };
    });
    const first = here().window({ service, gate });
    const run = started(await first.runs.start(ask()));
    await question.reached;
    // What a window reads that comes after a crash of the one that asks.
    const left = (await here().window().store.load(run.id))!.requests[0]!;
    question.open();
    const done = await first.runs.whenDone(run.id);
    assert.equal(done.requests[0]?.links, undefined);
    await first.close();
    await first.store.saveRequest(run.id, { ...left, hostId: 'gone' });

    const [request] = (await here().window().runs.get(run.id))!.requests;
    assert.deepEqual([request?.outcome?.kind, request?.outcome?.links], ['interrupted', links]);
    assert.equal(request?.links, undefined);
  });
});
