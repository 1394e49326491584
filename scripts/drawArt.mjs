// Draws media/icon.png and the pictures of samples/ from scripts/art/*.html.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { browserArgs, ensureBrowser } from './lib/browser.mjs';
import { fromRoot } from './lib/paths.mjs';

const pictures = [
  { source: 'icon.html', target: 'media/icon.png', width: 256, height: 256 },
  { source: 'logo.html', target: 'samples/public/logo.png', width: 256, height: 256 },
  { source: 'harbour.html', target: 'samples/public/images/harbour.jpg', width: 1200, height: 800 },
  { source: 'lighthouse.html', target: 'samples/public/images/lighthouse.webp', width: 800, height: 800 },
  { source: 'boat.html', target: 'samples/src/assets/boat.png', width: 480, height: 360 },
  { source: 'dashboard.html', target: 'samples/docs/img/dashboard.png', width: 960, height: 600 },
];

const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: browserArgs });
for (const { source, target, width, height } of pictures) {
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(readFileSync(fromRoot('scripts/art', source), 'utf8'));
  await page.addStyleTag({ content: 'html,body{margin:0;background:transparent}svg{display:block}' });
  const extension = path.extname(target);
  let bytes = await page.screenshot(
    extension === '.jpg' ? { type: 'jpeg', quality: 82 } : { type: 'png', omitBackground: true },
  );
  if (extension === '.webp') {
    const url = await page.evaluate(
      async png => {
        const image = new Image();
        image.src = png;
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), {
          width: image.width,
          height: image.height,
        });
        canvas.getContext('2d').drawImage(image, 0, 0);
        return canvas.toDataURL('image/webp', 0.85);
      },
      `data:image/png;base64,${bytes.toString('base64')}`,
    );
    bytes = Buffer.from(url.split(',')[1], 'base64');
  }
  mkdirSync(path.dirname(fromRoot(target)), { recursive: true });
  writeFileSync(fromRoot(target), bytes);
  console.log(`${target}: ${width} × ${height}, ${bytes.length} bytes`);
  await page.close();
}
await browser.close();
