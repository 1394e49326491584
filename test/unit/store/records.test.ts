import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { RequestRecord, Run } from '../../../src/core/model/run';
import { parseRequest, parseRun, parseSaved } from '../../../src/host/store/records';
import { ReferencePool } from '../../../src/host/store/references';
import { runAll, world } from '../run/world';

/** Changes a copy of what is on disk, as a damaged or hostile folder would. */
function changed(original: unknown, place: string, value: unknown): string {
  const copy = JSON.parse(JSON.stringify(original)) as Record<string, unknown>;
  const steps = place.split('.');
  const last = steps.pop() ?? '';
  let at = copy;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  at[last] = value;
  return JSON.stringify(copy);
}

describe('A record that is not what it should be', () => {
  const here = world();
  let run: Run;
  let request: RequestRecord;
  beforeEach(async () => {
    run = await runAll(here().window());
    request = run.requests[0]!;
  });

  const requests: readonly [string, unknown][] = [
    ['id', '../x'],
    ['hostId', 7],
    ['startedAt', 1e300],
    ['endedAt', 'now'],
    ['costUsd', '1'],
    ['variation', '0'],
    ['adapted', [{ setting: 'other', asked: 'x' }]],
    ['adapted', 'x'],
    ['outcome.kind', 'constructor'],
    ['outcome.kind', 'something-new'],
    ['outcome.text', 7],
    ['outcome.modelVersion', {}],
    ['outcome.retries', [7]],
    ['outcome.images.0.file', '../../key.png'],
    ['outcome.images.0.file', '.hidden'],
    ['outcome.images.0.facts.width', '10'],
    ['outcome.images.0.facts.format', 'exe'],
    ['outcome.images.0.facts.provenance', 1],
  ];
  for (const [place, value] of requests) {
    it(`request ${place} = ${JSON.stringify(value)} is told, and does no harm`, () => {
      assert.deepEqual(parseRequest(JSON.stringify(request)), JSON.parse(JSON.stringify(request)));
      assert.throws(() => parseRequest(changed(request, place, value)), Error);
    });
  }

  const facts = {
    ...{ format: 'png', mimeType: 'image/png', width: 1, height: 1, bytes: 9, hasAlpha: false },
    ...{ animated: false, orientation: 1, provenance: {} },
  };
  const reference = { file: 'ref-1.png', role: 'subject', name: 'a', sha256: 'a'.repeat(64), facts };
  const runs: readonly [string, unknown][] = [
    ['createdAt', 1e300],
    ['references', [{ ...reference, file: '../../../x' }]],
    ['references', [{ ...reference, sha256: '../../../../x' }]],
    ['references', [{ ...reference, name: 7 }]],
    ['references', [{ ...reference, role: 'constructor' }]],
    ['references', [{ ...reference, sourceUri: 7 }]],
    ['references', [{ ...reference, candidate: { runId: 7 } }]],
    ['settings.aspectRatio', 7],
    ['settings.width', '7'],
    ['settings.systemInstruction', {}],
    ['parent', 'x'],
    ['targetFolder', 7],
    ['targetFile', 7],
    ['origin', 7],
  ];
  for (const [place, value] of runs) {
    it(`run ${place} = ${JSON.stringify(value)} is told, and does no harm`, () => {
      const whole = { ...run, references: [reference], requests: [] };
      assert.equal(parseRun(JSON.stringify(whole), run.id).id, run.id);
      assert.throws(() => parseRun(changed(whole, place, value), run.id), Error);
    });
  }

  it('of a save is told', () => {
    const saved = {
      ...{ candidate: { runId: run.id, requestId: request.id, index: 0 }, uri: 'file:///a.png' },
      ...{ savedAt: 5, sha256: 'ab' },
    };
    assert.equal(parseSaved(JSON.stringify(saved)).savedAt, 5);
    for (const [place, value] of [
      ['uri', 'file:////server/a.png'],
      ['uri', 'no address'],
      ['savedAt', 1e300],
      ['candidate.runId', 7],
    ] as const) {
      assert.throws(() => parseSaved(changed(saved, place, value)), Error, `${place} ${value}`);
    }
  });

  it('does not lead the pool of references out of its folder', async () => {
    const file = await here().file('precious.txt', 'mine');
    const dir = path.join(here().dir, 'pool');
    await fs.mkdir(dir);
    await new ReferencePool(dir).release([{ sha256: '../precious', file: 'x.txt' }]);
    assert.equal(await fs.readFile(file, 'utf8'), 'mine');
  });
});
