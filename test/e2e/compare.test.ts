import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { GeminiWorld } from './lib/geminiWorld';
import type { PanelPage } from './lib/panelPage';
import { ReferenceList } from './lib/referenceList';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const fast = 'Nano Banana 2.1';
const pro = 'Nano Banana Pro';
const local = 'Placeholder (no AI)';
const kites = 'A red kite over a beach';

interface Expected {
  fault: string;
  title: string;
  detail: RegExp;
  cost: RegExp;
  next: string;
}

const unbilled = /^Services do not bill requests that they refuse like this\.$/;
const mayBeBilled = /^The service may bill this request\.$/;
const counted = /^This request cost \$0\.\d+\.$/;

/** What the service can do instead of giving an image, and what the user reads then. */
const endings: readonly Expected[] = [
  {
    fault: 'image-safety',
    title: 'Blocked by the service',
    detail: /A filter of Google Gemini kept the image back/,
    cost: counted,
    next: 'Reword the Prompt',
  },
  {
    fault: 'text-only',
    title: 'No image came back',
    detail: /answered in words only/,
    cost: counted,
    next: 'Change the Prompt',
  },
  {
    fault: 'rate-limited-long',
    title: 'Too many requests at once',
    detail: /It asks to wait 10 min/,
    cost: unbilled,
    next: 'Try Again',
  },
  {
    fault: 'free-tier',
    title: 'Billing is not enabled',
    detail: /The key is good/,
    cost: unbilled,
    next: 'Use a Free Model',
  },
  {
    fault: 'per-day',
    title: 'The service’s daily limit is reached',
    detail: /Trying again now will not help/,
    cost: unbilled,
    next: 'Try Another Model',
  },
  {
    fault: 'html',
    title: 'The answer could not be read',
    detail: /Sign in to the network/,
    cost: /most likely cost nothing\.$/,
    next: 'Try Again',
  },
  {
    fault: 'corrupt-base64',
    title: 'The answer could not be read',
    detail: /Google Gemini sent back/,
    cost: counted,
    next: 'Try Again',
  },
  {
    fault: 'redirect',
    title: 'The service sends elsewhere',
    detail: /redirects to http:\/\/localhost:\d+\. It was not followed/,
    cost: unbilled,
    next: 'Open Settings',
  },
];

