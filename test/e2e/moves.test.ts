import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openWorkbench } from './lib/openWorkbench';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

describe('images that move', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ workspace: 'test/fixtures/projects' });
  });
  after(() => workbench.close());

  const text = (file: string): string => workbench.read(file).toString('utf8');
  const isThere = (file: string): boolean => existsSync(path.join(workbench.folder, file));

  async function renameTo(file: string, name: string): Promise<void> {
    await (await workbench.explorer.reveal(file)).click();
    await workbench.page.keyboard.press('F2');
    const box = workbench.page.locator('.explorer-folders-view .explorer-item-edited input');
    await box.fill(name);
    await box.press('Enter');
  }

  it('are missed when they are deleted, and can be had back', async () => {
    const before = workbench.read('svelte/src/lib/images/bell.png');
    await (await workbench.explorer.reveal('svelte/src/lib/images/bell.png')).click();
    await workbench.page.keyboard.press('Delete');
    await workbench.answerDialog(/Are you sure you want to/, /Delete|Move to Trash/);
    const said =
      'svelte/src/lib/images/bell.png was deleted, but is still used in svelte/src/routes/+page.svelte:2';
    assert.equal(await workbench.notifications.text('was deleted'), said);
    assert.equal(isThere('svelte/src/lib/images/bell.png'), false);
    await workbench.notifications.press('was deleted', 'Restore');
    await until('the image', 10_000, () => isThere('svelte/src/lib/images/bell.png'));
    assert.deepEqual(workbench.read('svelte/src/lib/images/bell.png'), before);
  });

  it('take their references with them when that is wanted, and are asked about once', async () => {
    await renameTo('vite-react/public/favicon.png', 'harbour icon.png');
    await workbench.answerDialog('Update the reference to “harbour icon.png”?', 'Always Update');
    await until('the reference', 10_000, () =>
      text('vite-react/index.html').includes('type="image/png" href="/harbour%20icon.png"'),
    );
    // From now on without a question.
    await renameTo('docusaurus/docs/img/knots.png', 'hitches.png');
    await until('the other reference', 10_000, () =>
      text('docusaurus/docs/guide/mooring.mdx').includes('![Knots](../img/hitches.png)'),
    );
  });
});
