import type * as vscode from 'vscode';
import type { GalleryAction } from '../../protocol/galleryMessages';
import { urisOf } from './commandArguments';
import type { CommandHandler, GalleryCommandId } from './commandIds';

interface GalleryPort {
  /** `folder`: only what is in it. */
  show(folder?: vscode.Uri): Promise<void>;
  /** On what its context menu was opened on. */
  act(action: GalleryAction): Promise<void>;
}

/** "Open Image Gallery", for all images or those of a folder; and the entries of its context menu. */
export function galleryCommands(gallery: GalleryPort) {
  return {
    'inlineAssets.gallery': async (...args) => gallery.show(urisOf(args)[0]),
    // What VS Code passes to these says where the menu was opened, and no images: the gallery knows them.
    'inlineAssets.galleryEdit': () => gallery.act('edit'),
    'inlineAssets.galleryCombine': () => gallery.act('combine'),
    'inlineAssets.galleryOptimise': () => gallery.act('optimise'),
    'inlineAssets.galleryConvert': () => gallery.act('convert'),
    'inlineAssets.galleryOpen': () => gallery.act('open'),
    'inlineAssets.galleryReveal': () => gallery.act('reveal'),
    'inlineAssets.galleryCopyPath': () => gallery.act('copy-path'),
    'inlineAssets.galleryCopyMarkdown': () => gallery.act('copy-markdown'),
    'inlineAssets.galleryRename': () => gallery.act('rename'),
    'inlineAssets.galleryDelete': () => gallery.act('delete'),
  } satisfies Readonly<Record<GalleryCommandId, CommandHandler>>;
}
