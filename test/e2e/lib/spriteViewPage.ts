import type { FrameLocator, Locator } from 'playwright-core';
import { until } from './until';

/** The view of sprite sheets. */
export class SpriteViewPage {
  constructor(private readonly content: FrameLocator) {}

  get dialog(): Locator {
    return this.content.getByRole('dialog', { name: /^(Cut|Make) / });
  }

  get path(): Locator {
    return this.dialog.getByRole('textbox', { name: /^(Save as|Into folder)$/ });
  }

  field(name: string): Locator {
    return this.dialog.getByRole('spinbutton', { name, exact: true });
  }

  check(name: string): Locator {
    return this.dialog.getByRole('checkbox', { name, exact: true });
  }

  /** An entry of one of the drop-downs, by the word before its colon. */
  async choose(what: string, entry: string): Promise<void> {
    await this.dialog.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
    await this.content
      .getByRole('menuitemradio', { name: new RegExp(`^${entry}`) })
      .first()
      .click();
    await this.made();
  }

  async ready(): Promise<void> {
    await this.dialog.waitFor();
    await this.made();
  }

  /** What is shown is what would be written. */
  async made(): Promise<void> {
    const busy = this.dialog.locator('[aria-busy]');
    await until('the frames', 60_000, async () => (await busy.getAttribute('aria-busy')) === 'false');
  }

  /** How many files, and the sentences below. */
  async result(): Promise<string> {
    await this.made();
    return this.dialog.locator('.came').innerText();
  }

  async save(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Save', exact: true }).click();
  }

  async closed(): Promise<void> {
    await this.dialog.waitFor({ state: 'hidden' });
  }
}
