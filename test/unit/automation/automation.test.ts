import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CandidateRef } from '../../../src/core/model/run';
import { parseAutomation } from '../../../src/core/run/automationArgs';
import { english } from '../../../src/core/translate';
import {
  automate,
  type AutomationAnswer,
  type AutomationPorts,
} from '../../../src/host/automation/automation';
import { model } from '../compose/models';
import { answer, cloud, fail, gateStep, local, png, Service, world, type Window, opaque } from '../run/world';

describe('The argument object of automation', () => {
  const wrong: readonly [object, RegExp][] = [
    [{}, /“prompt”/],
    [{ prompt: 5 }, /“prompt”/],
    [{ prompt: 'x', propmt: 'y' }, /“propmt” is not known/],
    [{ prompt: 'x', mask: 'm.png' }, /“mask” is not known/],
    [{ prompt: 'x', images: 'a.png' }, /“images”/],
    [{ prompt: 'x', images: [5] }, /“images”/],
    [{ prompt: 'x', images: [{ uri: 'a.png', rolle: 'style' }] }, /“images”/],
    [{ prompt: 'x', images: [{ uri: 'a.png', role: 'boss' }] }, /“images\[\]\.role”/],
    [{ prompt: 'x', models: 'gemini/x' }, /“models”/],
    [{ prompt: 'x', models: [] }, /“models”/],
    [{ prompt: 'x', count: 0 }, /“count”/],
    [{ prompt: 'x', count: 1.5 }, /“count”/],
    [{ prompt: 'x', count: null }, /“count”/],
    [{ prompt: 'x', aspectRatio: 'wide' }, /“aspectRatio”/],
    [{ prompt: 'x', aspectRatio: '0:9' }, /“aspectRatio”/],
    [{ prompt: 'x', imageSize: 'large' }, /“imageSize”/],
    [{ prompt: 'x', quality: 'very high' }, /“quality”/],
    [{ prompt: 'x', quality: 7 }, /“quality”/],
    [{ prompt: 'x', search: 'yes' }, /“search”/],
    [{ prompt: 'x', width: 100 }, /“width” and “height”/],
    [{ prompt: 'x', width: 0, height: 5 }, /“width”/],
    [{ prompt: 'x', format: 'gif' }, /“format”/],
    [{ prompt: 'x', format: 'constructor' }, /“format”/],
    [{ prompt: 'x', format: '__proto__' }, /“format”/],
    [{ prompt: 'x', background: 'white' }, /“background”/],
    [{ prompt: 'x', saveTo: 5 }, /“saveTo”/],
    [{ prompt: 'x', overwrite: 'yes' }, /“overwrite”/],
    [{ prompt: 'x', maxCostUsd: '1' }, /“maxCostUsd”/],
    [{ prompt: 'x', maxCostUsd: NaN }, /“maxCostUsd”/],
    [{ prompt: 'x', wait: 1 }, /“wait”/],
  ];
  for (const [value, message] of wrong) {
    it(`refuses by name: ${JSON.stringify(value)}`, () => {
      const parsed = parseAutomation(value as Record<string, unknown>, english);
      assert.match('refused' in parsed ? parsed.refused : '', message);
    });
  }

  it('refuses more models than any run has, before each is looked at', () => {
    const models = Array.from({ length: 65 }, (_, index) => `gemini/${index}`);
    const parsed = parseAutomation({ prompt: 'x', models }, english);
    assert.match('refused' in parsed ? parsed.refused : '', /“models”/);
    assert.ok('args' in parseAutomation({ prompt: 'x', models: models.slice(1) }, english));
  });

  it('takes files as paths, as Uris and as their JSON form', () => {
    const uri = { scheme: 'file', path: '/a.png', $mid: 1 };
    const parsed = parseAutomation(
      { prompt: 'x', images: ['a.png', uri, { uri, role: 'style' }, { uri: '/b.png' }] },
      english,
    );
    assert.deepEqual('args' in parsed && parsed.args.images, [
      { file: 'a.png' },
      { file: uri },
      { file: uri, role: 'style' },
      { file: '/b.png' },
    ]);
  });

  it('takes an absent part for absent', () => {
    const parsed = parseAutomation({ prompt: 'x', models: undefined, format: 'JPG' }, english);
    assert.deepEqual('args' in parsed && parsed.args, {
      prompt: 'x',
      images: [],
      count: 1,
      overwrite: false,
      wait: false,
      format: 'jpeg',
    });
  });
});