describe('several models side by side', () => {
  let world: GeminiWorld;
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    world = await GeminiWorld.open({ viewport: { width: 1440, height: 900 } });
    ({ workbench, panel } = world);
    await world.ready(fast);
  });
  after(() => world.close());

  it('gives each model a column, with what goes on in each cell while it does', async () => {
    await panel.chooseModels(fast, pro, local);
    await panel.button('One more').click();
    const release = world.server.hold();
    await panel.generate(kites);
    const run = panel.run(kites);
    await until('the local images', 30_000, async () => (await run.imageOf(local).count()) === 2);
    assert.deepEqual(await run.columns(), [fast, pro, local]);
    for (const model of [fast, pro]) {
      await until('two at work', 20_000, async () => (await run.waitingOf(model).count()) === 2);
      await run.waitingOf(model).first().getByText('Waiting for the service').waitFor();
      await run
        .waitingOf(model)
        .first()
        .getByText(/^\d+ s$/)
        .waitFor();
    }
    await run.section.getByText(/2 images, 4 running/).waitFor();
    await workbench.screenshot('compare-waiting');
    release();
    await until('six images', 30_000, async () => (await run.images.count()) === 6);
  });

  it('says time, cost, true pixels, bytes, format and transparency of each image', async () => {
    const run = panel.run(kites);
    for (const [model, cost] of [
      [fast, '$0.034'],
      [pro, '$0.135'],
      [local, 'free'],
    ] as const) {
      const words = (await run.figureOf(model).first().innerText()).replace(/\s+/g, ' ');
      const format = model === local ? 'PNG' : 'JPEG';
      assert.match(words, new RegExp(`1024 × 1024 · [\\d.]+ KB ${format} · no transparency`));
      // What takes no tenth of a second has no time.
      const time = model === local ? '( [\\d.]+ s ·)?' : ' [\\d.]+ s ·';
      assert.match(words, new RegExp(`${time} ${cost.replace(/[$.]/g, '\\$&')}$`));
    }
    await run.section.getByText(/^.*6 images · \$0\.339$/).waitFor();
    await workbench.screenshot('compare-grid');
  });

  it('saves what is a JPEG as a JPEG', async () => {
    const saved = await panel.saveAs(panel.run(kites).imageOf(fast).first());
    assert.equal(path.extname(saved), '.jpg');
    await until('the file', 20_000, () => existsSync(path.join(workbench.folder, saved)));
    assert.equal(workbench.read(saved).subarray(0, 3).toString('hex'), 'ffd8ff');
    await panel.run(kites).figureOf(fast).first().getByText(saved).waitFor();
  });

  it('opens an image large by a click, and goes on with the arrow keys', async () => {
    const { largeView } = panel;
    await panel.run(kites).imageOf(fast).first().click();
    await largeView.stage.waitFor();
    assert.equal(await largeView.place(), '1 of 6');
    await largeView.stage.press('ArrowRight');
    await until('the second', 10_000, async () => (await largeView.place()) === '2 of 6');
    await largeView.stage.press('ArrowLeft');
    await largeView.stage.press('ArrowLeft');
    await until('the last', 10_000, async () => (await largeView.place()) === '6 of 6');
    await panel.largeView.dialog.getByText(local).first().waitFor();
    await largeView.stage.press('ArrowRight');
    await until('the first', 10_000, async () => (await largeView.place()) === '1 of 6');
  });

  it('zooms the large view with the keys', async () => {
    const { largeView } = panel;
    const fit = await largeView.zoom();
    await largeView.stage.press('1');
    await until('actual size', 5000, async () => (await largeView.zoom()) === 100);
    await largeView.stage.press('+');
    await until('125 %', 5000, async () => (await largeView.zoom()) === 125);
    await largeView.stage.press('-');
    await until('100 %', 5000, async () => (await largeView.zoom()) === 100);
    await largeView.stage.press('0');
    await until('all of it', 5000, async () => (await largeView.zoom()) === fit);
  });

  it('shows the large image as a tile, with what was measured of its edges', async () => {
    const { largeView } = panel;
    await largeView.button('Repeated 3 × 3').click();
    await largeView.dialog.getByRole('img', { name: /, repeated 3 × 3$/ }).waitFor();
    await largeView.dialog
      .getByRole('status')
      .getByText(/left and right/i)
      .waitFor();
    await workbench.screenshot('large-view-tile');
    await largeView.stage.press('t');
    await largeView.dialog.getByRole('img', { name: /, repeated 3 × 3$/ }).waitFor({ state: 'detached' });
  });

  it('changes what is behind the large image', async () => {
    const { largeView } = panel;
    const isPressed = async (name: string): Promise<boolean> =>
      (await largeView.button(name).getAttribute('aria-pressed')) === 'true';
    assert.equal(await isPressed('Checkerboard'), true);
    await largeView.button('Dark background').click();
    await until('dark', 5000, () => isPressed('Dark background'));
    assert.equal(await isPressed('Checkerboard'), false);
  });

  it('says where the image comes from, as far as its bytes and the record know', async () => {
    await panel.largeView.dialog.getByText('Answered by').waitFor();
    const details = await panel.largeView.details();
    assert.equal(details['Model'], fast);
    assert.equal(details['Answered by'], 'gemini-nano-banana-2.1');
    assert.equal(details['Prompt'], kites);
    assert.equal(details['Content Credentials'], 'none in the file');
    assert.match(details['Saved as'] ?? '', /\.jpg$/);
    assert.match(details['What the model said'] ?? '', /Here is your image/);
    await workbench.screenshot('compare-large');
  });

  it('closes with Escape and gives the focus back to the image it came from', async () => {
    await panel.largeView.stage.press('Escape');
    await panel.largeView.dialog.waitFor({ state: 'hidden' });
    await until('the focus', 5000, () => isFocused(panel.run(kites).imageOf(fast).first()));
  });

  it('holds an image against its reference, with a slider that takes keys', async () => {
    const references = new ReferenceList(workbench.panel);
    await panel.choose(panel.run(kites).imageOf(local).first(), 'Use as reference');
    await references.are(`${local}: “${kites}”`);
    await panel.chooseModels(fast);
    await panel.button('One less').click();
    await panel.generate('Make the kite blue');
    const run = panel.run('Make the kite blue');
    await run.imageOf(fast).click();
    await panel.largeView.button('Before and after').click();
    const slider = panel.largeView.dialog.getByRole('slider', { name: 'Before and after' });
    await slider.press('ArrowRight');
    assert.equal(await slider.getAttribute('aria-valuenow'), '52');
    await slider.press('Home');
    assert.equal(await slider.getAttribute('aria-valuetext'), '0 percent before');
    await slider.press('PageUp');
    await panel.largeView.dialog.getByText(`Before: ${local}: “${kites}”`).waitFor();
    await workbench.screenshot('compare-before-after');
    await panel.largeView.button('Close').click();
    await panel.largeView.dialog.waitFor({ state: 'hidden' });
    await panel.button(`Remove ${local}: “${kites}”`).click();
    await references.are();
  });

  it('copies an image as PNG, and a prompt as text', async () => {
    const image = panel.run(kites).imageOf(fast).first();
    await panel.run(kites).open();
    await panel.choose(image, 'Copy image');
    await panel.status.filter({ hasText: 'Copied as PNG.' }).waitFor();
    const copied = await workbench.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const blob = await item?.getType('image/png');
      const bitmap = blob && (await createImageBitmap(blob));
      return bitmap && `${bitmap.width} × ${bitmap.height}`;
    });
    assert.equal(copied, '1024 × 1024');
    await panel.choose(image, 'Copy prompt');
    await until('the prompt', 10_000, async () => {
      const text = await workbench.page.evaluate(() => navigator.clipboard.readText().catch(() => ''));
      return text === kites;
    });
  });

  it('tells every failure apart: what happened, what it cost and what to do', async () => {
    for (const { fault, title, detail, cost, next } of endings) {
      const prompt = `A heron [fault:${fault}]`;
      await panel.generate(prompt);
      const failure = panel.run(prompt).failure(title);
      await failure.waitFor();
      await failure.getByText(detail).waitFor();
      await failure.getByText(cost).waitFor();
      await failure.getByRole('button', { name: next, exact: true }).waitFor();
      const words = await failure.innerText();
      assert.ok(words.length < 600, `${fault}: ${words.length} characters`);
      await workbench.screenshot(`compare-failure-${fault}`);
    }
  });

  it('shows what the model said instead of an image', async () => {
    const prompt = 'Another heron [fault:text-only]';
    await panel.generate(prompt);
    const failure = panel.run(prompt).failure('No image came back');
    await failure.getByRole('button', { name: 'What the model said' }).click();
    await failure.getByText('I can describe it, but I did not draw it.').waitFor();
  });

  it('tries again by itself what passes, and says so', async () => {
    const prompt = 'A patient heron [fault:overloaded-twice]';
    const before = world.sent.length;
    await panel.generate(prompt);
    await panel.run(prompt).imageOf(fast).waitFor();
    await panel.run(prompt).section.getByText('Tried 3 times (overloaded).').waitFor();
    assert.equal(world.sent.length, before + 3);
  });

  it('leads from a model that is gone to the one that takes its place', async () => {
    const prompt = 'An old heron [fault:not-found-once]';
    await panel.chooseModels('Nano Banana');
    await panel.generate(prompt);
    const failure = panel.run(prompt).failure('This model is gone');
    await failure.getByText(/Nano Banana 2 Lite takes its place/).waitFor();
    await failure.getByRole('button', { name: 'Use Nano Banana 2 Lite' }).click();
    await panel.run(prompt).imageOf('Nano Banana 2 Lite').waitFor();
    await panel.chooseModels(fast);
  });

  it('stops one, stops the rest, tries one again, and another with another model', async () => {
    const prompt = 'Three herons';
    for (let more = 0; more < 2; more++) await panel.button('One more').click();
    const release = world.server.hold();
    await panel.generate(prompt);
    const run = panel.run(prompt);
    await until('three at work', 20_000, async () => (await run.waitingOf(fast).count()) === 3);
    await run.button(`Stop ${fast}`).first().click();
    const stopped = run.failure('Stopped');
    await stopped.waitFor();
    await stopped.getByText(mayBeBilled).waitFor();
    assert.equal(await run.waitingOf(fast).count(), 2);
    await run.section.getByRole('button', { name: 'Stop', exact: true }).click();
    await until('all stopped', 20_000, async () => (await stopped.count()) === 3);
    await run.section.getByText(/3 stopped/).waitFor();
    await workbench.screenshot('compare-stopped');
    release();
    await stopped.first().getByRole('button', { name: 'Try Again' }).click();
    await run.imageOf(fast).waitFor();
    // In the place of what was stopped, whose cost is not forgotten.
    assert.equal(await stopped.count(), 2);
    await run.section.getByText('An earlier try: Stopped. The service may bill this request.').waitFor();
    await run.tryAnotherModel(stopped.last(), local);
    await run.imageOf(local).waitFor();
    assert.deepEqual(await run.columns(), [fast, local]);
    await workbench.screenshot('compare-again');
    for (let fewer = 0; fewer < 2; fewer++) await panel.button('One less').click();
  });

  it('says where an image and all images are kept, where no file manager can be opened', async () => {
    await panel.choose(panel.run('Three herons').imageOf(fast), 'Reveal');
    const kept = await workbench.notifications.text('The image is kept at');
    assert.match(kept, /\.jpg$/);
    await workbench.notifications.close('The image is kept at');
    await workbench.runCommand('Inline Assets: Open Generated Images Folder');
    const folder = (await workbench.notifications.text('Generated images are kept in')).split(' kept in ')[1];
    assert.ok(folder && kept.includes(folder), `${kept} / ${folder}`);
    await workbench.notifications.close('Generated images are kept in');
  });

  it('deletes an image from the panel and the disk, after asking', async () => {
    const images = (): number =>
      readdirSync(workbench.userData, { recursive: true, encoding: 'utf8' }).filter(file =>
        /\.jpg$/.test(file),
      ).length;
    const run = panel.run('Three herons');
    const before = images();
    await panel.choose(run.imageOf(fast), 'Delete');
    await workbench.answerDialog('Delete this image?', 'Delete');
    await run.imageOf(fast).waitFor({ state: 'detached' });
    await run.section.getByText('Deleted').waitFor();
    await until('the file to go', 10_000, () => images() === before - 1);
  });

  it('finds runs by words of their prompts', async () => {
    const all = await panel.runs.count();
    await panel.search.fill('PATIENT');
    await until('one run', 10_000, async () => (await panel.runs.count()) === 1);
    await panel.run('A patient heron [fault:overloaded-twice]').section.waitFor();
    await panel.search.fill('no such thing');
    await until('no run', 10_000, async () => (await panel.runs.count()) === 0);
    await workbench.screenshot('compare-nothing-found');
    await panel.search.press('Escape');
    await until('all runs', 10_000, async () => (await panel.runs.count()) === all);
  });
});

/** Also inside shadow roots. */
function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate(element => {
    const root = element.getRootNode() as Document | ShadowRoot;
    return root.activeElement === element;
  });
}
