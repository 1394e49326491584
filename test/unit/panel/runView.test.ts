import assert from 'node:assert/strict';
import { english } from '../../../src/core/translate';
import type { ModelId } from '../../../src/core/model/modelInfo';
import type { Progress } from '../../../src/core/provider';
import { noMarks } from '../../../src/core/run/marks';
import { runView, type RunViewContext } from '../../../src/host/panel/runView';
import { countRuns, statusText } from '../../../src/host/status/runStatus';
import { runEnding } from '../../../src/host/status/runEnding';
import { provenanceView } from '../../../src/host/text/provenanceText';
import { cloud, placeholder, small } from '../compose/models';
import { facts, request, run, withImages } from './runs';

function context(change: Partial<RunViewContext> = {}): RunViewContext {
  const models = [cloud, small, placeholder];
  return {
    t: english,
    model: (id: ModelId) => models.find(model => model.id === id),
    service: () => 'Cloud',
    fileUri: (runId, file) => `view:/${runId}/${file}`,
    thumbnailUri: () => undefined,
    progress: () => undefined,
    isOurs: () => true,
    shownPath: uri => uri.replace('file:///w/', ''),
    original: () => undefined,
    ...change,
  };
}

describe('a run as it is shown', () => {
  it('has a column a model in the order of the run, retries with another model after them', () => {
    const view = runView(
      run(
        [request('q1', { model: 'cloud/b' }), request('q2'), request('q3', { model: 'local/placeholder' })],
        {
          models: ['cloud/a', 'cloud/b'],
        },
      ),
      context(),
    );
    assert.deepEqual(
      view.columns.map(column => [column.label, column.requests.map(each => each.id)]),
      [
        ['a', ['q2']],
        ['b', ['q1']],
        ['placeholder', ['q3']],
      ],
    );
  });

  it('gives no model of a blind run away until one is picked', () => {
    const secret = [cloud.id, small.id].flatMap(id => [id, id.slice(id.indexOf('/') + 1)]);
    const requests = [
      withImages('q1', ['q1-0.png'], {
        ...{ startedAt: 1000, endedAt: 9000, costUsd: 0.04 },
        adapted: [{ setting: 'seed', asked: '7' }],
      }),
      request('q2', {
        model: small.id,
        costUsd: 0.04,
        outcome: {
          ...{ kind: 'retired', message: `${small.id} is gone`, replacement: cloud.id, sent: true },
          text: 'A model of its own words',
        },
      }),
      withImages('q3', ['q3-0.png'], { model: 'cloud/unknown-live' }),
    ];
    const blind = run(requests, { models: [cloud.id, small.id, 'cloud/unknown-live'], blind: true });
    const veiled = runView(blind, context());
    assert.equal(veiled.blind, 'hidden');
    assert.equal(veiled.costUsd, 0.08);
    // What has come so far would say who was first.
    const early = requests.map((each, at) => (at === 2 ? request('q3', { state: 'running' }) : each));
    assert.equal(runView({ ...blind, requests: early }, context()).costUsd, 0);
    assert.deepEqual(
      veiled.columns.map(({ label }) => label),
      ['Model A', 'Model B', 'Model C'],
    );
    const cells = JSON.stringify(veiled.columns);
    for (const word of [
      ...secret.filter(word => word.length > 1),
      'unknown-live',
      '0.04',
      '9000',
      'own words',
    ])
      assert.ok(!cells.includes(word), word);
    const [first] = requests;
    assert.ok(first?.outcome?.kind === 'images' && first.outcome.images[0]);
    const details = provenanceView(english, blind, first, first.outcome.images[0], 'Its name', String);
    assert.deepEqual(
      details.lines.map(({ label }) => label),
      ['Prompt', 'Pixels', 'File', 'Transparency', 'Model'],
    );
    assert.equal(details.lines.at(-1)?.value, 'More is said once the names are shown.');
    assert.deepEqual(runView(blind, context()).columns, veiled.columns, 'always the same order');

    const picked = { runId: 'run1', requestId: 'q1', index: 0 };
    const shown = runView({ ...blind, marks: { ...noMarks, picked } }, context());
    assert.equal(shown.blind, 'shown');
    assert.deepEqual(
      shown.columns.map(({ label }) => label),
      ['a', 'b', 'unknown-live'].map((label, at) => (at < 2 ? label : 'cloud/unknown-live')),
    );
    assert.equal(shown.columns[0]?.requests[0]?.candidates[0]?.winner, true);
    assert.equal(shown.columns[0].requests[0].costUsd, 0.04);
  });

  it('leaves out what is hidden, counts it, and says what is a favourite or pinned', () => {
    const marks = {
      favourites: [{ runId: 'run1', requestId: 'q1', index: 0 }],
      ...{ pinned: ['q1'], hidden: ['q2'] },
    };
    const view = runView(
      run([withImages('q1', ['a.png']), request('q2', { variation: 1 })], { marks }),
      context(),
    );
    assert.equal(view.hidden, 1);
    const [column] = view.columns;
    assert.deepEqual(
      column?.requests.map(each => [each.id, each.pinned, each.candidates[0]?.favourite]),
      [['q1', true, true]],
    );
  });

  it('has the variations in order, and a retry after what it retries', () => {
    const view = runView(
      run([request('q1', { variation: 1 }), request('q0'), request('again', { variation: 0 })]),
      context(),
    );
    assert.deepEqual(
      view.columns[0]?.requests.map(each => each.id),
      ['q0', 'again', 'q1'],
    );
  });

  it('has what is tried again in the place of what failed, and still says what that may have cost', () => {
    const view = runView(
      run([
        request('q0', { outcome: { kind: 'timeout', sent: true } }),
        withImages('q1', ['b.png'], { variation: 1 }),
        withImages('again', ['a.png'], { variation: 0 }),
      ]),
      context(),
    );
    const requests = view.columns[0]?.requests;
    assert.deepEqual(
      requests?.map(({ id, place }) => [id, place]),
      [
        ['again', '0.0'],
        ['q1', '1.0'],
      ],
    );
    assert.deepEqual(requests?.[0]?.notes, [
      'An earlier try: The service took too long. The service may bill this request.',
    ]);
    assert.equal(view.summary, '2 images');
  });

  it('leaves out deleted images and keeps the places of the others', () => {
    const images = withImages('q1', ['a.png', 'b.png']);
    assert.ok(images.outcome?.kind === 'images');
    const [first, second] = images.outcome.images;
    assert.ok(first && second);
    const view = runView(
      run([{ ...images, outcome: { ...images.outcome, images: [{ ...first, deleted: true }, second] } }]),
      context(),
    );
    const candidates = view.columns[0]?.requests[0]?.candidates;
    assert.deepEqual(
      candidates?.map(each => [each.ref.index, each.image]),
      [[1, 'view:/run1/b.png']],
    );
    assert.equal(view.summary, '1 image');
  });

  it('says where a candidate was saved last, unless that was taken back', () => {
    const candidate = { runId: 'run1', requestId: 'q1', index: 0 };
    const saved = ['one.png', 'two.png', 'three.png'].map((name, index) => ({
      candidate,
      uri: `file:///w/img/${name}`,
      sha256: '',
      savedAt: index,
      ...(name === 'three.png' && { undone: true }),
    }));
    const view = runView(run([withImages('q1', ['a.png'])], { saved }), context());
    const shown = view.columns[0]?.requests[0]?.candidates[0];
    assert.equal(shown?.savedAs, 'img/two.png');
    assert.deepEqual(shown?.alsoSavedAs, ['img/one.png']);
  });

  it('says what each request is doing', () => {
    const doing = (progress: Progress | undefined, model = 'cloud/a') =>
      runView(
        run([request('q1', { state: 'running', model })], { models: [model] }),
        context({ progress: () => progress }),
      ).columns[0]?.requests[0]?.progress;
    assert.equal(doing(undefined), 'Starting');
    assert.equal(doing({ state: 'waiting' }), 'Waiting for the service');
    assert.equal(doing({ state: 'waiting' }, 'local/placeholder'), 'Working');
    assert.equal(doing({ state: 'receiving', bytes: 1_258_291 }), 'Receiving 1.2 MB');
    assert.equal(
      doing({ state: 'retrying', inMs: 4000, because: 'overloaded' }),
      'Overloaded: trying again in 4 s',
    );
    const queued = runView(run([request('q1', { state: 'queued' })]), context());
    assert.equal(queued.columns[0]?.requests[0]?.progress, 'Waiting for its turn');
    assert.equal(queued.running, true);
  });

  it('says what was adapted, what came otherwise, what was tried again and who answered', () => {
    const view = runView(
      run(
        [
          request('q1', {
            adapted: [{ setting: 'seed', asked: '7' }],
            outcome: {
              kind: 'images',
              images: [{ file: 'a.png', facts: facts({ width: 1000, height: 1000 }) }],
              retries: [
                { kind: 'overloaded', waitedMs: 1 },
                { kind: 'overloaded', waitedMs: 2 },
              ],
              modelVersion: 'other-model-9',
            },
          }),
        ],
        { settings: { aspectRatio: '16:9' } },
      ),
      context(),
    );
    const shown = view.columns[0]?.requests[0];
    assert.deepEqual(shown?.notes, [
      'a takes no seed.',
      'Asked for 16:9, got 1000 × 1000.',
      'Answered by other-model-9.',
      'Tried 3 times (overloaded).',
    ]);
    assert.equal(shown?.modelVersion, 'other-model-9');
    assert.deepEqual(shown?.expected, { width: 1376, height: 768 });
  });

  it('does not make a version of the same model another one', () => {
    for (const modelVersion of ['a', 'models/a', 'a-001']) {
      const outcome = { kind: 'images' as const, images: [], modelVersion };
      const view = runView(run([request('q1', { outcome })]), context());
      assert.equal(view.columns[0]?.requests[0]?.modelVersion, undefined);
    }
  });

  it('sums up what became of it, and what it cost', () => {
    const view = runView(
      run([
        withImages('q1', ['a.png', 'b.png'], { costUsd: 0.04, costIsEstimate: true }),
        request('q2', { variation: 1, outcome: { kind: 'blocked', sent: true }, costUsd: 0.01 }),
        request('q3', { variation: 2, outcome: { kind: 'timeout', sent: true } }),
        request('q4', { variation: 3, outcome: { kind: 'cancelled', sent: false } }),
        request('q5', { variation: 4, outcome: { kind: 'interrupted', sent: true } }),
        request('q6', { variation: 5, state: 'running' }),
      ]),
      context(),
    );
    assert.equal(view.summary, '2 images, 1 blocked, 1 failed, 1 stopped, 1 interrupted, 1 running');
    assert.equal(view.costUsd, 0.05);
    assert.equal(view.costIsEstimate, true);
    assert.equal(runView(run([]), context()).summary, 'no images');
  });

  it('offers Replace only for an original that is there', () => {
    assert.equal(runView(run([]), context()).replaceable, undefined);
    const there = context({ original: () => 'file:///w/img/hero.png' });
    assert.deepEqual(runView(run([]), there).replaceable, { name: 'img/hero.png' });
  });

  it('shows a model that is no longer known by its id', () => {
    const view = runView(run([request('q1', { model: 'gone/x' })], { models: ['gone/x'] }), context());
    assert.equal(view.columns[0]?.label, 'gone/x');
  });
});

