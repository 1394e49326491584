import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Imaging } from '../../core/imaging/imagingPort';
import { mimeTypeOf } from '../../core/model/imageFormat';
import type { ImageFormat } from '../../core/model/run';
import { isOnDisk } from '../onDisk';
import type { ShownFacts } from './imageFacts';

/** Of the picture, in CSS pixels: a hover is 250 high, and what stands below the picture is to be seen. */
const largest = { width: 300, height: 130 };
/** A larger file would make the hover wait. */
const mostBytes = 20_000_000;
const mostPixels = 64_000_000;
/** As base64 it stays below the 100,000 characters after which VS Code cuts a hover off. */
const mostInText = 60_000;

export interface HoverPictureDeps {
  imaging: Pick<Imaging, 'thumbnail'>;
  /** A folder of ours, for what is made on the way. */
  staging: string;
}

/** Markdown of the picture as VS Code can show it; undefined where it cannot, or not soon. */
export async function hoverPicture(
  deps: HoverPictureDeps,
  image: vscode.Uri,
  { format, bytes, width, height }: ShownFacts,
): Promise<string | undefined> {
  if (format === undefined || width === undefined || height === undefined) return undefined;
  if (bytes > mostBytes || width * height > mostPixels || format === 'tiff' || format === 'heic')
    return undefined;
  const scale = Math.min(1, largest.width / width, largest.height / height);
  const [w, h] = [width, height].map(side => Math.max(1, Math.round(side * scale)));
  // A new file of the same name is another picture. Brackets and bars of names are encoded in a URI.
  const source = isOnDisk(image)
    ? image.with({ query: `${bytes}` }).toString()
    : await inText(deps, image, format).catch(() => undefined);
  return source && `![](${source}|width=${w},height=${h})`;
}

/** Hovers load pictures from disks and the web alone, so that those of other file systems go along in the text. */
async function inText(
  deps: HoverPictureDeps,
  image: vscode.Uri,
  format: ImageFormat,
): Promise<string | undefined> {
  const bytes = await vscode.workspace.fs.readFile(image);
  if (bytes.length <= mostInText) return dataUri(mimeTypeOf(format), bytes);
  const small = format === 'svg' ? undefined : await thumbnailOf(deps, bytes);
  return small && small.length <= mostInText ? dataUri('image/webp', small) : undefined;
}

async function thumbnailOf({ imaging, staging }: HoverPictureDeps, bytes: Uint8Array): Promise<Uint8Array> {
  const input = path.join(staging, `hover-${randomUUID()}`);
  const output = `${input}.webp`;
  try {
    await fs.mkdir(staging, { recursive: true });
    await fs.writeFile(input, bytes);
    await imaging.thumbnail(input, output, largest.width);
    return await fs.readFile(output);
  } finally {
    await Promise.all([input, output].map(file => fs.rm(file, { force: true })));
  }
}

function dataUri(mimeType: string, bytes: Uint8Array): string {
  return `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}`;
}
