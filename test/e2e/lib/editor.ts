import type { Locator, Page } from 'playwright-core';
import type { QuickInput } from './quickInput';
import { appears, exact, until } from './until';

/** The active text editor and the tabs. */
export class Editor {
  constructor(
    private readonly page: Page,
    private readonly quickInput: QuickInput,
  ) {}

  tab(name: string | RegExp): Locator {
    return this.page.getByRole('tab', { name });
  }

  /** Opens a file of the workspace, with the cursor at a 1-based line and column. */
  async open(file: string, line = 1, column = 1): Promise<void> {
    const name = file.split('/').at(-1) ?? file;
    await until(`${file} in the file list`, 30_000, async () => {
      await this.page.keyboard.press('ControlOrMeta+P');
      // A page that is just losing the focus swallows the key.
      if (!(await appears(this.quickInput.input, 3000))) return false;
      // It closes when something else takes the focus at that moment.
      const typed = await this.quickInput.input.fill(file, { timeout: 1000 }).then(
        () => true,
        () => false,
      );
      if (!typed) return false;
      const found = await appears(this.quickInput.row(exact(name)), 3000);
      if (!found) await this.quickInput.dismiss();
      return found;
    });
    await this.quickInput.row(exact(name)).click();
    await this.tab(new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)).waitFor();
    if (/\.(md|mdx|html|css|[jt]sx?|vue|svelte|json|webmanifest|txt)$/.test(name))
      await this.goTo(line, column);
  }

  /** Puts the cursor at a 1-based line and column of the active editor. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.content().waitFor();
    await this.page.keyboard.press('Control+G');
    await this.quickInput.input.waitFor();
    await this.quickInput.fill(`:${line}:${column}`);
    await this.quickInput.accept();
    await this.quickInput.widget.waitFor({ state: 'hidden' });
    await this.statusBarPosition(line, column);
  }

  private async statusBarPosition(line: number, column: number): Promise<void> {
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  private content(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first();
  }

  /** The lines that are drawn, top to bottom. */
  async text(): Promise<string> {
    const lines = await this.content().evaluate(element =>
      [...element.querySelectorAll('.view-line')]
        .map(line => ({ top: line.getBoundingClientRect().top, text: line.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(line => line.text),
    );
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  async focus(): Promise<void> {
    await this.page.keyboard.press('Control+1');
  }

  /** The file is written soon after this: wait for its content with `until`. */
  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'hidden' });
  }

  async undo(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Z');
  }

  async redo(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+Shift+Z');
  }

  /** A squiggle in the active editor. */
  squiggle(severity: 'info' | 'warning' | 'error' | 'hint' = 'info'): Locator {
    return this.page.locator(`.editor-group-container.active .squiggly-${severity}`).first();
  }

  /** Opens the quick fixes at the cursor; they come when the diagnostics have. */
  async openQuickFixes(label: string): Promise<Locator> {
    const row = this.page.locator('.action-widget .monaco-list-row').filter({ hasText: label }).first();
    await this.askForCodeActions(`quick fix "${label}"`, row);
    return row;
  }

  /** Whatever the editor offers at the cursor: its menu, or the word that there is nothing. */
  async openCodeActions(): Promise<Locator> {
    const answer = this.page.locator('.action-widget, .monaco-editor-overlaymessage').first();
    await this.askForCodeActions('an answer to Quick Fix', answer);
    return answer;
  }

  private async askForCodeActions(what: string, answer: Locator): Promise<void> {
    await until(what, 30_000, async () => {
      await this.page.keyboard.press('ControlOrMeta+.');
      const found = await appears(answer, 2000);
      if (!found) await this.page.keyboard.press('Escape');
      return found;
    });
  }

  async quickFix(label: string): Promise<void> {
    await (await this.openQuickFixes(label)).click();
  }
}
