import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { ReferenceKind } from '../../../src/core/references/reference';
import { ProjectTree } from './projectTree';

/** Document, target, kind, and the file that it means; undefined: left alone. */
type Case = [document: string, target: string, kind: ReferenceKind, place: string | undefined];

const viteReact = {
  'package.json': { dependencies: { react: '^19.0.0' }, devDependencies: { vite: '^7.0.0' } },
  'vite.config.ts': `import path from 'node:path';
    import { defineConfig } from 'vite';
    import react from '@vitejs/plugin-react';
    export default defineConfig(({ mode }) => ({
      plugins: [react()],
      resolve: { alias: { '@': path.resolve(__dirname, './src'), '~img': path.resolve('src/images'), [mode]: 'x' } },
    }));`,
  'tsconfig.json': `{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "./tsconfig.node.json" }] }`,
  'tsconfig.app.json': `{
    // As the templates of shadcn have it.
    "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"], "#ui/*": ["./src/ui/*"], }, },
  }`,
  'public/favicon.svg': '',
  'src/App.tsx': '',
  'src/ui/Card.tsx': '',
};

const monorepo = {
  'package.json': { workspaces: ['packages/*'] },
  'tsconfig.base.json': {
    compilerOptions: { baseUrl: '.', paths: { '@shared/*': ['packages/shared/src/*'] } },
  },
  'packages/web/package.json': { name: 'web', imports: { '#app/*': { types: './t/*', default: './src/*' } } },
  'packages/web/tsconfig.json': { extends: '../../tsconfig.base.json' },
  'packages/web/vite.config.mts': `import { fileURLToPath, URL } from 'node:url';
    export default { resolve: { alias: [
      { find: '@', replacement: fileURLToPath(new URL('./src', import.meta.url)) },
      { find: /^~\\//, replacement: new URL('./assets/', import.meta.url).pathname },
    ] } };`,
  'packages/web/src/a.tsx': '',
  'packages/admin/package.json': { name: 'admin' },
  'packages/admin/tsconfig.json': {
    extends: '../../tsconfig.base',
    compilerOptions: { baseUrl: './client', paths: { '@/*': ['app/*', 'fallback/*'] } },
  },
  'packages/admin/client/app/b.tsx': '',
  'docs/readme.md': '',
};

