import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { sniffBytes, sniffFormat } from '../../core/imaging/sniff';
import { formatOfExtension } from '../../core/model/imageFormat';
import type { CandidateRef, ImageFormat } from '../../core/model/run';
import { dragTypes } from '../../protocol/dragTypes';
import { maxPastedBytes } from '../../protocol/limits';
import { foldersOnDisk } from '../onDisk';
import { pathInWorkspace } from '../panel/dropped';

/** What can be inserted, in its order. */
export type Transferred =
  | { kind: 'candidate'; candidate: CandidateRef }
  /** Of the workspace, absolute. */
  | { kind: 'file'; path: string }
  | {
      kind: 'bytes';
      bytes: Uint8Array;
      format: ImageFormat;
      /** As it came; may say nothing. */
      name: string;
      /** What the web page that it was copied from says of it. */
      alt?: string;
    };

export interface Transfer {
  images: readonly Transferred[];
  /** There are words too, and they are not only the names of the files: a table of an office program, say. */
  hasText: boolean;
}

/** More in one go is a folder, which nobody wants in a text. */
const mostImages = 30;

/** `undefined` as soon as one thing in it is not an image that can be taken: then it is left to others, whole. */
export async function readTransfer(
  transfer: vscode.DataTransfer,
  token: vscode.CancellationToken,
): Promise<Transfer | undefined> {
  const candidate = parseCandidate(await transfer.get(dragTypes.candidate)?.asString());
  if (candidate) return { images: [{ kind: 'candidate', candidate }], hasText: false };
  const gallery = await transfer.get(dragTypes.images)?.asString();
  if (gallery !== undefined) {
    const images = await workspaceFiles(gallery);
    return images && { images, hasText: false };
  }
  const files = [...transfer].flatMap(([type, item]) => {
    const file = item.asFile();
    return file ? [{ type, file }] : [];
  });
  if (files.length > mostImages) return undefined;
  if (files.length === 0) {
    const images = await workspaceFiles((await transfer.get('text/uri-list')?.asString()) ?? '');
    return images && { images, hasText: false };
  }
  const page = files.length === 1 ? imageOfPage((await transfer.get('text/html')?.asString()) ?? '') : {};
  const images: Transferred[] = [];
  for (const { type, file } of files) {
    if (!type.startsWith('image/') && !isImageName(file.name)) return undefined;
    const bytes = await file.data();
    if (token.isCancellationRequested || bytes.length > maxPastedBytes) return undefined;
    const format = sniffFormat(bytes.subarray(0, sniffBytes));
    // No browser shows these two, and nothing here can convert them.
    if (format === undefined || format === 'heic' || format === 'tiff') return undefined;
    const there = file.uri && (await sameInWorkspace(file.uri, bytes));
    if (there) images.push({ kind: 'file', path: there });
    else images.push({ kind: 'bytes', bytes, format, name: file.name, ...page });
  }
  const text = (await transfer.get('text/plain')?.asString()) ?? '';
  const names = new Set(files.map(({ file }) => file.name));
  const hasText = text
    .split(/\r?\n/)
    .some(line => line.trim() !== '' && !names.has(line.trim().split(/[\\/]/).at(-1) ?? ''));
  return { images, hasText };
}

function isImageName(name: string): boolean {
  return formatOfExtension(path.extname(name).slice(1)) !== undefined;
}

function parseCandidate(json: string | undefined): CandidateRef | undefined {
  try {
    const value: unknown = JSON.parse(json ?? '');
    if (typeof value !== 'object' || value === null) return undefined;
    const { runId, requestId, index } = value as Partial<Record<keyof CandidateRef, unknown>>;
    return typeof runId === 'string' && typeof requestId === 'string' && typeof index === 'number'
      ? { runId, requestId, index }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The one picture that a browser copied: what it is called there is better than `image.png`. */
function imageOfPage(html: string): { name?: string; alt?: string } {
  const [only, ...others] = html.match(/<img\b[^>]*>/gi) ?? [];
  if (only === undefined || others.length > 0) return {};
  const attribute = (name: string): string | undefined =>
    new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i')
      .exec(only)
      ?.slice(1)
      .find(value => value !== undefined);
  const alt = attribute('alt')
    ?.replace(/&(?:amp|quot|lt|gt|#39);/g, entity => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
  const name = nameOfUrl(attribute('src') ?? '');
  return { ...(name && { name }), ...(alt && { alt }) };
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&#39;': "'",
};

function nameOfUrl(url: string): string | undefined {
  if (!/^(?:https?|file):/i.test(url)) return undefined;
  try {
    const name = decodeURIComponent(new URL(url.replaceAll('&amp;', '&')).pathname.split('/').at(-1) ?? '');
    return isImageName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Images of the workspace that a list of URIs (RFC 2483) names; `undefined` when it names anything else. */
async function workspaceFiles(list: string): Promise<readonly Transferred[] | undefined> {
  const uris = list.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#'));
  if (uris.length === 0 || uris.length > mostImages) return undefined;
  const files: Transferred[] = [];
  for (const uri of uris) {
    const file = isImageName(uri) ? inWorkspace(parse(uri)) : undefined;
    if (file === undefined) return undefined;
    const there = await fs.stat(file).catch(() => undefined);
    if (!there?.isFile()) return undefined;
    files.push({ kind: 'file', path: file });
  }
  return files;
}

function parse(uri: string): vscode.Uri | undefined {
  try {
    return vscode.Uri.parse(uri.trim(), true);
  } catch {
    return undefined;
  }
}

/** Remote windows name a file of theirs by another scheme than the extension host does. */
function inWorkspace(uri: vscode.Uri | undefined): string | undefined {
  if (uri?.scheme !== 'file' && uri?.scheme !== 'vscode-remote') return undefined;
  const folders = foldersOnDisk();
  const roots = folders.map(folder => folder.uri.path);
  const found = pathInWorkspace(uri.path, roots, process.platform === 'win32');
  const folder = found && folders[found.folder];
  return folder && folder.uri.with({ path: found.path }).fsPath;
}

/** From another machine than the workspace's the same path says nothing: the bytes do. */
async function sameInWorkspace(uri: vscode.Uri, bytes: Uint8Array): Promise<string | undefined> {
  const file = inWorkspace(uri);
  if (file === undefined) return undefined;
  const there = await fs.stat(file).catch(() => undefined);
  if (there?.size !== bytes.length) return undefined;
  return (await fs.readFile(file)).equals(bytes) ? file : undefined;
}
