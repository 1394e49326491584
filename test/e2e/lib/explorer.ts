import type { Locator, Page } from 'playwright-core';
import { appears, exact, until } from './until';

/** The Explorer's file tree. */
export class Explorer {
  private readonly view: Locator;

  constructor(private readonly page: Page) {
    this.view = page.locator('.explorer-folders-view');
  }

  anyItem(): Locator {
    return this.view.locator('.monaco-list-row').first();
  }

  /** A file or folder by its name; its folders must be open. */
  item(name: string): Locator {
    return this.view
      .locator('.monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: exact(name) }) })
      .first();
  }

  /** Opens the folders of `path` one after the other and gives the row of its last part. */
  async reveal(path: string): Promise<Locator> {
    const parts = path.split('/');
    const last = parts.pop() ?? path;
    for (const folder of parts) {
      const row = this.item(folder);
      await row.waitFor();
      if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    }
    const row = this.item(last);
    await row.waitFor();
    return row;
  }

  /** Selects several: the first by click, the others with Ctrl. */
  async select(...paths: string[]): Promise<void> {
    for (const [index, path] of paths.entries()) {
      const row = await this.reveal(path);
      await row.click(index === 0 ? {} : { modifiers: ['ControlOrMeta'] });
    }
  }

  /** What the context menu of an item offers. Closes it again. */
  async menuOf(path: string): Promise<string[]> {
    await until('the menu', 30_000, () => this.openMenu(path));
    const labels = await this.page.locator('.monaco-menu .action-label').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return labels.map(label => label.trim()).filter(label => label !== '');
  }

  /** `label`: an entry of the menu, or the way to one in a submenu. */
  async chooseFromMenu(path: string, ...label: string[]): Promise<void> {
    const menu = this.page.locator('.monaco-menu').first();
    // It closes when an editor that opens takes the focus, and lacks what extensions add as long as they are not known.
    await until(`menu item "${label.join(' > ')}"`, 45_000, async () => {
      if (!(await menu.isVisible()) && !(await this.openMenu(path))) return false;
      for (const name of label) {
        if (await this.pressMenuItem(name)) continue;
        await this.page.keyboard.press('Escape');
        return false;
      }
      return true;
    });
    // Whatever is pressed is pressed once, however long the menu takes to go.
    await menu.waitFor({ state: 'hidden' });
  }

  /** False: there is no such item. By keyboard, since a menu swallows clicks in its first 100 ms. */
  private async pressMenuItem(name: string): Promise<boolean> {
    // Its accessible name ends with its keys, where it has some.
    const item = this.page
      .locator('.monaco-menu')
      .getByRole('menuitem')
      .filter({ has: this.page.locator('.action-label', { hasText: exact(name) }) })
      .last();
    try {
      // A handle, as a menu that is gone must not be waited for.
      const handle = await item.elementHandle({ timeout: 1000 });
      await handle?.hover();
      await handle?.press('Enter');
      return handle !== null;
    } catch {
      return false;
    }
  }

  /** False: the click came while the list was still moving. */
  private async openMenu(path: string): Promise<boolean> {
    const row = await this.reveal(path);
    await row.click({ button: 'right' });
    return appears(this.page.locator('.monaco-menu .action-label').first(), 3000);
  }
}
