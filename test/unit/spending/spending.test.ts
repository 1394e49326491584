import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { csvField, ledgerCsv, totalsOf } from '../../../src/core/cost/limits';
import { Spending } from '../../../src/host/spending/spending';

const about = { runId: 'r', requestId: 'q', model: 'cloud/a' };

describe('Spending', () => {
  let dir = '';
  let now = 0;
  beforeEach(async () => {
    dir = await fs.mkdtemp(path.join(os.tmpdir(), 'inline-assets-spending-'));
    now = new Date(2026, 10, 22, 23, 59).getTime();
  });
  afterEach(() => fs.rm(dir, { recursive: true, force: true }));
  const window = (dailyUsd = 1, monthlyUsd = 1000): Spending =>
    new Spending({ dir, limits: () => ({ dailyUsd, monthlyUsd }), now: () => now });
  const counted = { outcome: 'images', estimate: false } as const;
  const reserve = async (spending: Spending, usd: number): Promise<string> => {
    const result = await spending.reserve(usd, about);
    assert.ok(result.ok);
    return result.reservation;
  };

  it('counts a request before it is sent, and what it really was after', async () => {
    const spending = window();
    const reservation = await reserve(spending, 0.5);
    assert.equal((await window().spent()).todayUsd, 0.5);
    await spending.settle(reservation, 0.034, counted);
    assert.equal((await window().spent()).todayUsd, 0.034);
  });

  it('takes back what was not spent', async () => {
    const spending = window();
    await spending.settle(await reserve(spending, 0.5), 0, counted);
    assert.equal((await spending.spent()).todayUsd, 0);
    assert.deepEqual(await fs.readdir(path.join(dir, '2026-11-22')), []);
  });

  it('says when what did not fit is counted no more', async () => {
    const spending = window(0.1);
    await reserve(spending, 0.06);
    const counts: Promise<number>[] = [];
    spending.onDidChange(() => counts.push(spending.spent().then(({ todayUsd }) => todayUsd)));
    assert.equal((await spending.reserve(0.06, about)).ok, false);
    assert.deepEqual(await Promise.all(counts), [0.06]);
  });

  it('keeps counting when what it is told makes no sense', async () => {
    for (const wrong of [NaN, Infinity, -1]) {
      const spending = window();
      await spending.settle(await reserve(spending, 0.2), wrong, counted);
    }
    assert.ok(Math.abs((await window().spent()).todayUsd - 0.6) < 1e-9);
    now += 10_000;
    for (const wrong of [NaN, Infinity, -1, 1e300]) {
      assert.equal((await window(100).reserve(wrong, about)).ok, false, String(wrong));
    }
    assert.ok(Math.abs((await window().spent()).todayUsd - 0.6) < 1e-9);
    const spending = window();
    await spending.settle(await reserve(spending, 0.1), 1e300, counted);
    assert.ok((await window().spent()).todayUsd > 1e6);
  });

  it('refuses what does not fit any more, to the last thousandth', async () => {
    const spending = window(0.1);
    await reserve(spending, 0.06);
    await reserve(spending, 0.04);
    assert.deepEqual(await spending.reserve(0.001, about), {
      ok: false,
      period: 'day',
      spentUsd: 0.1,
      limitUsd: 0.1,
    });
    assert.equal((await spending.spent()).todayUsd, 0.1);
  });

  it('begins anew at midnight, of this machine’s time', async () => {
    const spending = window(0.1);
    const late = await reserve(spending, 0.1);
    now += 2 * 60_000;
    assert.equal((await spending.spent()).todayUsd, 0);
    await reserve(spending, 0.1);
    // Yesterday's request is settled where it was counted.
    await spending.settle(late, 0.05, counted);
    assert.equal((await spending.spent()).todayUsd, 0.1);
  });

  it('holds for the month, and begins anew with the next', async () => {
    now = new Date(2026, 10, 29, 12).getTime();
    const spending = window(1, 0.25);
    for (let day = 0; day < 2; day++) {
      await spending.settle(await reserve(spending, 0.1), 0.1, counted);
      now += 24 * 3600_000;
    }
    assert.equal(new Date(now).getMonth(), 11, 'the next month');
    now -= 24 * 3600_000;
    assert.deepEqual(await window(1, 0.25).reserve(0.1, about), {
      ok: false,
      period: 'month',
      spentUsd: 0.2,
      limitUsd: 0.25,
    });
    now += 24 * 3600_000;
    assert.deepEqual(await spending.spent(), { todayUsd: 0, monthUsd: 0 });
    await reserve(spending, 0.2);
  });

  it('counts a late request of a day that is over for its own day', async () => {
    const spending = window();
    const late = await reserve(spending, 0.3);
    now += 2 * 60_000;
    assert.deepEqual(await spending.spent(), { todayUsd: 0, monthUsd: 0.3 });
    await spending.settle(late, 0.1, counted);
    assert.deepEqual(await spending.spent(), { todayUsd: 0, monthUsd: 0.1 });
  });

  it('gives nothing anew when the clock goes back over midnight, or over the end of a month', async () => {
    now = new Date(2026, 11, 1, 0, 5).getTime();
    const spending = window(0.1, 1);
    await reserve(spending, 0.1);
    now = new Date(2026, 10, 30, 23, 55).getTime();
    assert.deepEqual(await spending.spent(), { todayUsd: 0.1, monthUsd: 0.1 });
    assert.equal((await window(0.1, 1).reserve(0.01, about)).ok, false);
  });

  it('keeps a book of what each request was, what came and what it cost', async () => {
    const spending = window(10);
    await spending.settle(await reserve(spending, 0.5), 0.034, counted);
    now += 1000;
    await spending.settle(await reserve(spending, 0.5), 0.01, { outcome: 'blocked', estimate: true });
    now += 1000;
    await reserve(spending, 0.2);
    const lines = await window().ledger();
    assert.deepEqual(
      lines.map(({ at, usd, outcome, estimate, model }) => [now - at, usd, outcome, estimate, model]),
      [
        [2000, 0.034, 'images', false, 'cloud/a'],
        [1000, 0.01, 'blocked', true, 'cloud/a'],
        [0, 0.2, 'under-way', true, 'cloud/a'],
      ],
    );
    assert.deepEqual(await spending.ledger('2026-11-23'), []);
    const totals = totalsOf(lines);
    assert.deepEqual(
      [totals.usd.toFixed(3), totals.estimatedUsd.toFixed(3), totals.withoutImageUsd, totals.requests],
      ['0.244', '0.210', 0.01, 3],
    );
    const csv = ledgerCsv(lines).split('\r\n');
    assert.equal(csv[0], 'time,provider,model,outcome,usd,estimate,run,request');
    assert.match(csv[2] ?? '', /^2026-11-\d\dT[\d:.]+Z,cloud,a,blocked,0\.010000,yes,r,q$/);
    assert.equal(csv.length, 5);
  });

  it('writes what a spreadsheet would take for a formula as text', () => {
    assert.equal(csvField('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")"`);
    assert.equal(csvField('a, b'), '"a, b"');
    assert.equal(csvField('@sum'), "'@sum");
  });

  it('holds for many windows at once: never above the limit, and as much as fits', async () => {
    for (let round = 0; round < 3; round++) {
      now += 24 * 3600_000;
      const windows = Array.from({ length: 6 }, () => window(0.3));
      const results = await Promise.all(windows.map(spending => spending.reserve(0.1, about)));
      const total = (await window().spent()).todayUsd;
      assert.ok(total <= 0.3, `${total}`);
      assert.ok(
        results.some(result => result.ok),
        'nobody got through',
      );
      assert.equal(results.filter(result => result.ok).length, Math.round(total * 10));
    }
  });

  it('does not care for what else lies in its folder', async () => {
    await fs.mkdir(path.join(dir, '2026-11-22'), { recursive: true });
    for (const name of ['.DS_Store', 'x.spent.json', 'x.spent.-5.json', 'x.spent.5e9.json']) {
      await fs.writeFile(path.join(dir, '2026-11-22', name), '{"damaged');
    }
    await fs.writeFile(path.join(dir, '2026-11-22', 'x.spent.250000.json'), '{"damaged');
    assert.equal((await window().spent()).todayUsd, 0.25);
  });

  it('says when it cannot write', async () => {
    await fs.writeFile(path.join(dir, '2026-11-22'), '');
    await assert.rejects(window().reserve(0.1, about), { name: 'StorageError' });
  });
});
