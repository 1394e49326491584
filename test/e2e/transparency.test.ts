import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bitmapOf, pngOf } from '../unit/imaging/makeImages';
import { axe } from './lib/axe';
import { GeminiWorld } from './lib/geminiWorld';
import type { PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const model = 'Nano Banana 2.1';
type Pixel = readonly [number, number, number, number];

/** A disc before a wall, and before what editors show instead of nothing. */
const disc = (ground: (x: number, y: number) => Pixel) =>
  pngOf(
    bitmapOf(400, 300, (x, y) =>
      Math.hypot(x - 200, y - 150) < 110 ? [200, 60 + y / 4, 50, 255] : ground(x, y),
    ),
  );
const wall = disc(() => [236, 236, 238, 255]);
const squares = disc((x, y) => {
  const grey = ((x >> 4) + (y >> 4)) % 2 ? 255 : 204;
  return [grey, grey, grey, 255];
});

describe('a transparent background', () => {
  let world: GeminiWorld;
  let workbench: Workbench;
  let panel: PanelPage;
  before(async () => {
    world = await GeminiWorld.open({ workspace: { 'art/wall.png': wall, 'art/squares.png': squares } });
    ({ workbench, panel } = world);
    await world.ready(model);
  });
  after(() => world.close());

  /** Pixels of a file as the browser reads it: places are parts of width and height. */
  const pixels = async (
    file: string,
    places: readonly (readonly [number, number])[],
  ): Promise<number[][]> => {
    await until(file, 20_000, () => existsSync(path.join(workbench.folder, file)));
    return workbench.page.evaluate(
      async ({ bytes, at }) => {
        const image = await createImageBitmap(
          new Blob([Uint8Array.from(atob(bytes), each => each.charCodeAt(0))]),
        );
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext('2d')!;
        context.drawImage(image, 0, 0);
        return at.map(([x, y]) => [
          ...context.getImageData(Math.floor(x * image.width), Math.floor(y * image.height), 1, 1).data,
        ]);
      },
      { bytes: workbench.read(file).toString('base64'), at: places.map(([x, y]) => [x, y] as const) },
    );
  };
  const openSave = async (file: string) => {
    await workbench.explorer.chooseFromMenu(file, 'Inline Assets', 'Resize or Convert Image…');
    await panel.saveView.ready();
    await panel.saveView.choose('Preset', 'As it is');
  };

  it('is offered before anything is spent, when the prompt asks for it in words', async () => {
    const before = world.sent.length;
    await panel.prompt.fill('A red fox on a transparent background');
    const offer = panel.button('Make the background transparent');
    await offer.waitFor();
    await workbench.screenshot('transparency-offer');
    await offer.click();
    await offer.waitFor({ state: 'detached' });
    await panel.text(/has no transparency: it is asked for a flat color/).waitFor();
    assert.equal(world.sent.length, before);
  });

  it('comes from a model without alpha, with its own image kept and the prompt as it was', async () => {
    const prompt = 'A red fox on a transparent background';
    await panel.generate(prompt);
    const run = panel.run(prompt);
    await run.imageOf(model).waitFor();
    await run.section.getByText(/green background .* was removed on this machine/).waitFor();
    const { body } = world.sent.at(-1) as { body: { contents: { parts: { text?: string }[] }[] } };
    const sent =
      body.contents
        .at(-1)
        ?.parts.map(part => part.text ?? '')
        .join('') ?? '';
    assert.ok(sent.startsWith(prompt) && sent.includes('#00FF00'), sent);
    await run.imageOf(model).click();
    await until('details', 20_000, async () => 'Transparency' in (await panel.largeView.details()));
    const details = await panel.largeView.details();
    assert.equal(details['Prompt'], prompt);
    assert.match(details['Added to the prompt'] ?? '', /#00FF00/);
    assert.equal(details['Transparency'], 'yes');
    assert.match(details['Background'] ?? '', /own image is kept as .*\.jpg/);
    await workbench.screenshot('transparency-large');
    await panel.largeView.stage.press('Escape');
    await panel.largeView.dialog.waitFor({ state: 'hidden' });
  });

  it('is saved as it is shown', async () => {
    await panel.press(panel.run('A red fox on a transparent background').imageOf(model), 'Save…');
    const view = panel.saveView;
    await view.ready();
    await view.path.fill('art/fox.webp');
    await view.made();
    await view.save();
    await view.closed();
    const [corner, middle] = await pixels('art/fox.webp', [
      [0.02, 0.02],
      [0.5, 0.5],
    ]);
    assert.equal(corner?.[3], 0);
    assert.equal(middle?.[3], 255);
  });

  it('can be saved as it came as well: what was paid for is there', async () => {
    await panel.choose(panel.run('A red fox on a transparent background').imageOf(model), 'Save as it came…');
    const view = panel.saveView;
    await view.ready();
    assert.match(await view.result(), /JPEG/);
    await view.path.fill('art/fox-as-sent.jpg');
    await view.made();
    await view.save();
    await view.closed();
    const [corner] = await pixels('art/fox-as-sent.jpg', [[0.02, 0.02]]);
    assert.ok(corner && corner[1]! > 200 && corner[0]! < 60 && corner[3] === 255, String(corner));
  });

  it('goes on in the next turn from the image as the service made it', async () => {
    const run = panel.run('A red fox on a transparent background');
    await run.open();
    await panel.press(run.imageOf(model), 'Edit…');
    await panel.text(/^Continues /).waitFor();
    await until('an empty prompt', 20_000, async () => (await panel.prompt.inputValue()) === '');
    await panel.generate('Add a hat');
    await panel.run('Add a hat').imageOf(model).waitFor();
    await panel
      .run('Add a hat')
      .section.getByText(/was removed on this machine/)
      .waitFor();
  });

  it('says so where the model did not paint what was asked for, and shows what came', async () => {
    world.server.setFault('key-ignored');
    await panel.generate('A fox that is not green');
    const run = panel.run('A fox that is not green');
    await run.imageOf(model).waitFor();
    await run.section.getByText(/^Not transparent: the model did not paint/).waitFor();
    world.server.setFault(undefined);
    await workbench.screenshot('transparency-kept');
  });

  it('is painted by hand where the machine took too little or too much', async () => {
    await openSave('art/wall.png');
    const view = panel.saveView;
    await view.check('Remove flat background').check();
    await view.made();
    await view.button('Erase').click();
    await view.made();
    const eraser = view.dialog.getByRole('application', { name: /^Eraser/ });
    const box = (await eraser.boundingBox())!;
    const { mouse } = workbench.page;
    await mouse.move(box.x + box.width * 0.35, box.y + box.height * 0.5);
    await mouse.down();
    await mouse.move(box.x + box.width * 0.65, box.y + box.height * 0.5, { steps: 6 });
    await workbench.screenshot('transparency-brush');
    await mouse.up();
    await view.dialog.getByText('1 stroke by hand').waitFor();
    await view.made();
    await view.button('Restore').click();
    const restore = view.dialog.getByRole('application', { name: /^Restore brush/ });
    await restore.focus();
    await workbench.page.keyboard.press('Space');
    await view.dialog.getByText('2 strokes by hand').waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+z');
    await view.dialog.getByText('1 stroke by hand').waitFor();
    await workbench.page.keyboard.press('Space');
    await view.dialog.getByText('2 strokes by hand').waitFor();
    await view.made();
    assert.deepEqual(await axe(await workbench.panel.frame()), []);
    await view.path.fill('art/painted.png');
    await view.made();
    await view.save();
    await view.closed();
    const [erased, restored, ground, subject] = await pixels('art/painted.png', [
      [0.45, 0.5],
      [0.65, 0.5],
      [0.02, 0.02],
      [0.5, 0.25],
    ]);
    assert.deepEqual(
      [erased?.[3], restored?.[3], ground?.[3], subject?.[3]],
      [0, 255, 0, 255],
      JSON.stringify([erased, restored, ground, subject]),
    );
  });

  it('is told from a painted checkerboard, which is taken away', async () => {
    await openSave('art/squares.png');
    const view = panel.saveView;
    assert.match(await view.result(), /A checkerboard is painted where transparency should be/);
    await workbench.screenshot('transparency-checkerboard');
    await view.check('Remove flat background').check();
    assert.doesNotMatch(await view.result(), /checkerboard is painted/);
    await view.path.fill('art/clear.png');
    await view.made();
    await view.save();
    await view.closed();
    const places = [
      [0.02, 0.02],
      [0.06, 0.02],
      [0.5, 0.5],
    ] as const;
    assert.deepEqual(
      (await pixels('art/clear.png', places)).map(each => each[3]),
      [0, 0, 255],
    );
  });
});
