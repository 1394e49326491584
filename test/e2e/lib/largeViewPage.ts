import type { FrameLocator, Locator } from 'playwright-core';

/** One image as large as the panel. */
export class LargeViewPage {
  constructor(private readonly content: FrameLocator) {}

  get dialog(): Locator {
    return this.content.getByRole('dialog', { name: /^Image from / });
  }

  /** The image itself, which takes the keys. */
  get stage(): Locator {
    return this.dialog.getByRole('group', { name: /^Image, \d+ percent/ });
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name });
  }

  /** Percent. */
  async zoom(): Promise<number> {
    return Number(/(\d+) percent/.exec((await this.stage.getAttribute('aria-label')) ?? '')?.[1]);
  }

  /** `2 of 6` */
  async place(): Promise<string> {
    return this.dialog.getByText(/^\d+ of \d+$/).innerText();
  }

  /** What is said of where the image comes from. */
  async details(): Promise<Readonly<Record<string, string>>> {
    const aside = this.dialog.getByRole('complementary', { name: 'Details' });
    const [terms, values] = await Promise.all([
      aside.getByRole('term').allInnerTexts(),
      aside.getByRole('definition').allInnerTexts(),
    ]);
    return Object.fromEntries(terms.map((term, index) => [term, values[index] ?? '']));
  }
}
