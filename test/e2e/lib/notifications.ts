import type { Locator, Page } from 'playwright-core';

/** Toasts and the notification center. */
export class Notifications {
  constructor(private readonly page: Page) {}

  /**
   * Opens the notification center, where each is. As toasts VS Code shows three within 800 ms: whoever is quicker than
   * a person misses the fourth.
   */
  async showAll(): Promise<void> {
    await this.page
      .locator('.statusbar-item')
      .getByRole('button', { name: /notification/i })
      .click();
    await this.page.locator('.notifications-center.visible').waitFor();
  }

  /** Closes the notification center, which takes Escape before anything else does. */
  async hideAll(): Promise<void> {
    const center = this.page.locator('.notifications-center.visible');
    if (await center.isVisible()) await this.page.keyboard.press('Escape');
    await center.waitFor({ state: 'hidden' });
  }

  /** A notification that is shown now, by words in it. */
  item(text: string | RegExp): Locator {
    return this.page
      .locator('.notifications-toasts .notification-list-item, .notifications-center .notification-list-item')
      .filter({ hasText: text })
      .first();
  }

  /** Waits for one and gives its whole text in one line. */
  async text(text: string | RegExp): Promise<string> {
    const item = this.item(text);
    await item.waitFor();
    return (await item.locator('.notification-list-item-message').innerText()).replace(/\s+/g, ' ').trim();
  }

  /** Presses a button of one, which closes it. */
  async press(text: string | RegExp, button: string): Promise<void> {
    const item = this.item(text);
    await item.hover();
    await item.getByRole('button', { name: button, exact: true }).click();
  }

  async close(text: string | RegExp): Promise<void> {
    const item = this.item(text);
    await item.hover();
    await item.locator('.codicon-notifications-clear').click();
    await item.waitFor({ state: 'hidden' });
  }
}
