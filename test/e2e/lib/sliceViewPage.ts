import type { FrameLocator, Locator } from 'playwright-core';
import { until } from './until';

/** The view of nine-slice guides. */
export class SliceViewPage {
  constructor(private readonly content: FrameLocator) {}

  get dialog(): Locator {
    return this.content.getByRole('dialog', { name: /^Nine-slice guides of / });
  }

  get path(): Locator {
    return this.dialog.getByRole('textbox', { name: 'Save as' });
  }

  guide(name: 'Left' | 'Top' | 'Right' | 'Bottom'): Locator {
    return this.dialog.getByRole('slider', { name, exact: true });
  }

  field(name: string): Locator {
    return this.dialog.getByRole('spinbutton', { name, exact: true });
  }

  /** An entry of one of the drop-downs, by the word before its colon. */
  async choose(what: string, entry: string): Promise<void> {
    await this.dialog.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
    await this.content.getByRole('menuitemradio', { name: new RegExp(`^${entry}`) }).click();
    await this.made();
  }

  async guides(): Promise<number[]> {
    const values = (['Left', 'Top', 'Right', 'Bottom'] as const).map(name =>
      this.guide(name).getAttribute('aria-valuenow'),
    );
    return (await Promise.all(values)).map(Number);
  }

  async ready(): Promise<void> {
    await this.dialog.waitFor();
    await this.made();
  }

  /** What is said is of what would be written. */
  async made(): Promise<void> {
    const busy = this.dialog.locator('[aria-busy]');
    await until('the guides', 60_000, async () => (await busy.getAttribute('aria-busy')) === 'false');
  }

  /** Which files, and the sentences below. */
  async result(): Promise<string> {
    await this.made();
    return this.dialog.locator('.came').innerText();
  }

  async press(name: 'Save' | 'Copy' | 'Propose' | 'Close'): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click();
  }

  async closed(): Promise<void> {
    await this.dialog.waitFor({ state: 'hidden' });
  }
}
