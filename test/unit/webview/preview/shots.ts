/**
 * Pictures of the panel with its made-up host, for looking at while working on it:
 * `npx tsx test/unit/webview/preview/shots.ts <folder> [part of a name] [folder of photographs]`
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { browserArgs, ensureBrowser } from '../../../../scripts/lib/browser.mjs';
import { bundlePreview, openPreview, servePreview, type ThemeName } from './page';

type Steps = (page: Page) => Promise<void>;

const openNewest: Steps = page =>
  page
    .getByRole('button', { name: /^Open image/ })
    .first()
    .click();
const compare: Steps = async page => {
  await openNewest(page);
  await page.getByRole('button', { name: 'Before and after' }).click();
  await page.getByRole('menuitemradio').nth(1).click();
};

const offer: Steps = async page => {
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A fox sticker on a transparent background');
  await page.getByRole('button', { name: 'Make the background transparent', exact: true }).waitFor();
};

const saveAs =
  (preset?: string): Steps =>
  async page => {
    await page.locator('ia-candidate').first().hover();
    await page.getByRole('button', { name: 'Save…' }).first().click();
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
    if (preset === undefined) return;
    await page.getByRole('button', { name: /^Preset: / }).click();
    await page.getByRole('menuitemradio', { name: preset }).click();
    await page.locator('ia-crop').waitFor();
    await page.locator('ia-save-view [aria-busy=false]').waitFor();
  };

/** A name that is there, and a number that cannot be. */
const wrong: Steps = async page => {
  await saveAs()(page);
  await page.getByRole('textbox', { name: 'Save as' }).fill('docs/img/there.jpg');
  await page.getByText('already there').waitFor();
  await page.getByRole('spinbutton', { name: 'At most, KB' }).fill('0');
  await page.getByRole('alert').waitFor();
};
const tiny: Steps = async page => {
  await page.evaluate(() =>
    window.preview.host.openSave({ width: 60, height: 45, format: 'gif' }, { path: 'img/moving.gif' }),
  );
  await page.getByRole('spinbutton', { name: 'Width in pixels' }).fill('40');
  await page.getByText('so this becomes PNG').waitFor();
};
const smallLayers: Steps = async page => {
  await page.evaluate(() => window.preview.host.openLayers({ width: 72, height: 48 }));
  await page.getByRole('button', { name: 'Add a layer' }).click();
  await page.getByRole('menuitem', { name: 'Text' }).click();
  await page.locator('ia-layers-view [aria-busy=false]').waitFor();
};

/** The last fields, in sight. */
const originOf: Steps = async page => {
  await saveAs()(page);
  await page.getByRole('checkbox', { name: 'Strip all metadata' }).check();
  await page.getByRole('checkbox', { name: 'Write a recipe beside' }).check();
  await page.locator('ia-save-view [aria-busy=false]').waitFor();
  await page.getByRole('checkbox', { name: 'Write a recipe beside' }).scrollIntoViewIfNeeded();
};

const sprites =
  (...choices: readonly (readonly [string, string])[]): Steps =>
  async page => {
    await page.locator('ia-candidate').first().hover();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Cut into sprite frames…' }).click();
    for (const [what, entry] of choices) {
      await page.getByRole('button', { name: new RegExp(`^${what}: `) }).click();
      await page.getByRole('menuitemradio', { name: entry }).first().click();
    }
    await page.locator('ia-sprite-view [aria-busy=false]').waitFor();
  };

const slices =
  (small: boolean, then?: Steps): Steps =>
  async page => {
    await page.evaluate(little => window.preview.host.openSlices(little), small);
    await page.locator('ia-slice-view [aria-busy=false]').waitFor();
    await then?.(page);
  };
const fillOf =
  (entry: string): Steps =>
  async page => {
    await page.getByRole('button', { name: /^Fill: / }).click();
    await page.getByRole('menuitemradio', { name: entry }).click();
    await page.locator('ia-slice-view [aria-busy=false]').waitFor();
  };
const crossing: Steps = async page => {
  await page.getByRole('spinbutton', { name: 'Left' }).fill('330');
  await page.getByRole('alert').waitFor();
};

