import assert from 'node:assert/strict';
import type { CheckedPart } from '../server/checkRequest';
import { GeminiWorld } from './lib/geminiWorld';
import { openPanel, type PanelPage } from './lib/panelPage';
import { ReferenceList } from './lib/referenceList';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const model = 'Nano Banana 2.1';
const pro = 'Nano Banana Pro';

describe('going on', () => {
  let world: GeminiWorld;
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    world = await GeminiWorld.open();
    ({ workbench, panel } = world);
    await world.ready(model, 'A small boat');
  });
  after(() => world.close());

  it('sends what was asked and answered before along, with the signature of the same model', async () => {
    await edit('A small boat');
    await panel.text(`Continues ${model}: “A small boat”`).waitFor();
    await new ReferenceList(workbench.panel).are(`${model}: “A small boat”`);
    assert.equal(await panel.prompt.inputValue(), '');
    await workbench.screenshot('continue-composer');
    await panel.generate('Paint the boat red');
    await panel.run('Paint the boat red').imageOf(model).waitFor();
    assert.deepEqual(lastTurns(), [
      ['user', 'A small boat'],
      ['model', 'Here is your image.', 'image/jpeg, signed'],
      ['user', 'Paint the boat red'],
    ]);
    await panel
      .run('Paint the boat red')
      .section.getByText(/continued · now/)
      .waitFor();
    await workbench.screenshot('continue-result');
  });

  it('goes on from there, turn after turn', async () => {
    await edit('Paint the boat red');
    await panel.generate('Add a sail');
    await panel.run('Add a sail').imageOf(model).waitFor();
    assert.deepEqual(
      lastTurns().map(([role, text]) => [role, text]),
      [
        ['user', 'A small boat'],
        ['model', 'Here is your image.'],
        ['user', 'Paint the boat red'],
        ['model', 'Here is your image.'],
        ['user', 'Add a sail'],
      ],
    );
  });

  it('shows the image before beside the one after', async () => {
    await panel.run('Add a sail').imageOf(model).click();
    await panel.largeView.button('Before and after').click();
    await panel.largeView.dialog.getByText(`Before: ${model}: “Paint the boat red”`).waitFor();
    await workbench.screenshot('continue-before-after');
    await panel.largeView.stage.press('Escape');
    await panel.largeView.dialog.waitFor({ state: 'hidden' });
  });

  it('branches from an earlier turn', async () => {
    await edit('A small boat');
    await panel.generate('Paint the boat blue');
    await panel.run('Paint the boat blue').imageOf(model).waitFor();
    assert.deepEqual(
      lastTurns().map(([, text]) => text),
      ['A small boat', 'Here is your image.', 'Paint the boat blue'],
    );
  });

  it('starts again from the image when another model goes on', async () => {
    await edit('Paint the boat red');
    await panel.chooseModels(pro);
    await panel.generate('Make it a watercolour');
    await panel.run('Make it a watercolour').imageOf(pro).waitFor();
    assert.match(world.sent.at(-1)?.path ?? '', /gemini-3-pro-image/);
    const turns = lastTurns();
    assert.equal(turns.length, 1);
    assert.equal(turns[0]?.[0], 'user');
    assert.deepEqual(turns[0]?.slice(1).sort(), ['Make it a watercolour', 'image/jpeg']);
  });

  it('can start afresh', async () => {
    await edit('Paint the boat red');
    await panel.button(/^Do not continue/).click();
    await panel.text(/^Continues /).waitFor({ state: 'detached' });
    await panel.generate('A calm sea');
    await panel.run('A calm sea').imageOf(model).waitFor();
    assert.equal(lastTurns().length, 1);
    await panel.button(`Remove ${model}: “Paint the boat red”`).click();
    await new ReferenceList(workbench.panel).are();
  });

  it('goes on while the panel is closed, and shows it when it is there again', async () => {
    const release = world.server.hold();
    await panel.generate('A slow boat');
    await panel.run('A slow boat').waitingOf(model).waitFor();
    await workbench.runCommand('View: Close Editor');
    await workbench.editor.tab('Inline Assets').waitFor({ state: 'detached' });
    await workbench.statusBarItem(/1 image · \d+ s/).waitFor();
    panel = await openPanel(workbench);
    await panel.run('A slow boat').waitingOf(model).getByText('Waiting for the service').waitFor();
    await workbench.screenshot('continue-reopened');
    release();
    await panel.run('A slow boat').imageOf(model).waitFor();
  });

  it('shows in each window of a workspace what the other makes', async () => {
    const second = await workbench.secondWindow();
    const other = await openPanel(second);
    await other.run('A slow boat').imageOf(model).waitFor();

    const release = world.server.hold();
    await panel.generate('A boat of the first window');
    const run = other.run('A boat of the first window');
    await run.waitingOf(model).getByText('In another window').waitFor();
    await run.button(`Stop ${model}`).click();
    await second.notifications.text(/belongs to another window/);
    await second.screenshot('continue-second-window');
    release();
    await run.imageOf(model).waitFor();

    await other.chooseModels('Placeholder (no AI)');
    await other.generate('A boat of the second window');
    await panel.run('A boat of the second window').imageOf('Placeholder (no AI)').waitFor();

    await other.choose(run.imageOf(model), 'Delete');
    await second.answerDialog('Delete this image?', 'Delete');
    await panel.run('A boat of the first window').open();
    await panel.run('A boat of the first window').imageOf(model).waitFor({ state: 'detached' });
    await second.page.close();
  });

  it('is interrupted when its window goes away; that is said, with what it may have cost, and tried again', async () => {
    await until('nothing under way', 20_000, async () => (await panel.waiting.count()) === 0);
    const before = world.sent.length;
    const release = world.server.hold();
    await panel.generate('A boat in the night');
    await until('the request', 20_000, () => world.sent.length === before + 1);
    await workbench.reload();
    panel = await openPanel(workbench);
    const failure = panel.run('A boat in the night').failure('Interrupted');
    await failure.waitFor({ timeout: 60_000 });
    await failure.getByText('The service may bill this request.').waitFor();
    await workbench.notifications.text(/was under way when the window closed.*may have billed/);
    await workbench.screenshot('continue-interrupted');
    release();
    await failure.getByRole('button', { name: 'Try Again' }).click();
    await panel.run('A boat in the night').imageOf(model).waitFor();
  });

  async function edit(prompt: string): Promise<void> {
    await panel.run(prompt).open();
    await panel.press(panel.run(prompt).imageOf(model), 'Edit…');
    await panel.text(`Continues ${model}: “${prompt}”`).waitFor();
    // The line may still be there from before; the prompt is empty when the new one has come.
    await until('an empty prompt', 20_000, async () => (await panel.prompt.inputValue()) === '');
  }

  /** Role and parts of each turn of the newest request. */
  function lastTurns(): string[][] {
    const { contents } = world.sent.at(-1)?.body as {
      contents: readonly { role: string; parts: readonly CheckedPart[] }[];
    };
    return contents.map(({ role, parts }) => [role, ...parts.map(describePart)]);
  }
});

function describePart({ text, inlineData, thoughtSignature }: CheckedPart): string {
  if (inlineData === undefined) return text ?? '';
  return thoughtSignature ? `${inlineData.mimeType}, signed` : inlineData.mimeType;
}
