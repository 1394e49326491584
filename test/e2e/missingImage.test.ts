import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { startGeminiServer, testKeys, type GeminiServer } from '../server/geminiServer';
import { askForGeminiKey } from './lib/geminiWorld';
import { openWorkbench } from './lib/openWorkbench';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const guide =
  '# Guide\n\n## Signing in\n\nPress the button.\n\n![The login flow](img/login.png "=300x200")\n';
const text = { 'docs/guide.md': guide };

const isThere = (workbench: Workbench, file: string): boolean =>
  existsSync(path.join(workbench.folder, file));

/** With the cursor in the underlined path. */
async function openGuide(workbench: Workbench): Promise<void> {
  await workbench.editor.open('docs/guide.md', 7, 22);
  await workbench.editor.squiggle().waitFor();
}

describe('a missing image', () => {
  let server: GeminiServer;
  let workbench: Workbench;
  before(async () => {
    server = await startGeminiServer();
    workbench = await openWorkbench({
      workspace: text,
      settings: { 'inlineAssets.gemini.endpoint': server.url },
    });
  });
  after(async () => {
    await workbench.close();
    await server.stop();
  });

  describe('with no key', () => {
    it('is made by a quick fix, and one step takes it back', async () => {
      await openGuide(workbench);
      await workbench.editor.quickFix('Generate image…');
      await workbench.quickInput.input.waitFor();
      assert.equal(
        await workbench.quickInput.input.inputValue(),
        'The login flow. For the section “Signing in” of “Guide”.',
      );
      const message = await workbench.quickInput.message();
      for (const part of ['Placeholder (no AI)', 'free', 'docs/img/login.png', '300 × 200']) {
        assert.ok(message.includes(part), message);
      }
      await workbench.quickInput.accept();
      await workbench.editor.squiggle().waitFor({ state: 'hidden' });
      const saved = 'Saved docs/img/login.png (300 × 200).';
      assert.equal(await workbench.notifications.text(saved), saved);
      assert.equal(workbench.read('docs/img/login.png').readUInt32BE(16), 300);
      await workbench.notifications.press(saved, 'Undo');
      await workbench.editor.squiggle().waitFor();
      assert.equal(isThere(workbench, 'docs/img'), false);
    });

    it('costs nothing when the prompt is closed', async () => {
      await openGuide(workbench);
      await workbench.editor.quickFix('Generate image…');
      await workbench.quickInput.input.waitFor();
      await workbench.quickInput.dismiss();
      assert.equal(isThere(workbench, 'docs/img'), false);
      assert.equal(await workbench.editor.squiggle().isVisible(), true);
    });
  });

  describe('with a service', () => {
    before(async () => {
      await askForGeminiKey(workbench);
      await workbench.quickInput.fill(testKeys.good);
      await workbench.quickInput.accept();
      await workbench.notifications.close('is stored');
    });

    it('keeps the prompt when it goes wrong, and lands at the exact size when it goes right', async () => {
      await openGuide(workbench);
      await workbench.editor.quickFix('Generate image…');
      await workbench.quickInput.input.waitFor();
      assert.match(await workbench.quickInput.message(), /about \$0\.0\d.*300 × 200, cut from/);
      await workbench.quickInput.fill('A login page, flat colours');
      server.setFault('prompt-blocked');
      await workbench.quickInput.accept();
      await workbench.answerDialog('This sends your prompt to', 'Allow for This Workspace');
      await workbench.notifications.text('Blocked by the service');
      assert.equal(isThere(workbench, 'docs/img'), false);
      server.setFault(undefined);
      await workbench.notifications.press('Blocked by the service', 'Try Again');
      await workbench.quickInput.input.waitFor();
      assert.equal(await workbench.quickInput.input.inputValue(), 'A login page, flat colours');
      await workbench.quickInput.accept();
      await workbench.editor.squiggle().waitFor({ state: 'hidden' });
      await until('the file', 5000, () => isThere(workbench, 'docs/img/login.png'));
      const bytes = workbench.read('docs/img/login.png');
      assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [300, 200]);
    });
  });
});
