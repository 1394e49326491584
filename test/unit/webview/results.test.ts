import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { CandidateRef } from '../../../src/core/model/run';
import { asked, timesAsked, usePanel, focusComes } from './browser';

/** Elements that reach out of the window, or out of the composer. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const wide: string[] = [];
    const walk = (root: ParentNode, edge = window.innerWidth) => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        const { right, width } = element.getBoundingClientRect();
        const hidden = element.closest('.hidden-text, [popover]') !== null;
        if (!hidden && width > 0 && right > edge + 0.5)
          wide.push(`${element.localName}.${element.className}`);
        if (element.shadowRoot) walk(element.shadowRoot, element.localName === 'ia-composer' ? right : edge);
      }
    };
    walk(document);
    return wide;
  });

describe('panel: results', () => {
  const open = usePanel();

  for (const width of [300, 420, 699, 700, 1000]) {
    it(`has nothing outside of a window of ${width} pixels`, async () => {
      const page = await open({ width });
      assert.deepEqual(await overflow(page), []);
      if (width < 700) await page.getByRole('button', { name: 'Edit', exact: true }).click();
      for (let n = 0; n < 3; n++) await page.getByRole('button', { name: 'Open run' }).first().click();
      assert.deepEqual(await overflow(page), []);
    });
  }

  it('keeps long names inside the composer', async () => {
    const page = await open();
    const long = 'a very long name of something that nobody would call so '.repeat(4);
    await page.evaluate(label => {
      const { host } = window.preview;
      host.setComposer({
        parent: { ref: { runId: 'run-4', requestId: 'run-4-0-0', index: 0 }, label },
        references: host.composer.references.map(each => ({ ...each, name: label, problem: label })),
        models: [...host.composer.models, label],
      });
    }, long);
    await page.getByText(`Continues ${long.trim()}`).waitFor();
    assert.deepEqual(await overflow(page), []);
  });

  it('hides the actions of an image again once the pointer has left it', async () => {
    const page = await open();
    const tools = page.locator('ia-candidate').first().getByRole('toolbar');
    const shown = (opacity: string) =>
      page.waitForFunction(([element, wanted]) => element && getComputedStyle(element).opacity === wanted, [
        handle,
        opacity,
      ] as const);
    const handle = await tools.elementHandle();
    await shown('0');
    await page.locator('ia-candidate').first().hover();
    await shown('1');
    await tools.getByRole('button', { name: 'More actions' }).click();
    await page.mouse.move(5, 5);
    await shown('1');
    await page.getByRole('menuitem', { name: 'Copy prompt' }).click();
    await page.mouse.move(5, 5);
    await shown('0');
    await tools.getByRole('button', { name: 'Edit…' }).focus();
    await page.keyboard.press('Tab');
    await shown('1');
  });

  it('folds the composer of a narrow panel once there are results, and keeps the focus inside', async () => {
    const page = await open({ width: 420 });
    const prompt = page.getByRole('textbox', { name: 'Prompt' });
    assert.equal(await prompt.count(), 0);
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await prompt.waitFor();
    await page.waitForFunction(() => window.preview.store.state.ui.folded === false);
    await page.getByRole('button', { name: /^Generate/ }).focus();
    await page.keyboard.press('Enter');
    await prompt.waitFor({ state: 'detached' });
    await focusComes(page, /^button (Stop|Edit)/);
  });

  it('does not fold where nothing has been made yet, nor in a wide panel', async () => {
    for (const options of [{ scenario: 'empty', width: 420 }, { width: 1280 }]) {
      const page = await open(options);
      await page.getByRole('textbox', { name: 'Prompt' }).waitFor();
    }
  });

  it('opens the composer when the host puts the focus into the prompt', async () => {
    const page = await open({ width: 420 });
    await page.evaluate(() => window.preview.host.rpc.notify('focus', { target: 'prompt' }));
    await page.getByRole('textbox', { name: 'Prompt' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.localName === 'ia-panel');
    await focusComes(page, /textarea prompt/);
  });

  it('says of each image its true pixels, bytes, format, transparency, time and cost', async () => {
    const page = await open();
    const caption = page.locator('figcaption').first();
    assert.equal(
      (await caption.innerText()).replace(/\s+/g, ' '),
      '1376 × 768 · 412 KB JPEG · no transparency 11 s · $0.034',
    );
    await page.locator('figcaption', { hasText: '≈ $0.134' }).waitFor();
  });

  it('says the tenths of a second that a local image took, and nothing when it was less', async () => {
    const page = await open();
    const shown = (ms: number) =>
      page.evaluate(async took => {
        const { host } = window.preview;
        const run = host.runs[0];
        const [column] = run?.columns ?? [];
        const [first] = column?.requests ?? [];
        if (!run || !column || !first) throw new Error('no run');
        const request = { ...first, startedAt: 1000, endedAt: 1000 + took, costUsd: 0 };
        host.setRun({ ...run, columns: [{ ...column, requests: [request] }] });
        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
      }, ms);
    const spent = page.locator('.spent').first();
    await shown(340);
    await page.locator('.spent', { hasText: /^0\.3 s/ }).waitFor();
    await shown(30);
    await page.locator('.spent', { hasText: /^0\.3 s/ }).waitFor({ state: 'detached' });
    assert.equal(await spent.innerText(), 'free');
  });

  it('keeps the place of an image free before it arrives', async () => {
    const page = await open();
    const height = () =>
      page.evaluate(() => {
        const find = (root: ParentNode, name: string): Element[] =>
          [...root.querySelectorAll('*')].flatMap(each => [
            ...(each.localName === name ? [each] : []),
            ...(each.shadowRoot ? find(each.shadowRoot, name) : []),
          ]);
        const [cell] = find(document, 'ia-waiting');
        const tile = (cell ?? find(document, 'ia-candidate')[3])?.shadowRoot?.querySelector('.tile');
        return { waiting: cell !== undefined, ...tile?.getBoundingClientRect().toJSON() } as {
          waiting: boolean;
          height: number;
          width: number;
        };
      });
    const before = await height();
    assert.equal(before.waiting, true);
    await page.evaluate(() => {
      const { host } = window.preview;
      const run = host.runs[0];
      if (!run) throw new Error('no run');
      const candidates = run.columns[0]?.requests[0]?.candidates ?? [];
      host.setRun({
        ...run,
        columns: run.columns.map(column => ({
          ...column,
          requests: column.requests.map(each =>
            each.state === 'running' ? { ...each, state: 'done', candidates } : each,
          ),
        })),
      });
    });
    await page.locator('ia-waiting').waitFor({ state: 'detached' });
    const after = await height();
    assert.ok(Math.abs(after.height - before.height) < 1, `${before.height} → ${after.height}`);
    assert.ok(Math.abs(after.width - before.width) < 1);
  });

  it('gives a failure the room of its words, and beside a picture that of the picture', async () => {
    const page = await open({ scenario: 'failed', height: 1500 });
    const heights = (run: number): Promise<number[]> =>
      page
        .locator('ia-run')
        .nth(run)
        .locator('.tile')
        .evaluateAll(tiles => tiles.map(tile => Math.round(tile.getBoundingClientRect().height)));
    const [alone = 0] = await heights(0);
    assert.ok(alone > 80 && alone < 180, `${alone}`);
    const [one = 0, other = 0] = await heights(1);
    assert.ok(one > 80 && one < 220 && Math.abs(one - other) < 30, `${one}, ${other}`);
    const [picture = 0, beside] = await heights(2);
    assert.ok(picture > 400);
    assert.equal(beside, picture);
    const [first = 0, alsoFailed = 0, second, third, , deleted = 0] = await heights(3);
    assert.ok(first > 150 && second === first, `${first}, ${second}`);
    assert.ok(alsoFailed < 220 && third !== undefined && third < 220 && deleted < 220);
    await page.setViewportSize({ width: 300, height: 1900 });
    await page.locator('main.narrow').waitFor();
    const [, below = 0] = await heights(2);
    assert.ok(below > 80 && below < 180, `${below}`);
  });

  it('gives each failure its words, its cost and one next step', async () => {
    const page = await open();
    const failure = page.getByRole('group', { name: /^Blocked by the service/ });
    await failure.getByText('Another wording may pass.').waitFor();
    await failure.getByText('The service may bill this request.').waitFor();
    await failure.getByRole('button', { name: 'What the model said' }).click();
    await failure.getByText('I can’t create that image').waitFor();
    await failure.getByRole('button', { name: 'Reword the prompt' }).click();
    assert.deepEqual(await asked(page, 'failureAction'), {
      runId: 'run-4',
      requestId: 'run-4-2-0',
      action: 'edit-prompt',
    });
    await failure.getByRole('button', { name: 'Try another model' }).click();
    await page.getByRole('menuitem', { name: /^Nano Banana Pro/ }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: /^Nano Banana(,| again|$)/ }).count(), 1);
    await page.getByRole('menuitem', { name: /^Nano Banana Pro/ }).click();
    assert.deepEqual(await asked(page, 'retry'), {
      runId: 'run-4',
      requestId: 'run-4-2-0',
      model: 'gemini/gemini-3-pro-image',
    });
  });

  it('stops one request, and a whole run', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Stop Nano Banana Pro' }).click();
    assert.deepEqual(await asked(page, 'stop'), { runId: 'run-4', requestId: 'run-4-1-1' });
    await page.locator('ia-run').first().getByRole('button', { name: 'Stop', exact: true }).click();
    await page.waitForFunction(
      () => window.preview.host.calls.filter(each => each.method === 'stop').length === 2,
    );
    assert.deepEqual(await asked(page, 'stop'), { runId: 'run-4' });
  });

  it('offers every action of a candidate, and asks the host for it by name', async () => {
    const page = await open();
    const candidate = { runId: 'run-4', requestId: 'run-4-0-0', index: 0 };
    const tile = page.locator('ia-candidate').first();
    await tile.hover();
    await tile.getByRole('button', { name: 'Save…' }).click();
    assert.deepEqual(await asked(page, 'openStage'), { kind: 'save', candidate });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await tile.hover();
    await tile.getByRole('button', { name: 'Edit…' }).click();
    assert.deepEqual(await asked(page, 'editCandidate'), { candidate });
    for (const [name, method] of [
      ['Save and insert', 'saveAndInsert'],
      ['Replace docs/img/cups.jpg…', 'replaceOriginal'],
      ['Use as reference', 'useCandidate'],
      ['Reveal', 'reveal'],
      ['Delete', 'deleteCandidate'],
    ] as const) {
      await tile.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name, exact: true }).click();
      assert.deepEqual(await asked(page, method), { candidate });
    }
    await tile.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Copy prompt' }).click();
    assert.deepEqual(await asked(page, 'copyPrompt'), { runId: 'run-4' });
    await tile.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Try another model' }).click();
    await page.getByRole('menuitem', { name: /^Placeholder/ }).click();
    assert.deepEqual(await asked(page, 'retry'), {
      runId: 'run-4',
      requestId: 'run-4-0-0',
      model: 'offline/placeholder',
    });
  });

  it('takes back the save of the image that the user points at', async () => {
    const page = await open();
    await page.evaluate(() => {
      const { host } = window.preview;
      const run = host.runs[0];
      if (!run) throw new Error('no run');
      host.setRun({
        ...run,
        columns: run.columns.map(column => ({
          ...column,
          requests: column.requests.map(each => ({
            ...each,
            candidates: each.candidates.map(candidate => ({ ...candidate, savedAs: 'img/cups.jpg' })),
          })),
        })),
      });
    });
    const tile = page.locator('ia-candidate').nth(1);
    await tile.hover();
    await tile.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Undo this save' }).click();
    const { candidate } = (await asked(page, 'undoSave')) as { candidate: CandidateRef };
    const second = await page.evaluate(() => {
      const all = window.preview.host.runs[0]?.columns.flatMap(column => column.requests) ?? [];
      return all.flatMap(request => request.candidates)[1]?.ref;
    });
    assert.deepEqual(candidate, second);
  });

  it('copies an image as PNG', async () => {
    const page = await open();
    const tile = page.locator('ia-candidate').first();
    await tile.hover();
    await tile.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Copy image' }).click();
    await page.locator('.status', { hasText: 'Copied as PNG, without its Content Credentials.' }).waitFor();
    const type = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return (await item?.getType('image/png'))?.type;
    });
    assert.equal(type, 'image/png');
  });

  it('searches, says so when nothing is found, and shows all again', async () => {
    const page = await open();
    await page.getByRole('searchbox', { name: 'Search prompts' }).fill('nothing like this');
    await page.getByText('No prompt contains “nothing like this”').waitFor();
    await page.getByRole('button', { name: 'Show all runs' }).click();
    await page.locator('ia-run').nth(3).waitFor();
    await page.getByRole('searchbox', { name: 'Search prompts' }).fill('YELLOW');
    await page.waitForFunction(() => window.preview.store.state.runs.length === 1);
  });

  it('shows only favorites, all of them, and says so where there are none', async () => {
    const page = await open();
    const toggle = page.getByRole('button', { name: 'Only favorites' });
    await toggle.focus();
    await page.keyboard.press('Enter');
    await page.getByText('No favorites yet').waitFor();
    assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
    await page.getByRole('button', { name: 'Show all results' }).click();
    await page.locator('ia-run').nth(3).waitFor();
    const image = page.locator('ia-candidate').first();
    await image.hover();
    await image.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Favorite' }).click();
    await page.getByRole('button', { name: /^Open image from .*, favorite/ }).waitFor();
    await toggle.click();
    await page.waitForFunction(() => window.preview.store.state.runs.length === 1);
    assert.equal(await page.locator('ia-candidate').count(), 1);
    // What is no favorite any more goes at once.
    await image.hover();
    await image.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Remove from favorites' }).click();
    await page.getByText('No favorites yet').waitFor();
    // What is generated now is none yet.
    await page.evaluate(() => window.preview.store.generate());
    await page.locator('ia-run').nth(3).waitFor();
    assert.equal(await toggle.getAttribute('aria-pressed'), 'false');
  });

  it('loads older runs when the end comes near, each once', async () => {
    const page = await open({ scenario: 'many' });
    assert.ok((await page.locator('ia-run').count()) < 60);
    for (let n = 0; n < 10 && (await page.locator('ia-run').count()) < 60; n++) {
      await page.locator('ia-run').last().scrollIntoViewIfNeeded();
      await page.evaluate(() => new Promise(done => requestAnimationFrame(done)));
    }
    await page.waitForFunction(() => window.preview.store.state.runs.length === 60);
    assert.equal(await timesAsked(page, 'listRuns'), 2);
    assert.equal(
      await page.evaluate(() => new Set(window.preview.store.state.runs.map(run => run.id)).size),
      60,
    );
  });

  it('goes on loading while the end stays in sight, and stops when it is out of it', async () => {
    const page = await open({ scenario: 'small-pages' });
    await page.waitForFunction(() => window.preview.store.state.runs.length >= 4);
    assert.ok((await timesAsked(page, 'listRuns')) < 10);
  });

  it('says why there is nothing when the host cannot answer, and tries again', async () => {
    const page = await open({ scenario: 'unreadable' });
    await page.getByRole('heading', { name: 'Your images could not be loaded' }).waitFor();
    await page.getByText('The folder cannot be read.').first().waitFor();
    const again = page.getByRole('button', { name: 'Try again' });
    await again.click();
    await again.waitFor();
    assert.equal(await timesAsked(page, 'ready'), 2);
    await page.evaluate(() => window.preview.host.failing.clear());
    await again.click();
    await page.locator('ia-run').first().waitFor();
    assert.equal(await again.count(), 0);
    await page.getByRole('textbox', { name: 'Prompt' }).fill('It lives');
    assert.deepEqual(await asked(page, 'updateComposer'), { prompt: 'It lives' });
  });

  it('offers older runs again that could not be loaded, and does not ask without end', async () => {
    const page = await open({ scenario: 'many' });
    await page.evaluate(() => window.preview.host.failing.add('listRuns'));
    await page.locator('ia-run').last().scrollIntoViewIfNeeded();
    const again = page.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    assert.equal(await timesAsked(page, 'listRuns'), 1);
    await page.evaluate(() => window.preview.host.failing.clear());
    await again.click();
    await page.waitForFunction(() => window.preview.store.state.runs.length > 20);
    assert.equal(await again.count(), 0);
  });

  it('offers a search again that could not be made', async () => {
    const page = await open();
    await page.evaluate(() => window.preview.host.failing.add('listRuns'));
    await page.getByRole('searchbox', { name: 'Search prompts' }).fill('YELLOW');
    const again = page.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await page.evaluate(() => window.preview.host.failing.clear());
    await again.click();
    await page.waitForFunction(() => window.preview.store.state.runs.length === 1);
  });

  it('remembers what was open and where it was after a reload, and nothing else', async () => {
    const page = await open({ scenario: 'many' });
    await page.getByRole('button', { name: 'Open run' }).first().click();
    await page.evaluate(() => {
      document.querySelector('ia-panel')?.shadowRoot?.querySelector('ia-results')?.scrollTo({ top: 300 });
    });
    await page.waitForFunction(() => window.preview.store.state.ui.scroll === 300);
    await page.reload();
    await page.waitForFunction(
      () => document.querySelector('ia-panel')?.shadowRoot?.querySelector('ia-results')?.scrollTop === 300,
    );
    const ui = await page.evaluate(() => JSON.parse(sessionStorage.getItem('ui-state') ?? '') as object);
    assert.deepEqual(Object.keys(ui).sort(), [
      'favourites',
      'folded',
      'more',
      'scroll',
      'search',
      'sort',
      'toggled',
      'v',
    ]);
    assert.equal(await page.getByRole('button', { name: 'Close run' }).count(), 2);
  });

  it('shows a new run at the top and takes a deleted one away', async () => {
    const page = await open();
    await page.evaluate(() => {
      const { host, makeRun } = window.preview;
      host.setRun(
        makeRun(
          { id: 'new', prompt: 'The newest', createdAt: Date.now(), summary: '1 running', running: true },
          [{ model: 'offline/placeholder', requests: [{ state: 'queued' }] }],
        ),
      );
    });
    await page.locator('ia-run').first().getByRole('heading', { name: 'The newest' }).waitFor();
    await page.locator('ia-run').first().getByRole('button', { name: 'Run actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete run' }).click();
    await page.waitForFunction(() => window.preview.store.state.runs.every(run => run.id !== 'new'));
  });

  it('brings a run back into the composer', async () => {
    const page = await open();
    await page.locator('ia-run').first().getByRole('button', { name: 'Use again' }).click();
    assert.deepEqual(await asked(page, 'reuseRun'), { runId: 'run-4' });
  });
});
