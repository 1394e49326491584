import * as vscode from 'vscode';
import { bytesSource, type ByteSource } from '../../core/imaging/byteSource';
import { factsOf } from '../../core/imaging/facts';
import { readHeader } from '../../core/imaging/header/readHeader';
import type { ImageFormat } from '../../core/model/run';
import { withFile } from '../imaging/fileSource';
import { statOf } from '../fileStat';
import { isOnDisk } from '../onDisk';

/** What the bytes of an image say. */
export interface ShownFacts {
  bytes: number;
  /** Absent: no image that can be read. */
  format?: ImageFormat;
  /** Pixels, as it is shown; absent where the bytes do not say. */
  width?: number;
  height?: number;
}

const mostKnown = 500;

/** Of a file that cannot be read in parts. */
const mostWhole = 20_000_000;

/** From the header of the file, a few kilobytes; read again when the file has changed. */
export class ImageFactsReader {
  private readonly known = new Map<string, { stamp: string; facts: Promise<ShownFacts> }>();

  /** undefined: it is not there. */
  async of(image: vscode.Uri): Promise<ShownFacts | undefined> {
    const stat = await statOf(image);
    if (stat === undefined) return undefined;
    const key = image.toString();
    const stamp = `${stat.mtime} ${stat.size}`;
    const known = this.known.get(key);
    if (known?.stamp === stamp) return known.facts;
    if (this.known.size >= mostKnown) this.known.clear();
    const facts = read(image, stat.size);
    this.known.set(key, { stamp, facts });
    return facts;
  }
}

async function read(image: vscode.Uri, bytes: number): Promise<ShownFacts> {
  try {
    const { format, width, height } = await withSource(image, bytes, async source =>
      factsOf(await readHeader(source), source.size, false),
    );
    return { bytes, format, ...(width > 0 && height > 0 && { width, height }) };
  } catch {
    return { bytes };
  }
}

/** Other file systems give a file as a whole, and often over a network. */
async function withSource<T>(
  image: vscode.Uri,
  bytes: number,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  if (isOnDisk(image)) return withFile(image.fsPath, use);
  if (bytes > mostWhole) throw new Error('Too large.');
  return use(bytesSource(await vscode.workspace.fs.readFile(image)));
}
