import assert from 'node:assert/strict';
import { bflKey, startBflServer } from '../server/bflServer';
import { dashscopeKey, startDashscopeServer } from '../server/dashscopeServer';
import { startGeminiServer, testKeys, type GeminiServer } from '../server/geminiServer';
import { openaiKeys, startOpenaiServer } from '../server/openaiServer';
import { openrouterKeys, startOpenrouterServer } from '../server/openrouterServer';
import { axe, overflowing } from './lib/axe';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const prompt = 'An icon of a heron';

/** Each service at a local server of its documented protocol, and a model of it. */
interface Service {
  label: RegExp;
  setting: string;
  start(): Promise<{ url: string; stop(): Promise<void> }>;
  /** Behind its origin. */
  path: string;
  key: string;
  model: string;
}

const services: readonly Service[] = [
  {
    ...{ label: /Google Gemini/, setting: 'gemini.endpoint', path: '' },
    start: () => startGeminiServer(),
    key: testKeys.good,
    model: 'Nano Banana 2.1',
  },
  {
    ...{ label: /^OpenAI/, setting: 'openai.endpoint', path: '/v1' },
    start: () => startOpenaiServer(),
    key: openaiKeys.good,
    model: 'GPT Image 2',
  },
  {
    ...{ label: /^OpenRouter/, setting: 'openrouter.endpoint', path: '/api/v1' },
    start: () => startOpenrouterServer(),
    key: openrouterKeys.good,
    model: 'ByteDance: Seedream 4.5',
  },
  {
    ...{ label: /Black Forest Labs/, setting: 'bfl.endpoint', path: '' },
    start: () => startBflServer(),
    key: bflKey,
    model: 'FLUX.2 [pro]',
  },
  {
    ...{ label: /Alibaba Model Studio/, setting: 'dashscope.endpoint', path: '' },
    start: () => startDashscopeServer(),
    key: dashscopeKey,
    model: 'Qwen Image 2.0',
  },
];
const placeholder = 'Placeholder (no AI)';

