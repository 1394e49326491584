import type { Locator } from 'playwright-core';
import type { QuickInput } from './quickInput';
import { becomes, until } from './until';
import type { Workbench } from './workbench';

/** The pick of workspace images. */
export class ImagePick {
  private readonly quickInput: QuickInput;

  constructor(private readonly workbench: Workbench) {
    this.quickInput = workbench.quickInput;
  }

  async open(): Promise<void> {
    await this.workbench.runCommand('Inline Assets: Pick Workspace Images…');
    await this.quickInput.widget.getByText('Pick Images').waitFor();
  }

  /** Waits until what is under the list's title says so. */
  async says(words: string): Promise<void> {
    await until(`“${words}”`, 20_000, async () =>
      ((await this.quickInput.input.getAttribute('placeholder')) ?? '').includes(words),
    );
  }

  /** Types, and waits for the labels to be these, in any order: the list puts the best match first. */
  async search(text: string, labels: readonly string[]): Promise<void> {
    await this.quickInput.fill(text);
    await until(`[${labels.join(', ')}] for “${text}”`, 20_000, async () => {
      await this.quickInput.settled();
      return (await this.quickInput.labels()).sort().join() === [...labels].sort().join();
    });
  }

  async tick(label: string): Promise<void> {
    await this.quickInput.tick(label);
    await until(`a tick at ${label}`, 10_000, () => this.checkbox(label).isChecked());
  }

  /** Ticks the first row that comes, and gives its label. */
  async tickFirst(): Promise<string> {
    let label = '';
    // The row can be drawn anew between the look and the click.
    await until('a tick', 20_000, async () => {
      await this.quickInput.rows().first().getByRole('checkbox').first().click();
      await becomes(1000, async () => ([label = ''] = await this.ticked())[0] !== undefined);
      return label !== '';
    });
    return label;
  }

  checkbox(label: string): Locator {
    return this.quickInput.row(label).getByRole('checkbox').first();
  }

  /** The labels that are drawn and ticked. */
  async ticked(): Promise<string[]> {
    const rows = this.quickInput
      .rows()
      .filter({ has: this.workbench.page.getByRole('checkbox', { checked: true }) });
    return rows.locator('.label-name').allInnerTexts();
  }

  /** Waits for the words beside a label. */
  async describes(label: string, words: string): Promise<void> {
    const description = this.quickInput.row(label).locator('.label-description');
    let found = '';
    await until(`“${words}” beside ${label}`, 20_000, async () => {
      found = (await description.innerText()).replace(/\s+/g, ' ').trim();
      return found === words;
    }).catch((error: unknown) => {
      throw new Error(`${label} says “${found}”`, { cause: error });
    });
  }
}