const brush: Steps = async page => {
  await saveAs()(page);
  await page.getByRole('checkbox', { name: 'Remove flat background' }).check();
  await page.getByRole('button', { name: 'Erase', exact: true }).click();
  const box = (await page.getByRole('application').boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7, { steps: 9 });
};

const pixels: Steps = async page => {
  await saveAs()(page);
  await page.getByRole('checkbox', { name: 'Snap to pixel grid' }).check();
  await page.getByRole('checkbox', { name: 'No half-transparent pixels' }).scrollIntoViewIfNeeded();
  await page.locator('ia-save-view [aria-busy=false]').waitFor();
};

const mark =
  (template?: string): Steps =>
  async page => {
    await page.locator('ia-candidate').first().hover();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: /^Add text and marks/ }).click();
    await page.locator('ia-layers-view [aria-busy=false]').waitFor();
    if (template === undefined) return;
    await page.getByRole('button', { name: 'Begin with a template' }).click();
    await page.getByRole('menuitem', { name: template }).click();
    await page.locator('ia-layers-view [aria-busy=false]').waitFor();
  };

const makeSet =
  (then?: Steps): Steps =>
  async page => {
    await page.locator('ia-candidate').first().hover();
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: 'Make asset set…' }).click();
    await page.locator('ia-set-view [aria-busy=false]').waitFor();
    await then?.(page);
  };

const chooseSet =
  (name: string): Steps =>
  async page => {
    await page.getByRole('button', { name: /^Set: / }).click();
    await page.getByRole('menuitemradio', { name }).click();
    await page.locator('ia-set-view [aria-busy=false]').waitFor();
  };

const tile =
  (how: string, from: Steps): Steps =>
  async page => {
    await from(page);
    await page.getByRole('dialog').getByRole('button', { name: how }).click();
    await page.getByText('Top and bottom meet').waitFor();
  };

/** The images of the newest run, or ones that do not suit each other. */
const compared =
  (odd: boolean, ...keys: string[]): Steps =>
  async page => {
    if (odd) await page.evaluate(() => window.preview.host.openCompare(window.preview.oddCompareView()));
    else await page.getByRole('button', { name: 'Compare', exact: true }).first().click();
    await page.locator('ia-compare-stage').waitFor();
    for (const key of keys) await page.keyboard.press(key);
    await page.locator('ia-compare-view [aria-busy=false]').waitFor();
    await page.evaluate(() => new Promise(done => setTimeout(done, 300)));
  };

const missing: Steps = async page => {
  await page.evaluate(() => window.preview.host.openMissing());
  await page.getByRole('list', { name: 'Missing images' }).waitFor();
};
const missingUnderWay: Steps = async page => {
  await page.evaluate(() => window.preview.host.openMissingUnderWay());
  await page.getByRole('list', { name: 'Missing images' }).waitFor();
  await page.evaluate(() => new Promise(done => setTimeout(done, 300)));
};