describe('where an image comes from', () => {
  it('is what is on record and in its bytes, and no more', () => {
    const made = withImages('q1', ['a.png'], { costUsd: 0.034, endedAt: 5 });
    const image = { file: 'a.png', facts: facts() };
    const { lines } = provenanceView(english, run([made]), made, image, 'Banana', String);
    const value = (label: string) => lines.find(line => line.label === label)?.value;
    assert.equal(value('Model'), 'Banana');
    assert.equal(value('Made'), '5');
    assert.equal(value('Cost'), '$0.034');
    assert.equal(value('Content Credentials'), 'none in the file');
    assert.equal(value('SynthID'), undefined);
    const marked = facts({
      provenance: { contentCredentials: true, aiGenerated: true, synthIdClaimed: true, generator: 'Google' },
    });
    const more = provenanceView(english, run([made]), made, { ...image, facts: marked }, 'Banana', String);
    assert.match(JSON.stringify(more), /not validated.*can’t be checked here.*Google/);
  });
});

describe('progress outside of the panel', () => {
  it('counts the images of all runs under way, since the first', () => {
    const runs = [
      run([
        request('q1', { startedAt: 4100, endedAt: 9000 }),
        request('q2', { state: 'running', startedAt: 4200 }),
      ]),
      run([request('q3', { state: 'running', startedAt: 2000 }), request('q4', { state: 'queued' })]),
    ];
    assert.deepEqual(countRuns(runs), { done: 1, total: 4, since: 2000 });
    assert.equal(countRuns([]), undefined);
    assert.equal(countRuns([run([withImages('q5', ['a.png'], { startedAt: 1, endedAt: 2 })])]), undefined);
  });

  it('counts only what is tried again of a run that ended long ago', () => {
    const again = run([
      withImages('q1', ['a.png'], { startedAt: 1000, endedAt: 2000 }),
      request('q2', {
        variation: 1,
        startedAt: 1000,
        endedAt: 2000,
        outcome: { kind: 'timeout', sent: true },
      }),
      request('q3', { variation: 1, state: 'running', startedAt: 900_000 }),
    ]);
    assert.deepEqual(countRuns([again]), { done: 0, total: 1, since: 900_000 });
  });

  it('is short', () => {
    assert.equal(statusText(english, { done: 2, total: 6, since: 0 }, 12_000), '2 of 6 done · 12 s');
    assert.equal(statusText(english, { done: 0, total: 1, since: 9 }, 5), '1 image · 0 s');
  });

  it('ends with the images, else with the first failure, and with nothing when it was stopped', () => {
    const ending = (...requests: Parameters<typeof run>[0]) =>
      runEnding(english, run(requests), ({ kind }) => kind);
    const blocked = request('q2', { outcome: { kind: 'blocked', sent: true } });
    const stopped = request('q3', { outcome: { kind: 'cancelled', sent: true } });
    assert.deepEqual(ending(withImages('q1', ['a.png']), blocked), {
      text: 'Ready: 1 image, 1 blocked.',
      failed: false,
    });
    assert.deepEqual(ending(stopped, blocked), { text: 'blocked', failed: true });
    assert.equal(ending(stopped), undefined);
  });
});
