import assert from 'node:assert/strict';
import { kindOf } from '../../../src/core/scoreboard/kind';
import { readLine } from '../../../src/core/scoreboard/readLine';
import {
  scoreboard,
  scoreboardCsv,
  wilson,
  type ScoreLine,
  type ScoreRow,
} from '../../../src/core/scoreboard/scoreboard';
import type { ReferenceRole, RunReference } from '../../../src/core/model/run';
import { facts } from '../panel/runs';

const near = (value: number, wanted: number): void => assert.ok(Math.abs(value - wanted) < 5e-4, `${value}`);

describe('The scoreboard', () => {
  let at = 0;
  const request = (
    model: string,
    change: Partial<Extract<ScoreLine, { type: 'request' }>> = {},
  ): ScoreLine => ({
    ...{ type: 'request', at: ++at, run: `r${at}`, request: 'q', model, kind: 'icon', outcome: 'images' },
    ms: 1000,
    usd: 0.04,
    ...change,
  });
  const vote = (run: string, winner: string, how: 'blind' | 'saved' = 'saved'): ScoreLine => ({
    ...{ type: 'vote', at: ++at, run, kind: 'icon', how, winner },
    losers: ['a/x', 'b/y'].filter(model => model !== winner),
  });
  const row = (rows: readonly ScoreRow[], model: string): ScoreRow =>
    rows.find(each => each.model === model)!;

  it('counts games and wins with an interval that narrows', () => {
    const { value, low, high } = wilson(9, 10);
    // Newcombe 1998, table of Wilson intervals without continuity correction.
    near(value, 0.9);
    near(low, 0.5958);
    near(high, 0.9821);
    const rows = scoreboard([vote('r1', 'a/x'), vote('r2', 'a/x'), vote('r3', 'b/y', 'blind')]);
    assert.deepEqual(
      rows.map(({ model, games, wins, blindGames }) => [model, games, wins, blindGames]),
      [
        ['a/x', 3, 2, 1],
        ['b/y', 3, 1, 1],
      ],
    );
  });

  it('puts what is sure above what is lucky', () => {
    const lines: ScoreLine[] = [
      ...Array.from({ length: 10 }, (_, n) => vote(`r${n}`, n < 9 ? 'a/x' : 'b/y')),
      { ...{ type: 'vote', at: 99, run: 'r99', kind: 'icon', how: 'saved' }, winner: 'c/z', losers: ['b/y'] },
    ];
    assert.deepEqual(
      scoreboard(lines).map(({ model }) => model),
      ['a/x', 'c/z', 'b/y'],
    );
  });

  it('has one vote a run: the last, but a blind one stays', () => {
    assert.equal(row(scoreboard([vote('r', 'a/x'), vote('r', 'b/y')]), 'b/y').wins, 1);
    assert.equal(row(scoreboard([vote('r', 'a/x', 'blind'), vote('r', 'b/y')]), 'a/x').wins, 1);
  });

  it('takes the middle time, and only of what came', () => {
    const rows = scoreboard([
      request('a/x', { ms: 1000 }),
      request('a/x', { ms: 9000 }),
      request('a/x', { ms: 2000 }),
      request('a/x', { ms: 4000 }),
      request('a/x', { ms: 90_000, outcome: 'timeout' }),
    ]);
    assert.equal(rows[0]?.medianMs, 3000);
  });

  it('does not blame a model for a stop, a limit or a missing key', () => {
    const [found] = scoreboard([
      request('a/x'),
      request('a/x', { outcome: 'blocked' }),
      ...['cancelled', 'budget', 'auth', 'consent'].map(outcome => request('a/x', { outcome, usd: 0 })),
    ]);
    assert.equal(found?.failureRate, 0.5);
    assert.equal(found.requests, 2);
  });

  it('says what a kept image has cost, all tries together, and nothing where a price is not known', () => {
    const kept = (model: string, run: string, on = true): ScoreLine => ({
      ...{ type: 'kept', at: ++at, run, request: 'q', model, kind: 'icon' },
      on,
    });
    const priced = [request('a/x'), request('a/x', { usd: 0.06 }), kept('a/x', 'r1'), kept('a/x', 'r2')];
    near(scoreboard([...priced, kept('a/x', 'r2', false)])[0]?.usdPerKept ?? 0, 0.1);
    const unpriced = request('a/x') as Extract<ScoreLine, { type: 'request' }>;
    delete unpriced.usd;
    assert.equal(scoreboard([...priced, unpriced])[0]?.usdPerKept, undefined);
  });

  it('keeps kinds of images apart', () => {
    const lines = [request('a/x'), request('b/y', { kind: 'photo' })];
    assert.deepEqual(
      scoreboard(lines, 'photo').map(({ model }) => model),
      ['b/y'],
    );
    const csv = scoreboardCsv(lines).split('\r\n');
    assert.deepEqual(
      csv.slice(1, -1).map(line => line.split(',').slice(0, 2).join(' ')),
      ['all a/x', 'all b/y', 'icon a/x', 'photo b/y'],
    );
  });

  it('reads what was written, and leaves out what was cut or is something else', () => {
    const line = vote('r1', 'a/x');
    assert.deepEqual(readLine(JSON.stringify(line)), line);
    for (const wrong of ['', '{"type":"vote"', '[]', '{"type":"vote"}', '{"type":"other","at":1}', 'null']) {
      assert.equal(readLine(wrong), undefined, wrong);
    }
  });

  it('knows what an image is for from the prompt and the references', () => {
    const reference = (role: ReferenceRole, format: 'jpeg' | 'png'): RunReference => ({
      ...{ file: 'ref.x', name: 'x', sha256: '' },
      role,
      facts: facts({ format }),
    });
    const cases: [string, readonly RunReference[], string][] = [
      ['A flat icon of a fox', [], 'icon'],
      ['A photo of an app icon', [], 'icon'],
      ['Ein Foto von einem Hund, 85 mm', [], 'photo'],
      ['a lighthouse', [], 'other'],
      ['make it night', [reference('subject', 'jpeg')], 'photo-edit'],
      ['make it night', [reference('subject', 'png')], 'other'],
      ['a knight in this style', [reference('style', 'jpeg')], 'other'],
      ['16-bit sprite of a knight', [], 'pixel-art'],
      ['Seamless wood texture', [], 'texture'],
      ['og image for the docs', [], 'card'],
    ];
    for (const [prompt, references, kind] of cases)
      assert.equal(kindOf({ prompt, references }), kind, prompt);
  });
});