const shots: readonly (readonly [string, string, ThemeName, number, number, Steps?])[] = [
  ['wide-dark', 'full', 'dark', 1280, 860],
  ['wide-light', 'full', 'light', 1280, 860],
  ['wide-hc', 'full', 'highContrast', 1280, 860],
  ['missing-dark', 'full', 'darkModern', 1280, 800, missing],
  ['missing-light', 'full', 'light', 1280, 800, missing],
  ['missing-hc', 'full', 'highContrast', 1280, 800, missingUnderWay],
  ['missing-way', 'full', 'darkModern', 1000, 800, missingUnderWay],
  ['missing-narrow', 'full', 'dark', 400, 1300, missing],
  ['missing-narrow-way', 'full', 'light', 400, 1300, missingUnderWay],
  ['compare-side-dark', 'full', 'darkModern', 1280, 860, compared(false)],
  ['compare-slider-light', 'full', 'lightModern', 1280, 860, compared(false, 'l')],
  ['compare-fade-hc', 'full', 'highContrast', 1280, 860, compared(false, 'f')],
  ['compare-difference-dark', 'full', 'dark', 1280, 860, compared(false, 'd')],
  ['compare-odd-light', 'full', 'light', 1000, 700, compared(true, '?')],
  ['compare-narrow', 'full', 'dark', 400, 860, compared(false)],
  ['wide-hcl', 'full', 'highContrastLight', 1280, 860],
  ['mid-dark', 'full', 'darkModern', 700, 860],
  ['narrow-dark', 'full', 'dark', 420, 860],
  ['narrow-light', 'full', 'lightModern', 420, 860],
  ['empty-dark', 'empty', 'dark', 1280, 860],
  ['nokey-light', 'no-key', 'light', 1280, 860],
  ['failed-dark', 'failed', 'dark', 1280, 1500],
  ['failed-light', 'failed', 'light', 1280, 1500],
  ['failed-narrow', 'failed', 'dark', 420, 1900],
  ['nokey-narrow', 'no-key', 'dark', 420, 860],
  ['restricted-dark', 'restricted', 'dark', 1000, 700],
  ...(['dark', 'light', 'highContrast'] as const).map(
    theme =>
      [
        `picker-${theme}`,
        'models',
        theme,
        900,
        860,
        async (page: Page) => {
          await page.getByRole('button', { name: 'Choose models' }).click();
          await page.keyboard.press('ArrowDown');
        },
      ] as const,
  ),
  [
    'picker-narrow',
    'models',
    'dark',
    320,
    700,
    page => page.getByRole('button', { name: 'Choose models' }).click(),
  ],
  [
    'picker-search',
    'thousands',
    'light',
    420,
    700,
    async page => {
      await page.getByRole('button', { name: 'Choose models' }).click();
      await page.keyboard.type('i');
    },
  ],
  [
    'models-dark',
    'full',
    'dark',
    1280,
    860,
    page => page.getByRole('button', { name: 'Choose models' }).click(),
  ],
  [
    'models-hc',
    'full',
    'highContrast',
    900,
    860,
    page => page.getByRole('button', { name: 'Choose models' }).click(),
  ],
  [
    'ratio-light',
    'full',
    'light',
    900,
    860,
    page => page.getByRole('button', { name: 'Aspect ratio' }).click(),
  ],
  [
    'role-dark',
    'full',
    'dark',
    900,
    860,
    page => page.getByRole('button', { name: /cups.jpg, subject/ }).click(),
  ],
  [
    'more-dark',
    'full',
    'dark',
    900,
    860,
    page => page.getByRole('button', { name: 'More', exact: true }).click(),
  ],
  [
    'cell-dark',
    'full',
    'dark',
    1280,
    860,
    async page => {
      await page
        .getByRole('button', { name: /^Open image/ })
        .first()
        .hover();
      await page.getByRole('button', { name: 'More actions' }).first().click();
    },
  ],
  ['offer-light', 'empty', 'light', 900, 700, offer],
  ['offer-dark', 'empty', 'dark', 900, 700, offer],
  ['offer-hc', 'empty', 'highContrast', 900, 700, offer],
  ['offer-narrow', 'empty', 'dark', 400, 860, offer],
  ['tile-offset', 'full', 'dark', 1280, 860, tile('Wrapped by half', openNewest)],
  ['tile-repeat', 'full', 'light', 1280, 860, tile('Repeated 3 × 3', openNewest)],
  ['tile-hc', 'full', 'highContrast', 1280, 860, tile('Repeated 3 × 3', openNewest)],
  ['tile-save', 'full', 'dark', 1280, 860, tile('Wrapped by half', saveAs())],
  ['tile-narrow', 'full', 'dark', 400, 860, tile('Wrapped by half', openNewest)],
  ['tile-save-narrow', 'full', 'light', 400, 860, tile('Repeated 3 × 3', saveAs())],
  ['large-dark', 'full', 'dark', 1280, 860, openNewest],
  ['large-hc', 'full', 'highContrast', 1280, 860, compare],
  ['large-light', 'full', 'light', 1280, 860, compare],
  ['large-narrow', 'full', 'dark', 420, 860, openNewest],
  ['sprites-light', 'full', 'light', 1280, 860, sprites()],
  ['sprites-dark', 'full', 'dark', 1280, 860, sprites(['Files', 'Sheet and frames'])],
  ['sprites-hc', 'full', 'highContrast', 1000, 700, sprites(['Find frames by', 'Separate pieces'])],
  ['sprites-narrow', 'full', 'dark', 400, 860, sprites()],
  ['slices-light', 'full', 'light', 1280, 860, slices(false)],
  ['slices-dark', 'full', 'dark', 1280, 860, slices(false, fillOf('Round'))],
  ['slices-hc', 'full', 'highContrast', 1000, 700, slices(false, crossing)],
  ['slices-small', 'full', 'darkModern', 1280, 860, slices(true)],
  ['slices-narrow', 'full', 'dark', 400, 860, slices(false, fillOf('Repeat'))],
  ['slices-portrait', 'full', 'light', 500, 640, slices(true)],
  ['save-light', 'full', 'light', 1280, 860, saveAs()],
  ['save-dark', 'full', 'dark', 1280, 860, saveAs('Thumbnail')],
  ['save-hc', 'full', 'highContrast', 1000, 700, saveAs('OG card')],
  ['save-origin-light', 'full', 'light', 1280, 860, originOf],
  ['save-origin-hc', 'full', 'highContrast', 1000, 700, originOf],
  ['save-origin-narrow', 'full', 'dark', 420, 860, originOf],
  ['wrong-save-light', 'full', 'light', 1280, 860, wrong],
  ['wrong-save-hc', 'full', 'highContrast', 1000, 700, wrong],
  ['wrong-save-narrow', 'full', 'dark', 400, 860, wrong],
  ['tiny-save-dark', 'full', 'dark', 1280, 860, tiny],
  ['tiny-layers-light', 'full', 'light', 1280, 860, smallLayers],
  ['pixels-light', 'full', 'light', 1280, 860, pixels],
  ['pixels-narrow', 'full', 'dark', 400, 860, pixels],
  ['save-narrow', 'full', 'dark', 420, 860, saveAs('OG card')],
  ['brush-light', 'full', 'light', 1280, 860, brush],
  ['brush-dark', 'full', 'dark', 1280, 860, brush],
  ['brush-hc', 'full', 'highContrast', 1000, 700, brush],
  ['brush-narrow', 'full', 'dark', 400, 860, brush],
  ['brush-portrait', 'full', 'light', 200, 640, brush],
  ['layers-empty-light', 'full', 'light', 1280, 860, mark()],
  ['layers-light', 'full', 'light', 1280, 860, mark('Title on photo')],
  ['layers-dark', 'full', 'dark', 1280, 860, mark('Numbered steps')],
  ['layers-hc', 'full', 'highContrast', 1000, 700, mark('Title on photo')],
  ['layers-narrow', 'full', 'dark', 400, 860, mark('Redact')],
  ['set-dark', 'full', 'dark', 1280, 860, makeSet()],
  [
    'set-light',
    'full',
    'light',
    1280,
    860,
    makeSet(page => page.getByRole('option', { name: /site.webmanifest/ }).click()),
  ],
  [
    'set-hc',
    'full',
    'highContrast',
    1000,
    700,
    makeSet(page => page.getByRole('button', { name: 'Take white' }).click()),
  ],
  [
    'set-narrow',
    'full',
    'dark',
    400,
    860,
    makeSet(page => page.getByRole('option', { name: /maskable/ }).click()),
  ],
  ['set-portrait', 'full', 'light', 500, 640, makeSet()],
  ['set-pair', 'full', 'light', 1280, 860, makeSet(chooseSet('Light and dark'))],
  [
    'set-written-dark',
    'full',
    'dark',
    1280,
    860,
    makeSet(async page => {
      await page.getByRole('button', { name: 'Take white' }).click();
      await page.locator('ia-set-view [aria-busy=false]').waitFor();
      await page.getByRole('button', { name: /^Write/ }).click();
      await page.getByText('Files written: 9').waitFor();
    }),
  ],
  [
    'set-menu-light',
    'full',
    'lightModern',
    1000,
    700,
    makeSet(page => page.getByRole('button', { name: /^Set: / }).click()),
  ],
  [
    'unfolded-narrow',
    'full',
    'dark',
    420,
    860,
    page => page.getByRole('button', { name: 'Edit', exact: true }).click(),
  ],
  [
    'open-all',
    'full',
    'dark',
    1280,
    1400,
    async page => {
      for (let n = 0; n < 3; n++) await page.getByRole('button', { name: 'Open run' }).first().click();
      await page.getByRole('button', { name: 'Close run' }).first().click();
    },
  ],
];