describe('many services at once', () => {
  const running: { url: string; stop(): Promise<void> }[] = [];
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    for (const service of services) running.push(await service.start());
    workbench = await openWorkbench({
      workspace: 'samples',
      settings: {
        ...Object.fromEntries(
          services.map(({ setting, path }, at) => [`inlineAssets.${setting}`, `${running[at]!.url}${path}`]),
        ),
        'inlineAssets.confirmAboveUsd': 5,
      },
    });
    for (const { label, key } of services) {
      await workbench.runCommand('Inline Assets: Set API Key…');
      await workbench.quickInput.choose(label);
      await workbench.quickInput.fill(key);
      await workbench.quickInput.accept();
      await workbench.notifications.close('is stored');
    }
    panel = await openPanel(workbench);
  });
  after(async () => {
    await workbench.close();
    for (const server of running) await server.stop();
  });

  const gemini = () => running[0] as GeminiServer;
  const hostOf = (at: number): string => new URL(running[at]!.url).host;

  it('asks each of them with one prompt, with time, cost and true size in every cell', async () => {
    await panel.chooseModels(...services.map(({ model }) => model), placeholder);
    await panel.generate(prompt);
    for (const at of services.keys()) await workbench.answerDialog(hostOf(at), 'Allow for This Workspace');
    const run = panel.run(prompt);
    for (const { model } of services) {
      const figure = run.figureOf(model);
      await figure.waitFor({ timeout: 60_000 });
      assert.match(
        await figure.innerText(),
        /\d+ × \d+ · [\d.]+ [KM]B (PNG|JPEG|WEBP)[^]*\d m?s · ≈? ?\$\d/,
        model,
      );
    }
    assert.match(await run.figureOf(placeholder).innerText(), /free/);
    await workbench.screenshot('services-grid');
    const frame = await workbench.panel.frame();
    assert.deepEqual(await overflowing(frame), []);
    assert.deepEqual(await axe(frame), []);
  });

  it('puts the cheapest first, hides what is not wanted, and brings it back', async () => {
    const run = panel.run(prompt);
    await run.button('Sort results').click();
    await panel.content
      .getByRole('menuitem', { name: 'Cheapest first' })
      .or(panel.content.getByRole('menuitemradio', { name: 'Cheapest first' }))
      .first()
      .click();
    await until('the free one first', 10_000, async () => (await run.columns())[0] === placeholder);
    await panel.choose(run.imageOf(placeholder), 'Hide');
    await run.button('Show 1 hidden result').click();
    await run.imageOf(placeholder).waitFor();
    await panel.choose(run.imageOf('FLUX.2 [pro]'), 'Favorite');
    await run.button(/^Open image from FLUX\.2 \[pro\].*favorite/).waitFor();
  });

  it('shows favorites alone when that is wanted', async () => {
    const only = panel.content.getByRole('button', { name: 'Only favorites' });
    await only.click();
    const run = panel.run(prompt);
    await until('the favorite alone', 10_000, async () => (await panel.images.count()) === 1);
    await run.imageOf('FLUX.2 [pro]').waitFor();
    await workbench.screenshot('services-favorites');
    await only.click();
    await run.imageOf(placeholder).waitFor();
  });

  it('takes a prompt that one service refuses to another one', async () => {
    const refused = 'A heron that fights';
    gemini().setFault('prompt-blocked');
    await panel.chooseModels('Nano Banana 2.1');
    await panel.generate(refused);
    const run = panel.run(refused);
    const failure = run.failure('Blocked by the service');
    await failure.waitFor();
    await workbench.screenshot('services-blocked');
    await run.tryAnotherModel(failure, 'GPT Image 2');
    await run.imageOf('GPT Image 2').waitFor({ timeout: 60_000 });
    gemini().setFault(undefined);
  });

  it('cleans a drawing, shows it and saves it as one', async () => {
    const drawing = 'A drawing of a heron';
    const model = 'Recraft: Recraft V4.1 Vector';
    await panel.chooseModels(model);
    await panel.generate(drawing);
    const image = panel.run(drawing).imageOf(model);
    await image.waitFor({ timeout: 60_000 });
    await until('the drawn picture', 20_000, () =>
      image
        .locator('img')
        .evaluate((picture: HTMLImageElement) => picture.complete && picture.naturalWidth > 0),
    );
    await workbench.screenshot('services-drawing');
    const file = await panel.saveAs(image);
    await panel.saveView.dialog.waitFor({ state: 'hidden' });
    assert.match(file, /\.svg$/);
    const text = workbench.read(file).toString();
    assert.match(text, /^<svg [^]*<path d="M4 4H60V44H4z"/);
    assert.doesNotMatch(text, /script|onload|tracker/);
  });

  it('says in the status bar and in a list what it has cost', async () => {
    const item = workbench.page.getByRole('button', { name: /Images, today: \$\d/ });
    await item.waitFor({ timeout: 20_000 });
    await item.click();
    await workbench.quickInput.settled();
    const rows = await workbench.quickInput.labels();
    for (const words of [
      /Today$/,
      /This month$/,
      /bfl\/flux-2-pro/,
      /openai\/gpt-image-2/,
      /Export as CSV/,
    ]) {
      assert.ok(
        rows.some(row => words.test(row)),
        `${String(words)} in ${rows.join(' | ')}`,
      );
    }
    await workbench.screenshot('services-spending');
    await workbench.quickInput.dismiss();
  });

  it('hides who made what in a blind run until the best is picked, and keeps the score', async () => {
    const blind = 'An icon of a blind heron';
    await panel.chooseModels('Nano Banana 2.1', 'FLUX.2 [pro]');
    await panel.content.getByRole('checkbox', { name: /^Blind/ }).check();
    await panel.generate(blind);
    const run = panel.run(blind);
    await run.imageOf('Model A').waitFor({ timeout: 60_000 });
    await run.imageOf('Model B').waitFor({ timeout: 60_000 });
    assert.deepEqual((await run.columns()).sort(), ['Model A', 'Model B']);
    const text = await run.section.innerText();
    for (const word of ['Banana', 'FLUX', '$0.03']) assert.ok(!text.includes(word), word);
    await workbench.screenshot('services-blind');
    await run.imageOf('Model B').click();
    await panel.largeView.dialog.getByText('More is said once the names are shown.').waitFor();
    assert.doesNotMatch(await panel.largeView.dialog.innerText(), /Banana|FLUX|\$/);
    await panel.largeView.button('Model B is the best').click();
    await panel.largeView.dialog.getByText('Cost').waitFor();
    await panel.largeView.button('Close').click();
    await run.imageOf('FLUX.2 [pro]').waitFor();
    await run.button(/your pick/).waitFor();
    await workbench.screenshot('services-picked');

    await workbench.runCommand('Inline Assets: Show Scoreboard of Models');
    const board = panel.content.getByRole('dialog', { name: 'Scoreboard' });
    const rows = board.getByRole('row');
    await rows.filter({ hasText: '100 %' }).waitFor();
    assert.ok((await rows.count()) >= 3);
    await board.getByRole('img', { name: /1 won, 100 %; 95 % sure: between 21 % and 100 %/ }).waitFor();
    await workbench.screenshot('services-scoreboard');
    assert.deepEqual(await axe(await workbench.panel.frame()), []);
    await workbench.page.keyboard.press('Escape');
    await board.waitFor({ state: 'hidden' });
  });
});
