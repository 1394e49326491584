import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { parseConfig } from '../../../src/core/references/parse';
import { findProject } from '../../../src/core/references/project';
import type { ProjectFiles } from '../../../src/core/references/projectFiles';
import { resolveReference } from '../../../src/core/references/resolve';
import { find } from './finding';

const root = path.resolve(import.meta.dirname, '../../fixtures/projects');

const disk: ProjectFiles = {
  names: folder => readdir(folder).catch(() => []),
  config: async file => parseConfig(file, await readFile(file, 'utf8').catch(() => '')) ?? undefined,
};

/** What a document names: where it is, or where it would belong with a `?` before it. From the folder of all projects. */
async function found(file: string, languageId: string): Promise<string[]> {
  const document = path.join(root, file);
  const project = await findProject(document, root, disk);
  return find(languageId, await readFile(document, 'utf8')).map(reference => {
    const { candidates, certain } = resolveReference(reference, document, project);
    const there = candidates.find(candidate => existsSync(candidate));
    if (there !== undefined) return path.relative(root, there);
    return certain ? `? ${path.relative(root, candidates[0] ?? '')}` : 'not known';
  });
}

const documents: Readonly<Record<string, { languageId: string; images: readonly string[] }>> = {
  'vite-react/index.html': { languageId: 'html', images: ['public/favicon.png'] },
  'vite-react/src/App.tsx': {
    languageId: 'typescriptreact',
    images: ['src/assets/logo.png', '? src/assets/hero.png', 'public/images/map.png'],
  },
  'vite-react/src/components/Berth.tsx': { languageId: 'typescriptreact', images: ['src/assets/berth.png'] },
  'vite-react/src/app.css': {
    languageId: 'css',
    images: ['? src/assets/banner.png', 'src/assets/waves.png'],
  },
  'docusaurus/docs/intro.md': {
    languageId: 'markdown',
    images: ['? static/img/overview.png', '? docs/img/login.png', 'static/img/logo.png'],
  },
  'docusaurus/docs/guide/mooring.mdx': {
    languageId: 'mdx',
    images: [
      'static/img/lines.png',
      '? static/img/mooring-light.png',
      '? static/img/mooring-dark.png',
      'docs/img/knots.png',
    ],
  },
  'plain-html/index.html': {
    languageId: 'html',
    images: [
      'img/favicon.png',
      '? img/promo.png',
      'img/terrace.png',
      'img/menu.png',
      '? img/menu@2x.png',
      'img/menu.png',
      'img/cook.png',
    ],
  },
  'plain-html/site.webmanifest': { languageId: 'json', images: ['img/icon-192.png', '? img/icon-512.png'] },
  'plain-html/css/style.css': { languageId: 'css', images: ['img/paper.png', '? img/anchor small.png'] },
  'plain-html/README.md': { languageId: 'markdown', images: ['img/terrace.png', '? img/sign.svg'] },
  'vue/src/App.vue': {
    languageId: 'vue',
    images: [
      'src/assets/lamp.png',
      '? src/assets/tower.png',
      '? public/img/night.png',
      'public/img/day.png',
      'src/assets/stars.png',
    ],
  },
  'svelte/src/routes/+page.svelte': {
    languageId: 'svelte',
    images: ['src/lib/images/bell.png', '? static/buoy.png', 'static/ring.png', '? src/lib/images/foam.png'],
  },
};

describe('the images of projects as their tools lay them out', () => {
  for (const [file, { languageId, images }] of Object.entries(documents)) {
    it(`are those that ${file} names`, async () => {
      const [project = ''] = file.split('/');
      const expected = images.map(image => image.replace(/^(\? )?/, `$1${project}/`));
      assert.deepEqual(await found(file, languageId), expected);
    });
  }
});
