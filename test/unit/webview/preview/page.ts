import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import themes from './themes.json' with { type: 'json' };

export type ThemeName = keyof typeof themes;

const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** A made-up host that the browser takes for a secure one. */
const origin = 'http://panel.localhost';

export type PageName = 'panel' | 'gallery';

export interface PreviewFiles {
  scripts: Readonly<Record<PageName, Buffer>>;
  style: Buffer;
  codiconFont: Buffer;
}

/** Bundles the pages with their made-up hosts, as esbuild.mjs bundles the real one. */
export async function bundlePreview(): Promise<PreviewFiles> {
  const options = {
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    absWorkingDir: root,
  } as const;
  const script = (entry: string) =>
    build({
      ...options,
      entryPoints: [`test/unit/webview/preview/${entry}.ts`],
      tsconfig: 'src/webview/tsconfig.json',
      define: { 'process.env.NODE_ENV': '"production"' },
    });
  const [panel, gallery, style] = await Promise.all([
    script('main'),
    script('gallery'),
    build({ ...options, entryPoints: ['src/webview/panel.css'], external: ['*.ttf'] }),
  ]);
  const codicons = path.join(root, 'node_modules/@vscode/codicons/dist');
  return {
    scripts: {
      panel: Buffer.from(panel.outputFiles[0]?.contents ?? []),
      gallery: Buffer.from(gallery.outputFiles[0]?.contents ?? []),
    },
    style: Buffer.from(style.outputFiles[0]?.contents ?? []),
    codiconFont: readFileSync(path.join(codicons, 'codicon.ttf')),
  };
}

/** A page with the same policy as in VS Code; the theme comes through the object model, as it does there. */
function html(page: PageName, theme: ThemeName): string {
  const policy = [
    `default-src 'none'`,
    `img-src 'self' blob:`,
    `font-src 'self'`,
    `style-src 'self'`,
    `script-src 'self'`,
    `connect-src 'none'`,
  ].join('; ');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Inline Assets</title>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="/panel.css">
<script src="/theme.js?${theme}"></script>
<script type="module" src="/${page}.js"></script></head><body><ia-${page}></ia-${page}></body></html>`;
}

function themeScript(theme: ThemeName): string {
  const { variables, className } = themes[theme];
  return `for (const [name, value] of Object.entries(${JSON.stringify(variables)})) document.documentElement.style.setProperty(name, value);
addEventListener('DOMContentLoaded', () => document.body.className = ${JSON.stringify(className)});`;
}

/** Serves the preview to the pages of `context` without a server; `photos` is a folder of real photographs. */
export async function servePreview(
  context: BrowserContext,
  files: PreviewFiles,
  photos?: string,
): Promise<void> {
  await context.route(`${origin}/**`, route => {
    const url = new URL(route.request().url());
    const theme = (url.searchParams.get('theme') ?? 'dark') as ThemeName;
    const send = (contentType: string, body: Buffer | string) => route.fulfill({ contentType, body });
    const page = url.searchParams.get('page') === 'gallery' ? 'gallery' : 'panel';
    if (url.pathname === '/') return send('text/html', html(page, theme));
    if (url.pathname === '/empty') return send('text/html', '');
    if (url.pathname === '/theme.js')
      return send('text/javascript', themeScript(url.search.slice(1) as ThemeName));
    if (url.pathname === '/panel.js') return send('text/javascript', files.scripts.panel);
    if (url.pathname === '/gallery.js') return send('text/javascript', files.scripts.gallery);
    if (url.pathname === '/panel.css') return send('text/css', files.style);
    if (url.pathname === '/codicon.ttf') return send('font/ttf', files.codiconFont);
    const photo = photos && path.join(photos, path.basename(url.pathname));
    if (url.pathname.startsWith('/photos/') && photo && existsSync(photo)) {
      return send('image/jpeg', readFileSync(photo));
    }
    return route.fulfill({ status: 404, body: '' });
  });
}

export async function openPreview(
  page: Page,
  options: { page?: PageName; scenario?: string; theme?: ThemeName; photos?: boolean } = {},
): Promise<void> {
  const { page: name = 'panel', scenario = 'full', theme = 'dark', photos = false } = options;
  await page.goto(`${origin}/empty`);
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(`${origin}/?page=${name}&scenario=${scenario}&theme=${theme}${photos ? '&photos=1' : ''}`);
  await page.locator('html[data-ready]').waitFor();
  await page.evaluate(() => document.fonts.load('16px codicon'));
}
