import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as axeCore from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../../scripts/lib/browser.mjs';
import { bundlePreview, openPreview, type PageName, servePreview, type ThemeName } from './preview/page';

export interface PanelOptions {
  page?: PageName;
  scenario?: string;
  theme?: ThemeName;
  width?: number;
  height?: number;
}

/** One browser for all files of tests of a process, made when the first one needs it. */
let shared: Promise<{ browser: Browser; page: Page }> | undefined;
let bundle: ReturnType<typeof bundlePreview> | undefined;
const errors: string[] = [];

after(async () => {
  // A worker of mocha's takes each file for the last; its browser ends with it.
  if (process.env['MOCHA_WORKER_ID'] !== undefined) return;
  const ending = shared;
  shared = undefined;
  await (await ending)?.browser.close();
});

async function launch(): Promise<{ browser: Browser; page: Page }> {
  const [executablePath, files] = await Promise.all([ensureBrowser(), (bundle ??= bundlePreview())]);
  const browser = await chromium.launch({ executablePath, args: browserArgs });
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // tsx wraps named functions in it, also those that are sent to the page.
  await context.addInitScript('globalThis.__name = value => value');
  await servePreview(context, files);
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.on('pageerror', error => errors.push(error.message));
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  return { browser, page };
}

/** The panel with its made-up host, in a Chromium; every opening is a fresh one. */
export function usePanel(): (options?: PanelOptions) => Promise<Page> {
  before(async function () {
    this.timeout(60_000);
    await (shared ??= launch());
  });
  afterEach(() => assert.deepEqual(errors.splice(0), []));

  return async ({ page: name, scenario, theme, width = 1280, height = 860 } = {}) => {
    const { page } = await (shared ??= launch());
    // Also takes the pointer and the focus away from where the test before has left them.
    await page.goto('about:blank');
    await page.setViewportSize({ width, height });
    await openPreview(page, {
      ...(name && { page: name }),
      ...(scenario && { scenario }),
      ...(theme && { theme }),
    });
    return page;
  };
}

/** Waits for the panel to have asked the host for `method`, and gives the parameters of the newest time. */
export async function asked(page: Page, method: string): Promise<unknown> {
  const handle = await page.waitForFunction(
    name => window.preview.host.calls.findLast(call => call.method === name),
    method,
  );
  return (await handle.evaluate(call => call?.params)) as unknown;
}

/** How often the panel has asked the host for `method`, once all that is under way has arrived. */
export async function timesAsked(page: Page, method: string): Promise<number> {
  return page.evaluate(async name => {
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    return window.preview.host.calls.filter(call => call.method === name).length;
  }, method);
}

/** Role and name of what has the focus, through all shadow roots. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const name = active?.getAttribute('aria-label') ?? active?.id ?? '';
    return `${active?.localName ?? 'nothing'} ${name || (active?.textContent ?? '').replace(/\p{Co}/gu, '').trim()}`;
  });
}

/** A menu or a dialog moves the focus once it is drawn. */
export async function focusComes(page: Page, name: RegExp): Promise<void> {
  for (const end = Date.now() + 5000; ;) {
    const now = await focused(page);
    if (name.test(now)) return;
    if (Date.now() > end) throw new Error(`The focus is on “${now}” and not on ${String(name)}.`);
    await new Promise(resolve => setImmediate(resolve));
  }
}

export const cspViolations = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window.preview ?? window.gallery).cspViolations);

const axeSource = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong, a line each. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof axeCore };
    const { violations } = await axe.run(document);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(node => `${id}: ${node.target.flat().join(' ')} ${node.failureSummary ?? ''}`),
    );
  });
}
