import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { PanelFrame } from './panelFrame';
import { CompareViewPage } from './compareViewPage';
import { LargeViewPage } from './largeViewPage';
import { LayersViewPage } from './layersViewPage';
import { SaveViewPage } from './saveViewPage';
import { SliceViewPage } from './sliceViewPage';
import { SpriteViewPage } from './spriteViewPage';
import { RunPage } from './runPage';
import { becomes } from './until';
import type { Workbench } from './workbench';

/** The panel as a person knows it: by what its controls are called. */
export class PanelPage {
  constructor(private readonly panel: PanelFrame) {}

  get content(): ReturnType<() => PanelFrame['content']> {
    return this.panel.content;
  }

  get prompt(): Locator {
    return this.content.getByRole('textbox', { name: 'Prompt', exact: true });
  }

  get generateButton(): Locator {
    return this.content.getByRole('button', { name: /^Generate/ });
  }

  /** Every image that arrived and is drawn, newest run first. */
  get images(): Locator {
    return this.content.getByRole('button', { name: /^Open image from / });
  }

  /** An image by the label of its model. */
  imageOf(model: string): Locator {
    return this.content.getByRole('button', { name: new RegExp(`^Open image from ${escaped(model)},`) });
  }

  get failures(): Locator {
    return this.content.locator('ia-failure');
  }

  get waiting(): Locator {
    return this.content.getByRole('group', { name: /, (running|waiting)$/ });
  }

  /** The run of a prompt; the newest, when it was asked for more than once. */
  run(prompt: string): RunPage {
    return new RunPage(this.content.getByRole('region', { name: prompt, exact: true }).first());
  }

  get compareView(): CompareViewPage {
    return new CompareViewPage(this.content);
  }

  get largeView(): LargeViewPage {
    return new LargeViewPage(this.content);
  }

  get layersView(): LayersViewPage {
    return new LayersViewPage(this.content);
  }

  get saveView(): SaveViewPage {
    return new SaveViewPage(this.content);
  }

  get sliceView(): SliceViewPage {
    return new SliceViewPage(this.content);
  }

  get spriteView(): SpriteViewPage {
    return new SpriteViewPage(this.content);
  }

  /** The list of missing images. */
  get missingView(): Locator {
    return this.content.getByRole('dialog', { name: /^Missing images/ });
  }

  /** The view of an asset set, over everything. */
  get setView(): Locator {
    return this.content.getByRole('dialog', { name: /^Asset set of/ });
  }

  /** Every run that is shown, newest first. */
  get runs(): Locator {
    return this.content.getByRole('region', { name: 'Results' }).getByRole('region');
  }

  get search(): Locator {
    return this.content.getByRole('searchbox', { name: 'Search prompts' });
  }

  /** What the line at the bottom says for a while. */
  get status(): Locator {
    return this.content.locator('.status');
  }

  /** Why the last Generate sent nothing. */
  get refusal(): Locator {
    return this.content.locator('[aria-live=assertive]');
  }

  text(words: string | RegExp): Locator {
    return this.content.getByText(words).first();
  }

  button(name: string | RegExp): Locator {
    return this.content.getByRole('button', { name }).first();
  }

  /** In a narrow panel with results the composer is one line until it is asked for. */
  async unfold(): Promise<void> {
    const edit = this.content.getByRole('region', { name: 'Composer' }).getByRole('button', { name: 'Edit' });
    if (!(await this.prompt.isVisible())) await edit.click();
    await this.prompt.waitFor();
  }

  async generate(prompt: string): Promise<void> {
    await this.prompt.fill(prompt);
    await this.prompt.press('ControlOrMeta+Enter');
  }

  /**
   * Makes exactly these models the chosen ones, by their labels. The panel itself may change them in between, when the
   * reference images no longer suit them.
   */
  async chooseModels(...labels: string[]): Promise<void> {
    const done = await becomes(20_000, async () => {
      const chosen = await this.chosenModels();
      const missing = labels.find(label => !chosen.includes(label));
      const extra = chosen.find(label => !labels.includes(label));
      if (missing !== undefined) await this.tickModel(missing);
      else if (extra !== undefined) {
        await this.content.getByRole('button', { name: `Remove ${extra}`, exact: true }).click();
      }
      return missing === undefined && extra === undefined;
    });
    assert.ok(done, `The models are not [${labels.join(' | ')}].`);
  }

  private async chosenModels(): Promise<string[]> {
    const chips = this.content
      .getByRole('list', { name: 'Models' })
      .getByRole('button', { name: /^Remove / });
    const names = await chips.evaluateAll(all => all.map(each => each.getAttribute('aria-label') ?? ''));
    return names.map(name => name.replace(/^Remove /, ''));
  }

  private async tickModel(label: string): Promise<void> {
    await this.button('Choose models').click();
    const item = this.content.getByRole('option', { name: new RegExp(`^${escaped(label)}(,|$)`) }).first();
    if ((await item.getAttribute('aria-selected')) === 'false') await item.click();
    await this.prompt.page().keyboard.press('Escape');
    await item.waitFor({ state: 'hidden' });
  }

  /** A button on an image, which shows when the pointer is on it. */
  async press(image: Locator, action: 'Save…' | 'Edit…'): Promise<void> {
    await image.hover();
    await this.toolsOf(image).getByRole('button', { name: action, exact: true }).click();
  }

  /** Saves an image as the Save view proposes it, or under another path from the workspace folder; gives the path. */
  async saveAs(image: Locator, file?: string): Promise<string> {
    await this.press(image, 'Save…');
    await this.saveView.ready();
    if (file !== undefined) await this.saveView.path.fill(file);
    await this.saveView.made();
    const named = await this.saveView.path.inputValue();
    await this.saveView.save();
    return named;
  }

  /** An entry of an image's menu. */
  async choose(image: Locator, action: string | RegExp): Promise<void> {
    await image.hover();
    await this.toolsOf(image).getByRole('button', { name: 'More actions' }).click();
    await this.content.getByRole('menuitem', { name: action }).first().click();
  }

  private toolsOf(image: Locator): Locator {
    return image.locator('xpath=..').getByRole('toolbar', { name: 'Image actions' });
  }
}

export async function openPanel(workbench: Workbench, command = 'Open Panel'): Promise<PanelPage> {
  await workbench.runCommand(`Inline Assets: ${command}`);
  const page = new PanelPage(workbench.panel);
  await page.prompt.waitFor({ timeout: 45_000 });
  return page;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