/** The gallery: name, scenario, theme, width, height, steps. */
const pick: Steps = page => page.getByRole('gridcell', { name: /^harbour\.jpg/ }).click();
const galleryShots: typeof shots = [
  ['gallery-dark', 'full', 'dark', 1280, 860, pick],
  ['gallery-light', 'full', 'lightModern', 1280, 860, pick],
  ['gallery-contrast', 'full', 'highContrast', 1280, 860, pick],
  ['gallery-contrast-light', 'full', 'highContrastLight', 1280, 860, pick],
  [
    'gallery-narrow',
    'full',
    'darkModern',
    400,
    860,
    page => page.getByRole('gridcell', { name: /^logo/ }).click(),
  ],
  [
    'gallery-narrow-uses',
    'full',
    'lightModern',
    400,
    860,
    async page => {
      await pick(page);
      await page.getByRole('group', { name: 'Show only' }).evaluate(chips => chips.scrollBy(60, 0));
    },
  ],
  [
    'gallery-focus',
    'full',
    'dark',
    700,
    500,
    async page => {
      await page.getByRole('gridcell', { name: /^favicon/ }).focus();
      await page.keyboard.press('ArrowRight');
    },
  ],
  ['gallery-names', 'names', 'darkModern', 1280, 860],
  ['gallery-loading', 'loading', 'darkModern', 1000, 700],
  ['gallery-empty', 'empty', 'lightModern', 1000, 700],
  ['gallery-no-folder', 'no-folder', 'lightModern', 400, 600],
  ['gallery-restricted', 'restricted', 'darkModern', 800, 700],
  [
    'gallery-none',
    'full',
    'dark',
    800,
    600,
    page => page.getByRole('searchbox', { name: 'Search names' }).fill('zebra'),
  ],
  [
    'gallery-several',
    'full',
    'lightModern',
    1100,
    800,
    async page => {
      await page.getByRole('gridcell', { name: /^dashboard/ }).click();
      await page.getByRole('gridcell', { name: /^harbour/ }).click({ modifiers: ['Shift'] });
    },
  ],
  [
    'gallery-small-cells',
    'many',
    'darkModern',
    1280,
    860,
    page => page.getByRole('slider', { name: 'Size of the pictures' }).fill('88'),
  ],
  [
    'gallery-filter',
    'full',
    'darkModern',
    900,
    760,
    page => page.getByRole('button', { name: 'Filter' }).click(),
  ],
  [
    'gallery-broken',
    'full',
    'darkModern',
    1280,
    860,
    page => page.getByRole('gridcell', { name: /^broken/ }).click(),
  ],
  [
    'gallery-problems',
    'full',
    'darkModern',
    1100,
    600,
    page => page.getByRole('tab', { name: 'Problems' }).click(),
  ],
  [
    'gallery-problems-light',
    'full',
    'lightModern',
    400,
    600,
    page => page.getByRole('tab', { name: 'Problems' }).click(),
  ],
];

async function main(): Promise<void> {
  const [folder = 'out/shots', only = '', photos] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: browserArgs });
  const files = await bundlePreview();

  for (const [name, scenario, theme, width, height, steps] of [...shots, ...galleryShots]) {
    if (!name.includes(only)) continue;
    const gallery = name.startsWith('gallery');
    const context = await browser.newContext({ viewport: { width, height } });
    await servePreview(context, files, photos);
    const page = await context.newPage();
    page.on('console', message => console.log(name, message.text()));
    page.on('pageerror', error => console.log(name, error.message));
    await openPreview(page, {
      page: gallery ? 'gallery' : 'panel',
      ...{ scenario, theme },
      photos: photos !== undefined,
    });
    await page.evaluate(() =>
      Promise.all([...document.images].map(image => image.decode().catch(() => undefined))),
    );
    await steps?.(page);
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    console.log(name, await page.evaluate(() => (window.preview ?? window.gallery).cspViolations));
    await context.close();
  }
  await browser.close();
}

void main();
