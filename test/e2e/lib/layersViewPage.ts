import type { FrameLocator, Locator } from 'playwright-core';
import { until } from './until';

/** The view of text and marks. */
export class LayersViewPage {
  constructor(private readonly content: FrameLocator) {}

  get dialog(): Locator {
    return this.content.getByRole('dialog', { name: /^Text and marks on / });
  }

  get path(): Locator {
    return this.dialog.getByRole('textbox', { name: 'Save as' });
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  async add(kind: string): Promise<void> {
    await this.choose('Add a layer', kind);
  }

  async template(name: string): Promise<void> {
    await this.choose('Begin with a template', name);
  }

  /** What is shown is what the machine drew last. */
  async drawn(): Promise<void> {
    await this.dialog.waitFor();
    const busy = this.dialog.locator('[aria-busy]');
    await until(
      'the picture to be drawn',
      60_000,
      async () => (await busy.getAttribute('aria-busy')) === 'false',
    );
  }

  /** Contrast, and what else is said. */
  async said(): Promise<string> {
    await this.drawn();
    return this.dialog.locator('.came').last().innerText();
  }

  async closed(): Promise<void> {
    await this.dialog.waitFor({ state: 'hidden' });
  }

  private async choose(button: string, entry: string): Promise<void> {
    await this.button(button).click();
    await this.content.getByRole('menuitem', { name: entry, exact: true }).click();
  }
}
