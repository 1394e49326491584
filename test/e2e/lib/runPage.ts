import type { Locator, Page } from 'playwright-core';

/** One run in the panel. */
export class RunPage {
  constructor(readonly section: Locator) {}

  /** Older runs are shown closed. */
  async open(): Promise<void> {
    const fold = this.section.getByRole('button', { name: /^(Open|Close) run$/ });
    if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
  }

  get images(): Locator {
    return this.section.getByRole('button', { name: /^Open image from / });
  }

  /** An image with its facts under it. */
  figureOf(model: string): Locator {
    return this.section.getByRole('figure').filter({ has: imageOf(this.section.page(), model) });
  }

  imageOf(model: string): Locator {
    return imageOf(this.section, model);
  }

  /** The heads of the columns, from left to right. */
  async columns(): Promise<string[]> {
    const heads = await this.section.getByRole('heading', { level: 4 }).locator('span:first-child').all();
    return Promise.all(heads.map(head => head.innerText()));
  }

  waitingOf(model: string): Locator {
    return this.section.getByRole('group', {
      name: new RegExp(`^${escaped(model)}, (running|waiting)$`),
    });
  }

  /** A request that ended without an image, by the words of its head. */
  failure(title: string): Locator {
    return this.section.getByRole('group', { name: new RegExp(`^${escaped(title)}, `) });
  }

  /** Asks for the same with another model, in the place of a request that failed. */
  async tryAnotherModel(failure: Locator, model: string): Promise<void> {
    await failure.getByRole('button', { name: 'Try another model' }).click();
    await failure.getByRole('menuitem', { name: new RegExp(`^${escaped(model)}(,|$)`) }).click();
  }

  button(name: string | RegExp): Locator {
    return this.section.getByRole('button', { name });
  }
}

const imageOf = (inside: Locator | Page, model: string): Locator =>
  inside.getByRole('button', { name: `Open image from ${model},` });

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
