import assert from 'node:assert/strict';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';

const outer = 'iframe.webview.ready';
const inner = 'iframe#active-frame';

/** The document inside the webview that is shown. */
export class PanelFrame {
  constructor(private readonly page: Page) {}

  /** For locators by role and name, which is how tests should look for things. */
  get content(): FrameLocator {
    return this.page.locator(`${outer}:visible`).first().contentFrame().locator(inner).contentFrame();
  }

  get body(): Locator {
    return this.content.locator('body');
  }

  /** The frame itself, to run scripts in. */
  async frame(): Promise<Frame> {
    await this.body.waitFor();
    const handle = await this.page
      .locator(`${outer}:visible`)
      .first()
      .contentFrame()
      .locator(inner)
      .elementHandle();
    const frame = await handle?.contentFrame();
    assert.ok(frame, 'the panel has no frame');
    return frame;
  }

  async evaluate<T>(script: () => T | Promise<T>): Promise<T> {
    return (await this.frame()).evaluate(script);
  }
}
