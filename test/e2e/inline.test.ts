import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openWorkbench } from './lib/openWorkbench';
import { until } from './lib/until';
import type { Workbench } from './lib/workbench';

/** Where the cursor is put, and what comes of it: the file, its size, and the drafted prompt. */
const journeys: Readonly<
  Record<
    string,
    {
      document: string;
      at: [line: number, column: number];
      file: string;
      size: [number, number];
      prompt: string;
    }
  >
> = {
  'an alias of Vite in TSX': {
    document: 'vite-react/src/App.tsx',
    at: [2, 25],
    file: 'vite-react/src/assets/hero.png',
    size: [960, 320],
    prompt: 'Boats in the morning light. For the section “Every boat in its place”.',
  },
  'a style sheet of Vite': {
    document: 'vite-react/src/app.css',
    at: [4, 25],
    file: 'vite-react/src/assets/banner.png',
    size: [640, 120],
    prompt: 'Banner.',
  },
  'Markdown of Docusaurus': {
    document: 'docusaurus/docs/intro.md',
    at: [9, 30],
    file: 'docusaurus/static/img/overview.png',
    size: [1200, 800],
    prompt: 'The harbour from above. For the section “Introduction”.',
  },
  'a themed image in MDX': {
    document: 'docusaurus/docs/guide/mooring.mdx',
    at: [8, 60],
    file: 'docusaurus/static/img/mooring-dark.png',
    size: [1200, 800],
    prompt: 'How a boat is moored. For the section “Mooring”. For a page with a dark background.',
  },
  'plain HTML': {
    document: 'plain-html/index.html',
    at: [21, 50],
    file: 'plain-html/img/menu@2x.png',
    size: [600, 400],
    prompt: 'The menu on a board. For the section “Harbour Café”.',
  },
  'a web manifest': {
    document: 'plain-html/site.webmanifest',
    at: [8, 20],
    file: 'plain-html/img/icon-512.png',
    size: [512, 512],
    prompt:
      'Icon. For “Harbour Café”. The background fills the whole square, and what matters is in the inner 80 percent.',
  },
  'a Vue component': {
    document: 'vue/src/App.vue',
    at: [11, 25],
    file: 'vue/src/assets/tower.png',
    size: [300, 450],
    prompt: 'The tower at dusk. For the section “Lighthouse”.',
  },
  'a Svelte component': {
    document: 'svelte/src/routes/+page.svelte',
    at: [12, 15],
    file: 'svelte/static/buoy.png',
    size: [480, 320],
    prompt: 'The buoy in high waves. For the section “Bell buoy”.',
  },
};

describe('a missing image is made where it belongs', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ workspace: 'test/fixtures/projects' });
  });
  after(() => workbench.close());

  for (const [what, { document, at, file, size, prompt }] of Object.entries(journeys)) {
    it(`from ${what}`, async () => {
      const target = path.join(workbench.folder, file);
      assert.equal(existsSync(target), false);
      await workbench.editor.open(document, ...at);
      await workbench.editor.quickFix('Generate image…');
      await workbench.quickInput.input.waitFor();
      assert.equal(await workbench.quickInput.input.inputValue(), prompt);
      await workbench.quickInput.accept();
      await until(file, 20_000, () => existsSync(target));
      const bytes = workbench.read(file);
      assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], size);
      await workbench.notifications.close(`Saved ${file}`);
    });
  }
});
