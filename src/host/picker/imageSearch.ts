import * as vscode from 'vscode';
import {
  allImages,
  allShown,
  excludeGlob,
  imagesMatching,
  isImagePath,
  isShownPath,
} from '../../core/search/imageGlobs';
import { isOnDisk } from '../onDisk';

/** Enough to fill the list at once; the search ends as soon as it has them. */
const firstPage = 30;
/** The most that is kept at a time: the list stays quick and memory flat, typing narrows the search itself. */
export const pageLimit = 1000;

/**
 * Workspace images, without what the user hides from the Explorer or from search.
 * Calls `onFound` with a first page as early as possible, then with everything up to `pageLimit`.
 * `more` says that there are images beyond it.
 */
export async function searchImages(
  text: string,
  token: vscode.CancellationToken,
  onFound: (uris: readonly vscode.Uri[], more: boolean) => void,
  /** Also drawings, which can be shown and not edited. */
  shown = false,
): Promise<void> {
  const all = shown ? allShown : allImages;
  const include = text.trim() === '' ? all : imagesMatching(text, shown);
  const exclude = hiddenGlob();
  for (const limit of [firstPage, pageLimit]) {
    const uris = await vscode.workspace.findFiles(include, exclude, limit, token);
    if (token.isCancellationRequested) return;
    const images = uris.filter(uri => isOnDisk(uri) && (shown ? isShownPath : isImagePath)(uri.path));
    const full = uris.length >= limit;
    onFound(images, full);
    if (!full) return;
  }
}

/** What the user hides from the Explorer or from search. */
export function hiddenGlob(): string | undefined {
  const files = vscode.workspace.getConfiguration('files').get<Record<string, unknown>>('exclude');
  const search = vscode.workspace.getConfiguration('search').get<Record<string, unknown>>('exclude');
  return excludeGlob(files, search);
}
