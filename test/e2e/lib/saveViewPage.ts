import type { FrameLocator, Locator } from 'playwright-core';
import { until } from './until';

/** The Save view: the file as it will be. */
export class SaveViewPage {
  constructor(private readonly content: FrameLocator) {}

  get dialog(): Locator {
    return this.content.getByRole('dialog', { name: /^Save / });
  }

  get path(): Locator {
    return this.dialog.getByRole('textbox', { name: 'Save as' });
  }

  field(name: string): Locator {
    return this.dialog.getByRole('spinbutton', { name, exact: true });
  }

  check(name: string): Locator {
    return this.dialog.getByRole('checkbox', { name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  /** An entry of one of the drop-downs, by the word before its colon. */
  async choose(what: string, entry: string): Promise<void> {
    await this.dialog.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
    await this.content
      .getByRole('menuitemradio', { name: new RegExp(`^${entry.replace(/[()]/g, '\\$&')}`) })
      .first()
      .click();
  }

  /** Opened, and the file it shows is made. */
  async ready(): Promise<void> {
    await this.dialog.waitFor();
    await this.made();
  }

  /** What is shown is what would be written. */
  async made(): Promise<void> {
    const busy = this.dialog.locator('[aria-busy]');
    await until(
      'the file in the Save view',
      60_000,
      async () => (await busy.getAttribute('aria-busy')) === 'false',
    );
  }

  /** What the file would be: `WEBP`, pixels, quality, and the sentences below. */
  async result(): Promise<string> {
    await this.made();
    return this.dialog.locator('.came').innerText();
  }

  async save(): Promise<void> {
    await this.button('Save').click();
  }

  /** Nothing is written. */
  async cancel(): Promise<void> {
    await this.path.press('Escape');
    await this.closed();
  }

  async closed(): Promise<void> {
    await this.dialog.waitFor({ state: 'hidden' });
  }
}