const projects: [name: string, files: Record<string, string | object>, cases: Case[]][] = [
  [
    'a Vite React app',
    viteReact,
    [
      ['src/App.tsx', '@/assets/a.png', 'import', 'src/assets/a.png'],
      ['src/App.tsx', '~img/a.png', 'import', 'src/images/a.png'],
      ['src/ui/Card.tsx', '#ui/a.png?url#x', 'import', 'src/ui/a.png'],
      ['src/ui/Card.tsx', '#ui/../../a.png', 'import', 'a.png'],
      ['src/App.tsx', 'src/assets/a.png', 'import', 'src/assets/a.png'],
      ['src/App.tsx', '/a.png', 'jsx', 'public/a.png'],
      ['src/App.tsx', '@acme/brand/logo.png', 'import', undefined],
      ['src/App.tsx', 'brand/logo.png', 'import', undefined],
      ['src/App.tsx', '~/a.png', 'import', undefined],
      ['src/App.tsx', '$lib/a.png', 'html', undefined],
    ],
  ],
  [
    'Docusaurus',
    {
      'package.json': {},
      'docusaurus.config.ts': `import type { Config } from '@docusaurus/types';
        const config: Config = { title: 'x', staticDirectories: ['public-files', 'static'] };
        export default config;`,
      'static/img/logo.svg': '',
      'docs/guide/intro.mdx': '',
    },
    [
      ['docs/guide/intro.mdx', '@site/static/img/a.png', 'import', 'static/img/a.png'],
      ['docs/guide/intro.mdx', '@site/static/img/a.png', 'markdown', 'static/img/a.png'],
      ['docs/guide/intro.mdx', '/img/a.png', 'markdown', 'public-files/img/a.png'],
      ['docs/guide/intro.mdx', './a.png', 'markdown', 'docs/guide/a.png'],
      ['docs/guide/intro.mdx', '@theme/img/a.png', 'import', undefined],
      ['docs/guide/intro.mdx', '@generated/a.png', 'import', undefined],
    ],
  ],
  [
    'Docusaurus without a static folder yet',
    { 'docusaurus.config.js': 'module.exports = {};', 'package.json': {}, 'docs/x.md': '' },
    [['docs/x.md', '/img/a.png', 'markdown', 'static/img/a.png']],
  ],
  [
    'Next',
    {
      'package.json': { dependencies: { next: '16.0.0' } },
      'next.config.mjs': `import path from 'path';
        const nextConfig = {
          turbopack: { resolveAlias: { brand: './design/brand' } },
          webpack: config => {
            config.resolve.alias['@art'] = path.join(process.cwd(), 'design/art');
            config.resolve.alias = { ...config.resolve.alias, '@more': path.join(__dirname, 'more') };
            return config;
          },
        };
        export default withIntl(nextConfig);`,
      'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./*'], '@logo': ['./public/logo.png'] } } },
      'app/page.tsx': '',
    },
    [
      ['app/page.tsx', '@/public/hero.png', 'import', 'public/hero.png'],
      ['app/page.tsx', '@art/a.png', 'import', 'design/art/a.png'],
      ['app/page.tsx', '@more/a.png', 'import', 'more/a.png'],
      ['app/page.tsx', 'brand/a.png', 'import', 'design/brand/a.png'],
      ['app/page.tsx', '/hero.png', 'jsx', 'public/hero.png'],
    ],
  ],
  [
    'SvelteKit',
    {
      'package.json': { devDependencies: { '@sveltejs/kit': '^2.0.0' } },
      'svelte.config.js': `import adapter from '@sveltejs/adapter-auto';
        /** @type {import('@sveltejs/kit').Config} */
        const config = { kit: { adapter: adapter(), alias: { $img: 'src/images', '$deep/*': './src/deep/*' } } };
        export default config;`,
      'tsconfig.json': '{ "extends": "./.svelte-kit/tsconfig.json" }',
      'static/robots.txt': '',
      'src/routes/+page.svelte': '',
    },
    [
      ['src/routes/+page.svelte', '$lib/a.png', 'import', 'src/lib/a.png'],
      ['src/routes/+page.svelte', '$lib/a.png', 'html', 'src/lib/a.png'],
      ['src/routes/+page.svelte', '$img/a.png', 'import', 'src/images/a.png'],
      ['src/routes/+page.svelte', '$deep/b/a.png', 'import', 'src/deep/b/a.png'],
      ['src/routes/+page.svelte', '/a.png', 'html', 'static/a.png'],
      ['src/routes/+page.svelte', '$env/a.png', 'import', undefined],
    ],
  ],
  [
    'Nuxt 4',
    {
      'package.json': { dependencies: { nuxt: '^4.1.0' } },
      'nuxt.config.ts': `import { fileURLToPath } from 'node:url';
        export default defineNuxtConfig({ alias: {
          images: fileURLToPath(new URL('./art/images', import.meta.url)), own: '~~/own', later: '~/later',
        } });`,
      'app/pages/index.vue': '',
      'public/favicon.ico': '',
    },
    [
      ['app/pages/index.vue', '~/assets/a.png', 'html', 'app/assets/a.png'],
      ['app/pages/index.vue', '@/assets/a.png', 'import', 'app/assets/a.png'],
      ['app/pages/index.vue', '~~/design/a.png', 'html', 'design/a.png'],
      ['app/pages/index.vue', '@@/design/a.png', 'import', 'design/a.png'],
      ['app/pages/index.vue', '~images/a.png', 'html', 'art/images/a.png'],
      ['app/pages/index.vue', 'own/a.png', 'import', 'own/a.png'],
      ['app/pages/index.vue', 'later/a.png', 'import', undefined],
      ['app/pages/index.vue', '/a.png', 'html', 'public/a.png'],
    ],
  ],
  [
    'Nuxt 3',
    {
      'package.json': { devDependencies: { nuxt: '3.14.0' } },
      'nuxt.config.js': 'export default { srcDir: "client/" }',
      'client/app.vue': '',
    },
    [
      ['client/app.vue', '~/assets/a.png', 'html', 'client/assets/a.png'],
      ['client/app.vue', '~~/a.png', 'html', 'a.png'],
    ],
  ],
  [
    'Astro',
    {
      'package.json': {},
      'astro.config.mjs': `import { defineConfig } from 'astro/config';
        export default defineConfig({ publicDir: './served', vite: { resolve: { alias: { '@img': '/src/images' } } } });`,
      'tsconfig.json': {
        extends: 'astro/tsconfigs/strict',
        compilerOptions: { baseUrl: '.', paths: { '@assets/*': ['src/assets/*'] } },
      },
      'node_modules/astro/tsconfigs/strict.json': { extends: './base.json' },
      'node_modules/astro/tsconfigs/base.json': { compilerOptions: { paths: { '@none/*': ['./*'] } } },
      'served/x.txt': '',
      'src/pages/index.astro': '',
    },
    [
      ['src/pages/index.astro', '@assets/a.png', 'import', 'src/assets/a.png'],
      ['src/pages/index.astro', '@img/a.png', 'import', 'src/images/a.png'],
      ['src/pages/index.astro', '/a.png', 'html', 'served/a.png'],
      ['src/pages/index.astro', '@none/a.png', 'import', undefined],
    ],
  ],
  [
    'Hugo',
    {
      'hugo.toml': 'baseURL = "https://example.org"',
      'content/posts/first/index.md': '',
      'assets/img/there.png': '',
      'themes/paper/static/x.png': '',
      'public/index.html': '',
    },
    [
      ['content/posts/first/index.md', 'a.png', 'markdown', 'content/posts/first/a.png'],
      ['content/posts/first/index.md', '/img/a.png', 'markdown', 'static/img/a.png'],
    ],
  ],
  [
    'webpack',
    {
      'package.json': {},
      'build/webpack.base.conf.js': `'use strict'
        const path = require('path')
        function resolve (dir) { return path.join(__dirname, '..', dir) }
        const folders = { more: [resolve('more'), resolve('most')] }
        module.exports = {
          resolve: {
            alias: { 'vue$': 'vue/dist/vue.esm.js', '@': resolve('src'), assets: resolve(\`src/assets\`), ...folders,
              dark: process.env.DARK ? 'a' : 'b' },
            modules: ['node_modules', resolve('lib')],
          },
        }`,
      'lib/icons/x.js': '',
      'src/main.js': '',
    },
    [
      ['src/main.js', '@/a.png', 'import', 'src/a.png'],
      ['src/main.js', '~@/a.png', 'html', 'src/a.png'],
      ['src/main.js', 'assets/a.png', 'import', 'src/assets/a.png'],
      ['src/main.js', '~assets/a.png', 'html', 'src/assets/a.png'],
      ['src/main.js', 'more/a.png', 'import', 'more/a.png'],
      ['src/main.js', 'icons/a.png', 'import', 'lib/icons/a.png'],
      ['src/main.js', 'dark/a.png', 'import', undefined],
      ['src/main.js', 'vue/a.png', 'import', undefined],
      ['src/main.js', '~brand/a.png', 'html', undefined],
      // In HTML it is a path and no name.
      ['src/index.html', 'assets/a.png', 'html', 'src/assets/a.png'],
      ['index.html', 'icons/a.png', 'html', 'icons/a.png'],
    ],
  ],
  [
    'Vue CLI',
    {
      'package.json': { devDependencies: { '@vue/cli-service': '^5' } },
      'vue.config.js': `const { resolve } = require('path');
        module.exports = {
          chainWebpack: config => {
            config.resolve.alias
              .set('@img', resolve(__dirname, 'src/img'))
              .set('@fonts', resolve('src', 'fonts'));
          },
        };`,
      'src/App.vue': '',
    },
    [
      ['src/App.vue', '@/assets/a.png', 'html', 'src/assets/a.png'],
      ['src/App.vue', '@img/a.png', 'html', 'src/img/a.png'],
      ['src/App.vue', '@fonts/a.png', 'html', 'src/fonts/a.png'],
    ],
  ],
  [
    'Vue CLI with an alias that nobody can read',
    {
      'package.json': {},
      'vue.config.js': `module.exports = { configureWebpack: { resolve: { alias: { '@': dir() } } } }`,
      'src/App.vue': '',
    },
    [['src/App.vue', '@/assets/a.png', 'html', undefined]],
  ],
  [
    'a monorepo',
    monorepo,
    [
      ['packages/web/src/a.tsx', '@/a.png', 'import', 'packages/web/src/a.png'],
      ['packages/web/src/a.tsx', '~/a.png', 'import', 'packages/web/assets/a.png'],
      ['packages/web/src/a.tsx', '#app/a.png', 'import', 'packages/web/src/a.png'],
      ['packages/web/src/a.tsx', '@shared/a.png', 'import', 'packages/shared/src/a.png'],
      ['packages/admin/client/app/b.tsx', '@/a.png', 'import', 'packages/admin/client/app/a.png'],
      ['packages/admin/client/app/b.tsx', '@shared/a.png', 'import', undefined],
      ['packages/admin/client/app/b.tsx', '#app/a.png', 'import', undefined],
      ['packages/admin/client/app/b.tsx', 'app/a.png', 'import', 'packages/admin/client/app/a.png'],
      ['docs/readme.md', '@/a.png', 'markdown', undefined],
    ],
  ],
  [
    'a project with broken configurations',
    {
      'package.json': '{ "imports": [1, {',
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"',
      'vite.config.ts': 'export default { resolve: { alias: {',
      'webpack.config.js/x.txt': '',
      'jsconfig.json/x.txt': '',
      'src/a.tsx': '',
    },
    [
      ['src/a.tsx', '@/a.png', 'import', 'src/a.png'],
      ['src/a.tsx', '~/a.png', 'import', undefined],
      ['src/a.tsx', './a.png', 'import', 'src/a.png'],
    ],
  ],
  [
    'a project whose configurations extend each other',
    {
      'tsconfig.json': { extends: ['./a', './none.json', '//host/share/x.json', 5], compilerOptions: {} },
      'a.json': { extends: './b.json', compilerOptions: { paths: { '@a/*': ['./a/*'] } } },
      'b.json': { extends: './tsconfig.json', compilerOptions: { baseUrl: '${configDir}/base' } },
      'src/a.tsx': '',
    },
    [['src/a.tsx', '@a/x.png', 'import', 'base/a/x.png']],
  ],
  [
    'a project whose configurations all extend all the others',
    {
      ...Object.fromEntries(
        Array.from({ length: 18 }, (_, i) => [
          `tsconfig.${i}.json`,
          { extends: Array.from({ length: 18 }, (_each, other) => `./tsconfig.${other}.json`) },
        ]),
      ),
      'tsconfig.json': {
        extends: './tsconfig.0.json',
        compilerOptions: { paths: { '@a/*': ['./a/*'] } },
      },
      'src/a.tsx': '',
    },
    [['src/a.tsx', '@a/x.png', 'import', 'a/x.png']],
  ],
  [
    'a project whose aliases lead elsewhere',
    {
      'tsconfig.json': {
        compilerOptions: {
          paths: { '@up/*': ['../../*'], '@host/*': ['//host/share/*'], '@win/*': ['\\\\host\\s\\*'] },
        },
      },
      'a.tsx': '',
    },
    [
      ['a.tsx', '@host/x.png', 'import', undefined],
      ['a.tsx', '@win/x.png', 'import', undefined],
    ],
  ],
];

