import assert from 'node:assert/strict';
import { openWorkbench } from './lib/openWorkbench';
import type { Workbench } from './lib/workbench';

describe('the installed package in a workbench', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ workspace: 'samples' });
  });
  after(() => workbench.close());

  it('opens its panel from the palette', async () => {
    await workbench.runCommand('Inline Assets: Open Panel');
    await workbench.panel.body.waitFor();
    assert.equal(await workbench.editor.tab(/Inline Assets/).isVisible(), true);
  });

  it('keeps commands that need a folder in the Explorer out of the palette', async () => {
    assert.equal(await workbench.offersCommand('Inline Assets: Open Panel'), true);
    assert.equal(await workbench.offersCommand('Inline Assets: Generate Image Here…'), false);
  });
});
