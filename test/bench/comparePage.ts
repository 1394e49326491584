/**
 * The view of images that are compared, beside a bare page with the same images, in Chromium: `node --import tsx
 * test/bench/comparePage.ts <folder with large-0.png to large-3.png>` prints one line of JSON.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../scripts/lib/browser.mjs';
import type { CompareView } from '../../src/protocol/compareViews';
import type { ImageFacts } from '../../src/core/model/run';
import { bundlePreview, openPreview, servePreview } from '../unit/webview/preview/page';

const [folder = ''] = process.argv.slice(2);
const names = [0, 1, 2, 3].map(index => `/large/${index}.png`);
const rounds = 5;
const frames = 120;

/** The page's made-up host. */
interface Preview {
  host: { openCompare(view: CompareView): void };
}

/** A frame that is drawn, as the compositor says it; microseconds. */
interface TraceEvent {
  name: string;
  ts: number;
  pid: number;
}

/** From where the images are asked for to two frames after all of them are decoded, milliseconds. */
const openBare = (page: Page): Promise<number> =>
  page.evaluate(async urls => {
    const start = performance.now();
    const images = urls.map(url => Object.assign(new Image(), { src: `${url}?${Math.random()}` }));
    for (const image of images) image.className = 'bare';
    document.body.replaceChildren(...images);
    await Promise.all(images.map(image => image.decode()));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
  }, names);

const openOurs = (page: Page): Promise<number> =>
  page.evaluate(async urls => {
    const facts: ImageFacts = {
      ...{ format: 'png', mimeType: 'image/png', width: 4096, height: 4096, bytes: 1, hasAlpha: false },
      ...{ animated: false, orientation: 1 },
      provenance: { contentCredentials: false, aiGenerated: false, synthIdClaimed: false },
    };
    const images = urls.map((url, index) => ({
      ...{ id: String(index), kind: 'file' as const, name: url },
      shown: { url: `${url}?${Math.random()}`, facts },
    }));
    const start = performance.now();
    const shown = images.map(({ id }) => id);
    const { preview } = window as unknown as { preview: Preview };
    preview.host.openCompare({ id: `c${start}`, name: 'large', images, shown, mode: 'side' });
    const pictures = (): HTMLImageElement[] => [
      ...(document
        .querySelector('ia-panel')
        ?.shadowRoot?.querySelector('ia-compare-view')
        ?.shadowRoot?.querySelector('ia-compare-stage')
        ?.shadowRoot?.querySelectorAll<HTMLImageElement>('img[data-place]') ?? []),
    ];
    while (pictures().length < 4) await new Promise(requestAnimationFrame);
    await Promise.all(pictures().map(image => image.decode()));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
  }, names);

/** Closes the view, so that the next one is another one. */
const closeOurs = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.locator('ia-compare-view').waitFor({ state: 'detached' });
};

/** One input a frame: moves, zooms, moves. */
async function act(page: Page, what: 'pan' | 'zoom'): Promise<void> {
  return page.evaluate(
    async ([kind, count]) => {
      const pane = document
        .querySelector('ia-panel')
        ?.shadowRoot?.querySelector('ia-compare-view')
        ?.shadowRoot?.querySelector('ia-compare-stage')
        ?.shadowRoot?.querySelector('.pane');
      const box = pane?.getBoundingClientRect();
      if (!pane || !box) throw new Error('no pane');
      const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true };
      for (let frame = 0; frame < count; frame++) {
        const turn = Math.floor(frame / 30) % 2 ? 1 : -1;
        const wheel = { ...at, deltaY: 20 * turn, cancelable: true };
        if (kind === 'zoom') pane.dispatchEvent(new WheelEvent('wheel', wheel));
        if (kind === 'pan') {
          const stage = (pane.getRootNode() as ShadowRoot).host as HTMLElement & {
            pan(x: number, y: number): void;
          };
          stage.pan(0.15 * turn, 0.1 * turn);
        }
        await new Promise(requestAnimationFrame);
      }
    },
    [what, frames] as const,
  );
}

/** The same images on the bare page, each moved by its transform: what this machine can do. */
const actBare = (page: Page): Promise<void> =>
  page.evaluate(async count => {
    const images = [...document.images];
    for (const image of images) image.style.willChange = 'transform';
    for (let frame = 0; frame < count; frame++) {
      const x = Math.floor(frame / 30) % 2 ? frame % 30 : 30 - (frame % 30);
      for (const image of images) image.style.transform = `translate(${-12 * x}px, ${-8 * x}px)`;
      await new Promise(requestAnimationFrame);
    }
  }, frames);

/** The longest time between two frames that Chromium drew meanwhile, milliseconds. */
async function traced(
  session: CDPSession,
  work: () => Promise<unknown>,
): Promise<{ longest: number; drawn: number }> {
  const events: TraceEvent[] = [];
  const take = ({ value }: { value: object[] }): void =>
    void events.push(...(value as unknown as TraceEvent[]));
  session.on('Tracing.dataCollected', take);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame'],
    },
  });
  await work();
  const ended = new Promise(done => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await ended;
  session.off('Tracing.dataCollected', take);
  const drawn = events
    .filter(({ name }) => name === 'DrawFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  // The first and the last belong to what was before and came after.
  const gaps = drawn.slice(1).map((ts, index) => (ts - (drawn[index] ?? ts)) / 1000);
  return { longest: Math.max(0, ...gaps.slice(2, -2)), drawn: drawn.length };
}

async function main(): Promise<void> {
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: browserArgs });
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  await context.addInitScript('globalThis.__name = value => value');
  await servePreview(context, await bundlePreview());
  await context.route('**/large/**', route => {
    const index = /(\d)\.png/.exec(route.request().url())?.[1] ?? '0';
    return route.fulfill({
      contentType: 'image/png',
      body: readFileSync(path.join(folder, `large-${index}.png`)),
    });
  });
  const bare = await context.newPage();
  await bare.goto('http://panel.localhost/empty');
  await bare.addStyleTag({ content: '.bare { width: 490px; height: 400px; object-fit: contain }' });
  const ours = await context.newPage();
  await openPreview(ours, { scenario: 'empty' });
  const paint = { bare: [] as number[], ours: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    await bare.bringToFront();
    paint.bare.push(await openBare(bare));
    if (round < rounds - 1) await bare.evaluate(() => document.body.replaceChildren());
    await ours.bringToFront();
    paint.ours.push(await openOurs(ours));
    if (round < rounds - 1) await closeOurs(ours);
  }
  const session = await browser.newBrowserCDPSession();
  const longest: Record<string, number> = {};
  const drawn: Record<string, number> = {};
  for (const what of ['pan', 'zoom'] as const) {
    // In their own size, where they are larger than their panes.
    await ours.keyboard.press(what === 'pan' ? '1' : '0');
    await act(ours, what);
    const seen = await traced(session, () => act(ours, what));
    longest[what] = seen.longest;
    drawn[what] = seen.drawn;
  }
  await bare.bringToFront();
  await actBare(bare);
  const plain = await traced(session, () => actBare(bare));
  longest['bare'] = plain.longest;
  drawn['bare'] = plain.drawn;
  console.log(JSON.stringify({ paint, longest, drawn, frames }));
  await browser.close();
}

void main();
