import type { Locator, Page } from 'playwright-core';

/** VS Code's Problems panel. */
export class ProblemsPanel {
  private readonly rows: Locator;

  constructor(page: Page) {
    this.rows = page
      .locator('.markers-panel .monaco-list-row')
      .filter({ has: page.locator('.marker-message-details-container') });
  }

  /** A problem by its words. */
  message(words: string): Locator {
    return this.rows.filter({ hasText: words }).first();
  }

  /** The words of the problems that are drawn, top to bottom. */
  async messages(): Promise<string[]> {
    const texts = await this.rows.locator('.marker-message').allInnerTexts();
    return texts.map(text => text.trim());
  }
}
