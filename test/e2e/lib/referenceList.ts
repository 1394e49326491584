import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { PanelFrame } from './panelFrame';
import { becomes } from './until';

/** The reference images of the composer. */
export class ReferenceList {
  constructor(private readonly panel: PanelFrame) {}

  private get list(): Locator {
    return this.panel.content.getByRole('list', { name: 'Reference images' });
  }

  /** One by its name: a workspace path, or what the panel calls it. Its accessible name also has role and place. */
  item(name: string): Locator {
    return this.list.getByRole('button', { name: new RegExp(`^${escaped(name)}, \\w+, \\d+ of \\d+$`) });
  }

  /** `name, role` of each, in their order. */
  async all(): Promise<string[]> {
    const buttons = this.list.getByRole('button', { name: /, \d+ of \d+$/ });
    const labels = await buttons.evaluateAll(all => all.map(each => each.getAttribute('aria-label') ?? ''));
    return labels.map(label => label.replace(/, \d+ of \d+$/, ''));
  }

  /** Waits until exactly these are there, each `name` or `name, role`. */
  async are(...wanted: string[]): Promise<void> {
    let found: string[] = [];
    const come = await becomes(20_000, async () => {
      // The page is a new one after the panel was hidden: for a moment there is none.
      found = await this.all().catch(() => []);
      const seen = found.map((each, index) =>
        wanted[index]?.includes(', ') ? each : each.replace(/, \w+$/, ''),
      );
      return seen.join('|') === wanted.join('|');
    });
    assert.ok(come, `The reference images are [${found.join(' | ')}], not [${wanted.join(' | ')}].`);
  }

  async clear(): Promise<void> {
    for (let left = await this.all(); left.length > 0; left = await this.all()) {
      await this.list.getByRole('button', { name: /, 1 of \d+$/ }).press('Delete');
      await becomes(5000, async () => (await this.all()).length < left.length);
    }
  }

  async setRole(name: string, role: string): Promise<void> {
    await this.item(name).click();
    await this.panel.content.getByRole('menuitemradio', { name: new RegExp(`^${role}`) }).click();
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
