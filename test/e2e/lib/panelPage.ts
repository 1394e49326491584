import type { Locator } from 'playwright-core';
import type { PanelFrame } from './panelFrame';
import { LargeViewPage } from './largeViewPage';
import { RunPage } from './runPage';
import type { Workbench } from './workbench';

/** The panel as a person knows it: by what its controls are called. */
export class PanelPage {
  constructor(private readonly panel: PanelFrame) {}

  private get content(): ReturnType<() => PanelFrame['content']> {
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

  get largeView(): LargeViewPage {
    return new LargeViewPage(this.content);
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

  /** Makes exactly these models the chosen ones, by their labels. */
  async chooseModels(...labels: string[]): Promise<void> {
    for (const label of labels) {
      const chip = this.content.getByRole('button', { name: `Remove ${label}`, exact: true });
      if (await chip.isVisible()) continue;
      await this.button('Choose models').click();
      await this.content
        .getByRole('menuitemcheckbox', { name: new RegExp(`^${escaped(label)}(,|$)`) })
        .first()
        .click();
      await this.prompt.page().keyboard.press('Escape');
      await chip.waitFor();
    }
    const chips = this.content
      .getByRole('list', { name: 'Models' })
      .getByRole('button', { name: /^Remove / });
    for (const name of await chips.evaluateAll(all =>
      all.map(each => each.getAttribute('aria-label') ?? ''),
    )) {
      if (!labels.includes(name.replace(/^Remove /, ''))) {
        await this.content.getByRole('button', { name, exact: true }).click();
      }
    }
  }

  /** A button on an image, which shows when the pointer is on it. */
  async press(image: Locator, action: 'Save…' | 'Edit…'): Promise<void> {
    await image.hover();
    await this.toolsOf(image).getByRole('button', { name: action, exact: true }).click();
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
