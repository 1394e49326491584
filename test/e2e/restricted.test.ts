import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openWorkbench } from './lib/openWorkbench';
import { openPanel, type PanelPage } from './lib/panelPage';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

const placeholder = 'Placeholder (no AI)';
const prompt = 'A harbour at noon';
/** A folder that nobody may write into, root included. */
const sealed = process.platform === 'darwin' ? '/System' : '/sys';
const chord = 'ControlOrMeta+Alt+Shift+J';

const outside = (): string => mkdtempSync(path.join(tmpdir(), 'inline-assets-outside-'));

describe('a workspace that is not trusted', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  const elsewhere = outside();
  before(async () => {
    workbench = await openWorkbench({
      trust: false,
      workspace: {
        'photos/boat.png': readFileSync(
          path.resolve(import.meta.dirname, '../../samples/src/assets/boat.png'),
        ),
        'notes.txt': 'No folder.',
      },
    });
    symlinkSync(elsewhere, path.join(workbench.folder, 'linked'));
    // As a person who bound the command to a key.
    writeFileSync(
      path.join(workbench.userData, 'User/keybindings.json'),
      JSON.stringify([
        {
          key: 'ctrl+alt+shift+j',
          mac: 'cmd+alt+shift+j',
          command: 'inlineAssets.generate',
          args: { prompt: 'By itself', models: ['offline/placeholder'], saveTo: 'photos/auto.png' },
        },
      ]),
    );
    await workbench.reload();
    panel = await openPanel(workbench);
  });
  after(async () => {
    await workbench.close();
    rmSync(elsewhere, { recursive: true, force: true });
  });

  const banner = (): ReturnType<PanelPage['text']> =>
    workbench.panel.content.getByRole('region', { name: 'Restricted mode' });
  const image = () => panel.run(prompt).imageOf(placeholder).first();
  const saveTo = async (file: string): Promise<void> => {
    await panel.saveAs(image(), file);
  };

  const refused = async (file: string, words: RegExp): Promise<void> => {
    await saveTo(file);
    const question = workbench.dialog(words);
    await question.waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await panel.saveView.cancel();
    await image().waitFor();
  };

  it('says so, and generates nothing', async () => {
    await banner().waitFor();
    await banner().getByText('you can look at images, but nothing is generated, sent or saved').waitFor();
    await panel.prompt.fill(prompt);
    assert.equal(await panel.generateButton.isDisabled(), true);
    await panel.prompt.press('ControlOrMeta+Enter');
    await panel.text('This workspace is not trusted, so nothing is generated or sent.').waitFor();
    assert.equal((await panel.images.count()) + (await panel.waiting.count()), 0);
    await workbench.screenshot('restricted-panel');
  });

  it('refuses automation, and says why', async () => {
    await workbench.page.locator('.tab.active').click();
    await workbench.page.keyboard.press(chord);
    await workbench.notifications.text(/This workspace is not trusted, so nothing is generated or sent/);
    assert.equal(existsSync(path.join(workbench.folder, 'photos/auto.png')), false);
    assert.equal(await panel.images.count(), 0);
  });

  it('works at once when it becomes trusted', async () => {
    await banner().getByRole('button', { name: 'Manage trust' }).click();
    // In VS Code's own editor.
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    panel = await openPanel(workbench);
    await banner().waitFor({ state: 'hidden' });
    assert.equal(await panel.prompt.inputValue(), prompt);
    await panel.generateButton.click();
    await image().waitFor({ timeout: 60_000 });
  });

  it('saves not through a link that leads out of the workspace', async () => {
    await refused('linked/harbour.png', /linked\/harbour\.png leads out of the workspace, to /);
    assert.deepEqual(readdirSync(elsewhere), []);
  });

  it('saves not over a file that is read-only', async () => {
    const file = path.join(workbench.folder, 'photos/boat.png');
    const before = readFileSync(file);
    chmodSync(file, 0o444);
    await panel.saveAs(image(), 'photos/boat.png');
    const question = workbench.dialog(
      /photos\/boat\.png could not be written: the file or its folder is read-only/,
    );
    await question.waitFor();
    await workbench.screenshot('restricted-read-only');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await panel.saveView.cancel();
    assert.ok(readFileSync(file).equals(before));
    await image().waitFor();
  });

  it('saves into a new folder', async () => {
    await saveTo('photos/new/harbour.png');
    await until('the file', 20_000, () => existsSync(path.join(workbench.folder, 'photos/new/harbour.png')));
  });

  it('can still be looked at when the trust is taken back, and nothing is saved', async () => {
    await workbench.runCommand('Workspaces: Manage Workspace Trust');
    const row = workbench.page.getByRole('listitem', { name: /workspace on .*, trusted$/ });
    await row.hover();
    await row.getByRole('button', { name: 'Delete Path' }).click();
    await workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    panel = await openPanel(workbench);
    await banner().waitFor({ timeout: 45_000 });
    await image().click();
    const dialog = workbench.panel.content.getByRole('dialog');
    await dialog.getByText('1024 × 1024').first().waitFor();
    await dialog.getByRole('button', { name: 'Save…' }).click();
    await workbench.notifications.text('Nothing is saved in Restricted Mode. Trust this workspace first.');
  });
});

describe('a window without a folder', () => {
  let workbench: Workbench;
  let panel: PanelPage;
  const place = outside();
  before(async () => {
    workbench = await openWorkbench();
    panel = await openPanel(workbench, 'Generate Image…');
  });
  after(async () => {
    await workbench.close();
    rmSync(place, { recursive: true, force: true });
  });

  const saveTo = async (file: string): Promise<void> => {
    await panel.saveAs(panel.images.first(), file);
    await workbench.answerDialog('No folder is open.', 'Save Elsewhere…');
  };

  it('generates, and saves at any place', async () => {
    await panel.generate(prompt);
    await panel.images.first().waitFor({ timeout: 60_000 });
    await saveTo(path.join(place, 'harbour.png'));
    await until('the file', 20_000, () => existsSync(path.join(place, 'harbour.png')));
  });

  it('says where it cannot write, and keeps the image', async () => {
    await saveTo(path.join(sealed, 'harbour.png'));
    const failure = workbench.notifications.item(
      /harbour\.png could not be written: the file or its folder is read-only/,
    );
    await failure.waitFor();
    await workbench.screenshot('restricted-sealed');
    await panel.images.first().waitFor();
  });
});
