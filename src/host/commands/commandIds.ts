/** Of the gallery, which is loaded without the rest. */
const galleryCommandIds = [
  'inlineAssets.gallery',
  'inlineAssets.galleryEdit',
  'inlineAssets.galleryCombine',
  'inlineAssets.galleryOptimise',
  'inlineAssets.galleryConvert',
  'inlineAssets.galleryOpen',
  'inlineAssets.galleryReveal',
  'inlineAssets.galleryCopyPath',
  'inlineAssets.galleryCopyMarkdown',
  'inlineAssets.galleryRename',
  'inlineAssets.galleryDelete',
] as const;

/** Every command of the manifest. A test holds the two together. */
export const commandIds = [
  'inlineAssets.generate',
  'inlineAssets.generateHere',
  'inlineAssets.generateMissing',
  'inlineAssets.edit',
  'inlineAssets.combine',
  'inlineAssets.compareImages',
  'inlineAssets.compareWithHead',
  'inlineAssets.convert',
  'inlineAssets.annotate',
  'inlineAssets.optimise',
  'inlineAssets.makeSpriteSheet',
  'inlineAssets.cutSpriteSheet',
  'inlineAssets.nineSlice',
  'inlineAssets.makeSet',
  'inlineAssets.inspect',
  'inlineAssets.checkImages',
  'inlineAssets.clearImageProblems',
  'inlineAssets.editAtCursor',
  'inlineAssets.imageActionsAtCursor',
  'inlineAssets.pickImages',
  ...galleryCommandIds,
  'inlineAssets.openPanel',
  'inlineAssets.setApiKey',
  'inlineAssets.removeApiKey',
  'inlineAssets.showScoreboard',
  'inlineAssets.exportScoreboard',
  'inlineAssets.resetScoreboard',
  'inlineAssets.showSpending',
  'inlineAssets.exportSpending',
  'inlineAssets.manageProviders',
  'inlineAssets.checkModels',
  'inlineAssets.openGeneratedImages',
  'inlineAssets.undoLastSave',
  'inlineAssets.forgetConsent',
  'inlineAssets.showLog',
] as const;

export type CommandId = (typeof commandIds)[number];
export type GalleryCommandId = (typeof galleryCommandIds)[number];

export function isGalleryCommand(id: CommandId): id is GalleryCommandId {
  return (galleryCommandIds as readonly CommandId[]).includes(id);
}

/** What runs a command: the arguments are whatever VS Code, a keybinding or another extension passed. */
export type CommandHandler = (...args: readonly unknown[]) => Promise<unknown>;
