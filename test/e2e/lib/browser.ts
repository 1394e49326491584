import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../../scripts/lib/browser.mjs';

let running: Promise<Browser> | undefined;

async function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureBrowser(), headless: true, args: browserArgs });
}

/** A browser profile of its own: no cookies, secrets or workbench state of other tests. */
export async function newContext(
  origin: string,
  screen: { viewport: { width: number; height: number }; deviceScaleFactor: number },
): Promise<BrowserContext> {
  running ??= launch();
  const context = await (await running).newContext({ ...screen, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  return context;
}

export async function closeBrowser(): Promise<void> {
  const browser = running;
  running = undefined;
  await (await browser)?.close();
}