describe('Automation', () => {
  const here = world();

  function ports(window: Window): AutomationPorts {
    return {
      runs: window.runs,
      models: {
        defaults: () => Promise.resolve([cloud.id]),
        find: id => Promise.resolve(here().models.get(id)),
      },
      locate: file =>
        typeof file === 'string' && !file.startsWith('http')
          ? { path: path.resolve(here().dir, file), name: file, uri: `file:///${file}` }
          : { refused: 'not on disk' },
      checkTarget: async (target, { overwrite }) => {
        const there = await fs.access(target).then(
          () => true,
          () => false,
        );
        return there && !overwrite ? { failure: 'exists', message: `${target} is there` } : undefined;
      },
      saveTo: async (ref: CandidateRef, target) => {
        const run = await window.runs.get(ref.runId);
        const outcome = run?.requests.find(({ id }) => id === ref.requestId)?.outcome;
        assert.ok(outcome?.kind === 'images');
        const candidate = outcome.images[ref.index]!;
        await fs.copyFile(window.runs.pathOf(ref.runId, candidate.file), target);
        return { path: target, uri: pathToFileURL(target).href, facts: candidate.facts };
      },
      toUri: file => pathToFileURL(file).href,
      sentence: failure => `${failure.kind}: ${failure.message ?? ''}`,
      t: english,
    };
  }
  const wait = (window: Window, ask: object, verb: 'generate' | 'edit' = 'generate') =>
    automate(ports(window), verb, { wait: true, ...ask }) as Promise<AutomationAnswer>;

  it('answers with where the bytes are and what they are', async () => {
    const usage = { inputTokens: 1, imageOutputTokens: 4000 };
    const window = here().window({ service: new Service(answer({ bytes: png(7, 5), usage })) });
    const { runId, results } = await wait(window, { prompt: 'A fox' });
    const [result] = results;
    assert.deepEqual(
      { ...result, uri: undefined },
      {
        model: cloud.id,
        outcome: 'images',
        uri: undefined,
        mimeType: 'image/png',
        width: 7,
        height: 5,
        hasAlpha: false,
        costUsd: 0.04,
        costIsEstimate: false,
      },
    );
    assert.ok((await fs.readFile(new URL(result!.uri!))).equals(png(7, 5)));
    assert.equal((await window.runs.get(runId!))?.origin, 'automation');
  });

  it('makes one of what always gives the same, and says why', async () => {
    const same = model('local/same', { deterministic: true }, { local: true });
    here().models.set(same.id, same);
    await here().file('fox-2.png', 'in the way of a second image that is not made');
    const ask = { prompt: 'A fox', models: [same.id], count: 3, saveTo: 'fox.png' };
    const { results } = await wait(here().window(), ask);
    assert.deepEqual(
      results.map(({ outcome, message }) => [outcome, message]),
      [['images', 'same always gives the same image, so it makes one and not 3.']],
    );
  });

  it('saves where it was told, several beside each other', async () => {
    const { results } = await wait(here().window(), { prompt: 'A fox', count: 2, saveTo: 'fox.png' });
    assert.deepEqual(
      results.map(({ uri }) => path.basename(uri!)),
      ['fox.png', 'fox-2.png'],
    );
    for (const { uri } of results) assert.ok((await fs.readFile(new URL(uri!))).equals(png(8, 8)));
  });

  it('spends nothing when a file is in the way', async () => {
    const service = new Service();
    await here().file('fox-2.png', 'mine');
    const window = here().window({ service });
    const { runId, results } = await wait(window, { prompt: 'A fox', count: 2, saveTo: 'fox.png' });
    assert.deepEqual([runId, results[0]?.outcome, service.asked.length], [undefined, 'exists', 0]);
    const over = await wait(window, { prompt: 'A fox', count: 2, saveTo: 'fox.png', overwrite: true });
    assert.deepEqual(
      over.results.map(({ outcome }) => outcome),
      ['images', 'images'],
    );
  });

  const outcomes: readonly [string, object, string][] = [
    ['a wrong part', { prompt: 'x', bogus: 1 }, 'bad-request'],
    ['an empty prompt', { prompt: '' }, 'bad-request'],
    ['an image that is not there', { prompt: 'x', images: ['gone.png'] }, 'bad-request'],
    ['an image that is not on disk', { prompt: 'x', images: ['http://x/y.png'] }, 'bad-request'],
    [
      'transparency no chosen model has',
      { prompt: 'x', models: [opaque.id], background: 'transparent' },
      'unsupported',
    ],
    ['transparency in a JPEG', { prompt: 'x', background: 'transparent', saveTo: 'a.jpg' }, 'unsupported'],
    ['pixels no chosen model makes', { prompt: 'x', width: 5, height: 5 }, 'unsupported'],
    ['a format without a file', { prompt: 'x', format: 'png' }, 'unsupported'],
    ['a ratio no chosen model makes', { prompt: 'x', aspectRatio: '7:3' }, 'unsupported'],
    ['a size no chosen model makes', { prompt: 'x', imageSize: '8K' }, 'unsupported'],
    ['a quality no chosen model has', { prompt: 'x', quality: 'high' }, 'unsupported'],
    ['a search no chosen model makes', { prompt: 'x', search: true }, 'unsupported'],
    ['too little money', { prompt: 'x', maxCostUsd: 0.01 }, 'budget'],
  ];
  for (const [what, ask, outcome] of outcomes) {
    it(`with wait, ${what} is an outcome: ${outcome}`, async () => {
      const service = new Service();
      const { runId, results } = await wait(here().window({ service }), ask);
      assert.deepEqual([runId, results[0]?.outcome], [undefined, outcome]);
      assert.ok(results[0]?.message);
      assert.equal(service.asked.length, 0);
      // Without wait the caller gets the same words as an error.
      await assert.rejects(automate(ports(here().window()), 'generate', { ...ask }) as Promise<unknown>, {
        message: results[0].message,
      });
    });
  }

  it('knows before it is paid for that a drawing is no file of pixels, nor the other way round', async () => {
    const draws = model('cloud/draws', { outputTypes: ['image/svg+xml'] });
    here().models.set(draws.id, draws);
    for (const [models, saveTo, words] of [
      [[draws.id], 'fox.png', /draws SVG/],
      [[cloud.id], 'fox.svg', /makes pixels/],
      [[draws.id, cloud.id], 'fox.svg', /makes pixels/],
    ] as const) {
      const service = new Service();
      const { results } = await wait(here().window({ service }), { prompt: 'A fox', models, saveTo });
      assert.deepEqual([results[0]?.outcome, service.asked.length], ['unsupported', 0]);
      assert.match(results[0]?.message ?? '', words);
    }
  });

  it('to edit needs something to edit', async () => {
    const { results } = await wait(here().window(), { prompt: 'x' }, 'edit');
    assert.match(results[0]?.message ?? '', /“images”/);
  });

  it('takes what one of the chosen models can do', async () => {
    const ask = { prompt: 'x', models: [cloud.id, local.id], width: 50, height: 40 };
    const { results } = await wait(here().window(), ask);
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['images', 'images'],
    );
  });

  it('says how each request failed and what it cost', async () => {
    const service = new Service();
    service.next(
      fail({
        kind: 'blocked',
        sent: true,
        message: 'No.',
        usage: { inputTokens: 1, imageOutputTokens: 100 },
      }),
    );
    const { results } = await wait(here().window({ service }), { prompt: 'x', count: 2 });
    assert.deepEqual(results[0], {
      model: cloud.id,
      outcome: 'blocked',
      message: 'blocked: No.',
      costUsd: 0.001,
      costIsEstimate: false,
    });
    assert.equal(results[1]?.outcome, 'images');
  });

  it('without wait tells later what could not be saved, and only that', async () => {
    const begin = async (saveTo: AutomationPorts['saveTo'], ask: object = {}) => {
      const service = new Service();
      service.next(answer(), fail({ kind: 'blocked', sent: true }), answer());
      const own: AutomationPorts = { ...ports(here().window({ service })), saveTo };
      const begun = await automate(own, 'generate', { prompt: 'x', count: 3, saveTo: 'fox.png', ...ask });
      assert.ok('unsaved' in begun && begun.runId);
      return begun.unsaved;
    };
    const { saveTo } = ports(here().window());
    const full: AutomationPorts['saveTo'] = async (_ref, target) => ({
      failure: 'bad-request',
      message: `${path.basename(target)}: the disk is full`,
    });
    assert.deepEqual(await begin(full), ['fox.png: the disk is full', 'fox-2.png: the disk is full']);
    assert.deepEqual(await begin(full, { saveTo: undefined }), []);
    const broken = () => Promise.reject(new Error('broken'));
    assert.deepEqual(await begin(broken), ['Error: broken']);
    assert.deepEqual(await begin(saveTo), []);
  });

  it('without wait answers as soon as the run has begun', async () => {
    const service = new Service();
    const gate = gateStep();
    service.next(gate.step);
    const window = here().window({ service });
    const { runId } = (await automate(ports(window), 'generate', { prompt: 'x' })) as { runId: string };
    await gate.reached;
    assert.deepEqual(
      window.runs.active().map(({ id }) => id),
      [runId],
    );
    gate.open();
    await window.runs.whenDone(runId);
  });
});
