import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { writeSettings, type CodeServer } from '../../../scripts/lib/codeServer.mjs';
import { Editor } from './editor';
import { Explorer } from './explorer';
import { Notifications } from './notifications';
import { PanelFrame } from './panelFrame';
import { QuickInput } from './quickInput';
import { becomes, exact, until } from './until';

export interface WorkbenchParts {
  server: CodeServer;
  context: BrowserContext;
  page: Page;
  settings: Readonly<Record<string, unknown>>;
  workspace: string | undefined;
  /** Is opened, if there is one, and not the folder. */
  workspaceFile?: string;
  onClose(): void;
}

const pictures = path.resolve(import.meta.dirname, '../../../out/e2e');

/** One window of VS Code. Everything a person would do goes through the page; files are read from the disk. */
export class Workbench {
  readonly page: Page;
  readonly explorer: Explorer;
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  readonly editor: Editor;
  /** The panel's webview, when it is open. */
  readonly panel: PanelFrame;
  private settings: Readonly<Record<string, unknown>>;
  private titles = 0;
  private closed = false;

  constructor(private readonly parts: WorkbenchParts) {
    this.page = parts.page;
    this.page.setDefaultTimeout(20_000);
    this.settings = parts.settings;
    this.explorer = new Explorer(this.page);
    this.quickInput = new QuickInput(this.page);
    this.notifications = new Notifications(this.page);
    this.editor = new Editor(this.page, this.quickInput);
    this.panel = new PanelFrame(this.page);
  }

  /** The copy that is open. */
  get folder(): string {
    assert.ok(this.parts.workspace, 'no folder is open');
    return this.parts.workspace;
  }

  /** User data of this server: the store is below it. */
  get userData(): string {
    return path.join(this.parts.server.folder, 'user-data');
  }

  get context(): BrowserContext {
    return this.parts.context;
  }

  async load(): Promise<void> {
    const { workspace, workspaceFile } = this.parts;
    const query = new URLSearchParams(
      workspaceFile !== undefined
        ? { workspace: workspaceFile }
        : workspace !== undefined
          ? { folder: workspace }
          : { ew: 'true' },
    );
    await this.page.goto(`${this.parts.server.url}/?${query}`);
    await this.ready();
  }

  /** As the browser's: VS Code comes back as it was written down last, up to a minute ago. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** VS Code's own: it writes down before what is open. */
  async reloadWindow(): Promise<void> {
    const title = 'Developer: Reload Window';
    await this.quickInput.openPalette(title);
    // Once: a second one would reload what has just come.
    await Promise.all([
      this.page.waitForEvent('load', { timeout: 60_000 }),
      this.quickInput.row(exact(title)).click(),
    ]);
    await this.ready();
  }

  /** A second window on the same folder, in the same browser profile. */
  async secondWindow(): Promise<Workbench> {
    const other = new Workbench({
      ...this.parts,
      page: await this.context.newPage(),
      onClose: () => undefined,
    });
    await other.load();
    return other;
  }

