import assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
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
  const window = (limit = 1): Spending => new Spending({ dir, dailyLimitUsd: () => limit, now: () => now });
  const reserve = async (spending: Spending, usd: number): Promise<string> => {
    const result = await spending.reserve(usd, about);
    assert.ok(result.ok);
    return result.reservation;
  };

  it('counts a request before it is sent, and what it really was after', async () => {
    const spending = window();
    const reservation = await reserve(spending, 0.5);
    assert.equal(await window().today(), 0.5);
    await spending.settle(reservation, 0.034);
    assert.equal(await window().today(), 0.034);
  });

  it('takes back what was not spent', async () => {
    const spending = window();
    await spending.settle(await reserve(spending, 0.5), 0);
    assert.equal(await spending.today(), 0);
    assert.deepEqual(await fs.readdir(path.join(dir, '2026-11-22')), []);
  });

  it('keeps counting when what it is told makes no sense', async () => {
    for (const wrong of [NaN, Infinity, -1]) {
      const spending = window();
      await spending.settle(await reserve(spending, 0.2), wrong);
    }
    assert.ok(Math.abs((await window().today()) - 0.6) < 1e-9);
    now += 10_000;
    for (const wrong of [NaN, Infinity, -1, 1e300]) {
      assert.equal((await window(100).reserve(wrong, about)).ok, false, String(wrong));
    }
    assert.ok(Math.abs((await window().today()) - 0.6) < 1e-9);
    const spending = window();
    await spending.settle(await reserve(spending, 0.1), 1e300);
    assert.ok((await window().today()) > 1e6);
  });

  it('refuses what does not fit any more, to the last thousandth', async () => {
    const spending = window(0.1);
    await reserve(spending, 0.06);
    await reserve(spending, 0.04);
    assert.deepEqual(await spending.reserve(0.001, about), { ok: false, todayUsd: 0.1, limitUsd: 0.1 });
    assert.equal(await spending.today(), 0.1);
  });

  it('begins anew at midnight, of this machine’s time', async () => {
    const spending = window(0.1);
    const late = await reserve(spending, 0.1);
    now += 2 * 60_000;
    assert.equal(await spending.today(), 0);
    await reserve(spending, 0.1);
    // Yesterday's request is settled where it was counted.
    await spending.settle(late, 0.05);
    assert.equal(await spending.today(), 0.1);
  });

  it('holds for many windows at once: never above the limit, and as much as fits', async () => {
    for (let round = 0; round < 3; round++) {
      now += 24 * 3600_000;
      const windows = Array.from({ length: 6 }, () => window(0.3));
      const results = await Promise.all(windows.map(spending => spending.reserve(0.1, about)));
      const total = await window().today();
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
    assert.equal(await window().today(), 0.25);
  });

  it('says when it cannot write', async () => {
    await fs.writeFile(path.join(dir, '2026-11-22'), '');
    await assert.rejects(window().reserve(0.1, about), { name: 'StorageError' });
  });
});
