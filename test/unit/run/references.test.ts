import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { ReferencePool } from '../../../src/host/store/references';
import { startFullDisk } from '../imaging/fullDisk';
import { realImaging } from '../save/realImaging';
import type { ReceivedBlob } from '../../../src/core/model/outcome';
import { answer, ask, cloud, other, png, refused, runAll, Service, started, world, type Step } from './world';

/** A GIF of one pixel. */
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

describe('Reference images', () => {
  const here = world();
  const imaging = realImaging();

  it('are copied into the run with role and hash, so that later changes do not matter', async () => {
    const file = await here().file('w/cat.png', png(20, 10));
    const service = new Service(async (request, context) => {
      await fs.writeFile(file, png(1, 1));
      return answer()(request, context);
    });
    const window = here().window({ service });
    const run = await runAll(window, {
      images: [
        { path: file, name: 'cat.png', sourceUri: 'file:///w/cat.png', role: 'style' },
        { bytes: png(4, 4), name: 'Pasted image' },
      ],
    });
    assert.deepEqual(
      run.references.map(({ name, role, facts, sourceUri }) => [name, role, facts.width, sourceUri]),
      [
        ['cat.png', 'style', 20, 'file:///w/cat.png'],
        ['Pasted image', 'subject', 4, undefined],
      ],
    );
    assert.match(run.references[0]!.sha256, /^[0-9a-f]{64}$/);
    const sent = service.asked[0]!.images[0]!;
    assert.equal(sent.path, window.runs.pathOf(run.id, run.references[0]!.file));
    assert.ok((await fs.readFile(sent.path)).equals(png(20, 10)));
  });

  it('are kept once for equal bytes, and go with the last run that uses them', async () => {
    const file = await here().file('cat.png', png(20, 10));
    const window = here().window();
    const images = [{ path: file, name: 'cat.png' }];
    const one = await runAll(window, { images });
    const two = await runAll(window, { images });
    const pool = path.join(here().dir, 'store', 'references');
    const [pooled, ...more] = await fs.readdir(pool);
    assert.deepEqual(more, []);
    assert.equal((await fs.stat(path.join(pool, pooled!))).nlink, 3);
    await window.runs.deleteRun(one.id);
    assert.ok((await fs.readFile(window.runs.pathOf(two.id, two.references[0]!.file))).equals(png(20, 10)));
    await window.runs.deleteRun(two.id);
    assert.deepEqual(await fs.readdir(pool), []);
  });

  it('reach their run while other windows delete the last run that used them', async () => {
    const pool = path.join(here().dir, 'pool');
    const windows = Array.from({ length: 16 }, () => new ReferencePool(pool));
    const bytes = png(20, 10);
    await Promise.all(
      windows.map(async (window, at) => {
        for (let round = 0; round < 50; round++) {
          const folder = path.join(here().dir, `run-${at}-${round}`);
          await fs.mkdir(folder);
          const added = await window.add(folder, { bytes });
          assert.ok('file' in added);
          assert.ok((await fs.readFile(path.join(folder, added.file))).equals(bytes));
          await fs.rm(folder, { recursive: true });
          await window.release([added]);
        }
      }),
    );
    assert.deepEqual(await fs.readdir(pool), []);
  });

  const bad: readonly [string, () => Promise<string>, RegExp][] = [
    ['a deleted file', () => Promise.resolve(path.join(here().dir, 'gone.png')), /“x\.png” is not there/],
    ['a folder', () => Promise.resolve(here().dir), /“x\.png” is not a file/],
    ['an empty file', () => here().file('empty.png', ''), /“x\.png” is empty/],
    ['a text', () => here().file('text.png', 'Not an image at all.'), /“x\.png” is not an image/],
    ['a truncated image', () => here().file('half.png', png(64, 64).subarray(0, 60)), /“x\.png” is damaged/],
    [
      'an SVG',
      () => here().file('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      /SVG/,
    ],
    [
      'an image of 100 megapixels',
      () => here().file('huge.png', png(10_000, 10_000)),
      /“x\.png” is too large/,
    ],
  ];
  for (const [what, make, message] of bad) {
    it(`that are no use refuse the run by name: ${what}`, async () => {
      const service = new Service();
      const window = here().window({ service, imaging: imaging() });
      const images = [{ path: await make(), name: 'x.png' }];
      const failure = refused(await window.runs.start(ask({ images })));
      assert.match(failure.message ?? '', message);
      assert.deepEqual([failure.kind, failure.reason, failure.sent], ['bad-request', 'reference', false]);
      assert.equal(service.asked.length, 0);
      assert.deepEqual(await fs.readdir(here().runsDir), []);
    });
  }

  it('that cannot be read refuse the run', async function () {
    // The superuser reads everything.
    const file = await here().file('secret.png', png(4, 4));
    await fs.chmod(file, 0);
    const readable = await fs.readFile(file).then(
      () => true,
      () => false,
    );
    const result = await here()
      .window()
      .runs.start(ask({ images: [{ path: file, name: 'secret.png' }] }));
    if (readable) started(result);
    else assert.match(refused(result).message ?? '', /“secret\.png” cannot be read/);
  });

  it('that a model cannot take are made over on this machine, and it is said', async () => {
    const window = here().window({ service: new Service(), imaging: imaging() });
    const service = new Service();
    const run = await runAll(here().window({ service, imaging: imaging() }), {
      images: [{ path: await here().file('anim.gif', gif), name: 'anim.gif' }],
    });
    assert.equal(service.asked[0]?.images[0]?.facts.mimeType, 'image/png');
    assert.deepEqual(run.requests[0]?.adapted, [
      { setting: 'references', asked: 'anim.gif (GIF)', used: 'PNG, 1 × 1' },
    ]);
    assert.equal(run.references[0]?.facts.format, 'gif');
    await window.close();
  });

  it('that find no room to be made over are the disk’s fault, and nothing is sent', async () => {
    const disk = await startFullDisk();
    const service = new Service();
    const window = here().window({ service, imaging: disk.imaging });
    const images = [{ path: await here().file('anim.gif', gif), name: 'anim.gif' }];
    const run = started(await window.runs.start(ask({ images })));
    const { outcome } = (await window.runs.whenDone(run.id)).requests[0]!;
    assert.ok(outcome && outcome.kind !== 'images');
    assert.deepEqual([outcome.kind, outcome.reason, outcome.sent], ['bad-request', 'disk-full', false]);
    assert.match(outcome.message ?? '', /disk is full, so nothing was sent/);
    assert.equal(service.asked.length, 0);
    const left = await fs.readdir(path.join(here().runsDir, run.id));
    assert.deepEqual(left.filter(name => /tmp|input/.test(name)), []); // prettier-ignore
    await window.close();
    await disk.dispose();
  });

  it('with too many pixels are scaled down', async () => {
    here().models.set('cloud/tiny', {
      ...cloud,
      id: 'cloud/tiny',
      capabilities: { ...cloud.capabilities, maxInputPixels: 100 },
    });
    const service = new Service();
    const run = await runAll(here().window({ service, imaging: imaging() }), {
      models: ['cloud/tiny'],
      count: 2,
      images: [{ path: await here().file('wide.png', png(40, 20)), name: 'wide.png' }],
    });
    const [first, second] = service.asked;
    const facts = first!.images[0]!.facts;
    assert.ok(facts.width * facts.height <= 100, `${facts.width} × ${facts.height}`);
    assert.equal(second!.images[0]!.path, first!.images[0]!.path);
    assert.equal(run.references[0]?.facts.width, 40);
  });

  it('more than a model takes are said before anything is sent', async () => {
    const service = new Service();
    const file = await here().file('cat.png', png(4, 4));
    const images = [1, 2].map(() => ({ path: file, name: 'cat.png' }));
    const window = here().window({ service });
    const failure = refused(await window.runs.start(ask({ models: [other.id], images })));
    assert.equal(failure.kind, 'unsupported');
    assert.match(failure.message ?? '', /takes 1 reference image, and 2 were given/);
    assert.equal(service.asked.length, 0);
  });

  it('a model that only edits needs one', async () => {
    here().models.set('cloud/edit', {
      ...cloud,
      id: 'cloud/edit',
      capabilities: { ...cloud.capabilities, generate: false },
    });
    const failure = refused(
      await here()
        .window()
        .runs.start(ask({ models: ['cloud/edit'] })),
    );
    assert.equal(failure.kind, 'unsupported');
    assert.match(failure.message ?? '', /needs at least one/);
  });
});

describe('A thread', () => {
  const here = world();
  const imaging = realImaging();

  it('is replayed to the same model: prompts, images and the turns as the provider made them', async () => {
    const service = new Service();
    const window = here().window({ service });
    const file = await here().file('cat.png', png(4, 4));
    service.next(answer({ turn: { parts: ['one'] } }), answer({ turn: { parts: ['two'] } }));
    const first = await runAll(window, { prompt: 'One', images: [{ path: file, name: 'cat.png' }] });
    const second = await runAll(window, { prompt: 'Two', parent: candidate(first) });
    await runAll(window, { prompt: 'Three', parent: candidate(second) });
    const { history, images } = service.asked[2]!;
    assert.deepEqual(
      history.map(turn => [turn.prompt, turn.images.map(image => image.name), turn.answer]),
      [
        ['One', ['cat.png'], { parts: ['one'] }],
        ['Two', [], { parts: ['two'] }],
      ],
    );
    assert.deepEqual(images, []);
    const file2 = image(second);
    assert.equal(history[1]!.pathOf(file2), window.runs.pathOf(second.id, file2));
  });

  it('starts anew from its last image with another model', async () => {
    const service = new Service();
    const window = here().window({ service });
    service.next(answer({ bytes: png(9, 5), turn: {} }));
    const first = await runAll(window);
    const run = await runAll(window, { models: [other.id], parent: candidate(first) });
    const { history, images } = service.asked[1]!;
    assert.deepEqual(history, []);
    assert.deepEqual(
      images.map(({ facts }) => [facts.width, facts.height]),
      [[9, 5]],
    );
    assert.deepEqual(run.references[0]?.candidate, candidate(first));
  });

  it('starts anew from the image that was chosen of several', async () => {
    const two: Step = async (_request, context) => {
      const images: ReceivedBlob[] = [];
      for (const width of [9, 7]) {
        const sink = await context.createBlob('image/png');
        await sink.write(png(width, 5));
        images.push(await sink.close());
      }
      return { kind: 'images', images, turn: { parts: ['both'] } };
    };
    const service = new Service(answer({ turn: {} }));
    const window = here().window({ service });
    service.next(two);
    const first = await runAll(window, { prompt: 'One' });
    for (const [index, width] of [9, 7].entries()) {
      const run = await runAll(window, { prompt: 'Two', parent: { ...candidate(first), index } });
      const { history, images } = service.asked.at(-1)!;
      assert.deepEqual(history, []);
      assert.deepEqual(
        images.map(({ facts }) => facts.width),
        [width],
      );
      // The next step is replayed from there.
      await runAll(window, { prompt: 'Three', parent: candidate(run) });
      const [turn, ...more] = service.asked.at(-1)!.history;
      assert.deepEqual(
        [turn?.prompt, turn?.images.map(({ facts }) => facts.width), more.length],
        ['Two', [width], 0],
      );
    }
  });

  it('makes an image over that the model answered with and does not take', async () => {
    const service = new Service();
    const window = here().window({ service, imaging: imaging() });
    service.next(answer({ bytes: gif, turn: { parts: ['one'] } }));
    const first = await runAll(window);
    await runAll(window, { parent: candidate(first) });
    const { history, images } = service.asked[1]!;
    assert.deepEqual(history, []);
    assert.deepEqual(
      images.map(({ facts }) => facts.mimeType),
      ['image/png'],
    );
  });

  it('goes back as far as its images are there', async () => {
    const service = new Service(answer({ turn: {} }));
    const window = here().window({ service });
    const first = await runAll(window, { prompt: 'One' });
    const second = await runAll(window, { prompt: 'Two', parent: candidate(first) });
    await window.runs.deleteCandidate(candidate(first));
    await runAll(window, { prompt: 'Three', parent: candidate(second) });
    const [turn, ...more] = service.asked[2]!.history;
    assert.deepEqual([turn?.prompt, turn?.images.length, more.length], ['Two', 1, 0]);
    // The run's own copy of what was deleted.
    assert.ok((await fs.readFile(turn!.images[0]!.path)).equals(png(8, 8)));
  });

  it('starts anew when the turn is damaged or its image was deleted', async () => {
    const service = new Service();
    const window = here().window({ service });
    service.next(answer({ turn: { good: true } }));
    const first = await runAll(window);
    const second = await runAll(window, { parent: candidate(first) });
    await fs.writeFile(path.join(here().runsDir, first.id, `turn-${first.requests[0]!.id}.json`), '{"go');
    await runAll(window, { parent: candidate(first) });
    assert.deepEqual(
      service.asked.map(({ history, images }) => [history.length, images.length]),
      [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
    );
    await window.runs.deleteCandidate(candidate(second));
    assert.match(
      refused(await window.runs.start(ask({ parent: candidate(second) }))).message ?? '',
      /deleted/,
    );
  });
});

function candidate(run: { id: string; requests: readonly { id: string }[] }) {
  return { runId: run.id, requestId: run.requests[0]!.id, index: 0 };
}

function image(run: Awaited<ReturnType<typeof runAll>>): string {
  const outcome = run.requests[0]?.outcome;
  assert.ok(outcome?.kind === 'images');
  return outcome.images[0]!.file;
}
