import type { FrameLocator, Locator } from 'playwright-core';

/** The view of images that are compared. */
export class CompareViewPage {
  constructor(private readonly content: FrameLocator) {}

  get dialog(): Locator {
    return this.content.getByRole('dialog', { name: /^Compare \d images$/ });
  }

  /** What is known of the image at a letter. */
  card(letter: string): Locator {
    return this.dialog.getByRole('region', { name: new RegExp(`^${letter}: `) });
  }

  /** The names of the images, in their places. */
  names(): Promise<string[]> {
    return this.dialog.getByRole('heading', { level: 3 }).allInnerTexts();
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name });
  }

  slider(name: string): Locator {
    return this.dialog.getByRole('slider', { name });
  }

  /** `12.4% of the pixels changed` */
  get share(): Locator {
    return this.dialog.getByText(/of the pixels changed/);
  }

  /** Every picture is loaded. */
  async drawn(): Promise<void> {
    const pictures = this.dialog.locator('ia-compare-stage img');
    await pictures.first().waitFor();
    for (const picture of await pictures.all()) {
      await picture.evaluate((image: HTMLImageElement) => image.decode());
    }
  }
}
