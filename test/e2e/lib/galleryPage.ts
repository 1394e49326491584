import type { Locator } from 'playwright-core';
import type { PanelFrame } from './panelFrame';
import { exact } from './until';
import type { Workbench } from './workbench';

/** The gallery as a person knows it. */
export class GalleryPage {
  constructor(private readonly frame: PanelFrame) {}

  private get content(): PanelFrame['content'] {
    return this.frame.content;
  }

  get grid(): Locator {
    return this.content.getByRole('grid', { name: 'Images' });
  }

  get images(): Locator {
    return this.content.getByRole('gridcell');
  }

  /** By the name of its file. */
  image(name: string): Locator {
    return this.content.getByRole('gridcell', { name: new RegExp(`^${escaped(name)}( \\d|,|$)`) });
  }

  /** The picture itself, once it is there. */
  pictureOf(name: string): Locator {
    return this.image(name).locator('img');
  }

  /** Those that cannot be shown, which say why. */
  get broken(): Locator {
    return this.content.getByRole('gridcell', { name: /damaged|ends before/ });
  }

  get search(): Locator {
    return this.content.getByRole('searchbox', { name: 'Search names and folders' });
  }

  chip(label: string): Locator {
    return this.content.getByRole('group', { name: 'Show only' }).getByRole('button', { name: label });
  }

  get details(): Locator {
    return this.content.getByRole('complementary', { name: 'Details' });
  }

  get actions(): Locator {
    return this.content.getByRole('toolbar', { name: 'Actions' });
  }

  button(name: string | RegExp): Locator {
    return this.content.getByRole('button', { name: typeof name === 'string' ? exact(name) : name }).first();
  }

  text(words: string | RegExp): Locator {
    return this.content.getByText(words).first();
  }

  tab(name: string): Locator {
    return this.content.getByRole('tab', { name });
  }

  /** The table of problems: title, place and words of each row. */
  async findings(): Promise<string[][]> {
    const table = this.content.getByRole('table', { name: 'Problems' });
    const rows = await table.getByRole('rowgroup').getByRole('row').all();
    // Icons are letters of a font of their own.
    const words = (text: string) => text.replace(/\p{Co}/gu, '').trim();
    return Promise.all(rows.map(async row => (await row.getByRole('cell').allInnerTexts()).map(words)));
  }

  get selected(): Locator {
    return this.content.getByRole('gridcell', { selected: true });
  }

  /** Names of what is shown, in order. */
  async names(): Promise<string[]> {
    return this.images.locator('.name').allInnerTexts();
  }
}

export async function openGallery(workbench: Workbench): Promise<GalleryPage> {
  await workbench.runCommand('Inline Assets: Open Image Gallery');
  const gallery = new GalleryPage(workbench.panel);
  await gallery.search.waitFor({ timeout: 45_000 });
  return gallery;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
