import { annotateCommand } from './annotate';
import { checkImagesCommand } from './checkImages';
import { combineCommand } from './combine';
import type { CommandDeps } from './commandDeps';
import type { CommandHandler, CommandId, GalleryCommandId } from './commandIds';
import { compareImagesCommand, compareWithHeadCommand } from './compareImages';
import { convertCommand } from './convert';
import { editCommand } from './edit';
import { generateCommand } from './generate';
import { generateHereCommand } from './generateHere';
import { generateMissingCommand } from './generateMissing';
import { inspectCommand } from './inspect';
import { makeSetCommand } from './makeSet';
import { nineSliceCommand } from './nineSlice';
import { neverOffDisk } from './offDisk';
import { openGeneratedImagesCommand } from './openGeneratedImages';
import { optimiseCommand } from './optimise';
import { pickImagesCommand } from './pickImages';
import { cutSpriteSheetCommand, makeSpriteSheetCommand } from './spriteSheets';

/** Every command but those of the gallery, made once. */
export function createCommands(
  deps: CommandDeps,
): Readonly<Record<Exclude<CommandId, GalleryCommandId>, CommandHandler>> {
  return neverOffDisk({
    'inlineAssets.generate': generateCommand(deps),
    'inlineAssets.generateHere': generateHereCommand(deps),
    'inlineAssets.generateMissing': generateMissingCommand(deps),
    'inlineAssets.edit': editCommand(deps),
    'inlineAssets.combine': combineCommand(deps),
    'inlineAssets.compareImages': compareImagesCommand(deps),
    'inlineAssets.compareWithHead': compareWithHeadCommand(deps),
    'inlineAssets.convert': convertCommand(deps),
    'inlineAssets.annotate': annotateCommand(deps),
    'inlineAssets.optimise': optimiseCommand(deps),
    'inlineAssets.makeSpriteSheet': makeSpriteSheetCommand(deps),
    'inlineAssets.cutSpriteSheet': cutSpriteSheetCommand(deps),
    'inlineAssets.nineSlice': nineSliceCommand(deps),
    'inlineAssets.makeSet': makeSetCommand(deps),
    'inlineAssets.inspect': inspectCommand(deps),
    'inlineAssets.checkImages': checkImagesCommand(deps),
    'inlineAssets.clearImageProblems': async () => deps.clearImageProblems(),
    'inlineAssets.editAtCursor': () => deps.editAtCursor(),
    'inlineAssets.imageActionsAtCursor': () => deps.imageActionsAtCursor(),
    'inlineAssets.pickImages': pickImagesCommand(deps),
    'inlineAssets.openPanel': () => deps.panel.show(),
    'inlineAssets.setApiKey': provider => deps.setKey(typeof provider === 'string' ? provider : undefined),
    'inlineAssets.manageProviders': () => deps.manageProviders(),
    'inlineAssets.checkModels': () => deps.checkModels(),
    'inlineAssets.removeApiKey': () => deps.removeKey(),
    'inlineAssets.showScoreboard': () => deps.panel.openStage({ kind: 'scoreboard', subject: {} }),
    'inlineAssets.exportScoreboard': () => deps.exportScoreboard(),
    'inlineAssets.resetScoreboard': () => deps.resetScoreboard(),
    'inlineAssets.showSpending': () => deps.showSpending(),
    'inlineAssets.exportSpending': () => deps.exportSpending(),
    'inlineAssets.openGeneratedImages': openGeneratedImagesCommand(deps),
    'inlineAssets.undoLastSave': () => deps.undoLastSave(),
    'inlineAssets.forgetConsent': () => deps.forgetConsent(),
    'inlineAssets.showLog': async () => deps.showLog(),
  });
}
