import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { asked, axe, cspViolations, focusComes, timesAsked, usePanel } from './browser';
import type { ThemeName } from './preview/page';

describe('panel: images that are compared', () => {
  const open = usePanel();

  const view = (page: Page): Locator => page.getByRole('dialog', { name: /^Compare \d images$/ });
  const button = (page: Page, name: string | RegExp): Locator => view(page).getByRole('button', { name });
  const openOdd = async (
    options: { theme?: ThemeName; width?: number; height?: number } = {},
  ): Promise<Page> => {
    const page = await open(options);
    await page.evaluate(() => window.preview.host.openCompare(window.preview.oddCompareView()));
    await view(page).waitFor();
    await drawn(page);
    return page;
  };
  /** All images are loaded, and the transforms are those of now. */
  const drawn = (page: Page): Promise<unknown> =>
    page.evaluate(async () => {
      const stage = document
        .querySelector('ia-panel')
        ?.shadowRoot?.querySelector('ia-compare-view')
        ?.shadowRoot?.querySelector('ia-compare-stage');
      await (stage as { updateComplete?: Promise<boolean> } | null)?.updateComplete;
      const all = [...(stage?.shadowRoot?.querySelectorAll('img') ?? [])];
      await Promise.all(all.map(image => image.decode().catch(() => undefined)));
      await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
  const panes = (page: Page): Locator => view(page).locator('.pane');
  /** Where the pictures are in their panes: left, top, width, height. */
  const places = (page: Page): Promise<number[][]> =>
    view(page)
      .locator('img[data-place]')
      .evaluateAll(all =>
        all.map(image => {
          const box = image.getBoundingClientRect();
          const pane = image.closest('.pane')!.getBoundingClientRect();
          return [box.x - pane.x, box.y - pane.y, box.width, box.height].map(
            each => Math.round(each * 10) / 10,
          );
        }),
      );
  const letters = (page: Page): Promise<string[]> =>
    view(page).getByRole('heading', { level: 3 }).allInnerTexts();

  it('opens with the images of a run, names each with what it took, and gives the focus back', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Compare', exact: true }).first().click();
    await view(page).waitFor();
    const { images } = (await asked(page, 'openCompare')) as { images: unknown[] };
    assert.ok(images.length >= 2 && images.length <= 4, `${images.length}`);
    assert.equal(await panes(page).count(), images.length);
    await focusComes(page, /^div A: /);
    const first = view(page).getByRole('region', { name: /^A: / });
    assert.match(await first.innerText(), /\d+ × \d+ · [\d.]+ [KM]B \w+[^]*8\.4 s · \$0\.0/);
    await page.keyboard.press('Escape');
    await view(page).waitFor({ state: 'hidden' });
    assert.deepEqual(await asked(page, 'closeStage'), { id: 'compare-1' });
    await focusComes(page, /Compare/);
  });

  it('takes one image of each model before a second of any', async () => {
    const page = await open();
    await page.locator('ia-run').first().getByRole('button', { name: 'Compare', exact: true }).click();
    await view(page).waitFor();
    const { images } = (await asked(page, 'openCompare')) as {
      images: { candidate: { requestId: string } }[];
    };
    const columns = await page.evaluate(() =>
      window.preview.host.runs[0]!.columns.map(({ requests }) =>
        requests.filter(({ candidates }) => candidates.length > 0).map(({ id }) => id),
      ).filter(({ length }) => length > 0),
    );
    assert.ok(columns.length > 1 && columns[0]!.length > 1, 'several models, several variations');
    assert.deepEqual(
      images.slice(0, columns.length).map(({ candidate }) => candidate.requestId),
      columns.map(([first]) => first),
    );
  });

  it('takes what is selected, of several runs, and at most four', async () => {
    const page = await open();
    const checks = page.getByRole('checkbox', { name: 'Select to compare' });
    const count = await checks.count();
    assert.ok(count >= 3, `${count}`);
    await checks.nth(2).check();
    await checks.nth(0).check();
    await page.getByRole('button', { name: 'Compare 2 selected' }).click();
    await view(page).waitFor();
    const { images } = (await asked(page, 'openCompare')) as {
      images: { candidate: { requestId: string } }[];
    };
    const all = await page.evaluate(() =>
      window.preview.host.runs[0]!.columns.flatMap(({ requests }) =>
        requests.flatMap(({ candidates }) => candidates.map(({ ref }) => ref.requestId)),
      ),
    );
    assert.deepEqual(
      images.map(({ candidate }) => candidate.requestId),
      [all[2], all[0]],
      'in the order of selecting',
    );
    await page.keyboard.press('Escape');
    await view(page).waitFor({ state: 'hidden' });
    assert.equal(await checks.and(page.locator(':checked')).count(), 0);
  });

  it('holds an image against its original, the original at the left', async () => {
    const page = await open();
    await page.locator('ia-candidate').first().hover();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: /^Compare with/ }).click();
    await page
      .getByRole('menuitem', { name: /^Original: / })
      .first()
      .click();
    await view(page).waitFor();
    const { images } = (await asked(page, 'openCompare')) as { images: object[] };
    assert.deepEqual(
      images.map(each => Object.keys(each)[0]),
      ['reference', 'candidate'],
    );
  });

  it('zooms and moves all together, and keeps what lies at the pointer', async () => {
    const page = await openOdd();
    const before = await places(page);
    // The third is a single pixel, the fourth has no picture.
    assert.deepEqual(before[0], before[1], 'scaled to each other');
    await page.keyboard.press('1');
    await drawn(page);
    const whole = (await places(page))[0]!;
    const pane = (await panes(page).nth(0).boundingBox())!;
    await page.mouse.move(pane.x + 40, pane.y + 40);
    await page.mouse.wheel(0, -120);
    await drawn(page);
    const [one, two] = await places(page);
    assert.deepEqual(one, two);
    assert.ok(one![2]! > whole[2]!, 'larger');
    const share = (at: number[]) => (40 - at[0]!) / at[2]!;
    assert.ok(Math.abs(share(one!) - share(whole)) < 0.01, 'the same point of the image');
    await page.keyboard.press('1');
    await drawn(page);
    await page.keyboard.press('ArrowRight');
    await drawn(page);
    const moved = await places(page);
    assert.deepEqual(moved[0], moved[1]);
    assert.deepEqual(moved[0]!.slice(2), [800, 600], 'one pixel of the largest is one of the screen');
    await page.keyboard.press('0');
    await drawn(page);
    assert.deepEqual(await places(page), before);
  });

  it('drags without drawing anything anew', async () => {
    const page = await openOdd();
    await page.keyboard.press('1');
    // What the first press on a pane changes is not of the drag.
    await panes(page).nth(1).focus();
    await drawn(page);
    await page.evaluate(() => {
      const stage = document
        .querySelector('ia-panel')
        ?.shadowRoot?.querySelector('ia-compare-view')
        ?.shadowRoot?.querySelector('ia-compare-stage');
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(all =>
        seen.push(
          ...all.map(
            ({ type, attributeName, target }) => `${type} ${attributeName} ${(target as Element).className}`,
          ),
        ),
      ).observe(stage!.shadowRoot!, { subtree: true, childList: true, attributes: true });
    });
    const before = (await places(page))[0]!;
    const pane = (await panes(page).nth(1).boundingBox())!;
    await page.mouse.move(pane.x + 100, pane.y + 100);
    await page.mouse.down();
    await page.mouse.move(pane.x + 70, pane.y + 90, { steps: 5 });
    await page.mouse.up();
    await drawn(page);
    const after = (await places(page))[0]!;
    assert.deepEqual([after[0]! - before[0]!, after[1]! - before[1]!], [-30, -10]);
    const changes = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    for (const each of changes) assert.match(each, /^attributes (style|class) picture/);
  });

  it('shows each in its own pixels, sharp where they are large', async () => {
    const page = await openOdd();
    await page.keyboard.press('1');
    await page.keyboard.press('o');
    await drawn(page);
    const sizes = (await places(page)).map(each => each.slice(2));
    assert.deepEqual(sizes, [
      [800, 600],
      [200, 150],
      [1, 1],
    ]);
    assert.equal(await view(page).locator('.pixels').count(), 0);
    for (let times = 0; times < 4; times++) await page.keyboard.press('+');
    await drawn(page);
    assert.equal(await view(page).locator('.pixels').count(), 3);
  });

  it('counts device pixels, on a screen that has more of them', async () => {
    const page = await openOdd();
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: 1280,
      height: 860,
      deviceScaleFactor: 2,
      mobile: false,
    });
    await page.keyboard.press('1');
    await drawn(page);
    const [first] = await places(page);
    assert.deepEqual(first!.slice(2), [400, 300]);
    await session.detach();
  });

  it('says which image cannot be shown, and shows the others', async () => {
    const page = await openOdd();
    await view(page).getByText('10000 × 10000 pixels').first().waitFor();
    assert.equal(await view(page).locator('img[data-place]').count(), 3);
    assert.match(await view(page).getByRole('region', { name: /^B: / }).innerText(), /Scaled to 800 × 600/);
    assert.match(await view(page).getByRole('region', { name: /^C: / }).innerText(), /animated/);
  });

  it('says so where a file is gone', async () => {
    const page = await open();
    await page.evaluate(() => {
      const odd = window.preview.oddCompareView();
      const [one, two] = odd.images;
      const lost = { ...two!, shown: { ...two!.shown!, url: URL.createObjectURL(new Blob(['no picture'])) } };
      window.preview.host.openCompare({ ...odd, images: [one!, lost], shown: ['0', '1'] });
    });
    await panes(page).nth(1).getByText('its file is gone or damaged').waitFor();
  });

  it('cuts between two with a slider that keys move', async () => {
    const page = await openOdd();
    await page.keyboard.press('l');
    const slider = view(page).getByRole('slider', { name: 'Slider between the two' });
    await slider.focus();
    await slider.press('ArrowRight');
    assert.equal(await slider.getAttribute('aria-valuenow'), '52');
    const cut = view(page).locator('.cut');
    assert.match(
      await cut.evaluate(each => getComputedStyle(each).clipPath),
      /inset\(0(px)? calc\(48%\)|inset\(0px 48%/,
    );
    await slider.press('Home');
    assert.equal(await slider.getAttribute('aria-valuetext'), '0 percent of the first');
    assert.deepEqual(await asked(page, 'keepCompare'), {
      id: 'compare-1',
      shown: ['0', '1', '2', '3'],
      mode: 'slider',
    });
  });

  it('fades from one to the other', async () => {
    const page = await openOdd();
    await page.keyboard.press('f');
    const share = view(page).getByRole('slider', { name: 'Share of B' });
    await share.fill('30');
    const faded = view(page).locator('.faded');
    await page.waitForFunction(() => true);
    assert.equal(await faded.evaluate(each => getComputedStyle(each).opacity), '0.3');
    // Arrow keys belong to the field that has the focus.
    const before = await places(page);
    await share.press('ArrowRight');
    await drawn(page);
    assert.deepEqual(await places(page), before);
  });

  it('measures the difference, anew for another tolerance and another pair', async () => {
    const page = await openOdd();
    assert.equal(await timesAsked(page, 'measureDifference'), 0, 'only when it is asked for');
    await page.keyboard.press('d');
    await view(page).getByText('37.5% of the pixels changed').waitFor();
    await view(page).getByText('The image of 200 × 150 was scaled to 800 × 600.').waitFor();
    const tolerance = view(page).getByRole('slider', { name: 'Tolerance' });
    await tolerance.fill('16');
    await view(page).getByText('25% of the pixels changed').waitFor();
    await tolerance.fill('40');
    await view(page).getByText('At most by 32 of 255').waitFor();
    await view(page).getByRole('region', { name: /^C: / }).getByRole('heading').click();
    await panes(page).first().focus();
    await page.keyboard.press('x');
    await view(page).getByText('of the pixels changed').waitFor();
    const { pair } = (await asked(page, 'measureDifference')) as { pair: string[] };
    assert.deepEqual(pair, ['1', '0']);
  });

  it('says why a difference cannot be measured', async () => {
    const page = await openOdd();
    await page.evaluate(() =>
      window.preview.host.openCompare({
        ...window.preview.oddCompareView(),
        id: 'compare-2',
        shown: ['0', '3'],
      }),
    );
    await page.getByRole('dialog', { name: 'Compare 2 images' }).waitFor();
    await page.keyboard.press('d');
    await page.getByRole('alert').getByText('One of the two has no picture').waitFor();
  });

  it('swaps, and brings the next image of the run into a place', async () => {
    const page = await open();
    await page.evaluate(() => {
      const odd = window.preview.oddCompareView();
      window.preview.host.openCompare({ ...odd, shown: ['0', '1'] });
    });
    await view(page).waitFor();
    await page.keyboard.press('x');
    assert.deepEqual(await letters(page), ['img/small.png', 'img/large.png']);
    await page.keyboard.press('PageDown');
    assert.deepEqual(await letters(page), ['img/dot.png', 'img/large.png']);
    await button(page, 'Next image in place of B').click();
    assert.deepEqual(await letters(page), ['img/dot.png', 'img/small.png']);
    assert.deepEqual(await asked(page, 'keepCompare'), { id: 'compare-1', shown: ['2', '1'], mode: 'side' });
  });

  it('lays images on any background', async () => {
    const page = await openOdd();
    const stage = view(page).locator('ia-compare-stage');
    const ground = () =>
      panes(page)
        .first()
        .evaluate(each => getComputedStyle(each).backgroundColor);
    await page.keyboard.press('b');
    assert.equal(await ground(), 'rgb(255, 255, 255)');
    await page.keyboard.press('b');
    assert.equal(await ground(), 'rgb(0, 0, 0)');
    await view(page).getByLabel('Background color', { exact: true }).fill('#336699');
    assert.equal(await stage.getAttribute('backdrop'), 'colour');
    assert.equal(await ground(), 'rgb(51, 102, 153)');
  });

  it('saves and edits from a card', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Compare', exact: true }).first().click();
    await view(page).getByRole('region', { name: /^B: / }).getByRole('button', { name: 'Save…' }).click();
    await page.getByRole('dialog', { name: /^Save / }).waitFor();
    const { images } = (await asked(page, 'openCompare')) as { images: { candidate: object }[] };
    assert.deepEqual(
      ((await asked(page, 'openStage')) as { candidate: object }).candidate,
      images[1]?.candidate,
    );
  });

  it('lists its keys, and closes the list first', async () => {
    const page = await openOdd();
    await page.keyboard.press('?');
    await view(page).getByRole('region', { name: 'Keys' }).getByText('PageUp, PageDown').waitFor();
    await page.keyboard.press('Escape');
    await view(page).getByRole('region', { name: 'Keys' }).waitFor({ state: 'hidden' });
    assert.ok(await view(page).isVisible());
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`is accessible in every mode (${theme})`, async () => {
      const page = await openOdd({ theme });
      for (const key of ['s', 'l', 'f', 'd', '?']) {
        await page.keyboard.press(key);
        assert.deepEqual(await axe(page), [], key);
      }
      assert.deepEqual(await cspViolations(page), []);
    });
  }

  it('fits a narrow panel', async () => {
    const page = await openOdd({ width: 400, height: 860 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 400, `${wide}`);
    assert.deepEqual(await axe(page), []);
  });
});
