import assert from 'node:assert/strict';
import { usePanel } from './browser';

describe('panel: the cells of a run', () => {
  const open = usePanel();

  it('gives an image its column and no more, however long its path is and however flat it is', async () => {
    const page = await open();
    await page.evaluate(async () => {
      const { host, makeRun } = window.preview;
      const [candidate] = host.runs[0]?.columns[0]?.requests[0]?.candidates ?? [];
      if (!candidate) throw new Error('no image');
      const path = `public/images/${'a-rather-long-name-'.repeat(6)}banner.png`;
      const flat = { width: 3000, height: 450 };
      const run = makeRun({ id: 'two', prompt: 'two', createdAt: Date.now(), summary: '' }, [
        { model: 'offline/placeholder', requests: [{}, {}] },
        { model: 'offline/retouch', requests: [{}, {}] },
      ]);
      const columns = run.columns.map(column => ({
        ...column,
        requests: column.requests.map((request, row) => ({
          ...request,
          candidates: [
            { ...candidate, savedAs: path, facts: { ...candidate.facts, ...(row === 1 && flat) } },
          ],
        })),
      }));
      host.setRun({ ...run, columns });
      host.setRun({ ...run, id: 'one', createdAt: Date.now() + 1, columns: columns.slice(0, 1) });
      await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
      window.preview.store.setUi({ toggled: { one: true, two: true } });
      await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    });
    for (const width of [1280, 900, 420]) {
      await page.setViewportSize({ width, height: 860 });
      const wrong = await page.evaluate(async () => {
        // What follows the size by an observer is drawn a frame later.
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        const all = (root: ParentNode): HTMLElement[] =>
          [...root.querySelectorAll<HTMLElement>('*')].flatMap(each => [
            each,
            ...(each.shadowRoot ? all(each.shadowRoot) : []),
          ]);
        const every = all(document);
        const cells = every.filter(each => each.localName === 'ia-cell' && !each.hasAttribute('compact'));
        const wide = cells.flatMap(cell =>
          all(cell.shadowRoot as ShadowRoot)
            .filter(each => !each.closest('.path'))
            .filter(each => each.getBoundingClientRect().right > cell.getBoundingClientRect().right + 0.5)
            .map(each => `${each.localName}.${each.className}`),
        );
        const sideways = every
          .filter(each => ['auto', 'scroll'].includes(getComputedStyle(each).overflowX))
          .filter(each => each.scrollWidth > each.clientWidth)
          .map(each => `${each.localName} scrolls sideways`);
        return { cells: cells.length, wide, sideways };
      });
      assert.ok(wrong.cells >= 6);
      assert.deepEqual([...wrong.wide, ...wrong.sideways], [], `at ${width} pixels`);
    }
    const saved = page.locator('.saved').first();
    assert.match((await saved.getAttribute('title')) ?? '', /^public\/images\/.*banner\.png$/);
  });

  it('shows a picture at its own size and no larger, in the middle, and every path it was saved to', async () => {
    const page = await open();
    await page.evaluate(async () => {
      const { host, makeRun } = window.preview;
      const [candidate] = host.runs[0]?.columns[0]?.requests[0]?.candidates ?? [];
      if (!candidate) throw new Error('no image');
      const facts = { ...candidate.facts, width: 64, height: 48 };
      const run = makeRun({ id: 'tiny', prompt: 'tiny', createdAt: Date.now(), summary: '' }, [
        { model: 'offline/retouch', requests: [{}] },
      ]);
      host.setRun({
        ...run,
        columns: run.columns.map(column => ({
          ...column,
          requests: column.requests.map(request => ({
            ...request,
            candidates: [{ ...candidate, facts, savedAs: 'img/b.png', alsoSavedAs: ['img/a.png'] }],
          })),
        })),
      });
      await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    });
    const cell = page.locator('ia-candidate').first();
    const picture = await cell.locator('img').boundingBox();
    const tile = await cell.locator('.tile').boundingBox();
    assert.ok(picture && tile);
    assert.deepEqual([picture.width, picture.height], [64, 48]);
    assert.ok(Math.abs(picture.x + 32 - (tile.x + tile.width / 2)) < 1);
    assert.ok(Math.abs(picture.y + 24 - (tile.y + tile.height / 2)) < 1);
    const saved = cell.locator('.saved');
    assert.equal((await saved.innerText()).replace(/[^\w./+]/g, ''), 'img/b.png+1');
    assert.equal(await saved.getAttribute('title'), 'img/b.png\nimg/a.png');
  });
});