describe('references in the projects of', () => {
  let tree: ProjectTree | undefined;
  afterEach(() => tree?.remove());

  for (const [name, files, cases] of projects) {
    it(name, async () => {
      tree = await ProjectTree.create(files);
      for (const [document, target, kind, expected] of cases) {
        assert.equal(await tree.place(document, target, kind), expected, `${target} in ${document}`);
      }
    });
  }
});

describe('a reference to', () => {
  let tree: ProjectTree;
  afterEach(() => tree.remove());

  it('a file of a package is looked for in every node_modules above, and is nothing to generate', async () => {
    tree = await ProjectTree.create({
      'package.json': {},
      'apps/web/package.json': {},
      'apps/web/src/a.css': '',
    });
    const found = await tree.resolve('apps/web/src/a.css', '~@acme/brand/logo.png', 'css');
    assert.deepEqual(found, {
      candidates: [
        'apps/web/src/node_modules/@acme/brand/logo.png',
        'apps/web/node_modules/@acme/brand/logo.png',
        'apps/node_modules/@acme/brand/logo.png',
        'node_modules/@acme/brand/logo.png',
      ],
      inside: false,
      certain: false,
    });
  });

  it('a bare path in a style sheet is a path, then an alias, then a package', async () => {
    tree = await ProjectTree.create({
      'package.json': {},
      'vite.config.js': `export default { resolve: { alias: { img: '/src/images' } } }`,
      'src/a.css': '',
    });
    const found = await tree.resolve('src/a.css', 'img/a.png', 'css');
    assert.deepEqual(found, {
      candidates: [
        'src/img/a.png',
        'src/images/a.png',
        'src/node_modules/img/a.png',
        'node_modules/img/a.png',
      ],
      inside: true,
      certain: true,
    });
    assert.deepEqual((await tree.resolve('src/a.css', './img/a.png', 'css')).candidates, ['src/img/a.png']);
    assert.equal(await tree.place('src/a.css', '~img/a.png', 'css'), 'src/images/a.png');
    assert.equal(await tree.place('src/a.css', '~brand/a.png', 'css'), undefined);
  });

  it('a package that an alias would take first is found in the package', async () => {
    tree = await ProjectTree.create({
      'tsconfig.json': { compilerOptions: { paths: { '@*': ['./src/*'] } } },
      'a.ts': '',
    });
    const { candidates } = await tree.resolve('a.ts', '@acme/brand/logo.png');
    assert.deepEqual(candidates, ['src/acme/brand/logo.png', 'node_modules/@acme/brand/logo.png']);
  });

  it('a place outside the workspace is never inside, whatever the alias', async () => {
    tree = await ProjectTree.create({
      'tsconfig.json': { compilerOptions: { paths: { '@/*': ['./*'], '@up/*': ['../*'] } } },
      'a.ts': '',
    });
    assert.equal((await tree.resolve('a.ts', '@/a.png')).inside, true);
    assert.equal((await tree.resolve('a.ts', '@up/a.png')).inside, false);
    assert.equal((await tree.resolve('a.ts', '@/../../a.png')).inside, false);
    assert.equal((await tree.resolve('a.ts', '@/node_modules/x/a.png')).inside, false);
  });
});