  /** Ends the window as a crash would: nothing gets to say goodbye. */
  async killServer(): Promise<void> {
    await this.parts.server.stop();
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.context.close();
    await this.parts.server.stop();
    this.parts.onClose();
  }

  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    // The status bar is drawn last, when the extensions are known.
    await this.page.locator('.statusbar').waitFor({ timeout: 60_000 });
    if ((this.parts.workspaceFile ?? this.parts.workspace) !== undefined)
      await this.explorer.anyItem().waitFor({ timeout: 60_000 });
  }

  /** Runs a command from the palette by its full title, for example `Inline Assets: Open Panel`. */
  async runCommand(title: string): Promise<void> {
    // The palette lists what is known when it opens: contributions can arrive later, so open it again until then.
    await until(`command "${title}"`, 45_000, async () => {
      await this.quickInput.openPalette(title);
      const row = this.quickInput.row(exact(title));
      const done = await row.click({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
      if (!done) await this.quickInput.dismiss();
      return done;
    });
  }

  /** Whether the palette offers a command now. Call it after another command was found. */
  async offersCommand(title: string): Promise<boolean> {
    await this.quickInput.openPalette(title);
    await this.quickInput.settled();
    const found = await this.quickInput.row(exact(title)).isVisible();
    await this.quickInput.dismiss();
    return found;
  }

  /** Writes user settings and returns when the window has read them. `undefined` removes one. */
  async updateSettings(patch: Readonly<Record<string, unknown>>): Promise<void> {
    this.titles += 1;
    // The title comes from the same file: when it has one more invisible mark, everything else was read too.
    const title = `\${rootName}${'\u2060'.repeat(this.titles)}`;
    this.settings = { ...this.settings, ...patch, 'window.title': title };
    writeSettings(this.parts.server.folder, this.settings);
    await until('the new settings', 20_000, async () => {
      // code-server does not heed its own file watcher here; a command that writes a setting makes it read all.
      await this.runCommand('View: Toggle Render Whitespace');
      return becomes(5000, async () => joiners(await this.page.title()) === this.titles);
    });
  }

  async setTheme(theme: 'dark' | 'light' | 'high-contrast' | 'high-contrast-light'): Promise<void> {
    const themes = {
      dark: ['Dark 2026', 'vs-dark'],
      light: ['Light 2026', 'vs'],
      'high-contrast': ['Default High Contrast', 'hc-black'],
      'high-contrast-light': ['Default High Contrast Light', 'hc-light'],
    } as const;
    const [name, mark] = themes[theme];
    await this.updateSettings({ 'workbench.colorTheme': name });
    await this.page.locator(`.monaco-workbench.${mark}`).waitFor();
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** A modal dialog, by words in it. */
  dialog(text: string | RegExp): Locator {
    return this.page
      .getByRole('dialog')
      .filter({ has: this.page.locator('.dialog-message, .dialog-message-detail'), hasText: text });
  }

  async answerDialog(text: string | RegExp, button: string | RegExp): Promise<void> {
    const dialog = this.dialog(text);
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** The path that the save dialog proposes; the dialog fills it in after it is shown. */
  async proposedPath(): Promise<string> {
    const { input } = this.quickInput;
    await input.waitFor();
    await until('a proposed file name', 20_000, async () => /[^/]\.\w+$/.test(await input.inputValue()));
    return input.inputValue();
  }

  /** Answers the save (or open) dialog that is shown with a path. */
  async acceptFileDialog(file: string): Promise<void> {
    await this.proposedPath();
    // The dialog follows what is typed key by key; a text that is set at once can be overtaken by its own proposal.
    const { input } = this.quickInput;
    await until(`${file} in the dialog`, 40_000, async () => {
      await this.quickInput.settled();
      await input.press('ControlOrMeta+A');
      await input.pressSequentially(file);
      await this.quickInput.settled();
      return (await input.inputValue()) === file;
    });
    // It can still take the text for a folder, and say so; then the same key again is right. A title of its own is a question.
    const { widget } = this.quickInput;
    const title = widget.locator('.quick-input-title');
    const before = await title.innerText();
    await until('the dialog to take it', 20_000, async () => {
      if (await input.isVisible()) await this.quickInput.accept();
      return becomes(1500, async () => !(await widget.isVisible()) || (await title.innerText()) !== before);
    });
  }

  /** Opens a text file with the cursor before the first `text` in it. */
  async openAt(file: string, text: string): Promise<void> {
    const before = this.read(file).toString('utf8').split(text, 1)[0] ?? '';
    const lines = before.split('\n');
    await this.editor.open(file, lines.length, (lines.at(-1) ?? '').length + 1);
  }

  /** The bytes of a file of the open folder. */
  read(file: string): Buffer {
    return readFileSync(path.join(this.folder, file));
  }

  /** Into out/e2e, or a folder given. */
  async screenshot(name: string, folder = pictures): Promise<string> {
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }
}

const joiners = (title: string): number => title.split('\u2060').length - 1;
