import type { Locator, Page } from 'playwright-core';
import { appears, becomes, until } from './until';

/** The one widget for palette, quick picks, input boxes and the file dialog. */
export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;

  constructor(private readonly page: Page) {
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-box input');
  }

  async openPalette(text: string): Promise<void> {
    await until('the palette', 20_000, async () => {
      await this.page.keyboard.press('F1');
      if (!(await appears(this.input, 2000))) return false;
      // It closes when something else takes the focus at that moment, as an opening panel does.
      return this.input.fill(`>${text}`, { timeout: 1000 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** A row by its label. */
  row(label: string | RegExp): Locator {
    return this.widget
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: label }) })
      .first();
  }

  rows(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /** The labels that are drawn now. */
  async labels(): Promise<string[]> {
    return this.rows().locator('.label-name').allInnerTexts();
  }

  /** When no progress is shown any more. */
  async settled(): Promise<void> {
    await this.input.waitFor();
    await this.widget.locator('.quick-input-progress.active').waitFor({ state: 'hidden' });
  }

  async choose(label: string | RegExp): Promise<void> {
    await this.row(label).click();
  }

  /** Ticks a row of a pick of several. */
  async tick(label: string | RegExp): Promise<void> {
    const box = this.row(label).getByRole('checkbox').first();
    // The row can be drawn anew under the click, and looks unticked for a moment.
    await until(`a tick at ${String(label)}`, 20_000, async () => {
      if (await box.isChecked()) return true;
      await box.click({ force: true });
      return becomes(3000, () => box.isChecked());
    });
  }

  async fill(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
  }

  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  /** The words under the input box: its prompt or what is wrong. */
  async message(): Promise<string> {
    return this.widget.locator('.quick-input-message').innerText();
  }

  /** Waits for words under the input box and gives all of them. */
  async says(words: RegExp): Promise<string> {
    let message = '';
    await until(`the words ${String(words)}`, 30_000, async () => {
      message = (await this.widget.isVisible()) ? await this.message() : '';
      return words.test(message);
    });
    return message;
  }

  async dismiss(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }
}
