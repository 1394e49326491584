import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** What `file` says of it. */
export function told(file: string): string {
  return execFileSync('file', ['--brief', file], { encoding: 'utf8' });
}

/** Width and height by the browser's own decoder; rejects what it does not take. */
export async function decodedSize(page: Page, file: string, type: string): Promise<[number, number]> {
  const base64 = readFileSync(file).toString('base64');
  return page.evaluate(
    async ([bytes, mime]) => {
      const blob = new Blob([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], { type: mime });
      const bitmap = await createImageBitmap(blob);
      return [bitmap.width, bitmap.height] as [number, number];
    },
    [base64, type] as const,
  );
}

/** How large a page draws an SVG, with nothing but its own bytes. Rejects when it is not well-formed. */
export async function drawnSize(page: Page, file: string): Promise<[number, number]> {
  return page.evaluate(
    async text => {
      const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
      const image = new Image();
      image.src = url;
      await image.decode();
      URL.revokeObjectURL(url);
      return [image.naturalWidth, image.naturalHeight] as [number, number];
    },
    readFileSync(file, 'utf8'),
  );
}
